namespace TwinningSim.Scenarios;

/// <summary>A small commented scenario to start one's own from.</summary>
public static class StarterScenario
{
    /// <summary>The text, a valid scenario file.</summary>
    public static string Text { get; } = Read();

    private static string Read()
    {
        using Stream stream = typeof(StarterScenario).Assembly.GetManifestResourceStream("TwinningSim.Scenarios.starter.yaml")
            ?? throw new InvalidOperationException("The program was built without its data file 'starter.yaml'.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
