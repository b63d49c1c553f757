using System.Collections.Immutable;
using TwinningSim.Analysis.Estimation;

namespace TwinningSim.Validity.Checks;

/// <summary>
/// One entry of the report. Checks know nothing of each other: each says what it needs, all runs are made together (a run that two checks need is made once), then each judges.
/// A check that makes its own runs (a closed form, a trial, a table of another implementation) needs nothing and does so when it judges.
/// </summary>
public interface ICheck
{
    /// <summary>The section of the report in which it stands.</summary>
    Section Section { get; }

    /// <summary>Its name in that section.</summary>
    string Id { get; }

    /// <summary>What must be run for it.</summary>
    IEnumerable<Need> Needs { get; }

    /// <summary>What came out.</summary>
    /// <param name="samples">What was run for all checks.</param>
    CheckResult Judge(Samples samples);
}

/// <summary>The sections of the report, in its order.</summary>
public enum Section
{
    /// <summary>Patterns of the record as contrasts of designs.</summary>
    Patterns,

    /// <summary>Figures of the record that may have helped to choose values.</summary>
    CalibrationFacts,

    /// <summary>Figures of the record that never did.</summary>
    ValidationFacts,

    /// <summary>Published trials, repeated in the model.</summary>
    Trials,

    /// <summary>Limits with a closed form.</summary>
    Mathematics,

    /// <summary>Tables of an independent implementation.</summary>
    Docking,
}

/// <summary>A figure of some replicates of a run, wanted by a check.</summary>
/// <param name="Key">What is run.</param>
/// <param name="Measure">What is read from each run.</param>
/// <param name="Replicates">Replicates 0 to this number, less one.</param>
public sealed record Need(RunKey Key, string Measure, int Replicates);

/// <summary>What was run: for each design and measure one figure for each replicate.</summary>
public sealed class Samples
{
    private readonly Dictionary<(RunKey, string), double[]> _figures = [];

    internal void Add(RunKey key, string measure, double[] figures) => _figures.Add((key, measure), figures);

    /// <summary>The figures that a check asked for, in the order of replicates.</summary>
    public ReadOnlySpan<double> Of(Need need) => _figures[(need.Key, need.Measure)].AsSpan(0, need.Replicates);
}

/// <summary>How a check ended.</summary>
public enum Verdict
{
    /// <summary>It came out as it should.</summary>
    Holds,

    /// <summary>It came out in the right direction, but too small to matter or too unsure.</summary>
    Weak,

    /// <summary>It did not come out.</summary>
    Fails,
}

/// <summary>One figure of a check's result.</summary>
public sealed record Figure
{
    /// <summary>What it is, in words.</summary>
    public required string Says { get; init; }

    /// <summary>Median over replicates of what was simulated.</summary>
    public required double Median { get; init; }

    /// <summary>5 % quantile over replicates.</summary>
    public required double Low { get; init; }

    /// <summary>95 % quantile over replicates.</summary>
    public required double High { get; init; }

    /// <summary>The size that is judged, with its interval.</summary>
    public required Estimate Effect { get; init; }

    /// <summary>Unit of the effect.</summary>
    public required string Unit { get; init; }

    /// <summary>What the effect must reach.</summary>
    public double Required { get; init; }

    /// <summary>One-sided p-value; NaN where none is made.</summary>
    public double P { get; init; } = double.NaN;

    /// <summary>How it ended.</summary>
    public required Verdict Verdict { get; init; }
}

/// <summary>What a check found: a row of the report, whatever the section.</summary>
public sealed record CheckResult
{
    /// <summary>The section.</summary>
    public required Section Section { get; init; }

    /// <summary>Name in the section.</summary>
    public required string Id { get; init; }

    /// <summary>What is claimed or recorded.</summary>
    public required string Claim { get; init; }

    /// <summary>Where that stands.</summary>
    public required string Source { get; init; }

    /// <summary>Strength of a pattern, use of a fact, or empty.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The recorded figure, in words; empty for a pattern.</summary>
    public string Recorded { get; init; } = "";

    /// <summary>A recorded count as a share of what it is out of; NaN for anything else.</summary>
    public double RecordedShare { get; init; } = double.NaN;

    /// <summary>The number that a recorded count is out of; 0 for anything else.</summary>
    public int Among { get; init; }

    /// <summary>What was simulated.</summary>
    public required ImmutableArray<Figure> Figures { get; init; }

    /// <summary>How sharp the simulated range is, 0 (anything could have been) to 1 (a point); NaN where that has no meaning.</summary>
    public double Sharpness { get; init; } = double.NaN;

    /// <summary>Replicates.</summary>
    public required int Replicates { get; init; }

    /// <summary>How it ended.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Ablations that were to break it, each with whether it did.</summary>
    public ImmutableArray<(string Ablation, bool Breaks)> RestsOn { get; init; } = [];

    /// <summary>Anything else to know.</summary>
    public string Remark { get; init; } = "";
}
