using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TwinningSim.Analysis.Comparing;
using TwinningSim.Analysis.Stopping;
using TwinningSim.Cli.Output;
using TwinningSim.Experiments;
using TwinningSim.Reports;
using TwinningSim.Scenarios;
using TwinningSim.Scenarios.Experiments;
using TwinningSim.Storage;

namespace TwinningSim.Cli.Verbs;

/// <summary><c>twinsim run</c> of an experiment file: designs varied by factors, with as many replicates as its stopping rule asks for.</summary>
internal static class ExperimentRun
{
    // More rows than this help nobody on a terminal.
    private const int MostShown = 40;

    public static async Task<int> Run(RunVerb.Request request, ImmutableArray<Outcome> outcomes, bool firms, bool events, CancellationToken cancel)
    {
        if (request.Baseline is not null) throw new BadInputException("An experiment file names its baseline itself: --baseline is for scenarios.");
        ExperimentGrid grid = Input.ReadExperiment(request.Path, request.Quiet, request.Parameters);
        Experiment experiment = grid.Experiment;
        if (request.OnlyReplicates is { } only) return RunVerb.RunOnly(Chosen(grid, request.Designs), request.Seed ?? experiment.Seed, only, request, cancel);
        if (request.Designs is not null) throw new BadInputException("An experiment file names its designs itself: --designs is for scenarios, and for --only-replicates.");
        string folder = request.Out ?? RunVerb.FolderOf(experiment.Id, request.Parameters);
        if (File.Exists(folder)) throw new BadInputException($"'{folder}' is a file. Give a folder with --out.");
        StoppingTargets? targets = request.Replicates is null ? experiment.Stop : null;
        if (targets is not null && request.Part is not null) throw new BadInputException("A stopping rule looks at all results: give --replicates together with --shard ('twinsim plan' says how many).");
        ExperimentSource source = grid.ToSource();
        var options = new PlanOptions
        {
            Seed = request.Seed ?? experiment.Seed, Firms = firms, Events = events, Part = request.Part,
            Replicates = request.Replicates ?? (targets is null ? experiment.Replicates : FirstLook(folder, experiment, targets, request.Fresh)),
        };
        bool fresh = request.Fresh;
        while (true)
        {
            var plan = ExperimentPlan.For(source, options);
            (int code, string into) = await Run(request, plan, folder, fresh, cancel);
            if (code is not (ExitCode.Success or ExitCode.SomeRunsFailed)) return code;
            fresh = false;
            if (request.Part is not null)
            {
                if (!request.Quiet) Console.Error.WriteLine($"This part is complete, in {into}. When all are, 'twinsim merge' with the folder of the experiment joins them, and this command without --shard shows the answer.");
                return code;
            }
            StoppingState? state = null;
            if (targets is not null)
            {
                state = StoppingRule.Look(PrecisionSeries.Of(ExperimentReader.Open(folder), grid, targets));
                if (state.Replicates is null && plan.Replicates < targets.Most)
                {
                    if (!request.Quiet) Console.Error.WriteLine($"Not exact enough yet: {Slowest(state)}.");
                    options = options with { Replicates = StoppingRule.Next(state, plan.Block, targets.Most) };
                    continue;
                }
                ExperimentHost.Restate(ExperimentPlan.For(source, options with { Stopping = Ended(targets, state) }), folder);
            }
            WriteDesigns(folder, grid);
            Answer(request, grid, outcomes, folder, state is null ? null : PlainWords.Stopping(targets!.Level, targets.Most, state));
            return code;
        }
    }

    // An experiment that has grown goes on from where it is.
    private static int FirstLook(string folder, Experiment experiment, StoppingTargets targets, bool fresh)
    {
        int there = !fresh && File.Exists(Path.Combine(folder, Manifest.FileName)) ? ExperimentReader.Open(folder).Manifest.Replicates : 0;
        return Math.Max(there, Math.Min(experiment.Replicates, targets.Most));
    }

    private static ImmutableArray<ScenarioDesign> Chosen(ExperimentGrid grid, string[]? wanted)
    {
        string[] names = [.. grid.Designs.Select(d => d.Design.Id)];
        foreach (string name in wanted ?? []) Input.CheckName("The design", name, names);
        return [.. grid.Designs.Where(d => wanted is null || wanted.Contains(d.Design.Id)).Select(d => new ScenarioDesign(d.Design, d.Base, d.Policy > 0, d.World > 0))];
    }

    private static ManifestStopping Ended(StoppingTargets targets, StoppingState state) => new(targets.Level, targets.Most, [.. targets.Targets.Select(t => t.ToString())], state.Replicates, state.Looked);

    private static async Task<(int Code, string Folder)> Run(RunVerb.Request request, ExperimentPlan plan, string folder, bool fresh, CancellationToken cancel)
    {
        if (request.Part is { } part) folder = ManifestPart.FolderOf(folder, part.Index, part.Of);
        var options = new RunOptions { Threads = request.Threads ?? Environment.ProcessorCount, Fresh = fresh, Explain = request.Explain ? Console.Error.WriteLine : null };
        if (!request.Quiet)
        {
            string which = request.Part is null ? "" : $", part {request.Part.Index} of {request.Part.Of} ({Input.Count(plan.Runs, "run")})";
            Console.Error.WriteLine($"{plan.Source.Id}{which}: {Input.Count(plan.Designs.Length, "design")} x {Input.Count(plan.Replicates, "replicate")}, "
                + $"{Input.Count(plan.Designs[0].Months, "month")} each, {Input.Count(options.Threads, "thread")}, into {folder}");
        }
        var clock = System.Diagnostics.Stopwatch.StartNew();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        if (request.StopAfter is { } time) limit.CancelAfter(time);
        RunOutcome end = await ProgressDisplay.Show(request.Quiet, progress => ExperimentHost.RunAsync(plan, folder, options, progress, log => RunVerb.Log(log, request), limit.Token));
        if (!request.Quiet) RunVerb.SayHowItEnded(end, clock.Elapsed);
        if (!end.Complete) return (RunVerb.SayStopped(end, plan, folder, timeIsUp: limit.IsCancellationRequested && !cancel.IsCancellationRequested), folder);
        if (end.Failed == 0) return (ExitCode.Success, folder);
        RunVerb.SayWhatFailed(folder, end);
        return (ExitCode.SomeRunsFailed, folder);
    }

    private static string Slowest(StoppingState state)
        => (state.Slowest ?? state.Unmet.FirstOrDefault() ?? "looking ahead") + (state.Expected is { } expected ? $" needs about {ProgressDisplay.Whole(expected)} replicates" : " cannot say how many replicates it needs");

    private static void WriteDesigns(string folder, ExperimentGrid grid)
    {
        string[] factors = [.. grid.Experiment.Factors.Select(f => f.Lever.Path)];
        DesignTable.Write(folder, ["design", "base", "policy_point", "world_point", "reference", .. factors],
            grid.Designs.Select(d => (IReadOnlyList<object?>)[d.Design.Id, d.Base, d.Policy == 0 ? null : d.Policy, d.World == 0 ? null : d.World, d.Reference, .. d.Values.Select(v => (object?)v)]));
    }

    private static void Answer(RunVerb.Request request, ExperimentGrid grid, ImmutableArray<Outcome> outcomes, string folder, string? stopping)
    {
        ExperimentReader reader = ExperimentReader.Open(folder);
        Experiment experiment = grid.Experiment;
        bool overWorlds = grid.Designs.Any(d => d.World > 0) || experiment.Joint is not null;
        // A share of runs has no mean over worlds that is a share of runs.
        if (overWorlds) outcomes = [.. outcomes.Where(o => o.Kind != OutcomeKind.Occurrence)];
        DesignRuns[] runs = overWorlds ? OverWorlds(reader, grid, outcomes) : Each(reader, grid, outcomes), luck = overWorlds ? OverReplicates(reader, grid, outcomes) : [];
        string baseline = runs.First(r => r.Id == experiment.Baseline || r.Id.StartsWith(experiment.Baseline + "-", StringComparison.Ordinal)).Id;
        string? without = runs.Any(r => r.Id == experiment.WithoutProgramme) ? experiment.WithoutProgramme : null;
        Comparison comparison = Compare([.. runs.Select(r => r.Id)]);
        var facts = new ExperimentFacts
        {
            Scenario = experiment.Id, Title = experiment.Title, Question = experiment.Question, Start = experiment.Scenario.Start.ToString(), Months = experiment.Scenario.Months,
            Seed = reader.Manifest.Seed, Version = reader.Manifest.Program, WithoutProgramme = experiment.WithoutProgramme,
        };
        if (request.Json)
        {
            using Stream stream = Console.OpenStandardOutput();
            ComparisonJson.Write(stream, comparison, facts, folder);
            return;
        }
        if (!request.Quiet) Console.Error.WriteLine();
        Comparison shown = runs.Length <= MostShown ? comparison : Compare(Best(comparison, baseline, without));
        ComparisonTable.Write(Terminal.Output(request.Ascii), shown, facts);
        foreach (string line in Remarks().SelectMany(r => TextLayout.Wrap(r, "  "))) Console.Out.WriteLine(line);
        if (request.Quiet) return;
        Console.Out.WriteLine();
        Console.Out.WriteLine($"Results are in {folder}: Parquet tables, {Manifest.FileName}, and the factors of each design in {DesignTable.FileName}.");

        Comparison Compare(IReadOnlyCollection<string> ids)
        {
            Comparison over = Comparison.Of([.. runs.Where(r => ids.Contains(r.Id))], baseline, outcomes, without);
            return overWorlds ? Comparison.Crossed(over, Comparison.Of([.. luck.Where(r => ids.Contains(r.Id))], baseline, outcomes, without)) : over;
        }

        IEnumerable<string> Remarks()
        {
            if (overWorlds)
                yield return $"Every number is a mean over {runs.Max(r => r.Replicates.Count)} worlds (the replicates of the table) of {reader.Manifest.Replicates} replicates each, which all worlds share; every interval adds the spread over worlds and that over replicates.";
            if (runs.Length > MostShown) yield return $"{shown.Designs.Length} of {runs.Length} designs are shown: the baseline, the design without a programme and those with most net benefit, or most of the first outcome. All are in --json.";
            foreach (DesignResult design in shown.Designs.Where(d => Regex.IsMatch(d.Id, "-[px][0-9]+$"))) yield return $"{design.Id}: {design.Title}.";
            if (stopping is not null) yield return stopping;
        }
    }

    // The baseline, the design without a programme, and the best ones.
    private static HashSet<string> Best(Comparison comparison, string baseline, string? without)
    {
        Outcome by = comparison.Outcomes.FirstOrDefault(o => o.Name == "net_benefit_eur") ?? comparison.Outcomes[0];
        double sign = by.Better == Better.Less ? -1 : 1;
        HashSet<string> best = [baseline, .. comparison.Designs.Where(d => d.Find(by.Name)!.Estimate.HasValue).OrderByDescending(d => sign * d.Find(by.Name)!.Estimate.Value).Take(MostShown / 2).Select(d => d.Id)];
        if (without is not null) best.Add(without);
        return best;
    }

    private static DesignRuns[] Each(ExperimentReader reader, ExperimentGrid grid, ImmutableArray<Outcome> outcomes)
    {
        Dictionary<string, Dictionary<string, double[]>> all = ColumnsOf(reader, grid, outcomes);
        return [.. grid.Designs.Select(d => (Design: d.Design, Columns: all[d.Design.Id]))
            .Select(d => new DesignRuns(d.Design.Id, d.Design.Title, false, [.. d.Columns["replicate"].Select(r => (int)r)], name => d.Columns[name]))];
    }

    // A policy is one row: its values are means over the replicates of a world, one for each world.
    private static DesignRuns[] OverWorlds(ExperimentReader reader, ExperimentGrid grid, ImmutableArray<Outcome> outcomes)
    {
        var means = ColumnsOf(reader, grid, outcomes).ToDictionary(d => d.Key, d => d.Value.ToDictionary(c => c.Key, c => Mean(c.Value), StringComparer.Ordinal), StringComparer.Ordinal);
        return [.. Policies(grid).Select(p => new DesignRuns(p.Id, p.Title, false, [.. p.Worlds.Select(d => Number(grid, d))], column => [.. p.Worlds.Select(d => means[d.Design.Id][column])]))];
    }

    // The same by replicate: means over the worlds.
    private static DesignRuns[] OverReplicates(ExperimentReader reader, ExperimentGrid grid, ImmutableArray<Outcome> outcomes)
    {
        Dictionary<string, Dictionary<string, double[]>> all = ColumnsOf(reader, grid, outcomes);
        int[] replicates = [.. Enumerable.Range(0, reader.Manifest.Replicates)];
        return [.. Policies(grid).Select(p => new DesignRuns(p.Id, p.Title, false, replicates, column =>
        {
            var values = new List<double>[replicates.Length];
            for (int r = 0; r < values.Length; r++) values[r] = [];
            foreach (Dictionary<string, double[]> columns in p.Worlds.Select(d => all[d.Design.Id]))
            {
                for (int row = 0; row < columns[column].Length; row++) values[(int)columns["replicate"][row]].Add(columns[column][row]);
            }
            return [.. values.Select(v => Mean([.. v]))];
        }))];
    }

    // Rows of the table: designs that differ only in their world are one.
    private static IEnumerable<(string Id, string Title, GridDesign[] Worlds)> Policies(ExperimentGrid grid)
    {
        bool together = grid.Experiment.Joint is not null;
        foreach (IGrouping<(string, int), GridDesign> group in grid.Designs.GroupBy(d => (d.Base, together ? 0 : d.Policy)))
        {
            GridDesign[] worlds = [.. group.OrderBy(d => Number(grid, d))];
            string id = worlds[0].Design.Id;
            if (Number(grid, worlds[0]) > 0) id = id[..id.LastIndexOf('-')];
            yield return (id, worlds[0].Design.Title.Split(", world ")[0], worlds);
        }
    }

    private static int Number(ExperimentGrid grid, GridDesign design) => grid.Experiment.Joint is not null ? Math.Max(design.World, design.Policy) : design.World;

    private static double Mean(double[] values) => values.Where(v => !double.IsNaN(v)).DefaultIfEmpty(double.NaN).Average();

    private static Dictionary<string, Dictionary<string, double[]>> ColumnsOf(ExperimentReader reader, ExperimentGrid grid, ImmutableArray<Outcome> outcomes)
    {
        string[] columns = [.. outcomes.SelectMany(o => new[] { o.Column, o.Per }).Append("replicate").Where(c => c.Length > 0).Distinct(StringComparer.Ordinal)];
        IReadOnlyDictionary<string, double[][]> all = reader.Numbers("runs", [.. grid.Designs.Select(d => d.Design.Id)], columns);
        // A design of which every run failed has no rows.
        return grid.Designs.ToDictionary(d => d.Design.Id, d => columns.Zip(all.GetValueOrDefault(d.Design.Id) ?? [.. columns.Select(_ => Array.Empty<double>())])
            .ToDictionary(c => c.First, c => c.Second, StringComparer.Ordinal), StringComparer.Ordinal);
    }
}
