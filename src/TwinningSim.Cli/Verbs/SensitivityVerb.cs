using System.CommandLine;
using System.Globalization;
using TwinningSim.Analysis.Comparing;
using TwinningSim.Analysis.Discovery;
using TwinningSim.Analysis.Sampling;
using TwinningSim.Analysis.Sensitivity;
using TwinningSim.Cli.Output;
using TwinningSim.Experiments;
using TwinningSim.Model.Input;
using TwinningSim.Model.Parameters;
using TwinningSim.Reports;
using TwinningSim.Scenarios;
using TwinningSim.Scenarios.Experiments;
using TwinningSim.Scenarios.Levers;

namespace TwinningSim.Cli.Verbs;

/// <summary><c>twinsim sensitivity</c>: what the outcome of a design depends on, where it fails, and which design stays good under other assumptions.</summary>
internal static class SensitivityVerb
{
    /// <summary>A factor: a place in the design and how its values are spread.</summary>
    private sealed record Factor(Lever Lever, Distribution Distribution);

    /// <summary>What is asked of every part of the study.</summary>
    private sealed record Study(Scenario Scenario, Design Design, Factor[] Factors, Outcome Outcome, LiveRuns Runs, int Replicates, ulong Seed, double? Target)
    {
        public LiveWorld World { get; } = LiveRuns.World(Scenario, Design);

        public LiveWorld? At(LiveWorld world, double[] point, IReadOnlyList<int> chosen)
            => world.With([.. chosen.Select(f => Factors[f].Lever)], [.. chosen.Select((f, i) => Factors[f].Lever.Allowed(Factors[f].Distribution.Quantile(point[i])))]);

        public string[] Names => [.. Factors.Select(f => f.Lever.Path)];

        /// <summary>Mean outcome over replicates, each point with its own first replicate; NaN if any failed.</summary>
        public double[] Means(IReadOnlyList<(LiveWorld? World, int First)> points)
            => [.. Runs.Trials([.. points.Select(p => (p.World, p.First, Replicates))]).Select(t => t.Average(x => x.Outcome))];
    }

    private static readonly string[] Methods = ["all", "morris", "sobol", "prim", "robustness"];

    public static Command Make()
    {
        var live = new LiveOptions();
        var design = new Option<string>("--design") { Description = "The design that is studied. Default: the baseline.", HelpName = "design" };
        var outcome = new Option<string>("--outcome") { Description = "The outcome. Default: firms_with_do_how.", HelpName = "outcome" };
        Option<string[]> factors = Input.Names("--factors", "Parameters and levers, each name:low:high, or a name alone: its plausible range, or half to one and a half times its value. Default: those of the experiment file; else every parameter.", "a:0:1,b,...");
        var method = new Option<string>("--method") { Description = "morris: screening. sobol: shares of variance. prim: where the target is missed. robustness: which design stays good. Default: all.", HelpName = string.Join("|", Methods) };
        Option<ulong?> trajectories = Input.WholeNumber("--trajectories", "Trajectories of the screening. Default: 10.", 2, 10_000);
        Option<ulong?> points = Input.WholeNumber("--points", "Rows of the Sobol' matrices, and points of prim and robustness; best a power of 2. Default: 64.", 8, 1 << 20);
        Option<ulong?> most = Input.WholeNumber("--keep", "Factors that go from the screening into the next step. Default: 5.", 1, 100);
        Option<ulong?> replicates = Input.WholeNumber("--replicates", "Replicates of each point. Default: 5.", 1, 10_000, "-n");
        Option<double?> target = Input.Number("--target", "A case is where the outcome's mean misses this. Default: its median.");
        Option<string[]> designs = Input.Names("--designs", "Designs for robustness. Default: all that leave the assumptions as they are.", "a,b,...");
        var command = new Verb("sensitivity", "What an outcome depends on, how much of it is luck, where a design fails, and which design stays good under other assumptions.")
        {
            design, outcome, factors, method, trajectories, points, most, replicates, target, designs,
        };
        live.AddTo(command);
        command.Examples =
        [
            ("twinsim sensitivity my-cluster.yaml", "screening of all parameters, then the rest for the five that matter most"),
            ("twinsim sensitivity my-cluster.yaml --method sobol --factors parameters.forgetting,plan.course.days:2:10", "shares of variance of two factors and luck"),
            ("twinsim sensitivity my-cluster.yaml --method prim --target 5", "where the design misses 5 firms"),
            ("twinsim sensitivity my-experiment.yaml --method robustness --target 5", "which design stays good over the factors of an experiment file"),
        ];
        command.SetAction((result, cancel) =>
        {
            Outcome on = LiveRuns.OutcomeOf(result.GetValue(outcome) ?? "firms_with_do_how");
            string how = result.GetValue(method) ?? Methods[0];
            Input.CheckName("The method", how, Methods);
            Experiment? experiment = ExperimentFileReader.IsExperiment(live.Path(result)) ? Input.ReadExperiment(live.Path(result), live.Quiet(result)).Experiment : null;
            Scenario scenario = experiment?.Scenario ?? live.Scenario(result);
            Design at = LiveOptions.Design(scenario, result.GetValue(design) ?? experiment?.Baseline);
            Factor[] chosen = Input.Given(result, factors) is { } given ? [.. given.Select(g => Parse(g, at))]
                : experiment is { HasFactors: true } ? [.. experiment.Factors.Select(f => new Factor(f.Lever, ExperimentGrid.DistributionOf(f)))]
                : [.. ParameterTable.All.Where(p => p.PlausibleHigh > p.PlausibleLow).Select(p => Parse($"parameters.{p.Name}", at))];
            var study = new Study(scenario, at, chosen, on, live.Runs(result, scenario, [on], cancel), (int?)result.GetValue(replicates) ?? 5, live.Seed(result, scenario), result.GetValue(target));
            string[]? wanted = Input.Given(result, designs);
            foreach (string name in wanted ?? []) Input.CheckName("The design", name, [.. scenario.Designs.Select(d => d.Id)]);
            Design[] policies = [.. scenario.DesignChanges.Where(d => wanted?.Contains(d.Design.Id) ?? !d.ChangesAssumptions).Select(d => d.Design)];
            int rows = (int?)result.GetValue(points) ?? 64;
            int[] kept = [.. Enumerable.Range(0, chosen.Length)];
            MorrisScreening? morris = null;
            int most2 = (int?)result.GetValue(most) ?? 5;
            // Screening where it is asked for, or where there are too many factors for what follows.
            if (how == "morris" || (kept.Length > most2 && how != "robustness"))
            {
                morris = Screen(study, (int?)result.GetValue(trajectories) ?? 10);
                kept = [.. kept.OrderByDescending(i => morris.Effects[i].Absolute.Value).Take(most2).Order()];
            }
            SobolIndices? sobol = how is "all" or "sobol" ? Indices(study, kept, rows) : null;
            Discovery? discovery = how is "all" or "prim" ? Discover(study, kept, rows * 4, out double missed) : WithoutDiscovery(out missed);
            int[] assumed = [.. kept.Where(i => chosen[i].Lever.IsAssumption)];
            Robustness? robustness = how == "robustness" || (how == "all" && assumed.Length > 0 && policies.Length > 1) ? Robust(study, policies, assumed, rows) : null;
            string[] names = study.Names, keptNames = [.. kept.Select(i => names[i])];
            string[] words =
            [
                .. morris is null ? [] : DecisionWords.Of(morris, names, on),
                .. sobol is null ? [] : DecisionWords.Of(sobol, keptNames, on, study.Replicates),
                .. discovery is null ? [] : DecisionWords.Of(discovery, keptNames, $"{(on.Better == Better.Less ? "exceeds" : "misses")} {DecisionWords.Number(missed)} {on.Title.ToLowerInvariant()}"),
                .. robustness is null ? [] : DecisionWords.Of(robustness, on, study.Target),
                .. study.Runs.Failed > 0 ? [$"{study.Runs.Failed} runs failed."] : Array.Empty<string>(),
            ];
            var answers = new SensitivityStudy(at.Id, on.Name, [.. chosen.Select(c => new VariedFactor(c.Lever.Path, c.Distribution.Low, c.Distribution.High))], study.Replicates, study.Runs.Done, study.Runs.Failed,
                morris, sobol, [.. keptNames], discovery, [.. keptNames], robustness);
            live.Answer(result, scenario, $"sensitivity-{at.Id}-{on.Name}", "twinsim-sensitivity-1", names, answers, words,
                () => Tables(names, keptNames, morris, sobol, robustness, on), SensitivityTable.Of(answers), experiment is null ? null : (experiment.Id, experiment.TextHash));
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static Factor Parse(string text, Design design)
    {
        // Names hold colons too: plan.kind:study-tour.days:2:5.
        string[] parts = text.Split(':');
        double[] ends = [.. parts.Reverse().TakeWhile(p => double.TryParse(p, NumberStyles.Float, CultureInfo.InvariantCulture, out _)).Take(2).Select(p => double.Parse(p, CultureInfo.InvariantCulture)).Reverse()];
        string name = string.Join(':', parts[..^ends.Length]);
        Lever lever = LiveOptions.Lever(name, design);
        if (ends.Length == 1) throw new BadInputException($"The factor '{text}' needs both ends of its range: {name}:low:high.");
        (double low, double high) = ends.Length == 2 ? (ends[0], ends[1]) : RangeOf(lever, design);
        if (lever.AboveLow && low == lever.Low) low += 1e-6 * (high - low);
        _ = LiveOptions.Steps(lever, low, high, high - low);
        return new(lever, lever.IsWhole ? Distribution.WholeNumbers((long)Math.Ceiling(low), (long)Math.Floor(high)) : Distribution.Uniform(low, high));
    }

    /// <summary>
    /// Where a factor is varied if nobody says: a parameter's plausible range; of anything else half to one and a half times its value in the design, within what is allowed.
    /// All that is allowed would let the widest range win: staff turnover may be anything up to the whole staff in a month.
    /// </summary>
    private static (double Low, double High) RangeOf(Lever lever, Design design)
    {
        double value = lever.Get(design);
        if (lever.Plausible != (lever.Low, lever.High) || !(value > 0)) return lever.Plausible;
        (double low, double high) = (Math.Max(lever.Low, 0.5 * value), Math.Min(lever.High, 1.5 * value));
        if (lever.IsWhole) (low, high) = (Math.Max(lever.Low, Math.Floor(low)), Math.Min(lever.High, Math.Ceiling(high)));
        return low < high ? (low, high) : lever.Plausible;
    }

    private static MorrisScreening Screen(Study study, int trajectories)
    {
        int[] all = [.. Enumerable.Range(0, study.Factors.Length)];
        MorrisTrajectories points = MorrisTrajectories.Make(trajectories, all.Length, 4, study.Seed);
        // The same replicates at every point of a trajectory: a step is then the effect of the factor and not of luck.
        double[] means = study.Means([.. points.Points.Select((p, i) => (study.At(study.World, p, all), i / (all.Length + 1) * study.Replicates))]);
        return Checked(() => MorrisScreening.Of(points, means, seed: study.Seed));
    }

    /// <summary>Indices of the factors, and of luck as a further factor: its value is which replicates a point is run with.</summary>
    private static SobolIndices Indices(Study study, int[] kept, int rows)
    {
        int k = kept.Length;
        SaltelliMatrices matrices = SaltelliMatrices.Make(rows, k, study.Seed);
        (LiveWorld?, int)[] points = [.. matrices.Points.Select((p, i) =>
        {
            int row = i % rows, matrix = i / rows;
            // A and what is mixed from it have A's luck, B its own.
            return (study.At(study.World, p, kept), (matrix == 1 ? rows + row : row) * study.Replicates);
        })];
        // A with the luck of B.
        (LiveWorld?, int)[] luck = [.. Enumerable.Range(0, rows).Select(r => (points[r].Item1, (rows + r) * study.Replicates))];
        double[] means = study.Means([.. points, .. luck]);
        (double[] a, double[] b, double[][] mixed) = matrices.Split(means[..points.Length]);
        return Checked(() => SobolIndices.Of(new(a, b, [.. mixed, means[points.Length..]]), seed: study.Seed));
    }

    private static Discovery? WithoutDiscovery(out double missed)
    {
        missed = double.NaN;
        return null;
    }

    private static Discovery Discover(Study study, int[] kept, int count, out double missed)
    {
        double[][] points = LatinHypercube.Points(count, kept.Length, study.Seed);
        double[] means = study.Means([.. points.Select((p, i) => (study.At(study.World, p, kept), i * study.Replicates))]);
        int[] whole = [.. Enumerable.Range(0, count).Where(i => double.IsFinite(means[i]))];
        if (whole.Length < 20) throw new BadInputException($"Only {whole.Length} of {count} points have no failed run: too few to say where the design fails.");
        double limit = study.Target ?? whole.Select(i => means[i]).Order().ElementAt(whole.Length / 2);
        missed = limit;
        bool less = study.Outcome.Better == Better.Less;
        return Prim.Find(
            [.. kept.Select((f, j) => (IReadOnlyList<double>)whole.Select(i => study.Factors[f].Distribution.Quantile(points[i][j])).ToArray())],
            [.. whole.Select(i => less ? means[i] > limit : means[i] < limit)], seed: study.Seed);
    }

    private static Robustness Robust(Study study, Design[] policies, int[] assumed, int count)
    {
        if (policies.Length < 2) throw new BadInputException("Robustness compares two designs or more.");
        if (assumed.Length == 0) throw new BadInputException("Robustness is about assumptions: give factors that the programme does not decide, parameters say.");
        double[][] points = LatinHypercube.Points(count, assumed.Length, study.Seed);
        LiveWorld[] worlds = [.. policies.Select(p => LiveRuns.World(study.Scenario, p))];
        double[] means = study.Means([.. worlds.SelectMany(w => points.Select((p, i) => (study.At(w, p, assumed), i * study.Replicates)))]);
        return Checked(() => Robustness.Of([.. policies.Select(p => p.Id)], [.. policies.Select((_, d) => (IReadOnlyList<double>)means[(d * count)..((d + 1) * count)])], study.Outcome.Better, study.Target));
    }

    private static T Checked<T>(Func<T> estimate)
    {
        try
        {
            return estimate();
        }
        catch (ArgumentException e)
        {
            throw new BadInputException(e.Message.Split(" (Parameter")[0] + " Narrow the ranges, or take more points.");
        }
    }

    private static void Tables(string[] names, string[] kept, MorrisScreening? morris, SobolIndices? sobol, Robustness? robustness, Outcome on)
    {
        if (morris is not null)
        {
            PlainTable.Write(Terminal.Output(false), ["Screening", $"mu*\n{on.Unit}", "mu", "sigma"],
                Enumerable.Range(0, names.Length).OrderByDescending(i => morris.Effects[i].Absolute.Value).Take(15).Select(i => new[]
                {
                    names[i], DecisionWords.Interval(morris.Effects[i].Absolute), DecisionWords.Interval(morris.Effects[i].Mean), DecisionWords.Number(morris.Effects[i].Spread),
                }));
        }
        if (sobol is not null)
        {
            string[] all = [.. kept, "luck (which replicates)"];
            PlainTable.Write(Terminal.Output(false), ["Share of variance", "first order", "total"],
                Enumerable.Range(0, all.Length).OrderByDescending(i => sobol.Indices[i].Total.Value).Select(i => new[] { all[i], DecisionWords.Interval(sobol.Indices[i].First), DecisionWords.Interval(sobol.Indices[i].Total) }));
        }
        if (robustness is not null)
        {
            PlainTable.Write(Terminal.Output(false), ["Over assumptions", $"mean\n{on.Unit}", "worst", "mean regret", "largest\nregret", "good enough", "best in"],
                robustness.Designs.Select(d => new[]
                {
                    d.Design, DecisionWords.Interval(d.Mean), DecisionWords.Number(d.Worst), DecisionWords.Interval(d.MeanRegret), DecisionWords.Number(d.MaxRegret),
                    d.Satisficing is { } s ? DecisionWords.Percent(s.Value) : "-", DecisionWords.Percent(d.BestIn),
                }));
        }
    }
}
