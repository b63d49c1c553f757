using TwinningSim.Storage;
using TwinningSim.Storage.Tests;
using TwinningSim.Testing;
using static TwinningSim.Experiments.Tests.TestExperiment;

namespace TwinningSim.Experiments.Tests;

/// <summary>The fault loop of the storage, once more through the runner and its threads.</summary>
public sealed class RunnerFaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Fault.Once)]
    [InlineData(Fault.DiskFull)]
    internal void A_disk_that_fails_under_three_workers_ends_the_run_with_its_own_exception_and_the_next_run_completes_it(Fault fault)
    {
        ExperimentPlan plan = Plan(60, "base", "none", "other");
        Run(plan, _folder["whole"]);
        string expected = ContentOf(_folder["whole"]);
        int failed = 0;
        for (int n = 1; n < 160; n += 11)
        {
            string folder = _folder[$"{n}"];
            try
            {
                Run(plan, folder, threads: 3, disk: new FaultyDisk(n, fault));
            }
            catch (StorageException e)
            {
                Assert.Equal(fault == Fault.DiskFull, e is DiskFullException);
                failed++;
            }
            Assert.Equal(new RunOutcome(true, 180, 0, 180), Run(plan, folder) with { Reused = 0 });
            Assert.Equal(expected, ContentOf(folder));
            Directory.Delete(folder, recursive: true);
        }
        Assert.InRange(failed, 10, 15);
    }
}
