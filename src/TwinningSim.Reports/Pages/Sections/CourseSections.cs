using System.Collections.Immutable;
using TwinningSim.Analysis.Runs;
using TwinningSim.Kernel.Time;
using TwinningSim.Reports.Charts;

namespace TwinningSim.Reports.Pages.Sections;

/// <summary>A column of the table of months over time, for the designs that are drawn; the baseline comes first.</summary>
/// <param name="Column">Name of the column.</param>
/// <param name="Title">In words.</param>
/// <param name="Unit">Unit.</param>
/// <param name="Designs">Identifiers of designs and their courses.</param>
public sealed record CourseOfColumn(string Column, string Title, string Unit, ImmutableArray<(string Design, MonthlyCourse Course)> Designs);

/// <summary>What is common to charts over time.</summary>
/// <param name="Start">Calendar month of step 0.</param>
/// <param name="Source">What stands under every figure.</param>
/// <param name="Marks">Months to mark: the end of the programme.</param>
public sealed record TimeAxis(Month Start, string Source, ImmutableArray<Mark> Marks)
{
    /// <summary>A chart of the baseline with the spread of its runs: median, inner and outer band.</summary>
    internal LineChart Fan(CourseOfColumn column)
    {
        (string design, MonthlyCourse course) = column.Designs[0];
        MonthOfCourse end = course.Months[^1];
        return new LineChart(new ChartText
        {
            Title = $"{column.Title}: the runs of {design}",
            Description = $"{column.Title} of {design} over {course.Months.Length} months. At the end the middle run has {Written(end.Spread[2])} {column.Unit}; "
                + $"half of the runs lie between {Written(end.Spread[1])} and {Written(end.Spread[3])}, nine in ten between {Written(end.Spread[0])} and {Written(end.Spread[4])}.",
            Vertical = Axis(column), Horizontal = "", Source = Source,
        }, new Line("middle run", Months(course), Quantile(course, 2))
        {
            Low = Quantile(course, 0), High = Quantile(course, 4), InnerLow = Quantile(course, 1), InnerHigh = Quantile(course, 3),
        })
        {
            Start = Start, Marks = Marks, Band = new Band("Bands: spread of runs. Half of them lie in the dark band, nine in ten in the light one; the line is the median."),
        };
    }

    /// <summary>A chart of several designs with the interval of the mean.</summary>
    internal LineChart Means(CourseOfColumn column) => new(new ChartText
    {
        Title = $"{column.Title}: designs on average",
        Description = $"Mean of {column.Title.ToLowerInvariant()} over time. At the end: {string.Join("; ", column.Designs.Select(d => $"{d.Design} {Written(d.Course.Months[^1].Mean.Value)}"))} {column.Unit}.",
        Vertical = Axis(column), Source = Source,
    }, [.. column.Designs.Select(d => MeanLine(d.Design, d.Course))])
    {
        Start = Start, Marks = Marks, Band = Band.IntervalOfTheMean(),
    };

    /// <summary>Several columns of the baseline in one chart, each with its spread.</summary>
    internal LineChart Together(string title, string description, string vertical, IEnumerable<(string Name, MonthlyCourse Course)> lines, ImmutableArray<Mark> marks) => new(new ChartText
    {
        Title = title, Description = description, Vertical = vertical, Source = Source,
    }, [.. lines.Select(l => new Line(l.Name, Months(l.Course), Quantile(l.Course, 2)) { Low = Quantile(l.Course, 0), High = Quantile(l.Course, 4) })])
    {
        Start = Start, Marks = marks, Band = Band.SpreadOfRuns(),
    };

    /// <summary>A number in a sentence.</summary>
    internal static string Written(double value) => !double.IsFinite(value) ? "nothing"
        : Math.Abs(value) >= 100 ? value.ToString("#,0", System.Globalization.CultureInfo.InvariantCulture)
        : value.ToString(Math.Abs(value) >= 10 ? "0.#" : "0.##", System.Globalization.CultureInfo.InvariantCulture);

    private static string Axis(CourseOfColumn column) => column.Title.Contains(column.Unit, StringComparison.OrdinalIgnoreCase) ? column.Title : $"{column.Title}, {column.Unit}";

    private static Line MeanLine(string name, MonthlyCourse course) => new(name, Months(course), [.. course.Months.Select(m => m.Mean.Value)])
    {
        Low = [.. course.Months.Select(m => m.Mean.Low)], High = [.. course.Months.Select(m => m.Mean.High)],
    };

    private static ImmutableArray<double> Months(MonthlyCourse course) => [.. course.Months.Select(m => (double)m.Month)];

    private static ImmutableArray<double> Quantile(MonthlyCourse course, int q) => [.. course.Months.Select(m => m.Spread[q])];
}

/// <summary>The main outcomes over time: how far the runs of the baseline lie apart, and how the designs differ on average.</summary>
/// <param name="columns">What is drawn.</param>
/// <param name="axis">What is common to the charts.</param>
/// <param name="chosen">Which designs are drawn and why, in a sentence.</param>
public sealed class CoursesSection(ImmutableArray<CourseOfColumn> columns, TimeAxis axis, string chosen) : ReportSection
{
    /// <inheritdoc/>
    public override string Id => "over-time";

    /// <inheritdoc/>
    public override string Title => "How it unfolds";

    /// <inheritdoc/>
    public override IEnumerable<Chart> Figures => columns.SelectMany(c => c.Designs.Length > 1 ? new Chart[] { axis.Fan(c), axis.Means(c) } : [axis.Fan(c)]);

    internal override void Write(HtmlWriter html)
    {
        html.Element("p", chosen);
        int from = 0;
        Chart[] figures = [.. Figures];
        foreach (CourseOfColumn column in columns)
        {
            html.Element("h3", column.Title);
            int count = column.Designs.Length > 1 ? 2 : 1;
            foreach (Chart chart in figures.AsSpan(from, count)) html.Figure(chart);
            from += count;
        }
    }
}

/// <summary>The ladder of trust: cluster to cluster, cluster to business, business to business.</summary>
/// <param name="c2c">Course of C2C in the baseline.</param>
/// <param name="c2b">Course of C2B in the baseline.</param>
/// <param name="b2b">Course of B2B in the baseline.</param>
/// <param name="axis">What is common to the charts.</param>
/// <param name="design">Identifier of the baseline.</param>
/// <param name="milestones">First agreement, first activity with the other side, first deal: in words, and the median month if more than half of the runs have one.</param>
public sealed class TrustSection(MonthlyCourse c2c, MonthlyCourse c2b, MonthlyCourse b2b, TimeAxis axis, string design, ImmutableArray<(string Words, double Month)> milestones) : ReportSection
{
    /// <inheritdoc/>
    public override string Id => "trust";

    /// <inheritdoc/>
    public override string Title => "The ladder of trust";

    /// <inheritdoc/>
    public override IEnumerable<Chart> Figures =>
    [
        axis.Together($"Trust in {design}", $"Trust from 0 to 1 in {design}. At the end of the middle run: cluster to cluster {End(c2c)}, cluster to business {End(c2b)}, business to business {End(b2b)}.",
            "Trust, 0 to 1", [("cluster to cluster", c2c), ("cluster to business", c2b), ("business to business", b2b)],
            [.. milestones.Where(m => double.IsFinite(m.Month)).Select(m => new Mark(m.Month, m.Words.Split(':')[0]))]),
    ];

    internal override void Write(HtmlWriter html)
    {
        html.Element("p", "Clusters come to trust each other first (C2C: institutions of both sides), then firms trust the other side (C2B), then single firms trust each other (B2B). "
            + "Trust between firms counts those who have a tie; most never do, so that its level is low by construction.");
        html.Open("ul");
        foreach ((string words, _) in milestones) html.Element("li", words);
        html.Close("ul");
        foreach (Chart chart in Figures) html.Figure(chart);
    }

    private static string End(MonthlyCourse course) => TimeAxis.Written(course.Months[^1].Spread[2]);
}

/// <summary>What firms know against what they can do.</summary>
/// <param name="pairs">Courses of know-how and do-how, for all firms and for those trained, of the baseline.</param>
/// <param name="axis">What is common to the charts.</param>
/// <param name="design">Identifier of the baseline.</param>
public sealed class KnowHowSection(ImmutableArray<(string Who, MonthlyCourse KnowHow, MonthlyCourse DoHow)> pairs, TimeAxis axis, string design) : ReportSection
{
    /// <inheritdoc/>
    public override string Id => "know-how";

    /// <inheritdoc/>
    public override string Title => "Know-how is not do-how";

    /// <inheritdoc/>
    public override IEnumerable<Chart> Figures => pairs.Select(p => (Chart)axis.Together(
        $"Know-how and do-how of {p.Who} in {design}",
        $"Mean know-how and do-how of {p.Who}, 0 to 1. In the middle run know-how ends at {TimeAxis.Written(p.KnowHow.Months[^1].Spread[2])} and do-how at {TimeAxis.Written(p.DoHow.Months[^1].Spread[2])}.",
        "Level, 0 to 1", [("know-how", p.KnowHow), ("do-how", p.DoHow)], axis.Marks));

    internal override void Write(HtmlWriter html)
    {
        html.Element("p", "Courses raise know-how; only work in the plant raises do-how, and a practice needs do-how before a firm can adopt it. What is not used fades.");
        foreach (Chart chart in Figures) html.Figure(chart);
    }
}
