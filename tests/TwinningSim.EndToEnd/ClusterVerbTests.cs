using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using TwinningSim.Experiments;
using TwinningSim.Model;
using TwinningSim.Scenarios;
using TwinningSim.Storage;
using TwinningSim.Testing;

namespace TwinningSim.EndToEnd;

/// <summary>Experiments in parts, and runs that fail, through the real program.</summary>
public sealed class ClusterVerbTests : IDisposable
{
    private const string What = "--designs courses,no-programme --replicates 60 --quiet";

    private readonly TemporaryFolder _scratch = new();

    public ClusterVerbTests() => Twinsim("new", "x.yaml");

    public void Dispose() => _scratch.Dispose();

    private Ended Twinsim(params string[] arguments) => EndToEnd.Twinsim.Run(_scratch.Path, arguments);

    private Ended Line(string line) => Twinsim(line.Split(' '));

    [Fact]
    public void Parts_are_run_shown_and_merged_into_what_one_run_makes()
    {
        Assert.Equal(0, Line($"run x.yaml --out parts --shard 0/3 {What}").Code);
        Assert.Equal(0, Line($"run x.yaml --out parts --shard 2/3 {What}").Code);
        Ended status = Line("status parts");
        Assert.Contains("part 0 of 3: 50 of 50 runs, complete", status.Output, StringComparison.Ordinal);
        Assert.Contains("not started: parts 1 of 3", status.Output, StringComparison.Ordinal);
        Assert.Contains("70 runs done, 0 of them failed; 2 of 3 parts complete", status.Output, StringComparison.Ordinal);

        Ended early = Line("merge parts");
        Assert.Equal(1, early.Code);
        Assert.Contains("70 of 120 runs are in parts.", early.Output, StringComparison.Ordinal);
        Assert.Contains("Parts that are not complete: 1 of 3", early.Error, StringComparison.Ordinal);

        Ended last = Line($"run x.yaml --out parts --shard 1/3 {What}");
        Assert.True(last.Code == 0, last.ToString());
        Assert.False(JsonDocument.Parse(Line("status parts --json").Output).RootElement.GetProperty("complete").GetBoolean());
        Ended merged = Line("merge parts");
        Assert.True(merged.Code == 0, merged.ToString());
        Assert.Equal("parts: 120 of 120 runs, complete", Line("status parts").Output.Trim());

        Assert.Equal(0, Line($"run x.yaml --out whole {What}").Code);
        ExperimentReader whole = ExperimentReader.Open(_scratch["whole"]), parts = ExperimentReader.Open(_scratch["parts"]);
        Assert.Equal(whole.Manifest.Files, parts.Manifest.Files.AsEnumerable());
        // The experiment goes on as if it had been run here.
        Assert.Contains("All 120 runs were there already", Line("run x.yaml --out parts --designs courses,no-programme --replicates 60").Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run x.yaml --shard 3/3", "--shard is '3/3'; allowed is i/n")]
    [InlineData("run x.yaml --shard 1", "--shard is '1'; allowed is i/n")]
    [InlineData("run x.yaml --stop-after 5", "--stop-after is '5'; allowed is a number of seconds, minutes or hours")]
    [InlineData("run x.yaml --only-replicates 5-3", "--only-replicates has '5-3'; allowed are whole numbers")]
    [InlineData("submit slurm x.yaml --time 1s --dry-run", "--time is less than 10s")]
    [InlineData("submit slurm x.yaml --designs course --dry-run", "Did you mean 'courses'?")]
    [InlineData("submit kubernetes x.yaml", "Option '--image' is required.")]
    public void What_is_wrong_with_the_options_is_said(string line, string message)
    {
        Ended ended = Line(line);
        Assert.True(ended.Code == 2, ended.ToString());
        Assert.Contains(message, ended.Error, StringComparison.Ordinal);
        CommandLineTests.AssertIsClean(ended);
    }

    [Fact]
    public void A_folder_without_parts_has_nothing_to_merge_or_show()
    {
        Ended merge = Line("merge nothing"), status = Line("status nothing");
        Assert.Equal((1, 1), (merge.Code, status.Code));
        Assert.Contains("There are no parts to merge", merge.Error, StringComparison.Ordinal);
        Assert.Contains("holds no experiment", status.Error, StringComparison.Ordinal);
        CommandLineTests.AssertIsClean(merge);
    }

    [Fact]
    public void Parts_of_different_experiments_are_not_merged()
    {
        Assert.Equal(0, Line($"run x.yaml --out mixed --shard 0/3 {What}").Code);
        Assert.Equal(0, Line($"run x.yaml --out mixed --shard 1/3 {What} --seed 99").Code);
        Ended merge = Line("merge mixed");
        Assert.Equal(2, merge.Code);
        Assert.Contains("the seed is 99 there", merge.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_time_that_is_up_has_an_exit_code_of_its_own_and_the_same_command_goes_on()
    {
        // Far more than can be done in any of these times; on a busy machine the first ones are too short for a single shard.
        Ended stopped = Line("run x.yaml --out short --replicates 100000 --stop-after 0.001s");
        for (int seconds = 1; stopped.Code == 1 && seconds < 1000; seconds *= 2)
        {
            Assert.Contains("Not a single shard", stopped.Error, StringComparison.Ordinal);
            stopped = Line($"run x.yaml --out short --replicates 100000 --stop-after {seconds}s");
        }
        Assert.True(stopped.Code == 75, stopped.ToString());
        Assert.Contains("The time is up: ", stopped.Error, StringComparison.Ordinal);
        Assert.True(ExperimentReader.Open(_scratch["short"]).Runs >= 25);
    }

    [Fact]
    public void The_job_script_and_the_manifest_run_this_program_on_this_scenario()
    {
        Ended script = Line("submit slurm x.yaml --out here --tasks 7 --replicates 500 --dry-run");
        Assert.True(script.Code == 0, script.ToString());
        Assert.Contains("#SBATCH --array=0-6\n", script.Output, StringComparison.Ordinal);
        Assert.Contains($" run '{_scratch["here/parts/scenario.yaml"]}' --shard \"$SLURM_ARRAY_TASK_ID/7\" ", script.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_scratch["here"]));
        Ended manifest = Line("submit kubernetes x.yaml --tasks 7 --image twinsim:1 --claim results");
        Assert.True(manifest.Code == 0, manifest.ToString());
        Assert.Contains("completions: 7\n", manifest.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_that_failed_are_told_with_the_command_that_shows_them_and_the_exit_code_is_3()
    {
        // The model has no run that fails; so the folder gets some by the same runner, with a model that does.
        Scenario scenario = ScenarioReader.Read(_scratch["x.yaml"]).Scenario!;
        var runner = new ExperimentRunner(NullLogger<ExperimentRunner>.Instance)
        {
            Model = design => (seed, replicate, tables, cancel) =>
            {
                if (design.Id == "courses" && replicate == 4) throw new InvalidOperationException("money vanished");
                new Simulation(design).Run(seed, replicate, tables, cancel);
            },
        };
        ExperimentPlan plan = ExperimentPlan.For(
            ExperimentSource.From(scenario) with { Designs = [.. scenario.Designs.Where(d => d.Id is "courses" or "no-programme")] }, new PlanOptions { Replicates = 8 });
        Assert.Equal(1, (await runner.RunAsync(plan, _scratch["failed"], new RunOptions())).Failed);

        Ended ended = Line("run x.yaml --out failed --designs courses,no-programme --replicates 8");
        Assert.True(ended.Code == 3, ended.ToString());
        Assert.Contains("1 run of 16 failed; the others count.", ended.Error, StringComparison.Ordinal);
        Assert.Contains($"Design 'courses', replicate 4 (seed {scenario.Seed}) failed: money vanished", ended.Error, StringComparison.Ordinal);
        Assert.Contains("±", ended.Output, StringComparison.Ordinal);
        string command = ended.Error.Split('\n').Single(l => l.Contains("--only-replicates", StringComparison.Ordinal)).Trim();
        // Here it does not fail, so that its outcomes are shown.
        Ended again = EndToEnd.Twinsim.Run(_scratch["failed"], command.Split(' ')[1..]);
        Assert.True(again.Code == 0, again.ToString());
        Assert.StartsWith("courses, replicate 4: firms_with_do_how ", again.Output, StringComparison.Ordinal);
        Assert.Contains("1 failed", Line("status failed").Output, StringComparison.Ordinal);
    }
}
