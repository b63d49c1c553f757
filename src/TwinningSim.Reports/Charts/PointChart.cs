using System.Collections.Immutable;
using ScottPlot;

namespace TwinningSim.Reports.Charts;

/// <summary>A point of a <see cref="PointChart"/>.</summary>
/// <param name="Name">Written beside it; empty for one point of a cloud.</param>
/// <param name="X">Horizontally.</param>
/// <param name="Y">Vertically.</param>
/// <param name="Style">Number of the colour and marker.</param>
public sealed record Point(string Name, double X, double Y, int Style = 0);

/// <summary>Points with names, clouds, and a line through some of them: the cost-effectiveness plane, a frontier of cost against probability.</summary>
public sealed class PointChart : Chart
{
    private readonly ImmutableArray<Point> _points;

    /// <summary>Makes a chart.</summary>
    /// <param name="text">What it says in words.</param>
    /// <param name="points">The points; one whose place is not a number is left out.</param>
    /// <exception cref="ArgumentException">There is no point.</exception>
    public PointChart(ChartText text, params ReadOnlySpan<Point> points) : base(text, 760, 380)
    {
        _points = [.. points.ToArray().Where(p => double.IsFinite(p.X) && double.IsFinite(p.Y))];
        if (_points.IsEmpty) throw new ArgumentException("A chart needs a point.", nameof(points));
    }

    /// <summary>Corners of a line from left to right: a frontier.</summary>
    public ImmutableArray<(double X, double Y)> Frontier { get; init; } = [];

    /// <summary>Whether the axes cross at zero and are drawn there (differences from a baseline).</summary>
    public bool Cross { get; init; }

    private protected override void Fill(Plot plot)
    {
        (double left, double right) = Limits([.. _points.Select(p => p.X), .. Frontier.Select(f => f.X)]);
        (double bottom, double top) = Limits([.. _points.Select(p => p.Y), .. Frontier.Select(f => f.Y)]);
        PixelPadding padding = Padding();
        float inner = Width - padding.Left - padding.Right;
        plot.Axes.SetLimits(left, right, bottom, top);
        plot.Grid.XAxisStyle.IsVisible = true;
        if (Cross)
        {
            plot.Add.HorizontalLine(0, 1.2f, Color.FromHex("#8c8c8c"));
            plot.Add.VerticalLine(0, 1.2f, Color.FromHex("#8c8c8c"));
        }
        if (!Frontier.IsEmpty)
        {
            ScottPlot.Plottables.Scatter line = plot.Add.Scatter(Frontier.Select(f => f.X).ToArray(), Frontier.Select(f => f.Y).ToArray());
            line.Color = Color.FromHex(Palette.Ink);
            line.LineWidth = 1.5f;
            line.MarkerSize = 0;
        }
        foreach (Point point in _points)
            plot.Add.Marker(point.X, point.Y, Palette.Marker(point.Style), point.Name.Length > 0 ? 9 : 3, point.Name.Length > 0 ? Palette.Of(point.Style) : Palette.Of(point.Style).WithAlpha(0.35));
        double perX = (right - left) / inner, perY = (top - bottom) / (Height - padding.Top - padding.Bottom);
        foreach ((Point point, Placed at) in Place([.. _points.Where(p => p.Name.Length > 0)], perX, perY, left, right, bottom, top))
            Label(plot, at.Text, at.X, at.Y, Palette.Hex(point.Style), Alignment.MiddleLeft).LabelBackgroundColor = Colors.White.WithAlpha(0.75);
    }

    private readonly record struct Placed(string Text, double X, double Y);

    /// <summary>Names beside their points: of the places around each, the first that lies in the picture and on no other name or point.</summary>
    private static IEnumerable<(Point, Placed)> Place(Point[] points, double perX, double perY, double left, double right, double bottom, double top)
    {
        var boxes = new List<(double L, double R, double B, double T)>();
        foreach (Point p in points) boxes.Add((p.X - (5 * perX), p.X + (5 * perX), p.Y - (5 * perY), p.Y + (5 * perY)));
        foreach (Point point in points.OrderByDescending(p => p.Y))
        {
            string text = Fit(point.Name, 170);
            double w = WidthOf(text) * perX, h = 13 * perY;
            var places = Enumerable.Range(0, 11).Select(i => (i + 1) / 2 * (i % 2 == 0 ? 1 : -1)).SelectMany(row => new (double X, double Y)[]
            {
                (point.X + (9 * perX), point.Y + (row * h)), (point.X - (9 * perX) - w, point.Y + (row * h)), (point.X - (w / 2), point.Y + ((row + 1.1) * h)),
            }).ToList();
            // Where every place is taken, the first has to do.
            int free = places.FindIndex(c => c.X >= left && c.X + w <= right && c.Y - (h / 2) >= bottom && c.Y + (h / 2) <= top
                && boxes.All(b => c.X > b.R || c.X + w < b.L || c.Y - (h / 2) > b.T || c.Y + (h / 2) < b.B));
            (double x, double y) = places[Math.Max(0, free)];
            boxes.Add((x, x + w, y - (h / 2), y + (h / 2)));
            yield return (point, new(text, x, y));
        }
    }

    private (double, double) Limits(double[] values)
    {
        (double low, double high) = (values.Min(), values.Max());
        if (Cross || (low > 0 && low < 0.5 * high)) low = Math.Min(low, 0);
        if (Cross) high = Math.Max(high, 0);
        double room = high > low ? 0.08 * (high - low) : Math.Max(1e-9, 0.1 * Math.Abs(high));
        return (low == 0 && !Cross ? 0 : low - room, high + room);
    }
}
