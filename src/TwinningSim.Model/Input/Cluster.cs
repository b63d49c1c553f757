using System.Collections.Immutable;

namespace TwinningSim.Model.Input;

/// <summary>What a cluster is in the twinning.</summary>
public enum ClusterRole
{
    /// <summary>The cluster that the programme is for; exactly one.</summary>
    Emerging,

    /// <summary>A partner abroad, ahead in practice.</summary>
    Advanced,

    /// <summary>A partner in the same country, further on in practice.</summary>
    Domestic,
}

/// <summary>A cluster of firms with its institutions.</summary>
public sealed record Cluster
{
    /// <summary>Identifier, unique in its scenario.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// Position in the scenario's own list of clusters. It keys the cluster's random draws, so that adding a partner changes nobody else's luck.
    /// </summary>
    public required int Ordinal { get; init; }

    /// <summary>What the cluster is in the twinning.</summary>
    public required ClusterRole Role { get; init; }

    /// <summary>Number of firms, 20 to 1,000,000.</summary>
    public required int Firms { get; init; }

    /// <summary>Shares of micro (1-9 employees), small (10-49), medium (50-249) and large (250-2000) firms; they sum to 1.</summary>
    public required ImmutableArray<double> SizeShares { get; init; }

    /// <summary>Shares of principals, subcontractors and support firms (machinery, chemicals, components); they sum to 1.</summary>
    public required ImmutableArray<double> RoleShares { get; init; }

    /// <summary>Product segments; their shares sum to 1.</summary>
    public required ImmutableArray<Segment> Segments { get; init; }

    /// <summary>Business associations.</summary>
    public ImmutableArray<Association> Associations { get; init; } = [];

    /// <summary>Technical institutions.</summary>
    public ImmutableArray<Institution> Institutions { get; init; } = [];

    /// <summary>Base of the business climate u, 0 to 1, linear between the points and constant outside; 0.85 if there are none (C1).</summary>
    public ImmutableArray<SeriesPoint> Climate { get; init; } = [];

    /// <summary>Import pressure, 0 to 1, linear between the points and constant outside; the parameter backlash_default_pressure if there are none (A6).</summary>
    public ImmutableArray<SeriesPoint> ImportPressure { get; init; } = [];

    /// <summary>Overlap of its markets with the emerging cluster's, 0 to 1 (R1).</summary>
    public double MarketOverlap { get; init; }

    /// <summary>Value-chain link with the emerging cluster, 0 to 1 (R2).</summary>
    public double ChainLink { get; init; }

    /// <summary>Language factor of its experts in the emerging cluster, 0 to 1 (L1).</summary>
    public double Language { get; init; } = 1;

    /// <summary>Turnover per employee, EUR a year, above 0.</summary>
    public double TurnoverPerEmployeeEur { get; init; } = 15_000;

    /// <summary>Profit margin, share of turnover, 0 to 1.</summary>
    public double Margin { get; init; } = 0.08;

    /// <summary>Reject rate at the start, r0, share of output, 0 to 1.</summary>
    public double RejectRate { get; init; } = 0.045;

    /// <summary>Quality of components, cq, 0 to 1: caps what better practice can do to rejects (F4).</summary>
    public double ComponentQuality { get; init; } = 1;

    /// <summary>Share of staff that leaves in a month, 0 to 0.5 (L5).</summary>
    public double StaffTurnover { get; init; }

    /// <summary>Share of firms tied to one buyer, 0 to 1.</summary>
    public double CaptiveShare { get; init; }

    /// <summary>How much more than half its firms want of a joint venture, 0 to 0.3 (B4).</summary>
    public double ControlPreference { get; init; }

    /// <summary>Mean know-how at the start, 0 to 1; the parameter of its role if missing.</summary>
    public double? KnowHow { get; init; }

    /// <summary>Mean do-how at the start as a share of know-how, 0 to 1; the parameter of its role if missing.</summary>
    public double? DoHowShare { get; init; }
}

/// <summary>A product segment: firms around one point of the product space.</summary>
/// <param name="Id">Identifier, unique in its cluster.</param>
/// <param name="X">First coordinate of its centre; distance 1 means unrelated products.</param>
/// <param name="Y">Second coordinate of its centre.</param>
/// <param name="Share">Share of the cluster's firms, 0 to 1.</param>
public sealed record Segment(string Id, double X, double Y, double Share);

/// <summary>A point of a series that is linear between its points.</summary>
/// <param name="Month">Months since the start; may lie outside the horizon.</param>
/// <param name="Value">Value, 0 to 1.</param>
public readonly record struct SeriesPoint(int Month, double Value);

/// <summary>A business association.</summary>
public sealed record Association
{
    /// <summary>Identifier, unique among the associations and institutions of its scenario.</summary>
    public required string Id { get; init; }

    /// <summary>Number of member firms, 1 to the firms of its cluster.</summary>
    public required int Members { get; init; }

    /// <summary>Whether the programme worked with it before: its members trust the programme more at the start.</summary>
    public bool WorkedBefore { get; init; }
}

/// <summary>A technical institution.</summary>
public sealed record Institution
{
    /// <summary>Identifier, unique among the associations and institutions of its scenario.</summary>
    public required string Id { get; init; }

    /// <summary>The domains that it knows: positions in <see cref="Design.Domains"/>, ascending.</summary>
    public required ImmutableArray<int> Domains { get; init; }

    /// <summary>Know-how of its trainers at the start, 0 to 1.</summary>
    public required double KnowHow { get; init; }

    /// <summary>Do-how of its trainers at the start, 0 to know-how.</summary>
    public required double DoHow { get; init; }

    /// <summary>Days a month for courses of its own, 0 to 1000.</summary>
    public double DaysPerMonth { get; init; }

    /// <summary>What a firm pays for a day of its own courses, EUR, 0 or more.</summary>
    public double FeeEurPerDay { get; init; }
}

/// <summary>The national business-development-service providers of the emerging cluster's country.</summary>
public sealed record NationalProviders
{
    /// <summary>How many, 0 to 10,000.</summary>
    public int Count { get; init; }

    /// <summary>Their know-how in every domain, 0 to 1.</summary>
    public double KnowHow { get; init; } = 0.55;

    /// <summary>Their do-how in every domain, 0 to know-how.</summary>
    public double DoHow { get; init; } = 0.5;

    /// <summary>Days a month that each sells on its own, 0 to 30 (N2).</summary>
    public double DaysPerMonth { get; init; }

    /// <summary>What a firm pays for such a day, EUR; the price of a national expert's day if missing.</summary>
    public double? FeeEurPerDay { get; init; }
}
