using System.Collections.Immutable;

namespace TwinningSim.Analysis.Calibration;

/// <summary>
/// A quadratic surface over the unit cube, fitted to single runs by least squares: stands for a simulation of many runs at points where none was made. Its residuals hold both the
/// chance of a run and what a quadratic cannot follow, so that neither passes for knowledge.
/// </summary>
public sealed class QuadraticEmulator
{
    private readonly double[] _coefficients;
    private readonly Cholesky _normal;

    private QuadraticEmulator(double[] coefficients, Cholesky normal, double residualVariance, double explained)
    {
        _coefficients = coefficients;
        _normal = normal;
        ResidualVariance = residualVariance;
        Explained = explained;
    }

    /// <summary>Variance of a single run around the surface.</summary>
    public double ResidualVariance { get; }

    /// <summary>Share of the variance of the runs that the surface explains (adjusted R squared).</summary>
    public double Explained { get; }

    /// <summary>Coefficients that a surface over some parameters has.</summary>
    public static int CoefficientsOf(int parameters) => 1 + parameters + (parameters * (parameters + 1) / 2);

    /// <summary>Fits a surface.</summary>
    /// <param name="places">Points of the unit cube, more than <see cref="CoefficientsOf"/>.</param>
    /// <param name="values">One run's value at each.</param>
    /// <exception cref="ArgumentException">There are too few points.</exception>
    public static QuadraticEmulator Fit(IReadOnlyList<double[]> places, IReadOnlyList<double> values)
    {
        int n = places.Count, size = CoefficientsOf(places[0].Length);
        if (n <= size) throw new ArgumentException($"A quadratic surface of {size} coefficients needs more than {n} points.", nameof(places));
        var normal = new double[size, size];
        var right = new double[size];
        for (int r = 0; r < n; r++)
        {
            double[] terms = TermsOf(places[r]);
            for (int i = 0; i < size; i++)
            {
                right[i] += terms[i] * values[r];
                for (int j = 0; j <= i; j++) normal[i, j] += terms[i] * terms[j];
            }
        }
        Cholesky factor = Cholesky.Of(normal);
        double[] coefficients = factor.Solve(right);
        double residuals = 0, mean = values.Average(), total = 0;
        for (int r = 0; r < n; r++)
        {
            double residual = values[r] - Dot(coefficients, TermsOf(places[r]));
            residuals += residual * residual;
            total += (values[r] - mean) * (values[r] - mean);
        }
        double variance = residuals / (n - size);
        return new QuadraticEmulator(coefficients, factor, variance, total > 0 ? 1 - (variance / (total / (n - 1))) : 0);
    }

    /// <summary>Mean of runs at a point, and the variance with which the surface knows it.</summary>
    public (double Mean, double Variance) At(ReadOnlySpan<double> place)
    {
        double[] terms = TermsOf(place);
        return (Dot(_coefficients, terms), ResidualVariance * _normal.InverseForm(terms));
    }

    // Around the middle of the cube, so that the terms are nearly at right angles.
    private static double[] TermsOf(ReadOnlySpan<double> place)
    {
        int d = place.Length, at = 0;
        var terms = new double[CoefficientsOf(d)];
        terms[at++] = 1;
        for (int i = 0; i < d; i++) terms[at++] = (2 * place[i]) - 1;
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j <= i; j++) terms[at++] = i == j ? (terms[1 + i] * terms[1 + i]) - (1.0 / 3) : terms[1 + i] * terms[1 + j];
        }
        return terms;
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}

/// <summary>
/// One wave of history matching (Craig et al. 1997; Vernon, Goldstein and Bower 2010): places whose emulated figure lies too far from the record, in standard deviations of all that is uncertain about it,
/// are ruled out.
/// </summary>
/// <param name="Targets">Recorded figures.</param>
/// <param name="Emulators">A surface for each.</param>
public sealed record ImplausibilityWave(ImmutableArray<Target> Targets, ImmutableArray<QuadraticEmulator> Emulators)
{
    /// <summary>The usual cut-off: three standard deviations (Pukelsheim 1994).</summary>
    public const double UsualCutOff = 3;

    /// <summary>
    /// Largest distance of an emulated figure from the record, in standard deviations: discrepancy and error of the record, the chance of the one run that history was, and what the
    /// surface does not know.
    /// </summary>
    public double Implausibility(ReadOnlySpan<double> place)
    {
        double largest = 0;
        for (int t = 0; t < Targets.Length; t++)
        {
            (double mean, double unknown) = Emulators[t].At(place);
            double variance = (Targets[t].Deviation * Targets[t].Deviation) + Emulators[t].ResidualVariance + unknown;
            largest = Math.Max(largest, Math.Abs(mean - Targets[t].Observed) / Math.Sqrt(variance));
        }
        return largest;
    }
}
