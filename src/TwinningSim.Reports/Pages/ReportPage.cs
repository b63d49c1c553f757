using System.Security.Cryptography;
using System.Text;

namespace TwinningSim.Reports.Pages;

/// <summary>
/// The report: one HTML file that needs nothing else. It holds no script; its content security policy allows its own style sheet (by hash) and nothing more, so that even
/// a mistake in our encoding of names could neither run nor load anything.
/// </summary>
public static class ReportPage
{
    /// <summary>The page.</summary>
    /// <param name="title">The scenario's title.</param>
    /// <param name="question">The scenario's question; may be empty.</param>
    /// <param name="setting">What was run, in a line.</param>
    /// <param name="sections">The parts in their order.</param>
    public static string Of(string title, string question, string setting, IReadOnlyList<ReportSection> sections)
    {
        var html = new HtmlWriter();
        string hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)));
        html.Own("<!DOCTYPE html>\n").Open("html", ("lang", "en"), ("xmlns", "http://www.w3.org/1999/xhtml")).Open("head").Own("<meta charset=\"utf-8\" />\n")
            .Void("meta", ("http-equiv", "Content-Security-Policy"), ("content", $"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'"))
            .Own("\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n<meta name=\"referrer\" content=\"no-referrer\" />\n")
            .Element("title", title).Open("style").Own(Style).Close("style").Close("head").Open("body");
        html.Own("<a class=\"skip\" href=\"#content\">Skip to the content</a>\n").Open("header").Open("p", ("class", "kind")).Text("Twinning report").Close("p")
            .Open("h1").Name(title).Close("h1");
        if (question.Length > 0) html.Open("p", ("class", "question")).Name(question).Close("p");
        html.Element("p", setting, ("class", "source")).Close("header");
        html.Open("nav", ("aria-label", "Contents")).Element("h2", "Contents").Open("ol");
        foreach (ReportSection section in sections) html.Open("li").Open("a", ("href", "#" + section.Id)).Text(section.Title).Close("a").Close("li");
        html.Close("ol").Close("nav").Open("main", ("id", "content"));
        foreach (ReportSection section in sections)
        {
            html.Open("section", ("id", section.Id), ("aria-labelledby", section.Id + "-heading")).Element("h2", section.Title, ("id", section.Id + "-heading"));
            section.Write(html);
            html.Close("section");
        }
        return html.Close("main").Open("footer").Element("p", setting, ("class", "source")).Close("footer").Close("body").Close("html").ToString();
    }

    /// <summary>Colours of the page as (text, background); each pair has a contrast of 4.5 or more.</summary>
    internal static IReadOnlyList<(string Text, string Background)> Colours { get; } =
    [
        ("#1a1a1a", "#ffffff"), ("#595959", "#ffffff"), ("#00588f", "#ffffff"), ("#1a1a1a", "#eef4f9"), ("#1a1a1a", "#fff6e5"), ("#595959", "#f6f6f6"), ("#1a1a1a", "#f6f6f6"),
    ];

    private const string Style = """
        :root{color-scheme:light}
        *{box-sizing:border-box}
        html{scroll-behavior:auto}
        body{margin:0 auto;padding:2rem 1.5rem 4rem;max-width:62rem;font:1rem/1.55 "DejaVu Sans",Verdana,sans-serif;color:#1a1a1a;background:#ffffff}
        header{border-bottom:3px solid #00588f;padding-bottom:.75rem;margin-bottom:1.5rem}
        h1{font-size:1.9rem;line-height:1.2;margin:.1rem 0 .5rem}
        h2{font-size:1.3rem;line-height:1.25;margin:2.6rem 0 .7rem;padding-bottom:.25rem;border-bottom:1px solid #d9d9d9}
        h3{font-size:1.05rem;margin:1.6rem 0 .5rem}
        p,li,dd{max-width:46rem;overflow-wrap:anywhere}
        .kind{margin:0;color:#595959;font-size:.85rem}
        .question{font-size:1.15rem;margin:.4rem 0}
        .source{color:#595959;font-size:.8rem}
        .skip{position:absolute;left:-999rem}
        .skip:focus{position:static}
        a{color:#00588f}
        nav{background:#f6f6f6;padding:.8rem 1.2rem;margin:1rem 0}
        nav h2{font-size:.95rem;margin:0 0 .3rem;border:0;padding:0}
        nav ol{margin:0;padding-left:1.5rem;columns:2;column-gap:2.5rem;font-size:.9rem}
        .answer{background:#eef4f9;padding:.9rem 1.2rem;border-left:5px solid #00588f}
        .answer p{margin:.45rem 0}
        .missing{background:#fff6e5;padding:.7rem 1.1rem;border-left:5px solid #b36b00}
        figure{margin:1.4rem 0;break-inside:avoid}
        figure svg{display:block;width:100%;height:auto}
        figcaption{font-size:.85rem;color:#1a1a1a;margin-top:.35rem}
        .scroll{overflow-x:auto;margin:1.2rem 0;break-inside:avoid}
        .scroll:focus{outline:2px solid #00588f}
        table{border-collapse:collapse;font-size:.76rem;line-height:1.35;width:100%}
        caption{text-align:left;font-weight:bold;padding:.3rem 0;font-size:.85rem}
        th,td{padding:.3rem .4rem;border-bottom:1px solid #d9d9d9;vertical-align:top}
        thead th{border-bottom:2px solid #595959;vertical-align:bottom}
        th{text-align:left;font-weight:bold}
        tbody th{font-weight:normal;overflow-wrap:anywhere;min-width:7.5rem}
        .numbers td,.numbers thead th+th{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
        .numbers thead th+th{white-space:normal}
        .numbers th,.numbers td{padding:.3rem .22rem}
        .strong{background:#eef4f9}
        .strong th{font-weight:bold}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1.2rem}
        dt{color:#595959}
        dd{margin:0}
        .story{list-style:none;padding:0}
        .story li{margin:.25rem 0}
        details{margin:1rem 0}
        summary{cursor:pointer;color:#00588f}
        pre{background:#f6f6f6;padding:.8rem;overflow-x:auto;font:.78rem/1.45 "DejaVu Sans Mono",Consolas,monospace;white-space:pre-wrap;overflow-wrap:anywhere}
        code{font-family:"DejaVu Sans Mono",Consolas,monospace;font-size:.88em}
        footer{border-top:1px solid #d9d9d9;margin-top:3rem}
        @media (max-width:40rem){nav ol{columns:1}dl{grid-template-columns:1fr}}
        @page{size:A4;margin:16mm 15mm}
        @media print{
        body{max-width:none;padding:0;font-size:9.5pt}
        nav{break-after:avoid}
        h2,h3,caption{break-after:avoid}
        tr{break-inside:avoid}
        .scroll{overflow:visible}
        table{font-size:7.5pt}
        a{color:#1a1a1a;text-decoration:none}
        pre{font-size:7pt}
        }
        """;
}
