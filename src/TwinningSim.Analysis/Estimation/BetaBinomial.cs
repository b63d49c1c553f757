using MathNet.Numerics;
using TwinningSim.Kernel.Numerics;

namespace TwinningSim.Analysis.Estimation;

/// <summary>
/// Successes among n that share one unknown chance, and that chance a Beta variable: what a small count such as 2 of 22 may look like when chance differs from run to run.
/// </summary>
/// <param name="A">First parameter of the Beta distribution, above 0.</param>
/// <param name="B">Second parameter, above 0.</param>
public readonly record struct BetaBinomial(double A, double B)
{
    private const double MostConcentrated = 1e6;

    /// <summary>The mean chance.</summary>
    public double Mean => A / (A + B);

    /// <summary>Fits the distribution to counts of several runs by moments (Kleinman 1973); runs without trials are left out.</summary>
    /// <param name="successes">Successes of each run.</param>
    /// <param name="trials">Trials of each run.</param>
    /// <exception cref="ArgumentException">The spans differ in length, or there is no trial.</exception>
    public static BetaBinomial Fit(ReadOnlySpan<double> successes, ReadOnlySpan<double> trials)
    {
        if (successes.Length != trials.Length) throw new ArgumentException("There are as many runs of successes as of trials.", nameof(trials));
        double hits = 0, all = 0, inverse = 0;
        int runs = 0;
        for (int r = 0; r < trials.Length; r++)
        {
            if (!(trials[r] > 0)) continue;
            hits += successes[r];
            all += trials[r];
            inverse += 1 / trials[r];
            runs++;
        }
        if (runs == 0) throw new ArgumentException("There is no trial.", nameof(trials));
        // Half a success and half a failure more than seen, so that what never happened in a finite number of runs is not impossible.
        double mean = (hits + 0.5) / (all + 1), harmonic = runs / inverse, squares = 0;
        for (int r = 0; r < trials.Length; r++)
        {
            if (trials[r] > 0) squares += ((successes[r] / trials[r]) - mean) * ((successes[r] / trials[r]) - mean);
        }
        double variance = squares / Math.Max(1, runs - 1);
        // Variance of a share: mean (1 - mean) (1 + (n - 1) rho) / n.
        double rho = harmonic <= 1 ? 0 : ((variance * harmonic / (mean * (1 - mean))) - 1) / (harmonic - 1);
        double weight = rho <= 1 / (1 + MostConcentrated) ? MostConcentrated : (1 / Math.Min(rho, 0.99)) - 1;
        return new(mean * weight, (1 - mean) * weight);
    }

    /// <summary>Probability of k successes among n.</summary>
    public double Probability(int k, int n)
        => PortableMath.Exp(SpecialFunctions.GammaLn(n + 1) - SpecialFunctions.GammaLn(k + 1) - SpecialFunctions.GammaLn(n - k + 1)
            + SpecialFunctions.BetaLn(k + A, n - k + B) - SpecialFunctions.BetaLn(A, B));

    /// <summary>The smallest number of successes among n that is not passed with at least some probability.</summary>
    /// <param name="probability">Above 0, below 1.</param>
    /// <param name="n">Trials, 0 or more.</param>
    public int Quantile(double probability, int n)
    {
        double sum = 0;
        for (int k = 0; k < n; k++)
        {
            sum += Probability(k, n);
            if (sum >= probability) return k;
        }
        return n;
    }
}
