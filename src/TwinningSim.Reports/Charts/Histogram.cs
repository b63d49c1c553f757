using System.Collections.Immutable;
using ScottPlot;

namespace TwinningSim.Reports.Charts;

/// <summary>How values are spread, in bins of equal width: a marginal distribution, or several laid over each other.</summary>
public sealed class Histogram : Chart
{
    private readonly ImmutableArray<(string Name, ImmutableArray<double> Values)> _samples;

    /// <summary>Makes a chart.</summary>
    /// <param name="text">What it says in words.</param>
    /// <param name="samples">Names and values; values that are NaN are left out.</param>
    /// <exception cref="ArgumentException">There is no value at all.</exception>
    public Histogram(ChartText text, params ReadOnlySpan<(string Name, ImmutableArray<double> Values)> samples) : base(text, 760, 260)
    {
        var kept = ImmutableArray.CreateBuilder<(string, ImmutableArray<double>)>();
        foreach ((string name, ImmutableArray<double> values) in samples) kept.Add((name, [.. values.Where(double.IsFinite)]));
        _samples = kept.ToImmutable();
        if (_samples.All(s => s.Values.IsEmpty)) throw new ArgumentException("A histogram needs a value.", nameof(samples));
    }

    /// <summary>Vertical lines with words: what the record says, the mean.</summary>
    public ImmutableArray<Mark> Marks { get; init; } = [];

    /// <summary>Least and largest value on the axis; null takes those of the data.</summary>
    public (double Low, double High)? Range { get; init; }

    /// <summary>Number of bins, 2 to 200; 0 chooses by the number of values.</summary>
    public int Bins { get; init; }

    private protected override void Fill(Plot plot)
    {
        double low = Range?.Low ?? _samples.SelectMany(s => s.Values).Concat(Marks.Select(m => m.At)).Min();
        double high = Range?.High ?? _samples.SelectMany(s => s.Values).Concat(Marks.Select(m => m.At)).Max();
        if (!(high > low)) (low, high) = (low - 0.5, high + 0.5);
        int bins = Bins > 0 ? Bins : Math.Clamp((int)Math.Ceiling(2 * Math.Cbrt(_samples.Max(s => s.Values.Length))), 8, 60);
        double width = (high - low) / bins, tallest = 0;
        for (int s = 0; s < _samples.Length; s++)
        {
            if (_samples[s].Values.IsEmpty) continue;
            var share = new double[bins];
            foreach (double v in _samples[s].Values)
            {
                if (v >= low && v <= high) share[Math.Min(bins - 1, (int)((v - low) / width))] += 1.0 / _samples[s].Values.Length;
            }
            tallest = Math.Max(tallest, share.Max());
            AddOutline(plot, share, low, width, s);
        }
        plot.Axes.SetLimits(low, high, 0, tallest * (1.08 + (0.16 * Math.Max(_samples.Length > 1 ? _samples.Length : 0, Math.Min(2, Marks.Length)))));
        double top = plot.Axes.GetLimits().Top;
        for (int m = 0; m < Marks.Length; m++)
        {
            ScottPlot.Plottables.VerticalLine rule = plot.Add.VerticalLine(Marks[m].At);
            rule.Color = Color.FromHex(Palette.Ink);
            rule.LinePattern = LinePattern.DenselyDashed;
            bool rightHalf = Marks[m].At > (low + high) / 2;
            Label(plot, Fit(Marks[m].Name, Width / 3f), Marks[m].At + ((rightHalf ? -0.006 : 0.006) * (high - low)), top * (1 - (0.08 * m)), Palette.Ink, rightHalf ? Alignment.UpperRight : Alignment.UpperLeft);
        }
        if (_samples.Length < 2) return;
        for (int s = 0; s < _samples.Length; s++) Label(plot, Fit(_samples[s].Name, Width / 2f), low + (0.01 * (high - low)), top * (1 - (0.08 * s)), Palette.Hex(s), Alignment.UpperLeft);
    }

    private static void AddOutline(Plot plot, double[] share, double low, double width, int style)
    {
        // Steps drawn as one outline: overlapping bars would hide each other.
        double[] x = new double[2 * share.Length], y = new double[2 * share.Length];
        for (int b = 0; b < share.Length; b++)
        {
            (x[2 * b], x[(2 * b) + 1]) = (low + (b * width), low + ((b + 1) * width));
            y[2 * b] = y[(2 * b) + 1] = share[b];
        }
        ScottPlot.Plottables.FillY fill = plot.Add.FillY(x, new double[x.Length], y);
        fill.FillColor = Palette.Of(style).WithAlpha(0.2);
        fill.LineWidth = 0;
        fill.MarkerSize = 0;
        ScottPlot.Plottables.Scatter line = plot.Add.Scatter(x, y);
        line.Color = Palette.Of(style);
        line.LineWidth = 1.5f;
        line.LinePattern = Palette.Pattern(style);
        line.MarkerSize = 0;
    }
}
