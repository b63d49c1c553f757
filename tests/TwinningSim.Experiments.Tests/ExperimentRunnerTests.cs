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
        ExperimentSource changed = Source("base", "other") with { Designs = [Design("base", 1000), Design("other", 1)] };
        Refused(ExperimentPlan.For(changed, new PlanOptions { Seed = 7, Replicates = 5 }), "the design 'other' has changed");
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
        ExperimentPlan plan = Plan(100, "base", "none");
        using var stop = new CancellationTokenSource();
        int runs = 0;
        ExperimentRunner runner = Runner(model: design => (seed, replicate, tables, cancel) =>
        {
            if (Interlocked.Increment(ref runs) == 90) stop.Cancel();
            FakeModel.Of(design)(seed, replicate, tables, cancel);
        });

        RunOutcome stopped = await runner.RunAsync(plan, Folder, new RunOptions { Threads = 1 }, cancel: stop.Token);

        Assert.Equal(new RunOutcome(false, 75, 0, 200), stopped);
        Assert.False(ExperimentReader.Open(Folder).Manifest.Complete);
        Assert.Equal(50, ExperimentReader.Open(Folder).Replicates("none"));
        Assert.DoesNotContain(FilesOf(Folder).Keys, name => name.EndsWith(".tmp", StringComparison.Ordinal));
        Assert.Equal(new RunOutcome(true, 200, 75, 200), Run(plan, Folder));
        Run(plan, _folder["at-once"]);
        Assert.Equal(ContentOf(_folder["at-once"]), ContentOf(Folder));
    }

    [Fact]
    public async Task A_run_that_fails_is_named_and_what_was_finished_before_is_kept()
    {
        ExperimentRunner runner = Runner(model: design => (seed, replicate, tables, cancel) =>
        {
            if (design.Id == "other" && replicate == 30) throw new InvalidOperationException("money vanished");
            FakeModel.Of(design)(seed, replicate, tables, cancel);
        });
        ExperimentPlan plan = Plan(50, "base", "other");

        var e = await Assert.ThrowsAsync<RunFailedException>(() => runner.RunAsync(plan, Folder, new RunOptions { Threads = 1 }));

        Assert.Equal("Design 'other', replicate 30 (seed 7) failed: money vanished", e.Message);
        Assert.Equal(50, ExperimentReader.Open(Folder).Replicates("base"));
        Assert.Equal(25, ExperimentReader.Open(Folder).Replicates("other"));
    }

    [Fact]
    public async Task A_number_that_is_none_is_refused_with_table_and_column()
    {
        ExperimentRunner runner = Runner(model: design => (seed, replicate, tables, cancel) =>
        {
            FakeModel.Of(design)(seed, replicate, tables, cancel);
            tables.Months!.Set(3, tables.Months.Definition.IndexOf("c2b"), double.NaN);
        });
        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => runner.RunAsync(Plan(5, "base"), Folder, new RunOptions { Threads = 1 }));
        Assert.Contains("Table 'months', column 'c2b', row 3: NaN", e.Message, StringComparison.Ordinal);
        Assert.Equal(0, ExperimentReader.Open(Folder).Replicates("base"));
    }

    [Fact]
    public void A_table_that_was_kept_before_goes_on_being_kept_when_the_experiment_grows()
    {
        Run(PlanWithAllTables(25, "base"), Folder);
        Run(Plan(50, "base"), Folder);
        Assert.Equal(50 * FakeModel.Firms, ExperimentReader.Open(Folder).Numbers("firms", "base", "firm").Length);
    }

    [Fact]
    public void A_table_that_is_wanted_later_is_made_for_all_replicates()
    {
        Run(Plan(30, "base"), Folder);
        Assert.Equal(new RunOutcome(true, 30, 0, 30), Run(PlanWithAllTables(30, "base"), Folder));
        Assert.Equal(30 * FakeModel.Firms, ExperimentReader.Open(Folder).Numbers("firms", "base", "firm").Length);
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
