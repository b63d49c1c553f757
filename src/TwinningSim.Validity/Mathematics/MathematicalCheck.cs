using TwinningSim.Kernel.Numerics;

namespace TwinningSim.Validity.Mathematics;

/// <summary>One figure of the model's code against the same figure of known mathematics.</summary>
/// <param name="Name">What is checked, a few words.</param>
/// <param name="Equations">Labels of the equations of the model document.</param>
/// <param name="Mathematics">What mathematics says, in a sentence with its formula.</param>
/// <param name="Expected">The figure of mathematics.</param>
/// <param name="Simulated">The figure of the code.</param>
/// <param name="Tolerance">How far apart they may be.</param>
/// <param name="Basis">Where the tolerance comes from.</param>
/// <param name="ErrorProbability">Probability with which correct code fails the check, over seeds; 0 where nothing is random.</param>
/// <param name="Sample">Number of independent observations; 0 where nothing is random.</param>
public sealed record MathematicalCheck(
    string Name, string Equations, string Mathematics, double Expected, double Simulated, double Tolerance, string Basis, double ErrorProbability, int Sample)
{
    /// <summary>Probability with which correct code fails a check of something random.</summary>
    public const double UsualError = 1e-5;

    /// <summary>Whether the two figures agree.</summary>
    public bool Holds => Math.Abs(Simulated - Expected) <= Tolerance;

    /// <summary>A check of something that is not random.</summary>
    public static MathematicalCheck Exact(string name, string equations, string mathematics, double expected, double simulated, double tolerance, string basis)
        => new(name, equations, mathematics, expected, simulated, tolerance, basis, 0, 0);

    /// <summary>A check of a whole distribution: the largest distance of distribution functions, with the bound of Dvoretzky, Kiefer, Wolfowitz and Massart (1990) for every n.</summary>
    /// <param name="name">What is checked.</param>
    /// <param name="equations">Labels of equations.</param>
    /// <param name="mathematics">What mathematics says.</param>
    /// <param name="values">Independent whole numbers.</param>
    /// <param name="distribution">Probability of at most a whole number.</param>
    public static MathematicalCheck Distribution(string name, string equations, string mathematics, IReadOnlyList<int> values, Func<int, double> distribution)
    {
        int[] sorted = [.. values.Order()];
        double largest = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            // Both distribution functions are steps at whole numbers: they are compared at each value and just below it.
            if (i + 1 < sorted.Length && sorted[i + 1] == sorted[i]) continue;
            int first = Array.IndexOf(sorted, sorted[i]);
            largest = Math.Max(largest, Math.Abs(((i + 1.0) / sorted.Length) - distribution(sorted[i])));
            largest = Math.Max(largest, Math.Abs(((double)first / sorted.Length) - distribution(sorted[i] - 1)));
        }
        double bound = Math.Sqrt(PortableMath.Log(2 / UsualError) / (2.0 * sorted.Length));
        return new(name, equations, mathematics, 0, largest, bound, "largest distance of distribution functions, bound of Massart 1990", UsualError, sorted.Length);
    }

    /// <summary>A check of a mean of independent values whose variance mathematics knows: normal approximation.</summary>
    public static MathematicalCheck Mean(string name, string equations, string mathematics, IReadOnlyList<double> values, double expected, double variance)
    {
        double z = -Distributions.NormalQuantile(UsualError / 2);
        return new(name, equations, mathematics, expected, values.Average(), z * Math.Sqrt(variance / values.Count), "normal approximation, variance known", UsualError, values.Count);
    }
}
