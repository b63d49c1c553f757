using System.Collections.Immutable;
using TwinningSim.Analysis.Calibration;
using TwinningSim.Kernel.Numerics;
using TwinningSim.Kernel.Randomness;

namespace TwinningSim.Analysis.Tests.Calibration;

/// <summary>Calibrations whose answer is known. Seeds are fixed; tolerances are some five standard errors of the sample.</summary>
public class CalibratorTests
{
    private static readonly DrawPurpose Chance = new(200);

    /// <summary>Twenty draws of variance 1 around the parameter; the statistic is their mean: posterior N(xbar, 1/20) under a flat prior.</summary>
    private static readonly Problem NormalMean = new([new FreeParameter("mean", -4, 6)], [new Target("mean of 20", "data", 0.7, 1)]);

    private static IReadOnlyList<ImmutableArray<double>> MeanOfTwenty(int batch, IReadOnlyList<ParameterPoint> points)
        => [.. points.Select(p => ImmutableArray.Create(p.Values[0] + (Normal(p, 0) / Math.Sqrt(20))))];

    private static double Normal(ParameterPoint point, int index, ulong seed = 9) => new Draws(seed, (uint)point.Luck).Normal(Chance, 0, 0, index);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void The_mean_of_a_normal_has_its_known_posterior_with_and_without_history_matching(int waves)
    {
        Posterior posterior = new Calibrator(NormalMean, new CalibrationOptions { Seed = 3, Particles = 2000, Waves = waves, WavePoints = 200, LeastAcceptance = 0.03 }, MeanOfTwenty).Run().Posterior;
        double root = Math.Sqrt(1.0 / 20);
        Assert.True(posterior.Particles.Max(p => p.Distance) < 0.05, "The tolerance must be small against the posterior's width.");
        Assert.InRange(posterior.EffectiveSize, 500, 1000);
        Assert.InRange(posterior.Mean(0), 0.7 - (5 * root / Math.Sqrt(500)), 0.7 + (5 * root / Math.Sqrt(500)));
        Assert.InRange(posterior.Deviation(0), root * 0.87, root * 1.13);
        Assert.InRange(posterior.Quantile(0, 0.05), 0.7 - (1.645 * root) - 0.08, 0.7 - (1.645 * root) + 0.08);
        Assert.InRange(posterior.Quantile(0, 0.95), 0.7 + (1.645 * root) - 0.08, 0.7 + (1.645 * root) + 0.08);
    }

    [Fact]
    public void Two_parameters_that_only_their_sum_ties_down_come_out_correlated()
    {
        // Sum known to 0.1, difference to 0.5: variance of each (0.01 + 0.25) / 4, covariance (0.01 - 0.25) / 4.
        var problem = new Problem([new FreeParameter("a", -3, 3), new FreeParameter("b", -3, 3)], [new Target("sum", "x", 0.4, 0.1), new Target("difference", "x", -0.2, 0.5)]);
        IReadOnlyList<ImmutableArray<double>> Simulate(int batch, IReadOnlyList<ParameterPoint> points)
            => [.. points.Select(p => ImmutableArray.Create(p.Values[0] + p.Values[1] + (0.1 * Normal(p, 0)), p.Values[0] - p.Values[1] + (0.5 * Normal(p, 1))))];
        Posterior posterior = new Calibrator(problem, new CalibrationOptions { Seed = 5, Particles = 2000, Waves = 0, LeastAcceptance = 0.03 }, Simulate).Run().Posterior;
        Assert.InRange(posterior.Mean(0), 0.1 - 0.06, 0.1 + 0.06);
        Assert.InRange(posterior.Mean(1), 0.3 - 0.06, 0.3 + 0.06);
        Assert.InRange(posterior.Covariance(0, 0), 0.065 * 0.75, 0.065 * 1.35);
        Assert.InRange(posterior.Covariance(0, 1) / (posterior.Deviation(0) * posterior.Deviation(1)), -0.96, -0.87);
    }

    [Fact]
    public void Truths_drawn_from_the_prior_lie_anywhere_in_their_posterior_alike()
    {
        // Simulation-based calibration (Talts et al. 2018): ranks are uniform; bound of Massart for 150 of them at an error probability of 1e-4.
        const int data = 150;
        double[] ranks = new double[data];
        for (int n = 0; n < data; n++)
        {
            var truth = new ParameterPoint(n, [new Draws(77, (uint)n).Uniform(Chance, 0, 1), new Draws(77, (uint)n).Uniform(Chance, 1, 1)]);
            ImmutableArray<double> observed = Noisy(truth, 78);
            var problem = new Problem([new FreeParameter("a", 0, 1), new FreeParameter("b", 0, 1)], [new Target("s", "x", observed[0], 0.3), new Target("t", "x", observed[1], 0.3)]);
            ulong seed = (ulong)(100 + n);
            Posterior posterior = new Calibrator(problem, new CalibrationOptions { Seed = seed, Particles = 300, Waves = 1, WavePoints = 60, LeastAcceptance = 0.1 },
                (_, points) => [.. points.Select(p => Noisy(p, seed))]).Run().Posterior;
            ranks[n] = posterior.Particles.Where(p => p.Values[0] < truth.Values[0]).Sum(p => p.Weight);
        }
        Array.Sort(ranks);
        double largest = ranks.Select((r, i) => Math.Max(Math.Abs(r - ((double)i / data)), Math.Abs(((i + 1.0) / data) - r))).Max();
        Assert.InRange(largest, 0, Math.Sqrt(Math.Log(2 / 1e-4) / (2.0 * data)));

        // The product makes the posterior no normal, and cuts it at the ranges.
        static ImmutableArray<double> Noisy(ParameterPoint p, ulong seed) => [p.Values[0] + (0.3 * Normal(p, 0, seed)), (p.Values[0] * p.Values[1]) + (0.2 * Normal(p, 1, seed))];
    }

    [Fact]
    public void History_matching_rules_out_what_is_far_and_keeps_what_is_near()
    {
        CalibrationResult result = new Calibrator(NormalMean, new CalibrationOptions { Seed = 3, Particles = 100, Waves = 1, WavePoints = 100 }, MeanOfTwenty).Run();
        ImplausibilityWave wave = Assert.Single(result.Waves);
        // Emulated mean = parameter; deviation 1 and chance 1/20: 3 sqrt(1.05) = 3.07 on either side of 0.7.
        Assert.True(wave.Implausibility([NormalMean.Parameters[0].PlaceOf(0.7)]) < 0.3);
        Assert.InRange(wave.Implausibility([NormalMean.Parameters[0].PlaceOf(0.7 + 3.07)]), 2.8, 3.2);
        Assert.InRange(wave.Emulators[0].ResidualVariance, 0.03, 0.08);
        Assert.InRange(result.Steps[0].Acceptance, 0.59, 0.64);
        Assert.All(result.Posterior.Particles, p => Assert.InRange(p.Values[0], 0.7 - 3.3, 0.7 + 3.3));
    }

    [Fact]
    public void A_record_that_nothing_comes_near_to_is_said_so_by_name()
    {
        var problem = new Problem([new FreeParameter("mean", 0, 1)], [new Target("far away", "data", 50, 1)]);
        CalibrationException told = Assert.Throws<CalibrationException>(() => new Calibrator(problem, new CalibrationOptions { WavePoints = 50 }, MeanOfTwenty).Run());
        Assert.Contains("far away", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_without_a_figure_stops_the_calibration_by_the_figures_name()
    {
        CalibrationException told = Assert.Throws<CalibrationException>(() => new Calibrator(NormalMean, new CalibrationOptions { Waves = 0 },
            (_, points) => [.. points.Select(_ => ImmutableArray.Create(double.NaN))]).Run());
        Assert.Contains("mean of 20", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_call_asks_for_the_same_batches_so_that_a_stopped_one_can_go_on()
    {
        var options = new CalibrationOptions { Seed = 11, Particles = 200, WavePoints = 60 };
        var known = new Dictionary<int, (IReadOnlyList<ParameterPoint> Points, IReadOnlyList<ImmutableArray<double>> Simulated)>();
        CalibrationResult first = new Calibrator(NormalMean, options, (batch, points) =>
        {
            IReadOnlyList<ImmutableArray<double>> simulated = MeanOfTwenty(batch, points);
            known.Add(batch, (points, simulated));
            return simulated;
        }).Run();
        CalibrationResult again = new Calibrator(NormalMean, options, (batch, points) =>
        {
            Assert.Equal(known[batch].Points.Select(p => (p.Luck, p.Values[0])), points.Select(p => (p.Luck, p.Values[0])));
            return known[batch].Simulated;
        }).Run();
        Assert.Equal(known.Values.SelectMany(b => b.Points).Select(p => p.Luck), Enumerable.Range(0, known.Values.Sum(b => b.Points.Count)));
        Assert.Equal(first.Posterior.Particles.Select(p => (p.Values[0], p.Weight)), again.Posterior.Particles.Select(p => (p.Values[0], p.Weight)));
    }

    [Fact]
    public void A_quadratic_surface_is_found_again_exactly()
    {
        double[][] places = [.. Enumerable.Range(0, 40).Select(i => new[] { (i % 7) / 6.0, (i % 5) / 4.0 })];
        static double Surface(double[] x) => 3 - (2 * x[0]) + (5 * x[1]) + (4 * x[0] * x[1]) - (x[1] * x[1]);
        QuadraticEmulator emulator = QuadraticEmulator.Fit(places, [.. places.Select(Surface)]);
        Assert.Equal(Surface([0.3, 0.8]), emulator.At([0.3, 0.8]).Mean, 9);
        Assert.InRange(emulator.ResidualVariance, 0, 1e-15);
        Assert.Equal(1, emulator.Explained, 9);
        Assert.Throws<ArgumentException>(() => QuadraticEmulator.Fit(places[..6], [.. places[..6].Select(Surface)]));
    }

    [Fact]
    public void Draws_of_a_posterior_come_as_often_as_they_weigh()
    {
        var posterior = new Posterior(NormalMean, [Of(1, 0.5), Of(2, 0.25), Of(3, 0.25)]);
        Assert.Equal([1, 1, 2, 3], posterior.Draw(4).Select(v => v[0]));
        Assert.Equal(1.75, posterior.Mean(0), 12);
        Assert.Equal(1 / 0.375, posterior.EffectiveSize, 12);

        static Particle Of(double value, double weight) => new([value], weight, 0, [value]);
    }

    [Fact]
    public void The_ranked_probability_score_of_small_samples_is_what_the_hand_computes()
    {
        // {0, 1} at 0: E|X - x| = 1/2, E|X - X'| / 2 = 1/4. {0, 3, 6} at 3: 2 - (1/2)(24/9).
        Assert.Equal(0.25, HeldOutScore.RankedScore([0, 1], 0), 12);
        Assert.Equal(2 - (24.0 / 18), HeldOutScore.RankedScore([0, 3, 6], 3), 12);
        HeldOutScore score = HeldOutScore.Of(new Target("x", "g", 3, 1), [0, 3, 6], [0, 30, 60]);
        Assert.True(score.Covered);
        Assert.InRange(score.Skill, 0.9, 0.99);
    }
}
