using System.Collections.Immutable;
using TwinningSim.Kernel.Time;
using TwinningSim.Model.Parameters;

namespace TwinningSim.Model.Input;

/// <summary>
/// One complete, valid description of a world and of what is done in it: the input of a simulation (model document, section Input).
/// A scenario file holds several; the reader of scenario files makes them and has checked every range and reference.
/// </summary>
public sealed record Design
{
    /// <summary>Identifier, unique in its scenario; becomes a folder name.</summary>
    public required string Id { get; init; }

    /// <summary>A title for people.</summary>
    public required string Title { get; init; }

    /// <summary>The calendar month of step 0.</summary>
    public required Month Start { get; init; }

    /// <summary>Number of steps, 12 to 240.</summary>
    public required int Months { get; init; }

    /// <summary>The practices that can be learned, 1 to 16.</summary>
    public required ImmutableArray<Domain> Domains { get; init; }

    /// <summary>The clusters that take part: the emerging one first, then the partners.</summary>
    public required ImmutableArray<Cluster> Clusters { get; init; }

    /// <summary>Earlier relations: pairs of associations or institutions, by identifier, that knew each other before the start.</summary>
    public ImmutableArray<(string, string)> EarlierRelations { get; init; } = [];

    /// <summary>The national providers of the emerging cluster's country.</summary>
    public required NationalProviders Nationals { get; init; }

    /// <summary>Prices.</summary>
    public required Prices Prices { get; init; }

    /// <summary>The programme's money, EUR, 0 or more.</summary>
    public required double BudgetEur { get; init; }

    /// <summary>Share of a practice's investment that the programme pays, 0 to 1 (F2).</summary>
    public double InvestmentSubsidy { get; init; }

    /// <summary>Month in which the programme ends its investment subsidy, counted from the start; the horizon if it never does.</summary>
    public int ProgrammeEnd { get; init; } = int.MaxValue;

    /// <summary>The agents (CDA).</summary>
    public ImmutableArray<Agent> Agents { get; init; } = [];

    /// <summary>The action plan.</summary>
    public ImmutableArray<PlanEntry> Plan { get; init; } = [];

    /// <summary>The kinds of activity that the plan may name.</summary>
    public required ActivityCatalogue Catalogue { get; init; }

    /// <summary>The value of every parameter.</summary>
    public required ParameterValues Parameters { get; init; }

    /// <summary>
    /// If not empty, replicate r has the values at position r modulo their number instead of <see cref="Parameters"/>: draws of what is not known about the parameters, so that this
    /// uncertainty reaches every answer. The same replicate has the same values in every design.
    /// </summary>
    public ImmutableArray<ParameterValues> ParameterDraws { get; init; } = [];

    /// <summary>The design with another value of a parameter, in every draw too.</summary>
    /// <exception cref="ArgumentException">There is no such parameter.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The value lies outside the parameter's range.</exception>
    public Design WithParameter(string name, double value)
        => this with { Parameters = Parameters.With(name, value), ParameterDraws = [.. ParameterDraws.Select(draw => draw.With(name, value))] };
}
