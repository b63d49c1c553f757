using System.CommandLine;
using System.Text.Json;
using TwinningSim.Reports;
using TwinningSim.Storage;

namespace TwinningSim.Cli;

/// <summary>
/// The answers of decision verbs beside the results that they belong to: one JSON file each in the folder <c>analyses</c>, whole or not there at all, with the command, seed,
/// version and scenario that it came from. The same question again replaces its answer.
/// </summary>
internal static class KeptAnswers
{
    /// <summary>Keeps an answer.</summary>
    /// <param name="results">The folder of results; created if need be.</param>
    /// <param name="name">What was asked, in a few words: the name of the file.</param>
    /// <param name="answer">The answer.</param>
    /// <returns>The folder of answers, for what else belongs there.</returns>
    /// <exception cref="StorageException">It cannot be written.</exception>
    public static OutputFolder Keep(string results, string name, DecisionAnswer answer)
    {
        OutputFolder folder = OutputFolder.Open(FolderOf(results));
        using var json = new MemoryStream();
        ResultJson.Write(json, answer);
        folder.Write($"{FileName(name)}.json", json.ToArray());
        return folder;
    }

    /// <summary>The answers of a folder of results, by name; the file and why it cannot be read for one that cannot.</summary>
    public static IEnumerable<(string File, DecisionAnswer? Answer, string? Problem)> Read(string results)
    {
        if (!Directory.Exists(FolderOf(results))) yield break;
        foreach (string path in Directory.GetFiles(FolderOf(results), "*.json").Order(StringComparer.Ordinal))
        {
            (DecisionAnswer? answer, string? problem) = (null, null);
            try
            {
                answer = ResultJson.Read(File.ReadAllBytes(path));
            }
            catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
            {
                problem = e.Message;
            }
            yield return (Path.GetFileName(path), answer, problem);
        }
    }

    /// <summary>Where answers are in a folder of results.</summary>
    public static string FolderOf(string results) => Path.Combine(results, ExperimentFolder.AnalysesName);

    /// <summary>The name of a file for what was asked.</summary>
    public static string FileName(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-'));

    /// <summary>A command as it was given, without what cannot change its answer.</summary>
    public static string CommandOf(ParseResult result)
    {
        var words = new List<string> { "twinsim" };
        bool skip = false;
        foreach (string token in result.Tokens.Select(t => t.Value))
        {
            if (!skip && token is not ("--threads" or "--json" or "--quiet" or "-q")) words.Add(token.Contains(' ', StringComparison.Ordinal) ? $"\"{token}\"" : token);
            skip = token == "--threads";
        }
        return string.Join(' ', words);
    }
}
