using System.Collections.Immutable;
using System.Xml.Linq;
using SkiaSharp;
using TwinningSim.Kernel.Time;
using TwinningSim.Reports.Charts;
using TwinningSim.Testing;

namespace TwinningSim.Reports.Tests.Charts;

public class ChartTests
{
    private static readonly XNamespace Ns = "http://www.w3.org/2000/svg";

    private static readonly ChartText Text = new()
    {
        Title = "Firms with do-how", Description = "Rises from 0 to 40.", Horizontal = "Year", Vertical = "Firms", Source = "Baseline as-run; n = 200 replicates of each design.",
    };

    public static TheoryData<string> Kinds => [.. Make("x").Keys];

    /// <summary>A chart of each kind in which everything that can be named has the same name.</summary>
    private static Dictionary<string, Chart> Make(string name)
    {
        ChartText text = Text with { Title = name, Description = name, Source = name };
        return new()
        {
            ["lines"] = new LineChart(text, new Line(name, [0, 12, 24], [1, double.NaN, 3]), new Line("other", [0, 12, 24], [2, 3, 4]) { Low = [1, 2, 3], High = [3, 4, 5] })
            {
                Start = Month.Of(2006, 9), Band = Band.SpreadOfRuns(), Marks = [new(6, name)], Levels = [new(3, name)],
            },
            ["intervals"] = new IntervalChart(text, new Interval(name, 1, 0.5, 1.5) { Words = name }, new Interval("none", double.NaN, double.NaN, double.NaN)) { Reference = 0 },
            ["histogram"] = new Histogram(text, (name, [1, 2, 2, 3]), ("other", [2, 2, double.NaN])) { Marks = [new(2, name)] },
            ["bars"] = new StackedBars(text, [name, "other"], [name, "travel"], [[1, 2], [0, 3]]),
            ["points"] = new PointChart(text, new Point(name, 1, 2), new Point("", 3, 3, 1)) { Frontier = [(0, 0), (1, 2)], Cross = true },
        };
    }

    private static string[] TextsOf(XElement svg) => [.. svg.Descendants(Ns + "text").Select(t => t.Value)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_name_stands_in_the_picture_as_text_of_the_shipped_font(string kind)
    {
        XElement svg = XElement.Parse(Make("as-run")[kind].ToSvg());
        Assert.Contains("as-run", TextsOf(svg));
        Assert.StartsWith("DejaVu Sans,", svg.Attribute("font-family")!.Value, StringComparison.Ordinal);
        Assert.Equal("as-run", svg.Element(Ns + "title")!.Value);
        Assert.Equal("as-run", svg.Element(Ns + "desc")!.Value);
        Assert.Equal("img", svg.Attribute("role")!.Value);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Within_a_page_a_chart_shares_no_identifier_with_another_and_refers_only_to_its_own(string kind)
    {
        XElement svg = XElement.Parse(Make("x")[kind].ToInlineSvg("figure-3"));
        string[] ids = [.. svg.Descendants().Attributes("id").Select(a => a.Value)];
        Assert.All(ids, id => Assert.StartsWith("figure-3-", id, StringComparison.Ordinal));
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(svg.Descendants().Attributes("clip-path"), a => Assert.Contains(a.Value[5..^1], ids));
        Assert.NotEmpty(svg.Descendants().Attributes("clip-path"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_same_data_give_the_same_bytes(string kind)
    {
        Assert.Equal(Make("x")[kind].ToSvg(), Make("x")[kind].ToSvg());
        Assert.Equal(Make("x")[kind].ToPng(), Make("x")[kind].ToPng());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_png_is_a_picture_of_the_asked_size_with_title_and_source(string kind)
    {
        Chart chart = Make("x")[kind];
        using SKBitmap single = SKBitmap.Decode(chart.ToPng(1)), twice = SKBitmap.Decode(chart.ToPng(2));
        Assert.Equal(chart.Width, single.Width);
        Assert.Equal((2 * single.Width, 2 * single.Height), (twice.Width, twice.Height));
        Assert.True(single.Height > chart.Height + 30);
        static bool Inked(SKBitmap picture, int top, int bottom) => Enumerable.Range(top, bottom - top).Any(y => Enumerable.Range(0, picture.Width).Any(x => picture.GetPixel(x, y).Red < 128));
        Assert.True(Inked(single, 0, 30), "no title");
        Assert.True(Inked(single, single.Height - 30, single.Height), "no source");
        Assert.Equal(SKColors.White, single.GetPixel(2, 2));
    }

    [Fact]
    public void No_hostile_name_breaks_a_picture_or_becomes_markup()
    {
        int harmlessKinds = Make("x").Count;
        HashSet<XName> harmless = [.. Make("x").Values.SelectMany(c => XElement.Parse(c.ToSvg()).DescendantsAndSelf().Select(e => e.Name))];
        Assert.Equal(100, HostileStrings.All.Distinct().Count());
        for (int i = 0; i < 100; i++)
        {
            string name = HostileStrings.All[i];
            Chart chart = Make(name).Values.ElementAt(i % harmlessKinds);
            XElement svg = XElement.Parse(chart.ToInlineSvg("f"));
            Assert.True(svg.DescendantsAndSelf().All(e => harmless.Contains(e.Name)), name);
            Assert.Equal(Svg.Clean(name), svg.Element(Ns + "title")!.Value);
            Assert.DoesNotContain(svg.Descendants().Attributes(), a => a.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase));
            // The beginning of it, which a cut leaves, stands there as text.
            string drawn = ShippedFonts.Drawable(Svg.Clean(name)), start = drawn[..Math.Min(5, drawn.Length)].Trim();
            Assert.True(TextsOf(svg).Any(t => t.StartsWith(start, StringComparison.Ordinal)), $"{name}: {string.Join(" | ", TextsOf(svg))}");
        }
    }

    [Fact]
    public void What_a_reader_cannot_see_is_taken_out_of_names()
        => Assert.Equal("a\ufffdb c\ufffdd", Svg.Clean("a\u0000b\nc\u202ed"));

    [Fact]
    public void A_chart_says_what_its_bands_are()
    {
        Chart chart = Make("x")["lines"];
        Assert.Contains("spread of runs", chart.Note, StringComparison.Ordinal);
        Assert.Contains(TextsOf(XElement.Parse(chart.ToSvg())), t => t.StartsWith("Bands: spread of runs (5 %", StringComparison.Ordinal));
        Assert.Contains("interval of the mean (95 %)", Band.IntervalOfTheMean().Words, StringComparison.Ordinal);
    }

    [Fact]
    public void Years_stand_at_january()
    {
        string[] texts = TextsOf(XElement.Parse(Make("x")["lines"].ToInlineSvg("f")));
        Assert.Contains("2007", texts);
        Assert.Contains("2008", texts);
        Assert.DoesNotContain("2006", texts);
    }

    [Fact]
    public void A_gap_stays_a_gap()
    {
        // The line x goes from 0 over nothing to 24: two single points, marked because no line shows them.
        XElement withGap = XElement.Parse(new LineChart(Text, new Line("x", [0, 12, 24], [1, double.NaN, 3])).ToInlineSvg("f"));
        XElement whole = XElement.Parse(new LineChart(Text, new Line("x", [0, 12, 24], [1, 2, 3])).ToInlineSvg("f"));
        static int Strokes(XElement svg) => svg.Descendants().Count(e => e.Attribute("stroke")?.Value == "#0069AA" && e.Attribute("d")!.Value.Count(c => c is 'L' or 'C') >= 2);
        Assert.Equal(1, Strokes(whole));
        Assert.Equal(0, Strokes(withGap));
    }

    [Fact]
    public void Names_of_lines_that_end_together_do_not_lie_on_each_other()
    {
        Line[] lines = [.. Enumerable.Range(0, 6).Select(i => new Line($"name {i}", [0, 10], [0, 5 + (0.001 * i)]))];
        XElement svg = XElement.Parse(new LineChart(Text, lines).ToInlineSvg("f"));
        double[] y = [.. svg.Descendants(Ns + "text").Where(t => t.Value.StartsWith("name", StringComparison.Ordinal)).Select(t => double.Parse(t.Attribute("transform")!.Value.Split(' ', '(', ')')[2]))];
        Assert.Equal(6, y.Length);
        y = [.. y.Order()];
        for (int i = 1; i < y.Length; i++) Assert.True(y[i] - y[i - 1] > 12, $"{y[i - 1]} {y[i]}");
    }

    [Fact]
    public void A_chart_without_data_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new LineChart(Text));
        Assert.Throws<ArgumentException>(() => new LineChart(Text, new Line("x", [0, 1], [1])));
        Assert.Throws<ArgumentException>(() => new IntervalChart(Text));
        Assert.Throws<ArgumentException>(() => new Histogram(Text, ("x", [double.NaN])));
        Assert.Throws<ArgumentException>(() => new PointChart(Text, new Point("x", double.NaN, 1)));
        Assert.Throws<ArgumentException>(() => new StackedBars(Text, ["a"], ["b"], [[1, 2]]));
    }

    [Theory]
    [InlineData(0.9, 1)]
    [InlineData(1.01, 2)]
    [InlineData(3, 5)]
    [InlineData(7, 10)]
    [InlineData(0.00021, 0.0005)]
    [InlineData(12345, 20000)]
    public void Steps_of_axes_are_round(double least, double step) => Assert.Equal(step, RoundSteps.For(least), step * 1e-9);

    [Fact]
    public void A_text_is_cut_to_its_width_and_never_within_a_character()
    {
        Assert.Equal("short", ShippedFonts.Fit("short", 12, 200));
        // Letters that take two code units.
        string cut = ShippedFonts.Fit(string.Concat(Enumerable.Repeat("\ud835\udd38", 50)), 12, 100);
        Assert.EndsWith("\u2026", cut, StringComparison.Ordinal);
        Assert.InRange(ShippedFonts.WidthOf(cut, 12), 60, 100);
        Assert.True(cut.Length > 10 && char.IsLowSurrogate(cut[^2]));
    }

    [Theory]
    [InlineData(false, "Fonts.DejaVuSans.ttf")]
    [InlineData(true, "Fonts.DejaVuSans-Bold.ttf")]
    public void What_draws_is_the_font_that_is_compiled_into_the_program_and_none_of_the_machine(bool bold, string name)
    {
        using Stream shipped = typeof(ShippedFonts).Assembly.GetManifestResourceStream(name)!;
        byte[] expected = new byte[shipped.Length], drawn = new byte[shipped.Length];
        shipped.ReadExactly(expected);
        // What ScottPlot resolves for the family that every text of a chart names.
        SkiaSharp.SKTypeface own = bold ? ShippedFonts.Bold : ShippedFonts.Regular, face = ScottPlot.Fonts.GetTypeface(ShippedFonts.Family, bold, false);
        Assert.Same(own, face);
        using SkiaSharp.SKStreamAsset stream = face.OpenStream();
        Assert.Equal(expected.Length, stream.Length);
        Assert.Equal(drawn.Length, stream.Read(drawn, drawn.Length));
        Assert.Equal(expected, drawn);
    }

    [Fact]
    public void What_the_font_lacks_leaves_a_sign()
    {
        Assert.Equal("Lodz \u017b\u00f3\u0142\u0107", ShippedFonts.Drawable("Lodz \u017b\u00f3\u0142\u0107"));
        Assert.Equal("a \ufffd\ufffd b", ShippedFonts.Drawable("a \u76ae\ud83d\ude80 b"));
    }
}
