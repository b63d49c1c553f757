using TwinningSim.Scenarios.Diagnostics;
using TwinningSim.Scenarios.Yaml;

namespace TwinningSim.Scenarios.Designs;

/// <summary>Reports problems of one design, or of the base, at the place that brought them about.</summary>
/// <param name="problems">Where problems go.</param>
/// <param name="chain">The designs whose overlays were applied, as positions in the file's list, the last one on top.</param>
internal sealed class Report(Problems problems, IReadOnlyList<int> chain)
{
    /// <summary>Reports a problem.</summary>
    /// <param name="kind">The kind of problem.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="allowed">What is allowed instead.</param>
    /// <param name="nearest">The nearest valid name or value.</param>
    /// <param name="at">Where it shows.</param>
    /// <param name="others">
    /// What else it depends on. If one of them stands in an overlay that was applied later than <paramref name="at"/>, that is what brought the problem about.
    /// </param>
    public void Add(DiagnosticKind kind, string message, string? allowed, string? nearest, YamlNode at, params ReadOnlySpan<YamlNode> others)
    {
        YamlNode place = at;
        foreach (YamlNode other in others)
        {
            if (Rank(other) > Rank(place)) place = other;
        }
        problems.Add(kind, place.At, message, allowed, nearest);
    }

    private int Rank(YamlNode node)
    {
        for (int i = chain.Count - 1; i >= 0; i--)
        {
            if (chain[i] == node.Owner) return i;
        }
        return -1;
    }
}
