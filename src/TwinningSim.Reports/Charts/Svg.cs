using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TwinningSim.Reports.Charts;

/// <summary>Makes a drawn SVG fit to stand in a page: it scales, names itself to assistive technology, and shares no identifier with another one.</summary>
internal static partial class Svg
{
    private static readonly XNamespace Ns = "http://www.w3.org/2000/svg";

    /// <summary>The picture with a view box instead of a fixed size, title and description, identifiers that start with <paramref name="id"/>, and texts in whole words.</summary>
    public static string Tidy(string drawn, ChartText text, string id)
    {
        // Reading it as XML also makes sure that no name broke out of its text.
        XElement svg = XElement.Parse(drawn);
        string width = svg.Attribute("width")!.Value, height = svg.Attribute("height")!.Value;
        svg.SetAttributeValue("viewBox", $"0 0 {width} {height}");
        svg.SetAttributeValue("role", "img");
        svg.SetAttributeValue("aria-labelledby", $"{id}-title {id}-desc");
        svg.SetAttributeValue("font-family", ShippedFonts.CssFamily);
        // What the drawing clears its canvas with: a browser would fill it with black.
        svg.Elements(Ns + "rect").Where(r => r.Attribute("fill") is null).Remove();
        // The drawing counts its identifiers through all pictures of the process; here they count from 0. Each stands before its first use.
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (XElement element in svg.Descendants())
        {
            foreach (XAttribute attribute in element.Attributes())
            {
                if (attribute.Name == "id" && ids.TryAdd(attribute.Value, $"{id}-{ids.Count}")) attribute.Value = ids[attribute.Value];
                else if (attribute.Value.StartsWith("url(#", StringComparison.Ordinal)) attribute.Value = $"url(#{ids[attribute.Value[5..^1]]})";
            }
            if (element.Name == Ns + "text") JoinGlyphs(element);
            else if (element.Attribute("d") is { } path) path.Value = LongNumber().Replace(path.Value, m => float.Parse(m.Value, CultureInfo.InvariantCulture).ToString("0.#", CultureInfo.InvariantCulture));
        }
        svg.AddFirst(new XElement(Ns + "title", new XAttribute("id", $"{id}-title"), Clean(text.Title)), new XElement(Ns + "desc", new XAttribute("id", $"{id}-desc"), Clean(text.Description)));
        return svg.ToString(SaveOptions.DisableFormatting);
    }

    /// <summary>A text without what neither XML nor a reader can use: control characters, halves of characters, and marks that turn the direction of what follows.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool kept = Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                && rune.Value is not ((>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0x200E or 0x200F or 0xFEFF or 0xFFFE or 0xFFFF);
            clean.Append(kept ? rune.ToString() : rune.Value is '\t' or '\n' or '\r' or 0x2028 or 0x2029 ? " " : "\ufffd");
        }
        return clean.ToString();
    }

    /// <summary>The drawing places every letter by itself; a text that starts in one place and has a length looks the same in another font, too, and is a tenth of the size.</summary>
    private static void JoinGlyphs(XElement text)
    {
        text.SetAttributeValue("font-family", null);
        text.Value = text.Value.Trim();
        if (text.Attribute("x")?.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is not { Length: > 1 } xs) return;
        text.SetAttributeValue("x", xs[0]);
        text.SetAttributeValue("y", text.Attribute("y")!.Value.TrimEnd(' ', ','));
        float size = float.Parse(text.Attribute("font-size")!.Value, CultureInfo.InvariantCulture);
        bool bold = text.Attribute("font-weight")?.Value is "bold" or "600" or "700";
        text.SetAttributeValue("textLength", ShippedFonts.WidthOf(text.Value, size, bold).ToString("0.#", CultureInfo.InvariantCulture));
        text.SetAttributeValue("lengthAdjust", "spacingAndGlyphs");
    }

    /// <summary>A number with more digits than a tenth of a pixel needs.</summary>
    [GeneratedRegex(@"-?\d+\.\d{2,}(e-?\d+)?")]
    private static partial Regex LongNumber();
}
