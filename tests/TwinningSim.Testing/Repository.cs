namespace TwinningSim.Testing;

/// <summary>The source tree that the tests were built from.</summary>
public static class Repository
{
    /// <summary>The folder that holds TwinningSim.sln.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "TwinningSim.sln"))) return folder.FullName;
        }
        throw new InvalidOperationException("The tests must run inside the source tree: no TwinningSim.sln above " + AppContext.BaseDirectory);
    }
}
