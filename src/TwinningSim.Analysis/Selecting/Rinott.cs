using TwinningSim.Analysis.Estimation;
using TwinningSim.Kernel.Numerics;

namespace TwinningSim.Analysis.Selecting;

/// <summary>The two-stage procedure of Rinott (1978) for designs with independent luck. It cannot use common random numbers: with them take <see cref="KimNelson"/>.</summary>
public static class Rinott
{
    /// <summary>
    /// Rinott's constant: the h for which the integral of [integral of Phi(h / sqrt(nu (1/x + 1/y))) f(x) dx]^(k - 1) f(y) dy is the confidence, f the density of chi-square
    /// with nu = n0 - 1 degrees of freedom.
    /// </summary>
    /// <param name="designs">Number of designs k, 2 or more.</param>
    /// <param name="confidence">Probability of a correct selection, above 1/k and below 1.</param>
    /// <param name="firstStage">Replicates of the first stage n0, 3 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range.</exception>
    public static double Constant(int designs, double confidence, int firstStage)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(designs, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(firstStage, 3);
        if (!(confidence > 1.0 / designs && confidence < 1)) throw new ArgumentOutOfRangeException(nameof(confidence), confidence, $"Above {1.0 / designs} and below 1 is allowed.");
        int degrees = firstStage - 1;
        (double Value, double Weight)[] rule = [.. Quantiles.ChiSquareRule(degrees).Where(p => p.Weight > 1e-18)];
        double Correct(double h)
        {
            double sum = 0;
            foreach ((double y, double outer) in rule)
            {
                double wrong = 0;
                // The upper tail, which keeps its digits where it is small.
                foreach ((double x, double inner) in rule) wrong += inner * Quantiles.NormalBelow(-h / Math.Sqrt(degrees * (1 / x + 1 / y)));
                sum += outer * (wrong >= 1 ? 0 : PortableMath.Exp((designs - 1) * LogOfOneLess(wrong)));
            }
            return sum;
        }
        double low = 0, high = 4;
        while (Correct(high) < confidence) high *= 2;
        while (high - low > 1e-6)
        {
            double middle = 0.5 * (low + high);
            if (Correct(middle) < confidence) low = middle;
            else high = middle;
        }
        return 0.5 * (low + high);
    }

    /// <summary>Replicates that a design needs in all: max(n0, ceil((h S / d)^2)).</summary>
    /// <param name="constant">h.</param>
    /// <param name="deviation">Standard deviation of its first stage, 0 or more.</param>
    /// <param name="indifference">The smallest difference worth detecting, above 0.</param>
    /// <param name="firstStage">n0.</param>
    public static int Replicates(double constant, double deviation, double indifference, int firstStage)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(indifference);
        double root = constant * deviation / indifference;
        return Math.Max(firstStage, checked((int)Math.Ceiling(root * root)));
    }

    private static double LogOfOneLess(double small) => small < 1e-5 ? -small * (1 + small * (0.5 + small / 3)) : PortableMath.Log(1 - small);
}
