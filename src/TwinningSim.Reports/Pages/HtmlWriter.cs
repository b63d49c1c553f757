using System.Net;
using System.Text;
using TwinningSim.Reports.Charts;

namespace TwinningSim.Reports.Pages;

/// <summary>
/// Writes HTML. Whatever comes from a scenario or a result goes through <see cref="Text"/>, which encodes it; markup is only what our own code spells out.
/// The page is well-formed XML too, so that any tool can check it.
/// </summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _html = new();
    private int _figures;

    /// <summary>A text, encoded.</summary>
    public HtmlWriter Text(string text)
    {
        _html.Append(Encode(text));
        return this;
    }

    /// <summary>A name from outside, encoded and kept from changing the direction of its surroundings.</summary>
    public HtmlWriter Name(string name) => Open("bdi").Text(name).Close("bdi");

    /// <summary>An opening tag of our own.</summary>
    /// <param name="tag">Name of the element.</param>
    /// <param name="attributes">Names and values; values are encoded.</param>
    public HtmlWriter Open(string tag, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        _html.Append('<').Append(tag);
        foreach ((string name, string value) in attributes) _html.Append(' ').Append(name).Append("=\"").Append(Encode(value)).Append('"');
        _html.Append('>');
        return this;
    }

    /// <summary>A tag of our own that holds nothing.</summary>
    public HtmlWriter Void(string tag, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Open(tag, attributes);
        _html.Length--;
        _html.Append(" />");
        return this;
    }

    /// <summary>A closing tag of our own.</summary>
    public HtmlWriter Close(string tag)
    {
        _html.Append("</").Append(tag).Append('>');
        if (tag is not ("bdi" or "td" or "th" or "strong" or "span" or "a" or "code")) _html.Append('\n');
        return this;
    }

    /// <summary>An element that holds a text.</summary>
    public HtmlWriter Element(string tag, string text, params ReadOnlySpan<(string Name, string Value)> attributes) => Open(tag, attributes).Text(text).Close(tag);

    /// <summary>Markup of our own, as it is: a constant of the program, or a picture that was drawn and read back.</summary>
    public HtmlWriter Own(string markup)
    {
        _html.Append(markup);
        return this;
    }

    /// <summary>A chart with its caption: title, note and source stand below the picture.</summary>
    public HtmlWriter Figure(Chart chart)
    {
        string id = $"figure-{++_figures}";
        Open("figure", ("id", id)).Own(chart.ToInlineSvg(id)).Open("figcaption").Open("strong").Text($"Figure {_figures}. {chart.Text.Title}.").Close("strong");
        if (chart.Note.Length > 0) Text(" " + chart.Note);
        if (chart.Text.Source.Length > 0) Open("span", ("class", "source")).Text(" " + chart.Text.Source).Close("span");
        return Close("figcaption").Close("figure");
    }

    /// <summary>A table.</summary>
    /// <param name="caption">What it shows; stands above it.</param>
    /// <param name="heads">Heads of columns; the first is that of the names of rows.</param>
    /// <param name="rows">Rows: a name and a cell for each further column.</param>
    /// <param name="strong">Positions of rows to set apart (the baseline).</param>
    /// <param name="prose">Whether cells hold sentences instead of numbers.</param>
    public HtmlWriter Table(string caption, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows, IReadOnlySet<int>? strong = null, bool prose = false)
    {
        Open("div", ("class", "scroll"), ("role", "region"), ("aria-label", caption), ("tabindex", "0")).Open("table", ("class", prose ? "prose" : "numbers")).Element("caption", caption).Open("thead").Open("tr");
        foreach (string head in heads) Open("th", ("scope", "col")).Text(head).Close("th");
        Close("tr").Close("thead").Open("tbody");
        int at = 0;
        foreach (IReadOnlyList<string> row in rows)
        {
            if (strong?.Contains(at++) == true) Open("tr", ("class", "strong"));
            else Open("tr");
            Open("th", ("scope", "row")).Name(row[0]).Close("th");
            for (int c = 1; c < row.Count; c++) Open("td").Text(row[c]).Close("td");
            Close("tr");
        }
        return Close("tbody").Close("table").Close("div");
    }

    /// <inheritdoc/>
    public override string ToString() => _html.ToString();

    private static string Encode(string text) => WebUtility.HtmlEncode(Svg.Clean(text));
}
