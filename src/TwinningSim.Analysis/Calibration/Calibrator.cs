using System.Collections.Immutable;
using TwinningSim.Analysis.Sampling;
using TwinningSim.Kernel.Numerics;
using TwinningSim.Kernel.Randomness;

namespace TwinningSim.Analysis.Calibration;

/// <summary>How thoroughly to calibrate.</summary>
public sealed record CalibrationOptions
{
    /// <summary>Seed of the points that are tried.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Points of each wave of history matching; 0 for no history matching, else more than the coefficients of a quadratic surface.</summary>
    public int WavePoints { get; init; } = 250;

    /// <summary>Waves of history matching.</summary>
    public int Waves { get; init; } = 2;

    /// <summary>Standard deviations from the record beyond which a place is ruled out.</summary>
    public double CutOff { get; init; } = ImplausibilityWave.UsualCutOff;

    /// <summary>Points of a generation of the sequential Monte Carlo, 20 or more.</summary>
    public int Particles { get; init; } = 600;

    /// <summary>Share of them that is kept from each generation to the next, between 0 and 1.</summary>
    public double Kept { get; init; } = 0.5;

    /// <summary>Ends when a smaller share than this of the new points is nearer to the record than all kept ones were.</summary>
    public double LeastAcceptance { get; init; } = 0.1;

    /// <summary>Ends after so many generations, the first included.</summary>
    public int MostGenerations { get; init; } = 30;
}

/// <summary>What happened in one batch of a calibration.</summary>
/// <param name="Batch">Its number.</param>
/// <param name="Name">wave 1, generation 3, ...</param>
/// <param name="Points">Points simulated so far.</param>
/// <param name="Tolerance">Largest distance among the kept points; NaN in a wave.</param>
/// <param name="Acceptance">Share of the new points that came nearer than that; in a wave, the share of the ranges that is not ruled out.</param>
public sealed record CalibrationStep(int Batch, string Name, int Points, double Tolerance, double Acceptance);

/// <summary>A finished calibration.</summary>
/// <param name="Posterior">What the record leaves open.</param>
/// <param name="Waves">The waves of history matching.</param>
/// <param name="Steps">How it went.</param>
public sealed record CalibrationResult(Posterior Posterior, ImmutableArray<ImplausibilityWave> Waves, ImmutableArray<CalibrationStep> Steps);

/// <summary>
/// History matching, then sequential Monte Carlo approximate Bayesian computation by the adaptive population scheme of Lenormand, Jabot and Deffuant (2013). A generation is a batch of
/// fixed size whose points are all simulated and all judged, so that quick runs have no better chance than slow ones, and the answer does not depend on threads or on the order in which runs
/// end. Every random number is keyed by (seed, batch, point, attempt): the same call makes the same points, which is how a stopped calibration goes on, with the batches that it already has.
/// </summary>
/// <param name="problem">What is to be found.</param>
/// <param name="options">How thoroughly.</param>
/// <param name="simulate">Runs the model.</param>
public sealed class Calibrator(Problem problem, CalibrationOptions options, SimulatePoints simulate)
{
    private const int VolumePoints = 20_000, MostAttempts = 1_000_000;

    private readonly List<ImplausibilityWave> _waves = [];
    private readonly List<CalibrationStep> _steps = [];
    private int _batch;
    private int _points;

    private sealed record Point(double[] Place, double Weight, double Distance, ImmutableArray<double> Simulated);

    /// <summary>Told after each batch.</summary>
    public IProgress<CalibrationStep>? Progress { get; init; }

    /// <summary>Calibrates.</summary>
    /// <exception cref="CalibrationException">Nothing within the ranges is near enough to the record, or a run gave no figure.</exception>
    public CalibrationResult Run()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Particles, 20);
        for (int wave = 0; wave < options.Waves && options.WavePoints > 0; wave++) MatchHistory(wave);
        double volume = _waves.Count == 0 ? 1 : PlausibleShare();
        int kept = (int)(options.Kept * options.Particles);
        double[][] first = Enumerable.Range(0, options.Particles).Select(i => FromPrior(i).Place).ToArray();
        List<Point> sample = Nearest(Simulate(first, _ => 1), kept);
        Report("generation 1", sample[^1].Distance, 1);
        for (int generation = 2; generation <= options.MostGenerations; generation++)
        {
            double tolerance = sample[^1].Distance;
            List<Point> news = Propose(sample, options.Particles - kept, volume);
            double acceptance = news.Count(p => p.Distance < tolerance) / (double)news.Count;
            sample = Nearest([.. sample, .. news], kept);
            Report($"generation {generation}", sample[^1].Distance, acceptance);
            if (acceptance < options.LeastAcceptance) break;
        }
        double sum = sample.Sum(p => p.Weight);
        var posterior = new Posterior(problem, [.. sample.Select(p => new Particle(problem.ValuesAt(p.Place), p.Weight / sum, p.Distance, p.Simulated))]);
        return new CalibrationResult(posterior, [.. _waves], [.. _steps]);
    }

    private bool IsPlausible(ReadOnlySpan<double> place)
    {
        // The last wave knows most and rules out most: it is asked first.
        for (int w = _waves.Count - 1; w >= 0; w--)
        {
            if (_waves[w].Implausibility(place) > options.CutOff) return false;
        }
        return true;
    }

    private void MatchHistory(int wave)
    {
        double[][] places = wave == 0 ? LatinHypercube.Points(options.WavePoints, problem.Parameters.Length, options.Seed) : [.. Enumerable.Range(0, options.WavePoints).Select(i => FromPrior(i).Place)];
        List<Point> runs = Simulate(places, _ => 1);
        var emulators = ImmutableArray.CreateBuilder<QuadraticEmulator>();
        for (int t = 0; t < problem.Targets.Length; t++) emulators.Add(QuadraticEmulator.Fit(places, [.. runs.Select(r => r.Simulated[t])]));
        _waves.Add(new ImplausibilityWave(problem.Targets, emulators.ToImmutable()));
        double left = PlausibleShare();
        Report($"wave {wave + 1}", double.NaN, left);
        if (left == 0) throw new CalibrationException("No place within the ranges is plausible: the model as it stands contradicts the record. " + Offender());
    }

    /// <summary>Which figure no place comes near to.</summary>
    private string Offender()
    {
        double[] least = new double[problem.Targets.Length];
        Array.Fill(least, double.PositiveInfinity);
        for (int i = 0; i < VolumePoints; i++)
        {
            double[] place = Uniform(Chance.Volume, i, 0);
            for (int t = 0; t < least.Length; t++)
            {
                var alone = new ImplausibilityWave([problem.Targets[t]], [_waves[^1].Emulators[t]]);
                least[t] = Math.Min(least[t], alone.Implausibility(place));
            }
        }
        int worst = Array.IndexOf(least, least.Max());
        return $"Farthest off is '{problem.Targets[worst].Name}': {least[worst]:F1} standard deviations at best.";
    }

    private double PlausibleShare()
    {
        int plausible = 0;
        for (int i = 0; i < VolumePoints; i++) plausible += IsPlausible(Uniform(Chance.Volume, i, 0)) ? 1 : 0;
        return (double)plausible / VolumePoints;
    }

    private double[] Uniform(DrawPurpose purpose, int point, int attempt)
    {
        DrawStream stream = new Draws(options.Seed, (uint)_batch).Stream(purpose, point, 0, attempt);
        double[] place = new double[problem.Parameters.Length];
        for (int p = 0; p < place.Length; p++) place[p] = stream.NextUniform();
        return place;
    }

    /// <summary>A point of the ranges that is not ruled out.</summary>
    private (double[] Place, int Attempts) FromPrior(int point) => Until(attempt => Uniform(Chance.Proposal, point, attempt));

    private (double[] Place, int Attempts) Until(Func<int, double[]> draw)
    {
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            double[] place = draw(attempt);
            if (Array.TrueForAll(place, u => u is >= 0 and <= 1) && IsPlausible(place)) return (place, attempt + 1);
        }
        throw new CalibrationException("Hardly any place within the ranges is plausible: widen the ranges or the deviations of the facts.");
    }

    /// <summary>New points around the kept ones, weighted so that the sample keeps standing for the prior.</summary>
    private List<Point> Propose(List<Point> sample, int count, double volume)
    {
        int d = problem.Parameters.Length;
        double[] cumulated = new double[sample.Count];
        double total = 0;
        for (int i = 0; i < cumulated.Length; i++) cumulated[i] = total += sample[i].Weight;
        Cholesky kernel = Cholesky.Of(TwiceCovariance(sample, total));
        var draws = new Draws(options.Seed, (uint)_batch);
        double[][] places = new double[count][];
        long attempts = 0;
        for (int i = 0; i < count; i++)
        {
            int point = i;
            (places[i], int used) = Until(attempt =>
            {
                int at = Array.BinarySearch(cumulated, draws.Uniform(Chance.Ancestor, point, 0, attempt) * total);
                Point ancestor = sample[Math.Min(at < 0 ? ~at : at, sample.Count - 1)];
                DrawStream stream = draws.Stream(Chance.Proposal, point, 0, attempt);
                double[] normals = new double[d];
                for (int p = 0; p < d; p++) normals[p] = Distributions.NormalQuantile(stream.NextUniform());
                double[] place = kernel.Times(normals);
                for (int p = 0; p < d; p++) place[p] += ancestor.Place[p];
                return place;
            });
            attempts += used;
        }
        // Points outside the ranges, or ruled out, were drawn anew: what was drawn is the mixture cut to the plausible places, its density raised by the share that falls there.
        double share = count > 1 ? (count - 1.0) / (attempts - 1.0) : 1;
        double scale = PortableMath.Pow(2 * Math.PI, 0.5 * d) * kernel.RootOfDeterminant;
        // Seen through the kernel's own measure every distance is a plain one.
        double[][] ancestors = [.. sample.Select(p => kernel.Whiten(p.Place))];
        double[] weights = [.. sample.Select(p => p.Weight / total)];
        return Simulate(places, place => share * scale / (volume * Density(kernel.Whiten(place), ancestors, weights)));
    }

    private static double Density(double[] place, double[][] ancestors, double[] weights)
    {
        double density = 0;
        for (int i = 0; i < ancestors.Length; i++)
        {
            double[] ancestor = ancestors[i];
            double squares = 0;
            for (int p = 0; p < place.Length; p++) squares += (place[p] - ancestor[p]) * (place[p] - ancestor[p]);
            // Farther than this, an ancestor adds less than the last bit of the nearest one.
            if (squares < 80) density += weights[i] * PortableMath.Exp(-0.5 * squares);
        }
        return density;
    }

    private double[,] TwiceCovariance(List<Point> sample, double total)
    {
        int d = problem.Parameters.Length;
        double[] mean = new double[d];
        var covariance = new double[d, d];
        foreach (Point point in sample)
        {
            for (int p = 0; p < d; p++) mean[p] += point.Weight / total * point.Place[p];
        }
        foreach (Point point in sample)
        {
            for (int p = 0; p < d; p++)
            {
                for (int q = 0; q <= p; q++) covariance[p, q] += 2 * point.Weight / total * (point.Place[p] - mean[p]) * (point.Place[q] - mean[q]);
            }
        }
        return covariance;
    }

    private List<Point> Simulate(double[][] places, Func<double[], double> weight)
    {
        ParameterPoint[] points = [.. places.Select((place, i) => new ParameterPoint(_points + i, problem.ValuesAt(place)))];
        IReadOnlyList<ImmutableArray<double>> simulated = simulate(_batch, points);
        var runs = new List<Point>(places.Length);
        for (int i = 0; i < places.Length; i++)
        {
            for (int t = 0; t < problem.Targets.Length; t++)
            {
                if (!double.IsFinite(simulated[i][t])) throw new CalibrationException($"A run gave no figure for '{problem.Targets[t].Name}'.");
            }
            runs.Add(new Point(places[i], weight(places[i]), problem.Distance(simulated[i]), simulated[i]));
        }
        _points += places.Length;
        return runs;
    }

    /// <summary>The nearest points; of equally near ones the older.</summary>
    private static List<Point> Nearest(List<Point> points, int count) => [.. points.OrderBy(p => p.Distance).Take(count)];

    private void Report(string name, double tolerance, double acceptance)
    {
        var step = new CalibrationStep(_batch++, name, _points, tolerance, acceptance);
        _steps.Add(step);
        Progress?.Report(step);
    }
}

/// <summary>A calibration cannot go on; the message says why, for people.</summary>
public sealed class CalibrationException(string message) : Exception(message);
