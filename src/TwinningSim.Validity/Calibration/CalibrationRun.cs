using System.Collections.Immutable;
using TwinningSim.Analysis.Calibration;
using TwinningSim.Model.Parameters;
using TwinningSim.Storage;

namespace TwinningSim.Validity.Calibration;

/// <summary>What is asked of a calibration.</summary>
public sealed record CalibrationRequest
{
    /// <summary>Folder of the results.</summary>
    public required string Folder { get; init; }

    /// <summary>How thoroughly to calibrate.</summary>
    public CalibrationOptions Options { get; init; } = new();

    /// <summary>Whether to calibrate again without each cluster, and to score what is then foretold of it.</summary>
    public bool LeaveOneOut { get; init; } = true;

    /// <summary>Whether to delete what the folder holds.</summary>
    public bool Fresh { get; init; }

    /// <summary>Worker threads, 1 or more; they never change a result.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Points at which figures are foretold.</summary>
    internal int Foretold { get; init; } = 200;
}

/// <summary>How far a calibration is.</summary>
/// <param name="Part">all, or without a cluster.</param>
/// <param name="Step">The batch that is finished.</param>
public sealed record CalibrationNews(string Part, CalibrationStep Step);

/// <summary>A figure with the parameters at their present values.</summary>
/// <param name="Low">5 % quantile over runs.</param>
/// <param name="Median">Median.</param>
/// <param name="High">95 % quantile.</param>
public sealed record FigureRange(double Low, double Median, double High);

/// <summary>What came out of a calibration.</summary>
/// <param name="Study">What was calibrated.</param>
/// <param name="Options">How thoroughly.</param>
/// <param name="Whole">The calibration on everything.</param>
/// <param name="Calibrated">One set of values: of some draws the one whose runs are nearest to the record on average.</param>
/// <param name="CalibratedDistance">Their mean distance.</param>
/// <param name="Present">Each figure with the parameters as they are now.</param>
/// <param name="PresentDistance">Mean distance of such runs from the record.</param>
/// <param name="HeldOut">Figures of each group, foretold from the other groups; empty if that was left out.</param>
/// <param name="Reused">Simulated points that were there already.</param>
public sealed record CalibrationReport(
    CalibrationStudy Study, CalibrationOptions Options, CalibrationResult Whole, ImmutableArray<double> Calibrated, double CalibratedDistance, ImmutableArray<FigureRange> Present, double PresentDistance, ImmutableArray<HeldOutScore> HeldOut, int Reused);

/// <summary>Carries out a calibration: all of it, then once without each group of figures. Everything simulated is kept on disk and not run twice.</summary>
public static class CalibrationRun
{
    private const string All = "all", Now = "present-values", Single = "single-values";
    private const int ForetoldLuck = 10_000_000, PresentLuck = 20_000_000, SingleLuck = 30_000_000;

    /// <summary>Calibrates.</summary>
    /// <exception cref="CalibrationException">Nothing within the ranges comes near to the record.</exception>
    /// <exception cref="StorageException">The folder is refused or cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; finished batches are kept.</exception>
    public static CalibrationReport Run(CalibrationStudy study, CalibrationRequest request, IProgress<CalibrationNews>? progress = null, CancellationToken cancel = default)
    {
        ImmutableArray<string> groups = study.Groups;
        string[] parts = [All, Now, Single, .. groups.Select(g => "without-" + g), .. groups.Select(g => "foretold-" + g)];
        using SimulationStore store = SimulationStore.Open(Path.Combine(request.Folder, "simulations"), study, request.Options, parts, request.Fresh);
        IReadOnlyList<ImmutableArray<double>> Simulate(string part, CalibrationStudy of, IReadOnlyList<ParameterPoint> points)
            => store.Get(part, of.Problem.Targets, points, () => of.Simulate(points, request.Threads, null, cancel));
        CalibrationResult Calibrate(string part, CalibrationStudy of)
            => new Calibrator(of.Problem, request.Options, (_, points) => Simulate(part, of, points)) { Progress = progress is null ? null : new Teller(part, progress) }.Run();

        ImmutableArray<double> values = [.. study.Problem.Parameters.Select(p => ParameterValues.Defaults[p.Name])];
        IReadOnlyList<ImmutableArray<double>> present = Simulate(Now, study, Points(Enumerable.Repeat(values, request.Foretold), PresentLuck));
        CalibrationResult whole = Calibrate(All, study);
        (ImmutableArray<double> calibrated, double distance) = Nearest(whole.Posterior, points => Simulate(Single, study, points), request.Foretold);
        var heldOut = ImmutableArray.CreateBuilder<HeldOutScore>();
        foreach (string group in request.LeaveOneOut ? groups : [])
        {
            Posterior others = Calibrate("without-" + group, study.Without(group)).Posterior;
            CalibrationStudy own = study.OnlyGroup(group);
            IReadOnlyList<ImmutableArray<double>> foretold = Simulate("foretold-" + group, own, Points(others.Draw(request.Foretold), ForetoldLuck));
            IReadOnlyList<ImmutableArray<double>> blind = Simulate("foretold-" + group, own, Points(Anywhere(study.Problem, request.Foretold), ForetoldLuck + request.Foretold));
            for (int t = 0; t < own.Problem.Targets.Length; t++)
                heldOut.Add(HeldOutScore.Of(own.Problem.Targets[t], [.. foretold.Select(f => f[t])], [.. blind.Select(f => f[t])]));
        }
        store.Finish();
        return new CalibrationReport(study, request.Options, whole, calibrated, distance, [.. study.Problem.Targets.Select((_, t) => RangeOf([.. present.Select(f => f[t])]))],
            present.Average(study.Problem.Distance), heldOut.ToImmutable(), store.Reused);
    }

    /// <summary>Of a tenth as many draws as there are runs for it, the one whose runs are nearest to the record on average.</summary>
    private static (ImmutableArray<double> Values, double Distance) Nearest(Posterior posterior, Func<IReadOnlyList<ParameterPoint>, IReadOnlyList<ImmutableArray<double>>> simulate, int runs)
    {
        ImmutableArray<ImmutableArray<double>> draws = posterior.Draw(Math.Max(2, runs / 10));
        const int times = 20;
        ParameterPoint[] points = [.. draws.SelectMany((draw, d) => Enumerable.Range(0, times).Select(r => new ParameterPoint(SingleLuck + (d * times) + r, draw)))];
        IReadOnlyList<ImmutableArray<double>> simulated = simulate(points);
        double[] distances = [.. draws.Select((_, d) => Enumerable.Range(d * times, times).Average(i => posterior.Problem.Distance(simulated[i])))];
        int best = Array.IndexOf(distances, distances.Min());
        return (draws[best], distances[best]);
    }

    /// <summary>Points all over the ranges: what is foretold without any record.</summary>
    private static IEnumerable<ImmutableArray<double>> Anywhere(Problem problem, int count)
        => Analysis.Sampling.LatinHypercube.Points(count, problem.Parameters.Length, 1).Select(place => place.Select((u, p) => problem.Parameters[p].ValueAt(u)).ToImmutableArray());

    private static ParameterPoint[] Points(IEnumerable<ImmutableArray<double>> values, int firstLuck) => [.. values.Select((v, i) => new ParameterPoint(firstLuck + i, v))];

    private static FigureRange RangeOf(double[] values)
    {
        Array.Sort(values);
        double At(double p) => values[Math.Clamp((int)Math.Ceiling(p * values.Length) - 1, 0, values.Length - 1)];
        return new FigureRange(At(0.05), At(0.5), At(0.95));
    }

    private sealed class Teller(string part, IProgress<CalibrationNews> to) : IProgress<CalibrationStep>
    {
        public void Report(CalibrationStep value) => to.Report(new CalibrationNews(part, value));
    }
}
