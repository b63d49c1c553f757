using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TwinningSim.Analysis.Comparing;
using TwinningSim.Analysis.Stopping;
using TwinningSim.Cli.Output;
using TwinningSim.Experiments;
using TwinningSim.Reports;
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
        if (request.Designs is not null || request.Baseline is not null) throw new BadInputException("An experiment file names its designs and its baseline itself: --designs and --baseline are for scenarios.");
        ExperimentGrid grid = Input.ReadExperiment(request.Path, request.Quiet);
        Experiment experiment = grid.Experiment;
        string folder = request.Out ?? Path.Combine("results", experiment.Id);
        if (File.Exists(folder)) throw new BadInputException($"'{folder}' is a file. Give a folder with --out.");
        StoppingTargets? targets = request.Replicates is null ? experiment.Stop : null;
        ExperimentSource source = grid.ToSource();
        int replicates = request.Replicates ?? Math.Min(experiment.Replicates, targets?.Most ?? int.MaxValue);
        bool fresh = request.Fresh;
        StoppingState? state = null;
        while (true)
        {
            var plan = ExperimentPlan.For(source, new PlanOptions { Seed = request.Seed ?? experiment.Seed, Replicates = replicates, Firms = firms, Events = events });
            if (!await Run(request, plan, folder, fresh, cancel)) return ExitCode.Cancelled;
            fresh = false;
            if (targets is null) break;
            state = StoppingRule.Look(PrecisionSeries.Of(ExperimentReader.Open(folder), grid, targets));
            if (state.Replicates is not null || replicates >= targets.Most) break;
            if (!request.Quiet) Console.Error.WriteLine($"Not exact enough yet: {Slowest(state)}.");
            replicates = StoppingRule.Next(state, ExperimentPlan.BlockSize, targets.Most);
        }
        WriteDesigns(folder, grid);
        Answer(request, grid, outcomes, folder, targets is null ? null : PlainWords.Stopping(targets.Level, targets.Most, state!));
        return ExitCode.Success;
    }

    private static async Task<bool> Run(RunVerb.Request request, ExperimentPlan plan, string folder, bool fresh, CancellationToken cancel)
    {
        var options = new RunOptions { Threads = request.Threads ?? Environment.ProcessorCount, Fresh = fresh };
        if (!request.Quiet)
        {
            Console.Error.WriteLine($"{plan.Source.Id}: {Input.Count(plan.Designs.Length, "design")} x {Input.Count(plan.Replicates, "replicate")}, "
                + $"{Input.Count(plan.Designs[0].Months, "month")} each, {Input.Count(options.Threads, "thread")}, into {folder}");
        }
        var clock = System.Diagnostics.Stopwatch.StartNew();
        RunOutcome end = await ProgressDisplay.Show(request.Quiet, progress => ExperimentHost.RunAsync(plan, folder, options, progress, log => RunVerb.Log(log, request), cancel));
        if (!request.Quiet) RunVerb.SayHowItEnded(end, clock.Elapsed);
        if (!end.Complete) Console.Error.WriteLine($"Stopped: {ProgressDisplay.Whole(end.Runs)} of {ProgressDisplay.Whole(end.Total)} runs are kept in {folder}. The same command goes on from there.");
        return end.Complete;
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
        DesignRuns[] runs = overWorlds ? OverWorlds(reader, grid, outcomes) : [.. grid.Designs.Select(d => RunsOf(reader, d, outcomes))];
        string baseline = runs.First(r => r.Id == experiment.Baseline || r.Id.StartsWith(experiment.Baseline + "-", StringComparison.Ordinal)).Id;
        string? without = runs.Any(r => r.Id == experiment.WithoutProgramme) ? experiment.WithoutProgramme : null;
        var comparison = Comparison.Of(runs, baseline, outcomes, without);
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
        Comparison shown = runs.Length <= MostShown ? comparison : Comparison.Of(Best(runs, comparison, baseline, without), baseline, outcomes, without);
        ComparisonTable.Write(Terminal.Output(request.Ascii), shown, facts);
        foreach (string line in Remarks().SelectMany(r => TextLayout.Wrap(r, "  "))) Console.Out.WriteLine(line);
        if (request.Quiet) return;
        Console.Out.WriteLine();
        Console.Out.WriteLine($"Results are in {folder}: Parquet tables, {Manifest.FileName}, and the factors of each design in {DesignTable.FileName}.");

        IEnumerable<string> Remarks()
        {
            if (overWorlds)
                yield return $"Every number is a mean over {grid.Designs.Select(d => d.World).Where(w => w > 0).Distinct().Count()} worlds of {reader.Manifest.Replicates} replicates each, and every interval is over the worlds: these are the replicates of the table.";
            if (runs.Length > MostShown) yield return $"{shown.Designs.Length} of {runs.Length} designs are shown: the baseline, the design without a programme and those with most net benefit, or most of the first outcome. All are in --json.";
            foreach (DesignResult design in shown.Designs.Where(d => Regex.IsMatch(d.Id, "-[px][0-9]+$"))) yield return $"{design.Id}: {design.Title}.";
            if (stopping is not null) yield return stopping;
        }
    }

    // The baseline, the design without a programme, and the best ones.
    private static DesignRuns[] Best(DesignRuns[] runs, Comparison comparison, string baseline, string? without)
    {
        Outcome by = comparison.Outcomes.FirstOrDefault(o => o.Name == "net_benefit_eur") ?? comparison.Outcomes[0];
        double sign = by.Better == Better.Less ? -1 : 1;
        HashSet<string> best = [baseline, .. comparison.Designs.Where(d => d.Find(by.Name)!.Estimate.HasValue).OrderByDescending(d => sign * d.Find(by.Name)!.Estimate.Value).Take(MostShown / 2).Select(d => d.Id)];
        if (without is not null) best.Add(without);
        return [.. runs.Where(r => best.Contains(r.Id))];
    }

    private static DesignRuns RunsOf(ExperimentReader reader, GridDesign design, ImmutableArray<Outcome> outcomes)
    {
        Dictionary<string, double[]> columns = ColumnsOf(reader, design.Design.Id, outcomes);
        return new(design.Design.Id, design.Design.Title, false, [.. columns["replicate"].Select(r => (int)r)], name => columns[name]);
    }

    // A policy is one row: its values are means over the replicates of a world, one for each world.
    private static DesignRuns[] OverWorlds(ExperimentReader reader, ExperimentGrid grid, ImmutableArray<Outcome> outcomes)
        => [.. grid.Designs.GroupBy(d => grid.Experiment.Joint is null ? (d.Base, d.Policy) : (d.Base, 0)).Select(group =>
        {
            GridDesign[] worlds = [.. group.OrderBy(d => Math.Max(d.World, d.Policy))];
            var means = worlds.Select(d => ColumnsOf(reader, d.Design.Id, outcomes).ToDictionary(c => c.Key, c => Mean(c.Value), StringComparer.Ordinal)).ToArray();
            string id = worlds[0].Design.Id is { } name && worlds[0].World > 0 ? name[..name.LastIndexOf('-')] : worlds[0].Design.Id;
            string title = worlds[0].Design.Title.Split(", world ")[0];
            return new DesignRuns(id, title, false, [.. worlds.Select(d => grid.Experiment.Joint is null ? d.World : Math.Max(d.World, d.Policy))], column => [.. means.Select(m => m[column])]);
        })];

    private static double Mean(double[] values) => values.Where(v => !double.IsNaN(v)).DefaultIfEmpty(double.NaN).Average();

    private static Dictionary<string, double[]> ColumnsOf(ExperimentReader reader, string design, ImmutableArray<Outcome> outcomes)
    {
        string[] columns = [.. outcomes.SelectMany(o => new[] { o.Column, o.Per }).Append("replicate").Where(c => c.Length > 0).Distinct(StringComparer.Ordinal)];
        return columns.Zip(reader.Numbers("runs", design, columns)).ToDictionary(c => c.First, c => c.Second, StringComparer.Ordinal);
    }
}
