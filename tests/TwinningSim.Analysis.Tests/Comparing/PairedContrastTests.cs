using System.Collections.Immutable;
using CsCheck;
using TwinningSim.Analysis.Comparing;
using TwinningSim.Analysis.Estimation;

namespace TwinningSim.Analysis.Tests.Comparing;

/// <summary>The vehicle inspection data of Banks and others: four designs, ten replications with common random numbers.</summary>
public class PairedContrastTests
{
    internal static readonly double[][] Data =
    [
        [63.72, 32.24, 40.28, 36.94, 36.29, 56.94, 34.10, 63.36, 49.29, 87.20],
        [63.06, 31.78, 40.32, 37.71, 36.79, 57.93, 33.39, 62.92, 47.67, 80.79],
        [57.74, 29.65, 36.52, 35.71, 33.81, 51.54, 31.39, 57.24, 42.63, 67.27],
        [62.63, 31.56, 39.87, 37.35, 36.65, 57.15, 33.30, 62.21, 47.46, 79.60],
    ];

    private static Sample Design(int number) => new([.. Enumerable.Range(0, 10)], Data[number - 1]);

    [Theory]
    [InlineData(1, 50.0360)]
    [InlineData(2, 49.2360)]
    [InlineData(3, 44.3500)]
    [InlineData(4, 48.7780)]
    public void Means_of_the_textbook(int design, double expected) => Assert.Equal(expected, Estimates.Mean(Data[design - 1]).Value, 10);

    [Theory]
    [InlineData(1, 2, 4.4980)]
    [InlineData(1, 3, 28.4980)]
    [InlineData(1, 4, 5.4896)]
    [InlineData(2, 3, 11.8574)]
    [InlineData(2, 4, 0.1187)]
    [InlineData(3, 4, 9.8494)]
    public void Variances_of_the_differences(int a, int b, double expected)
    {
        PairedContrast contrast = PairedContrast.Of(Design(a), Design(b));
        double t = Quantiles.StudentT(0.975, 9);
        Assert.Equal(expected, Math.Pow(contrast.Difference.HalfWidth / t, 2) * 10, 4);
    }

    [Fact]
    public void The_difference_of_designs_1_and_3_and_its_interval()
    {
        PairedContrast contrast = PairedContrast.Of(Design(1), Design(3));
        Assert.Equal(5.6860, contrast.Difference.Value, 10);
        Assert.Equal((1.8672, 9.5048), (Math.Round(contrast.Difference.Low, 4), Math.Round(contrast.Difference.High, 4)));
        Assert.Equal(Verdict.Higher, contrast.Verdict);
        Assert.Equal(Verdict.Lower, PairedContrast.Of(Design(3), Design(1)).Verdict);
        Assert.Equal(IntervalMethod.PairedStudentT, contrast.Difference.Method);
    }

    [Fact]
    public void The_same_adjusted_for_six_comparisons()
    {
        PairedContrast contrast = PairedContrast.Of(Design(1), Design(3), comparisons: 6);
        Assert.Equal((0.0068, 11.3652), (Math.Round(contrast.Difference.Low, 4), Math.Round(contrast.Difference.High, 4)));
        Assert.Equal(1 - 0.05 / 6, contrast.Difference.Level, 12);
        Assert.Equal(Verdict.NotToldApart, PairedContrast.Of(Design(1), Design(3), comparisons: 7).Verdict);
    }

    [Fact]
    public void Common_random_numbers_are_worth_some_4360_times_the_replicates_for_designs_2_and_4()
    {
        PairedContrast contrast = PairedContrast.Of(Design(2), Design(4));
        Assert.InRange(contrast.VarianceRatio, 4360 - 10, 4360 + 10);
        Assert.Equal(518.032, Moments.Of(Data[1]).Variance + Moments.Of(Data[3]).Variance, 3);
    }

    [Fact]
    public void Intervals_cover_as_often_as_they_say()
    {
        const int trials = 1000;
        int covered = 0;
        for (int t = 0; t < trials; t++)
        {
            int[] replicates = [.. Enumerable.Range(0, 20)];
            Sample Of(double mean, int design) => new(replicates, [.. replicates.Select(r => mean + 2 * Noise.Normal(500 + t, r) + Noise.Normal(500 + t, r, design))]);
            if (PairedContrast.Of(Of(3, 1), Of(2, 2)).Difference.Covers(1)) covered++;
        }
        Assert.InRange(covered / (double)trials, 0.93, 0.97);
    }

    [Fact]
    public void Two_equal_samples_are_called_identical_and_their_difference_is_exactly_zero()
    {
        PairedContrast contrast = PairedContrast.Of(Design(2), Design(2), comparisons: 3);
        Assert.Equal((0.0, 0.0, 0.0), (contrast.Difference.Value, contrast.Difference.Low, contrast.Difference.High));
        Assert.Equal(Verdict.Identical, contrast.Verdict);
        Assert.True(double.IsNaN(contrast.VarianceRatio));
        Assert.Null(contrast.ReplicatesToTell);
    }

    [Fact]
    public void Only_replicates_that_both_designs_have_are_paired()
    {
        var one = new Sample([0, 1, 2, 3, 5], [1, 2, double.NaN, 4, 6]);
        var other = new Sample([1, 2, 3, 4, 5], [1, 1, 1, 1, 1]);
        PairedContrast contrast = PairedContrast.Of(one, other);
        Assert.Equal(3, contrast.Difference.Count);
        Assert.Equal(3, contrast.LeftOut);
        Assert.Equal(3, contrast.Difference.Value, 12);
    }

    [Fact]
    public void Fewer_than_two_pairs_say_nothing()
    {
        PairedContrast contrast = PairedContrast.Of(new Sample([0, 1], [1, 2]), new Sample([1, 2], [5, 6]));
        Assert.Equal(Verdict.TooFew, contrast.Verdict);
        Assert.False(contrast.Difference.HasInterval);
        Assert.Equal(Verdict.TooFew, PairedContrast.Of(new Sample([], []), new Sample([], [])).Verdict);
    }

    [Fact]
    public void What_cannot_be_told_apart_says_how_many_replicates_would_tell()
    {
        double[] noise = [1, -1, 1.2, -0.8, 0.9, -1.1, 1.1, -0.9];
        PairedContrast contrast = PairedContrast.Of(new Sample([.. Enumerable.Range(0, 8)], noise), new Sample([.. Enumerable.Range(0, 8)], new double[8]));
        Assert.Equal(Verdict.NotToldApart, contrast.Verdict);
        Assert.InRange(contrast.ReplicatesToTell!.Value, 1000, 100_000);
        Assert.Null(PairedContrast.Of(Design(1), Design(3)).ReplicatesToTell);
    }

    [Fact]
    public void The_order_of_rows_changes_nothing_to_the_last_bit()
        => Gen.Select(Gen.Double[-10, 10].Array[3, 40], Gen.Double[-10, 10], Gen.Int).Sample((values, shift, seed) =>
        {
            int[] order = [.. Enumerable.Range(0, values.Length)];
            new Random(seed).Shuffle(order);
            double[] other = [.. values.Select((v, i) => v * v + shift * i)];
            int[] numbers = [.. Enumerable.Range(0, values.Length)];
            PairedContrast one = PairedContrast.Of(new Sample(numbers, values), new Sample(numbers, other), 3);
            PairedContrast two = PairedContrast.Of(new Sample(order, [.. order.Select(i => values[i])]), new Sample(numbers, other), 3);
            Assert.Equal(one, two);
        });

    [Fact]
    public void Exchanging_the_two_designs_changes_the_sign_and_nothing_else()
        => Gen.Select(Gen.Double[-10, 10].Array[3, 40], Gen.Double[-3, 3]).Sample((values, shift) =>
        {
            int[] numbers = [.. Enumerable.Range(0, values.Length)];
            var a = new Sample(numbers, values);
            var b = new Sample(numbers, [.. values.Select((v, i) => v + shift + 0.1 * (i % 3))]);
            PairedContrast one = PairedContrast.Of(a, b);
            PairedContrast two = PairedContrast.Of(b, a);
            Assert.Equal(one.Difference.Value, -two.Difference.Value);
            Assert.Equal((one.Difference.Low, one.Difference.High), (-two.Difference.High, -two.Difference.Low));
            Assert.Equal(one.IsTold, two.IsTold);
        });

    /// <summary>
    /// 4,000 experiments of three designs that do not differ, 12 replicates each. All intervals together exclude zero in at most 5 % of them
    /// (standard error 0.0034; the bound is 5 of them higher), and not in far fewer, for the test can fail in both directions.
    /// </summary>
    [Fact]
    public void All_differences_together_are_wrong_in_at_most_5_percent_of_experiments()
    {
        var draws = new Random(7);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - draws.NextDouble())) * Math.Cos(2 * Math.PI * draws.NextDouble());
        int wrong = 0;
        for (int k = 0; k < 4000; k++)
        {
            double[] luck = [.. Enumerable.Range(0, 12).Select(_ => Normal())];
            Sample[] designs = [.. Enumerable.Range(0, 4).Select(_ => new Sample([.. Enumerable.Range(0, 12)], [.. luck.Select(l => 3 * l + Normal())]))];
            if (designs.Skip(1).Any(d => PairedContrast.Of(d, designs[0], 3).IsTold)) wrong++;
        }
        Assert.InRange(wrong / 4000.0, 0.02, 0.067);
    }
}
