using System.Collections.Immutable;
using ScottPlot;
using TwinningSim.Kernel.Time;

namespace TwinningSim.Reports.Charts;

/// <summary>A line of a <see cref="LineChart"/>. A point that is NaN leaves a gap.</summary>
/// <param name="Name">Stands at its end.</param>
/// <param name="X">Ascending.</param>
/// <param name="Y">One for each X.</param>
public sealed record Line(string Name, ImmutableArray<double> X, ImmutableArray<double> Y)
{
    /// <summary>Lower edges of the band, one for each X; empty without a band.</summary>
    public ImmutableArray<double> Low { get; init; } = [];

    /// <summary>Upper edges of the band, one for each X; empty without a band.</summary>
    public ImmutableArray<double> High { get; init; } = [];

    /// <summary>Lower edges of a darker band within the band; empty without one.</summary>
    public ImmutableArray<double> InnerLow { get; init; } = [];

    /// <summary>Upper edges of a darker band within the band; empty without one.</summary>
    public ImmutableArray<double> InnerHigh { get; init; } = [];

    /// <summary>Number of the colour and pattern; -1 takes the line's position.</summary>
    public int Style { get; init; } = -1;

    /// <summary>Whether the points are marked, for lines through few points.</summary>
    public bool Marked { get; init; }
}

/// <summary>Something that is marked on an axis.</summary>
/// <param name="At">Where.</param>
/// <param name="Name">In words.</param>
public sealed record Mark(double At, string Name);

/// <summary>Lines over time or over a lever, with bands; each line carries its name at its end.</summary>
public sealed class LineChart : Chart
{
    private readonly ImmutableArray<Line> _lines;
    private const float Row = 15;

    /// <summary>Makes a chart.</summary>
    /// <param name="text">What it says in words.</param>
    /// <param name="lines">The lines; their names are written at their ends.</param>
    /// <exception cref="ArgumentException">There is no line, a line has no point, or its lists differ in length.</exception>
    public LineChart(ChartText text, params ReadOnlySpan<Line> lines) : base(text, 760, 340)
    {
        _lines = [.. lines];
        if (_lines.IsEmpty) throw new ArgumentException("A chart needs a line.", nameof(lines));
        foreach (Line line in _lines)
        {
            if (line.X.IsEmpty || line.X.Length != line.Y.Length || (!line.Low.IsEmpty && line.Low.Length != line.X.Length) || line.High.Length != line.Low.Length
                || (!line.InnerLow.IsEmpty && line.InnerLow.Length != line.X.Length) || line.InnerHigh.Length != line.InnerLow.Length)
                throw new ArgumentException($"The lists of the line '{line.Name}' differ in length, or are empty.", nameof(lines));
        }
    }

    /// <summary>What the bands show; null where no line has one.</summary>
    public Band? Band { get; init; }

    /// <summary>The calendar month of X = 0: the axis then counts in years. Null for an axis of numbers.</summary>
    public Month? Start { get; init; }

    /// <summary>Vertical lines with words: when something started, what was observed.</summary>
    public ImmutableArray<Mark> Marks { get; init; } = [];

    /// <summary>Horizontal lines with words: a target.</summary>
    public ImmutableArray<Mark> Levels { get; init; } = [];

    /// <summary>Lowest value on the vertical axis; null takes that of the data, or 0 where that is near.</summary>
    public double? Lowest { get; init; }

    /// <inheritdoc/>
    public override string Note => Band is null ? "" : Band.Words;

    private protected override void Fill(Plot plot)
    {
        double left = _lines.Min(l => l.X[0]), right = _lines.Max(l => l.X[^1]);
        double[] values = [.. _lines.SelectMany(l => l.Y.Concat(l.Low).Concat(l.High)).Concat(Levels.Select(l => l.At)).Where(double.IsFinite)];
        (double bottom, double top) = values.Length == 0 ? (0, 1) : (values.Min(), values.Max());
        if (Lowest is { } lowest) bottom = Math.Min(bottom, lowest);
        else if (bottom > 0 && bottom < 0.5 * top) bottom = 0;
        // An interval of something that cannot be negative may pass below 0 by a little.
        if (bottom < 0 && bottom > -0.1 * top && _lines.All(l => l.Y.All(y => !(y < 0)))) bottom = 0;
        double room = top > bottom ? 0.05 * (top - bottom) : Math.Max(1e-9, 0.1 * Math.Abs(top));
        (bottom, top) = (bottom == 0 ? 0 : bottom - room, top + (Marks.IsEmpty ? room : 4 * room));
        PixelPadding padding = Padding();
        float inner = Width - padding.Left - padding.Right;
        float names = Math.Min(inner * 0.3f, 10 + _lines.Max(l => WidthOf(Fit(l.Name, inner * 0.3f))));
        double span = right > left ? right - left : 1;
        double end = left + (span * inner / (inner - names));
        plot.Axes.SetLimits(left, end, bottom, top);
        if (Start is { } start) plot.Axes.Bottom.TickGenerator = Years(start, left, right);
        else plot.Axes.Bottom.TickGenerator = Numbers(left, right);
        foreach (Mark level in Levels)
        {
            ScottPlot.Plottables.LinePlot rule = plot.Add.Line(left, level.At, right, level.At);
            rule.LineColor = Color.FromHex(Palette.Muted);
            rule.LinePattern = LinePattern.DenselyDashed;
            Label(plot, Fit(level.Name, inner / 2), left + (0.01 * span), level.At, Palette.Muted, Alignment.LowerLeft);
        }
        for (int i = 0; i < Marks.Length; i++)
        {
            ScottPlot.Plottables.LinePlot rule = plot.Add.Line(Marks[i].At, bottom, Marks[i].At, top);
            rule.LineColor = Color.FromHex(Palette.Muted);
            rule.LinePattern = LinePattern.DenselyDashed;
            Label(plot, Fit(Marks[i].Name, inner / 3), Marks[i].At + (0.006 * span), top - (i % 2 * 1.3 * room), Palette.Muted, Alignment.UpperLeft);
        }
        for (int i = 0; i < _lines.Length; i++)
        {
            AddBand(plot, _lines[i].X, _lines[i].Low, _lines[i].High, StyleOf(i));
            AddBand(plot, _lines[i].X, _lines[i].InnerLow, _lines[i].InnerHigh, StyleOf(i));
        }
        for (int i = 0; i < _lines.Length; i++) AddLine(plot, _lines[i], StyleOf(i));
        AddNames(plot, right + (span * 6 / inner), names, (top - bottom) / (Height - padding.Top - padding.Bottom), bottom, top);
    }

    private int StyleOf(int line) => _lines[line].Style >= 0 ? _lines[line].Style : line;

    private static void AddBand(Plot plot, ImmutableArray<double> x, ImmutableArray<double> low, ImmutableArray<double> high, int style)
    {
        foreach ((int from, int to) in Pieces(low.Length, i => double.IsFinite(low[i]) && double.IsFinite(high[i])))
        {
            ScottPlot.Plottables.FillY band = plot.Add.FillY([.. x.AsSpan(from, to - from)], [.. low.AsSpan(from, to - from)], [.. high.AsSpan(from, to - from)]);
            band.FillColor = Palette.Of(style).WithAlpha(0.14);
            band.LineWidth = 0;
            band.MarkerSize = 0;
        }
    }

    private static void AddLine(Plot plot, Line line, int style)
    {
        foreach ((int from, int to) in Pieces(line.Y.Length, i => double.IsFinite(line.Y[i])))
        {
            ScottPlot.Plottables.Scatter drawn = plot.Add.Scatter(line.X.AsSpan(from, to - from).ToArray(), line.Y.AsSpan(from, to - from).ToArray());
            drawn.Color = Palette.Of(style);
            drawn.LineWidth = 2;
            drawn.LinePattern = Palette.Pattern(style);
            drawn.MarkerShape = Palette.Marker(style);
            drawn.MarkerSize = line.Marked || to - from == 1 ? 6 : 0;
        }
    }

    /// <summary>Runs of points that have a value.</summary>
    private static IEnumerable<(int From, int To)> Pieces(int length, Func<int, bool> has)
    {
        int from = -1;
        for (int i = 0; i <= length; i++)
        {
            bool inside = i < length && has(i);
            if (inside && from < 0) from = i;
            if (inside || from < 0) continue;
            yield return (from, i);
            from = -1;
        }
    }

    /// <summary>Names at the ends of lines, pushed apart where they would lie on each other.</summary>
    private void AddNames(Plot plot, double x, float width, double perPixel, double bottom, double top)
    {
        double gap = Row * perPixel;
        (int Line, double At)[] names = [.. _lines.Select((l, i) => (i, At: l.Y.LastOrDefault(double.IsFinite, bottom))).OrderBy(n => n.At)];
        double[] at = [.. names.Select(n => Math.Max(n.At, bottom + (gap / 2)))];
        // Down from the top edge, then up from the bottom edge: what fits is inside, in order, and as near to its line as its neighbours allow.
        for (int i = 1; i < at.Length; i++) at[i] = Math.Max(at[i], at[i - 1] + gap);
        double ceiling = top - (gap / 2);
        for (int i = at.Length - 1; i >= 0; i--) ceiling = (at[i] = Math.Min(at[i], ceiling)) - gap;
        for (int i = 0; i < names.Length; i++) Label(plot, Fit(_lines[names[i].Line].Name, width - 6), x, at[i], Palette.Hex(StyleOf(names[i].Line)), Alignment.MiddleLeft);
    }

    private static ScottPlot.TickGenerators.NumericManual Years(Month start, double left, double right)
    {
        var ticks = new ScottPlot.TickGenerators.NumericManual();
        int first = (12 - (start.MonthOfYear - 1)) % 12, years = (int)((right - first) / 12) + 1;
        int every = Math.Max(1, (years + 9) / 10);
        if (years < 2)
        {
            // Less than a year or two: months.
            int step = Math.Max(1, (int)((right - left) / 8));
            for (int m = (int)left; m <= right; m += step) ticks.AddMajor(m, start.Plus(m).ToString());
            return ticks;
        }
        for (int m = first; m <= right; m += 12 * every) ticks.AddMajor(m, start.Plus(m).Year.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return ticks;
    }

    /// <summary>Ticks at round numbers, none under the names of lines.</summary>
    private static ScottPlot.TickGenerators.NumericManual Numbers(double left, double right)
    {
        var ticks = new ScottPlot.TickGenerators.NumericManual();
        double span = right > left ? right - left : 1;
        double step = RoundSteps.For(span / 6);
        for (double at = Math.Ceiling((left / step) - 1e-9) * step; at <= right + (1e-9 * span); at += step) ticks.AddMajor(at, Tick(at));
        return ticks;
    }
}

/// <summary>Steps of axes.</summary>
internal static class RoundSteps
{
    private static readonly double[] Leads = [1, 2, 5, 10];

    /// <summary>The least of 1, 2, 5 times a power of ten that is not below a number above 0.</summary>
    public static double For(double least)
    {
        double power = 1;
        while (power > least) power /= 10;
        while (power * 10 <= least) power *= 10;
        return Leads.Select(m => m * power).First(s => s >= least * (1 - 1e-12));
    }
}
