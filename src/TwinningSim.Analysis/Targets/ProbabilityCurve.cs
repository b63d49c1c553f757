using TwinningSim.Analysis.Estimation;
using TwinningSim.Kernel.Numerics;

namespace TwinningSim.Analysis.Targets;

/// <summary>How often a target was reached at one value of a lever.</summary>
/// <param name="Lever">The value.</param>
/// <param name="Reached">Replicates that reached it.</param>
/// <param name="Count">Replicates.</param>
public readonly record struct TargetCount(double Lever, int Reached, int Count);

/// <summary>A logistic curve through shares: P = 1/(1 + exp(-(a + b x))), by maximum likelihood. For a short stretch of a lever, where any smooth curve is nearly one.</summary>
/// <param name="Intercept">a, at the centre of the values.</param>
/// <param name="Slope">b.</param>
/// <param name="Centre">The value that x is counted from.</param>
/// <param name="InterceptVariance">Variance of a.</param>
/// <param name="SlopeVariance">Variance of b.</param>
/// <param name="Covariance">Covariance of a and b.</param>
/// <param name="Count">Replicates.</param>
public sealed record ProbabilityCurve(double Intercept, double Slope, double Centre, double InterceptVariance, double SlopeVariance, double Covariance, int Count)
{
    /// <summary>Fits the curve.</summary>
    /// <param name="counts">Independent shares at two values of the lever or more.</param>
    /// <returns>The curve; null if the shares rise so steeply that no likelihood is largest, or do not vary.</returns>
    public static ProbabilityCurve? Fit(IReadOnlyList<TargetCount> counts)
    {
        double centre = counts.Average(c => c.Lever);
        double scale = Math.Max(counts.Max(c => Math.Abs(c.Lever - centre)), 1e-300);
        (double a, double b) = (0, 0);
        for (int i = 0; i < 60; i++)
        {
            (double g0, double g1, double h00, double h01, double h11) = (0, 0, 0, 0, 0);
            foreach (TargetCount c in counts)
            {
                double x = (c.Lever - centre) / scale;
                double p = PortableMath.Sigmoid(a + b * x);
                double w = c.Count * p * (1 - p);
                g0 += c.Reached - c.Count * p;
                g1 += (c.Reached - c.Count * p) * x;
                h00 += w;
                h01 += w * x;
                h11 += w * x * x;
            }
            double determinant = h00 * h11 - h01 * h01;
            if (!(determinant > 1e-12)) return null;
            double da = (h11 * g0 - h01 * g1) / determinant;
            double db = (h00 * g1 - h01 * g0) / determinant;
            double step = Math.Max(Math.Abs(da), Math.Abs(db));
            if (step > 2) (da, db) = (da * 2 / step, db * 2 / step);
            (a, b) = (a + da, b + db);
            if (Math.Abs(a) + Math.Abs(b) > 40) return null;
            if (step < 1e-10)
                return new(a, b / scale, centre, h11 / determinant, h00 / determinant / (scale * scale), -h01 / determinant / scale, counts.Sum(c => c.Count));
        }
        return null;
    }

    /// <summary>The value of the lever at which the curve has a probability, with all values that the data do not exclude.</summary>
    /// <param name="probability">Above 0 and below 1.</param>
    /// <param name="level">Level of the interval, above 0 and below 1.</param>
    /// <returns>The estimate; without an interval if the curve may be flat.</returns>
    public Estimate Where(double probability, double level = Estimates.UsualLevel)
    {
        Estimates.CheckBetween(probability, nameof(probability));
        Estimates.CheckBetween(level, nameof(level));
        double top = PortableMath.Log(probability / (1 - probability)) - Intercept;
        double z = Quantiles.Normal(0.5 + 0.5 * level);
        double value = top / Slope;
        return Estimates.Fieller(value, top, Slope, z * z * InterceptVariance, z * z * SlopeVariance, -z * z * Covariance) is var (low, high)
            ? new(Centre + value, Centre + low, Centre + high, level, Count, IntervalMethod.InverseRegression)
            : new(Centre + value, double.NaN, double.NaN, level, Count, IntervalMethod.InverseRegression);
    }
}
