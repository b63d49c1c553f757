using TwinningSim.Analysis.Comparing;

namespace TwinningSim.Reports.Tests;

public class ComparisonTableTests
{
    private static readonly string Text = Example.Text(Example.Compare());

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void No_line_is_wider_than_120(bool unicode)
    {
        Assert.All(Example.Text(Example.Compare(), unicode).Split('\n'), line => Assert.InRange(line.Length, 0, 120));
        Assert.All(Example.Text(Example.Compare(outcomes: Outcomes.All), unicode).Split('\n'), line => Assert.InRange(line.Length, 0, 120));
    }

    [Fact]
    public void It_says_what_the_same_luck_is_worth()
        => Assert.Matches("The same luck is worth [0-9]+[.][0-9] times the replicates: ", string.Join(' ', Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    [Fact]
    public void It_does_not_depend_on_the_width_of_the_terminal() => Assert.Equal(Text, Example.Text(Example.Compare(), width: 60));

    [Fact]
    public void Without_colours_there_is_no_escape_code() => Assert.DoesNotContain('\u001b', Text);

    [Fact]
    public void A_console_without_unicode_gets_ascii_only() => Assert.DoesNotContain(Example.Text(Example.Compare(), unicode: false), c => c > 126);

    [Fact]
    public void Each_design_has_a_row_and_each_but_the_baseline_a_difference()
    {
        Assert.Equal(6, Text.Split('\n').Count(l => l.StartsWith("  difference", StringComparison.Ordinal)));
        Assert.Single(Text.Split('\n'), l => l.Trim() == "baseline");
        Assert.Contains("\nsecond-partner ", Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Horizon_baseline_replicates_seed_and_version_are_stated()
        => Assert.Contains("7 designs x 40 replicates, 72 months from 2007-02, seed 20070226, baseline as-run, twinsim 0.1.0.", Text, StringComparison.Ordinal);

    [Fact]
    public void Only_what_cannot_be_told_apart_is_marked()
    {
        string[] lines = Text.Split('\n');
        string near = lines[Array.FindIndex(lines, l => l.StartsWith("second-partner", StringComparison.Ordinal)) + 1];
        string far = lines[Array.FindIndex(lines, l => l.StartsWith("no-programme", StringComparison.Ordinal)) + 1];
        Assert.Matches(@"~\+0\.\d", near);
        Assert.DoesNotContain('~', far);
    }

    [Fact]
    public void A_design_that_changes_the_world_is_marked_and_never_called_best()
    {
        Assert.Contains("\n* less-staff-turnover ", Text, StringComparison.Ordinal);
        Assert.Contains("not the effect of a policy alone", Text, StringComparison.Ordinal);
        Assert.DoesNotContain("less-staff-turnover does best", Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_answer_in_words_names_the_best_by_how_much_and_how_sure()
    {
        string words = string.Join('\n', PlainWords.Answer(Example.Compare(), Example.Facts));
        Assert.Matches(@"Firms with do-how: trainers-early-and-local-re-training does best with [\d.]+ firms \([\d.]+ to [\d.]+\), [\d.]+ more \([\d.]+ to [\d.]+\) than as-run; told apart from every other design\.", words);
        Assert.Matches(@"Not told from as-run on firms with do-how: second-partner \(about [\d,]+ replicates would tell\)\.", words);
    }

    [Fact]
    public void One_replicate_gives_values_without_intervals_and_says_why()
    {
        string text = Example.Text(Example.Compare(runs: 1));
        Assert.Contains("One replicate says nothing about chance", text, StringComparison.Ordinal);
        Assert.Contains("as-run  ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void One_design_alone_is_shown_without_a_comparison()
    {
        string text = Example.Text(Comparison.Of([Example.Design("as-run", 20, 900_000)], "as-run", Outcomes.Main));
        Assert.Contains("nothing to compare it with", text, StringComparison.Ordinal);
        Assert.DoesNotContain("difference", text.Split("or (low")[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_design_equal_to_the_baseline_shows_the_sign_of_equality()
    {
        DesignRuns design = Example.Design("as-run", 20, 900_000);
        string text = Example.Text(Comparison.Of([design, design with { Id = "the-same" }], "as-run", Outcomes.Main));
        Assert.Matches(@"difference( +=)+", text);
        Assert.Contains("Firms with do-how: as-run, the-same do equally well with ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_that_do_not_fit_go_into_a_further_table_under_the_same_names()
    {
        string text = Example.Text(Example.Compare(outcomes: Outcomes.All));
        Assert.True(text.Split("\nas-run ").Length > 2);
        Assert.All(Outcomes.All, o => Assert.Contains(o.Title.Split(' ')[0], text, StringComparison.Ordinal));
    }
}
