using TwinningSim.Analysis.Comparing;
using TwinningSim.Analysis.Estimation;

namespace TwinningSim.Analysis.Tests.Comparing;

public class ComparisonTests
{
    private static readonly Outcome Firms = Outcomes.Find("firms_with_do_how")!;
    private static readonly Outcome Agreement = Outcomes.Find("first_agreement")!;
    private static readonly Outcome AddedCost = Outcomes.Find("cost_per_added_firm_eur")!;

    private static DesignRuns Runs(string id, Dictionary<string, double[]> columns)
        => new(id, id, false, [.. Enumerable.Range(0, columns.Values.First().Length)], name => columns[name]);

    private static readonly DesignRuns Base = Runs("base", new()
    {
        ["firms_with_do_how"] = [10, 12, 11, 13],
        ["spending_eur"] = [100, 100, 100, 100],
        ["first_agreement_month"] = [3, double.NaN, 5, 7],
    });

    private static readonly DesignRuns Nothing = Runs("nothing", new()
    {
        ["firms_with_do_how"] = [5, 7, 6, 8],
        ["spending_eur"] = [0, 0, 0, 0],
        ["first_agreement_month"] = [double.NaN, double.NaN, double.NaN, double.NaN],
    });

    private static readonly DesignRuns More = Runs("more", new()
    {
        ["firms_with_do_how"] = [20, 23, 21, 24],
        ["spending_eur"] = [300, 310, 290, 300],
        ["first_agreement_month"] = [2, 4, 5, 6],
    });

    private static Comparison Compare() => Comparison.Of([Base, Nothing, More], "base", [Firms, Agreement, AddedCost], "nothing");

    [Fact]
    public void Every_design_but_the_baseline_has_a_contrast_and_alpha_is_divided_by_their_number()
    {
        Comparison comparison = Compare();
        Assert.Null(comparison.Designs[0].Find("firms_with_do_how")!.Contrast);
        Assert.True(comparison.Designs[0].IsBaseline);
        PairedContrast contrast = comparison.Designs[2].Find("firms_with_do_how")!.Contrast!;
        Assert.Equal(10.5, contrast.Difference.Value, 12);
        Assert.Equal((2, 0.975), (contrast.Comparisons, contrast.Difference.Level));
        Assert.Equal(0.95, comparison.Designs[2].Find("firms_with_do_how")!.Estimate.Level);
    }

    [Fact]
    public void What_may_not_happen_is_a_share_of_runs_and_a_median_month_where_it_did()
    {
        OutcomeResult result = Compare().Designs[0].Find("first_agreement")!;
        Assert.Equal((0.75, 4, IntervalMethod.Wilson), (result.Estimate.Value, result.Estimate.Count, result.Estimate.Method));
        Assert.Equal((5, 3), (result.When!.Value, result.When.Count));
        OutcomeResult never = Compare().Designs[1].Find("first_agreement")!;
        Assert.Equal(0, never.Estimate.Value);
        Assert.False(never.When!.HasValue);
        Assert.Equal(-0.75, never.Contrast!.Difference.Value, 12);
    }

    [Fact]
    public void The_cost_of_an_added_firm_counts_only_firms_above_the_same_replicate_without_a_programme()
    {
        Comparison comparison = Compare();
        // 100 EUR for 5 firms more than nothing does, in each replicate.
        Assert.Equal(20, comparison.Designs[0].Find("cost_per_added_firm_eur")!.Estimate.Value, 12);
        // 300 EUR for (15 + 16 + 15 + 16)/4 = 15.5 firms.
        Assert.Equal(300 / 15.5, comparison.Designs[2].Find("cost_per_added_firm_eur")!.Estimate.Value, 12);
        Assert.Equal(300 / 15.5 - 20, comparison.Designs[2].Find("cost_per_added_firm_eur")!.Contrast!.Difference.Value, 12);
    }

    [Fact]
    public void Where_nothing_is_spent_or_no_design_goes_without_a_programme_an_added_firm_has_no_cost()
    {
        OutcomeResult result = Compare().Designs[1].Find("cost_per_added_firm_eur")!;
        Assert.False(result.Estimate.HasValue);
        Assert.Equal(Verdict.TooFew, result.Contrast!.Verdict);
        Assert.All(Comparison.Of([Base, More], "base", [AddedCost]).Designs, d => Assert.False(d.Outcomes[0].Estimate.HasValue));
    }

    [Fact]
    public void A_design_that_equals_the_baseline_differs_by_exactly_zero()
    {
        Comparison comparison = Comparison.Of([Base, Base with { Id = "copy" }], "base", [Firms, Agreement]);
        Assert.All(comparison.Designs[1].Outcomes, o => Assert.Equal((Verdict.Identical, 0.0), (o.Contrast!.Verdict, o.Contrast.Difference.Value)));
    }

    [Fact]
    public void The_leader_is_the_best_estimate_and_names_those_that_cannot_be_told_from_it()
    {
        DesignRuns close = Runs("close", new() { ["firms_with_do_how"] = [22, 21, 19, 25] });
        Leader leader = Assert.Single(Comparison.Of([Base, close, More], "base", [Firms]).Leaders);
        Assert.Equal("more", leader.Design);
        Assert.Equal("close", Assert.Single(leader.NotToldFrom));
    }

    [Fact]
    public void A_design_that_changes_the_world_does_not_lead()
    {
        Leader leader = Assert.Single(Comparison.Of([Base, Nothing, More with { ChangesAssumptions = true }], "base", [Firms]).Leaders);
        Assert.Equal("base", leader.Design);
    }

    [Fact]
    public void Nobody_leads_where_neither_direction_is_better()
        => Assert.Empty(Comparison.Of([Base, More], "base", [Outcomes.Find("spending_eur")!]).Leaders);

    [Fact]
    public void A_missing_value_is_left_out_and_counted()
    {
        DesignRuns holes = Runs("holes", new() { ["firms_with_do_how"] = [10, double.NaN, 11, 13] });
        OutcomeResult result = Comparison.Of([Base, holes], "base", [Firms]).Designs[1].Outcomes[0];
        Assert.Equal((1, 3, 3, 1), (result.Missing, result.Estimate.Count, result.Contrast!.Difference.Count, result.Contrast.LeftOut));
    }

    [Fact]
    public void A_baseline_that_is_not_there_is_refused()
        => Assert.Contains("'gone'", Assert.Throws<ArgumentException>(() => Comparison.Of([Base], "gone", [Firms])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_replicate_given_twice_is_refused()
        => Assert.Contains("Replicate 1", Assert.Throws<ArgumentException>(() => new Sample([1, 1], [2, 3])).Message, StringComparison.Ordinal);

    [Fact]
    public void Outcomes_have_unique_names_and_say_what_they_mean()
    {
        Assert.Equal(Outcomes.All.Length, Outcomes.All.Select(o => o.Name).Distinct().Count());
        Assert.All(Outcomes.All, o => Assert.EndsWith(".", o.Meaning, StringComparison.Ordinal));
        Assert.All(Outcomes.All, o => Assert.Equal(o.Kind is OutcomeKind.Ratio or OutcomeKind.RatioToGain, o.Per.Length > 0));
    }
}
