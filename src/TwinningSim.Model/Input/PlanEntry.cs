using System.Collections.Immutable;
using TwinningSim.Model.Parameters;

namespace TwinningSim.Model.Input;

/// <summary>Who teaches or carries out an activity.</summary>
public enum ProviderKind
{
    /// <summary>No expert: what takes part is the firms themselves.</summary>
    None,

    /// <summary>The programme's own staff.</summary>
    Programme,

    /// <summary>An expert of the partner cluster, or an independent one from abroad.</summary>
    International,

    /// <summary>An expert of the emerging cluster's country.</summary>
    National,

    /// <summary>A technical institution of the emerging cluster.</summary>
    Institution,

    /// <summary>A technical institution of the partner cluster.</summary>
    PartnerInstitution,

    /// <summary>Firms of the partner cluster.</summary>
    PartnerFirms,

    /// <summary>A commercial intermediary or a financial institution.</summary>
    Commercial,
}

/// <summary>Where the international experts come from (M2).</summary>
public enum Roster
{
    /// <summary>The partner cluster.</summary>
    Partner,

    /// <summary>The partner cluster and every other partner with an agreement, past or present.</summary>
    Any,

    /// <summary>Independent experts around the emerging cluster's segments.</summary>
    Independent,
}

/// <summary>For whom an expert is chosen (M2).</summary>
public enum Matching
{
    /// <summary>One expert for the whole group.</summary>
    Cluster,

    /// <summary>The best known expert for each firm.</summary>
    Firm,
}

/// <summary>How firms are chosen (I1).</summary>
public enum Selection
{
    /// <summary>By lot.</summary>
    Random,

    /// <summary>By the association: vision, medium size, membership.</summary>
    Nominated,

    /// <summary>Medium firms first, then large, small, micro.</summary>
    MediumFirst,

    /// <summary>The best of those trained before.</summary>
    BestPerformers,

    /// <summary>By need and known match with the roster.</summary>
    NeedMatched,

    /// <summary>The firms with most peers.</summary>
    Hubs,

    /// <summary>Firms of rare segments with a vision.</summary>
    PrimeMovers,
}

/// <summary>Which firms can be invited.</summary>
public enum InvitationPool
{
    /// <summary>Members of an association of the emerging cluster.</summary>
    Members,

    /// <summary>All firms of the emerging cluster.</summary>
    All,
}

/// <summary>Which agreement an entry waits for.</summary>
public enum AgreementCondition
{
    /// <summary>None.</summary>
    None,

    /// <summary>An agreement with the partner that is signed now.</summary>
    InForce,

    /// <summary>An agreement with the partner that is or was signed.</summary>
    Ever,
}

/// <summary>How a diagnosis visits firms (M1).</summary>
public enum DiagnosisScope
{
    /// <summary>Visits spread over all segments.</summary>
    Stratified,

    /// <summary>Visits by lot.</summary>
    Random,

    /// <summary>All visits in the segment with most firms.</summary>
    Macro,
}

/// <summary>One line of the action plan.</summary>
public sealed record PlanEntry
{
    /// <summary>Identifier, unique in its design; keys the entry's random draws.</summary>
    public required string Id { get; init; }

    /// <summary>The kind of activity, a name of <see cref="Design.Catalogue"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>First month, counted from the start, 0 or more.</summary>
    public required int Month { get; init; }

    /// <summary>How often it takes place, 1 to 240.</summary>
    public int Repeats { get; init; } = 1;

    /// <summary>Months from one time to the next, 1 to 120.</summary>
    public int Every { get; init; } = 1;

    /// <summary>The domains taught: positions in <see cref="Design.Domains"/>, ascending; may be empty.</summary>
    public ImmutableArray<int> Domains { get; init; } = [];

    /// <summary>If above 0, the number of most-wanted domains that are taught instead of <see cref="Domains"/>.</summary>
    public int MostWanted { get; init; }

    /// <summary>Places for firms (firms visited, for a diagnosis), 0 to 1,000,000.</summary>
    public int Places { get; init; }

    /// <summary>Days for each firm (or for each group of 25 firms, in group formats), 0 to 250.</summary>
    public double Days { get; init; } = 1;

    /// <summary>Who teaches.</summary>
    public ProviderKind Provider { get; init; }

    /// <summary>The partner cluster concerned, a position in <see cref="Design.Clusters"/>, 1 or more; 0 if the design has no partner.</summary>
    public int Partner { get; init; }

    /// <summary>Where international experts come from.</summary>
    public Roster Roster { get; init; }

    /// <summary>For whom the expert is chosen.</summary>
    public Matching Match { get; init; }

    /// <summary>How firms are chosen.</summary>
    public Selection Select { get; init; } = Selection.Nominated;

    /// <summary>Which firms can be invited.</summary>
    public InvitationPool Pool { get; init; }

    /// <summary>Share of the price that participants pay, 0 to 1.</summary>
    public double CostShare { get; init; }

    /// <summary>By how much that share changes from one time to the next, -1 to 1.</summary>
    public double CostShareStep { get; init; }

    /// <summary>With fewer acceptances it is not held, 0 to <see cref="Places"/>.</summary>
    public int Quorum { get; init; }

    /// <summary>Which agreement it waits for.</summary>
    public AgreementCondition NeedsAgreement { get; init; }

    /// <summary>The mean trust of members in the programme that it waits for, 0 to 1; 0 is no condition.</summary>
    public double NeedsTrust { get; init; }

    /// <summary>Whether it waits for a finished diagnosis.</summary>
    public bool NeedsDiagnosis { get; init; }

    /// <summary>Identifiers of the institutions that attend as learners.</summary>
    public ImmutableArray<string> InstitutionsAttend { get; init; } = [];

    /// <summary>Whether national experts attend as learners.</summary>
    public bool NationalsAttend { get; init; }

    /// <summary>The institution that teaches or is trained, by identifier; empty: the first one that knows the domains.</summary>
    public string Institution { get; init; } = "";

    /// <summary>The two institutional actors concerned, by identifier (one of the emerging cluster, one of the partner); empty: the first associations of both.</summary>
    public (string Emerging, string Partner) Between { get; init; } = ("", "");

    /// <summary>Whether a third party with earlier links to both sides brokers it (A4).</summary>
    public bool Brokered { get; init; }

    /// <summary>How a diagnosis visits firms.</summary>
    public DiagnosisScope Diagnosis { get; init; }

    /// <summary>Months for which support or credit is available, 0 to 240 (deal-facilitation, credit-line).</summary>
    public int Window { get; init; }

    /// <summary>What is paid per firm for what is installed, EUR, 0 or more (installation).</summary>
    public double UnitCostEur { get; init; }

    /// <summary>Credit limit of each firm that takes it up, EUR, 0 or more (credit-line).</summary>
    public double CreditEur { get; init; }

    /// <summary>The days that its provider works at one time (L3, I5): once for each group in group formats, once for all on a journey or with trainers, and once for each firm else.</summary>
    /// <param name="kind">Its kind of activity.</param>
    /// <param name="participants">Firms that take part, 0 or more.</param>
    /// <param name="groupSize">Firms in a group, above 0.</param>
    public double ProviderDays(ActivityKind kind, int participants, double groupSize)
        => kind.Audience == Audience.Institutions ? Days
            : kind.Group ? Math.Ceiling(participants / groupSize) * Days
            : kind.Travel ? Days
            : participants * Days;
}
