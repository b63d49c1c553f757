using System.Text.Json.Nodes;
using TwinningSim.Testing;

namespace TwinningSim.EndToEnd;

/// <summary>A few runs of three designs of the footwear scenario, to report on.</summary>
public sealed class FootwearResults : IDisposable
{
    private readonly TemporaryFolder _scratch = new();

    public FootwearResults() => Run(6, "as-run,no-programme,trainers-early", "results");

    public string this[string name] => _scratch[name];

    public void Dispose() => _scratch.Dispose();

    internal Ended Twinsim(params string[] arguments) => EndToEnd.Twinsim.Run(_scratch.Path, arguments);

    internal void Run(int replicates, string designs, string folder)
    {
        Ended ran = Twinsim("run", Path.Combine(Repository.Root, "scenarios", "chennai-footwear.yaml"), "-n", replicates.ToString(), "--designs", designs, "-o", folder, "-q");
        Assert.True(ran.Code == 0, ran.ToString());
    }
}

public sealed class ReportTests(FootwearResults footwear) : IClassFixture<FootwearResults>
{
    private Ended Twinsim(params string[] arguments) => footwear.Twinsim(arguments);

    [Fact]
    public void A_report_is_one_file_with_every_part()
    {
        Ended ended = Twinsim("report", "results", "--pictures", "figures");
        Assert.True(ended is { Code: 0, Error: "" }, ended.ToString());
        Assert.StartsWith($"Wrote {Path.Combine("results", "report.html")} (", ended.Output, StringComparison.Ordinal);
        string html = File.ReadAllText(footwear["results/report.html"]);
        string[] parts = ["answer", "designs", "over-time", "trust", "know-how", "money", "adoption", "monitoring", "cost-effectiveness", "sensitivity", "links", "story", "limits", "reproduce"];
        Assert.All(parts, part => Assert.Contains($"<section id=\"{part}\"", html, StringComparison.Ordinal));
        Assert.Contains("cfti", html, StringComparison.Ordinal);
        Assert.Contains("scenario: chennai-footwear", html, StringComparison.Ordinal);
        string[] pictures = [.. Directory.GetFiles(footwear["figures"]).Select(p => Path.GetFileName(p)!).Order()];
        int figures = html.Split("<figure ").Length - 1;
        Assert.Equal(2 * figures, pictures.Length);
        Assert.Equal(["figure-01.png", "figure-01.svg"], pictures[..2]);

        // The same results give the same bytes; another baseline gives another report.
        Twinsim("report", "results", "--out", "again.html");
        Assert.Equal(html, File.ReadAllText(footwear["again.html"]));
        Ended other = Twinsim("report", "results", "--out", "other.html", "--baseline", "trainers-early", "--replicate", "2");
        Assert.True(other.Code == 0, other.ToString());
        Assert.Contains("Replicate 2 of trainers-early", File.ReadAllText(footwear["other.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_on_results_with_another_set_of_parameters_tells_one_of_their_runs()
    {
        string scenario = Path.Combine(Repository.Root, "scenarios", "chennai-footwear.yaml");
        Ended ran = Twinsim("run", scenario, "-n", "2", "--designs", "as-run,no-programme", "--parameters", "posterior", "-o", "drawn", "-q"), told = Twinsim("report", "drawn", "--replicate", "1");
        Assert.True(ran.Code == 0 && told.Code == 0, ran.ToString() + told);
        string html = File.ReadAllText(footwear["drawn/report.html"]);
        Assert.Contains("--replicates 2 --parameters posterior", html, StringComparison.Ordinal);
        Assert.Contains("twinsim report results/chennai-footwear-posterior", html, StringComparison.Ordinal);
        const string command = "--design as-run --replicate 1 --seed 20070226 --parameters posterior";
        Assert.Contains(command, html, StringComparison.Ordinal);
        // The command that the page gives tells the run of the page, which is another one than at the defaults.
        string page = System.Net.WebUtility.HtmlDecode(html);
        string[] Missing(string set) => [.. JsonNode.Parse(Twinsim(["show", scenario, .. command.Split(' ')[..^1], set, "--json"]).Output)!["lines"]!.AsArray().Select(line => (string)line!["text"]!)
            .Where(text => !page.Contains(text, StringComparison.Ordinal))];
        Assert.Empty(Missing("posterior"));
        Assert.NotEmpty(Missing("defaults"));
        Assert.Equal(2, Twinsim("show", scenario, "--parameters", "prior").Code);
    }

    [Fact]
    public void A_report_without_a_design_without_a_programme_says_what_is_missing()
    {
        footwear.Run(2, "as-run", "alone");
        Assert.Equal(0, Twinsim("report", "alone").Code);
        Assert.Contains("The results hold no design without a programme", File.ReadAllText(footwear["alone/report.html"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("report nothing", "There is no folder 'nothing'. Run an experiment first")]
    [InlineData("report .", "holds no results: there is no manifest.json")]
    public void What_holds_no_results_is_bad_input(string arguments, string message)
    {
        Ended ended = Twinsim(arguments.Split(' '));
        Assert.True(ended.Code == 2, ended.ToString());
        Assert.Contains(message, ended.Error, StringComparison.Ordinal);
        CommandLineTests.AssertIsClean(ended);
    }

    [Fact]
    public void A_baseline_or_a_file_that_cannot_be_is_bad_input()
    {
        Assert.Contains("The design 'as-ran' does not exist. There are: as-run, no-programme, trainers-early. Did you mean 'as-run'?", Twinsim("report", "results", "--baseline", "as-ran").Error, StringComparison.Ordinal);
        Assert.Contains("is a folder. Give the name of a file with --out.", Twinsim("report", "results", "--out", "results").Error, StringComparison.Ordinal);
    }

    /// <summary>Opens the report from disk as a planner does. Text is measured against what lies behind it, as painted.</summary>
    [BrowserFact]
    public async Task In_a_real_browser_the_report_asks_for_nothing_complains_of_nothing_and_can_be_read()
    {
        footwear.Run(20, "as-run,no-programme,trainers-early", "many");
        Assert.Equal(0, Twinsim("report", "many").Code);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        string address = new Uri(footwear["many/report.html"]).AbsoluteUri;
        await using Browser browser = await Browser.Open(address, limit.Token);
        Assert.Equal("Chennai footwear and the Marche", (string?)await browser.Evaluate("document.title", limit.Token));
        JsonNode seen = (await browser.Evaluate(Look, limit.Token))!;
        Assert.Equal(0, (int)seen["scripts"]!);
        Assert.True((int)seen["figures"]! >= 12, seen.ToJsonString());
        Assert.Equal((int)seen["figures"]!, (int)seen["drawn"]!);
        Assert.Empty(seen["pale"]!.AsArray());
        Assert.Empty(seen["broken"]!.AsArray());
        Assert.True((int)seen["width"]! <= (int)seen["window"]!, "the page is wider than its window");
        byte[] pdf = await browser.Print(limit.Token);
        Assert.Equal("%PDF", System.Text.Encoding.ASCII.GetString(pdf, 0, 4));
        int pages = System.Text.RegularExpressions.Regex.Count(System.Text.Encoding.Latin1.GetString(pdf), @"/Type\s*/Page\b");
        Assert.InRange(pages, 8, 25);
        Assert.Empty(browser.Console);
        Assert.Equal([address], browser.Requests);
        // The canary: a page that asks for a file and complains is caught.
        File.WriteAllText(footwear["bad.html"], "<title>x</title><img src=missing.png><script>console.error('no')</script>");
        await using Browser bad = await Browser.Open(new Uri(footwear["bad.html"]).AbsoluteUri, limit.Token);
        Assert.NotEmpty(bad.Console);
        Assert.Equal(2, bad.Requests.Count);
    }

    private const string Look = """
        (() => {
          const lum = c => { const v = c.map(x => x / 255).map(x => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4); return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2]; };
          const rgb = s => (s.match(/[\d.]+/g) || []).map(Number);
          const behind = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c.length === 3 || c[3] === 1) return c; } return [255, 255, 255]; };
          const pale = [];
          for (const e of document.body.querySelectorAll('*')) {
            const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
            if (!own || e.closest('defs, title, desc, style')) continue;
            const css = getComputedStyle(e);
            const text = rgb(e.closest('svg') ? css.fill : css.color), back = behind(e.closest('svg') ? e.closest('figure') : e);
            const [a, b] = [lum(text.slice(0, 3)), lum(back)];
            const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            if (contrast < 4.5) pale.push(e.textContent.slice(0, 40) + ' ' + contrast.toFixed(2));
          }
          const broken = [...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href').slice(1)).filter(id => !document.getElementById(id));
          const drawn = [...document.querySelectorAll('figure svg')].filter(s => { const r = s.getBoundingClientRect(); return r.width > 300 && r.height > 60; }).length;
          return { scripts: document.scripts.length, figures: document.querySelectorAll('figure').length, drawn, pale, broken,
            width: document.documentElement.scrollWidth, window: document.documentElement.clientWidth };
        })()
        """;
}

/// <summary>A test in a real browser: takes part if TWINSIM_LONG_TESTS is 1 and there is a Chromium.</summary>
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("TWINSIM_LONG_TESTS") != "1") Skip = "Set TWINSIM_LONG_TESTS=1 to run it.";
        else if (Browser.Program is null) Skip = "There is no Chromium: apt-get install --no-install-recommends chromium.";
    }
}
