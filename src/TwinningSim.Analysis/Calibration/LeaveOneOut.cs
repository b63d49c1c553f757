namespace TwinningSim.Analysis.Calibration;

/// <summary>How well figures are foretold by a calibration that has not seen them.</summary>
/// <param name="Target">The figure.</param>
/// <param name="Low">5 % quantile of what is foretold.</param>
/// <param name="Median">Median of it.</param>
/// <param name="High">95 % quantile of it.</param>
/// <param name="Score">Continuous ranked probability score of it, in units of the figure: 0 is perfect (Gneiting and Raftery 2007).</param>
/// <param name="PriorScore">The same score of runs over the whole ranges: what is foretold without any record.</param>
public sealed record HeldOutScore(Target Target, double Low, double Median, double High, double Score, double PriorScore)
{
    /// <summary>Whether the record lies between the 5 and the 95 % quantile.</summary>
    public bool Covered => Target.Observed >= Low && Target.Observed <= High;

    /// <summary>Share of the prior's score that the other groups' record takes away: 1 is perfect, 0 nothing, negative worse than nothing.</summary>
    public double Skill => PriorScore > 0 ? 1 - (Score / PriorScore) : 0;

    /// <summary>Scores a foretold sample.</summary>
    /// <param name="target">The figure.</param>
    /// <param name="foretold">A sample of equally weighted runs.</param>
    /// <param name="prior">A sample of runs over the whole ranges.</param>
    public static HeldOutScore Of(Target target, IReadOnlyList<double> foretold, IReadOnlyList<double> prior)
    {
        double[] sorted = [.. foretold.Order()];
        return new HeldOutScore(target, At(0.05), At(0.5), At(0.95), RankedScore(sorted, target.Observed), RankedScore([.. prior.Order()], target.Observed));

        double At(double probability) => sorted[Math.Clamp((int)Math.Ceiling(probability * sorted.Length) - 1, 0, sorted.Length - 1)];
    }

    /// <summary>CRPS of a sample: E|X - x| - E|X - X'| / 2, from the sorted values.</summary>
    internal static double RankedScore(ReadOnlySpan<double> sorted, double observed)
    {
        double error = 0, spread = 0;
        int n = sorted.Length;
        for (int i = 0; i < n; i++)
        {
            error += Math.Abs(sorted[i] - observed) / n;
            spread += ((2 * i) - n + 1) * sorted[i];
        }
        // Sum over all ordered pairs of |xi - xj| is 2 sum (2 i - n + 1) x(i).
        return error - (spread / ((double)n * n));
    }
}
