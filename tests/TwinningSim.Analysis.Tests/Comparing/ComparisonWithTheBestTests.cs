using TwinningSim.Analysis.Comparing;
using TwinningSim.Analysis.Estimation;

namespace TwinningSim.Analysis.Tests.Comparing;

public class ComparisonWithTheBestTests
{
    // Dunnett (1955), table 1a: one-sided, 95 %.
    [Theory]
    [InlineData(1, 10, 1.81)]
    [InlineData(2, 10, 2.15)]
    [InlineData(3, 10, 2.34)]
    [InlineData(2, 20, 2.03)]
    [InlineData(3, 20, 2.19)]
    [InlineData(1, 1_000_000, 1.645)]
    [InlineData(3, 1_000_000, 2.06)]
    public void Critical_points_of_the_published_table(int comparisons, int degrees, double expected)
        => Assert.Equal(expected, ComparisonWithTheBest.OneSidedPoint(comparisons, degrees, 0.95), 0.005);

    [Fact]
    public void The_best_of_the_textbook_is_told_and_the_intervals_are_narrower_than_all_pairs()
    {
        ComparisonWithTheBest result = ComparisonWithTheBest.Of(PairedContrastTests.Data, Better.Less);
        Assert.Equal(49.236 - 44.35 - 0.458, result.FromTheBest[2].Value, 3);
        Assert.All(new[] { 0, 1, 3 }, i => Assert.Equal(0, result.FromTheBest[i].High));
        Assert.Equal(0, result.FromTheBest[2].Low);
        Assert.All(new[] { 0, 1, 3 }, i => Assert.True(result.FromTheBest[i].Low < 0));
    }

    [Fact]
    public void All_intervals_together_cover_as_often_as_they_say_under_common_luck()
    {
        int covered = 0;
        const int trials = 500;
        double[] means = [0, 0, 0.3, 0.5];
        double point = ComparisonWithTheBest.OneSidedPoint(3, 3 * 24, 0.95);
        for (int t = 0; t < trials; t++)
        {
            double[][] values = [.. means.Select((m, d) => Enumerable.Range(0, 25).Select(r => m + 0.8 * Noise.Normal(t, r) + 0.6 * Noise.Normal(t, r, d + 1)).ToArray())];
            ComparisonWithTheBest result = ComparisonWithTheBest.Of(values, Better.More, 0.95, point);
            if (means.Select((m, i) => m - means.Where((_, j) => j != i).Max()).Select((truth, i) => result.FromTheBest[i].Covers(truth)).All(x => x)) covered++;
        }
        // At least 95 % is promised; three standard errors of 500 trials are 2.9 %.
        Assert.InRange(covered / (double)trials, 0.92, 1);
    }
}
