using System.Collections.Immutable;
using System.Globalization;

namespace TwinningSim.Experiments.Clusters;

/// <summary>An array job of Slurm that runs the parts of an experiment: its script, and what the queue says about it.</summary>
public sealed record SlurmJob
{
    /// <summary>Exit code of a task whose time was up and which goes on after a requeue.</summary>
    public const int GoesOn = 75;

    private static readonly TimeSpan LongestMargin = TimeSpan.FromMinutes(5);

    /// <summary>Name of the job.</summary>
    public required string Name { get; init; }

    /// <summary>What a task runs.</summary>
    public required PartCommand Command { get; init; }

    /// <summary>Time limit of a task, 10 s or more.</summary>
    public required TimeSpan TimeLimit { get; init; }

    /// <summary>Folder of the tasks' logs.</summary>
    public required string LogFolder { get; init; }

    /// <summary>Partition; the cluster's default if null.</summary>
    public string? Partition { get; init; }

    /// <summary>Account; the user's default if null.</summary>
    public string? Account { get; init; }

    /// <summary>Memory of a task in MB; the cluster's default if null.</summary>
    public int? MemoryMegabytes { get; init; }

    /// <summary>When a task stops by itself: a tenth of the limit before it, 5 minutes at most, so that it can finish in order.</summary>
    public static TimeSpan StopAfter(TimeSpan limit) => limit - TimeSpan.FromSeconds(Math.Min(limit.TotalSeconds / 10, LongestMargin.TotalSeconds));

    /// <summary>The script that <c>sbatch</c> takes.</summary>
    public string ToScript()
    {
        string[] wishes =
        [
            $"--job-name=\"{Name}\"",
            string.Create(CultureInfo.InvariantCulture, $"--array=0-{Command.Parts - 1}"),
            "--requeue",
            "--nodes=1",
            "--ntasks=1",
            string.Create(CultureInfo.InvariantCulture, $"--cpus-per-task={Command.Threads}"),
            string.Create(CultureInfo.InvariantCulture, $"--time={(int)TimeLimit.TotalMinutes}:{TimeLimit.Seconds:D2}"),
            $"--output=\"{LogFolder}/slurm-%a.log\"",
            "--open-mode=append",
            .. Partition is null ? Array.Empty<string>() : [$"--partition={Partition}"],
            .. Account is null ? Array.Empty<string>() : [$"--account={Account}"],
            .. MemoryMegabytes is { } memory ? [string.Create(CultureInfo.InvariantCulture, $"--mem={memory}M")] : Array.Empty<string>(),
        ];
        string command = (Command with { StopAfter = StopAfter(TimeLimit) }).ToShell("$SLURM_ARRAY_TASK_ID");
        return $$"""
            #!/bin/bash
            {{string.Join('\n', wishes.Select(wish => "#SBATCH " + wish))}}

            # A task runs one part of the experiment. What it has finished is safe at any moment, so that a task that was killed, ran out of time or lost its node
            # goes on where it was when it is started again.
            {{command}}
            code=$?
            case $code in
                3) exit 0 ;;    # Every run is over; those that failed are data.
                {{GoesOn}})            # The time was up: to the end of the queue, and on from there.
                    scontrol requeue "${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}" && sleep 60 ;;
            esac
            exit $code

            """.ReplaceLineEndings("\n");
    }

    /// <summary>The arguments of <c>squeue</c> whose answer <see cref="ParseQueue"/> reads.</summary>
    public static ImmutableArray<string> QueueArguments(IEnumerable<string> jobs) => ["--noheader", "--array", $"--jobs={string.Join(',', jobs)}", "--format=%F_%K|%T"];

    /// <summary>What the queue says about parts: by number of the part, the task and its state.</summary>
    /// <param name="text">The answer of <c>squeue</c>.</param>
    public static IReadOnlyDictionary<int, (string Task, string State)> ParseQueue(string text)
    {
        var tasks = new SortedDictionary<int, (string Task, string State)>();
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line.Split('|') is [var task, var state] && task.Split('_') is [_, var index] && int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out int part))
                tasks[part] = (task, state);
        }
        return tasks;
    }

    /// <summary>Numbers as the option <c>--array</c> of <c>sbatch</c> takes them: <c>0-3,7</c>.</summary>
    public static string ArrayOf(IEnumerable<int> parts)
    {
        var ranges = new List<(int First, int Last)>();
        foreach (int part in parts.Order())
        {
            if (ranges.Count > 0 && ranges[^1].Last == part - 1) ranges[^1] = (ranges[^1].First, part);
            else ranges.Add((part, part));
        }
        return string.Join(',', ranges.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.First}{(r.Last > r.First ? $"-{r.Last}" : "")}")));
    }
}
