using System.Text.RegularExpressions;
using TwinningSim.Testing;

namespace TwinningSim.Architecture;

/// <summary>The files of the source tree.</summary>
internal static partial class Tree
{
    /// <summary>The text of a file; its path is relative to the root, with forward slashes.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));

    /// <summary>All files below a folder that are part of the project, relative to the root, with forward slashes.</summary>
    public static string[] Files(string folder, string pattern) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), pattern, SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Repository.Root, f).Replace('\\', '/'))
            .Where(f => !Made().IsMatch(f))
            .Order(StringComparer.Ordinal),
    ];

    [GeneratedRegex("(^|/)(bin|obj|\\.git|\\.vs|\\.idea|TestResults|BenchmarkDotNet\\.Artifacts)/|^results/")]
    private static partial Regex Made();
}
