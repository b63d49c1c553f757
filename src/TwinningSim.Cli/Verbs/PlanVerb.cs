using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using TwinningSim.Cli.Output;
using TwinningSim.Experiments;
using TwinningSim.Scenarios.Experiments;

namespace TwinningSim.Cli.Verbs;

/// <summary><c>twinsim plan</c>: how many runs, how much processor time and disk an experiment will need, from a pilot.</summary>
internal static class PlanVerb
{
    private const int UsualPilot = 25;

    public static Command Make()
    {
        var path = new Argument<string>("file") { Description = "The scenario or experiment file." };
        Option<string[]> widths = Input.Names("--half-width", "Half-widths wanted for differences from the baseline, instead of the file's own stopping rule.", "outcome=d,...");
        Option<ulong?> most = Input.WholeNumber("--most", "The largest number of replicates that such a rule may ask for. Default: 2,000.", 5, ExperimentPlan.MaxReplicates);
        Option<ulong?> pilot = Input.WholeNumber("--pilot", $"Replicates of the pilot. Default: {UsualPilot}.", 5, 10_000);
        Option<ulong?> replicates = Input.WholeNumber("--replicates", "Replicates of each design. Default: those of the file, or of its stopping rule.", 1, ExperimentPlan.MaxReplicates, "-n");
        Option<ulong?> threads = Input.WholeNumber("--threads", "Worker threads. Default: one for each core.", 1, 1024);
        var json = new Option<bool>("--json") { Description = "Write as JSON." };
        var command = new Verb("plan", "Say before a run how many replicates, how much processor time and how much disk it needs, from a pilot.") { path, widths, most, pilot, replicates, threads, json };
        command.Examples =
        [
            ("twinsim plan scenarios/experiments/auto-precision.yaml", "what its stopping rule will ask for"),
            ("twinsim plan my-cluster.yaml --half-width net_benefit_eur=20000", "how many replicates for this width"),
            ("twinsim plan my-cluster.yaml --replicates 1000", "how exact 1,000 replicates are"),
        ];
        command.SetAction((result, cancel) => Plan(result.GetRequiredValue(path), TargetsOf(Input.Given(result, widths), (int?)result.GetValue(most)), (int?)result.GetValue(pilot) ?? UsualPilot,
            (int?)result.GetValue(replicates), (int?)result.GetValue(threads) ?? Environment.ProcessorCount, result.GetValue(json), cancel));
        return command;
    }

    private static async Task<int> Plan(string path, StoppingTargets? targets, int replicates, int? wanted, int threads, bool json, CancellationToken cancel)
    {
        ExperimentGrid grid = ExperimentFileReader.IsExperiment(path) ? Input.ReadExperiment(path) : ExperimentGrid.Make(Experiment.Of(Input.ReadScenario(path)), out _)!;
        Experiment experiment = grid.Experiment;
        targets = wanted is not null ? null : targets ?? experiment.Stop;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("twinsim-pilot-");
        PilotResult? found;
        try
        {
            found = await Pilot.Run(grid, targets, wanted ?? experiment.Replicates, replicates, experiment.Seed, threads, folder.FullName, cancel);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
        if (found is null) return ExitCode.Cancelled;
        double runs = (double)grid.Designs.Length * found.Wanted;
        if (json) WriteJson(grid, found, targets, threads, runs);
        else WriteText(grid, found, targets, threads, runs);
        return ExitCode.Success;
    }

    private static void WriteText(ExperimentGrid grid, PilotResult found, StoppingTargets? targets, int threads, double runs)
    {
        Experiment experiment = grid.Experiment;
        Console.Out.WriteLine($"{experiment.Id}: {Input.Count(grid.Designs.Length, "design")}, judged by a pilot of {found.Designs} x {found.Replicates} runs");
        Console.Out.WriteLine($"Replicates  {Whole(found.Wanted)} of each design{Why(found, targets)}");
        Console.Out.WriteLine($"Runs        {Whole(runs)}");
        Console.Out.WriteLine($"CPU time    {Time(runs * found.CpuSeconds)} ({Number(1000 * found.CpuSeconds)} ms a run); about {Time(runs * found.CpuSeconds / threads)} on {Input.Count(threads, "thread")} of a quiet machine");
        Console.Out.WriteLine($"Disk        {Bytes(runs * found.Bytes)} ({Bytes(found.Bytes)} a run)");
        Console.Out.WriteLine();
        Console.Out.WriteLine($"Half-widths at {Number(100 * (targets?.Level ?? 0.95))} % that this gives, for the design that varies most:");
        int width = found.Precision.Max(p => p.Outcome.Title.Length + p.Outcome.Unit.Length) + 4;
        Console.Out.WriteLine($"  {"".PadRight(width)}{"mean",14}{"difference",14}");
        foreach (ExpectedPrecision precision in found.Precision)
            Console.Out.WriteLine($"  {$"{precision.Outcome.Title}, {precision.Outcome.Unit}".PadRight(width)}{Number(precision.Means),14}{(double.IsNaN(precision.Differences) ? "-" : Number(precision.Differences)),14}");
        Console.Out.WriteLine($"A difference is that from {experiment.Baseline} in the same replicates, without a correction for many comparisons.");
    }

    private static string Why(PilotResult found, StoppingTargets? targets)
    {
        if (found.State is not { } state) return "";
        if (state.Replicates is { } enough) return $": the stopping rule is met from {Whole(enough)} on";
        string slowest = state.Slowest is null ? "" : $"; {state.Slowest} needs most";
        return state.Expected is not { } expected ? $", the most allowed: how many the rule needs cannot be said{slowest}"
            : expected > targets!.Most ? $", the most allowed: the rule would need about {Whole(expected)}{slowest}"
            : $", as the stopping rule expects{slowest}";
    }

    private static void WriteJson(ExperimentGrid grid, PilotResult found, StoppingTargets? targets, int threads, double runs)
    {
        using Stream stream = Console.OpenStandardOutput();
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteString("experiment", grid.Experiment.Id);
        json.WriteNumber("designs", grid.Designs.Length);
        json.WriteNumber("pilot_designs", found.Designs);
        json.WriteNumber("pilot_replicates", found.Replicates);
        json.WriteNumber("replicates", found.Wanted);
        json.WriteNumber("runs", runs);
        json.WriteNumber("cpu_seconds", runs * found.CpuSeconds);
        json.WriteNumber("cpu_seconds_per_run", found.CpuSeconds);
        json.WriteNumber("threads", threads);
        json.WriteNumber("bytes", runs * found.Bytes);
        json.WriteNumber("level", targets?.Level ?? 0.95);
        if (found.State?.Expected is { } expected) json.WriteNumber("replicates_expected_by_rule", expected);
        else json.WriteNull("replicates_expected_by_rule");
        json.WriteString("slowest", found.State?.Slowest);
        json.WriteStartObject("half_widths");
        foreach (ExpectedPrecision precision in found.Precision)
        {
            json.WriteStartObject(precision.Outcome.Name);
            Write("mean", precision.Means);
            Write("difference", precision.Differences);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        stream.WriteByte((byte)'\n');

        void Write(string name, double value)
        {
            if (double.IsFinite(value)) json.WriteNumber(name, value);
            else json.WriteNull(name);
        }
    }

    private static StoppingTargets? TargetsOf(string[]? widths, int? most)
    {
        if (widths is null) return null;
        string[] names = [.. PrecisionSeries.Outcomes.Select(o => o.Name)];
        var targets = ImmutableArray.CreateBuilder<PrecisionTarget>();
        foreach (string text in widths)
        {
            string[] parts = text.Split('=');
            if (parts.Length != 2 || !double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double width) || !(width > 0) || !double.IsFinite(width))
                throw new BadInputException($"--half-width is '{text}'; allowed is an outcome and a width above 0, such as net_benefit_eur=20000.");
            Input.CheckName("The outcome", parts[0], names);
            targets.Add(new PrecisionTarget(parts[0], TargetOf.Differences, width, null));
        }
        return new StoppingTargets(0.95, most ?? 2000, targets.ToImmutable());
    }

    private static string Whole(double number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Number(double number) => Math.Abs(number) >= 100 ? Whole(number) : number.ToString("G3", CultureInfo.InvariantCulture);

    private static string Time(double seconds) => ProgressDisplay.Duration(TimeSpan.FromSeconds(seconds));

    private static string Bytes(double bytes) => bytes switch
    {
        >= 1e9 => $"{Number(bytes / 1e9)} GB",
        >= 1e6 => $"{Number(bytes / 1e6)} MB",
        _ => $"{Number(bytes / 1e3)} kB",
    };
}
