using System.Collections.Immutable;

namespace TwinningSim.Analysis.Comparing;

/// <summary>How an outcome is made from the column of a table of runs.</summary>
public enum OutcomeKind
{
    /// <summary>The mean of a column.</summary>
    Mean,

    /// <summary>The mean of one column divided by the mean of another (spending for each firm).</summary>
    Ratio,

    /// <summary>
    /// The mean of one column divided by the mean of what another column gains over the same replicates without a programme (spending for each added firm).
    /// Without a value where nothing is spent, or the gain cannot be told from 0.
    /// </summary>
    RatioToGain,

    /// <summary>Something that may happen: the share of replicates in which it did, and the median month where it did.</summary>
    Occurrence,
}

/// <summary>Which direction of an outcome is the better one.</summary>
public enum Better
{
    /// <summary>Neither.</summary>
    Neither,

    /// <summary>More.</summary>
    More,

    /// <summary>Less.</summary>
    Less,
}

/// <summary>An outcome on which designs are compared: the single home of its name, unit and meaning.</summary>
/// <param name="Name">Name, snake_case, stable: the key in machine-readable output.</param>
/// <param name="Title">Words for a column's head.</param>
/// <param name="Unit">Unit of the estimates.</param>
/// <param name="Kind">How it is made.</param>
/// <param name="Better">Which direction is the better one.</param>
/// <param name="Column">Column of the table of runs that it is made from.</param>
/// <param name="Per">Column that the first is divided by, for the two kinds of ratio; else empty.</param>
/// <param name="Meaning">What it is, in a sentence.</param>
public sealed record Outcome(string Name, string Title, string Unit, OutcomeKind Kind, Better Better, string Column, string Per, string Meaning);

/// <summary>The outcomes on which designs are compared.</summary>
public static class Outcomes
{
    /// <summary>The main outcomes, in the order in which they are shown.</summary>
    public static ImmutableArray<Outcome> Main { get; } =
    [
        new("firms_with_do_how", "Firms with do-how", "firms", OutcomeKind.Mean, Better.More, "firms_with_do_how", "",
            "Firms of the whole cluster whose do-how has risen by at least 0.1 in some practice domain."),
        new("practices_new", "New practices", "practices", OutcomeKind.Mean, Better.More, "practices_new", "",
            "Practices in use at the end, in the whole cluster, that the firm did not use at the start."),
        new("deals", "Deals closed", "deals", OutcomeKind.Mean, Better.More, "deals", "",
            "Deals closed between firms of the two sides."),
        new("first_agreement", "Agreement", "share of runs", OutcomeKind.Occurrence, Better.More, "first_agreement_month", "",
            "Whether associations of the two sides signed an agreement: the share of runs in which they did, and the median month of the first one where they did."),
        new("spending_eur", "Spending", "EUR", OutcomeKind.Mean, Better.Neither, "spending_eur", "",
            "Spending of the programme."),
        new("cost_per_added_firm_eur", "Cost per added firm", "EUR per firm", OutcomeKind.RatioToGain, Better.Less, "spending_eur", "firms_with_do_how",
            "Mean spending divided by the firms with do-how that are added: those of the whole cluster less those of the same replicates without a programme."),
        new("net_benefit_eur", "Net benefit", "EUR", OutcomeKind.Mean, Better.More, "net_benefit_eur", "",
            "Margin gain of the whole cluster above the same replicate without a programme, less spending; both discounted at 5 % a year."),
    ];

    /// <summary>Further outcomes, shown on request.</summary>
    public static ImmutableArray<Outcome> Further { get; } =
    [
        new("practices_adopted", "Adoptions", "practices", OutcomeKind.Mean, Better.More, "practices_adopted", "",
            "Adoptions of practices in the whole cluster over the run, also of those dropped later."),
        new("productivity", "Productivity", "1 = start", OutcomeKind.Mean, Better.More, "productivity", "",
            "Mean productivity over all firms of the cluster at the end."),
        new("rejects", "Reject rate", "share", OutcomeKind.Mean, Better.Less, "rejects", "",
            "Mean reject rate over all firms of the cluster at the end."),
        new("c2c", "C2C trust", "0 to 1", OutcomeKind.Mean, Better.More, "c2c", "",
            "Trust cluster to cluster at the end: the largest trust of a pair of institutional actors times the state of its agreement."),
        new("c2b", "C2B trust", "0 to 1", OutcomeKind.Mean, Better.More, "c2b", "",
            "Trust cluster to business at the end: mean trust of the emerging cluster's members in the other side."),
        new("b2b", "B2B trust", "0 to 1", OutcomeKind.Mean, Better.More, "b2b", "",
            "Trust business to business at the end: mean trust over ties times the share of members with a tie."),
        new("first_deal", "First deal", "share of runs", OutcomeKind.Occurrence, Better.More, "first_deal_month", "",
            "Whether firms of the two sides closed a deal: the share of runs in which they did, and the median month of the first one where they did."),
        new("deals_eur", "Deals, value", "EUR", OutcomeKind.Mean, Better.More, "deals_eur", "",
            "Value of deals closed between firms of the two sides."),
        new("turnover_gain_eur", "Turnover gain", "EUR a year", OutcomeKind.Mean, Better.More, "turnover_gain_eur", "",
            "Yearly turnover above the start, whole cluster, at the end."),
        new("margin_gain_eur", "Margin gain", "EUR", OutcomeKind.Mean, Better.More, "margin_gain_eur", "",
            "Margin gain of the whole cluster over the run, discounted at 5 % a year."),
        new("cost_per_firm_with_do_how_eur", "Cost per firm", "EUR per firm", OutcomeKind.Ratio, Better.Neither, "spending_eur", "firms_with_do_how",
            "Mean spending divided by mean firms with do-how, whole cluster, also those that the programme did not cause."),
        new("cost_per_new_practice_eur", "Cost per new practice", "EUR per practice", OutcomeKind.Ratio, Better.Neither, "spending_eur", "practices_new",
            "Mean spending divided by mean new practices, whole cluster, also those that the programme did not cause."),
    ];

    /// <summary>What a programme puts out, as the source's Table 9 monitors it.</summary>
    public static ImmutableArray<Outcome> Table9 { get; } =
    [
        Count("agreements_signed", "Memoranda signed", "agreements", "Memoranda of understanding signed between institutional actors of the two sides."),
        Count("persons_trained", "Persons trained", "persons", "Participations of firms in trainings."),
        Count("visits_organised", "Visits", "visits", "Visits organised."),
        Count("fairs", "Fairs", "fairs", "Fairs taken part in."),
        Count("capacity_building", "Capacity building", "events", "Events that build the capacity of institutions and providers."),
        Count("technology_shows", "Shows and meetings", "events", "Technology-transfer shows and business meetings."),
        Count("letters_of_intent", "Letters of intent", "letters", "Negotiations between firms of the two sides opened."),
    ];

    /// <summary>What comes of it between firms, as the source's Table 10 monitors it, beside the deals and their value in all.</summary>
    public static ImmutableArray<Outcome> Table10 { get; } =
    [
        .. DealKinds.SelectMany(kind => new[]
        {
            Count($"deals_{kind.Key}", kind.Title, "deals", $"{kind.Meaning} between firms of the two sides."),
            Count($"deals_{kind.Key}_eur", kind.Title + ", value", "EUR", $"Value of {kind.Meaning.ToLowerInvariant()} between firms of the two sides."),
        }),
    ];

    /// <summary>What every cluster programme is measured by, beside turnover.</summary>
    public static ImmutableArray<Outcome> StandardProgramme { get; } =
    [
        Count("employment", "Employment", "jobs", "Jobs that the turnover gain would employ at the start's turnover per employee."),
        Count("savings_eur", "Savings", "EUR a year", "Yearly savings on rejects and energy against the start, whole cluster, at the end."),
    ];

    /// <summary>Every outcome: the main ones, the further ones, those of Tables 9 and 10 and those of a standard programme.</summary>
    public static ImmutableArray<Outcome> All { get; } = [.. Main, .. Further, .. Table9, .. Table10, .. StandardProgramme];

    /// <summary>Groups of outcomes that can be asked for by one name.</summary>
    public static ImmutableArray<(string Name, ImmutableArray<Outcome> Outcomes)> Groups { get; } =
    [
        ("all", All), ("main", Main), ("table-9", Table9), ("table-10", [.. All.Where(o => o.Name is "deals" or "deals_eur"), .. Table10]),
        ("standard-programme", [.. All.Where(o => o.Name is "turnover_gain_eur" or "productivity" or "rejects"), .. StandardProgramme]),
    ];

    private static IEnumerable<(string Key, string Title, string Meaning)> DealKinds =>
    [
        ("machinery", "Machinery sales", "Machinery sales"), ("service", "Service contracts", "Service contracts"), ("outsourcing", "Outsourcing", "Outsourcing contracts"),
        ("technology", "Technology transfers", "Technology transfers"), ("venture", "Joint ventures", "Joint ventures"),
    ];

    private static Outcome Count(string column, string title, string unit, string meaning) => new(column, title, unit, OutcomeKind.Mean, Better.More, column, "", meaning);

    /// <summary>The outcome of that name, or null.</summary>
    public static Outcome? Find(string name) => All.FirstOrDefault(o => o.Name == name);
}
