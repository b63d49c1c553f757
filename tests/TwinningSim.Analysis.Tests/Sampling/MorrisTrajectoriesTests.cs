using TwinningSim.Analysis.Sampling;

namespace TwinningSim.Analysis.Tests.Sampling;

public sealed class MorrisTrajectoriesTests
{
    [Fact]
    public void A_trajectory_moves_every_factor_once_by_one_step_on_the_grid()
    {
        MorrisTrajectories plan = MorrisTrajectories.Make(50, 6, 4, 1);
        Assert.Equal(50 * 7, plan.Points.Count);
        Assert.Equal(2.0 / 3, plan.Step, 1e-15);
        Assert.All(plan.Points.SelectMany(p => p), x => Assert.Contains(x, new[] { 0, 1.0 / 3, 2.0 / 3, 1 }));
        for (int t = 0; t < 50; t++)
        {
            Assert.Equal(Enumerable.Range(0, 6), plan.Order[t].Order());
            for (int s = 0; s < 6; s++)
            {
                double[] before = plan.Points[(t * 7) + s], after = plan.Points[(t * 7) + s + 1];
                Assert.Equal([plan.Order[t][s]], Enumerable.Range(0, 6).Where(i => before[i] != after[i]));
                Assert.Equal(plan.Step, Math.Abs(after[plan.Order[t][s]] - before[plan.Order[t][s]]), 1e-15);
            }
        }
        Assert.True(plan.Order.Select(o => string.Join(',', o)).Distinct().Count() > 40);
    }

    [Fact]
    public void Of_a_linear_function_every_effect_is_the_coefficient()
    {
        MorrisTrajectories plan = MorrisTrajectories.Make(20, 3, 4, 2);
        double[][] effects = plan.Effects([.. plan.Points.Select(x => 5 + (3 * x[0]) - (2 * x[1]))]);
        Assert.All(effects, e => Assert.Equal([3.0, -2, 0], e.Select(v => Math.Round(v, 12))));
    }

    /// <summary>Ishigami, a = 7, b = 0.1, four levels: every start and every order once, which is the whole grid.</summary>
    [Fact]
    public void On_the_whole_grid_the_effects_of_ishigami_are_the_exact_ones()
    {
        double[][] effects = WholeGrid(4).Effects([.. WholeGrid(4).Points.Select(Ishigami)]);
        double[] star = [7.704054, 7.875, 6.248796], mean = [7.704054, 0, 0], sd = [6.248796, 7.875, 8.837132];
        for (int i = 0; i < 3; i++)
        {
            double[] own = [.. effects.Select(e => e[i])];
            double m = own.Average();
            Assert.Equal(star[i], own.Average(Math.Abs), 5e-7);
            Assert.Equal(mean[i], m, 5e-7);
            Assert.Equal(sd[i], Math.Sqrt(own.Average(e => (e - m) * (e - m))), 5e-7);
        }
    }

    /// <summary>sin squared has half the period of a step: with 64 levels a step of 0.508 leads almost back to the same value.</summary>
    [Fact]
    public void With_many_levels_a_periodic_factor_is_almost_lost()
    {
        MorrisTrajectories plan = MorrisTrajectories.Make(4000, 3, 64, 3);
        double[][] effects = plan.Effects([.. plan.Points.Select(Ishigami)]);
        Assert.Equal(0.43, effects.Average(e => Math.Abs(e[1])), 0.02);
    }

    /// <summary>Four standard errors of the mean of 4,000 effects.</summary>
    [Fact]
    public void Trajectories_by_lot_find_the_values_of_the_whole_grid()
    {
        MorrisTrajectories plan = MorrisTrajectories.Make(4000, 3, 4, 4);
        double[][] effects = plan.Effects([.. plan.Points.Select(Ishigami)]);
        Assert.Equal(7.704054, effects.Average(e => Math.Abs(e[0])), 4 * 6.248796 / Math.Sqrt(4000));
        Assert.Equal(7.875, effects.Average(e => Math.Abs(e[1])), 1e-6);
        Assert.Equal(6.248796, effects.Average(e => Math.Abs(e[2])), 4 * 6.25 / Math.Sqrt(4000));
    }

    [Fact]
    public void A_trajectory_with_a_failed_run_is_left_out_as_a_whole()
    {
        MorrisTrajectories plan = MorrisTrajectories.Make(5, 2, 4, 5);
        double[] results = [.. plan.Points.Select(x => x[0])];
        results[4] = double.NaN;
        Assert.Equal(4, plan.Effects(results).Length);
    }

    [Theory]
    [InlineData(0, 1, 4)]
    [InlineData(1, 0, 4)]
    [InlineData(1, 1, 3)]
    [InlineData(1, 1, 0)]
    public void A_number_out_of_range_is_refused(int trajectories, int dimensions, int levels)
        => Assert.Throws<ArgumentOutOfRangeException>(() => MorrisTrajectories.Make(trajectories, dimensions, levels, 1));

    internal static double Ishigami(double[] u)
    {
        double[] x = [.. u.Select(v => Math.PI * ((2 * v) - 1))];
        double s = Math.Sin(x[1]);
        return Math.Sin(x[0]) + (7 * s * s) + (0.1 * x[2] * x[2] * x[2] * x[2] * Math.Sin(x[0]));
    }

    private static MorrisTrajectories WholeGrid(int levels)
    {
        int[][] orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
        var points = new List<double[]>();
        var order = new List<int[]>();
        for (int start = 0; start < levels * levels * levels; start++)
        {
            foreach (int[] moved in orders)
            {
                int[] at = [start % levels, start / levels % levels, start / levels / levels];
                points.Add(Point(at));
                foreach (int i in moved)
                {
                    at[i] += at[i] < levels / 2 ? levels / 2 : -levels / 2;
                    points.Add(Point(at));
                }
                order.Add(moved);
            }
        }
        return new(order.Count, 3, levels, points, order);

        double[] Point(int[] at) => [.. at.Select(a => (double)a / (levels - 1))];
    }
}
