using System.Text.RegularExpressions;

namespace TwinningSim.Architecture;

/// <summary>The source tree that the tests were built from.</summary>
internal static partial class Repository
{
    /// <summary>The folder that holds TwinningSim.sln.</summary>
    public static string Root { get; } = Find();

    /// <summary>The text of a file; its path is relative to the root, with forward slashes.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>All files below a folder that are part of the project, relative to the root, with forward slashes.</summary>
    public static string[] Files(string folder, string pattern) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/'))
            .Where(f => !Made().IsMatch(f))
            .Order(StringComparer.Ordinal),
    ];

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "TwinningSim.sln"))) return folder.FullName;
        }
        throw new InvalidOperationException("The tests must run inside the source tree: no TwinningSim.sln above " + AppContext.BaseDirectory);
    }

    [GeneratedRegex("(^|/)(bin|obj|\\.git|\\.vs|\\.idea|TestResults|BenchmarkDotNet\\.Artifacts)/|^results/")]
    private static partial Regex Made();
}
