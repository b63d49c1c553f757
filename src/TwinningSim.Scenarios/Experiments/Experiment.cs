using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using TwinningSim.Scenarios.Diagnostics;
using TwinningSim.Scenarios.Format;
using TwinningSim.Scenarios.Levers;
using TwinningSim.Scenarios.Yaml;

namespace TwinningSim.Scenarios.Experiments;

/// <summary>The distribution of a factor.</summary>
public enum FactorDistribution
{
    /// <summary>Every value as likely.</summary>
    Uniform,

    /// <summary>Every order of magnitude as likely.</summary>
    LogUniform,

    /// <summary>Rising to a mode and falling from there.</summary>
    Triangular,

    /// <summary>Normal, cut off at the bounds.</summary>
    Normal,

    /// <summary>Beta, stretched between the bounds.</summary>
    Beta,

    /// <summary>Every whole number as likely.</summary>
    WholeNumbers,
}

/// <summary>How the points are chosen at which factors are sampled.</summary>
public enum SampleMethod
{
    /// <summary>Every combination of levels.</summary>
    FullFactorial,

    /// <summary>Points that are given.</summary>
    List,

    /// <summary>A Latin hypercube.</summary>
    LatinHypercube,

    /// <summary>Scrambled Sobol' points.</summary>
    Sobol,

    /// <summary>Morris trajectories.</summary>
    Morris,

    /// <summary>Saltelli's matrices.</summary>
    Saltelli,
}

/// <summary>What a target of precision is about.</summary>
public enum TargetOf
{
    /// <summary>The mean of each design.</summary>
    Means,

    /// <summary>The difference of each design from the baseline, in the same replicates.</summary>
    Differences,
}

/// <summary>A factor: a number of the design, with levels or a distribution; neither if its values come from given points.</summary>
/// <param name="Lever">What is varied.</param>
/// <param name="Levels">Its levels; empty if it has a distribution.</param>
/// <param name="Distribution">Its distribution; null if it has levels.</param>
/// <param name="Low">Lower bound of the distribution.</param>
/// <param name="High">Upper bound of the distribution.</param>
/// <param name="Mode">Mode (triangular).</param>
/// <param name="Mean">Mean (normal).</param>
/// <param name="Sd">Standard deviation (normal).</param>
/// <param name="Alpha">First shape (beta).</param>
/// <param name="Beta">Second shape (beta).</param>
public sealed record Factor(
    Lever Lever, ImmutableArray<double> Levels, FactorDistribution? Distribution, double Low, double High, double Mode, double Mean, double Sd, double Alpha, double Beta);

/// <summary>The points at which factors are sampled.</summary>
/// <param name="Method">How they are chosen.</param>
/// <param name="Points">Number of points, or of rows.</param>
/// <param name="Trajectories">Number of trajectories.</param>
/// <param name="GridLevels">Levels of the grid of trajectories.</param>
/// <param name="Seed">Seed of the points.</param>
/// <param name="List">Points that are given here, a value for each factor.</param>
/// <param name="Table">File of points that are given there; null if there is none.</param>
/// <param name="At">Where it stands in the file.</param>
public sealed record FactorSample(
    SampleMethod Method, int Points, int Trajectories, int GridLevels, ulong Seed, ImmutableArray<ImmutableArray<double>> List, string? Table, FilePlace At);

/// <summary>Factors that are sampled together.</summary>
/// <param name="Factors">The factors, 1 or more.</param>
/// <param name="Sample">Their points.</param>
public sealed record FactorGroup(ImmutableArray<Factor> Factors, FactorSample Sample);

/// <summary>How exactly an outcome must be known.</summary>
/// <param name="Outcome">Name of the outcome.</param>
/// <param name="Of">Of what.</param>
/// <param name="HalfWidth">Half-width of the interval; null for a relative target.</param>
/// <param name="Relative">Largest relative error; null for an absolute target.</param>
public sealed record PrecisionTarget(string Outcome, TargetOf Of, double? HalfWidth, double? Relative)
{
    /// <inheritdoc/>
    public override string ToString()
        => $"{Outcome}, {(Of == TargetOf.Means ? "mean of each design" : "difference from the baseline")}: {(HalfWidth is { } width ? $"half-width {Number.Show(width)}" : $"relative error {Number.Show(Relative!.Value)}")}";
}

/// <summary>When there are enough replicates.</summary>
/// <param name="Level">Level of the intervals.</param>
/// <param name="Most">The largest number of replicates.</param>
/// <param name="Targets">What must be known how exactly, 1 or more.</param>
public sealed record StoppingTargets(double Level, int Most, ImmutableArray<PrecisionTarget> Targets);

/// <summary>A place in a file.</summary>
/// <param name="File">The file as the user named it.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
public readonly record struct FilePlace(string File, int Line, int Column)
{
    internal static FilePlace Of(string file, Position at) => new(file, at.Line, at.Column);
}

/// <summary>
/// An experiment: designs of a scenario, varied by factors. Only <see cref="ExperimentFileReader"/> makes one; every name and range in it has been checked. Whether the values of a
/// point fit together is known when the points are made.
/// </summary>
public sealed class Experiment
{
    internal Experiment()
    {
    }

    /// <summary>Identifier; usable as a folder name.</summary>
    public required string Id { get; init; }

    /// <summary>Title.</summary>
    public required string Title { get; init; }

    /// <summary>The question that it is to answer.</summary>
    public required string Question { get; init; }

    /// <summary>The scenario whose designs take part.</summary>
    public required Scenario Scenario { get; init; }

    /// <summary>The designs that take part, in the order of the file; at least one.</summary>
    public required ImmutableArray<ScenarioDesign> Designs { get; init; }

    /// <summary>Identifier of the design that the others are compared with.</summary>
    public required string Baseline { get; init; }

    /// <summary>Identifier of the design that net benefit is measured against; null if there is none.</summary>
    public required string? WithoutProgramme { get; init; }

    /// <summary>Seed of the model.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Replicates of each design; with a stopping rule, of the first look.</summary>
    public required int Replicates { get; init; }

    /// <summary>What the programme decides; null if nothing of it is varied, or all factors are sampled together.</summary>
    public required FactorGroup? Policy { get; init; }

    /// <summary>What is assumed; null if nothing of it is varied, or all factors are sampled together.</summary>
    public required FactorGroup? Assumptions { get; init; }

    /// <summary>All factors, policy before assumptions, where they are sampled together; else null.</summary>
    public required FactorGroup? Joint { get; init; }

    /// <summary>When there are enough replicates; null if their number is fixed.</summary>
    public required StoppingTargets? Stop { get; init; }

    /// <summary>The experiment file and, after a line with three hyphens, the scenario file, character for character.</summary>
    public required string Text { get; init; }

    /// <summary>SHA-256 of <see cref="Text"/> in UTF-8, 64 hexadecimal digits in lower case.</summary>
    public required string TextHash { get; init; }

    /// <summary>Whether anything is varied.</summary>
    public bool HasFactors => Policy is not null || Assumptions is not null || Joint is not null;

    /// <summary>All factors, policy before assumptions.</summary>
    public IEnumerable<Factor> Factors => new[] { Policy, Assumptions, Joint }.OfType<FactorGroup>().SelectMany(g => g.Factors);

    /// <summary>A scenario as an experiment without factors.</summary>
    public static Experiment Of(Scenario scenario) => new()
    {
        Id = scenario.Id,
        Title = scenario.Title,
        Question = scenario.Question,
        Scenario = scenario,
        Designs = scenario.DesignChanges,
        Baseline = scenario.BaselineDesign,
        WithoutProgramme = scenario.WithoutProgrammeDesign,
        Seed = scenario.Seed,
        Replicates = scenario.Replicates,
        Policy = null,
        Assumptions = null,
        Joint = null,
        Stop = null,
        Text = scenario.Text,
        TextHash = scenario.TextHash,
    };

    /// <summary>A problem that shows only when the points are made.</summary>
    public static Diagnostic PointProblem(FactorSample sample, string message, string? allowed = null)
        => new(DiagnosticCatalogue.BadPoint, sample.At.File, sample.At.Line, sample.At.Column, message, allowed);
}

/// <summary>What came of reading an experiment file: an experiment, or what is wrong with the file or its scenario.</summary>
/// <param name="Experiment">The experiment; null if there is any error.</param>
/// <param name="Diagnostics">Every problem, by position; those of the scenario file come last.</param>
public sealed record ExperimentReading(Experiment? Experiment, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>Whether there is an experiment.</summary>
    [MemberNotNullWhen(true, nameof(Experiment))]
    public bool Succeeded => Experiment is not null;
}
