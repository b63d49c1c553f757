using System.Collections.Immutable;
using TwinningSim.Analysis.Estimation;
using TwinningSim.Analysis.Sampling;

namespace TwinningSim.Analysis.Sensitivity;

/// <summary>What screening says about one factor.</summary>
/// <param name="Mean">mu: mean elementary effect, the change of the outcome over the factor's whole range as seen from one step.</param>
/// <param name="Absolute">mu*: mean absolute effect (Campolongo and others 2007, Environmental Modelling and Software 22:1509-1518): what factors are ranked by.</param>
/// <param name="Spread">sigma: standard deviation of the effects; large where the effect depends on other factors or is bent.</param>
public sealed record MorrisEffect(Estimate Mean, Estimate Absolute, double Spread);

/// <summary>Screening of many factors with few runs (Morris 1991, Technometrics 33:161-174). Intervals draw whole trajectories, the same for all factors.</summary>
/// <param name="Effects">One for each factor, in their order.</param>
/// <param name="Trajectories">Trajectories used.</param>
/// <param name="Dropped">Trajectories that were dropped because one of their runs failed.</param>
public sealed record MorrisScreening(ImmutableArray<MorrisEffect> Effects, int Trajectories, int Dropped)
{
    /// <summary>Estimates the effects.</summary>
    /// <param name="trajectories">The points.</param>
    /// <param name="results">One result for each point, in their order; NaN is a failed run.</param>
    /// <param name="level">Level of the intervals.</param>
    /// <param name="resamples">Bootstrap resamples.</param>
    /// <param name="seed">Seed of the resamples.</param>
    /// <exception cref="ArgumentException">Fewer than two trajectories are whole.</exception>
    public static MorrisScreening Of(MorrisTrajectories trajectories, IReadOnlyList<double> results, double level = Estimates.UsualLevel, int resamples = 1000, ulong seed = 0)
    {
        double[][] effects = trajectories.Effects(results);
        if (effects.Length < 2) throw new ArgumentException($"Only {effects.Length} of {trajectories.Trajectories} trajectories have no failed run: too few.", nameof(results));
        int k = trajectories.Dimensions;
        double[] values = new double[2 * k];
        void Compute(ReadOnlySpan<int> rows, Span<double> into)
        {
            into.Clear();
            foreach (int row in rows)
            {
                for (int i = 0; i < k; i++)
                {
                    into[2 * i] += effects[row][i] / rows.Length;
                    into[2 * i + 1] += Math.Abs(effects[row][i]) / rows.Length;
                }
            }
        }
        Compute([.. Enumerable.Range(0, effects.Length)], values);
        double[][] drawn = Bootstrap.Resample(effects.Length, 2 * k, Compute, resamples, seed);
        return new(
            [.. Enumerable.Range(0, k).Select(i => new MorrisEffect(
                Bootstrap.Percentile(values[2 * i], drawn[2 * i], effects.Length, level), Bootstrap.Percentile(values[2 * i + 1], drawn[2 * i + 1], effects.Length, level),
                Math.Sqrt(Moments.Of([.. effects.Select(e => e[i])]).Variance)))],
            effects.Length, trajectories.Trajectories - effects.Length);
    }
}
