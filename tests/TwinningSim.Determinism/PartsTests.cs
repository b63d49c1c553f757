using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using TwinningSim.Experiments;
using TwinningSim.Experiments.Tests;
using TwinningSim.Storage;
using TwinningSim.Storage.Disk;
using TwinningSim.Testing;
using static TwinningSim.Determinism.Experiments;

namespace TwinningSim.Determinism;

/// <summary>An experiment run in parts and merged is the experiment run at once.</summary>
public sealed class PartsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(1000)]
    public void However_many_parts_there_are_the_content_and_the_files_are_those_of_one_machine(int parts)
    {
        ExperimentSource source = SmallWorlds() with { Replicates = 60 };
        ExperimentReader whole = Run(source, _folder["whole"], threads: 2);
        ExperimentReader merged = Merged(source, parts, design => new Model.Simulation(design).Run);
        Assert.Equal(ContentOf(whole), ContentOf(merged));
        Assert.Equal(whole.Manifest.Files, merged.Manifest.Files.AsEnumerable());
        Assert.True(merged.Manifest.Complete);
        Assert.False(Directory.Exists(_folder[$"{parts}/parts"]));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(10)]
    public void The_same_holds_for_a_sweep_whose_shards_hold_many_designs(int parts)
    {
        ExperimentSource source = TestExperiment.SweepSource(100) with { Replicates = 12 };
        ExperimentReader whole = Run(source, _folder["whole"], threads: 3, fake: true);
        ExperimentReader merged = Merged(source, parts, FakeModel.Of);
        Assert.Equal(ContentOf(whole), ContentOf(merged));
        Assert.Equal(whole.Manifest.Files, merged.Manifest.Files.AsEnumerable());
    }

    [Fact]
    public void The_harness_catches_a_model_that_depends_on_its_part()
    {
        ExperimentSource source = TestExperiment.SweepSource(70) with { Replicates = 5 };
        ExperimentReader whole = Run(source, _folder["whole"], threads: 1, fake: true);
        int runs = 0;
        // The canary: a number that starts at 0 in every process.
        ExperimentReader merged = Merged(source, 3, design => (seed, replicate, tables, cancel) =>
        {
            FakeModel.Of(design)(seed, replicate, tables, cancel);
            tables.Runs.Set(tables.Runs.Count - 1, tables.Runs.Definition.IndexOf("c2c"), runs++);
        });
        Assert.NotEqual(ContentOf(whole), ContentOf(merged));
    }

    private ExperimentReader Merged(ExperimentSource source, int parts, Func<Model.Input.Design, RunReplicate> model)
    {
        string folder = _folder[$"{parts}"];
        for (int i = 0; i < parts; i++)
        {
            ExperimentPlan plan = ExperimentPlan.For(source, new PlanOptions { Firms = true, Events = true, Part = new PlanPart(i, parts) });
            // Of a thousand parts most are empty: one of them shows that it does no harm.
            if (plan.Shards.IsEmpty && i > 0) continue;
            var runner = new ExperimentRunner(NullLogger<ExperimentRunner>.Instance) { Disk = RealDisk.Hasty, Model = model };
            RunOutcome outcome = runner.RunAsync(plan, ManifestPart.FolderOf(folder, i, parts), new RunOptions { Threads = 1 + (i % 3) }).GetAwaiter().GetResult();
            Assert.True(outcome.Complete);
        }
        ExperimentState state = ExperimentParts.Merge(RealDisk.Hasty, folder, threads: 2);
        Assert.True(state.Whole!.Complete);
        return ExperimentReader.Open(folder);
    }
}
