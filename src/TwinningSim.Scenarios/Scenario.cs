using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using TwinningSim.Kernel.Time;
using TwinningSim.Model.Input;
using TwinningSim.Scenarios.Diagnostics;

namespace TwinningSim.Scenarios;

/// <summary>A design of a scenario, and in what it differs from the base.</summary>
/// <param name="Design">The complete world and plan.</param>
/// <param name="BasedOn">The design that it is an overlay on; null if that is the base.</param>
/// <param name="ChangesPolicy">Whether it, or a design that it is based on, changes what the programme decides.</param>
/// <param name="ChangesAssumptions">Whether it, or a design that it is based on, changes what the world is like: a comparison with it compares two worlds.</param>
public sealed record ScenarioDesign(Design Design, string? BasedOn, bool ChangesPolicy, bool ChangesAssumptions);

/// <summary>A scenario. Immutable and valid: only <see cref="ScenarioReader"/> makes one, and every range and reference in it has been checked.</summary>
public sealed class Scenario
{
    internal Scenario()
    {
    }

    /// <summary>Identifier; usable as a folder name.</summary>
    public required string Id { get; init; }

    /// <summary>Title.</summary>
    public required string Title { get; init; }

    /// <summary>The question that it is to answer.</summary>
    public required string Question { get; init; }

    /// <summary>The calendar month of step 0.</summary>
    public required Month Start { get; init; }

    /// <summary>Number of months, 12 to 240.</summary>
    public required int Months { get; init; }

    /// <summary>Seed of a run that names no other.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Replicates of a run that names no other number, 1 or more.</summary>
    public required int Replicates { get; init; }

    /// <summary>Identifier of the design that the others are compared with.</summary>
    public required string BaselineDesign { get; init; }

    /// <summary>Identifier of the design that net benefit is measured against; null if there is none.</summary>
    public required string? WithoutProgrammeDesign { get; init; }

    /// <summary>The designs, in the order of the file; at least one.</summary>
    public required ImmutableArray<Design> Designs { get; init; }

    /// <summary>The same designs, each with its relation to the base.</summary>
    public required ImmutableArray<ScenarioDesign> DesignChanges { get; init; }

    /// <summary>The file, character for character (without a byte order mark).</summary>
    public required string Text { get; init; }

    /// <summary>SHA-256 of <see cref="Text"/> in UTF-8, 64 hexadecimal digits in lower case.</summary>
    public required string TextHash { get; init; }

    /// <summary>The design of that identifier, or null.</summary>
    public Design? Find(string id) => Designs.FirstOrDefault(d => d.Id == id);
}

/// <summary>What came of reading a scenario file: a scenario, or what is wrong with the file.</summary>
/// <param name="Scenario">The scenario; null if there is any error.</param>
/// <param name="Diagnostics">Every problem, by position. A scenario may come with warnings.</param>
public sealed record ScenarioReading(Scenario? Scenario, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>Whether there is a scenario.</summary>
    [MemberNotNullWhen(true, nameof(Scenario))]
    public bool Succeeded => Scenario is not null;
}
