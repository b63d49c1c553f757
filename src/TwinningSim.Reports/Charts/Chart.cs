using System.Text;
using ScottPlot;
using SkiaSharp;

namespace TwinningSim.Reports.Charts;

/// <summary>
/// A chart, complete and immutable; draws itself as SVG or PNG, the same bytes for the same data. Kinds: <see cref="LineChart"/>, <see cref="IntervalChart"/>,
/// <see cref="Histogram"/>, <see cref="StackedBars"/>, <see cref="PointChart"/>, <see cref="LinkMap"/>.
/// </summary>
public abstract class Chart
{
    private const float TextSize = 12;
    private const float TitleSize = 15;
    private const float SourceSize = 10;
    private const float LineHeight = 1.35f;

    /// <summary>The library centres a text as if it had letters with tails; without them it stands too high by this, pixels.</summary>
    private const float TailOffset = 2;

    /// <summary>Makes a chart.</summary>
    /// <param name="text">What it says in words.</param>
    /// <param name="width">Width, pixels at the usual size.</param>
    /// <param name="height">Height without title and source, pixels.</param>
    private protected Chart(ChartText text, int width, int height) => (Text, Width, Height) = (text, width, height);

    /// <summary>What it says in words.</summary>
    public ChartText Text { get; }

    /// <summary>Width, pixels at the usual size.</summary>
    public int Width { get; }

    /// <summary>Height without title and source, pixels at the usual size.</summary>
    public int Height { get; }

    /// <summary>What the reader must know of how it is drawn (what a band is), in sentences; may be empty.</summary>
    public virtual string Note => "";

    /// <summary>A file of its own: with title, note and source in the picture.</summary>
    public string ToSvg() => Svg.Tidy(Draw(framed: true), Text, "chart");

    /// <summary>A picture for slides and word processors: with title, note and source.</summary>
    /// <param name="scale">Pixels for each pixel of the usual size; 2 is sharp in print at the usual width.</param>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not between 0.25 and 8.</exception>
    public byte[] ToPng(double scale = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 0.25);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, 8);
        string[] below = Below();
        int height = FramedHeight(below);
        using var surface = SKSurface.Create(new SKImageInfo((int)(Width * scale), (int)(height * scale), SKColorType.Rgba8888, SKAlphaType.Premul));
        surface.Canvas.Scale((float)scale);
        PaintFramed(surface.Canvas, below);
        using SKImage image = surface.Snapshot();
        using SKData data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    /// <summary>The chart alone, to stand within a page that says the rest.</summary>
    /// <param name="id">Unique in the page: names within the picture start with it.</param>
    internal string ToInlineSvg(string id) => Svg.Tidy(Draw(framed: false), Text, id);

    /// <summary>Puts the data into a plot whose axes are styled.</summary>
    private protected abstract void Fill(Plot plot);

    /// <summary>Paints what lies outside of the axes: a legend.</summary>
    /// <param name="canvas">Where to.</param>
    /// <param name="top">Where the chart begins, pixels.</param>
    private protected virtual void PaintOver(SKCanvas canvas, int top)
    {
    }

    /// <summary>A label in the size of the chart's texts.</summary>
    private protected static ScottPlot.Plottables.Text Label(Plot plot, string text, double x, double y, string colour, Alignment alignment)
    {
        ScottPlot.Plottables.Text label = plot.Add.Text(text, x, y);
        label.LabelFontName = ShippedFonts.Family;
        label.LabelFontSize = TextSize - 0.5f;
        label.LabelFontColor = Color.FromHex(colour);
        label.Alignment = alignment;
        if (alignment is Alignment.MiddleLeft or Alignment.MiddleCenter or Alignment.MiddleRight) label.OffsetY = TailOffset;
        if (alignment is Alignment.UpperLeft or Alignment.UpperRight) label.OffsetY = 2 * TailOffset;
        return label;
    }

    /// <summary>Width of a text in the size of the chart's texts, pixels.</summary>
    private protected static float WidthOf(string text) => ShippedFonts.WidthOf(text, TextSize);

    /// <summary>A text cut to a width in pixels.</summary>
    private protected static string Fit(string text, float width) => ShippedFonts.Fit(text, TextSize, width);

    /// <summary>A number on an axis.</summary>
    private protected static string Tick(double value) => Math.Abs(value) < 1e-12 ? "0"
        : Math.Abs(value) >= 1000 ? value.ToString("#,0", System.Globalization.CultureInfo.InvariantCulture)
        : value.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Room around the data, pixels: on the left for tick labels, else as the axis titles need it.</summary>
    private protected PixelPadding Padding(float left = 56, float top = 10)
        => new(left + (Text.Vertical.Length > 0 ? 18 : 0), 12, Text.Horizontal.Length > 0 ? 46 : 28, top);

    private string Draw(bool framed)
    {
        string[] below = framed ? Below() : [];
        int height = framed ? FramedHeight(below) : Height;
        using var stream = new MemoryStream();
        using (SKCanvas canvas = SKSvgCanvas.Create(new SKRect(0, 0, Width, height), stream))
        {
            if (framed) PaintFramed(canvas, below);
            else PaintPlot(canvas, 0);
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private string[] Below()
    {
        int columns = (int)(Width / (SourceSize * 0.56));
        return [.. new[] { Note, Text.Source }.Where(t => t.Length > 0).SelectMany(t => TextLayout.Wrap(t, width: columns))];
    }

    private int FramedHeight(string[] below) => (int)(TitleSize * 2) + Height + (int)(below.Length * SourceSize * LineHeight) + 10;

    private void PaintFramed(SKCanvas canvas, string[] below)
    {
        int top = (int)(TitleSize * 2);
        canvas.Clear(SKColors.White);
        PaintPlot(canvas, top);
        Write(canvas, ShippedFonts.Fit(Text.Title, TitleSize, Width - 24, bold: true), 12, TitleSize * 1.5f, TitleSize, ShippedFonts.Bold, Palette.Ink);
        for (int i = 0; i < below.Length; i++)
            Write(canvas, ShippedFonts.Fit(below[i], SourceSize, Width - 24), 12, top + Height + 4 + ((i + 0.8f) * SourceSize * LineHeight), SourceSize, ShippedFonts.Regular, Palette.Muted);
    }

    private protected static void Write(SKCanvas canvas, string text, float x, float y, float size, SKTypeface face, string colour)
    {
        using var font = new SKFont(face, size) { Subpixel = true };
        using var paint = new SKPaint { Color = SKColor.Parse(colour), IsAntialias = true };
        canvas.DrawText(text, x, y, SKTextAlign.Left, font, paint);
    }

    private void PaintPlot(SKCanvas canvas, int top)
    {
        using var plot = new Plot();
        plot.FigureBackground.Color = Colors.White;
        plot.Grid.MajorLineColor = Color.FromHex("#e6e6e6");
        plot.Grid.XAxisStyle.IsVisible = false;
        plot.Axes.Right.IsVisible = plot.Axes.Top.IsVisible = false;
        plot.Layout.Fixed(Padding());
        foreach (IAxis axis in new IAxis[] { plot.Axes.Left, plot.Axes.Bottom })
        {
            axis.TickLabelStyle.FontName = axis.Label.FontName = ShippedFonts.Family;
            axis.TickLabelStyle.FontSize = TextSize - 0.5f;
            axis.TickLabelStyle.ForeColor = Color.FromHex(Palette.Muted);
            axis.Label.FontSize = TextSize;
            axis.Label.Bold = false;
            axis.Label.ForeColor = Color.FromHex(Palette.Ink);
            axis.FrameLineStyle.Color = Color.FromHex("#8c8c8c");
            axis.MajorTickStyle.Color = Color.FromHex("#8c8c8c");
            axis.MinorTickStyle.Length = 0;
            if (axis is IXAxis) axis.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { LabelFormatter = Tick, MinimumTickSpacing = 60 };
            else axis.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { LabelFormatter = Tick, MinimumTickSpacing = 30 };
        }
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Axes.Left.FrameLineStyle.Width = 0;
        if (Text.Horizontal.Length > 0) plot.XLabel(Fit(Text.Horizontal, Width - 80), TextSize);
        if (Text.Vertical.Length > 0) plot.YLabel(Fit(Text.Vertical, Height - 20), TextSize);
        plot.Axes.Bottom.Label.Bold = plot.Axes.Left.Label.Bold = false;
        plot.HideLegend();
        plot.Axes.Left.TickLabelStyle.OffsetY = TailOffset;
        Fill(plot);
        var area = new PixelRect(0, Width, top + Height, top);
        plot.RenderManager.ClearCanvasBeforeEachRender = false;
        // The first drawing sets the axes' limits, and the library then draws once more: the first one goes nowhere.
        using (var nowhere = new SKNoDrawCanvas(Width, top + Height)) plot.Render(nowhere, area);
        plot.Render(canvas, area);
        PaintOver(canvas, top);
    }
}
