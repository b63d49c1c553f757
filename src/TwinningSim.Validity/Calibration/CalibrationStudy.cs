using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TwinningSim.Analysis.Calibration;
using TwinningSim.Experiments;
using TwinningSim.Model;
using TwinningSim.Model.Input;
using TwinningSim.Model.Parameters;
using TwinningSim.Validity.Measures;

namespace TwinningSim.Validity.Calibration;

/// <summary>
/// The free parameters against the record's calibration facts and the trials, jointly: a simulated record is one run of each world that a figure is read in, all with the same parameters. Facts whose use is
/// validation cannot enter: naming one is an error.
/// </summary>
public sealed class CalibrationStudy
{
    /// <summary>The group of the trials; each cluster is a group of its own name.</summary>
    public const string TrialGroup = "trials";

    /// <summary>Seed of the runs: no other part of the project looks at runs with it.</summary>
    public const ulong Seed = 20080313;

    private readonly Worlds _worlds;
    private readonly ImmutableArray<Figure> _figures;

    /// <param name="Key">In which run.</param>
    /// <param name="Measure">What is read there.</param>
    /// <param name="Of">For a count: what it is out of there; the record counts out of <paramref name="Among"/>.</param>
    /// <param name="Among">What the recorded count is out of.</param>
    /// <param name="Months">Months after which nothing can change it.</param>
    /// <param name="Missing">What counts if there is no such figure.</param>
    private sealed record Figure(RunKey Key, Measure Measure, Measure? Of, int Among, int Months, double? Missing)
    {
        public ObservedTables Tables => Measure.Tables | (Of?.Tables ?? ObservedTables.Runs);

        public double In(RunTables rows)
        {
            double figure = Measure.Of(rows) * (Of is null ? 1 : Among / Of.Of(rows));
            return double.IsFinite(figure) ? figure : Missing ?? double.NaN;
        }
    }

    private CalibrationStudy(Problem problem, Worlds worlds, ImmutableArray<Figure> figures)
    {
        Problem = problem;
        _worlds = worlds;
        _figures = figures;
    }

    /// <summary>What is to be found, and what it is compared with.</summary>
    public Problem Problem { get; }

    /// <summary>Groups of figures, in the order of the data.</summary>
    public ImmutableArray<string> Groups => [.. Problem.Targets.Select(t => t.Group).Distinct(StringComparer.Ordinal)];

    /// <summary>The shipped calibration.</summary>
    public static CalibrationStudy Shipped() => Of(Catalogue.Calibration, Catalogue.Facts, Catalogue.Trials, new Worlds([]));

    /// <summary>A calibration.</summary>
    /// <param name="source">What is calibrated against what.</param>
    /// <param name="facts">Facts; only those whose use is calibration can be named.</param>
    /// <param name="trials">Trials.</param>
    /// <param name="worlds">The worlds.</param>
    /// <exception cref="InvalidDataException">A parameter or a figure does not exist, a parameter has no plausible range, or a figure must not be used.</exception>
    public static CalibrationStudy Of(CalibrationSource source, IReadOnlyList<FactSource> facts, IReadOnlyList<TrialSource> trials, Worlds worlds)
    {
        var parameters = ImmutableArray.CreateBuilder<FreeParameter>();
        foreach (CalibratedParameter free in source.Parameters)
        {
            ParameterDefinition known = ParameterTable.Find(free.Name) ?? throw new InvalidDataException($"There is no parameter '{free.Name}'.");
            if (known.Plausible is not [double low, double high]) throw new InvalidDataException($"{free.Name}: nobody has said which values are plausible.");
            parameters.Add(new FreeParameter(free.Name, low, high));
        }
        var targets = ImmutableArray.CreateBuilder<Target>();
        var figures = ImmutableArray.CreateBuilder<Figure>();
        foreach (TargetSource target in source.Targets)
        {
            if (!(target.Deviation > 0)) throw new InvalidDataException($"{target.Fact}: the deviation must be above 0.");
            if (trials.FirstOrDefault(t => t.Id == target.Fact) is { } trial)
            {
                targets.Add(new Target(trial.Id, TrialGroup, trial.Effect, target.Deviation));
                figures.Add(new Figure(new RunKey(trial.World, trial.Design), Measure.Parse(trial.Measure), null, 0, target.Months ?? int.MaxValue, target.Missing));
                continue;
            }
            FactSource fact = facts.FirstOrDefault(f => f.Id == target.Fact) ?? throw new InvalidDataException($"There is no fact or trial '{target.Fact}'.");
            if (fact.Use != "calibration") throw new InvalidDataException($"{fact.Id} is a fact for {fact.Use}: calibration must not see it.");
            targets.Add(new Target(fact.Id, fact.World, fact.Observed, target.Deviation));
            figures.Add(new Figure(new RunKey(fact.World, fact.Design), Measure.Parse(fact.Measure), fact.Of is null ? null : Measure.Parse(fact.Of), fact.Among, target.Months ?? int.MaxValue, target.Missing));
        }
        return new CalibrationStudy(new Problem(parameters.ToImmutable(), targets.ToImmutable()), worlds, figures.ToImmutable());
    }

    /// <summary>The same without a group of figures.</summary>
    public CalibrationStudy Without(string group) => Only(i => Problem.Targets[i].Group != group);

    /// <summary>The same with a group of figures alone.</summary>
    public CalibrationStudy OnlyGroup(string group) => Only(i => Problem.Targets[i].Group == group);

    /// <summary>A hash of everything that can change a simulated figure: parameters and ranges, figures and their formulas, worlds.</summary>
    public string Hash()
    {
        var text = new StringBuilder();
        foreach (FreeParameter p in Problem.Parameters) text.Append(CultureInfo.InvariantCulture, $"{p.Name} {p.Low:R} {p.High:R}\n");
        for (int t = 0; t < _figures.Length; t++)
        {
            Target target = Problem.Targets[t];
            text.Append(CultureInfo.InvariantCulture, $"{target.Name} {target.Group} {target.Observed:R} {target.Deviation:R} {_figures[t].Key} {_figures[t].Measure.Text} {_figures[t].Of?.Text} {_figures[t].Among} {_figures[t].Months} {_figures[t].Missing:R}\n");
        }
        foreach (RunKey key in _figures.Select(f => f.Key).Distinct()) text.Append(ExperimentPlan.HashOf(_worlds.Find(key))).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>Runs points, each once in every world that a figure is read in. The answer does not depend on the number of threads.</summary>
    /// <returns>For each point a number for each figure, in the order of the problem.</returns>
    public IReadOnlyList<ImmutableArray<double>> Simulate(IReadOnlyList<ParameterPoint> points, int threads, IProgress<int>? progress = null, CancellationToken cancel = default)
    {
        double[][] simulated = [.. points.Select(_ => new double[_figures.Length])];
        var laboratory = new Laboratory(Seed, threads);
        int before = 0;
        foreach (IGrouping<RunKey, int> run in Enumerable.Range(0, _figures.Length).GroupBy(t => _figures[t].Key))
        {
            int[] own = [.. run];
            Design design = Shortened(run.Key);
            ObservedTables tables = own.Aggregate(ObservedTables.Runs, (all, t) => all | _figures[t].Tables);
            int done = before;
            double[][][] rows = laboratory.Run(
                [.. points.Select(point => new RunRequest(With(design, point.Values), point.Luck, 1))], tables, rows => Array.ConvertAll(own, t => _figures[t].In(rows)),
                progress is null ? null : new Step(n => progress.Report(done + n)), cancel);
            before += points.Count;
            for (int i = 0; i < points.Count; i++)
            {
                for (int t = 0; t < own.Length; t++) simulated[i][own[t]] = rows[i][0][t];
            }
        }
        return [.. simulated.Select(ImmutableArray.Create)];
    }

    /// <summary>A design as long as its figures need it.</summary>
    private Design Shortened(RunKey key)
    {
        Design design = _worlds.Find(key);
        return design with { Months = Math.Min(design.Months, _figures.Where(f => f.Key == key).Max(f => f.Months)) };
    }

    /// <summary>Number of runs that a point takes.</summary>
    public int RunsOfAPoint => _figures.Select(f => f.Key).Distinct().Count();

    /// <summary>A design with the free parameters at some values.</summary>
    public Design With(Design design, ImmutableArray<double> values)
    {
        ParameterValues changed = design.Parameters;
        for (int p = 0; p < values.Length; p++) changed = changed.With(Problem.Parameters[p].Name, values[p]);
        return design with { Parameters = changed };
    }

    private CalibrationStudy Only(Func<int, bool> wanted)
    {
        int[] kept = [.. Enumerable.Range(0, _figures.Length).Where(wanted)];
        return new CalibrationStudy(Problem with { Targets = [.. kept.Select(t => Problem.Targets[t])] }, _worlds, [.. kept.Select(t => _figures[t])]);
    }

    private sealed class Step(Action<int> told) : IProgress<int>
    {
        public void Report(int value) => told(value);
    }
}
