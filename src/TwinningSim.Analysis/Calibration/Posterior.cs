using System.Collections.Immutable;

namespace TwinningSim.Analysis.Calibration;

/// <summary>A point of the posterior sample.</summary>
/// <param name="Values">Parameter values.</param>
/// <param name="Weight">Its weight; all weights sum to 1.</param>
/// <param name="Distance">How far its run was from the record.</param>
/// <param name="Simulated">The run's figures.</param>
public sealed record Particle(ImmutableArray<double> Values, double Weight, double Distance, ImmutableArray<double> Simulated);

/// <summary>What the record leaves open about the parameters: a weighted sample.</summary>
/// <param name="Problem">What was calibrated.</param>
/// <param name="Particles">The sample, in a fixed order.</param>
public sealed record Posterior(Problem Problem, ImmutableArray<Particle> Particles)
{
    /// <summary>How many equally weighted points the sample is worth: 1 / sum of squared weights (Kish 1965).</summary>
    public double EffectiveSize => 1 / Particles.Sum(p => p.Weight * p.Weight);

    /// <summary>Mean of a parameter.</summary>
    public double Mean(int parameter) => Particles.Sum(p => p.Weight * p.Values[parameter]);

    /// <summary>Standard deviation of a parameter.</summary>
    public double Deviation(int parameter) => Math.Sqrt(Covariance(parameter, parameter));

    /// <summary>Covariance of two parameters.</summary>
    public double Covariance(int one, int other)
    {
        double meanOne = Mean(one), meanOther = Mean(other);
        return Particles.Sum(p => p.Weight * (p.Values[one] - meanOne) * (p.Values[other] - meanOther));
    }

    /// <summary>A quantile of a parameter.</summary>
    /// <param name="parameter">Its position.</param>
    /// <param name="probability">Between 0 and 1.</param>
    public double Quantile(int parameter, double probability) => Quantile(p => p.Values[parameter], probability);

    /// <summary>A quantile of a simulated figure over the sample: the parameters' uncertainty and the chance of a run together.</summary>
    public double PredictedQuantile(int target, double probability) => Quantile(p => p.Simulated[target], probability);

    /// <summary>Equally weighted points, taken at even steps through the weights (systematic resampling, Kitagawa 1996): the same for every call.</summary>
    /// <param name="count">How many, 1 or more.</param>
    public ImmutableArray<ImmutableArray<double>> Draw(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var drawn = ImmutableArray.CreateBuilder<ImmutableArray<double>>(count);
        double sum = 0;
        foreach (Particle particle in Particles)
        {
            sum += particle.Weight;
            while (drawn.Count < count && (drawn.Count + 0.5) / count <= sum) drawn.Add(particle.Values);
        }
        while (drawn.Count < count) drawn.Add(Particles[^1].Values);
        return drawn.MoveToImmutable();
    }

    private double Quantile(Func<Particle, double> of, double probability)
    {
        double sum = 0, last = double.NaN;
        foreach (Particle particle in Particles.OrderBy(of))
        {
            last = of(particle);
            sum += particle.Weight;
            if (sum >= probability) return last;
        }
        return last;
    }
}
