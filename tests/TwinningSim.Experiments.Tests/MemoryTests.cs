using TwinningSim.Storage.Disk;
using TwinningSim.Testing;
using static TwinningSim.Experiments.Tests.TestExperiment;

namespace TwinningSim.Experiments.Tests;

/// <summary>Tests that measure the whole process and so have it to themselves.</summary>
[CollectionDefinition("alone", DisableParallelization = true)]
public sealed class Alone;

[Collection("alone")]
public sealed class MemoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_memory_in_use_after_a_thousand_replicates_is_that_after_a_hundred()
    {
        var measured = new Dictionary<int, long>();
        ExperimentRunner runner = Runner(RealDisk.Hasty, design => (seed, replicate, tables, cancel) =>
        {
            if (design.Id == "base" && replicate is 100 or 1000) measured[replicate] = GC.GetTotalMemory(forceFullCollection: true);
            FakeModel.Of(design)(seed, replicate, tables, cancel);
        });

        await runner.RunAsync(Plan(1001, "base", "none"), _folder["x"], new RunOptions { Threads = 1 });

        // One replicate in memory would be some 10 kB: 900 of them 9 MB. The ledger and the plan grow by a line for every 25.
        Assert.InRange(measured[1000] - measured[100], -5_000_000, 1_000_000);
    }
}
