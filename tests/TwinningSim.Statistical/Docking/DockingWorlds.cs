using TwinningSim.Kernel.Time;
using TwinningSim.Model.Input;
using TwinningSim.Model.Parameters;

namespace TwinningSim.Statistical.Docking;

/// <summary>Two stylised worlds that an independent implementation of the same specification ran: one of learning alone, one of bargaining alone.</summary>
internal static class DockingWorlds
{
    // What they implemented is the specification: mechanisms that the model has added since are off.
    private static readonly ParameterValues Specification = ParameterSets.Find(ParameterSets.Specification)!.Over(ParameterValues.Defaults);

    public static Design Learning { get; } = new()
    {
        Id = "learning-only",
        Title = "Invitation, learning, forgetting and institutions alone",
        Start = Month.Of(2007, 2),
        Months = 72,
        Domains = [Domain("a", 0), Domain("b", 0.5)],
        Clusters =
        [
            Cluster("E", ClusterRole.Emerging, 0, 100, [0.3, 0.4, 0.25, 0.05], [1, 0, 0], Segments, 60) with
            {
                StaffTurnover = 0.02,
                Institutions = [new Institution { Id = "institute", Domains = [0, 1], KnowHow = 0.5, DoHow = 0.25, FeeEurPerDay = 100 }],
            },
            Cluster("A", ClusterRole.Advanced, 1, 100, [0.3, 0.4, 0.25, 0.05], [1, 0, 0], Segments, 60) with { MarketOverlap = 0.5, ChainLink = 0.3 },
        ],
        Nationals = new NationalProviders { Count = 3, KnowHow = 0.55, DoHow = 0.5 },
        Prices = new Prices(),
        BudgetEur = 3_000_000,
        Catalogue = ActivityCatalogue.Shipped,
        Parameters = Specification.With("adopt_threshold", 999).With("start_mastery", 9).With("accept_intercept", 0).With("diffusion_rate", 0),
        Plan =
        [
            Entry("diagnosis", "diagnostic-study", 0, 8, 0, ProviderKind.None) with { Select = Selection.Nominated },
            Entry("classroom", "classroom-training", 2, 20, 4, ProviderKind.International, 0, 1) with { Roster = Roster.Independent, InstitutionsAttend = ["institute"] },
            Entry("onsite", "onsite-handholding", 4, 15, 3, ProviderKind.International, 0, 1) with
            {
                Repeats = 3, Every = 6, Match = Matching.Firm, Roster = Roster.Independent, InstitutionsAttend = ["institute"],
            },
            Entry("retraining", "institution-retraining", 24, 20, 3, ProviderKind.Institution, 0),
            Entry("national", "national-handholding", 30, 20, 5, ProviderKind.National, 1),
            Entry("wanted", "national-handholding", 40, 15, 4, ProviderKind.National) with
            {
                Select = Selection.NeedMatched, Match = Matching.Firm, CostShare = 0.3, MostWanted = 1, NeedsDiagnosis = true,
            },
            Entry("suppliers", "supplier-development", 48, 15, 6, ProviderKind.National, 0, 1) with { Quorum = 8 },
        ],
    };

    public static Design Bargaining { get; } = new()
    {
        Id = "bargaining-only",
        Title = "Introductions, meetings, negotiations and deals alone",
        Start = Month.Of(2007, 2),
        Months = 72,
        Domains = [Domain("a", 0.3)],
        Clusters =
        [
            Cluster("E", ClusterRole.Emerging, 0, 200, [0.2, 0.4, 0.3, 0.1], [0.6, 0.3, 0.1], [new Segment("one", 0, 0, 1)], 150) with { CaptiveShare = 0.2 },
            Cluster("A", ClusterRole.Advanced, 1, 200, [0.2, 0.4, 0.3, 0.1], [0.6, 0.3, 0.1], [new Segment("one", 0, 0, 1)], 150) with
            {
                MarketOverlap = 0.2, ChainLink = 0.7, ControlPreference = 0.05,
            },
        ],
        Nationals = new NationalProviders { Count = 0, DaysPerMonth = 4 },
        Prices = new Prices(),
        BudgetEur = 3_000_000,
        Catalogue = ActivityCatalogue.Shipped,
        Parameters = Specification.With("brokerage_probability", 0).With("adopt_threshold", 999).With("scope_firms", 1).With("diffusion_rate", 0),
        Plan =
        [
            Entry("meeting", "b2b-meeting", 1, 60, 1, ProviderKind.None) with { Repeats = 4, Every = 6 },
            Entry("facilitation", "deal-facilitation", 30, 0, 0, ProviderKind.None) with { Window = 24, Select = Selection.Nominated },
        ],
    };

    private static System.Collections.Immutable.ImmutableArray<Segment> Segments => [new Segment("near", 0, 0, 0.6), new Segment("far", 0.4, 0, 0.4)];

    private static Domain Domain(string id, double secrecy) => new()
    {
        Id = id, Secrecy = secrecy, InvestmentEur = 5000, Productivity = 0.2, Rejects = 0.2, Energy = 0.1, Customers = 0.1,
    };

    private static Cluster Cluster(string id, ClusterRole role, int ordinal, int firms, double[] sizes, double[] roles,
        System.Collections.Immutable.ImmutableArray<Segment> segments, int members) => new()
        {
            Id = id,
            Role = role,
            Ordinal = ordinal,
            Firms = firms,
            SizeShares = [.. sizes],
            RoleShares = [.. roles],
            Segments = segments,
            Associations = [new Association { Id = id + "-association", Members = members }],
            Language = 0.8,
        };

    private static PlanEntry Entry(string id, string kind, int month, int places, double days, ProviderKind provider, params int[] domains) => new()
    {
        Id = id, Kind = kind, Month = month, Places = places, Days = days, Provider = provider, Partner = 1, Domains = [.. domains], Select = Selection.Random,
    };
}
