using System.Collections.Immutable;

namespace TwinningSim.Model.Parameters;

/// <summary>Whom a kind of activity is for.</summary>
public enum Audience
{
    /// <summary>Firms of the emerging cluster, by invitation.</summary>
    Firms,

    /// <summary>Firms of the partner cluster.</summary>
    PartnerFirms,

    /// <summary>An association (or institution) of each side.</summary>
    Associations,

    /// <summary>Technical institutions of the emerging cluster.</summary>
    Institutions,

    /// <summary>Running negotiations between firms.</summary>
    Negotiations,
}

/// <summary>What a kind of activity does beyond teaching, trust and contacts.</summary>
public enum SpecialEffect
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A diagnosis: positions of firms become known (M1).</summary>
    Diagnosis,

    /// <summary>A study of the partner cluster: experts can be chosen better (7.9, qa_p).</summary>
    PartnerStudy,

    /// <summary>Opens a negotiation between two institutional actors (A4).</summary>
    OpensNegotiation,

    /// <summary>Lowers the backlash of the partner's associations by a fifth.</summary>
    SoothesBacklash,

    /// <summary>Later know-how learning in the domain is 15 % faster.</summary>
    SpeedsKnowHow,

    /// <summary>Forms circles of participants; staff turnover falls for two years.</summary>
    SupplierDevelopment,

    /// <summary>Forms circles of participants.</summary>
    FormsCircles,

    /// <summary>Installs a practice at delivery and pays its unit cost.</summary>
    Installs,

    /// <summary>Sharpens a firm's proposals for twelve months (B3).</summary>
    Profiles,

    /// <summary>Supports negotiations for a window of months (B4).</summary>
    SupportsDeals,

    /// <summary>Opens a credit line for investments (F2).</summary>
    OpensCredit,
}

/// <summary>Which output of the source's Table 9 an activity counts as.</summary>
public enum ProgrammeOutput
{
    /// <summary>None.</summary>
    None,

    /// <summary>Visits organised.</summary>
    Visits,

    /// <summary>Memoranda of understanding (counted when signed).</summary>
    Agreements,

    /// <summary>Participations in fairs.</summary>
    Fairs,

    /// <summary>Capacity-building events.</summary>
    CapacityBuilding,

    /// <summary>Persons trained.</summary>
    PersonsTrained,

    /// <summary>Technology-transfer shows.</summary>
    TechnologyShows,
}

/// <summary>A kind of activity: a row of the catalogue (model document, section 10). Rates are per day, weights of trust as in T2.</summary>
public sealed record ActivityKind
{
    /// <summary>Name, unique in the catalogue.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, in a sentence.</summary>
    public required string Meaning { get; init; }

    /// <summary>Where the numbers come from.</summary>
    public required string Source { get; init; }

    /// <summary>Whom it is for.</summary>
    public Audience Audience { get; init; }

    /// <summary>Group format: know-how up to 65 % of the teacher's (L3), days count once for 25 firms.</summary>
    public bool Group { get; init; }

    /// <summary>On site: the provider first gets to know the plant (set-up of 7.5).</summary>
    public bool OnSite { get; init; }

    /// <summary>A visit to the partner cluster: invitation by trust in the other side, a trip paid for each firm.</summary>
    public bool Travel { get; init; }

    /// <summary>A training: participants count as trained.</summary>
    public bool Training { get; init; }

    /// <summary>The programme only visits: the firm does not take part in anything (diagnostic visits).</summary>
    public bool VisitOnly { get; init; }

    /// <summary>Rate of know-how learning per day, rK, 0 to 5.</summary>
    public double KnowHowRate { get; init; }

    /// <summary>Rate of do-how learning per day, rD, 0 to 5.</summary>
    public double DoHowRate { get; init; }

    /// <summary>Rate at which vision clears per day, rV, 0 to 5.</summary>
    public double VisionRate { get; init; }

    /// <summary>Addition to attention, 0 to 1 (before attention_scale).</summary>
    public double Attention { get; init; }

    /// <summary>Weight of the trust event for the programme, wP, 0 to 5.</summary>
    public double TrustProgramme { get; init; }

    /// <summary>Weight of the trust event for the association, wA, 0 to 5.</summary>
    public double TrustAssociation { get; init; }

    /// <summary>Weight of the trust event for the other side, wF, 0 to 5.</summary>
    public double TrustOtherSide { get; init; }

    /// <summary>Weight of the trust event for local providers, tL, 0 to 5.</summary>
    public double TrustLocal { get; init; }

    /// <summary>Weight of the trust event of the pair of institutional actors, C2C, 0 to 5.</summary>
    public double TrustPair { get; init; }

    /// <summary>Information of the emerging cluster's association about the partner, 0 to 1 (A2).</summary>
    public double InformationEmerging { get; init; }

    /// <summary>Information of the partner's association about the emerging cluster, 0 to 1 (A2).</summary>
    public double InformationPartner { get; init; }

    /// <summary>Contacts with partner firms for each participant, mean, 0 to 10.</summary>
    public double Contacts { get; init; }

    /// <summary>Contacts are with support firms only.</summary>
    public bool SupportContacts { get; init; }

    /// <summary>What it does besides.</summary>
    public SpecialEffect Effect { get; init; }

    /// <summary>What it counts as.</summary>
    public ProgrammeOutput Output { get; init; }

    /// <summary>Fixed cost of one time, EUR, 0 or more.</summary>
    public double FixedEur { get; init; }

    /// <summary>Cost per participant, EUR, 0 or more.</summary>
    public double PerHeadEur { get; init; }
}

/// <summary>The kinds of activity that a plan can name: the shipped ones and a scenario's own.</summary>
public sealed class ActivityCatalogue
{
    private readonly ImmutableDictionary<string, ActivityKind> _kinds;

    private ActivityCatalogue(ImmutableDictionary<string, ActivityKind> kinds) => _kinds = kinds;

    /// <summary>The kinds of the model document, shipped as data in activities.json, in its order.</summary>
    public static ImmutableArray<ActivityKind> ShippedKinds { get; } = [.. ShippedData.Read("activities.json", ShippedDataJson.Default.ActivityKindArray)];

    /// <summary>The shipped catalogue.</summary>
    public static ActivityCatalogue Shipped { get; } = new(ShippedKinds.ToImmutableDictionary(k => k.Name, StringComparer.Ordinal));

    /// <summary>Every kind, by name.</summary>
    public IEnumerable<ActivityKind> All => _kinds.Values.OrderBy(k => k.Name, StringComparer.Ordinal);

    /// <summary>The kind of that name, or null.</summary>
    public ActivityKind? Find(string name) => _kinds.GetValueOrDefault(name);

    /// <summary>This catalogue with a kind added or replaced.</summary>
    public ActivityCatalogue With(ActivityKind kind) => new(_kinds.SetItem(kind.Name, kind));
}
