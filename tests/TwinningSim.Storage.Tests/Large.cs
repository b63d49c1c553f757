using System.Collections.Immutable;
using TwinningSim.Kernel.Randomness;
using TwinningSim.Kernel.Tables;
using TwinningSim.Storage.Disk;

namespace TwinningSim.Storage.Tests;

/// <summary>A table of months of any size, with numbers that hardly compress.</summary>
internal static class Large
{
    private static readonly TableDefinition Months = new("months", "One month.",
    [
        new("replicate", ColumnType.Whole, "number", "Number of the replicate."),
        new("month", ColumnType.Whole, "month", "Number of the month."),
        new("a", ColumnType.Real, "1", "A number."),
        new("b", ColumnType.Real, "1", "A number."),
    ]);

    /// <summary>Writes it, a shard at a time.</summary>
    /// <returns>The sum of the columns a and b.</returns>
    public static double Write(string path, int shards, int rowsOfShard)
    {
        const int months = 100, rowGroup = 50_000;
        double sum = 0;
        var manifest = new Manifest
        {
            Experiment = "large", Title = "", Program = "1", Seed = 1, Replicates = shards * (rowsOfShard / months), Baseline = "a", ScenarioHash = "", ScenarioText = "",
            Designs = [new("a", "", "", ImmutableSortedDictionary<string, double>.Empty)], Parameters = ImmutableSortedDictionary<string, double>.Empty, Tables = [Months],
        };
        using ExperimentFolder folder = ExperimentFolder.Open(RealDisk.Hasty, path, manifest);
        var rows = new TableBuffer(Months, rowGroup);
        for (int s = 0; s < shards; s++)
        {
            int count = rowsOfShard / months;
            using ShardWriter writer = folder.Begin(new ShardName($"k{s}", "a", s * count, count));
            for (int r = 0; r < rowsOfShard; r++)
            {
                int row = rows.AddRow();
                PhiloxBlock lots = Philox.Block((uint)r, (uint)s, 0, 0, 3, 4);
                double a = Draws.ToUniform(lots[0]), b = Draws.ToUniform(lots[1]);
                sum += a + b;
                rows.Set(row, 0, (s * count) + (r / months));
                rows.Set(row, 1, r % months);
                rows.Set(row, 2, a);
                rows.Set(row, 3, b);
                if (rows.Count < rowGroup && r + 1 < rowsOfShard) continue;
                writer.Append(rows);
                rows.Clear();
            }
            writer.Commit();
        }
        folder.WriteManifest(complete: true);
        return sum;
    }
}
