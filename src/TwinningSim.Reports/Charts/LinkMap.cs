using System.Collections.Immutable;
using ScottPlot;
using SkiaSharp;

namespace TwinningSim.Reports.Charts;

/// <summary>An actor or a group of firms on a <see cref="LinkMap"/>.</summary>
/// <param name="Name">Its name, unique on the map.</param>
/// <param name="Column">0 firms of the emerging cluster, 1 its institutions, 2 institutions of the partners, 3 firms of the partners.</param>
public sealed record LinkNode(string Name, int Column);

/// <summary>A link between two nodes.</summary>
/// <param name="From">Name of a node.</param>
/// <param name="To">Name of another.</param>
/// <param name="Kind">What it is: position in <see cref="LinkMap.Kinds"/>.</param>
/// <param name="Count">How many it stands for, 1 or more: the line is as wide as its square root says.</param>
public sealed record Link(string From, string To, int Kind, int Count);

/// <summary>Who is linked to whom: firms and institutions of both sides in four columns.</summary>
public sealed class LinkMap : Chart
{
    /// <summary>The kind of which there are most; drawn lighter.</summary>
    private const int Busy = 2;

    private const int RowHeight = 58;
    private readonly ImmutableArray<LinkNode> _nodes;
    private readonly ImmutableArray<Link> _links;
    private readonly Dictionary<string, (double X, double Y)> _places;

    /// <summary>Makes a map.</summary>
    /// <param name="text">What it says in words.</param>
    /// <param name="nodes">Nodes; within a column from top to bottom.</param>
    /// <param name="links">Links between them.</param>
    /// <exception cref="ArgumentException">There is no node, two have one name, or a link leads to none.</exception>
    public LinkMap(ChartText text, ImmutableArray<LinkNode> nodes, ImmutableArray<Link> links) : base(text, 760, 70 + (RowHeight * (nodes.IsEmpty ? 1 : nodes.GroupBy(n => n.Column).Max(c => c.Count()))))
    {
        if (nodes.IsEmpty || nodes.Select(n => n.Name).Distinct(StringComparer.Ordinal).Count() != nodes.Length) throw new ArgumentException("Nodes need names of their own.", nameof(nodes));
        (_nodes, _links) = (nodes, links);
        double[] columns = [0.2, 0.42, 0.65, 0.86];
        _places = [];
        foreach (IGrouping<int, LinkNode> column in nodes.GroupBy(n => n.Column))
        {
            LinkNode[] all = [.. column];
            for (int i = 0; i < all.Length; i++) _places[all[i].Name] = (columns[column.Key], 1 - ((i + 0.5) / all.Length));
        }
        if (links.Any(l => !_places.ContainsKey(l.From) || !_places.ContainsKey(l.To))) throw new ArgumentException("A link leads to no node.", nameof(links));
    }

    /// <summary>Kinds of link, in the order in which they are drawn.</summary>
    public static ImmutableArray<string> Kinds { get; } = ["member of", "agreement", "taught", "ties between firms", "deals between firms"];

    /// <inheritdoc/>
    public override string Note => "Lines: wider for more links; the number says how many.";

    private protected override void Fill(Plot plot)
    {
        plot.Layout.Frameless();
        plot.HideAxesAndGrid();
        // The legend has the top, and names of institutions stand below their squares.
        double bottom = -0.04, top = 1 + (44.0 / Height), perY = (top - bottom) / Height, perX = 1.0 / Width;
        plot.Axes.SetLimits(0, 1, bottom, top);
        int drawn = 0;
        foreach (Link link in _links.OrderBy(l => l.Kind))
        {
            (double x0, double y0) = _places[link.From];
            (double x1, double y1) = _places[link.To];
            // Several links of one pair lie beside each other.
            double aside = link.Kind < Busy ? 0 : (link.Kind - 3) * 4 * perY;
            ScottPlot.Plottables.LinePlot line = plot.Add.Line(x0, y0 + aside, x1, y1 + aside);
            line.LineColor = ColourOf(link.Kind).WithAlpha(link.Kind == Busy ? 0.45 : 1);
            line.LinePattern = link.Kind <= Busy ? LinePattern.Solid : Palette.Pattern(StyleOf(link.Kind));
            line.LineWidth = (float)Math.Min(8, 1 + (0.6 * Math.Sqrt(link.Count)));
            if (link.Kind < Busy) continue;
            double at = 0.24 + (0.13 * (drawn++ % 5));
            Label(plot, link.Count.ToString("#,0", System.Globalization.CultureInfo.InvariantCulture), x0 + (at * (x1 - x0)), y0 + aside + (at * (y1 - y0)), Palette.Hex(StyleOf(link.Kind)), Alignment.MiddleCenter)
                .LabelBackgroundColor = Colors.White.WithAlpha(0.85);
        }
        foreach (LinkNode node in _nodes)
        {
            (double x, double y) = _places[node.Name];
            plot.Add.Marker(x, y, node.Column is 0 or 3 ? MarkerShape.FilledCircle : MarkerShape.FilledSquare, 12, Color.FromHex(Palette.Ink));
            if (node.Column == 0) Label(plot, Fit(node.Name, (0.2f * Width) - 22), x - (15 * perX), y, Palette.Ink, Alignment.MiddleRight);
            else if (node.Column == 3) Label(plot, Fit(node.Name, (0.14f * Width) - 18), x + (13 * perX), y, Palette.Ink, Alignment.MiddleLeft);
            else Label(plot, Fit(node.Name, 0.2f * Width), x, y - (17 * perY), Palette.Ink, Alignment.MiddleCenter).LabelBackgroundColor = Colors.White.WithAlpha(0.8);
        }
    }

    private protected override void PaintOver(SKCanvas canvas, int top)
    {
        float x = 12;
        foreach (int kind in _links.Select(l => l.Kind).Distinct().Order())
        {
            Color colour = ColourOf(kind);
            using var paint = new SKPaint { Color = new SKColor(colour.R, colour.G, colour.B), StrokeWidth = 3, IsAntialias = true };
            canvas.DrawLine(x, top + 13, x + 22, top + 13, paint);
            Write(canvas, Kinds[kind], x + 28, top + 17, 11.5f, ShippedFonts.Regular, Palette.Ink);
            x += 28 + WidthOf(Kinds[kind]) + 18;
        }
    }

    private static Color ColourOf(int kind) => kind == 0 ? Color.FromHex("#a8a8a8") : Palette.Of(StyleOf(kind));

    private static int StyleOf(int kind) => kind switch { 1 => 0, 2 => 3, 3 => 1, _ => 4 };
}
