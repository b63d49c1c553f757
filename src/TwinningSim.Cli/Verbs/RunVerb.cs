using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Logging;
using TwinningSim.Analysis.Comparing;
using TwinningSim.Cli.Output;
using TwinningSim.Experiments;
using TwinningSim.Reports;
using TwinningSim.Scenarios;
using TwinningSim.Scenarios.Experiments;
using TwinningSim.Storage;

namespace TwinningSim.Cli.Verbs;

/// <summary><c>twinsim run</c>: the main job, a scenario in, a comparison of its designs out.</summary>
internal static class RunVerb
{
    private const int MostReplicates = 1_000_000;
    private const int MostThreads = 1024;

    /// <summary>What was asked for.</summary>
    internal sealed record Request(
        string Path, string[]? Designs, string? Baseline, int? Replicates, ulong? Seed, int? Threads, string? Out, string[]? Tables, string[]? Outcomes,
        bool Fresh, bool Json, bool Quiet, bool Ascii, bool Verbose, PlanPart? Part, TimeSpan? StopAfter, bool Explain, int[]? OnlyReplicates, string? Parameters);

    public static Command Make()
    {
        var path = new Argument<string>("file") { Description = "The scenario or experiment file." };
        Option<string[]> designs = Input.Names("--designs", "Run only these designs. Default: all of the scenario.", "a,b,...");
        var baseline = new Option<string>("--baseline") { Description = "The design that the others are compared with. Default: the scenario's.", HelpName = "design" };
        Option<ulong?> replicates = Input.WholeNumber("--replicates", "Replicates of each design. Default: the scenario's number.", 1, MostReplicates, "-n");
        Option<ulong?> seed = Input.WholeNumber("--seed", "Seed of all random numbers. Default: the scenario's.", 0, ulong.MaxValue);
        Option<ulong?> threads = Input.WholeNumber("--threads", "Worker threads; they never change a result. Default: one for each core.", 1, MostThreads);
        var folder = new Option<string>("--out", "-o") { Description = "Folder of the results. Default: results/<scenario>.", HelpName = "folder" };
        Option<string[]> tables = Input.Names("--tables", "Tables to keep: runs and months always; firms and events on request (they are large).", "runs,months,firms,events");
        Option<string[]> outcomes = Input.Names("--outcomes", "Outcomes to compare on, or groups of them: all, table-9, table-10, standard-programme. Default: the main ones. See 'twinsim list outcomes'.", "a,b,...");
        var fresh = new Option<bool>("--fresh") { Description = "Delete the results that the folder holds and start anew." };
        Option<string> parameters = Input.ParameterSet();
        Option<PlanPart?> part = Input.Part("--shard", "Run only part i of n (i from 0), into <out>/parts/i-of-n; 'twinsim merge' joins the parts.");
        Option<TimeSpan?> stopAfter = Input.Duration("--stop-after", $"Stop after this time (90s, 55m, 2h) with exit code {ExitCode.TimeIsUp}; the same command goes on.");
        var explain = new Option<bool>("--explain") { Description = "Say for every shard of the plan why it is reused or run." };
        Option<int[]?> only = Input.Numbers("--only-replicates", "Run only these replicates, write no files, and show each run or how it failed.", ExperimentPlan.MaxReplicates - 1);
        var json = new Option<bool>("--json") { Description = "Write the comparison as JSON to standard output." };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "No progress, no remarks: only the comparison and errors." };
        var ascii = new Option<bool>("--ascii") { Description = "Nothing but ASCII characters in the table." };
        tables.CompletionSources.Add(_ => Model.Observation.Tables.All.Select(t => new System.CommandLine.Completions.CompletionItem(t.Name)));
        outcomes.CompletionSources.Add(_ => Analysis.Comparing.Outcomes.All.Select(o => new System.CommandLine.Completions.CompletionItem(o.Name)));
        var command = new Verb("run", "Run the designs of a scenario or an experiment and compare them. The same command given again goes on where it stopped.")
        {
            path, designs, baseline, replicates, seed, threads, folder, tables, outcomes, fresh, parameters, part, stopAfter, explain, only, json, quiet, ascii,
        };
        command.Examples =
        [
            ("twinsim run scenarios/chennai-footwear.yaml", "the main job"),
            ("twinsim run my-cluster.yaml --replicates 50", "a first look"),
            ("twinsim run scenarios/experiments/footwear-expert-days.yaml", "designs varied by factors"),
            ("twinsim run my-cluster.yaml --designs as-run,no-programme", "two designs only"),
            ("twinsim run my-cluster.yaml --tables firms,events", "keep every firm and every event too"),
            ("twinsim run my-cluster.yaml --json > comparison.json", "for a script; see docs/comparison-json.md"),
            ("twinsim run my-cluster.yaml --parameters posterior", "with what calibration left open"),
            ("twinsim run my-cluster.yaml --shard 3/10 --out results/x", "the fourth of ten parts, on a machine of its own"),
            ("twinsim run my-cluster.yaml --designs as-run --only-replicates 17", "see one run again"),
        ];
        command.SetAction((result, cancel) => Run(new Request(
            result.GetRequiredValue(path), Input.Given(result, designs), result.GetValue(baseline), (int?)result.GetValue(replicates), result.GetValue(seed),
            (int?)result.GetValue(threads), result.GetValue(folder), Input.Given(result, tables), Input.Given(result, outcomes),
            result.GetValue(fresh), result.GetValue(json), result.GetValue(quiet), result.GetValue(ascii), result.GetValue(CommandLine.Verbose),
            result.GetValue(part), result.GetValue(stopAfter), result.GetValue(explain), result.GetResult(only) is null ? null : result.GetValue(only), Input.GivenSet(result, parameters)), cancel));
        return command;
    }

    private static async Task<int> Run(Request request, CancellationToken cancel)
    {
        ImmutableArray<Outcome> outcomes = Input.Outcomes(request.Outcomes, Outcomes.Main);
        (bool firms, bool events) = TablesOf(request.Tables);
        if (ExperimentFileReader.IsExperiment(request.Path)) return await ExperimentRun.Run(request, outcomes, firms, events, cancel);
        Scenario scenario = Input.ReadScenario(request.Path, request.Quiet, request.Parameters);
        ImmutableArray<ScenarioDesign> designs = DesignsOf(scenario, request.Designs);
        if (request.OnlyReplicates is { } only) return RunOnly(designs, request.Seed ?? scenario.Seed, only, request, cancel);
        string baseline = BaselineOf(scenario, designs, request);
        string? without = designs.Any(d => d.Design.Id == scenario.WithoutProgrammeDesign) ? scenario.WithoutProgrammeDesign : null;
        string folder = request.Out ?? FolderOf(scenario.Id, request.Parameters);
        if (File.Exists(folder)) throw new BadInputException($"'{folder}' is a file. Give a folder with --out.");
        if (request.Part is { } part) folder = ManifestPart.FolderOf(folder, part.Index, part.Of);

        ExperimentPlan plan = ExperimentPlan.For(
            ExperimentSource.From(scenario) with { Designs = [.. designs.Select(d => d.Design)], Baseline = baseline, WithoutProgramme = without },
            new PlanOptions { Seed = request.Seed ?? scenario.Seed, Replicates = request.Replicates ?? scenario.Replicates, Firms = firms, Events = events, Part = request.Part });
        var options = new RunOptions { Threads = request.Threads ?? Environment.ProcessorCount, Fresh = request.Fresh, Explain = request.Explain ? Console.Error.WriteLine : null };
        if (!request.Quiet)
        {
            string which = request.Part is null ? "" : $", part {request.Part.Index} of {request.Part.Of} ({Input.Count(plan.Runs, "run")})";
            Console.Error.WriteLine($"{scenario.Id}{which}: {Input.Count(designs.Length, "design")} x {Input.Count(plan.Replicates, "replicate")}, "
                + $"{Input.Count(scenario.Months, "month")} each, {Input.Count(options.Threads, "thread")}, into {folder}");
        }
        var clock = System.Diagnostics.Stopwatch.StartNew();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        if (request.StopAfter is { } time) limit.CancelAfter(time);
        RunOutcome end = await ProgressDisplay.Show(request.Quiet, progress => ExperimentHost.RunAsync(plan, folder, options, progress, log => Log(log, request), limit.Token));
        if (!request.Quiet) SayHowItEnded(end, clock.Elapsed);
        if (!end.Complete)
        {
            return SayStopped(end, plan, folder, timeIsUp: limit.IsCancellationRequested && !cancel.IsCancellationRequested);
        }
        if (request.Part is null) Answer(request, scenario, designs, outcomes, baseline, without, folder);
        else if (!request.Quiet) Console.Error.WriteLine($"This part is complete, in {folder}. When all are, 'twinsim merge' with the folder of the experiment joins them.");
        if (end.Failed == 0) return ExitCode.Success;
        SayWhatFailed(folder, end);
        return ExitCode.SomeRunsFailed;
    }

    /// <summary>Where results go if nobody says it: another set of parameters is another experiment.</summary>
    internal static string FolderOf(string id, string? parameters) => Path.Combine("results", parameters is null ? id : $"{id}-{parameters}");

    /// <summary>Says what is kept of an experiment that was stopped.</summary>
    /// <returns>The exit code.</returns>
    internal static int SayStopped(RunOutcome end, ExperimentPlan plan, string folder, bool timeIsUp)
    {
        // A cluster's task would go on so for ever.
        if (timeIsUp && end.Runs + end.Failed == end.Reused)
        {
            Console.Error.WriteLine($"Not a single shard of {Input.Count(plan.Block, "replicate")} was finished within the time given with --stop-after. Give more time.");
            return ExitCode.Failure;
        }
        Console.Error.WriteLine($"{(timeIsUp ? "The time is up" : "Stopped")}: {ProgressDisplay.Whole(end.Runs)} of {ProgressDisplay.Whole(end.Total)} runs are kept in {folder}. "
            + "The same command goes on from there.");
        return timeIsUp ? ExitCode.TimeIsUp : ExitCode.Cancelled;
    }

    /// <summary>Runs some replicates again and shows each.</summary>
    internal static int RunOnly(ImmutableArray<ScenarioDesign> designs, ulong seed, int[] replicates, Request request, CancellationToken cancel)
    {
        bool failed = false;
        foreach (ScenarioDesign design in designs)
        {
            foreach (int replicate in replicates)
            {
                (Model.RunTables tables, RunFailedException? failure) = SingleRun.Of(design.Design, seed, replicate, cancel);
                if (failure is null)
                {
                    IEnumerable<string> outcomes = Input.Outcomes(request.Outcomes, Outcomes.Main).Select(o => o.Column).Distinct().Where(c => c is not ("net_benefit_eur" or "benefit_cost_ratio"))
                        .Select(c => $"{c} {NumberOf(tables.Runs.Numbers(tables.Runs.Definition.IndexOf(c))[0])}");
                    Console.Out.WriteLine($"{design.Design.Id}, replicate {replicate}: {string.Join(", ", outcomes)}");
                    continue;
                }
                failed = true;
                Console.Out.WriteLine(failure.Message + (double.IsNaN(failure.Month) ? "" : $" In month {failure.Month.ToString(CultureInfo.InvariantCulture)}."));
                if (request.Verbose) Console.Error.WriteLine(failure);
            }
        }
        return failed ? ExitCode.Failure : ExitCode.Success;

        static string NumberOf(double value) => double.IsNaN(value) ? "none" : value.ToString("R", CultureInfo.InvariantCulture);
    }

    internal static void SayWhatFailed(string folder, RunOutcome end)
    {
        const int most = 3;
        Console.Error.WriteLine($"{Input.Count(end.Failed, "run")} of {ProgressDisplay.Whole(end.Total)} failed; the others count. In {folder}, the table failures says which, and how to see each again:");
        foreach ((_, _, _, string message, string command) in ExperimentReader.Open(folder).Failures().Take(most))
        {
            Console.Error.WriteLine($"  {message}");
            Console.Error.WriteLine($"    {command}");
        }
    }

    internal static void SayHowItEnded(RunOutcome end, TimeSpan time)
    {
        int made = end.Runs - end.Reused;
        if (end.Reused > 0)
        {
            Console.Error.WriteLine(made == 0
                ? $"All {ProgressDisplay.Whole(end.Runs)} runs were there already (--fresh starts anew)."
                : $"Resumed: {ProgressDisplay.Whole(end.Reused)} of {ProgressDisplay.Whole(end.Total)} runs were there already.");
        }
        if (made > 0 && end.Complete)
            Console.Error.WriteLine($"{Input.Count(made, "run")} in {ProgressDisplay.Duration(time)} ({(made / Math.Max(1e-3, time.TotalSeconds)).ToString("#,0", CultureInfo.InvariantCulture)} a second).");
    }

    private static void Answer(
        Request request, Scenario scenario, ImmutableArray<ScenarioDesign> designs, ImmutableArray<Outcome> outcomes, string baseline, string? without, string folder)
    {
        ExperimentReader reader = ExperimentReader.Open(folder);
        bool baselineIsMixed = designs.Any(d => d.Design.Id == baseline && d.ChangesAssumptions);
        DesignRuns[] runs = ResultFolders.Runs(
            reader, [.. designs.Select(d => (reader.Manifest.Designs.First(m => m.Id == d.Design.Id), d.Design.Id, d.Design.Id != baseline && (d.ChangesAssumptions || baselineIsMixed)))], outcomes);
        Comparison comparison = Comparison.Of(runs, baseline, outcomes, without);
        var facts = new ExperimentFacts
        {
            Scenario = scenario.Id, Title = scenario.Title, Question = scenario.Question, Start = scenario.Start.ToString(), Months = scenario.Months,
            Seed = reader.Manifest.Seed, Version = reader.Manifest.Program, WithoutProgramme = scenario.WithoutProgrammeDesign,
        };
        if (request.Json)
        {
            using Stream stream = Console.OpenStandardOutput();
            ComparisonJson.Write(stream, comparison, facts, folder);
            return;
        }
        if (!request.Quiet) Console.Error.WriteLine();
        ComparisonTable.Write(Terminal.Output(request.Ascii), comparison, facts);
        if (request.Quiet) return;
        Console.Out.WriteLine();
        string[] tables = [.. reader.Tables.Select(t => t.Name)];
        Console.Out.WriteLine($"Results are in {folder}: the tables {string.Join(", ", tables[..^1])} and {tables[^1]} (Parquet) and {Manifest.FileName}.");
        Console.Out.WriteLine("Every column is explained by 'twinsim list columns'.");
    }

    private static ImmutableArray<ScenarioDesign> DesignsOf(Scenario scenario, string[]? wanted)
    {
        if (wanted is null) return scenario.DesignChanges;
        string[] names = [.. scenario.Designs.Select(d => d.Id)];
        foreach (string name in wanted) Input.CheckName("The design", name, names);
        return [.. scenario.DesignChanges.Where(d => wanted.Contains(d.Design.Id))];
    }

    private static string BaselineOf(Scenario scenario, ImmutableArray<ScenarioDesign> designs, Request request)
    {
        string baseline = request.Baseline ?? scenario.BaselineDesign;
        if (request.Baseline is not null) Input.CheckName("The design", baseline, [.. scenario.Designs.Select(d => d.Id)]);
        if (designs.Any(d => d.Design.Id == baseline)) return baseline;
        throw new BadInputException($"The baseline '{baseline}' is not among the designs to run. Add it to --designs, or name one of them with --baseline.");
    }

    private static (bool Firms, bool Events) TablesOf(string[]? wanted)
    {
        if (wanted is null) return (false, false);
        foreach (string name in wanted) Input.CheckName("The table", name, [.. Model.Observation.Tables.All.Select(t => t.Name)]);
        return (wanted.Contains("firms"), wanted.Contains("events"));
    }

    internal static void Log(ILoggingBuilder log, Request request)
    {
        if (!request.Quiet || request.Verbose) log.AddProvider(new PlainLog(request.Verbose ? LogLevel.Debug : LogLevel.Warning));
    }

    /// <summary>Writes log entries as plain lines to standard error.</summary>
    private sealed class PlainLog(LogLevel least) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) Console.Error.WriteLine(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }
}
