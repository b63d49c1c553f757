using ScottPlot;
using SkiaSharp;

namespace TwinningSim.Reports.Charts;

/// <summary>
/// The fonts that charts are drawn with: DejaVu Sans, regular and bold, shipped within the program. A chart that took the machine's fonts would look different on
/// each machine, and would lose its text without an error on one that has none.
/// </summary>
internal static class ShippedFonts
{
    /// <summary>Name of the family.</summary>
    public const string Family = "DejaVu Sans";

    /// <summary>The same for a browser: Verdana has the same proportions, where DejaVu is missing.</summary>
    public const string CssFamily = "DejaVu Sans, Verdana, sans-serif";

    /// <summary>The regular face.</summary>
    public static SKTypeface Regular { get; } = Load("DejaVuSans.ttf");

    /// <summary>The bold face.</summary>
    public static SKTypeface Bold { get; } = Load("DejaVuSans-Bold.ttf");

    static ShippedFonts()
    {
        ScottPlot.Fonts.FontResolvers.Insert(0, new Resolver());
        ScottPlot.Fonts.Default = Family;
    }

    /// <summary>Width of a text, pixels.</summary>
    public static float WidthOf(string text, float size, bool bold = false)
    {
        using var font = new SKFont(bold ? Bold : Regular, size);
        return font.MeasureText(text);
    }

    /// <summary>A text with a sign in place of each character that the font cannot draw: it would vanish without a trace.</summary>
    public static string Drawable(string text)
    {
        if (Regular.ContainsGlyphs(text)) return text;
        return string.Concat(text.EnumerateRunes().Select(rune => Regular.ContainsGlyph(rune.Value) ? rune.ToString() : "\ufffd"));
    }

    /// <summary>A text as it can be drawn, cut so that it is no wider than a number of pixels.</summary>
    public static string Fit(string text, float size, float width, bool bold = false)
    {
        text = Drawable(Svg.Clean(text));
        if (WidthOf(text, size, bold) <= width) return text;
        int length = text.Length;
        do length -= length > 1 && char.IsLowSurrogate(text[length - 1]) ? 2 : 1;
        while (length > 0 && WidthOf(text[..length] + "\u2026", size, bold) > width);
        return text[..length] + "\u2026";
    }

    private static SKTypeface Load(string name)
    {
        using Stream stream = typeof(ShippedFonts).Assembly.GetManifestResourceStream("Fonts." + name)!;
        using var data = SKData.Create(stream);
        return SKTypeface.FromData(data);
    }

    private sealed class Resolver : IFontResolver
    {
        public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing)
            => fontName != Family ? null : weight > FontWeight.Medium ? Bold : Regular;

        public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => fontName != Family ? null : bold ? Bold : Regular;
    }
}
