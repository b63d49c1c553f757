using System.Collections.Immutable;
using ScottPlot;

namespace TwinningSim.Reports.Charts;

/// <summary>A row of an <see cref="IntervalChart"/>.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">The estimate; NaN leaves the row empty.</param>
/// <param name="Low">Lower end of the interval; NaN without one.</param>
/// <param name="High">Upper end of the interval; NaN without one.</param>
public sealed record Interval(string Name, double Value, double Low, double High)
{
    /// <summary>The number in words, written beside the row; empty writes nothing.</summary>
    public string Words { get; init; } = "";

    /// <summary>Number of the colour and marker; rows of one group have the same.</summary>
    public int Style { get; init; }

    /// <summary>Something to compare with (what the record says), drawn as a cross; NaN without.</summary>
    public double Against { get; init; } = double.NaN;
}

/// <summary>Estimates with their intervals, one below the other (a forest plot).</summary>
public sealed class IntervalChart : Chart
{
    private const int RowHeight = 24;
    private readonly ImmutableArray<Interval> _rows;

    /// <summary>Makes a chart.</summary>
    /// <param name="text">What it says in words.</param>
    /// <param name="rows">The rows from top to bottom.</param>
    /// <exception cref="ArgumentException">There is no row.</exception>
    public IntervalChart(ChartText text, params ReadOnlySpan<Interval> rows) : base(text, 760, (Math.Max(1, rows.Length) * RowHeight) + (text.Horizontal.Length > 0 ? 64 : 46))
    {
        if (rows.IsEmpty) throw new ArgumentException("A chart needs a row.", nameof(rows));
        _rows = [.. rows];
    }

    /// <summary>The vertical line that intervals are read against (0 for differences); null without one.</summary>
    public double? Reference { get; init; }

    /// <summary>What the lines show.</summary>
    public string Lines { get; init; } = "Lines: 95 % intervals.";

    /// <inheritdoc/>
    public override string Note => Lines;

    private protected override void Fill(Plot plot)
    {
        double[] values = [.. _rows.SelectMany(r => new[] { r.Value, r.Low, r.High, r.Against }).Concat(Reference is { } r0 ? [r0] : []).Where(double.IsFinite)];
        (double low, double high) = values.Length == 0 ? (0, 1) : (values.Min(), values.Max());
        double room = high > low ? 0.04 * (high - low) : Math.Max(1e-9, 0.1 * Math.Abs(high));
        float names = Math.Min(Width * 0.36f, 16 + _rows.Max(r => WidthOf(Fit(r.Name, Width * 0.36f))));
        float words = _rows.Any(r => r.Words.Length > 0) ? Math.Min(Width * 0.3f, 12 + _rows.Max(r => WidthOf(Fit(r.Words, Width * 0.3f)))) : 0;
        PixelPadding padding = Padding(names);
        plot.Layout.Fixed(padding);
        float inner = Width - padding.Left - padding.Right;
        double right = low - room + ((high - low + (2 * room)) * inner / (inner - words));
        plot.Axes.SetLimits(low - room, right, 0.4 - _rows.Length, 0.6);
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericManual([.. _rows.Select((_, i) => -(double)i)], [.. _rows.Select(r => Fit(r.Name, names - 8))]);
        plot.Axes.Left.TickLabelStyle.ForeColor = Color.FromHex(Palette.Ink);
        double step = RoundSteps.For((high - low + (2 * room)) / 6);
        var ticks = new ScottPlot.TickGenerators.NumericManual();
        for (double at = Math.Ceiling((low - room) / step) * step; at <= high + room; at += step) ticks.AddMajor(at, Tick(at));
        plot.Axes.Bottom.TickGenerator = ticks;
        plot.Grid.XAxisStyle.IsVisible = true;
        plot.Grid.YAxisStyle.IsVisible = false;
        if (Reference is { } reference)
        {
            ScottPlot.Plottables.VerticalLine rule = plot.Add.VerticalLine(reference);
            rule.Color = Color.FromHex(Palette.Muted);
            rule.LineWidth = 1.5f;
        }
        for (int i = 0; i < _rows.Length; i++) AddRow(plot, _rows[i], -i, right, words);
    }

    private static void AddRow(Plot plot, Interval row, double y, double right, float words)
    {
        Color colour = Palette.Of(row.Style);
        if (double.IsFinite(row.Low) && double.IsFinite(row.High))
        {
            ScottPlot.Plottables.LinePlot line = plot.Add.Line(row.Low, y, row.High, y);
            line.LineColor = colour;
            line.LineWidth = 2;
        }
        if (double.IsFinite(row.Value)) plot.Add.Marker(row.Value, y, Palette.Marker(row.Style), 8, colour);
        if (double.IsFinite(row.Against))
        {
            ScottPlot.Plottables.Marker cross = plot.Add.Marker(row.Against, y, MarkerShape.Eks, 9, Color.FromHex(Palette.Ink));
            cross.MarkerLineWidth = 1.5f;
        }
        if (row.Words.Length > 0) Label(plot, Fit(row.Words, words - 8), right, y, Palette.Muted, Alignment.MiddleRight).OffsetX = -6;
    }
}
