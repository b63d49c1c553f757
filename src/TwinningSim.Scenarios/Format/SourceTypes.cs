using TwinningSim.Kernel.Time;
using TwinningSim.Model.Input;
using TwinningSim.Model.Parameters;
using TwinningSim.Scenarios.Yaml;
using M = TwinningSim.Model.Input;

// The whole format of a scenario file, one type for each mapping. Reading, checking and the JSON Schema are made from these types; defaults come from the model's own records.
namespace TwinningSim.Scenarios.Format;

/// <summary>The model's own defaults.</summary>
internal static class ModelDefaults
{
    public static readonly Prices Prices = new();
    public static readonly NationalProviders Nationals = new();
    public static readonly M.Domain Domain = new() { Id = "", Secrecy = 0, InvestmentEur = 0 };
    public static readonly PlanEntry Entry = new() { Id = "", Kind = "", Month = 0 };
    public static readonly Institution Institution = new() { Id = "", Domains = [], KnowHow = 0, DoHow = 0 };
    public static readonly Agent Agent = new() { Id = "", Cluster = 0, Partner = 0 };

    public static readonly M.Cluster Cluster = new()
    {
        Id = "",
        Ordinal = 0,
        Role = ClusterRole.Emerging,
        Firms = 0,
        SizeShares = [],
        RoleShares = [],
        Segments = [],
    };
}

[Meaning("A scenario: a base world, what the programme does in it, and named designs that differ from the base.", Noun = "a scenario")]
internal sealed class ScenarioSource : Source
{
    [Required, Id, Meaning("Id of the scenario; also the name of the experiment unless the command line says otherwise.")]
    public string? Scenario { get; set; }

    [Required, Length(1, 200), Meaning("Title.")]
    public string? Title { get; set; }

    [Required, Length(1, 1000), Meaning("The question that the scenario is to answer.")]
    public string? Question { get; set; }

    [Required, Meaning("The calendar month of the first step, yyyy-MM.")]
    public Month? Start { get; set; }

    [Required, Range(12, 240), Meaning("Number of months that are simulated.")]
    public int? Months { get; set; }

    [Meaning("Defaults of a run, which the command line can override.")]
    public RunSource? Run { get; set; }

    [Required, Meaning("What the world is like.")]
    public AssumptionsSource? Assumptions { get; set; }

    [Required, Meaning("What the programme decides.")]
    public PolicySource? Policy { get; set; }

    [Length(1, Limits.Designs), Meaning("The designs that are compared; the base alone if there are none.")]
    public IReadOnlyList<DesignSource> Designs { get; set; } = [];
}

[Meaning("Defaults of a run, which the command line can override.", Noun = "the run section")]
internal sealed class RunSource : Source
{
    [Range(0, 9_007_199_254_740_991), Meaning("Seed of all random numbers.")]
    public long? Seed { get; set; } = 1;

    [Range(1, 1_000_000), Meaning("Replicates of each design.")]
    public int? Replicates { get; set; } = 200;

    [Refers(To.Design), Meaning("The design that the others are compared with; the first one if missing.")]
    public string? Baseline { get; set; }

    [Refers(To.Design), Meaning("The design that net benefit is measured against: the same world without the programme.")]
    public string? WithoutProgramme { get; set; }

    [Refers(To.ParameterSet), Meaning("Values of the parameters that no design sets itself: defaults, posterior (each replicate takes another draw of what calibration left open), or a named set.")]
    public string? Parameters { get; set; }
}

[Meaning("What the world is like, whatever the programme does.", Noun = "the assumptions")]
internal sealed class AssumptionsSource : Source
{
    [Meaning("Parameters of the model that differ from their default, by name; 'twinsim list parameters' shows all.")]
    public IReadOnlyList<KeyValuePair<string, double>> Parameters { get; set; } = [];

    [Length(0, Limits.ActivityKinds), Meaning("Own kinds of activity, or changes of shipped ones.")]
    public IReadOnlyList<ActivityKindSource> ActivityKinds { get; set; } = [];

    [Required, Length(1, Limits.Domains), Meaning("The practices that can be learned.")]
    public IReadOnlyList<DomainSource> Domains { get; set; } = [];

    [Required, Length(1, Limits.Clusters), Meaning("The clusters: exactly one emerging; the others are possible partners.")]
    public IReadOnlyList<ClusterSource> Clusters { get; set; } = [];

    [Length(0, Limits.Relations), Refers(To.Actor), Meaning("Pairs of associations or institutions that knew each other before the start.")]
    public IReadOnlyList<IReadOnlyList<string>> EarlierRelations { get; set; } = [];

    [Meaning("The national experts of the emerging cluster's country.")]
    public NationalProvidersSource NationalProviders { get; set; } = new();

    [Meaning("What things cost.")]
    public PricesSource Prices { get; set; } = new();
}

[Meaning("A kind of activity of one's own, or changes of a shipped one. What is not given stays as in the kind it is like, or is nothing. Rates are per day.", Noun = "an activity kind")]
internal sealed class ActivityKindSource : Source
{
    [Required, Id, Meaning("Name; that of a shipped kind changes it.")]
    public string? Name { get; set; }

    [Refers(To.ActivityKind), Meaning("The kind whose numbers are taken over where nothing else is said; it must be a shipped one or stand earlier in the list.")]
    public string? Like { get; set; }

    [Length(1, 500), Meaning("What it is, in a sentence.")]
    public string? Meaning { get; set; }

    [Length(1, 500), Meaning("Where the numbers come from.")]
    public string? Source { get; set; }

    [Meaning("Whom it is for.")]
    public Audience? Audience { get; set; }

    [Meaning("Group format: know-how up to 65 % of the teacher's, days count once for 25 firms.")]
    public bool? Group { get; set; }

    [Meaning("On site: the provider first gets to know the plant.")]
    public bool? OnSite { get; set; }

    [Meaning("A visit to the partner cluster: a trip is paid for each firm.")]
    public bool? Travel { get; set; }

    [Meaning("A training: participants count as trained.")]
    public bool? Training { get; set; }

    [Meaning("The programme only visits: the firm does not take part in anything.")]
    public bool? VisitOnly { get; set; }

    [Range(0, 5, Unit = "per day"), Meaning("Rate of know-how learning per day.")]
    public double? KnowHowRate { get; set; }

    [Range(0, 5, Unit = "per day"), Meaning("Rate of do-how learning per day.")]
    public double? DoHowRate { get; set; }

    [Range(0, 5, Unit = "per day"), Meaning("Rate at which vision clears per day.")]
    public double? VisionRate { get; set; }

    [Range(0, 1, Unit = "0 to 1"), Meaning("Addition to attention, before attention_scale.")]
    public double? Attention { get; set; }

    [Range(0, 5, Unit = "events"), Meaning("Weight of the trust event for the programme.")]
    public double? TrustProgramme { get; set; }

    [Range(0, 5, Unit = "events"), Meaning("Weight of the trust event for the association.")]
    public double? TrustAssociation { get; set; }

    [Range(0, 5, Unit = "events"), Meaning("Weight of the trust event for the other side.")]
    public double? TrustOtherSide { get; set; }

    [Range(0, 5, Unit = "events"), Meaning("Weight of the trust event for local providers.")]
    public double? TrustLocal { get; set; }

    [Range(0, 5, Unit = "events"), Meaning("Weight of the trust event of the pair of institutional actors (C2C).")]
    public double? TrustPair { get; set; }

    [Range(0, 1, Unit = "0 to 1"), Meaning("Information of the emerging cluster's association about the partner.")]
    public double? InformationEmerging { get; set; }

    [Range(0, 1, Unit = "0 to 1"), Meaning("Information of the partner's association about the emerging cluster.")]
    public double? InformationPartner { get; set; }

    [Range(0, 10, Unit = "contacts"), Meaning("Contacts with partner firms for each participant, mean.")]
    public double? Contacts { get; set; }

    [Meaning("Contacts are with support firms only.")]
    public bool? SupportContacts { get; set; }

    [Meaning("What it does besides.")]
    public SpecialEffect? Effect { get; set; }

    [Meaning("What it counts as.")]
    public ProgrammeOutput? Output { get; set; }

    [Range(0, 1e9, Unit = "EUR"), Meaning("Fixed cost of one time, EUR.")]
    public double? FixedEur { get; set; }

    [Range(0, 1e9, Unit = "EUR"), Meaning("Cost per participant, EUR.")]
    public double? PerHeadEur { get; set; }
}

[Meaning("A practice domain: practices that are learned and adopted together.", Noun = "a domain")]
internal sealed class DomainSource : Source
{
    [Required, Id, Meaning("Id, unique among the domains.")]
    public string? Id { get; set; }

    [Required, Range(0, 1, Unit = "0 to 1"), Meaning("How secret the practice is between rivals: 0 (environment) to 1 (a new product).")]
    public double? Secrecy { get; set; }

    [Required, Range(0, 1e9, Unit = "EUR"), Meaning("What adopting costs a firm of 50 employees, EUR.")]
    public double? InvestmentEur { get; set; }

    [Range(0, 5, AboveMin = true, Unit = "1 = typical"), Meaning("How much the practice is worth; 1 is typical.")]
    public double Value { get; set; } = ModelDefaults.Domain.Value;

    [Range(0, 1, Unit = "0 to 1"), Meaning("The least do-how with which a firm can start.")]
    public double LeastDoHow { get; set; } = ModelDefaults.Domain.LeastDoHow;

    [Range(0, 1, Unit = "share"), Meaning("Rise of productivity when fully mastered, share.")]
    public double Productivity { get; set; } = ModelDefaults.Domain.Productivity;

    [Range(0, 1, Unit = "share"), Meaning("Fall of the reject rate when fully mastered, share.")]
    public double Rejects { get; set; } = ModelDefaults.Domain.Rejects;

    [Range(0, 1, Unit = "share"), Meaning("Fall of energy use when fully mastered, share.")]
    public double Energy { get; set; } = ModelDefaults.Domain.Energy;

    [Range(0, 5, Unit = "share"), Meaning("Rise of the rate of new customers when fully mastered, share.")]
    public double Customers { get; set; } = ModelDefaults.Domain.Customers;
}

[Meaning("A cluster of firms with its associations and institutions.", Noun = "a cluster")]
internal sealed class ClusterSource : Source
{
    [Required, Id, Meaning("Id, unique among the clusters.")]
    public string? Id { get; set; }

    [Required, Meaning("emerging: the one that the programme is for; advanced: a partner abroad; domestic: a partner in the same country.")]
    public ClusterRole? Role { get; set; }

    [Required, Range(20, 1_000_000, Unit = "firms"), Meaning("Number of firms.")]
    public int? Firms { get; set; }

    [Required, Meaning("Shares of the size classes; they sum to 1.")]
    public SizeSharesSource? SizeShares { get; set; }

    [Required, Meaning("Shares of the roles in the value chain; they sum to 1.")]
    public RoleSharesSource? RoleShares { get; set; }

    [Required, Length(1, Limits.Segments), Meaning("Product segments; their shares sum to 1.")]
    public IReadOnlyList<SegmentSource> Segments { get; set; } = [];

    [Length(0, Limits.Associations), Meaning("Business associations.")]
    public IReadOnlyList<AssociationSource> Associations { get; set; } = [];

    [Length(0, Limits.Institutions), Meaning("Technical institutions.")]
    public IReadOnlyList<InstitutionSource> Institutions { get; set; } = [];

    [Length(0, Limits.SeriesPoints), Meaning("Business climate: linear between the points, constant outside; 0.85 if there are none.")]
    public IReadOnlyList<SeriesPointSource> Climate { get; set; } = [];

    [Length(0, Limits.SeriesPoints), Meaning("Pressure of imports: linear between the points, constant outside; a parameter of the model if there are none.")]
    public IReadOnlyList<SeriesPointSource> ImportPressure { get; set; } = [];

    [Range(0, 1, Unit = "0 to 1"), Meaning("Overlap of its markets with the emerging cluster's.")]
    public double MarketOverlap { get; set; } = ModelDefaults.Cluster.MarketOverlap;

    [Range(0, 1, Unit = "0 to 1"), Meaning("Value-chain link with the emerging cluster.")]
    public double ChainLink { get; set; } = ModelDefaults.Cluster.ChainLink;

    [Range(0, 1, Unit = "0 to 1"), Meaning("Language factor of its experts in the emerging cluster; 1 is no barrier.")]
    public double Language { get; set; } = ModelDefaults.Cluster.Language;

    [Range(0, 1e8, AboveMin = true, Unit = "EUR a year"), Meaning("Turnover per employee, EUR a year.")]
    public double TurnoverPerEmployeeEur { get; set; } = ModelDefaults.Cluster.TurnoverPerEmployeeEur;

    [Range(0, 1, Unit = "share"), Meaning("Profit margin, share of turnover.")]
    public double Margin { get; set; } = ModelDefaults.Cluster.Margin;

    [Range(0, 1, Unit = "share"), Meaning("Reject rate at the start, share of output.")]
    public double RejectRate { get; set; } = ModelDefaults.Cluster.RejectRate;

    [Range(0, 1, Unit = "0 to 1"), Meaning("Quality of components: caps what better practice can do to rejects.")]
    public double ComponentQuality { get; set; } = ModelDefaults.Cluster.ComponentQuality;

    [Range(0, 0.5, Unit = "share a month"), Meaning("Share of staff that leaves in a month.")]
    public double StaffTurnover { get; set; } = ModelDefaults.Cluster.StaffTurnover;

    [Range(0, 1, Unit = "share"), Meaning("Share of firms tied to one buyer.")]
    public double CaptiveShare { get; set; } = ModelDefaults.Cluster.CaptiveShare;

    [Range(0, 0.3, Unit = "share"), Meaning("How much more than half its firms want of a joint venture.")]
    public double ControlPreference { get; set; } = ModelDefaults.Cluster.ControlPreference;

    [Range(0, 1, Unit = "0 to 1"), Meaning("Mean know-how at the start; the parameter of its role if missing.")]
    public double? KnowHow { get; set; }

    [Range(0, 1, Unit = "share"), Meaning("Mean do-how at the start as a share of know-how; the parameter of its role if missing.")]
    public double? DoHowShare { get; set; }
}

[Meaning("Shares of the firms by size; they sum to 1.", Noun = "the size shares")]
internal sealed class SizeSharesSource : Source
{
    [Range(0, 1), Meaning("Firms of 1 to 9 employees.")]
    public double Micro { get; set; }

    [Range(0, 1), Meaning("Firms of 10 to 49 employees.")]
    public double Small { get; set; }

    [Range(0, 1), Meaning("Firms of 50 to 249 employees.")]
    public double Medium { get; set; }

    [Range(0, 1), Meaning("Firms of 250 to 2,000 employees.")]
    public double Large { get; set; }
}

[Meaning("Shares of the firms by role in the value chain; they sum to 1.", Noun = "the role shares")]
internal sealed class RoleSharesSource : Source
{
    [Range(0, 1), Meaning("Firms that sell products of their own.")]
    public double Principal { get; set; }

    [Range(0, 1), Meaning("Firms that work for principals.")]
    public double Subcontractor { get; set; }

    [Range(0, 1), Meaning("Makers of machinery, chemicals and components.")]
    public double Support { get; set; }
}

[Meaning("A product segment: firms around one point of the product space.", Noun = "a segment")]
internal sealed class SegmentSource : Source
{
    [Required, Id, Meaning("Id, unique in its cluster.")]
    public string? Id { get; set; }

    [Required, Range(-10, 10), Meaning("First coordinate of its centre; distance 1 means unrelated products.")]
    public double? X { get; set; }

    [Required, Range(-10, 10), Meaning("Second coordinate of its centre.")]
    public double? Y { get; set; }

    [Required, Range(0, 1), Meaning("Share of the cluster's firms.")]
    public double? Share { get; set; }
}

[Meaning("A business association.", Noun = "an association")]
internal sealed class AssociationSource : Source
{
    [Required, Id, Meaning("Id, unique among all associations and institutions.")]
    public string? Id { get; set; }

    [Required, Range(1, 1_000_000, Unit = "firms"), Meaning("Number of member firms; a firm is a member of one association at most.")]
    public int? Members { get; set; }

    [Meaning("Whether the programme worked with it before: its members trust the programme more at the start.")]
    public bool WorkedBefore { get; set; }
}

[Meaning("A technical institution.", Noun = "an institution")]
internal sealed class InstitutionSource : Source
{
    [Required, Id, Meaning("Id, unique among all associations and institutions.")]
    public string? Id { get; set; }

    [Required, Length(0, Limits.Domains), Refers(To.Domain), Meaning("The domains that it knows.")]
    public IReadOnlyList<string> Domains { get; set; } = [];

    [Required, Range(0, 1, Unit = "0 to 1"), Meaning("Know-how of its trainers at the start.")]
    public double? KnowHow { get; set; }

    [Required, Range(0, 1, Unit = "0 to 1"), Meaning("Do-how of its trainers at the start, at most know_how.")]
    public double? DoHow { get; set; }

    [Range(0, 1000, Unit = "days a month"), Meaning("Days a month for courses of its own.")]
    public double DaysPerMonth { get; set; } = ModelDefaults.Institution.DaysPerMonth;

    [Range(0, 100_000, Unit = "EUR per day"), Meaning("What a firm pays for a day of its own courses, EUR.")]
    public double FeeEurPerDay { get; set; } = ModelDefaults.Institution.FeeEurPerDay;
}

[Meaning("A point of a series.", Noun = "a point")]
internal sealed class SeriesPointSource : Source
{
    [Required, Meaning("The month, yyyy-MM; it may lie outside the months that are simulated.")]
    public Month? Month { get; set; }

    [Required, Range(0, 1, Unit = "0 to 1"), Meaning("The value.")]
    public double? Value { get; set; }
}

[Meaning("The national experts of the emerging cluster's country.", Noun = "the national providers")]
internal sealed class NationalProvidersSource : Source
{
    [Range(0, 10_000, Unit = "providers"), Meaning("How many.")]
    public int Count { get; set; } = ModelDefaults.Nationals.Count;

    [Range(0, 1, Unit = "0 to 1"), Meaning("Their know-how in every domain.")]
    public double KnowHow { get; set; } = ModelDefaults.Nationals.KnowHow;

    [Range(0, 1, Unit = "0 to 1"), Meaning("Their do-how in every domain, at most know_how.")]
    public double DoHow { get; set; } = ModelDefaults.Nationals.DoHow;

    [Range(0, 30, Unit = "days a month"), Meaning("Days a month that each sells on its own.")]
    public double DaysPerMonth { get; set; } = ModelDefaults.Nationals.DaysPerMonth;

    [Range(0, 100_000, Unit = "EUR per day"), Meaning("What a firm pays for such a day, EUR; the price of a national expert's day if missing.")]
    public double? FeeEurPerDay { get; set; }
}

[Meaning("What things cost, EUR of the base year.", Noun = "the prices")]
internal sealed class PricesSource : Source
{
    [Range(0, 1e6, Unit = "EUR"), Meaning("A day of an international expert.")]
    public double InternationalDayEur { get; set; } = ModelDefaults.Prices.InternationalDayEur;

    [Range(0, 1e6, Unit = "EUR"), Meaning("A trip of an international expert.")]
    public double ExpertTripEur { get; set; } = ModelDefaults.Prices.ExpertTripEur;

    [Range(0, 1e6, Unit = "EUR"), Meaning("A day of a national expert.")]
    public double NationalDayEur { get; set; } = ModelDefaults.Prices.NationalDayEur;

    [Range(0, 1e6, Unit = "EUR"), Meaning("A day of a trainer of a technical institution.")]
    public double InstitutionDayEur { get; set; } = ModelDefaults.Prices.InstitutionDayEur;

    [Range(0, 1e6, Unit = "EUR"), Meaning("A firm's trip to a partner cluster.")]
    public double FirmTripEur { get; set; } = ModelDefaults.Prices.FirmTripEur;

    [Range(0, 1e6, Unit = "EUR"), Meaning("A day of a firm on a study tour.")]
    public double StudyTourDayEur { get; set; } = ModelDefaults.Prices.StudyTourDayEur;

    [Range(0, 1e6, Unit = "EUR"), Meaning("A month of a full-time agent in the emerging cluster.")]
    public double AgentMonthEmergingEur { get; set; } = ModelDefaults.Prices.AgentMonthEmergingEur;

    [Range(0, 1e6, Unit = "EUR"), Meaning("A month of a full-time agent in a partner cluster.")]
    public double AgentMonthPartnerEur { get; set; } = ModelDefaults.Prices.AgentMonthPartnerEur;

    [Range(0, 1e6, Unit = "EUR"), Meaning("What a commercial intermediary takes for a deal.")]
    public double CommercialDealFeeEur { get; set; } = ModelDefaults.Prices.CommercialDealFeeEur;
}

[Meaning("What the programme decides.", Noun = "the policy")]
internal sealed class PolicySource : Source
{
    [Required, Range(0, 1e12, Unit = "EUR"), Meaning("The programme's money, EUR.")]
    public double? BudgetEur { get; set; }

    [Range(0, 1, Unit = "share"), Meaning("Share of a practice's investment that the programme pays.")]
    public double InvestmentSubsidy { get; set; }

    [Meaning("Last month in which the programme pays its investment subsidy, yyyy-MM; it never ends if missing.")]
    public Month? ProgrammeEnd { get; set; }

    [Length(0, Limits.Clusters), Refers(To.Cluster), Meaning("The clusters of the assumptions that are partners; the first one is meant where an entry or agent names none.")]
    public IReadOnlyList<string> Partners { get; set; } = [];

    [Length(0, Limits.Agents), Meaning("Cluster development agents, one row for each person.")]
    public IReadOnlyList<AgentSource> Agents { get; set; } = [];

    [Length(0, Limits.Plan), Meaning("The action plan.")]
    public IReadOnlyList<PlanEntrySource> Plan { get; set; } = [];
}

[Meaning("A cluster development agent: one person.", Noun = "an agent")]
internal sealed class AgentSource : Source
{
    [Required, Id, Meaning("Id, unique among the agents; keys the agent's luck.")]
    public string? Id { get; set; }

    [Required, Refers(To.Cluster), Meaning("The cluster where the agent sits.")]
    public string? Cluster { get; set; }

    [Refers(To.Cluster), Meaning("The partner cluster that the agent works towards; if missing the own cluster, or the first partner for an agent in the emerging cluster.")]
    public string? Partner { get; set; }

    [Range(0, 1, AboveMin = true, Unit = "share"), Meaning("Share of full time.")]
    public double Fte { get; set; } = ModelDefaults.Agent.Fte;

    [Meaning("Whether the agent knows the industry's technology.")]
    public bool Technical { get; set; } = ModelDefaults.Agent.Technical;

    [Meaning("First month in post, yyyy-MM; the start if missing.")]
    public Month? From { get; set; }

    [Meaning("Last month in post, yyyy-MM; the end if missing.")]
    public Month? Until { get; set; }
}

[Meaning("A line of the action plan.", Noun = "a plan entry")]
internal sealed class PlanEntrySource : Source
{
    [Required, Id, Meaning("Id, unique in the plan; keys the entry's luck.")]
    public string? Id { get; set; }

    [Required, Refers(To.ActivityKind), Meaning("The kind of activity; 'twinsim list kinds' shows all.")]
    public string? Kind { get; set; }

    [Required, Meaning("First month, yyyy-MM.")]
    public Month? Month { get; set; }

    [Range(1, 240, Unit = "times"), Meaning("How often it takes place.")]
    public int Repeats { get; set; } = ModelDefaults.Entry.Repeats;

    [Range(1, 120, Unit = "months"), Meaning("Months from one time to the next.")]
    public int Every { get; set; } = ModelDefaults.Entry.Every;

    [Length(0, Limits.Domains), Refers(To.Domain), Meaning("The domains taught.")]
    public IReadOnlyList<string> Domains { get; set; } = [];

    [Range(1, Limits.Domains, Unit = "domains"), Meaning("Instead of domains: teach this number of the domains that members need most.")]
    public int? MostWanted { get; set; }

    [Range(0, 1_000_000, Unit = "firms"), Meaning("Places for firms; firms visited, for a diagnosis.")]
    public int Places { get; set; } = ModelDefaults.Entry.Places;

    [Range(0, 250, Unit = "days"), Meaning("Days for each firm, or for each group of 25 firms in group formats.")]
    public double Days { get; set; } = ModelDefaults.Entry.Days;

    [Meaning("Who teaches or carries it out.")]
    public ProviderKind Provider { get; set; } = ModelDefaults.Entry.Provider;

    [Refers(To.Cluster), Meaning("The partner cluster concerned; the first of policy.partners if missing.")]
    public string? Partner { get; set; }

    [Meaning("Where international experts come from.")]
    public Roster Roster { get; set; } = ModelDefaults.Entry.Roster;

    [Meaning("Whether one expert is chosen for the whole group or the best known one for each firm.")]
    public Matching Match { get; set; } = ModelDefaults.Entry.Match;

    [Meaning("How firms are chosen.")]
    public Selection Select { get; set; } = ModelDefaults.Entry.Select;

    [Meaning("Which firms can be invited: members of associations, or all.")]
    public InvitationPool Pool { get; set; } = ModelDefaults.Entry.Pool;

    [Range(0, 1, Unit = "share"), Meaning("Share of the price that participants pay.")]
    public double CostShare { get; set; } = ModelDefaults.Entry.CostShare;

    [Range(-1, 1, Unit = "share"), Meaning("By how much that share changes from one time to the next.")]
    public double CostShareStep { get; set; } = ModelDefaults.Entry.CostShareStep;

    [Range(0, 1_000_000, Unit = "firms"), Meaning("With fewer acceptances it is not held; at most places.")]
    public int Quorum { get; set; } = ModelDefaults.Entry.Quorum;

    [Meaning("Which agreement with the partner it waits for.")]
    public AgreementCondition NeedsAgreement { get; set; } = ModelDefaults.Entry.NeedsAgreement;

    [Range(0, 1, Unit = "0 to 1"), Meaning("The mean trust of members in the programme that it waits for; 0 is no condition.")]
    public double NeedsTrust { get; set; } = ModelDefaults.Entry.NeedsTrust;

    [Meaning("Whether it waits for a finished diagnosis.")]
    public bool NeedsDiagnosis { get; set; } = ModelDefaults.Entry.NeedsDiagnosis;

    [Length(0, Limits.Institutions), Refers(To.Institution), Meaning("Institutions of the emerging cluster that attend as learners.")]
    public IReadOnlyList<string> InstitutionsAttend { get; set; } = [];

    [Meaning("Whether national experts attend as learners.")]
    public bool NationalsAttend { get; set; } = ModelDefaults.Entry.NationalsAttend;

    [Refers(To.Institution), Meaning("The institution that teaches or is trained; the first one that knows the domains if missing.")]
    public string? Institution { get; set; }

    [Length(2, 2), Refers(To.Actor), Meaning("The two associations or institutions concerned, that of the emerging cluster first; the first associations of both sides if missing.")]
    public IReadOnlyList<string> Between { get; set; } = [];

    [Meaning("Whether a third party with earlier links to both sides brokers it.")]
    public bool Brokered { get; set; } = ModelDefaults.Entry.Brokered;

    [Meaning("How a diagnosis visits firms.")]
    public DiagnosisScope Diagnosis { get; set; } = ModelDefaults.Entry.Diagnosis;

    [Range(0, 240, Unit = "months"), Meaning("Months for which support or credit is available (deal facilitation, credit line).")]
    public int Window { get; set; } = ModelDefaults.Entry.Window;

    [Range(0, 1e9, Unit = "EUR"), Meaning("What is paid per firm for what is installed, EUR (installation).")]
    public double UnitCostEur { get; set; } = ModelDefaults.Entry.UnitCostEur;

    [Range(0, 1e9, Unit = "EUR"), Meaning("Credit limit of each firm that takes it up, EUR (credit line).")]
    public double CreditEur { get; set; } = ModelDefaults.Entry.CreditEur;
}

[Meaning("A design: the base, or another design, with changes.", Noun = "a design")]
internal sealed class DesignSource : Source
{
    [Required, Id, Meaning("Id, unique among the designs; becomes a folder name.")]
    public string? Id { get; set; }

    [Length(1, 200), Meaning("Title; the id if missing.")]
    public string? Title { get; set; }

    [Refers(To.Design), Meaning("The design whose changes come first; the base if missing.")]
    public string? BasedOn { get; set; }

    [Meaning("What the programme decides otherwise.")]
    public PolicyChangeSource? Policy { get; set; }

    [Meaning("What is assumed otherwise. Such a design is marked in every comparison, because it compares two worlds.")]
    public AssumptionsChangeSource? Assumptions { get; set; }
}

[Meaning("Changes of the policy. Single values and partners replace those of the base.", Noun = "the policy of a design")]
internal sealed class PolicyChangeSource : Source
{
    [Range(0, 1e12, Unit = "EUR"), Meaning("The programme's money, EUR.")]
    public double? BudgetEur { get; set; }

    [Range(0, 1, Unit = "share"), Meaning("Share of a practice's investment that the programme pays.")]
    public double? InvestmentSubsidy { get; set; }

    [Meaning("Last month in which the programme pays its investment subsidy, yyyy-MM.")]
    public Month? ProgrammeEnd { get; set; }

    [Length(0, Limits.Clusters), Refers(To.Cluster), Meaning("The clusters of the assumptions that are partners.")]
    public IReadOnlyList<string>? Partners { get; set; }

    [Changes(typeof(AgentSource)), Meaning("Agents removed, added or changed.")]
    public ListChange? Agents { get; set; }

    [Changes(typeof(PlanEntrySource)), Meaning("Plan entries removed, added or changed.")]
    public ListChange? Plan { get; set; }
}

[Meaning("Changes of the assumptions. Single values and lists replace those of the base.", Noun = "the assumptions of a design")]
internal sealed class AssumptionsChangeSource : Source
{
    [Meaning("Parameters of the model, by name.")]
    public IReadOnlyList<KeyValuePair<string, double>>? Parameters { get; set; }

    [Changes(typeof(ActivityKindSource)), Meaning("Changes of activity kinds of the scenario's own list, by name.")]
    public MappingNode? ActivityKinds { get; set; }

    [Changes(typeof(DomainSource)), Meaning("Changes of domains, by id.")]
    public MappingNode? Domains { get; set; }

    [Changes(typeof(ClusterSource)), Meaning("Changes of clusters, by id.")]
    public MappingNode? Clusters { get; set; }

    [Length(0, Limits.Relations), Refers(To.Actor), Meaning("Pairs of associations or institutions that knew each other before the start.")]
    public IReadOnlyList<IReadOnlyList<string>>? EarlierRelations { get; set; }

    [Changes(typeof(NationalProvidersSource)), Meaning("Changes of the national providers.")]
    public NationalProvidersSource? NationalProviders { get; set; }

    [Changes(typeof(PricesSource)), Meaning("Changes of prices.")]
    public PricesSource? Prices { get; set; }
}
