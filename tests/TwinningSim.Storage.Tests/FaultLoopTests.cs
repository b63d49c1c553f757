using TwinningSim.Storage.Disk;
using TwinningSim.Testing;

namespace TwinningSim.Storage.Tests;

/// <summary>After SQLite's fault loop: the first operation fails, then the second, ... until a run needs no more of them.</summary>
public sealed class FaultLoopTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Fault.Once)]
    [InlineData(Fault.ForEver)]
    [InlineData(Fault.DiskFull)]
    [InlineData(Fault.Silent)]
    internal void Whichever_operation_fails_nothing_false_is_committed_and_the_next_run_ends_well(Fault fault)
        => Assert.InRange(Loop(fault, prepare: _ => { }, replicates: 20), 60, 300);

    [Theory]
    [InlineData(Fault.Once)]
    [InlineData(Fault.ForEver)]
    [InlineData(Fault.DiskFull)]
    [InlineData(Fault.Silent)]
    internal void The_same_holds_while_an_experiment_with_damage_grows(Fault fault) => Assert.InRange(
        Loop(fault, replicates: 25, prepare: folder =>
        {
            ThreeShards.Run(RealDisk.Hasty, folder);
            File.AppendAllText(Path.Combine(folder, Ledger.FileName), "{\"sum\":\"torn");
            File.WriteAllText(Path.Combine(folder, "words", "design=b", "part-00000-00009.parquet"), "damaged");
            File.WriteAllText(Path.Combine(folder, "words", "design=b", "part-00010-00019.parquet"), "never committed");
        }), 40, 300);

    [Theory]
    [InlineData(Fault.Once)]
    [InlineData(Fault.ForEver)]
    [InlineData(Fault.DiskFull)]
    [InlineData(Fault.Silent)]
    internal void The_same_holds_while_small_files_are_joined(Fault fault) => Assert.InRange(Loop(fault, prepare: _ => { }, replicates: 20, compact: true), 70, 400);

    [Fact]
    public void The_harness_catches_a_disk_that_lies()
    {
        ThreeShards.Run(new LyingDisk(), _folder["x"]);
        Assert.Throws<DamagedResultException>(() => ThreeShards.CheckNothingIsFalse(_folder["x"]));
    }

    [Fact]
    public void The_harness_catches_a_line_of_the_ledger_that_comes_before_its_rows()
    {
        ThreeShards.Run(RealDisk.Hasty, _folder["x"]);
        // Whole and well-formed files, and the hash that the ledger says; but the rows are another shard's.
        ShardName wrong = ThreeShards.Shards()[1] with { Key = "another" };
        using (ExperimentFolder folder = ExperimentFolder.Open(_folder["x"], ThreeShards.Manifest()))
        {
            using ShardWriter writer = folder.Begin(wrong);
            writer.Append(ThreeShards.NumbersOf(wrong with { Designs = ["a"] }));
            writer.Append(ThreeShards.WordsOf(wrong));
            writer.Commit();
        }
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => ThreeShards.CheckNothingIsFalse(_folder["x"]));
    }

    private static void Check(string folder, Fault fault)
    {
        try
        {
            ThreeShards.CheckNothingIsFalse(folder);
        }
        catch (DamagedResultException) when (fault == Fault.Silent)
        {
            // A disk that says that it has written the ledger and has not is only found out by the reader: noticed before use is all that one can ask.
        }
    }

    private int Loop(Fault fault, Action<string> prepare, int replicates, bool compact = false)
    {
        for (int n = 1; ; n++)
        {
            string folder = _folder[$"{fault}{n}"];
            prepare(folder);
            var disk = new FaultyDisk(n, fault);
            try
            {
                ThreeShards.Run(disk, folder, replicates, compact);
                // Not every failure matters (a file that could not be deleted), but then everything else must be right.
                if (disk.Operations < n) return n;
            }
            catch (StorageException e)
            {
                Assert.Contains(folder, e.Message, StringComparison.Ordinal);
                Assert.DoesNotContain("   at ", e.Message, StringComparison.Ordinal);
                Assert.True(fault != Fault.DiskFull || e is DiskFullException, $"{disk.Failed}: {e.GetType().Name}");
            }
            catch (Exception e)
            {
                Assert.Fail($"{disk.Failed}: {e}");
            }
            try
            {
                // Damage that was there before and is not mended yet is damage, not a false commit.
                if (replicates == 20) Check(folder, fault);
                ThreeShards.Run(RealDisk.Hasty, folder, replicates, compact);
                ThreeShards.CheckComplete(folder, replicates);
            }
            catch (Exception e)
            {
                Assert.Fail($"after {disk.Failed}: {e}");
            }
            Directory.Delete(folder, recursive: true);
        }
    }
}
