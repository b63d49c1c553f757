namespace TwinningSim.Scenarios;

/// <summary>A small commented scenario to start one's own from.</summary>
public static class StarterScenario
{
    /// <summary>The text, a valid scenario file.</summary>
    public static string Text { get; } = Read();

    /// <summary>The same under another name, so that the folder of its results is called like its file.</summary>
    /// <param name="name">The wanted identifier; where it cannot be one, the text stays as it is.</param>
    public static string Named(string name)
    {
        const string Shipped = "my-scenario";
        bool allowed = name.Length is > 0 and <= 60 && char.IsAsciiLetterLower(name[0]) && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') && name[^1] != '-';
        return allowed ? Text.Replace(Shipped, name, StringComparison.Ordinal) : Text;
    }

    private static string Read()
    {
        using Stream stream = typeof(StarterScenario).Assembly.GetManifestResourceStream("TwinningSim.Scenarios.starter.yaml")
            ?? throw new InvalidOperationException("The program was built without its data file 'starter.yaml'.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
