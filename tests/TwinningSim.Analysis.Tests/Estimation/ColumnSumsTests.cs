using CsCheck;
using TwinningSim.Analysis.Estimation;

namespace TwinningSim.Analysis.Tests.Estimation;

public class ColumnSumsTests
{
    [Fact]
    public void Moments_are_those_of_one_value_after_the_other()
        => Gen.Double[-1e3, 1e3].Array[1, 100].Sample(values =>
        {
            Moments together = ColumnSums.Of(values), alone = Moments.Of(values);
            Assert.Equal(alone.Count, together.Count);
            Assert.Equal(alone.Mean, together.Mean, 1e-10);
            if (values.Length > 1) Assert.Equal(alone.Variance, together.Variance, 1e-6);
        });

    [Fact]
    public void A_large_shift_costs_no_digits_of_the_variance()
    {
        double[] values = [.. Enumerable.Range(0, 1003).Select(i => 1e9 + (i % 2))];
        // 502 zeros and 501 ones above 1e9: the sum of squares is 502 * 501 / 1003.
        Assert.Equal(502.0 * 501 / 1003 / 1002, ColumnSums.Of(values).Variance, 1e-9);
    }

    [Fact]
    public void Differences_have_their_moments_and_signs()
        => Gen.Select(Gen.Int[-3, 3], Gen.Int[-3, 3]).Array[0, 60].Sample(pairs =>
        {
            double[] a = [.. pairs.Select(p => p.Item1 / 7.0)], b = [.. pairs.Select(p => p.Item2 / 7.0)];
            Moments found = ColumnSums.OfDifferences(a, b, out int above, out int equal), expected = Moments.Of([.. a.Zip(b, (x, y) => x - y)]);
            Assert.Equal((pairs.Count(p => p.Item1 > p.Item2), pairs.Count(p => p.Item1 == p.Item2)), (above, equal));
            Assert.Equal(expected.Count, found.Count);
            Assert.Equal(expected.Mean, found.Mean, 1e-12);
            if (pairs.Length > 1) Assert.Equal(expected.Variance, found.Variance, 1e-12);
        });

    [Fact]
    public void A_missing_value_shows_in_the_mean_and_columns_of_different_lengths_are_refused()
    {
        Assert.True(double.IsNaN(ColumnSums.Of([1, double.NaN, 3]).Mean));
        Assert.ThrowsAny<ArgumentException>(() => ColumnSums.OfDifferences([1, 2], [1], out _, out _));
    }
}
