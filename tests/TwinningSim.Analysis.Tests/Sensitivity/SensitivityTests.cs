using TwinningSim.Analysis.Comparing;
using TwinningSim.Analysis.Sampling;
using TwinningSim.Analysis.Sensitivity;

namespace TwinningSim.Analysis.Tests.Sensitivity;

public class SensitivityTests
{
    private static double Ishigami(double[] x) => Math.Sin(x[0]) + 7 * Math.Pow(Math.Sin(x[1]), 2) + 0.1 * Math.Pow(x[2], 4) * Math.Sin(x[0]);

    [Fact]
    public void Indices_of_the_function_of_Ishigami()
    {
        SobolIndices indices = SobolIndices.Of(Evaluate(10_000, 3, Ishigami, 1), resamples: 100);
        (double, double)[] truth = [(0.313905, 0.557589), (0.442411, 0.442411), (0, 0.243684)];
        for (int i = 0; i < 3; i++)
        {
            Assert.InRange(indices.Indices[i].First.Value, truth[i].Item1 - 0.05 - 0.1 * truth[i].Item1, truth[i].Item1 + 0.05 + 0.1 * truth[i].Item1);
            Assert.InRange(indices.Indices[i].Total.Value, truth[i].Item2 - 0.05 - 0.1 * truth[i].Item2, truth[i].Item2 + 0.05 + 0.1 * truth[i].Item2);
        }
        Assert.Equal(3.5, indices.Mean, 0.1);
        Assert.Equal(13.844588, indices.Variance, 0.4);
        Assert.Equal((10_000, 0), (indices.Rows, indices.Dropped));
        Assert.Equal(0.756316, indices.SumOfFirst, 0.05);
    }

    [Fact]
    public void A_shift_of_the_outcome_changes_no_index()
    {
        SobolIndices one = SobolIndices.Of(Evaluate(500, 3, Ishigami, 2), resamples: 50);
        SobolIndices other = SobolIndices.Of(Evaluate(500, 3, x => 1000 + Ishigami(x), 2), resamples: 50);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(one.Indices[i].First.Value, other.Indices[i].First.Value, 9);
            Assert.Equal(one.Indices[i].Total.High, other.Indices[i].Total.High, 9);
        }
    }

    [Fact]
    public void A_failed_run_costs_its_row_in_all_matrices()
    {
        SobolResults whole = Evaluate(300, 3, Ishigami, 3);
        double[][] mixed = [.. whole.Mixed.Select(m => m.ToArray())];
        mixed[1][7] = double.NaN;
        double[] a = [.. whole.A];
        a[20] = double.NaN;
        SobolIndices damaged = SobolIndices.Of(new(a, whole.B, mixed), resamples: 50);
        Assert.Equal((298, 2), (damaged.Rows, damaged.Dropped));
        static double[] Without(IReadOnlyList<double> list) => [.. list.Where((_, j) => j is not (7 or 20))];
        SobolIndices shorter = SobolIndices.Of(new(Without(whole.A), Without(whole.B), [.. whole.Mixed.Select(Without)]), resamples: 50);
        Assert.Equal(shorter.Indices.AsEnumerable(), damaged.Indices.AsEnumerable());
        Assert.Throws<ArgumentException>(() => SobolIndices.Of(new([double.NaN, 1], [1, 2], [[1, 2]])));
    }

    [Fact]
    public void Luck_as_a_factor_shows_its_share()
    {
        // 2 x + noise of variance 1/3: the variances are 1/3 each, so that luck has a half of it.
        SobolIndices indices = SobolIndices.Of(Evaluate(4000, 2, x => 2 * x[0] + 2 * x[1], 4, uniform: true), resamples: 50);
        Assert.Equal(0.5, indices.Indices[1].Total.Value, 0.05);
        Assert.Equal(0.5, indices.Indices[0].First.Value, 0.05);
    }

    /// <summary>y = x1 + 2 x2 of uniform factors: the indices are 0.2 and 0.8.</summary>
    [Fact]
    public void Intervals_cover_as_often_as_they_say()
    {
        const int trials = 500;
        int[] covered = new int[4];
        for (int t = 0; t < trials; t++)
        {
            SobolIndices indices = SobolIndices.Of(Evaluate(200, 2, x => x[0] + 2 * x[1], 1000 + t, uniform: true), resamples: 300, seed: (ulong)t);
            for (int i = 0; i < 2; i++)
            {
                double truth = i == 0 ? 0.2 : 0.8;
                if (indices.Indices[i].First.Covers(truth)) covered[2 * i]++;
                if (indices.Indices[i].Total.Covers(truth)) covered[2 * i + 1]++;
            }
        }
        Assert.All(covered, c => Assert.InRange(c / (double)trials, 0.93, 0.97));
    }

    [Fact]
    public void Screening_of_the_function_of_Ishigami_and_of_a_straight_line()
    {
        MorrisTrajectories points = MorrisTrajectories.Make(2000, 3, 4, 1);
        MorrisScreening screening = MorrisScreening.Of(points, [.. points.Points.Select(p => Ishigami([.. p.Select(u => -Math.PI + 2 * Math.PI * u)]))], resamples: 50);
        double[] mu = [7.704054, 7.875, 6.248796];
        for (int i = 0; i < 3; i++) Assert.True(screening.Effects[i].Absolute.Covers(mu[i]) || Math.Abs(screening.Effects[i].Absolute.Value / mu[i] - 1) < 0.05);
        Assert.Equal(7.875, screening.Effects[1].Spread, 0.2);
        MorrisScreening line = MorrisScreening.Of(points, [.. points.Points.Select(p => 3 * p[0] - 2 * p[1])], resamples: 50);
        Assert.Equal([3.0, 2.0, 0.0], line.Effects.Select(e => Math.Round(e.Absolute.Value, 9)));
        Assert.Equal([3.0, -2.0, 0.0], line.Effects.Select(e => Math.Round(e.Mean.Value, 9)));
        Assert.All(line.Effects, e => Assert.Equal(0, e.Spread, 9));
        double[] failed = [.. points.Points.Select(p => p[0])];
        failed[5] = double.NaN;
        Assert.Equal((1999, 1), (MorrisScreening.Of(points, failed, resamples: 10).Trajectories, MorrisScreening.Of(points, failed, resamples: 10).Dropped));
    }

    [Fact]
    public void Regret_and_good_enough_by_hand()
    {
        Robustness result = Robustness.Of(["a", "b", "c"], [[10, 1, 5, 9], [6, 6, 6, 6], [9, 2, double.NaN, 5]], Better.More, target: 6);
        Assert.Equal((3, 1), (result.Assumptions, result.Dropped));
        Assert.Equal("b", result.LeastRegret);
        // Over the first, second and fourth: the best have 10, 6, 9.
        Assert.Equal([5.0, 4.0, 4.0], result.Designs.Select(d => d.MaxRegret));
        Assert.Equal([5.0 / 3, 7.0 / 3, 3.0], result.Designs.Select(d => Math.Round(d.MeanRegret.Value, 12)), (x, y) => Math.Abs(x - y) < 1e-9);
        Assert.Equal([2.0 / 3, 1, 1.0 / 3], result.Designs.Select(d => d.Satisficing!.Value), (x, y) => Math.Abs(x - y) < 1e-9);
        Assert.Equal([1.0, 6.0, 2.0], result.Designs.Select(d => d.Worst));
        Robustness less = Robustness.Of(["a", "b"], [[1, 4], [3, 3]], Better.Less, target: 3);
        Assert.Equal([1.0, 2.0], less.Designs.Select(d => d.MaxRegret));
        Assert.Equal([0.5, 1], less.Designs.Select(d => d.Satisficing!.Value));
    }

    private static SobolResults Evaluate(int rows, int factors, Func<double[], double> model, int seed, bool uniform = false)
    {
        double At(int row, int column) => Noise.Uniform(seed, row, column) is var u && uniform ? u : -Math.PI + 2 * Math.PI * u;
        double[] Row(int row, Func<int, bool> fromB) => [.. Enumerable.Range(0, factors).Select(f => At(row, fromB(f) ? factors + f : f))];
        int[] all = [.. Enumerable.Range(0, rows)];
        return new([.. all.Select(j => model(Row(j, _ => false)))], [.. all.Select(j => model(Row(j, _ => true)))],
            [.. Enumerable.Range(0, factors).Select(i => (IReadOnlyList<double>)all.Select(j => model(Row(j, f => f == i))).ToArray())]);
    }
}
