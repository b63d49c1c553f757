using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using TwinningSim.Storage;
using TwinningSim.Testing;
using static TwinningSim.Crash.SlurmCluster;

namespace TwinningSim.Crash;

/// <summary>An array job on a real Slurm with four nodes, whose tasks are killed and whose nodes are lost, ends with what one machine makes.</summary>
public sealed class SlurmTests : IDisposable
{
    // Two designs x 3200 replicates in blocks of 50, in 16 parts.
    private const int Parts = 16;
    private const int ShardsOfPart = 8;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SlurmFact]
    public void A_killed_task_and_a_lost_node_change_nothing()
    {
        using var cluster = new SlurmCluster();
        string scenario = _folder["cluster.yaml"], there = _folder["there"];
        string[] what = ["--designs", "courses,no-programme", "--replicates", "3200", "--seed", "5"];
        Twinsim(cluster, 0, "new", scenario);
        Twinsim(cluster, 0, ["submit", "slurm", scenario, "--out", there, "--tasks", $"{Parts}", "--cpus", "1", "--time", "30m", .. what]);
        Assert.Contains("was submitted before", Twinsim(cluster, 2, "submit", "slurm", scenario, "--out", there).Error, StringComparison.Ordinal);

        // A task in its middle is killed, the script first, so that nothing of it says that it failed. (Whoever ended before the kill does not count.)
        int part;
        do
        {
            LinuxProcess task = TaskInItsMiddle(there);
            part = PartOf(task);
            new LinuxProcess(task.Parent).Kill();
            task.Kill();
        }
        while (LedgerLinesOf(FolderOf(there, part)) == ShardsOfPart);

        // The node of another task in its middle is lost.
        int lost;
        do
        {
            LinuxProcess task = TaskInItsMiddle(there);
            lost = PartOf(task);
            cluster.Lose(task.Variable("SLURMD_NODENAME")!);
        }
        while (LedgerLinesOf(FolderOf(there, lost)) == ShardsOfPart);

        // The tasks of the lost node are queued again by Slurm; the killed one is not, and is submitted again on request.
        WaitFor("the queue is empty", () => QueueIsEmpty(cluster), everyMilliseconds: 500);
        Assert.Contains("Restarts=1", cluster.Run("scontrol", "show", "job", "--oneliner"), StringComparison.Ordinal);
        Assert.Contains("JobState=FAILED", cluster.Run("scontrol", "show", "job", "--oneliner"), StringComparison.Ordinal);
        JsonElement status = Status(cluster, there);
        Assert.Contains(part, status.GetProperty("not_in_queue").EnumerateArray().Select(p => p.GetInt32()));
        Assert.Equal(0, status.GetProperty("not_started").GetArrayLength());
        Twinsim(cluster, 0, "status", there, "--resubmit");
        WaitFor("the queue is empty", () => QueueIsEmpty(cluster), everyMilliseconds: 500);
        Assert.Empty(Status(cluster, there).GetProperty("not_in_queue").EnumerateArray());
        Assert.Contains("Nothing is to be submitted again", Twinsim(cluster, 0, "status", there, "--resubmit").Error, StringComparison.Ordinal);
        Twinsim(cluster, 0, "merge", there);

        Twinsim(cluster, 0, ["run", scenario, "--out", _folder["here"], "--quiet", .. what]);
        ExperimentReader local = ExperimentReader.Open(_folder["here"]), slurm = ExperimentReader.Open(there);
        Assert.True(local.Manifest.Complete && slurm.Manifest.Complete);
        foreach (string table in (string[])["runs", "months"]) Assert.Equal(local.HashOf(table), slurm.HashOf(table));
        Assert.Equal(local.Manifest.Files, slurm.Manifest.Files.AsEnumerable());
    }

    [SlurmFact]
    public void A_task_stops_before_its_time_limit_requeues_itself_and_goes_on()
    {
        using var cluster = new SlurmCluster();
        string scenario = _folder["cluster.yaml"], there = _folder["there"], part = Path.Combine(there, "parts", "0-of-1");
        Twinsim(cluster, 0, "new", scenario);
        // More than can be done in that time.
        Twinsim(cluster, 0, "submit", "slurm", scenario, "--out", there, "--tasks", "1", "--cpus", "1", "--time", "60s", "--replicates", "100000");
        string log = Path.Combine(there, "parts", "slurm-0.log");
        WaitFor("the task has stopped by itself", () => File.Exists(log) && File.ReadAllText(log).Contains("The time is up", StringComparison.Ordinal));
        int lines = LedgerLinesOf(part);
        WaitFor("it was requeued", () => cluster.Run("scontrol", "show", "job", "--oneliner").Contains("Restarts=1", StringComparison.Ordinal));
        WaitFor("it has gone on", () => LedgerLinesOf(part) > lines);
        Assert.DoesNotContain("TIMEOUT", cluster.Run("scontrol", "show", "job", "--oneliner"), StringComparison.Ordinal);
        cluster.Run("scancel", Job(there));
        WaitFor("the queue is empty", () => QueueIsEmpty(cluster));
        ExperimentReader.Open(part).Verify();
    }

    private static string FolderOf(string folder, int part) => ManifestPart.FolderOf(folder, part, Parts);

    private static bool QueueIsEmpty(SlurmCluster cluster) => cluster.Run("squeue", "--noheader").Trim().Length == 0;

    private static string Job(string folder)
        => JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "parts", "slurm.json"))).RootElement.GetProperty("jobs")[0].GetString()!;

    private static JsonElement Status(SlurmCluster cluster, string folder) => JsonDocument.Parse(Twinsim(cluster, 0, "status", folder, "--json").Output).RootElement;

    /// <summary>A task that has finished some of its shards and not all.</summary>
    private static LinuxProcess TaskInItsMiddle(string folder)
    {
        LinuxProcess found = default;
        WaitFor("a task is in its middle", () =>
        {
            foreach (LinuxProcess task in LinuxProcess.All().Where(p => p.CommandLine.Contains(" run ", StringComparison.Ordinal) && p.CommandLine.Contains($"--out {folder} ", StringComparison.Ordinal)
                && p.CommandLine.Contains("dotnet", StringComparison.Ordinal)))
            {
                if (LedgerLinesOf(FolderOf(folder, PartOf(task))) is >= 1 and <= ShardsOfPart - 3 && task.Variable("SLURMD_NODENAME") is not null)
                {
                    found = task;
                    return true;
                }
            }
            return false;
        }, everyMilliseconds: 2);
        return found;
    }

    private static int PartOf(LinuxProcess task)
    {
        string[] words = task.CommandLine.Split(' ');
        int option = Array.IndexOf(words, "--shard");
        return option < 0 ? -1 : int.Parse(words[option + 1].Split('/')[0], CultureInfo.InvariantCulture);
    }

    private static int LedgerLinesOf(string folder)
    {
        string path = Path.Combine(folder, "ledger.jsonl");
        if (!File.Exists(path)) return 0;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Count(c => c == '\n');
    }

    private static (string Output, string Error) Twinsim(SlurmCluster cluster, int code, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "twinsim.dll"), .. arguments])
        {
            RedirectStandardError = true, RedirectStandardOutput = true, Environment = { ["SLURM_CONF"] = cluster.Configuration },
        };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == code, $"twinsim {string.Join(' ', arguments)}: exit code {process.ExitCode}: {error.GetAwaiter().GetResult()}{output}");
        return (output, error.GetAwaiter().GetResult());
    }
}
