using TwinningSim.Analysis.Estimation;

namespace TwinningSim.Analysis.Tests.Estimation;

/// <summary>The mouse data of Efron and Tibshirani (1993).</summary>
public class BootstrapTests
{
    private static readonly double[] Mice = [94, 197, 16, 38, 99, 141, 23];

    [Fact]
    public void The_mean_of_the_mice() => Assert.Equal(86.857, Estimates.Mean(Mice).Value, 3);

    [Fact]
    public void All_resamples_of_the_mice_give_the_known_percentile_and_bias_corrected_intervals()
    {
        double[] every = EveryMean();
        Estimate percentile = Bootstrap.Percentile(Mice.Average(), every, 7);
        Assert.Equal((43.4286, 134.4286), (Math.Round(percentile.Low, 4), Math.Round(percentile.High, 4)));
        double acceleration = Bootstrap.Acceleration(7, left => Mice.Where((_, i) => i != left).Average());
        Assert.Equal(0.02912, acceleration, 5);
        double[] sorted = [.. every.Order()];
        // The mean itself as the resamples have it, to the last bit.
        double mean = every.MinBy(v => Math.Abs(v - Mice.Average()));
        Assert.Equal(0.03066, Bootstrap.Bias(mean, sorted), 4);
        Estimate corrected = Bootstrap.BiasCorrected(mean, every, acceleration, 7);
        Assert.Equal((46.2857, 138.2857), (Math.Round(corrected.Low, 4), Math.Round(corrected.High, 4)));
    }

    [Fact]
    public void The_standard_error_of_seeded_resamples_is_within_3_percent_of_the_ideal()
    {
        double[] means = Bootstrap.Resample(7, 1, (rows, into) =>
        {
            double sum = 0;
            foreach (int row in rows) sum += Mice[row];
            into[0] = sum / rows.Length;
        }, resamples: 4000, seed: 7)[0];
        Assert.InRange(Math.Sqrt(Moments.Of(means).Variance) / 23.3635, 0.97, 1.03);
        Estimate percentile = Bootstrap.Percentile(Mice.Average(), means, 7);
        Assert.InRange(percentile.Low / 43.4286, 0.97, 1.03);
        Assert.InRange(percentile.High / 134.4286, 0.97, 1.03);
        Estimate corrected = Bootstrap.Mean(Mice, resamples: 4000, seed: 7);
        Assert.InRange(corrected.Low / 46.2857, 0.97, 1.03);
        Assert.InRange(corrected.High / 138.2857, 0.97, 1.03);
    }

    [Fact]
    public void Rows_stay_together_so_that_what_is_paired_stays_paired()
    {
        double[] own = [1, 5, 9, 2, 7], shifted = [.. own.Select(v => v + 3)];
        double[] differences = Bootstrap.Resample(5, 1, (rows, into) =>
        {
            double sum = 0;
            foreach (int row in rows) sum += shifted[row] - own[row];
            into[0] = sum / rows.Length;
        }, 200)[0];
        Assert.All(differences, d => Assert.Equal(3, d, 12));
    }

    [Fact]
    public void The_same_seed_gives_the_same_interval_and_another_seed_another()
    {
        Assert.Equal(Bootstrap.Mean(Mice, seed: 1, resamples: 200), Bootstrap.Mean(Mice, seed: 1, resamples: 200));
        Assert.NotEqual(Bootstrap.Resample(7, 1, (r, into) => into[0] = r[0], 50, 1)[0], Bootstrap.Resample(7, 1, (r, into) => into[0] = r[0], 50, 2)[0]);
    }

    private static double[] EveryMean()
    {
        const int count = 823_543;
        double[] means = new double[count];
        for (int c = 0; c < count; c++)
        {
            double sum = 0;
            for (int i = 0, rest = c; i < 7; i++, rest /= 7) sum += Mice[rest % 7];
            means[c] = sum / 7;
        }
        return means;
    }
}
