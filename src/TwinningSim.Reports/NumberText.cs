using System.Globalization;
using TwinningSim.Analysis.Comparing;
using TwinningSim.Analysis.Estimation;

namespace TwinningSim.Reports;

/// <summary>How the numbers of one outcome are written: all in the same unit and with the same decimals, no more of them than the intervals bear.</summary>
internal sealed class NumberText
{
    private readonly double _scale;
    private readonly int _decimals;

    private NumberText(double scale, int decimals, string unit) => (_scale, _decimals, Unit) = (scale, decimals, unit);

    /// <summary>Months: whole numbers, halves rounded to even.</summary>
    public static NumberText Month { get; } = new(1, 0, "month");

    /// <summary>What a value is multiplied with to be in <see cref="Unit"/>.</summary>
    public double Scale => _scale;

    /// <summary>The unit in which numbers are written.</summary>
    public string Unit { get; }

    /// <summary>Decides for the numbers of one outcome.</summary>
    public static NumberText For(Comparison comparison, Outcome outcome)
    {
        Estimate[] all = [.. comparison.Designs.Select(d => d.Find(outcome.Name)!).SelectMany(Estimates).Where(e => e.HasValue)];
        double largest = all.Length == 0 ? 0 : all.Max(e => Math.Abs(e.Value));
        if (outcome.Kind == OutcomeKind.Occurrence) return new(100, 0, "% of runs");
        bool money = outcome.Unit.StartsWith("EUR", StringComparison.Ordinal);
        (double scale, string unit) = !money ? (1, outcome.Unit) : largest < 1e4 ? (1, "EUR") : largest < 1e8 ? (1e-3, "1000 EUR") : (1e-6, "million EUR");
        int decimals = DecimalsFor([.. all.Where(e => e.HasInterval).Select(e => e.HalfWidth * scale)], largest * scale);
        // Four digits of money are enough to decide on.
        if (money) decimals = Math.Min(decimals, largest * scale >= 1000 ? 0 : largest * scale >= 100 ? 1 : 2);
        return new(scale, decimals, unit);
    }

    /// <summary>A number.</summary>
    public string Value(double value) => Written(value, sign: false);

    /// <summary>A number with its sign.</summary>
    public string Signed(double value) => Written(value, sign: true);

    /// <summary>Half the width of an interval, or its ends if it does not lie evenly around the value; empty without one.</summary>
    public string Interval(Estimate estimate, string plusMinus)
    {
        if (!estimate.HasInterval) return "";
        if (estimate.Method is not (IntervalMethod.StudentT or IntervalMethod.PairedStudentT or IntervalMethod.RatioOfMeans or IntervalMethod.Crossed)) return $" ({Value(estimate.Low)}-{Value(estimate.High)})";
        string half = Value(estimate.HalfWidth);
        // A small width is not the same as none.
        return estimate.HalfWidth > 0 && half.All(c => c is '0' or '.') ? $" {plusMinus}<{half[..^1]}1" : $" {plusMinus}{half}";
    }

    private static IEnumerable<Estimate> Estimates(OutcomeResult result) => result.Contrast is { } c ? [result.Estimate, c.Difference] : [result.Estimate];

    private string Written(double value, bool sign)
    {
        if (!double.IsFinite(value)) return "-";
        string text = Math.Abs(value * _scale).ToString("N" + _decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        bool zero = text.All(c => c is '0' or '.');
        return (value < 0 && !zero ? "-" : sign ? "+" : "") + text;
    }

    /// <summary>As many decimals as a typical interval bears: one digit of its half-width, two if the first is a 1.</summary>
    private static int DecimalsFor(double[] halfWidths, double largest)
    {
        double[] widths = [.. halfWidths.Where(h => h > 0).Order()];
        double typical = widths.Length > 0 ? widths[widths.Length / 2] : 0.01 * largest;
        if (!(typical > 0)) return 0;
        int power = (int)Math.Floor(Math.Log10(typical));
        double lead = typical;
        for (int i = 0; i < Math.Abs(power); i++) lead = power > 0 ? lead / 10 : lead * 10;
        return Math.Clamp(-power + (lead < 2 ? 1 : 0), 0, 4);
    }
}
