using System.Diagnostics;
using TwinningSim.Experiments;
using TwinningSim.Kernel.Randomness;
using TwinningSim.Storage;
using TwinningSim.Testing;
using Xunit.Abstractions;

namespace TwinningSim.Crash;

/// <summary>Kills the real program (SIGKILL: it cannot clean up) at moments chosen by a seed, and gives the same command again: 20 times, and 100 where there is time for long tests.</summary>
public sealed class KillTests : IDisposable
{
    private static readonly int Kills = LongTests.Wanted ? 100 : 20;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("twinsim-crash-");
    private readonly string _scenario;

    private readonly ITestOutputHelper _output;

    public KillTests(ITestOutputHelper output)
    {
        _output = output;
        _scenario = Path.Combine(_folder.FullName, "small.yaml");
        Assert.Equal(0, Finish(Start("new", _scenario)));
        // Small worlds: most of the time is to go into files and not into the model.
        string text = File.ReadAllText(_scenario);
        string smaller = text.Replace("\nmonths: 60", "\nmonths: 24", StringComparison.Ordinal)
            .Replace("firms: 200\n", "firms: 80\n", StringComparison.Ordinal).Replace("firms: 150\n", "firms: 60\n", StringComparison.Ordinal);
        Assert.NotEqual(text, smaller);
        File.WriteAllText(_scenario, smaller);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Kills_at_random_moments_some_while_resuming_leave_the_same_content()
    {
        Assert.Equal(0, Finish(StartRun("undisturbed")));
        string expected = ContentOf("undisturbed");
        int all = LedgerLinesOf("undisturbed");
        Assert.True(all >= 6, $"{all} shards leave too few moments to kill at");

        int kills = 0, killsWithShards = 0, rounds = 0;
        while (kills < Kills)
        {
            string folder = $"killed-{rounds++}";
            // Resumed as often as it is killed; a round ends when a run gets through.
            for (int code = -1; code != 0;)
            {
                using Process run = StartRun(folder);
                if (kills < Kills) WaitForMoment(run, folder, all, kills);
                else run.WaitForExit();
                if (run.HasExited)
                {
                    code = Finish(run);
                    Assert.Equal(0, code);
                    continue;
                }
                run.Kill();
                run.WaitForExit();
                kills++;
                if (ShardsOf(folder) > 0) killsWithShards++;
            }
            Assert.Equal(expected, ContentOf(folder));
            Assert.Empty(Directory.EnumerateFiles(Path.Combine(_folder.FullName, folder), "*.tmp", SearchOption.AllDirectories));
        }
        _output.WriteLine($"{kills} kills, {killsWithShards} of them after a commit, in {rounds} rounds");
        // Kills that come before the first commit would show little.
        Assert.True(killsWithShards >= 3, $"only {killsWithShards} of {kills} kills came after a commit");
        Assert.True(rounds >= 2, "no run ever got through, so that most kills came before anything was done");
    }

    [Fact]
    public void The_harness_catches_a_shard_that_is_missing_and_rows_that_are_others()
    {
        Assert.Equal(0, Finish(StartRun("good", replicates: 60)));
        Assert.Equal(0, Finish(StartRun("other", replicates: 60, seed: 2)));
        Assert.NotEqual(ContentOf("good"), ContentOf("other"));

        string ledger = Path.Combine(_folder.FullName, "good", "ledger.jsonl");
        string[] lines = File.ReadAllLines(ledger);
        File.WriteAllText(ledger, string.Join('\n', lines[..^1]) + "\n");
        Assert.Throws<DamagedResultException>(() => ContentOf("good"));
    }

    /// <summary>
    /// Waits for the moment of a kill: a number of lines in the ledger drawn from what is still to come, and then some milliseconds more. The moments follow what the
    /// program has done and not the clock, so that a slow machine has its kills at the same places as a fast one.
    /// </summary>
    private void WaitForMoment(Process run, string folder, int all, int kill)
    {
        PhiloxBlock lots = Philox.Block((uint)kill, 0, 0, 0, 20, 26);
        int there = LedgerLinesOf(folder);
        // Everything is run: what is left is joining and the manifest. One time in two it is killed there too, otherwise it may end.
        if (there >= all)
        {
            run.WaitForExit(lots[2] % 2 == 0 ? 120_000 : (int)(Draws.ToUniform(lots[1]) * 800));
            return;
        }
        // At least one line more than there are, or else it would be killed again and again before it has begun; but one time in eight that is what is wanted.
        int lines = lots[3] % 8 == 0 ? there : there + 1 + (int)(Draws.ToUniform(lots[0]) * (all - there));
        while (LedgerLinesOf(folder) < lines)
        {
            if (run.WaitForExit(1)) return;
        }
        // Before the first line there is the start of the program; between two lines a shard is run and written.
        run.WaitForExit((int)(Draws.ToUniform(lots[1]) * (lines == there ? 400 : 15)));
    }

    private int LedgerLinesOf(string folder)
    {
        string path = Path.Combine(_folder.FullName, folder, "ledger.jsonl");
        if (!File.Exists(path)) return 0;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Count(c => c == '\n');
    }

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "twinsim.dll"), .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    private static int Finish(Process process)
    {
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"exit code {process.ExitCode}: {errors}");
        return process.ExitCode;
    }

    private Process StartRun(string folder, int replicates = 200, int seed = 1) => Start(
        "run", _scenario, "--out", Path.Combine(_folder.FullName, folder), "--replicates", $"{replicates}", "--threads", "2",
        "--seed", $"{seed}", "--designs", "courses,no-programme", "--quiet");

    /// <summary>The shards that a killed run left; whatever it calls a result must be whole.</summary>
    private int ShardsOf(string folder)
    {
        string path = Path.Combine(_folder.FullName, folder);
        if (!File.Exists(Path.Combine(path, Manifest.FileName))) return 0;
        ExperimentReader reader = ExperimentReader.Open(path);
        reader.Verify();
        return reader.Designs.Sum(design => reader.Replicates(design)) / ExperimentPlan.BlockSize;
    }

    private string ContentOf(string folder)
    {
        ExperimentReader reader = ExperimentReader.Open(Path.Combine(_folder.FullName, folder));
        Assert.True(reader.Manifest.Complete);
        return string.Join('\n', reader.Tables.Select(table => $"{table.Name} {reader.HashOf(table.Name)}"));
    }
}
