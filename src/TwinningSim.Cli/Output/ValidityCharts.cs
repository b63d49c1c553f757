using System.Globalization;
using TwinningSim.Reports.Charts;
using TwinningSim.Storage;
using TwinningSim.Validity;
using TwinningSim.Validity.Checks;
using TwinningSim.Validity.Writing;

namespace TwinningSim.Cli.Output;

/// <summary>The pictures of the validity report.</summary>
internal static class ValidityCharts
{
    /// <summary>Effects above this multiple of what is needed are drawn at it.</summary>
    private const double Most = 5;

    /// <summary>Writes the pictures that the report has anything for.</summary>
    public static void Write(OutputFolder folder, ValidityReport report)
    {
        Interval[] patterns = [.. report.Results.Where(r => r.Section == Section.Patterns).SelectMany(Patterns)];
        if (patterns.Length > 0)
        {
            var chart = new IntervalChart(new ChartText
            {
                Title = "Patterns: effects as multiples of what is needed",
                Description = string.Join(' ', Summary.Of(report)),
                Horizontal = string.Create(CultureInfo.InvariantCulture, $"effect / needed ({Most} stands for {Most} or more)"),
            }, patterns)
            { Reference = 1 };
            folder.Write("patterns.svg", chart.ToSvg());
        }
        Interval[] counts = [.. report.Results.Where(r => r.Among > 0).Select(Count)];
        if (counts.Length == 0) return;
        var facts = new IntervalChart(new ChartText
        {
            Title = "Recorded counts against the simulated range",
            Description = string.Join(' ', report.Results.Where(r => r.Among > 0).Select(r => $"{r.Id}: recorded {r.Recorded}, {Words.Of(r.Verdict)}.")),
            Horizontal = "share",
        }, counts)
        { Lines = "Points and lines: simulated median, 5 to 95 %. Crosses: the record." };
        folder.Write("facts.svg", facts.ToSvg());
    }

    private static IEnumerable<Interval> Patterns(CheckResult result)
        => result.Figures.Where(f => f.Required > 0).Select((f, i) => new Interval(
            $"{result.Id} {f.Says}", Scaled(f.Effect.Value, f), Scaled(f.Effect.Low, f), Scaled(f.Effect.High, f))
        { Style = result.Verdict == Verdict.Holds ? 0 : 1, Words = i == 0 ? Words.Of(result.Verdict) : "" });

    private static double Scaled(double value, Figure figure) => Math.Clamp(value / figure.Required, -Most, Most);

    private static Interval Count(CheckResult result)
    {
        Figure f = result.Figures[0];
        return new Interval($"{result.Id} {result.Claim}", f.Median / result.Among, f.Low / result.Among, f.High / result.Among)
        {
            Against = result.RecordedShare, Words = $"{result.Recorded}, {Words.Of(result.Verdict)}", Style = result.Verdict == Verdict.Holds ? 0 : 1,
        };
    }
}
