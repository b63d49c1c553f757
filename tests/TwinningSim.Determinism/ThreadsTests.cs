using System.Collections.Immutable;
using TwinningSim.Experiments;
using TwinningSim.Experiments.Tests;
using TwinningSim.Storage;
using TwinningSim.Testing;
using static TwinningSim.Determinism.Experiments;

namespace TwinningSim.Determinism;

public sealed class ThreadsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void One_two_seven_and_sixty_four_threads_make_the_same_content_and_the_same_files()
    {
        ExperimentSource source = SmallWorlds();
        ExperimentReader one = Run(source, _folder["1"], threads: 1);
        foreach (int threads in (int[])[2, 7, 64])
        {
            ExperimentReader many = Run(source, _folder[$"{threads}"], threads);
            Assert.Equal(ContentOf(one), ContentOf(many));
            Assert.Equal(one.Manifest.Files, many.Manifest.Files.AsEnumerable());
        }
    }

    [Fact]
    public void The_order_in_which_shards_are_run_does_not_matter()
    {
        ExperimentSource source = SmallWorlds();
        string content = ContentOf(Run(source, _folder["plan"], threads: 2));
        Assert.Equal(content, ContentOf(Run(source, _folder["reverse"], threads: 2, order: shards => [.. shards.Reverse()])));
        // A worker that meets the same design again must not remember anything of the first time.
        Assert.Equal(content, ContentOf(Run(source, _folder["design"], threads: 1, order: shards => [.. shards.OrderBy(s => s.Designs[0])])));
        Assert.Equal(content, ContentOf(Run(source, _folder["key"], threads: 3, order: shards => [.. shards.OrderBy(s => s.Key)])));
    }

    [Fact]
    public void A_real_scenario_makes_the_same_content_on_one_and_on_seven_threads()
    {
        ExperimentSource source = Shipped("chennai-leather");
        source = source with { Designs = [.. source.Designs.Where(d => d.Id is "as-run" or "no-programme")] };
        Assert.Equal(
            ContentOf(Run(source, _folder["1"], threads: 1, replicates: 4)),
            ContentOf(Run(source, _folder["7"], threads: 7, replicates: 4, order: shards => [.. shards.Reverse()])));
    }

    [Fact]
    public void Another_seed_makes_another_content()
        => Assert.NotEqual(
            ContentOf(Run(SmallWorlds(), _folder["11"], threads: 2, replicates: 5)),
            ContentOf(Run(SmallWorlds() with { Seed = 12 }, _folder["12"], threads: 2, replicates: 5)));

    [Fact]
    public void The_harness_catches_a_model_that_remembers_what_its_thread_did_before()
    {
        // The canary: a model that is no pure function of (design, seed, replicate).
        string Content(string folder, Func<ImmutableArray<Shard>, ImmutableArray<Shard>> order)
        {
            int runs = 0;
            var runner = new ExperimentRunner(Microsoft.Extensions.Logging.Abstractions.NullLogger<ExperimentRunner>.Instance)
            {
                Order = order,
                Model = design => (seed, replicate, tables, cancel) =>
                {
                    FakeModel.Of(design)(seed, replicate, tables, cancel);
                    tables.Runs.Set(tables.Runs.Count - 1, tables.Runs.Definition.IndexOf("c2c"), runs++);
                },
            };
            runner.RunAsync(ExperimentPlan.For(SmallWorlds(), new PlanOptions { Replicates = 60 }), folder, new RunOptions { Threads = 1 }).Wait();
            return ContentOf(ExperimentReader.Open(folder));
        }
        Assert.NotEqual(Content(_folder["plan"], shards => shards), Content(_folder["reverse"], shards => [.. shards.Reverse()]));
    }
}
