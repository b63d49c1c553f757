using TwinningSim.Analysis.Comparing;
using TwinningSim.Analysis.Estimation;
using TwinningSim.Analysis.Targets;

namespace TwinningSim.Analysis.Tests.Targets;

/// <summary>The outcome is normal with mean 100 (1 - exp(-B/50)) and deviation 10: it reaches 60 with probability 0.8 from B = 57.6263 on.</summary>
public class TargetsTests
{
    private const double Truth = 57.6263;
    private static readonly double[] Tenths = [.. Enumerable.Range(0, 1501).Select(i => i / 10.0)];

    [Fact]
    public void A_first_answer_weighs_the_halves_and_moves_the_median()
    {
        var search = new ProbabilisticBisection(0, 1);
        Assert.Equal(0.5, search.Median);
        search.Answer(right: true, 0.7);
        Assert.Equal([(0.5, 0.6), (1.0, 1.4)], search.Pieces.Select(p => (p.End, Math.Round(p.Density, 12))));
        Assert.Equal(0.642857, search.Median, 6);
    }

    [Fact]
    public void Wrong_answers_are_outvoted()
    {
        var search = new ProbabilisticBisection(0, 1);
        for (int i = 0; i < 200; i++)
        {
            bool lies = Noise.Uniform(1, i) < 0.3;
            search.Answer(search.Median < 0.3141 != lies, 0.7);
        }
        Assert.Equal(0.3141, search.Median, 3);
        Assert.Equal(1, search.Pieces.Zip(search.Pieces.Select(p => p.End).Prepend(0), (p, left) => p.Density * (p.End - left)).Sum(), 9);
    }

    [Fact]
    public void The_test_of_power_one_tells_and_is_seldom_wrong()
    {
        int wrong = 0;
        for (int t = 0; t < 300; t++)
        {
            var test = new SignTest(0.8, 0.1);
            for (int r = 0; test.Sign == 0; r++) test.Add(Noise.Uniform(t, r) < 0.7);
            if (test.Sign > 0) wrong++;
        }
        Assert.InRange(wrong, 0, 30);
    }

    [Fact]
    public void Thresholds_are_found_with_few_runs()
    {
        int runs = 0;
        int[] found = Thresholds.Find(101, 5, open =>
        {
            runs += open.Count;
            return [.. open.Select(run => run.Step >= new[] { 0, 17, 50, 100, 101 }[run.Replicate])];
        });
        Assert.Equal([0, 17, 50, 100, 101], found);
        Assert.InRange(runs, 5, 5 * 8);
    }

    [Theory]
    [InlineData(20, 0.5, 6, 15)]
    [InlineData(100, 0.5, 40, 61)]
    public void The_quantile_of_thresholds_has_the_interval_of_order_statistics(int n, double p, int low, int high)
    {
        Estimate quantile = Thresholds.Quantile([.. Enumerable.Range(1, n).Select(i => (double)i)], p);
        Assert.Equal((low, high), ((int)quantile.Low, (int)quantile.High));
        Assert.Equal(Math.Ceiling(p * n), quantile.Value);
    }

    [Fact]
    public void Intervals_from_thresholds_cover_as_often_as_they_say()
    {
        double covered = Coverage(SizingMethod.Thresholds, out double confirmed);
        Assert.InRange(covered, 0.93, 0.97);
        Assert.InRange(confirmed, 0.96, 1);
    }

    [Fact]
    public void Intervals_from_probabilistic_bisection_cover_as_often_as_they_say()
    {
        double covered = Coverage(SizingMethod.ProbabilisticBisection, out double confirmed);
        Assert.InRange(covered, 0.93, 0.97);
        Assert.InRange(confirmed, 0.96, 1);
    }

    [Fact]
    public void What_rises_with_the_lever_under_the_same_luck_is_answered_by_thresholds_and_checked_on_both_sides()
    {
        SizingAnswer answer = TargetSizing.Answer(Question(0.8), runs => [.. runs.Select(run => Toy(Tenths[run.Step], 0, run.Replicate))]);
        Assert.Equal((SizingEnd.Found, SizingMethod.Thresholds, 0), (answer.End, answer.Method, answer.Reversals));
        Assert.True(answer.Lever.Covers(Truth));
        Assert.Equal(answer.Answer, answer.Check.Lever);
        Assert.Equal(answer.Answer - 0.1, answer.Below!.Lever, 9);
        Assert.Equal(2 * answer.Answer, answer.Check.CostEur.Value, 6);
        Assert.InRange(answer.Check.Probability.Value, 0.7, 0.9);
    }

    [Fact]
    public void The_checks_use_replicates_that_nothing_else_has_used()
    {
        var asked = new List<(int Least, int Most)>();
        SizingAnswer answer = TargetSizing.Answer(Question(0.8), runs =>
        {
            asked.Add((runs.Min(r => r.Replicate), runs.Max(r => r.Replicate)));
            return [.. runs.Select(run => Toy(Tenths[run.Step], 0, run.Replicate))];
        });
        Assert.NotNull(answer.Below);
        (int Least, int Most) check = asked[^2], below = asked[^1];
        Assert.True(check.Least > asked.SkipLast(2).Max(a => a.Most) && below.Least > check.Most);
    }

    [Fact]
    public void Luck_that_changes_with_the_lever_is_seen_and_answered_by_bisection()
    {
        SizingAnswer answer = TargetSizing.Answer(Question(0.8), runs => [.. runs.Select(run => Toy(Tenths[run.Step], run.Step, run.Replicate))]);
        Assert.Equal((SizingEnd.Found, SizingMethod.ProbabilisticBisection), (answer.End, answer.Method));
        Assert.True(answer.Reversals > 0);
        Assert.InRange(answer.Answer, 50, 66);
        Assert.Equal(IntervalMethod.InverseRegression, answer.Lever.Method);
    }

    [Theory]
    [InlineData(SizingMethod.Thresholds)]
    [InlineData(SizingMethod.ProbabilisticBisection)]
    public void An_answer_that_fresh_runs_contradict_is_found_anew_from_more_of_them(SizingMethod method)
    {
        // The replicates of the main stage are luckier than all others: no procedure could know before the check.
        var asked = new List<(int Step, int Replicate)>();
        SizingQuestion question = Question(0.8) with { Method = method };
        int lucky = method == SizingMethod.Thresholds ? 1000 : 5000;
        Trial[] Source(IReadOnlyList<(int Step, int Replicate)> runs)
        {
            asked.AddRange(runs);
            return [.. runs.Select(run => Toy(Tenths[run.Step], 0, run.Replicate) is var t && run.Replicate < lucky ? t with { Outcome = t.Outcome + 25 } : t)];
        }
        // So lucky that they reach into the check too, for a first question that nothing contradicts.
        SizingAnswer blind = TargetSizing.Answer(question, Source);
        Assert.True(blind.Confirmed && blind.Contradicted.IsEmpty);
        int used = asked.Max(a => a.Replicate) + 1;
        // Now the luck ends where the first check begins.
        lucky = used - (2 * question.Replicates);
        asked.Clear();
        SizingAnswer never = TargetSizing.Answer(question with { MostDoublings = 0 }, Source);
        Assert.False(never.Confirmed);
        Assert.Empty(never.Contradicted);
        asked.Clear();
        SizingAnswer answer = TargetSizing.Answer(question with { MostDoublings = 6 }, Source);
        Assert.True(answer.Confirmed);
        Assert.NotEmpty(answer.Contradicted);
        Assert.Equal(never.Check, answer.Contradicted[0]);
        Assert.True(answer.Answer > never.Answer);
        Assert.InRange(answer.Answer, 50, 66);
        // Everything is counted, and the last checks are fresh and as large as the last stage.
        Assert.Equal(asked.Count, answer.Runs);
        int size = question.Replicates << answer.Contradicted.Length;
        Assert.Equal(size, answer.Check.Probability.Count);
        Assert.True(asked[^(2 * size)].Replicate > asked.SkipLast(2 * size).Max(a => a.Replicate));
    }

    [Fact]
    public void A_range_that_ends_about_where_the_answer_lies_is_told_from_one_that_is_too_short()
    {
        // P(Y >= 60) is 0.79 at the end and 0.8 at 57.6: few runs cannot tell, and say so unless luck decides for them.
        double[] steps = [.. Tenths.Where(s => s < 56.3)];
        int atTheEnd = 0;
        for (int t = 0; t < 40; t++)
        {
            int trial = t;
            SizingAnswer answer = TargetSizing.Answer(Question(0.8) with { Steps = [.. steps], Replicates = 40, MostDoublings = 1 }, runs => [.. runs.Select(run => Toy(steps[run.Step], 0, run.Replicate, trial))]);
            Assert.Equal(answer.End == SizingEnd.NotReachable, answer.Check.Probability.High < 0.8 && double.IsNaN(answer.Answer));
            if (answer.End != SizingEnd.AtTheEnd) continue;
            atTheEnd++;
            Assert.Equal((false, steps[^1], 1), (answer.Confirmed, answer.Check.Lever, answer.Contradicted.Length));
            Assert.True(double.IsNaN(answer.Answer) && double.IsPositiveInfinity(answer.Lever.Value));
        }
        Assert.InRange(atTheEnd, 3, 30);
    }

    [Fact]
    public void A_range_that_ends_too_early_or_starts_high_enough_is_said_so()
    {
        Trial[] Source(double[] steps, IReadOnlyList<(int Step, int Replicate)> runs) => [.. runs.Select(run => Toy(steps[run.Step], 0, run.Replicate))];
        double[] low = [.. Tenths.Take(300)], high = [.. Tenths.Skip(900)];
        SizingAnswer never = TargetSizing.Answer(Question(0.8) with { Steps = [.. low] }, runs => Source(low, runs));
        Assert.Equal(SizingEnd.NotReachable, never.End);
        Assert.True(double.IsNaN(never.Answer));
        Assert.Equal(low[^1], never.Check.Lever);
        SizingAnswer always = TargetSizing.Answer(Question(0.8) with { Steps = [.. high] }, runs => Source(high, runs));
        Assert.Equal((SizingEnd.LeastIsEnough, high[0]), (always.End, always.Answer));
        Assert.Null(always.Below);
    }

    [Fact]
    public void The_curve_finds_its_own_parameters_again()
    {
        TargetCount[] counts = [.. new[] { 1.0, 2, 3, 4 }.Select(x => new TargetCount(x, (int)Math.Round(100_000 / (1 + Math.Exp(-(1.5 * x - 4)))), 100_000))];
        ProbabilityCurve curve = ProbabilityCurve.Fit(counts)!;
        Assert.Equal(1.5, curve.Slope, 3);
        Assert.Equal((Math.Log(4) + 4) / 1.5, curve.Where(0.8).Value, 3);
        Assert.Null(ProbabilityCurve.Fit([new(1, 0, 10), new(2, 10, 10)]));
    }

    [Fact]
    public void The_best_mix_within_a_budget_is_found_among_those_that_keep_to_it()
    {
        // Reaches the target surely at 10 of the first lever, or with luck at 10 of the second, which costs half.
        MixRuns Mix(double a, double b) => new(a, b, [.. Enumerable.Range(0, 200).Select(r => new Trial(a + 0.8 * b + 2 * Noise.Normal(4, r), 10 * a + 5 * b))]);
        SplitAnswer answer = SplitAnswer.Of([Mix(10, 0), Mix(0, 10), Mix(5, 10), Mix(0, 0), Mix(10, 10), Mix(4, 4)], 10, Better.More, 100);
        Assert.Equal((5, 10), (answer.Best!.First, answer.Best.Second));
        Assert.True(answer.Best.OnFrontier);
        Mix tooMuch = answer.Mixes.Single(m => m.First == 10 && m.Second == 10), wasteful = answer.Mixes.Single(m => m.First == 4 && m.Second == 4);
        Assert.False(tooMuch.WithinBudget);
        Assert.Null(tooMuch.LeftBehind);
        Assert.False(wasteful.OnFrontier);
        Assert.False(wasteful.NotToldFromBest);
        Assert.True(answer.Mixes.Zip(answer.Mixes.Skip(1)).All(p => p.First.CostEur.Value <= p.Second.CostEur.Value));
    }

    private static SizingQuestion Question(double probability) => new() { Steps = [.. Tenths], Target = 60, Probability = probability };

    private static Trial Toy(double b, int luck, int replicate, int trial = 0) => new(100 * (1 - Math.Exp(-b / 50)) + 10 * Noise.Normal(trial, replicate, luck), 2 * b);

    private static double Coverage(SizingMethod method, out double confirmed)
    {
        const int trials = 500;
        (int covered, int agreed) = (0, 0);
        for (int t = 0; t < trials; t++)
        {
            int trial = t;
            SizingAnswer answer = TargetSizing.Answer(Question(0.8) with { Method = method }, runs => [.. runs.Select(run => Toy(Tenths[run.Step], 0, run.Replicate, trial))]);
            // Of the steps the first one that is enough is 57.7.
            if (answer.Lever.Low <= 57.7 && answer.Lever.High >= Truth) covered++;
            if (answer.Confirmed) agreed++;
        }
        confirmed = (double)agreed / trials;
        return (double)covered / trials;
    }
}
