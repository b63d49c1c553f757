using System.Collections.Immutable;
using TwinningSim.Kernel.Time;
using TwinningSim.Model.Input;
using TwinningSim.Model.Parameters;

namespace TwinningSim.Testing;

/// <summary>
/// Makes small valid designs for tests. It starts from a world of one emerging cluster (60 firms) and one advanced partner (40 firms), three domains, an
/// association and an institution on each side, 24 months, an empty plan, plenty of money and <see cref="RoundParameters"/>; a test says only what matters to it.
/// </summary>
public sealed class DesignBuilder
{
    /// <summary>The id of the emerging cluster.</summary>
    public const string Emerging = "emerging";

    /// <summary>The id of the partner cluster.</summary>
    public const string Advanced = "advanced";

    /// <summary>The id of the association of the emerging cluster.</summary>
    public const string EmergingAssociation = "emerging-association";

    /// <summary>The id of the association of the partner cluster.</summary>
    public const string AdvancedAssociation = "advanced-association";

    /// <summary>The id of the technical institution of the emerging cluster.</summary>
    public const string EmergingInstitution = "emerging-institution";

    /// <summary>The id of the technical institution of the partner cluster.</summary>
    public const string AdvancedInstitution = "advanced-institution";

    /// <summary>The defaults, but with round values for what calibration sets: figures worked by hand do not move with the next calibration.</summary>
    public static ParameterValues RoundParameters { get; } = ParameterValues.Defaults
        .With("accept_intercept", -4.9).With("adopt_threshold", 4.6).With("adopt_mastery", 10).With("attention_decay", 0.85).With("attention_scale", 0.12)
        .With("match_width_product", 0.2).With("peer_review_attention", 0.03).With("signing_hazard", 0.8);

    private Design _design = new()
    {
        Id = "test",
        Title = "A design for a test",
        Start = Month.Of(2007, 1),
        Months = 24,
        Domains =
        [
            new Domain { Id = "layout", Secrecy = 0.1, InvestmentEur = 2_000, Value = 1.2, LeastDoHow = 0.2, Productivity = 0.08, Rejects = 0.2, Energy = 0.03, Customers = 0.2 },
            new Domain { Id = "lasting", Secrecy = 0.3, InvestmentEur = 8_000, Value = 1, LeastDoHow = 0.3, Productivity = 0.07, Rejects = 0.15, Energy = 0.02, Customers = 0.3 },
            new Domain { Id = "design", Secrecy = 0.8, InvestmentEur = 5_000, Value = 0.8, LeastDoHow = 0.2, Productivity = 0.03, Rejects = 0.05, Energy = 0, Customers = 0.8 },
        ],
        Clusters =
        [
            new Cluster
            {
                Id = Emerging, Ordinal = 0, Role = ClusterRole.Emerging, Firms = 60,
                SizeShares = [0.3, 0.4, 0.25, 0.05], RoleShares = [0.6, 0.3, 0.1],
                Segments = [new Segment("uppers", 0, 0, 0.6), new Segment("shoes", 0.3, 0.1, 0.4)],
                Associations = [new Association { Id = EmergingAssociation, Members = 30 }],
                Institutions =
                [
                    new Institution
                    {
                        Id = EmergingInstitution, Domains = [0, 1, 2], KnowHow = 0.5, DoHow = 0.4, DaysPerMonth = 6, FeeEurPerDay = 60,
                    },
                ],
                RejectRate = 0.06, StaffTurnover = 0.01,
            },
            new Cluster
            {
                Id = Advanced, Ordinal = 1, Role = ClusterRole.Advanced, Firms = 40,
                SizeShares = [0.2, 0.4, 0.3, 0.1], RoleShares = [0.5, 0.2, 0.3],
                Segments = [new Segment("uppers", 0.05, 0, 0.5), new Segment("shoes", 0.25, 0.1, 0.5)],
                Associations = [new Association { Id = AdvancedAssociation, Members = 20 }],
                Institutions =
                [
                    new Institution { Id = AdvancedInstitution, Domains = [0, 1, 2], KnowHow = 0.9, DoHow = 0.85 },
                ],
                MarketOverlap = 0.3, ChainLink = 0.5, Language = 0.8, TurnoverPerEmployeeEur = 120_000, RejectRate = 0.02, ControlPreference = 0.05,
            },
        ],
        Nationals = new NationalProviders { Count = 4 },
        Prices = new Prices(),
        BudgetEur = 2_000_000,
        Catalogue = ActivityCatalogue.Shipped,
        Parameters = RoundParameters,
    };

    /// <summary>The design as it stands.</summary>
    public Design Build() => _design;

    /// <summary>Any other change.</summary>
    public DesignBuilder With(Func<Design, Design> change)
    {
        _design = change(_design);
        return this;
    }

    /// <summary>Identifier.</summary>
    public DesignBuilder WithId(string id) => With(d => d with { Id = id });

    /// <summary>Number of months.</summary>
    public DesignBuilder WithMonths(int months) => With(d => d with { Months = months });

    /// <summary>The programme's money, EUR.</summary>
    public DesignBuilder WithBudget(double eur) => With(d => d with { BudgetEur = eur });

    /// <summary>Changes the emerging cluster.</summary>
    public DesignBuilder WithEmerging(Func<Cluster, Cluster> change) => With(d => d with { Clusters = d.Clusters.SetItem(0, change(d.Clusters[0])) });

    /// <summary>Changes the first partner cluster.</summary>
    public DesignBuilder WithPartner(Func<Cluster, Cluster> change) => With(d => d with { Clusters = d.Clusters.SetItem(1, change(d.Clusters[1])) });

    /// <summary>Adds a second partner, a domestic one of 30 firms with the association <c>domestic-association</c>.</summary>
    public DesignBuilder WithDomesticPartner(Func<Cluster, Cluster>? change = null)
    {
        var domestic = new Cluster
        {
            Id = "domestic",
            Ordinal = _design.Clusters.Length,
            Role = ClusterRole.Domestic,
            Firms = 30,
            SizeShares = [0.3, 0.4, 0.25, 0.05],
            RoleShares = [0.6, 0.3, 0.1],
            Segments = [new Segment("uppers", 0, 0.1, 0.7), new Segment("shoes", 0.3, 0, 0.3)],
            Associations = [new Association { Id = "domestic-association", Members = 12 }],
            MarketOverlap = 0.6,
            ChainLink = 0.1,
            RejectRate = 0.03,
        };
        return With(d => d with { Clusters = d.Clusters.Add(change is null ? domestic : change(domestic)) });
    }

    /// <summary>Takes away every partner; agents, plan entries and relations that concern one go too.</summary>
    public DesignBuilder WithoutPartners() => With(d => d with
    {
        Clusters = [d.Clusters[0]],
        Agents = [],
        Plan = [.. d.Plan.Where(e => e.Partner == 0)],
        EarlierRelations = [],
    });

    /// <summary>Changes a domain.</summary>
    public DesignBuilder WithDomain(int position, Func<Domain, Domain> change) => With(d => d with { Domains = d.Domains.SetItem(position, change(d.Domains[position])) });

    /// <summary>Sets a parameter.</summary>
    public DesignBuilder WithParameter(string name, double value) => With(d => d with { Parameters = d.Parameters.With(name, value) });

    /// <summary>Adds or replaces a kind of activity.</summary>
    public DesignBuilder WithKind(ActivityKind kind) => With(d => d with { Catalogue = d.Catalogue.With(kind) });

    /// <summary>Changes the prices.</summary>
    public DesignBuilder WithPrices(Func<Prices, Prices> change) => With(d => d with { Prices = change(d.Prices) });

    /// <summary>Adds an agent of the programme in the emerging cluster, towards the first partner.</summary>
    public DesignBuilder WithAgent(Func<Agent, Agent>? change = null)
    {
        var agent = new Agent { Id = $"agent-{_design.Agents.Length + 1}", Cluster = 0, Partner = 1 };
        return With(d => d with { Agents = d.Agents.Add(change is null ? agent : change(agent)) });
    }

    /// <summary>Adds an entry to the plan: by default in month 1, ten places, the first domain, for the first partner, and the provider that its kind needs.</summary>
    public DesignBuilder WithEntry(string kind, Func<PlanEntry, PlanEntry>? change = null)
    {
        ActivityKind known = _design.Catalogue.Find(kind) ?? throw new ArgumentException($"There is no kind of activity '{kind}'.", nameof(kind));
        PlanEntry entry = Typical(known, $"{kind}-{_design.Plan.Length + 1}", _design.Clusters.Length > 1 ? 1 : 0);
        return With(d => d with { Plan = d.Plan.Add(change is null ? entry : change(entry)) });
    }

    /// <summary>An entry of a kind with the provider, the domain and the places that make sense for it.</summary>
    internal static PlanEntry Typical(ActivityKind kind, string id, int partner)
    {
        bool teaches = kind.KnowHowRate > 0 || kind.DoHowRate > 0;
        bool firms = kind.Audience is Audience.Firms or Audience.PartnerFirms;
        return new PlanEntry
        {
            Id = id,
            Kind = kind.Name,
            Month = 1,
            Domains = teaches || kind.Effect == SpecialEffect.Installs ? [0] : [],
            Places = firms ? 10 : 0,
            Days = teaches ? 3 : 1,
            Provider = TypicalProvider(kind),
            Partner = partner,
            Window = kind.Effect is SpecialEffect.SupportsDeals or SpecialEffect.OpensCredit ? 12 : 0,
            UnitCostEur = kind.Effect == SpecialEffect.Installs ? 500 : 0,
            CreditEur = kind.Effect == SpecialEffect.OpensCredit ? 10_000 : 0,
        };
    }

    private static ProviderKind TypicalProvider(ActivityKind kind) => kind.Name switch
    {
        "diagnostic-study" or "partner-diagnostic" or "advocacy-roadshow" or "spx-profiling" or "deal-facilitation" => ProviderKind.Programme,
        "dissemination-workshop" or "institution-retraining" => ProviderKind.Institution,
        "national-handholding" or "supplier-development" or "installation" => ProviderKind.National,
        "study-tour" or "technology-show" => ProviderKind.PartnerFirms,
        "credit-line" => ProviderKind.Commercial,
        _ when kind.KnowHowRate > 0 || kind.DoHowRate > 0 || kind.VisionRate > 0 && kind.Contacts == 0 => ProviderKind.International,
        _ => ProviderKind.None,
    };
}
