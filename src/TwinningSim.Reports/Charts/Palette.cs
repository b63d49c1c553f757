using ScottPlot;

namespace TwinningSim.Reports.Charts;

/// <summary>
/// Colours and line patterns of series. Every colour has a contrast of 4.5 or more against white, so that it may also colour a text; no two look alike to a reader
/// who does not see red, green or blue; and a series also has a line pattern and a marker of its own, so that a print without colours can be read.
/// </summary>
internal static class Palette
{
    /// <summary>Colours in order of use, as in CSS.</summary>
    public static readonly string[] Colours = ["#0069aa", "#c24a00", "#1a1a1a", "#00502f", "#7d207d", "#634300", "#5a6978"];

    private static readonly LinePattern[] Patterns =
    [
        LinePattern.Solid, LinePattern.Dashed, LinePattern.Solid, new([2, 3], 0, "fine"), new([10, 3, 2, 3], 0, "dash-dot"), new([5, 4], 0, "short"), LinePattern.Dotted,
    ];

    private static readonly MarkerShape[] Markers =
    [
        MarkerShape.FilledCircle, MarkerShape.FilledDiamond, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledTriangleDown, MarkerShape.OpenCircle, MarkerShape.OpenSquare,
    ];

    public const string Ink = "#1a1a1a";
    public const string Muted = "#595959";
    public const string Rule = "#d9d9d9";

    public static string Hex(int series) => Colours[series % Colours.Length];

    public static Color Of(int series) => Color.FromHex(Hex(series));

    public static LinePattern Pattern(int series) => Patterns[series % Patterns.Length];

    public static MarkerShape Marker(int series) => Markers[series % Markers.Length];
}
