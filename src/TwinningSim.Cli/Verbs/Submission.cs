using System.Diagnostics;
using System.Text.Json;
using TwinningSim.Experiments.Clusters;
using TwinningSim.Storage;

namespace TwinningSim.Cli.Verbs;

/// <summary>What was submitted to Slurm: kept in <c>parts/slurm.json</c> beside the script.</summary>
/// <param name="Parts">Number of parts.</param>
/// <param name="Jobs">Numbers of the jobs, in the order of submission.</param>
internal sealed record Submission(int Parts, string[] Jobs)
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The folder of the parts of an experiment.</summary>
    public static string FolderOf(string folder) => Path.Combine(Path.GetFullPath(folder), ManifestPart.FolderName);

    /// <summary>The script that was submitted.</summary>
    public static string ScriptOf(string folder) => Path.Combine(FolderOf(folder), "slurm.sh");

    /// <summary>What was submitted, or null.</summary>
    /// <exception cref="DamagedResultException">The file that says so is damaged.</exception>
    public static Submission? Read(string folder)
    {
        string path = PathOf(folder);
        if (!File.Exists(path)) return null;
        try
        {
            return JsonSerializer.Deserialize<Submission>(File.ReadAllText(path), Json);
        }
        catch (JsonException e)
        {
            throw new DamagedResultException($"'{path}' is damaged: {e.Message}", e);
        }
    }

    /// <summary>Whether any part has a manifest.</summary>
    public static bool AnyPartStarted(string folder)
        => Directory.Exists(FolderOf(folder)) && Directory.EnumerateDirectories(FolderOf(folder)).Any(part => File.Exists(Path.Combine(part, Manifest.FileName)));

    /// <summary>Submits parts, and keeps what the job is called.</summary>
    /// <returns>Number of the job.</returns>
    public string Submit(string folder, IEnumerable<int> parts)
    {
        string job = Slurm("sbatch", ["--parsable", $"--array={SlurmJob.ArrayOf(parts)}", ScriptOf(folder)]).Trim().Split(';')[0];
        File.WriteAllText(PathOf(folder), JsonSerializer.Serialize(this with { Jobs = [.. Jobs, job] }, Json) + "\n");
        return job;
    }

    /// <summary>What the queue says about the parts. A job that is over is not in it.</summary>
    public IReadOnlyDictionary<int, (string Task, string State)> Queue()
    {
        var all = new SortedDictionary<int, (string Task, string State)>();
        foreach (string job in Jobs)
        {
            foreach ((int part, (string Task, string State) task) in SlurmJob.ParseQueue(Slurm("squeue", SlurmJob.QueueArguments([job]), "Invalid job id"))) all[part] = task;
        }
        return all;
    }

    private static string PathOf(string folder) => Path.Combine(FolderOf(folder), "slurm.json");

    private static string Slurm(string program, IEnumerable<string> arguments, string? harmless = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new BadInputException($"'{program}' cannot be started ({e.Message}): this command must be given on a machine of a Slurm cluster.");
        }
        using (process)
        {
            Task<string> error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode == 0) return output;
            string message = error.GetAwaiter().GetResult().Trim();
            if (harmless is not null && message.Contains(harmless, StringComparison.OrdinalIgnoreCase)) return "";
            throw new IOException($"{program} ended with exit code {process.ExitCode}: {message}");
        }
    }
}
