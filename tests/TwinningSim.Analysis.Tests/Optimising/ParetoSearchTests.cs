using TwinningSim.Analysis.Comparing;
using TwinningSim.Analysis.Optimising;

namespace TwinningSim.Analysis.Tests.Optimising;

public class ParetoSearchTests
{
    // Two levers of 41 steps: the goal is highest at (30, 10), each step costs 1, and the second goal wants little of the first lever.
    private static readonly SearchProblem Problem = new() { Steps = [41, 41], Goals = [Better.More, Better.Less], BudgetEur = 45, Start = [0, 0], FinalReplicates = 100, Seed = 3 };

    [Fact]
    public void The_best_mix_within_the_budget_is_found_in_spite_of_noise()
    {
        SearchResult result = ParetoSearch.Run(Problem, Source);
        Assert.NotNull(result.Best);
        Assert.InRange(result.Best.Steps[0], 26, 34);
        Assert.InRange(result.Best.Steps[1], 7, 14);
        Assert.All(result.Mixes.Where(m => m.OnFrontier), m => Assert.True(m.WithinBudget));
        Assert.Single(result.Mixes, m => m.IsStart);
        Assert.True(result.Best.FromStart[0].Low > 0);
        Assert.True(result.Mixes.Count(m => m.OnFrontier) > 2);
    }

    [Fact]
    public void A_tight_budget_is_kept_and_an_impossible_one_leaves_nothing()
    {
        SearchResult tight = ParetoSearch.Run(Problem with { BudgetEur = 12 }, Source);
        Assert.InRange(tight.Best!.Steps.Sum(), 8, 12);
        // A search that did not mind the budget would spend its generations beyond it.
        int beyond = 0, all = 0;
        ParetoSearch.Run(Problem with { BudgetEur = 12 }, (mixes, first, count) =>
        {
            if (first >= 5 * Problem.Replicates) (beyond, all) = (beyond + mixes.Count(m => m.Sum() > 12), all + mixes.Count);
            return Source(mixes, first, count);
        });
        Assert.InRange((double)beyond / all, 0, 0.1);
        Assert.Null(ParetoSearch.Run(Problem with { BudgetEur = -1, Generations = 2 }, Source).Best);
    }

    [Fact]
    public void The_final_numbers_come_from_replicates_that_had_no_part_in_the_choice()
    {
        var asked = new List<(int First, int Count)>();
        SearchResult result = ParetoSearch.Run(Problem, (mixes, first, count) =>
        {
            asked.Add((first, count));
            return Source(mixes, first, count);
        });
        (int last, int count) = asked[^1];
        Assert.Equal(100, count);
        Assert.True(asked.SkipLast(1).All(a => a.First + a.Count <= last));
        Assert.All(result.Mixes, m => Assert.Equal(100, m.CostEur.Count));
        // A mix that stayed was looked at again and again.
        Assert.True(last > 5 * Problem.Replicates);
    }

    [Fact]
    public void Mixes_that_cannot_be_run_are_never_chosen_and_the_same_seed_finds_the_same()
    {
        double[][][] Holes(IReadOnlyList<int[]> mixes, int first, int count)
            => [.. Source(mixes, first, count).Select((v, i) => mixes[i][0] > 25 ? v.Select(row => row.Select(_ => double.NaN).ToArray()).ToArray() : v)];
        SearchResult one = ParetoSearch.Run(Problem, Holes), two = ParetoSearch.Run(Problem, Holes);
        Assert.All(one.Mixes, m => Assert.InRange(m.Steps[0], 0, 25));
        Assert.Equal(one.Mixes.Select(m => string.Join(',', m.Steps)), two.Mixes.Select(m => string.Join(',', m.Steps)));
        Assert.Equal(one.Best!.Goals.AsEnumerable(), two.Best!.Goals.AsEnumerable());
    }

    private static double[][][] Source(IReadOnlyList<int[]> mixes, int first, int count) =>
    [
        .. mixes.Select(mix => new double[][]
        {
            [.. Enumerable.Range(first, count).Select(r => 100 - 0.2 * Math.Pow(mix[0] - 30, 2) - 0.2 * Math.Pow(mix[1] - 10, 2) + 5 * Noise.Normal(11, r) + 3 * Noise.Normal(12, r, 100 * mix[0] + mix[1]))],
            [.. Enumerable.Range(first, count).Select(r => mix[0] + Noise.Normal(13, r))],
            [.. Enumerable.Range(0, count).Select(_ => (double)(mix[0] + mix[1]))],
        }),
    ];
}
