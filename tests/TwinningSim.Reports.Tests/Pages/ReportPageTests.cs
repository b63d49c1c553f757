using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using TwinningSim.Analysis.Comparing;
using TwinningSim.Analysis.Economics;
using TwinningSim.Analysis.Estimation;
using TwinningSim.Analysis.Runs;
using TwinningSim.Analysis.Sensitivity;
using TwinningSim.Kernel.Time;
using TwinningSim.Reports.Charts;
using TwinningSim.Reports.Pages;
using TwinningSim.Reports.Pages.Sections;
using TwinningSim.Reports.Stories;
using TwinningSim.Reports.Tests.Charts;
using TwinningSim.Testing;

namespace TwinningSim.Reports.Tests.Pages;

public partial class ReportPageTests
{
    private static readonly XNamespace Ns = "http://www.w3.org/1999/xhtml";
    private static readonly XNamespace SvgNs = "http://www.w3.org/2000/svg";

    /// <summary>A report in which everything that can carry a name carries names from a list, one after the other.</summary>
    private static string Make(Func<string, string> name)
    {
        string[] ids = [name("as-run"), name("no-programme"), name("trainers-early")];
        var facts = new ExperimentFacts
        {
            Scenario = name("example"), Title = name("An example"), Question = name("Which works better?"), Start = "2007-02", Months = 24, Seed = 1, Version = name("0.1.0"), WithoutProgramme = ids[1],
        };
        Comparison comparison = Comparison.Of([.. ids.Select((id, i) => Example.Design("as-run", 10 * i, 900_000 * (1 - (i % 2)), 12) with { Id = id, Title = name("title") })], ids[0], Outcomes.Main, ids[1]);
        MonthlyCourse course = MonthlyCourse.Of([.. Enumerable.Range(0, 72).Select(i => i / 3.0)], [.. Enumerable.Range(0, 72).Select(i => (double)(i % 7))]);
        var axis = new TimeAxis(Month.Of(2007, 2), name("source"), [new Mark(12, name("programme ends"))]);
        string[] columns = [.. MoneySection.Columns.Concat(AdoptionSection.Columns).Concat(MonitoringSection.Columns).Distinct()];
        ImmutableArray<RunMeans> means = [.. ids.Select((id, i) => new RunMeans(id, columns.ToImmutableDictionary(c => c, _ => Estimates.Mean([1.0, 2 + i, 3]))))];
        StoryEvent[] events = [new(1, "agreement-signed", name("isf"), name("chamber"), name("why"), 0), new(2, "activity-dropped", name("entry"), "", name("reason"), 0)];
        var names = new StoryNames { Start = Month.Of(2007, 2), KindOfEntry = ImmutableDictionary<string, string>.Empty };
        string left = name("isf"), right = name("chamber");
        return ReportPage.Of(facts.Title, facts.Question, name("setting"),
        [
            new AnswerSection(comparison, facts), new DesignsSection(comparison, facts),
            new CoursesSection([new CourseOfColumn("deals", "Deals", "deals", [.. ids.Select(id => (id, course))])], axis, name("chosen")),
            new TrustSection(course, course, course, axis, ids[0], [(name("first agreement"), 3)]), new KnowHowSection([(name("all firms"), course, course)], axis, ids[0]),
            new MoneySection(means, name("source")), new AdoptionSection(means, ids[0]), new MonitoringSection(means, name("chosen")), new CostSection(comparison, facts, CostEffectiveness.OfReplicates([.. ids.Select((id, i) => new EconomicRuns(id, id, [i, i + 1.0, i], [i * i, 0, 2.0 * i]))], [0, 1, 2], resamples: 20)),
            new MissingSection("missing", name("What is missing"), name("not done")),
            Sensitivity(facts, name), new FurtherAnswersSection([new("twinsim-size-1", name("twinsim size"), "", facts, [], "", [name("enough")])]),
            new LinksSection([new(left, 1), new(right + "x", 2)], [], [new(left, right + "x", 1, 3)], name("source"), name("run")),
            new StorySection([.. StoryTeller.Tell(events, names)], names, ids[0], 3, name("twinsim show")), new LimitsSection(),
            new ReproduceSection(facts, 12, name("hash"), name("scenario text"), [.. ids.Select(id => (id, name("abc")))]),
        ]);
    }

    private static SensitivitySection Sensitivity(ExperimentFacts facts, Func<string, string> name)
    {
        Estimate Of(double value) => new(value, value - 0.2, value + 0.2, 0.95, 10, IntervalMethod.BootstrapPercentile);
        ImmutableArray<VariedFactor> factors = [new(name("forgetting"), 0, 0.1), new(name("plan.course.days"), 1, 10), new(name("nothing"), 0, 1)];
        var study = new SensitivityStudy(name("as-run"), "firms_with_do_how", factors, 3, 900, 0,
            new MorrisScreening([new(Of(-4), Of(4), 1), new(Of(2), Of(2), 1), new(Of(0), Of(0), 0)], 10, 0),
            new SobolIndices([new(Of(0.3), Of(0.5)), new(Of(0.1), Of(0.25))], 10, 4, 64, 0), [factors[0].Name], null, [], null);
        return new SensitivitySection([(study, new DecisionAnswer("twinsim-sensitivity-1", name("twinsim sensitivity"), "", facts, [], study, [name("what matters")]))], [name("left out")]);
    }

    private static XElement Parse(string html)
    {
        using var reader = XmlReader.Create(new StringReader(html), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XElement.Load(reader);
    }

    private static readonly XElement Page = Parse(Make(n => n));

    [Fact]
    public void A_hundred_hostile_names_in_every_place_stay_text()
    {
        var harmless = Page.DescendantsAndSelf().Select(e => e.Name).ToHashSet();
        var attributes = Page.DescendantsAndSelf().Attributes().Select(a => a.Name).ToHashSet();
        int elements = Page.Descendants().Count(e => e.Name.Namespace == Ns && e.Name != Ns + "li");
        var used = new HashSet<string>();
        for (int start = 0; start < 100; start += 15)
        {
            int next = start;
            string html = Make(_ => HostileStrings.All[next++ % 100]);
            XElement page = Parse(html);
            Assert.Empty(page.DescendantsAndSelf().Select(e => e.Name).Except(harmless));
            Assert.Empty(page.DescendantsAndSelf().Attributes().Select(a => a.Name).Except(attributes));
            // Not one element more than with plain names.
            Assert.Equal(elements, page.Descendants().Count(e => e.Name.Namespace == Ns && e.Name != Ns + "li"));
            Assert.All(page.Descendants().Attributes("href"), a => Assert.StartsWith("#", a.Value, StringComparison.Ordinal));
            string text = string.Concat(page.DescendantNodes().OfType<XText>().Select(t => t.Value));
            for (int i = start; i < next; i++)
            {
                string clean = Svg.Clean(HostileStrings.All[i % 100]).Trim();
                if (text.Contains(clean, StringComparison.Ordinal)) used.Add(HostileStrings.All[i % 100]);
            }
        }
        Assert.Equal(100, used.Count);
    }

    [Fact]
    public void A_study_of_sensitivity_has_a_tornado_shares_of_variance_and_what_was_varied()
    {
        XElement section = Page.Descendants(Ns + "section").Single(s => s.Attribute("id")!.Value == "sensitivity");
        XElement[] captions = [.. section.Descendants(Ns + "figcaption")];
        Assert.Equal(2, captions.Length);
        Assert.Contains("How far firms with do-how of as-run moves over the range of each factor", captions[0].Value, StringComparison.Ordinal);
        Assert.Contains("95 % intervals over 10 trajectories", captions[0].Value, StringComparison.Ordinal);
        Assert.All(captions, c => Assert.Contains("24 months from 2007-02; each point is the mean of n = 3 runs, 900 runs in all; seed 1", c.Value, StringComparison.Ordinal));
        // The largest first, with the direction that its interval tells.
        string[] rows = [.. section.Descendants(SvgNs + "svg").First().Descendants(SvgNs + "text").Select(t => t.Value)];
        Assert.Contains("4 down", rows);
        Assert.Contains("2 up", rows);
        Assert.True(Array.IndexOf(rows, "4 down") < Array.IndexOf(rows, "2 up"));
        Assert.Contains("Luck: 25 %", section.Descendants(SvgNs + "svg").Last().Value, StringComparison.Ordinal);
        string[][] table = [.. section.Descendants(Ns + "tbody").Single().Elements().Select(r => r.Elements().Select(c => c.Value).ToArray())];
        Assert.Equal(["forgetting", "0 to 0.1", "4 (3.8 to 4.2)", "-4 (-4.2 to -3.8)", "1", "0.3 (0.1 to 0.5)", "0.5 (0.3 to 0.7)"], table[0]);
        Assert.Equal(["plan.course.days", "nothing", "luck (which replicates)"], table[1..].Select(r => r[0]));
        Assert.Equal(["-", "-"], table[1][5..]);
    }

    [Fact]
    public void The_page_has_one_title_headings_in_order_and_a_language()
    {
        Assert.Equal("en", Page.Attribute("lang")!.Value);
        Assert.Single(Page.Descendants(Ns + "h1"));
        Assert.Equal("An example", Page.Descendants(Ns + "title").Single().Value);
        int[] levels = [.. Page.Descendants().Where(e => e.Name.Namespace == Ns && Heading().IsMatch(e.Name.LocalName)).Select(e => e.Name.LocalName[1] - '0')];
        for (int i = 1; i < levels.Length; i++) Assert.True(levels[i] <= levels[i - 1] + 1, $"heading {i} jumps from {levels[i - 1]} to {levels[i]}");
        Assert.All(Page.Descendants().Where(e => Heading().IsMatch(e.Name.LocalName)), e => Assert.NotEqual("", e.Value.Trim()));
    }

    [Fact]
    public void Every_picture_says_in_words_what_it_shows()
    {
        XElement[] pictures = [.. Page.Descendants(SvgNs + "svg")];
        Assert.True(pictures.Length >= 9);
        string[] ids = [.. Page.Descendants().Attributes("id").Select(a => a.Value)];
        Assert.Equal(ids.Distinct(), ids);
        foreach (XElement picture in pictures)
        {
            Assert.Equal("img", picture.Attribute("role")!.Value);
            string[] named = picture.Attribute("aria-labelledby")!.Value.Split(' ');
            Assert.All(named, id => Assert.Contains(id, ids));
            Assert.True(picture.Element(SvgNs + "desc")!.Value.Length > 30, picture.Element(SvgNs + "title")!.Value);
            Assert.StartsWith("Figure ", picture.Parent!.Element(Ns + "figcaption")!.Value, StringComparison.Ordinal);
            // Baseline, horizon, number of replicates, seed and version, or what the section was given as such.
            Assert.Matches("source|Design as-run; 24 months from 2007-02; each point is the mean of n = 3 runs, 900 runs in all; seed 1; twinsim 0.1.0|Baseline as-run; 24 months from 2007-02; n = 12 replicates of each design; seed 1; twinsim 0.1.0", picture.Parent!.Element(Ns + "figcaption")!.Value);
        }
        Assert.Contains(Page.Descendants(Ns + "figcaption"), c => c.Value.Contains("Bands: spread of runs", StringComparison.Ordinal));
        Assert.Contains(Page.Descendants(Ns + "figcaption"), c => c.Value.Contains("Bands: interval of the mean", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_table_has_a_caption_and_heads_that_belong_to_rows_and_columns()
    {
        Assert.All(Page.Descendants(Ns + "table"), table => Assert.NotEqual("", table.Element(Ns + "caption")!.Value));
        Assert.All(Page.Descendants(Ns + "th"), th => Assert.Contains(th.Attribute("scope")!.Value, new[] { "row", "col" }));
        foreach (XElement table in Page.Descendants(Ns + "table"))
        {
            int heads = table.Descendants(Ns + "thead").Descendants(Ns + "th").Count();
            Assert.All(table.Descendants(Ns + "tbody").Descendants(Ns + "tr"), tr => Assert.Equal(heads, tr.Elements().Count()));
        }
    }

    [Fact]
    public void The_policy_allows_the_style_sheet_and_nothing_else_and_there_is_no_script()
    {
        string style = Page.Descendants(Ns + "style").Single().Value, policy = Page.Descendants(Ns + "meta").Single(m => m.Attribute("http-equiv") is not null).Attribute("content")!.Value;
        Assert.Equal($"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'; base-uri 'none'; form-action 'none'", policy);
        Assert.DoesNotContain(Page.DescendantsAndSelf(), e => e.Name.LocalName is "script" or "iframe" or "link" or "img" or "object");
        Assert.DoesNotContain(Page.DescendantsAndSelf().Attributes(), a => a.Name.LocalName is "style" or "src" || a.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.DoesNotContain("url(", style, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", style, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_colour_of_a_text_has_enough_contrast()
    {
        foreach ((string text, string background) in ReportPage.Colours) Assert.True(PaletteTests.Contrast(text, background) >= 4.5, $"{text} on {background}");
        string style = Page.Descendants(Ns + "style").Single().Value;
        string[] texts = [.. TextColour().Matches(style).Select(m => m.Groups[1].Value).Distinct()], backgrounds = [.. Background().Matches(style).Select(m => m.Groups[1].Value).Distinct()];
        Assert.Equal(ReportPage.Colours.Select(c => c.Text).Distinct().Order(), texts.Order());
        Assert.Equal(ReportPage.Colours.Select(c => c.Background).Distinct().Order(), backgrounds.Order());
        foreach (XElement text in Page.Descendants(SvgNs + "text"))
        {
            string fill = text.Attribute("fill")?.Value ?? "#000000";
            Assert.True(PaletteTests.Contrast(fill.Length == 7 ? fill : "#000000", "#ffffff") >= 4.5, fill);
        }
    }

    [Fact]
    public void A_part_without_a_result_says_why()
        => Assert.Equal("not done", Page.Descendants(Ns + "section").Single(s => s.Attribute("id")!.Value == "missing").Element(Ns + "p")!.Value);

    [GeneratedRegex("^h[1-6]$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"(?<![-\w])color:(#[0-9a-f]{6})")]
    private static partial Regex TextColour();

    [GeneratedRegex(@"background:(#[0-9a-f]{6})")]
    private static partial Regex Background();
}
