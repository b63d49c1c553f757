using TwinningSim.Analysis.Comparing;
using TwinningSim.Analysis.Estimation;
using TwinningSim.Analysis.Stopping;
using TwinningSim.Kernel.Numerics;
using TwinningSim.Kernel.Randomness;

namespace TwinningSim.Analysis.Tests.Stopping;

/// <summary>
/// How often reported intervals cover the truth, over 1,000 repetitions of a cheap model whose truth is known: two designs under common random numbers. At 95 % the share has a
/// standard error of 0.0069; each band is three of them wide on both sides, which a right interval leaves once in 370 times. The seeds are fixed.
/// </summary>
public sealed class CoverageTests
{
    private const int Repetitions = 1000;
    private const double Low = 0.95 - (3 * 0.0069), High = 0.95 + (3 * 0.0069);

    [Fact]
    public void Intervals_of_means_cover_as_often_as_they_say()
        => Assert.InRange(Covered((draws) => Estimates.Mean(Values(draws, 60)), TruthA), Low, High);

    [Fact]
    public void Intervals_of_paired_differences_cover_as_often_as_they_say()
        => Assert.InRange(Covered(draws => Difference(draws, 60), TruthB - TruthA), Low, High);

    [Fact]
    public void Intervals_of_shares_cover_as_often_as_they_say()
        => Assert.InRange(Covered(draws => Estimates.Share(Values(draws, 80).Count(x => x > 10), 80), 0.5), Low, High);

    [Fact]
    public void Intervals_of_medians_cover_at_least_as_often_as_they_say()
        => Assert.InRange(Covered(draws => Estimates.Median(Values(draws, 80)), 10), Low, 1);

    /// <summary>A sequential rule stops a little more often where the spread looks small: its level holds in the limit only.</summary>
    [Fact]
    public void Intervals_where_a_stopping_rule_ended_cover_as_often_as_they_say()
        => Assert.InRange(Covered(draws => Estimates.Mean(Values(draws, Stop(Values(draws, 400), Precision.Absolute(0.4)))), TruthA), Low, High);

    [Fact]
    public void Intervals_where_a_rule_for_a_relative_error_ended_cover_as_often_as_they_say()
        => Assert.InRange(Covered(draws => Estimates.Mean(Values(draws, Stop(Values(draws, 400), Precision.RelativeTo(0.05)))), TruthA), Low, High);

    /// <summary>The half-width of the rule covers at least as often as its level, since it stops only when the interval is narrower.</summary>
    [Fact]
    public void The_error_is_within_the_relative_limit_as_often_as_the_level_says()
    {
        int within = Enumerable.Range(0, Repetitions).Count(seed =>
        {
            var draws = new Draws((ulong)seed, 1);
            double mean = Moments.Of(Values(draws, Stop(Values(draws, 400), Precision.RelativeTo(0.05)))).Mean;
            return Math.Abs(mean - TruthA) <= 0.05 * TruthA;
        });
        Assert.InRange(within / (double)Repetitions, Low, 1);
    }

    /// <summary>The canary: an interval that is too narrow by a fifth covers 88 % and leaves the band.</summary>
    [Fact]
    public void The_band_notices_an_interval_that_is_too_narrow()
        => Assert.NotInRange(Covered(draws => Estimates.Mean(Values(draws, 60), 0.88), TruthA), Low, High);

    // The cheap model: a lognormal outcome with median 10, and a design that makes it larger by a tenth and a little noise of its own.
    private const double Spread = 0.25;
    private static readonly double TruthA = 10 * PortableMath.Exp(Spread * Spread / 2);
    private static readonly double TruthB = (1.1 * TruthA) + 0.5;

    private static double[] Values(Draws draws, int count)
        => [.. Enumerable.Range(0, count).Select(r => 10 * PortableMath.Exp(Spread * draws.Normal(Chance.Stratum, r, 0)))];

    private static Estimate Difference(Draws draws, int count)
    {
        double[] a = Values(draws, count), b = [.. a.Select((x, r) => (1.1 * x) + 0.5 + draws.Normal(Chance.WithinStratum, r, 0))];
        int[] replicates = [.. Enumerable.Range(0, count)];
        return PairedContrast.Of(new Sample(replicates, b), new Sample(replicates, a)).Difference;
    }

    private static int Stop(double[] values, Precision precision) => StoppingRule.Look([new Series("x", values, precision)]).Replicates!.Value;

    private static double Covered(Func<Draws, Estimate> estimate, double truth)
        => Enumerable.Range(0, Repetitions).Count(seed => estimate(new Draws((ulong)seed, 1)).Covers(truth)) / (double)Repetitions;
}
