using System.Collections.Immutable;
using System.Globalization;
using TwinningSim.Analysis.Sampling;
using TwinningSim.Model.Input;
using TwinningSim.Scenarios;
using TwinningSim.Scenarios.Diagnostics;
using TwinningSim.Scenarios.Experiments;
using TwinningSim.Scenarios.Levers;
using TwinningSim.Storage;

namespace TwinningSim.Experiments;

/// <summary>A design of an experiment with factors.</summary>
/// <param name="Design">The design.</param>
/// <param name="Base">Identifier of the scenario's design that was varied.</param>
/// <param name="Policy">Number of the point of the policy, from 1; 0 if the policy is that of the base.</param>
/// <param name="World">Number of the point of the assumptions, from 1; 0 if they are those of the base.</param>
/// <param name="Values">The value of each factor in it; NaN where the design has no such place.</param>
/// <param name="Reference">Identifier of the design that its net benefit is measured against; null if there is none.</param>
public sealed record GridDesign(Design Design, string Base, int Policy, int World, ImmutableArray<double> Values, string? Reference);

/// <summary>
/// The designs of an experiment: each design of the scenario at each point of the policy and of the assumptions. Points are drawn once, so that every policy meets the same
/// assumptions; the design without a programme is varied by the assumptions alone.
/// </summary>
public sealed class ExperimentGrid
{
    /// <summary>The largest number of designs.</summary>
    public const int MostDesigns = 100_000;

    private ExperimentGrid(Experiment experiment, ImmutableArray<GridDesign> designs, double[][] policies, double[][] worlds)
        => (Experiment, Designs, PolicyPoints, WorldPoints) = (experiment, designs, policies, worlds);

    /// <summary>The experiment.</summary>
    public Experiment Experiment { get; }

    /// <summary>The designs.</summary>
    public ImmutableArray<GridDesign> Designs { get; }

    /// <summary>The points of the policy, [point][factor]; empty if nothing of it is varied. Where all factors are sampled together, those points.</summary>
    public IReadOnlyList<double[]> PolicyPoints { get; }

    /// <summary>The points of the assumptions, [point][factor]; empty if nothing of them is varied.</summary>
    public IReadOnlyList<double[]> WorldPoints { get; }

    /// <summary>Makes the designs.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="problems">What is wrong with its points; empty if the grid was made.</param>
    public static ExperimentGrid? Make(Experiment experiment, out ImmutableArray<Diagnostic> problems) => new Maker(experiment).Make(out problems);

    /// <summary>Some of the designs, spread evenly over all, with those that they are measured against.</summary>
    /// <param name="most">About how many, 1 or more.</param>
    public ExperimentGrid Part(int most)
    {
        if (Designs.Length <= most) return this;
        GridDesign[] chosen = [.. Enumerable.Range(0, most).Select(i => Designs[(int)((long)i * Designs.Length / most)])];
        HashSet<string> wanted = [.. chosen.Select(d => d.Design.Id), .. chosen.Select(d => d.Reference).OfType<string>()];
        HashSet<int> worlds = [.. chosen.Select(d => d.World)];
        bool IsBaseline(GridDesign d) => d.Base == Experiment.Baseline && worlds.Contains(d.World) && (d.Policy == 0 || Experiment.Joint is not null);
        GridDesign[] first = [.. Designs.Where(d => wanted.Contains(d.Design.Id) || IsBaseline(d))];
        // What came in as a baseline has a design without a programme too.
        wanted = [.. first.Select(d => d.Design.Id), .. first.Select(d => d.Reference).OfType<string>()];
        return new ExperimentGrid(Experiment, [.. Designs.Where(d => wanted.Contains(d.Design.Id))], [.. PolicyPoints], [.. WorldPoints]);
    }

    /// <summary>What is to be run.</summary>
    public ExperimentSource ToSource()
    {
        string baseline = Designs.First(d => d.Base == Experiment.Baseline).Design.Id;
        string? general = Designs.FirstOrDefault(d => d.Base == Experiment.WithoutProgramme && d.World == 0)?.Design.Id;
        return new ExperimentSource
        {
            Id = Experiment.Id,
            Title = Experiment.Title,
            Question = Experiment.Question,
            Text = Experiment.Text,
            Hash = Experiment.TextHash,
            Designs = [.. Designs.Select(d => d.Design)],
            AssumptionDesigns = [.. Designs.Where(d => d.World > 0 || Changes(d.Base)).Select(d => d.Design.Id)],
            Seed = Experiment.Seed,
            Replicates = Experiment.Replicates,
            Baseline = baseline,
            WithoutProgramme = general,
            OwnReferences = Designs.Where(d => d.Reference is not null && d.Reference != general).ToImmutableDictionary(d => d.Design.Id, d => d.Reference!, StringComparer.Ordinal),
        };

        bool Changes(string id) => Experiment.Designs.First(d => d.Design.Id == id).ChangesAssumptions;
    }

    /// <summary>How the values of a factor are spread.</summary>
    public static Distribution DistributionOf(Factor f) => f.Distribution switch
    {
        null => Distribution.Levels(f.Levels),
        FactorDistribution.LogUniform => Distribution.LogUniform(f.Low, f.High),
        FactorDistribution.Triangular => Distribution.Triangular(f.Low, f.Mode, f.High),
        FactorDistribution.Normal => Distribution.TruncatedNormal(f.Mean, f.Sd, f.Low, f.High),
        FactorDistribution.Beta => Distribution.Beta(f.Alpha, f.Beta, f.Low, f.High),
        FactorDistribution.WholeNumbers => Distribution.WholeNumbers((long)Math.Ceiling(f.Low), (long)Math.Floor(f.High)),
        // A whole number that is uniform has all its values as likely, the outer ones too.
        _ => f.Lever.IsWhole ? Distribution.WholeNumbers((long)Math.Ceiling(f.Low), (long)Math.Floor(f.High)) : Distribution.Uniform(f.Low, f.High),
    };

    private sealed class Maker(Experiment experiment)
    {
        private readonly List<Diagnostic> _problems = [];
        private readonly Dictionary<string, GridDesign> _made = new(StringComparer.Ordinal);
        private readonly Factor[] _factors = [.. experiment.Factors];
        private readonly Dictionary<FactorGroup, double[][]> _points = new(ReferenceEqualityComparer.Instance);
        private readonly HashSet<(string Base, int World, string Values)> _distinct = [];

        public ExperimentGrid? Make(out ImmutableArray<Diagnostic> problems)
        {
            double[][] policies = PointsOf(experiment.Policy ?? experiment.Joint), worlds = PointsOf(experiment.Assumptions);
            if (_problems.Count == 0)
            {
                foreach (ScenarioDesign design in experiment.Designs)
                {
                    if (experiment.Joint is { } joint) VaryTogether(design.Design, joint, policies);
                    else Vary(design.Design, policies, worlds);
                    if (TooMany()) break;
                }
            }
            problems = [.. _problems];
            return _problems.Count > 0 ? null : new ExperimentGrid(experiment, [.. _made.Values], policies, worlds);
        }

        private bool TooMany()
        {
            if (_made.Count <= MostDesigns && _problems.Count < 20) return false;
            if (_made.Count > MostDesigns) Report(AnySample(), $"the experiment has more than {MostDesigns.ToString("#,0", CultureInfo.InvariantCulture)} designs", "fewer points");
            return true;
        }

        private FactorSample AnySample() => (experiment.Joint ?? experiment.Policy ?? experiment.Assumptions)!.Sample;

        private void Report(FactorSample sample, string message, string? allowed = null) => _problems.Add(Experiment.PointProblem(sample, message, allowed));

        private void Vary(Design design, double[][] policies, double[][] worlds)
        {
            bool isReference = design.Id == experiment.WithoutProgramme;
            Lever?[] decided = isReference ? [.. LeversOf(experiment.Policy, design).Select(_ => (Lever?)null)] : LeversOf(experiment.Policy, design), assumed = LeversOf(experiment.Assumptions, design);
            bool isDecided = decided.Any(l => l is not null), isAssumed = assumed.Any(l => l is not null);
            int firstWorld = isAssumed ? 1 : 0, lastWorld = isAssumed ? worlds.Length : 0;
            // The baseline as it is stays in the experiment: what a lever does is measured from there.
            int firstPolicy = isDecided && design.Id != experiment.Baseline ? 1 : 0, lastPolicy = isDecided ? policies.Length : 0;
            for (int w = firstWorld; w <= lastWorld; w++)
            {
                for (int p = firstPolicy; p <= lastPolicy; p++)
                {
                    if (TooMany()) return;
                    string id = Name(Name(design.Id, 'p', p, policies.Length), 'w', w, worlds.Length);
                    double[] values = [.. Own(decided, p, policies), .. Own(assumed, w, worlds)];
                    Add(design, [.. decided, .. assumed], id, p, w, values, w > 0 ? experiment.Assumptions!.Sample : p > 0 ? experiment.Policy!.Sample : null);
                }
            }
        }

        // Policy and assumptions at one point: the design without a programme follows the assumptions of it.
        private void VaryTogether(Design design, FactorGroup joint, double[][] points)
        {
            bool isReference = design.Id == experiment.WithoutProgramme;
            Lever?[] levers = [.. LeversOf(joint, design).Select(l => l is { IsAssumption: false } && isReference ? null : l)];
            if (levers.All(l => l is null))
            {
                Add(design, levers, design.Id, 0, 0, [.. _factors.Select(_ => double.NaN)], null);
                return;
            }
            bool world = joint.Factors.Any(f => f.Lever.IsAssumption);
            for (int x = 1; x <= points.Length && !TooMany(); x++)
                Add(design, levers, Name(design.Id, 'x', x, points.Length), isReference ? 0 : x, world ? x : 0, Own(levers, x, points), joint.Sample);
        }

        // The factors' levers in a design; null where it has no such place.
        private static Lever?[] LeversOf(FactorGroup? group, Design design) => [.. (group?.Factors ?? []).Select(f => f.Lever.In(design))];

        // The values of levers at a point, NaN where the design has no such place or the point is none.
        private static double[] Own(Lever?[] levers, int point, double[][] points) => [.. levers.Select((l, j) => point > 0 && l is not null ? points[point - 1][j] : double.NaN)];

        private void Add(Design design, Lever?[] levers, string id, int policy, int world, double[] values, FactorSample? sample)
        {
            int[] set = [.. Enumerable.Range(0, _factors.Length).Where(j => !double.IsNaN(values[j]))];
            Design? changed;
            try
            {
                if (!Lever.TrySet(design, [.. set.Select(j => levers[j]!)], [.. set.Select(j => values[j])], out changed, out string? problem))
                {
                    Report(sample!, $"at the point {id} {problem}");
                    return;
                }
            }
            catch (ArgumentOutOfRangeException e)
            {
                // The range of a group of entries is that of the design that has them.
                Report(sample!, $"at the point {id} {e.Message.Split(" (Parameter", 2)[0].TrimEnd('.')}");
                return;
            }
            if (id.Length > 64)
            {
                Report(sample!, $"the name '{id}' of a design has {id.Length} characters", "at most 64; a shorter id of the design");
                return;
            }
            // What a design of the baseline has where it is not varied is a value too.
            double[] all = [.. values.Select((v, j) => double.IsNaN(v) && levers[j] is { } lever && lever.AppliesTo(changed) ? lever.Get(changed) : v)];
            // Two points may differ only in places that this design has not.
            if (!_distinct.Add((design.Id, world, string.Join(' ', values.Select(v => v.ToString("R", CultureInfo.InvariantCulture)))))) return;
            _made.Add(id, new GridDesign(changed with { Id = id, Title = TitleOf(design, policy, world, values) }, design.Id, policy, world, [.. all], ReferenceOf(world)));
        }

        private string? ReferenceOf(int world)
        {
            if (experiment.WithoutProgramme is not { } without) return null;
            if (experiment.Joint is { } joint) return world > 0 ? Name(without, 'x', world, CountOf(joint)) : without;
            return world > 0 ? Name(without, 'w', world, CountOf(experiment.Assumptions!)) : without;
        }

        private int CountOf(FactorGroup group) => _points[group].Length;

        private static string Name(string id, char kind, int point, int of)
            => point == 0 ? id : $"{id}-{kind}{point.ToString("D" + of.ToString(CultureInfo.InvariantCulture).Length.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)}";

        private string TitleOf(Design design, int policy, int world, double[] values)
        {
            const int mostShown = 3;
            string[] decided =
            [
                .. Enumerable.Range(0, _factors.Length).Where(j => !_factors[j].Lever.IsAssumption && !double.IsNaN(values[j]))
                    .Select(j => $"{_factors[j].Lever.Path} {values[j].ToString("G6", CultureInfo.InvariantCulture)}"),
            ];
            string what = decided.Length is > 0 and <= mostShown ? ", " + string.Join(", ", decided) : policy > 0 ? $", policy {policy}" : "";
            return design.Title + what + (world > 0 ? $", world {world}" : "");
        }

        private double[][] PointsOf(FactorGroup? group)
        {
            if (group is null) return [];
            double[][]? points = group.Sample.Method switch
            {
                SampleMethod.FullFactorial => Combinations(group),
                SampleMethod.List => group.Sample.Table is { } table ? FromTable(group, table) : [.. group.Sample.List.Select(p => p.ToArray())],
                _ => FromUnitCube(group),
            };
            points ??= [];
            _points.Add(group, points);
            var problems = new HashSet<string>(StringComparer.Ordinal);
            for (int i = 0; i < points.Length; i++)
            {
                for (int j = 0; j < group.Factors.Length; j++)
                {
                    try
                    {
                        points[i][j] = group.Factors[j].Lever.Allowed(points[i][j]);
                    }
                    catch (ArgumentOutOfRangeException)
                    {
                        if (problems.Add(group.Factors[j].Lever.Path))
                            Report(group.Sample, $"at the point {i + 1} {group.Factors[j].Lever.Path} is {points[i][j].ToString("R", CultureInfo.InvariantCulture)}", group.Factors[j].Lever.Range);
                    }
                }
            }
            return points;
        }

        private double[][]? Combinations(FactorGroup group)
        {
            double count = group.Factors.Aggregate(1.0, (product, f) => product * f.Levels.Length);
            if (count > MostDesigns)
            {
                Report(group.Sample, $"there are {count.ToString("#,0", CultureInfo.InvariantCulture)} combinations of levels", $"at most {MostDesigns.ToString("#,0", CultureInfo.InvariantCulture)}");
                return null;
            }
            IEnumerable<double[]> points = [[]];
            foreach (Factor factor in group.Factors) points = points.SelectMany(p => factor.Levels.Select(level => (double[])[.. p, level]));
            return [.. points];
        }

        private double[][]? FromTable(FactorGroup group, string path)
        {
            try
            {
                NumberTable table = NumberTable.Read(path);
                string[] missing = [.. group.Factors.Select(f => f.Lever.Path).Where(name => table.Find(name) is null)];
                if (missing.Length > 0)
                {
                    Report(group.Sample, $"'{path}' has no column '{missing[0]}'", string.Join(", ", table.Names.Take(12)));
                    return null;
                }
                return [.. Enumerable.Range(0, table.Rows).Select(r => group.Factors.Select(f => table.Find(f.Lever.Path)![r]).ToArray())];
            }
            catch (StorageException e)
            {
                Report(group.Sample, e.Message.TrimEnd('.'));
                return null;
            }
        }

        private static double[][] FromUnitCube(FactorGroup group)
        {
            FactorSample sample = group.Sample;
            int k = group.Factors.Length;
            IReadOnlyList<double[]> units = sample.Method switch
            {
                SampleMethod.LatinHypercube => LatinHypercube.Points(sample.Points, k, sample.Seed),
                SampleMethod.Sobol => SobolSequence.Scrambled(sample.Points, k, sample.Seed),
                SampleMethod.Morris => MorrisTrajectories.Make(sample.Trajectories, k, sample.GridLevels, sample.Seed).Points,
                _ => SaltelliMatrices.Make(sample.Points, k, sample.Seed).Points,
            };
            Distribution[] distributions = [.. group.Factors.Select(DistributionOf)];
            return [.. units.Select(u => u.Select((x, j) => distributions[j].Quantile(x)).ToArray())];
        }
    }
}
