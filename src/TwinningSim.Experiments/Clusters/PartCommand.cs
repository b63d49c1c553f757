using System.Globalization;

namespace TwinningSim.Experiments.Clusters;

/// <summary>The command that runs one part of an experiment, as a scheduler's task gives it.</summary>
public sealed record PartCommand
{
    /// <summary>The program and what stands before the verb: <c>twinsim</c>, or <c>dotnet</c> and the program's file.</summary>
    public required IReadOnlyList<string> Program { get; init; }

    /// <summary>The scenario file, where a task sees it.</summary>
    public required string Scenario { get; init; }

    /// <summary>The experiment's folder, where a task sees it.</summary>
    public required string Folder { get; init; }

    /// <summary>Number of parts.</summary>
    public required int Parts { get; init; }

    /// <summary>Worker threads of a task.</summary>
    public required int Threads { get; init; }

    /// <summary>Time after which a task stops by itself; null if it never does.</summary>
    public TimeSpan? StopAfter { get; init; }

    /// <summary>Further options of the verb run: those that say what is run.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>The command as a line for a shell.</summary>
    /// <param name="index">What the shell makes the number of the part, such as <c>$SLURM_ARRAY_TASK_ID</c>.</param>
    public string ToShell(string index)
    {
        string[] words =
        [
            .. Program.Select(Quote), "run", Quote(Scenario), "--shard", $"\"{index}/{Parts.ToString(CultureInfo.InvariantCulture)}\"", "--out", Quote(Folder),
            "--threads", Threads.ToString(CultureInfo.InvariantCulture), .. StopAfter is { } time ? ["--stop-after", Seconds(time)] : Array.Empty<string>(),
            .. Options.Select(Quote), "--quiet",
        ];
        return string.Join(' ', words);
    }

    /// <summary>A word as a shell takes it, whatever is in it.</summary>
    internal static string Quote(string word)
        => word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ',' or ':' or '=' or '+') ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string Seconds(TimeSpan time) => Math.Floor(time.TotalSeconds).ToString(CultureInfo.InvariantCulture) + "s";
}
