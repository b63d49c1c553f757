using TwinningSim.Model.Input;
using TwinningSim.Scenarios.Diagnostics;
using TwinningSim.Scenarios.Yaml;

namespace TwinningSim.Scenarios.Levers;

/// <summary>Why a name is not that of a lever.</summary>
/// <param name="Message">What is wrong.</param>
/// <param name="Allowed">What could stand there; null if that is too much to list.</param>
/// <param name="Nearest">The nearest name of a lever; null if none is near.</param>
public sealed record LeverProblem(string Message, string? Allowed, string? Nearest)
{
    // A list of everything helps nobody.
    private const int MostShown = 12;

    /// <inheritdoc/>
    public override string ToString() => Message + (Allowed is null ? "." : $"; allowed {Allowed}.") + (Nearest is null ? "" : $" Did you mean '{Nearest}'?");

    internal static LeverProblem Of(string path, Design design)
    {
        string[] paths = [.. Lever.All(design).Select(l => l.Path)];
        string[] words = path.Split('.');
        int good = 0;
        while (good < words.Length && paths.Any(p => p.StartsWith(string.Concat(words.Take(good + 1).Select(w => w + ".")), StringComparison.Ordinal))) good++;
        string prefix = string.Concat(words.Take(good).Select(w => w + "."));
        string[] next = [.. paths.Where(p => p.StartsWith(prefix, StringComparison.Ordinal)).Select(p => p[prefix.Length..].Split('.')[0]).Distinct(StringComparer.Ordinal)];
        string place = good == 0 ? "a design" : $"'{prefix[..^1]}'";
        string message = good == words.Length
            ? $"'{ScalarNode.Shown(path)}' is not a number but a group of them"
            : $"'{ScalarNode.Shown(words[good])}' is nothing that can be varied in {place} of the design '{design.Id}'".Replace("in a design of the design", "in the design", StringComparison.Ordinal);
        // A lone word is most often the last word of a longer name.
        string? nearest = NearestName.Of(path, paths) ?? (good < words.Length ? NearestOf(words, good, next, paths) : null) ?? paths.FirstOrDefault(p => p.EndsWith("." + path, StringComparison.Ordinal));
        return new LeverProblem(message, next.Length <= MostShown ? string.Join(", ", next) : null, nearest);
    }

    // One wrong word, all others right.
    private static string? NearestOf(string[] words, int wrong, string[] next, string[] paths)
    {
        if (NearestName.Of(words[wrong], next) is not { } word) return null;
        string mended = string.Join('.', words.Select((w, i) => i == wrong ? word : w));
        return paths.Contains(mended) ? mended : null;
    }
}
