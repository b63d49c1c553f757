using System.CommandLine;
using System.Text.Json;
using TwinningSim.Cli.Output;
using TwinningSim.Experiments.Clusters;
using TwinningSim.Storage;

namespace TwinningSim.Cli.Verbs;

/// <summary><c>twinsim status</c>: how far an experiment and its parts are, and parts submitted again.</summary>
internal static class StatusVerb
{
    public static Command Make()
    {
        var folder = new Argument<string>("folder") { Description = "The experiment's folder." };
        var resubmit = new Option<bool>("--resubmit") { Description = "Submit to Slurm again what is unfinished and not in the queue." };
        var json = new Option<bool>("--json") { Description = "Write it as JSON to standard output." };
        var command = new Verb("status", "Show how far an experiment is: its parts, runs that failed, and what the cluster's queue says.") { folder, resubmit, json };
        command.Examples =
        [
            ("twinsim status results/chennai-footwear", "also while it runs"),
            ("twinsim status results/chennai-footwear --resubmit", "submit again what failed or is missing"),
        ];
        command.SetAction(result => Show(result.GetRequiredValue(folder), result.GetValue(resubmit), result.GetValue(json)));
        return command;
    }

    private static int Show(string folder, bool resubmit, bool json)
    {
        Submission? submission = Submission.Read(folder);
        ExperimentState state = ReadState(folder, submission);
        IReadOnlyDictionary<int, (string Task, string State)> queue = submission?.Queue() ?? new Dictionary<int, (string, string)>();
        int[] idle = state.Whole is { Complete: true } ? [] : [.. state.Unfinished.Where(part => !queue.ContainsKey(part))];
        if (json) WriteJson(state, queue, idle);
        else WriteText(folder, state, queue, submission, idle);
        if (!resubmit) return ExitCode.Success;
        if (submission is null) throw new BadInputException($"Nothing of '{folder}' was submitted to Slurm. See 'twinsim submit slurm --help'.");
        if (idle.Length == 0)
        {
            Console.Error.WriteLine("Nothing is to be submitted again.");
            return ExitCode.Success;
        }
        string job = submission.Submit(folder, idle);
        Console.Error.WriteLine($"{Input.Count(idle.Length, "part")} ({SlurmJob.ArrayOf(idle)}) submitted again as job {job}.");
        return ExitCode.Success;
    }

    private static ExperimentState ReadState(string folder, Submission? submission)
    {
        // Before the first part has started only the submission knows of them.
        bool started = File.Exists(Path.Combine(folder, Manifest.FileName)) || (Directory.Exists(Path.Combine(folder, ManifestPart.FolderName)) && submission is null);
        ExperimentState state = started || Submission.AnyPartStarted(folder) ? ExperimentParts.Read(folder)
            : submission is not null ? new ExperimentState(null, submission.Parts, []) : ExperimentParts.Read(folder);
        return state.Of == 0 && submission is not null && state.Whole is not { Complete: true } ? state with { Of = submission.Parts } : state;
    }

    private static void WriteText(string folder, ExperimentState state, IReadOnlyDictionary<int, (string Task, string State)> queue, Submission? submission, int[] idle)
    {
        if (state.Whole is { } whole) Console.Out.WriteLine($"{folder}: {Words(whole)}");
        if (state.Of == 0 || state.Whole is { Complete: true }) return;
        foreach (FolderState part in state.Parts)
            Console.Out.WriteLine($"  part {part.Part!.Index} of {state.Of}: {Words(part)}{QueueWords(part.Part.Index)}");
        int[] waiting = [.. state.NotStarted];
        if (waiting.Length > 0) Console.Out.WriteLine($"  not started: parts {SlurmJob.ArrayOf(waiting)} of {state.Of}");
        Console.Out.WriteLine(
            $"{ProgressDisplay.Whole(state.Parts.Sum(p => p.Done))} runs done, {ProgressDisplay.Whole(state.Parts.Sum(p => p.Failed))} of them failed; "
            + $"{state.Parts.Count(p => p.Complete)} of {Input.Count(state.Of, "part")} complete, {Input.Count(queue.Count, "task")} in the queue.");
        if (!state.Unfinished.Any()) Console.Out.WriteLine($"All parts are complete: 'twinsim merge {folder}' joins them.");
        else if (idle.Length > 0 && submission is not null)
            Console.Out.WriteLine($"Unfinished and not in the queue: parts {SlurmJob.ArrayOf(idle)}. 'twinsim status {folder} --resubmit' submits them again.");

        string QueueWords(int part) => queue.TryGetValue(part, out (string Task, string State) task) ? $", Slurm {task.Task} {task.State.ToLowerInvariant()}" : "";
    }

    private static string Words(FolderState state)
        => $"{ProgressDisplay.Whole(state.Done)} of {ProgressDisplay.Whole(state.Total)} runs{(state.Failed == 0 ? "" : $", {ProgressDisplay.Whole(state.Failed)} failed")}{(state.Complete ? ", complete" : "")}";

    private static void WriteJson(ExperimentState state, IReadOnlyDictionary<int, (string Task, string State)> queue, int[] idle)
    {
        using Stream stream = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteBoolean("complete", state.Whole is { Complete: true });
            json.WriteNumber("parts_total", state.Of);
            json.WriteStartArray("parts");
            foreach (FolderState part in state.Parts)
            {
                json.WriteStartObject();
                json.WriteNumber("part", part.Part!.Index);
                json.WriteNumber("runs", part.Total);
                json.WriteNumber("done", part.Done);
                json.WriteNumber("failed", part.Failed);
                json.WriteBoolean("complete", part.Complete);
                json.WriteString("queue", queue.TryGetValue(part.Part.Index, out (string Task, string State) task) ? task.State : null);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteStartArray("not_started");
            foreach (int part in state.NotStarted) json.WriteNumberValue(part);
            json.WriteEndArray();
            json.WriteStartArray("not_in_queue");
            foreach (int part in idle) json.WriteNumberValue(part);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
    }
}
