using System.Collections.Immutable;
using System.Globalization;
using TwinningSim.Scenarios.Yaml;

namespace TwinningSim.Scenarios.Diagnostics;

/// <summary>Collects the problems of one file; the same problem found in several designs counts once.</summary>
internal sealed class Problems(string file)
{
    /// <summary>How many problems are shown; a file with more is not the work of a person.</summary>
    public const int MostShown = 500;

    private readonly HashSet<(string Code, Position At, string Message)> _seen = [];
    private readonly List<Diagnostic> _found = [];
    private int _notShown;

    public bool AnyError { get; private set; }

    /// <summary>Whether so many problems are known that looking for more helps nobody.</summary>
    public bool Full => _found.Count >= MostShown;

    public void Add(DiagnosticKind kind, Position at, string message, string? allowed = null, string? nearest = null)
    {
        if (kind.Severity == Severity.Error) AnyError = true;
        if (_seen.Contains((kind.Code, at, message))) return;
        if (Full)
        {
            _notShown++;
            return;
        }
        _seen.Add((kind.Code, at, message));
        _found.Add(new Diagnostic(kind, file, at.Line, at.Column, message, allowed, nearest));
    }

    /// <summary>Everything found, by position.</summary>
    public ImmutableArray<Diagnostic> Sorted()
    {
        List<Diagnostic> sorted = [.. _found.OrderBy(d => d.Line).ThenBy(d => d.Column).ThenBy(d => d.Code, StringComparer.Ordinal).ThenBy(d => d.Message, StringComparer.Ordinal)];
        if (_notShown > 0)
        {
            Diagnostic last = sorted[^1];
            string message = string.Create(CultureInfo.InvariantCulture, $"only the first {MostShown} problems are shown");
            sorted.Add(new Diagnostic(DiagnosticCatalogue.TooManyProblems, file, last.Line, last.Column, message));
        }
        return [.. sorted];
    }
}
