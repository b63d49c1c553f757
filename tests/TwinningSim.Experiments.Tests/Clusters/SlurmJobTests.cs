using System.Diagnostics;
using TwinningSim.Experiments.Clusters;
using TwinningSim.Testing;

namespace TwinningSim.Experiments.Tests.Clusters;

public sealed class SlurmJobTests
{
    private static SlurmJob Job(string[] program, string folder = "/data/results x", TimeSpan? limit = null) => new()
    {
        Name = "twinsim-x",
        TimeLimit = limit ?? TimeSpan.FromMinutes(90),
        LogFolder = folder + "/parts",
        Partition = "main",
        MemoryMegabytes = 900,
        Command = new PartCommand { Program = program, Scenario = folder + "/parts/scenario.yaml", Folder = folder, Parts = 12, Threads = 4, Options = ["--seed", "7"] },
    };

    [Fact]
    public void The_script_asks_for_what_a_task_needs_and_runs_its_part()
    {
        string[] lines = Job(["twinsim"]).ToScript().Split('\n');
        Assert.Equal("#!/bin/bash", lines[0]);
        string[] expected =
        [
            "#SBATCH --job-name=\"twinsim-x\"", "#SBATCH --array=0-11", "#SBATCH --requeue", "#SBATCH --cpus-per-task=4", "#SBATCH --time=90:00", "#SBATCH --mem=900M",
            "#SBATCH --partition=main", "#SBATCH --open-mode=append", "#SBATCH --output=\"/data/results x/parts/slurm-%a.log\"",
            "twinsim run '/data/results x/parts/scenario.yaml' --shard \"$SLURM_ARRAY_TASK_ID/12\" --out '/data/results x' --threads 4 --stop-after 5100s --seed 7 --quiet",
        ];
        Assert.Empty(expected.Except(lines));
        Assert.DoesNotContain(lines, line => line.Contains("--account", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(60, 54)]
    [InlineData(600, 540)]
    [InlineData(36_000, 35_700)]
    public void A_task_stops_a_tenth_before_its_limit_and_five_minutes_at_most(int limit, int stop)
        => Assert.Equal(TimeSpan.FromSeconds(stop), SlurmJob.StopAfter(TimeSpan.FromSeconds(limit)));

    /// <summary>The script under a shell, with a program and a scheduler that only note what they were asked.</summary>
    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(1, 1, false)]
    [InlineData(2, 2, false)]
    [InlineData(3, 0, false)]
    [InlineData(4, 4, false)]
    [InlineData(75, 75, true)]
    [InlineData(137, 137, false)]
    public void The_exit_code_of_the_program_decides_whether_the_task_is_requeued(int code, int expected, bool requeued)
    {
        if (!File.Exists("/bin/bash")) return;
        using var folder = new TemporaryFolder();
        string program = Tool("program", $"echo \"$@\" > \"{folder["asked"]}\"; exit {code}");
        Tool("scontrol", $"echo \"$@\" > \"{folder["requeued"]}\"");
        Tool("sleep", "");
        File.WriteAllText(folder["job.sh"], Job([program], folder.Path).ToScript());
        var start = new ProcessStartInfo("/bin/bash", [folder["job.sh"]])
        {
            Environment = { ["PATH"] = folder.Path + ":" + Environment.GetEnvironmentVariable("PATH"), ["SLURM_ARRAY_TASK_ID"] = "5", ["SLURM_ARRAY_JOB_ID"] = "77" },
        };
        using Process process = Process.Start(start)!;
        process.WaitForExit();

        Assert.Equal(expected, process.ExitCode);
        Assert.Contains("--shard 5/12 ", File.ReadAllText(folder["asked"]), StringComparison.Ordinal);
        Assert.Equal(requeued, File.Exists(folder["requeued"]));
        if (requeued) Assert.Equal("requeue 77_5\n", File.ReadAllText(folder["requeued"]));

        string Tool(string name, string body)
        {
            File.WriteAllText(folder[name], "#!/bin/bash\n" + body + "\n");
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder[name], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return folder[name];
        }
    }

    [Fact]
    public void What_the_queue_says_is_read_by_part()
    {
        IReadOnlyDictionary<int, (string Task, string State)> queue = SlurmJob.ParseQueue("12_3|RUNNING\n12_10|PENDING\n12_N/A|PENDING\nnonsense\n");
        Assert.Equal([(3, ("12_3", "RUNNING")), (10, ("12_10", "PENDING"))], queue.Select(task => (task.Key, task.Value)));
    }

    [Theory]
    [InlineData(new[] { 3, 0, 1, 7, 2, 9, 10 }, "0-3,7,9-10")]
    [InlineData(new[] { 5 }, "5")]
    public void Parts_are_named_in_ranges(int[] parts, string expected) => Assert.Equal(expected, SlurmJob.ArrayOf(parts));
}
