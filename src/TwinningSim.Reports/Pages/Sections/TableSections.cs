using System.Collections.Immutable;
using System.Globalization;
using TwinningSim.Analysis.Comparing;
using TwinningSim.Analysis.Economics;
using TwinningSim.Analysis.Estimation;
using TwinningSim.Reports.Charts;

namespace TwinningSim.Reports.Pages.Sections;

/// <summary>Means of columns of the table of runs for one design.</summary>
/// <param name="Design">Identifier.</param>
/// <param name="Means">By column; a column without any value has an estimate without one.</param>
public sealed record RunMeans(string Design, ImmutableDictionary<string, Estimate> Means)
{
    internal double Value(string column) => Means.TryGetValue(column, out Estimate? e) && e.HasValue ? e.Value : 0;

    /// <summary>A mean with half its interval.</summary>
    internal string Written(string column, double scale = 1)
    {
        if (!Means.TryGetValue(column, out Estimate? e) || !e.HasValue) return "-";
        double value = e.Value * scale, half = e.HasInterval ? e.HalfWidth * scale : double.NaN;
        if (!(half > 0)) return value == Math.Round(value) ? value.ToString("#,0", CultureInfo.InvariantCulture) : value.ToString("#,0.##", CultureInfo.InvariantCulture);
        // Two digits of half the interval, as many decimals of the mean.
        int decimals = half >= 10 ? 0 : half >= 1 ? 1 : half >= 0.1 ? 2 : half >= 0.01 ? 3 : 4;
        string format = "N" + decimals.ToString(CultureInfo.InvariantCulture);
        return $"{value.ToString(format, CultureInfo.InvariantCulture)} \u00b1{half.ToString(format, CultureInfo.InvariantCulture)}";
    }
}

/// <summary>Where the money went.</summary>
/// <param name="designs">Every design, in order.</param>
/// <param name="source">What stands under every figure.</param>
public sealed class MoneySection(ImmutableArray<RunMeans> designs, string source) : ReportSection
{
    private static readonly (string Name, string[] Columns)[] Parts =
    [
        ("International experts", ["spending_international_eur"]), ("National experts", ["spending_national_eur"]), ("Institutions' trainers", ["spending_institutions_eur"]),
        ("Travel", ["spending_travel_eur"]), ("Events", ["spending_events_eur"]), ("Agents", ["spending_agents_eur"]),
        ("Deals, investment, credit", ["spending_deals_eur", "spending_investment_eur", "spending_credit_eur"]),
    ];

    /// <summary>Columns of the table of runs that it needs.</summary>
    public static ImmutableArray<string> Columns { get; } = [.. Parts.SelectMany(p => p.Columns), "spending_eur", "fees_eur"];

    private readonly ImmutableArray<RunMeans> _spending = [.. designs.Where(d => d.Value("spending_eur") > 0)];

    /// <inheritdoc/>
    public override string Id => "money";

    /// <inheritdoc/>
    public override string Title => "Where the money went";

    /// <inheritdoc/>
    public override IEnumerable<Chart> Figures => _spending.IsEmpty ? [] :
    [
        new StackedBars(new ChartText
        {
            Title = "Mean spending of the programme by kind", Horizontal = "1000 EUR, mean over runs",
            Description = "Mean spending: " + string.Join("; ", _spending.Select(d => $"{d.Design} {TimeAxis.Written(d.Value("spending_eur") / 1000)} thousand EUR, most of it for {Largest(d)}")) + ".",
            Source = source,
        }, [.. _spending.Select(d => d.Design)], [.. Parts.Select(p => p.Name)], [.. _spending.Select(d => Parts.Select(p => p.Columns.Sum(d.Value) / 1000).ToImmutableArray())]),
    ];

    internal override void Write(HtmlWriter html)
    {
        if (_spending.IsEmpty) html.Element("p", "No design spends anything.");
        foreach (Chart chart in Figures) html.Figure(chart);
        if (!_spending.IsEmpty)
        {
            html.Table("Mean spending, 1000 EUR", ["Design", .. Parts.Select(p => p.Name), "All", "Fees of firms"],
                _spending.Select(d => (IReadOnlyList<string>)[d.Design, .. Parts.Select(p => Thousands(p.Columns.Sum(d.Value))), Thousands(d.Value("spending_eur")), Thousands(d.Value("fees_eur"))]));
        }
    }

    private static string Largest(RunMeans design) => Parts.MaxBy(p => p.Columns.Sum(design.Value)).Name.ToLowerInvariant();

    private static string Thousands(double eur) => (eur / 1000).ToString("#,0.0", CultureInfo.InvariantCulture);
}

/// <summary>Adoption of practices and deals.</summary>
/// <param name="designs">Every design, in order.</param>
/// <param name="baseline">Identifier of the baseline.</param>
public sealed class AdoptionSection(ImmutableArray<RunMeans> designs, string baseline) : ReportSection
{
    private static readonly (string Column, string Title)[] Practices =
    [
        ("practices_adopted", "Adopted"), ("practices_adopted_touched", "of them in firms that the programme reached"), ("practices_dropped", "Dropped"), ("practices_new", "New and in use at the end"),
        ("adopters", "Firms with a new practice"), ("own_courses", "Firms taught in local courses"), ("circles", "Circles at the end"), ("lean_networks", "Lean networks"),
    ];

    private static readonly (string Column, string Title)[] Deals =
    [
        ("ties", "Ties at the end"), ("letters_of_intent", "Negotiations opened"), ("negotiations_failed", "failed"), ("deals_machinery", "Machinery"), ("deals_service", "Service"), ("deals_outsourcing", "Outsourcing"),
        ("deals_technology", "Technology transfer"), ("deals_venture", "Joint ventures"), ("deals", "All deals"),
    ];

    /// <summary>Columns of the table of runs that it needs.</summary>
    public static ImmutableArray<string> Columns { get; } = [.. Practices.Select(p => p.Column), .. Deals.Select(d => d.Column), "deals_eur"];

    /// <inheritdoc/>
    public override string Id => "adoption";

    /// <inheritdoc/>
    public override string Title => "Practices adopted and deals closed";

    internal override void Write(HtmlWriter html)
    {
        var strong = new HashSet<int> { designs.ToList().FindIndex(d => d.Design == baseline) };
        RunMeans own = designs.First(d => d.Design == baseline);
        double adopted = own.Value("practices_adopted"), elsewhere = adopted > 0 ? 1 - (own.Value("practices_adopted_touched") / adopted) : 0;
        html.Element("p", $"Of the adoptions in {baseline}, {DecisionWords.Percent(elsewhere)} happen in firms that the programme had not reached. Designs are therefore compared on the whole cluster; the split is information, not the effect.");
        html.Table("Practices, means over runs with 95 % intervals", ["Design", .. Practices.Select(p => p.Title)], designs.Select(d => (IReadOnlyList<string>)[d.Design, .. Practices.Select(p => d.Written(p.Column))]), strong);
        html.Table("Business between firms of both sides, means over runs with 95 % intervals", ["Design", .. Deals.Select(d => d.Title), "Value, 1000 EUR"],
            designs.Select(d => (IReadOnlyList<string>)[d.Design, .. Deals.Select(c => d.Written(c.Column)), d.Written("deals_eur", 1e-3)]), strong);
    }
}

/// <summary>The monitoring tables of the source: outputs (its Table 9) and outcomes (its Table 10), with the outcomes of a standard cluster programme.</summary>
/// <param name="designs">The designs that are shown, the baseline first; few enough for a page.</param>
/// <param name="chosen">Which they are and why, in a sentence.</param>
public sealed class MonitoringSection(ImmutableArray<RunMeans> designs, string chosen) : ReportSection
{
    private static readonly (string Column, string Title, double Scale)[] Outputs =
    [
        ("agreements_signed", "Memoranda of understanding signed", 1), ("visits_organised", "Visits organised", 1), ("fairs", "Fairs taken part in", 1), ("capacity_building", "Capacity-building events", 1),
        ("persons_trained", "Participations in trainings", 1), ("technology_shows", "Technology-transfer shows and business meetings", 1), ("letters_of_intent", "Letters of intent (negotiations opened)", 1),
        ("activities_held", "Activities held", 1), ("activities_dropped", "Activities given up", 1), ("international_days", "Days of international experts", 1), ("national_days", "Days of national experts", 1),
    ];

    private static readonly (string Column, string Title, double Scale)[] Outcomes =
    [
        ("deals", "Deals closed", 1), ("deals_eur", "Value of deals, 1000 EUR", 1e-3), ("deals_small", "Deals of firms with fewer than 50 employees", 1), ("deals_support", "Deals with support firms of the partners", 1),
        ("deals_technology", "Technology transfers", 1), ("deals_outsourcing", "Outsourcing contracts", 1), ("deals_venture", "Joint ventures", 1), ("deals_machinery", "Machinery bought", 1),
        ("practices_new", "New practices in use", 1), ("firms_with_do_how", "Firms with do-how", 1),
    ];

    private static readonly (string Column, string Title, double Scale)[] Standard =
    [
        ("turnover_gain_eur", "Turnover gained a year, 1000 EUR", 1e-3), ("savings_eur", "Savings on rejects and energy a year, 1000 EUR", 1e-3), ("employment", "Jobs, from turnover", 1),
        ("productivity", "Productivity (1 = start)", 1), ("rejects", "Reject rate, %", 100), ("energy", "Energy (1 = start)", 1),
    ];

    /// <summary>Columns of the table of runs that it needs.</summary>
    public static ImmutableArray<string> Columns { get; } = [.. Outputs.Concat(Outcomes).Concat(Standard).Select(r => r.Column).Distinct()];

    /// <inheritdoc/>
    public override string Id => "monitoring";

    /// <inheritdoc/>
    public override string Title => "Monitoring tables";

    internal override void Write(HtmlWriter html)
    {
        html.Element("p", chosen);
        html.Element("p", "The tables count what a twinning programme would report (UNIDO 2013, Tables 9 and 10), and what a standard cluster programme reports.");
        Part(html, "Outputs (after Table 9 of the source), means over runs with 95 % intervals", Outputs);
        Part(html, "Outcomes (after Table 10 of the source), means over runs with 95 % intervals", Outcomes);
        Part(html, "Outcomes of a standard cluster programme, whole cluster, at the end of the run", Standard);
    }

    private void Part(HtmlWriter html, string caption, (string Column, string Title, double Scale)[] rows)
        => html.Table(caption, ["Indicator", .. designs.Select(d => d.Design)], rows.Select(r => (IReadOnlyList<string>)[r.Title, .. designs.Select(d => d.Written(r.Column, r.Scale))]));
}

/// <summary>What an added firm costs, against no programme: plane and frontier, ratios, and which design is worth choosing at which price.</summary>
/// <param name="comparison">What was compared; must have the outcomes spending_eur, firms_with_do_how and cost_per_added_firm_eur.</param>
/// <param name="facts">What was run, with a design without a programme.</param>
/// <param name="economics">Cost-effectiveness in firms with do-how of the designs that leave the assumptions as they are; null where there are fewer than two common replicates.</param>
public sealed class CostSection(Comparison comparison, ExperimentFacts facts, CostEffectiveness? economics) : ReportSection
{
    /// <summary>Designs that are drawn over prices: more lines than this cannot be told apart.</summary>
    private const int MostDrawn = 5;

    /// <inheritdoc/>
    public override string Id => "cost-effectiveness";

    /// <inheritdoc/>
    public override string Title => "What it costs";

    /// <inheritdoc/>
    public override IEnumerable<Chart> Figures => [.. Plane(), .. Curves()];

    internal override void Write(HtmlWriter html)
    {
        html.Element("p", "A design above and to the left of another one reaches more firms for less money. The line is the frontier: for some price of a firm each design on it is the one to choose.");
        Chart[] figures = [.. Figures];
        if (figures.Length > 0) html.Figure(figures[0]);
        NumberText numbers = NumberText.For(comparison, comparison.Outcomes.First(o => o.Name == "cost_per_added_firm_eur"));
        html.Table("Cost for each firm with do-how above no programme", ["Design", $"Cost per added firm, {numbers.Unit}", "Added firms", "Added spending, 1000 EUR", "Place", "For each further firm, EUR"],
            Points().OrderBy(p => Result(p.Design).Find("cost_per_added_firm_eur")!.Estimate is { HasValue: true } e ? e.Value : double.MaxValue).Select(p =>
            {
                Estimate cost = Result(p.Design).Find("cost_per_added_firm_eur")!.Estimate;
                EconomicOption? option = economics?.Options.FirstOrDefault(o => o.Id == p.Design);
                return (IReadOnlyList<string>)
                [
                    p.Design, cost.HasValue ? numbers.Value(cost.Value) + numbers.Interval(cost, "\u00b1") : "no firm added for certain", TimeAxis.Written(p.Firms), TimeAxis.Written(p.Cost),
                    option?.Place.Standing switch { Standing.Frontier => "frontier", Standing.Dominated => "dominated", Standing.ExtendedDominated => "beaten by a mixture", _ => "-" },
                    option?.Icer is { HasValue: true } icer ? TimeAxis.Written(icer.Value) + (icer.HasInterval ? $" ({TimeAxis.Written(icer.Low)} to {TimeAxis.Written(icer.High)})" : "") : "-",
                ];
            }));
        foreach (Chart chart in figures.Skip(1)) html.Figure(chart);
        if (economics is null) return;
        foreach (string sentence in DecisionWords.Of(economics, comparison.Outcomes.First(o => o.Name == "firms_with_do_how"))) html.Element("p", sentence);
    }

    private DesignResult Result(string design) => comparison.Designs.First(d => d.Id == design);

    private IEnumerable<Chart> Plane()
    {
        (string Design, double Cost, double Firms)[] points = [.. Points()];
        if (points.Length == 0) yield break;
        (string Design, double Cost, double Firms) most = points.MaxBy(p => p.Firms), none = Without();
        EconomicOption[] frontier = [.. (economics?.Options ?? []).Where(o => o.Place.Standing == Standing.Frontier).OrderBy(o => o.Cost.Value)];
        yield return new PointChart(new ChartText
        {
            Title = $"Added firms with do-how against added spending, compared with {facts.WithoutProgramme}",
            Description = $"Each design as a point: spending above {facts.WithoutProgramme} and firms with do-how above it, means over runs. Most firms are added by {most.Design}: "
                + $"{TimeAxis.Written(most.Firms)} for {TimeAxis.Written(most.Cost)} thousand EUR." + (frontier.Length > 0 ? $" On the frontier: {string.Join(", ", frontier.Select(o => o.Id))}." : ""),
            Horizontal = "Added spending, 1000 EUR", Vertical = "Added firms with do-how", Source = PlainWords.Source(comparison, facts),
        }, [.. points.Select(p => new Point(p.Design, p.Cost, p.Firms, p.Design == comparison.Baseline ? 1 : 0))])
        {
            // From the first design that costs anything: the origin would press all others into a corner.
            Frontier = [.. frontier.Where(o => o.Id != facts.WithoutProgramme).Select(o => ((o.Cost.Value / 1000) - none.Cost, o.Effect.Value - none.Firms))],
        };
    }

    private IEnumerable<Chart> Curves()
    {
        if (economics is not { Curves.Length: > 1 }) yield break;
        int[] drawn = [.. Enumerable.Range(0, economics.Options.Length).OrderByDescending(o => economics.Curves.Max(c => c.Probability[o])).Take(MostDrawn).Where(o => economics.Curves.Max(c => c.Probability[o]) > 0.01).Order()];
        if (drawn.Length == 0) yield break;
        ImmutableArray<double> prices = [.. economics.Curves.Select(c => c.Price / 1000)];
        Acceptability last = economics.Curves[^1];
        yield return new LineChart(new ChartText
        {
            Title = "Which design is worth choosing, by what a firm with do-how is worth",
            Description = $"Probability that a design has the highest net benefit, by the price of a firm with do-how from 0 to {TimeAxis.Written(prices[^1])} thousand EUR. At that price it is {economics.Options[last.Best].Id} "
                + $"with {100 * last.Probability[last.Best]:0} %.",
            Horizontal = "What a firm with do-how is worth, 1000 EUR", Vertical = "Probability, 0 to 1", Source = PlainWords.Source(comparison, facts),
        }, [.. drawn.Select(o => new Line(economics.Options[o].Id, prices, [.. economics.Curves.Select(c => c.Probability[o])]))])
        { Lowest = 0 };
    }

    private (string, double Cost, double Firms) Without()
    {
        DesignResult without = Result(facts.WithoutProgramme!);
        return (without.Id, without.Find("spending_eur")!.Estimate.Value / 1000, without.Find("firms_with_do_how")!.Estimate.Value);
    }

    private IEnumerable<(string Design, double Cost, double Firms)> Points()
    {
        (string id, double cost, double firms) = Without();
        return comparison.Designs.Where(d => d.Id != id && !d.ChangesAssumptions)
            .Select(d => (d.Id, (d.Find("spending_eur")!.Estimate.Value / 1000) - cost, d.Find("firms_with_do_how")!.Estimate.Value - firms));
    }
}
