using System.Collections.Immutable;
using ScottPlot;
using SkiaSharp;

namespace TwinningSim.Reports.Charts;

/// <summary>Amounts that add up, one bar below the other: where the money went.</summary>
public sealed class StackedBars : Chart
{
    private const int RowHeight = 26;
    private const int LegendRow = 20;
    private const float LegendWidth = 180;
    private readonly ImmutableArray<string> _rows;
    private readonly ImmutableArray<string> _parts;
    private readonly ImmutableArray<ImmutableArray<double>> _amounts;

    /// <summary>Makes a chart.</summary>
    /// <param name="text">What it says in words.</param>
    /// <param name="rows">Names of the bars, from top to bottom.</param>
    /// <param name="parts">Names of the parts, from left to right; at most seven.</param>
    /// <param name="amounts">[row][part], 0 or more.</param>
    /// <exception cref="ArgumentException">There is no bar or part, there are too many parts, or the lists do not fit each other.</exception>
    public StackedBars(ChartText text, ImmutableArray<string> rows, ImmutableArray<string> parts, ImmutableArray<ImmutableArray<double>> amounts)
        : base(text, 760, (rows.Length * RowHeight) + 66 + (LegendRow * LegendLines(parts)))
    {
        if (rows.IsEmpty || parts.IsEmpty || parts.Length > Palette.Colours.Length) throw new ArgumentException($"There must be a bar, and 1 to {Palette.Colours.Length} parts.", nameof(parts));
        if (amounts.Length != rows.Length || amounts.Any(a => a.Length != parts.Length)) throw new ArgumentException("An amount is missing.", nameof(amounts));
        (_rows, _parts, _amounts) = (rows, parts, amounts);
    }

    private protected override void Fill(Plot plot)
    {
        float names = Math.Min(Width * 0.3f, 16 + _rows.Max(r => WidthOf(Fit(r, Width * 0.3f))));
        plot.Layout.Fixed(Padding(names, 10 + (LegendRow * LegendLines(_parts))));
        double largest = Math.Max(1e-9, _amounts.Max(a => a.Sum()));
        plot.Axes.SetLimits(0, largest * 1.02, 0.45 - _rows.Length, 0.55);
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericManual([.. _rows.Select((_, i) => -(double)i)], [.. _rows.Select(r => Fit(r, names - 8))]);
        plot.Axes.Left.TickLabelStyle.ForeColor = Color.FromHex(Palette.Ink);
        plot.Grid.XAxisStyle.IsVisible = true;
        plot.Grid.YAxisStyle.IsVisible = false;
        for (int row = 0; row < _rows.Length; row++)
        {
            double from = 0;
            for (int part = 0; part < _parts.Length; part++)
            {
                double to = from + _amounts[row][part];
                ScottPlot.Plottables.Rectangle box = plot.Add.Rectangle(from, to, -row - 0.36, -row + 0.36);
                box.FillColor = Palette.Of(part);
                // White edges part the colours for those who cannot tell them apart.
                box.LineColor = Colors.White;
                box.LineWidth = 1;
                from = to;
            }
        }
    }

    /// <inheritdoc/>
    private protected override void PaintOver(SKCanvas canvas, int top)
    {
        foreach ((int part, float x, int line) in Legend(_parts))
        {
            float y = top + (LegendRow * line) + 17;
            using var paint = new SKPaint { Color = SKColor.Parse(Palette.Hex(part)), IsAntialias = true };
            canvas.DrawRect(x, y - 9, 10, 10, paint);
            Write(canvas, Fit(_parts[part], LegendWidth), x + 15, y, 11.5f, ShippedFonts.Regular, Palette.Ink);
        }
    }

    /// <summary>Where the names of the parts stand, above the bars and in their order.</summary>
    private static IEnumerable<(int Part, float X, int Line)> Legend(ImmutableArray<string> parts)
    {
        (float x, int line) = (12, 0);
        for (int part = 0; part < parts.Length; part++)
        {
            float width = WidthOf(Fit(parts[part], LegendWidth)) + 34;
            if (x > 12 && x + width > 760) (x, line) = (12, line + 1);
            yield return (part, x, line);
            x += width;
        }
    }

    private static int LegendLines(ImmutableArray<string> parts) => parts.IsEmpty ? 0 : Legend(parts).Last().Line + 1;
}
