using TwinningSim.Storage;
using TwinningSim.Testing;
using static TwinningSim.Experiments.Tests.TestExperiment;

namespace TwinningSim.Experiments.Tests;

public sealed class ExperimentRunnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Folder => _folder["experiment"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_experiment_leaves_every_row_of_every_design_in_the_order_of_replicates()
    {
        RunOutcome outcome = Run(PlanWithAllTables(60, "base", "other"), Folder, threads: 3);

        Assert.Equal(new RunOutcome(true, 120, 0, 120), outcome);
        ExperimentReader reader = ExperimentReader.Open(Folder);
        Assert.True(reader.Manifest.Complete);
        foreach (string design in reader.Designs)
        {
            Assert.Equal(60, reader.Replicates(design));
            Assert.Equal(Enumerable.Range(0, 60).Select(r => (double)r), reader.Numbers("runs", design, "replicate"));
            Assert.Equal(60 * 12, reader.Numbers("months", design, "c2b").Length);
            Assert.Equal(60 * FakeModel.Firms, reader.Texts("firms", design, "segment").Length);
            Assert.Equal(60, reader.Numbers("events", design, "value").Length);
        }
    }

    [Fact]
    public void The_same_command_again_reuses_everything_and_changes_nothing()
    {
        ExperimentPlan plan = Plan(60, "base", "none");
        Run(plan, Folder);
        Dictionary<string, byte[]> before = FilesOf(Folder);

        RunOutcome again = Run(plan, Folder);

        Assert.Equal(new RunOutcome(true, 120, 120, 120), again);
        Assert.Equal(before, FilesOf(Folder));
    }

    [Fact]
    public void More_replicates_extend_an_experiment_and_reuse_its_full_blocks()
    {
        Run(Plan(60, "base", "none"), Folder);

        RunOutcome extended = Run(Plan(110, "base", "none"), Folder);

        // 60 replicates are two full blocks of 25 and one of 10, which is run again as a full one.
        Assert.Equal(new RunOutcome(true, 220, 100, 220), extended);
        Run(Plan(110, "base", "none"), _folder["at-once"]);
        Assert.Equal(ContentOf(_folder["at-once"]), ContentOf(Folder));
        Assert.Equal(FilesOf(_folder["at-once"]).Keys.Where(IsParquet), FilesOf(Folder).Keys.Where(IsParquet));
    }

    [Fact]
    public void An_experiment_does_not_shrink()
    {
        Run(Plan(60, "base"), Folder);
        var e = Assert.Throws<FolderMismatchException>(() => Run(Plan(30, "base"), Folder));
        Assert.Contains("holds 60 replicates of a design, and 30 are wanted", e.Message, StringComparison.Ordinal);
        Assert.Equal(new RunOutcome(true, 60, 60, 60), Run(Plan(60, "base"), Folder));
    }

    [Fact]
    public void A_folder_with_another_experiment_is_refused_with_the_difference_and_left_as_it_is()
    {
        Run(Plan(5, "base", "other"), Folder);
        Dictionary<string, byte[]> before = FilesOf(Folder);

        Refused(ExperimentPlan.For(Source("base", "other"), new PlanOptions { Seed = 8, Replicates = 5 }), "the seed is 7 there, 8 here");
        Refused(Plan(5, "base", "third"), "the design 'other' is only there; the design 'third' is only here");
        Refused(ExperimentPlan.For(Source("base", "other") with { Id = "x" }, new PlanOptions { Seed = 7, Replicates = 5 }), "the scenario is 'test' there, 'x' here");
        Refused(ExperimentPlan.For(Source("base", "other"), new PlanOptions { Seed = 7, Replicates = 5 }, program: "9.9"), "there, 9.9 here");
        ExperimentSource changed = Source("base", "other") with { Designs = [Design("base", 1000), Design("other", 1)], Text = "scenario: test\nbudget_eur: 1\n" };
        Refused(ExperimentPlan.For(changed, new PlanOptions { Seed = 7, Replicates = 5 }), "the design 'other' has changed; in the scenario from line 2 on: nothing there, 'budget_eur: 1' here");
        Refused(ExperimentPlan.For(Source("base", "other"), new PlanOptions { Seed = 7, Replicates = 5, Part = new(1, 3) }), "it is the whole experiment there, part 1 of 3 here");
        Assert.Equal(before, FilesOf(Folder));

        void Refused(ExperimentPlan plan, string difference)
        {
            var e = Assert.Throws<FolderMismatchException>(() => Run(plan, Folder));
            Assert.Contains(difference, e.Message, StringComparison.Ordinal);
            Assert.Contains("--out", e.Message, StringComparison.Ordinal);
            Assert.Contains("--fresh", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Another_comment_in_the_scenario_is_no_other_experiment()
    {
        Run(Plan(5, "base"), Folder);
        ExperimentSource commented = Source("base") with { Text = "scenario: test # a comment\n", Hash = "def" };
        Assert.Equal(5, Run(ExperimentPlan.For(commented, new PlanOptions { Seed = 7, Replicates = 5 }), Folder).Reused);
        Assert.Equal(commented.Text, File.ReadAllText(Path.Combine(Folder, "scenario.yaml")));
    }

    [Fact]
    public void Fresh_deletes_the_results_and_nothing_else()
    {
        Run(PlanWithAllTables(60, "base", "other"), Folder);
        File.WriteAllText(Path.Combine(Folder, "notes.txt"), "mine");

        Assert.Equal(new RunOutcome(true, 5, 0, 5), Run(Plan(5, "third"), Folder, fresh: true));

        Assert.Equal("mine", File.ReadAllText(Path.Combine(Folder, "notes.txt")));
        Assert.Equal(["months/design=third/part-00000-00004.parquet", "runs/design=third/part-00000-00004.parquet"], FilesOf(Folder).Keys.Where(IsParquet));
        Assert.Equal(["third"], ExperimentReader.Open(Folder).Designs.ToArray());
    }

    [Fact]
    public void A_folder_of_something_else_is_refused_even_with_fresh()
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "thesis.doc"), "do not lose");
        var e = Assert.Throws<FolderMismatchException>(() => Run(Plan(5, "base"), Folder, fresh: true));
        Assert.Contains("holds no experiment (there is 'thesis.doc' in it)", e.Message, StringComparison.Ordinal);
        Assert.Equal("do not lose", File.ReadAllText(Path.Combine(Folder, "thesis.doc")));
    }

    [Fact]
    public async Task A_second_runner_is_refused_while_the_first_one_works_and_not_after()
    {
        using var started = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        ExperimentRunner slow = Runner(model: design => (seed, replicate, tables, cancel) =>
        {
            started.Set();
            goOn.Wait(cancel);
            FakeModel.Of(design)(seed, replicate, tables, cancel);
        });
        Task<RunOutcome> first = slow.RunAsync(Plan(5, "base"), Folder, new RunOptions { Threads = 1 });
        started.Wait();

        var e = Assert.Throws<FolderInUseException>(() => Run(Plan(5, "base"), Folder));
        Assert.Contains(Folder, e.Message, StringComparison.Ordinal);

        goOn.Set();
        Assert.True((await first).Complete);
        Assert.True(Run(Plan(5, "base"), Folder).Complete);
    }

    [Fact]
    public async Task Being_told_to_stop_keeps_finished_shards_and_the_same_command_goes_on()
    {
        ExperimentPlan plan = Plan(200, "base", "none");
        using var stop = new CancellationTokenSource();
        int runs = 0;
        ExperimentRunner runner = Runner(model: design => (seed, replicate, tables, cancel) =>
        {
            if (Interlocked.Increment(ref runs) == 180) stop.Cancel();
            FakeModel.Of(design)(seed, replicate, tables, cancel);
        });

        RunOutcome stopped = await runner.RunAsync(plan, Folder, new RunOptions { Threads = 1 }, cancel: stop.Token);

        Assert.Equal(new RunOutcome(false, 150, 0, 400), stopped);
        Assert.False(ExperimentReader.Open(Folder).Manifest.Complete);
        Assert.Equal(100, ExperimentReader.Open(Folder).Replicates("none"));
        Assert.DoesNotContain(FilesOf(Folder).Keys, name => name.EndsWith(".tmp", StringComparison.Ordinal));
        Assert.Equal(new RunOutcome(true, 400, 150, 400), Run(plan, Folder));
        Run(plan, _folder["at-once"]);
        Assert.Equal(ContentOf(_folder["at-once"]), ContentOf(Folder));
    }

    [Fact]
    public async Task A_run_that_fails_becomes_a_row_of_failures_and_stops_no_other()
    {
        ExperimentRunner runner = Runner(model: design => (seed, replicate, tables, cancel) =>
        {
            FakeModel.Of(design)(seed, replicate, tables, cancel);
            if (design.Id == "other" && replicate is 3 or 60) throw new InvalidOperationException("money vanished") { Data = { ["month"] = 7 } };
        });
        ExperimentPlan plan = Plan(100, "base", "other", "none");

        Assert.Equal(new RunOutcome(true, 298, 0, 300, 2), await runner.RunAsync(plan, Folder, new RunOptions { Threads = 1 }));

        ExperimentReader reader = ExperimentReader.Open(Folder);
        Assert.Equal((100, 98, 298), (reader.Replicates("base"), reader.Replicates("other"), reader.Runs));
        Assert.Equal(Enumerable.Range(0, 100).Except([3, 60]).Select(r => (double)r), reader.Numbers("runs", "other", "replicate"));
        Assert.Equal(98 * 12, reader.Numbers("months", "other", "c2b").Length);
        Assert.Equal(
            [3, 60],
            reader.Failures().Select(f => f is { Design: "other", Month: 7 } && f.Message == "Design 'other', replicate " + f.Replicate + " (seed 7) failed: money vanished" ? f.Replicate : -1));
        Assert.Equal("twinsim run scenario.yaml --designs other --only-replicates 3 --seed 7", reader.Failures().First().Command);
        Assert.Equal(2, reader.Manifest.Failed);
        Assert.Equal(2, reader.Manifest.Rows.Single(r => r.Table == "failures").Rows);

        // It is data: the same command again finds it there.
        Assert.Equal(new RunOutcome(true, 298, 300, 300, 2), await runner.RunAsync(plan, Folder, new RunOptions { Threads = 2 }));
    }

    [Fact]
    public async Task A_worker_keeps_the_worlds_of_its_designs_until_they_are_too_large_together_or_one_fails()
    {
        ExperimentSource small = Source("base", "none");
        ExperimentSource large = small with { Designs = [.. small.Designs.Select(d => d with { Clusters = d.Clusters.SetItem(0, d.Clusters[0] with { Firms = 20_000 }) })] };
        // Two designs x two blocks.
        Assert.Equal(2, await WorldsMade(small, failing: -1));
        Assert.Equal(3, await WorldsMade(small, failing: 3));
        Assert.Equal(4, await WorldsMade(large, failing: -1));

        async Task<int> WorldsMade(ExperimentSource source, int failing)
        {
            int made = 0;
            ExperimentRunner runner = Runner(model: design =>
            {
                made++;
                return (seed, replicate, tables, cancel) =>
                {
                    FakeModel.Of(design)(seed, replicate, tables, cancel);
                    if (replicate == failing && design.Id == "base") throw new InvalidOperationException("money vanished");
                };
            });
            await runner.RunAsync(ExperimentPlan.For(source, new PlanOptions { Seed = 7, Replicates = 100 }), Folder, new RunOptions { Threads = 1, Fresh = true });
            return made;
        }
    }

    [Fact]
    public async Task Where_the_run_without_a_programme_fails_the_others_have_no_net_benefit_in_that_replicate()
    {
        ExperimentRunner runner = Runner(model: design => (seed, replicate, tables, cancel) =>
        {
            if (design.Id == "none" && replicate == 3) throw new InvalidOperationException("money vanished");
            FakeModel.Of(design)(seed, replicate, tables, cancel);
        });
        await runner.RunAsync(Plan(5, "base", "none"), Folder, new RunOptions { Threads = 2 });
        Assert.Equal([false, false, false, true, false], ExperimentReader.Open(Folder).Numbers("runs", "base", "net_benefit_eur").Select(double.IsNaN));
    }

    [Fact]
    public async Task A_run_with_a_number_that_is_none_fails_with_table_and_column()
    {
        ExperimentRunner runner = Runner(model: design => (seed, replicate, tables, cancel) =>
        {
            FakeModel.Of(design)(seed, replicate, tables, cancel);
            if (replicate == 2) tables.Months!.Set(tables.Months.Count - 9, tables.Months.Definition.IndexOf("c2b"), double.NaN);
        });
        Assert.Equal(4, (await runner.RunAsync(Plan(5, "base"), Folder, new RunOptions { Threads = 1 })).Runs);
        Assert.Contains("Table 'months', column 'c2b', row 3: NaN", Assert.Single(ExperimentReader.Open(Folder).Failures()).Message, StringComparison.Ordinal);
        Assert.Equal(4 * 12, ExperimentReader.Open(Folder).Numbers("months", "base", "c2b").Length);
    }

    [Fact]
    public void A_sweep_keeps_few_files_with_a_column_for_the_design_and_the_same_rows_as_a_folder_for_each()
    {
        ExperimentPlan sweep = Sweep(100, 12);
        Run(sweep, Folder);
        ExperimentReader reader = ExperimentReader.Open(Folder);
        Assert.Equal((1200, 12, true), (reader.Runs, reader.Replicates("p0042"), reader.Manifest.DesignColumn));
        // Two full blocks in one file for each table, and the one that is not full in its fifteen shards (100 designs in groups of 7).
        Assert.Equal(2 * (1 + 15), reader.Manifest.Files.Length);

        ExperimentSource few = SweepSource(100) with { Designs = [.. SweepSource(100).Designs.Where(d => d.Id is "none" or "p0042")] };
        Run(ExperimentPlan.For(few, new PlanOptions { Seed = 7, Replicates = 12 }), _folder["few"]);
        ExperimentReader folders = ExperimentReader.Open(_folder["few"]);
        foreach (string table in (string[])["runs", "months"]) Assert.Equal(folders.HashOf(table, "p0042"), reader.HashOf(table, "p0042"));
        Assert.Equal(folders.Numbers("runs", "p0042", "net_benefit_eur"), reader.Numbers("runs", ["none", "p0042"], ["deals", "net_benefit_eur"])["p0042"][1]);
    }

    [Fact]
    public void A_sweep_grows_and_what_is_damaged_in_a_joined_file_is_made_again()
    {
        Run(Sweep(100, 12), Folder);
        Assert.Equal(new RunOutcome(true, 2000, 1000, 2000), Run(Sweep(100, 20), Folder));
        Run(Sweep(100, 20), _folder["at-once"]);
        string expected = ContentOf(_folder["at-once"]);
        Assert.Equal(expected, ContentOf(Folder));
        Assert.Equal(4, ExperimentReader.Open(Folder).Manifest.Files.Length + 2);

        string joined = Directory.GetFiles(Path.Combine(Folder, "runs"), "*.parquet").Single();
        byte[] bytes = File.ReadAllBytes(joined);
        bytes[100] ^= 4;
        File.WriteAllBytes(joined, bytes);
        Assert.Equal(new RunOutcome(true, 2000, 0, 2000), Run(Sweep(100, 20), Folder));
        Assert.Equal(expected, ContentOf(Folder));
        // The table of months was whole and stayed as it was.
        Assert.Single(Directory.GetFiles(Path.Combine(Folder, "months"), "*.parquet"));
    }

    [Fact]
    public async Task Why_each_shard_is_reused_or_run_is_said()
    {
        Run(Plan(60, "base"), Folder);
        File.Delete(Directory.GetFiles(Path.Combine(Folder, "months", "design=base"), "part-00000-*")[0]);
        var said = new List<string>();
        async Task Explain(ExperimentPlan plan, string folder)
        {
            said.Clear();
            await Runner().RunAsync(plan, folder, new RunOptions { Threads = 2, Explain = decision => said.Add(decision.ToString()) });
        }

        await Explain(Plan(80, "base"), Folder);
        Assert.Equal(
            [
                "base, replicates 0 to 49: run: months/design=base/part-00000-00049.parquet: it is missing",
                "base, replicates 50 to 79: run: it ended with replicate 59",
            ], said);
        await Explain(PlanWithAllTables(120, "base"), Folder);
        Assert.Equal(
            [
                "base, replicates 0 to 49: run: it has no table firms, events",
                "base, replicates 50 to 99: run: it ended with replicate 79",
                "base, replicates 100 to 119: run: not in the ledger",
            ], said);
        await Explain(Plan(120, "base"), Folder);
        Assert.All(said, line => Assert.EndsWith(": reused: in the ledger, and every file has the bytes that were committed", line, StringComparison.Ordinal));
        Assert.Equal(3, said.Count);

        string file = Directory.GetFiles(Path.Combine(Folder, "runs", "design=base"))[0];
        File.WriteAllText(file, "damaged");
        await Explain(Plan(120, "base"), Folder);
        Assert.Contains("its SHA-256 is ", said[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_that_was_kept_before_goes_on_being_kept_when_the_experiment_grows()
    {
        Run(PlanWithAllTables(50, "base"), Folder);
        Run(Plan(100, "base"), Folder);
        Assert.Equal(100 * FakeModel.Firms, ExperimentReader.Open(Folder).Numbers("firms", "base", "firm").Length);
    }

    [Fact]
    public void A_table_that_is_wanted_later_is_made_for_all_replicates()
    {
        Run(Plan(60, "base"), Folder);
        Assert.Equal(new RunOutcome(true, 60, 0, 60), Run(PlanWithAllTables(60, "base"), Folder));
        Assert.Equal(60 * FakeModel.Firms, ExperimentReader.Open(Folder).Numbers("firms", "base", "firm").Length);
    }

    [Fact]
    public async Task Progress_ends_with_all_runs_and_never_falls()
    {
        var reports = new List<ExperimentProgress>();
        ExperimentRunner runner = Runner();
        await runner.RunAsync(Plan(60, "base", "none"), Folder, new RunOptions { Threads = 4 }, new Collect(reports));
        Assert.Equal((120, 120, 0), (reports[^1].Done, reports[^1].Total, reports[^1].Reused));
        Assert.Equal(reports.Select(r => r.Done).Order(), reports.Select(r => r.Done));
    }

    internal static Dictionary<string, byte[]> FilesOf(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .ToDictionary(path => Path.GetRelativePath(folder, path), File.ReadAllBytes);

    private static bool IsParquet(string name) => name.EndsWith(".parquet", StringComparison.Ordinal);

    private sealed class Collect(List<ExperimentProgress> reports) : IProgress<ExperimentProgress>
    {
        public void Report(ExperimentProgress value) => reports.Add(value);
    }
}
