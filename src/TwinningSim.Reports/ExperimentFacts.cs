namespace TwinningSim.Reports;

/// <summary>What a reader must know about an experiment beside its numbers; stands in every report.</summary>
public sealed record ExperimentFacts
{
    /// <summary>Identifier of the scenario.</summary>
    public required string Scenario { get; init; }

    /// <summary>A title for people.</summary>
    public required string Title { get; init; }

    /// <summary>The question that the scenario asks; may be empty.</summary>
    public string Question { get; init; } = "";

    /// <summary>First calendar month, yyyy-MM.</summary>
    public required string Start { get; init; }

    /// <summary>Horizon, months.</summary>
    public required int Months { get; init; }

    /// <summary>Seed of the experiment.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Version of the program that made the numbers.</summary>
    public required string Version { get; init; }

    /// <summary>Identifier of the design without a programme, from which gains are counted; null if the experiment has none.</summary>
    public string? WithoutProgramme { get; init; }
}
