using CsCheck;
using TwinningSim.Analysis.Appraising;

namespace TwinningSim.Analysis.Tests.Appraising;

public class CompositeIndexTests
{
    private static readonly Indicator[] Two = [new("a", true, 1), new("b", true, 1)];

    [Fact]
    public void Even_strengths_beat_uneven_ones_only_where_a_product_is_taken()
    {
        // By sums all three have one half and share rank 2. By products the even one has 0.55, the others sqrt(1 x 0.1) = 0.316: ranks 1 and 2.5.
        CompositeIndex index = CompositeIndex.Of(Two, ["left", "right", "even"], [[10, 0], [0, 10], [5, 5]], spread: 0);
        Assert.All(index.Candidates, c => Assert.Equal((50, 2), (c.Score, c.Rank)));
        Candidate even = index.Candidates.Single(c => c.Name == "even"), left = index.Candidates.Single(c => c.Name == "left");
        Assert.Equal((0.5, 1.5, 1, 2), (even.First, even.Median, even.Low, even.High));
        Assert.Equal((0, 2.25, 2, 2.5), (left.First, left.Median, left.Low, left.High));
        // A product moves the ranks by (1 + 0.5 + 0.5)/3, a sum by nothing: the aggregation explains all.
        Assert.Equal(1 / 3.0, index.MeanShift, 12);
        Assert.Equal(0, index.Causes.Normalisation, 12);
        Assert.Equal(1, index.Causes.Aggregation, 12);
        Assert.Equal(0, index.Causes.Remainder, 12);
    }

    [Fact]
    public void The_plain_index_is_the_weighted_sum_of_min_max_values()
    {
        Indicator[] indicators = [new("a", true, 3), new("b", false, 1)];
        CompositeIndex index = CompositeIndex.Of(indicators, ["x", "y", "z"], [[0, 10], [5, 10], [10, 30]]);
        // x: 0.75 x 0 + 0.25 x 1; y: 0.75 x 0.5 + 0.25 x 1; z: 0.75 x 1 + 0.25 x 0.
        Assert.Equal([("z", 75, 1), ("y", 62.5, 2), ("x", 25, 3)], index.Candidates.Select(c => (c.Name, Math.Round(c.Score, 9), c.Rank)));
    }

    [Theory]
    [InlineData(Normalisation.MinMax, 0, 0.25, 1)]
    [InlineData(Normalisation.ZScore, -0.980580675690920, -0.392232270276368, 1.372812945967288)]
    [InlineData(Normalisation.Rank, 0, 0.5, 1)]
    public void Normalisations_have_the_values_of_their_formulas(Normalisation method, double first, double second, double third)
    {
        // Mean 5/3, variance 26/9 for 0, 1, 4.
        double[][] values = CompositeIndex.Normalise([[0.0], [1.0], [4.0]], [new("a", true, 1)], method);
        Assert.Equal([first, second, third], values.Select(v => v[0]), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Equals_share_the_mean_of_their_ranks() => Assert.Equal([3.5, 1.5, 1.5, 3.5], CompositeIndex.Ranks([1, 2, 2, 1]));

    [Fact]
    public void Who_is_best_in_everything_comes_first_in_every_variant_and_who_is_worst_last()
        => Gen.Select(Gen.Double[0.1, 10].Array[3], Gen.Double[0, 1].Array[3].Array[2, 6], Gen.Double[0, 1]).Sample((weights, middle, spread) =>
        {
            Indicator[] indicators = [.. weights.Select((w, i) => new Indicator($"i{i}", true, w))];
            IReadOnlyList<double>[] values = [[2.0, 2, 2], .. middle, [-1.0, -1, -1]];
            CompositeIndex index = CompositeIndex.Of(indicators, [.. values.Select((_, c) => $"c{c}")], values, spread: spread, variants: 60);
            Candidate best = index.Candidates.Single(c => c.Name == "c0"), worst = index.Candidates.Single(c => c.Name == $"c{values.Length - 1}");
            return (best.Low, best.High, best.First, best.Chosen) == (1, 1, 1, 1) && worst.Low == values.Length && worst.First == 0;
        }, iter: 50);

    [Fact]
    public void The_unit_of_an_indicator_changes_nothing()
    {
        CompositeIndex kilo = CompositeIndex.Of(Two, ["x", "y", "z"], [[1, 3], [2, 2], [4, 1]]), units = CompositeIndex.Of(Two, ["x", "y", "z"], [[1000, 3], [2000, 2], [4000, 1]]);
        Assert.Equal(kilo.Candidates.Select(c => (c.Name, c.Rank, c.Median, c.First)), units.Candidates.Select(c => (c.Name, c.Rank, c.Median, c.First)));
    }

    [Fact]
    public void More_candidates_to_choose_never_lower_the_chance_of_one()
    {
        double[][] values = [[1, 3, 2], [2, 2, 2], [4, 1, 0], [0, 4, 3]];
        Indicator[] three = [.. Two, new("c", false, 2)];
        CompositeIndex one = CompositeIndex.Of(three, ["w", "x", "y", "z"], values), two = CompositeIndex.Of(three, ["w", "x", "y", "z"], values, chosen: 2);
        foreach (Candidate c in one.Candidates) Assert.True(two.Candidates.Single(o => o.Name == c.Name).Chosen >= c.Chosen);
        Assert.True(two.Candidates.Sum(c => c.Chosen) > one.Candidates.Sum(c => c.Chosen));
    }

    [Fact]
    public void What_cannot_be_ranked_is_refused()
    {
        Assert.Throws<ArgumentException>(() => CompositeIndex.Of([], ["x", "y"], [[], []]));
        Assert.Throws<ArgumentException>(() => CompositeIndex.Of(Two, ["x"], [[1, 2]]));
        Assert.Throws<ArgumentException>(() => CompositeIndex.Of(Two, ["x", "y"], [[1, 2], [1, double.NaN]]));
        Assert.Throws<ArgumentException>(() => CompositeIndex.Of([new("a", true, 0)], ["x", "y"], [[1], [2]]));
        Assert.Throws<ArgumentException>(() => CompositeIndex.Of(Two, ["x", "y"], [[1, 2], [2, 1]], spread: 1.1));
    }
}
