using TwinningSim.Analysis.Estimation;

namespace TwinningSim.Analysis.Tests.Estimation;

public class SharesAndRatiosTests
{
    // Score limits: 32/50 gives 0.50136 to 0.75857, 22/50 gives 0.31161 to 0.57689; phi = (20*16 - 12*2 - 25)/sqrt(32*18*22*28) = 271/595.66.
    [Fact]
    public void The_difference_of_two_shares_of_the_same_replicates_by_hand()
    {
        Estimate difference = Estimates.DifferenceOfShares(20, 12, 2, 16);
        Assert.Equal(0.2, difference.Value, 12);
        double phi = 271 / Math.Sqrt(32.0 * 18 * 22 * 28);
        Estimate first = Estimates.Share(32, 50), second = Estimates.Share(22, 50);
        double Half(double a, double b) => Math.Sqrt(a * a - 2 * phi * a * b + b * b);
        Assert.Equal(0.2 - Half(0.64 - first.Low, second.High - 0.44), difference.Low, 12);
        Assert.Equal(0.2 + Half(first.High - 0.64, 0.44 - second.Low), difference.High, 12);
        Assert.Equal((0.0562, 0.3292), (Math.Round(difference.Low, 4), Math.Round(difference.High, 4)));
    }

    [Fact]
    public void Shares_that_agree_in_every_replicate_still_have_an_interval_and_turning_them_round_turns_the_sign()
    {
        Estimate none = Estimates.DifferenceOfShares(20, 0, 0, 0);
        Assert.Equal(0, none.Value);
        Assert.True(none.Low < 0 && none.High > 0);
        Estimate one = Estimates.DifferenceOfShares(10, 7, 3, 5), other = Estimates.DifferenceOfShares(10, 3, 7, 5);
        Assert.Equal(one.Low, -other.High, 12);
        Assert.Equal(one.High, -other.Low, 12);
    }

    [Fact]
    public void The_interval_for_paired_shares_covers_as_often_as_it_says()
    {
        int covered = 0;
        const int trials = 1000;
        for (int t = 0; t < trials; t++)
        {
            int[] cells = new int[4];
            for (int r = 0; r < 80; r++)
            {
                double luck = Noise.Uniform(t, r), own = Noise.Uniform(t, r, 1);
                // True shares 0.6 and 0.45: the same luck decides most of both.
                bool a = 0.8 * luck + 0.2 * own < Quantile(0.6), b = 0.8 * luck + 0.2 * Noise.Uniform(t, r, 2) < Quantile(0.45);
                cells[a && b ? 0 : a ? 1 : b ? 2 : 3]++;
            }
            if (Estimates.DifferenceOfShares(cells[0], cells[1], cells[2], cells[3]).Covers(0.15)) covered++;
        }
        Assert.InRange(covered / (double)trials, 0.93, 0.985);

        // The quantile of 0.8 U + 0.2 V, between 0.2 and 0.8 a straight line.
        static double Quantile(double p) => 0.8 * p + 0.1;
    }

    [Fact]
    public void Fieller_is_the_set_of_ratios_that_the_data_do_not_exclude()
    {
        double[] y = [3, 5, 4, 6, 8, 5], x = [1, 2, 1.5, 2, 3, 2];
        Estimate ratio = Estimates.FiellerRatio(y, x);
        Assert.Equal(y.Average() / x.Average(), ratio.Value, 12);
        foreach (double end in new[] { ratio.Low, ratio.High })
        {
            Estimate residual = Estimates.Mean([.. y.Select((v, i) => v - end * x[i])]);
            Assert.Equal(0, Math.Min(Math.Abs(residual.Low), Math.Abs(residual.High)), 9);
        }
        Assert.False(Estimates.FiellerRatio(y, [1, -1, 1, -1, 0.5, -0.4]).HasInterval);
    }

    [Fact]
    public void Fieller_covers_as_often_as_it_says_where_the_denominator_is_uncertain()
    {
        int covered = 0;
        const int trials = 1000;
        for (int t = 0; t < trials; t++)
        {
            double[] x = [.. Enumerable.Range(0, 20).Select(r => 1 + Noise.Normal(t, r))];
            double[] y = [.. Enumerable.Range(0, 20).Select(r => 3 + 2 * Noise.Normal(t, r, 1) + Noise.Normal(t, r))];
            Estimate ratio = Estimates.FiellerRatio(y, x);
            if (!ratio.HasInterval || ratio.Covers(3)) covered++;
        }
        Assert.InRange(covered / (double)trials, 0.93, 0.97);
    }
}
