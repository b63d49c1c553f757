using System.Collections.Immutable;
using TwinningSim.Kernel.Tables;
using TwinningSim.Storage.Disk;

namespace TwinningSim.Storage.Tests;

/// <summary>A small experiment of two designs and three shards with two tables, written as the runner does it.</summary>
internal static class ThreeShards
{
    public static readonly TableDefinition Numbers = new("numbers", "One number.",
    [
        new("replicate", ColumnType.Whole, "number", "Number of the replicate."),
        new("value", ColumnType.Real, "EUR", "A value."),
        new("first_month", ColumnType.Whole, "month", "A month; empty if none.", Nullable: true),
        new("ratio", ColumnType.Real, "ratio", "A ratio; empty if none.", Nullable: true),
    ]);

    public static readonly TableDefinition Words = new("words", "One word.",
    [
        new("replicate", ColumnType.Whole, "number", "Number of the replicate."),
        new("word", ColumnType.Text, "text", "A word."),
    ]);

    public static Manifest Manifest(int replicates = 20, ulong seed = 7) => new()
    {
        Experiment = "three", Title = "Three shards", Program = "1", Seed = seed, Replicates = replicates, Baseline = "a", ScenarioHash = "abc", ScenarioText = "scenario: three\n", Block = 10,
        Designs = [new("a", "A", "ha", ImmutableSortedDictionary<string, double>.Empty), new("b", "B", "hb", ImmutableSortedDictionary<string, double>.Empty.Add("x", 0.5))],
        Parameters = ImmutableSortedDictionary<string, double>.Empty.Add("x", 0.1).Add("y", 2), Tables = [Numbers, Words],
    };

    /// <summary>The shards: two of design a, one of design b that grows with the number of replicates.</summary>
    public static ShardName[] Shards(int replicates = 20) => [new("k0", "a", 0, 10), new("k1", "b", 0, 10), new($"k2-{replicates}", "a", 10, replicates - 10)];

    public static TableBuffer NumbersOf(ShardName shard)
    {
        var rows = new TableBuffer(Numbers);
        for (int r = shard.First; r < shard.First + shard.Count; r++)
        {
            int row = rows.AddRow();
            rows.Set(row, 0, r);
            rows.Set(row, 1, shard.Designs[0] == "a" ? r / 3.0 : -r / 7.0);
            rows.Set(row, 2, r % 4 == 0 ? double.NaN : r * 2);
            rows.Set(row, 3, r % 5 == 0 ? double.NaN : 1e-300 * r);
        }
        return rows;
    }

    public static TableBuffer WordsOf(ShardName shard)
    {
        var rows = new TableBuffer(Words);
        for (int r = shard.First; r < shard.First + shard.Count; r++)
        {
            for (int i = 0; i < r % 3; i++)
            {
                int row = rows.AddRow();
                rows.Set(row, 0, r);
                rows.Set(row, 1, $"{shard.Designs[0]}{r}-ü\"{i}");
            }
        }
        return rows;
    }

    public static void Run(IDisk disk, string path, int replicates = 20, bool compact = false)
    {
        using ExperimentFolder folder = ExperimentFolder.Open(disk, path, Manifest(replicates));
        folder.RemoveDamaged(threads: 1);
        foreach (ShardName shard in Shards(replicates))
        {
            if (folder.Find(shard) is { } there && there.Shard == shard && folder.Missing(there).IsEmpty) continue;
            using ShardWriter writer = folder.Begin(shard);
            writer.Append(NumbersOf(shard));
            writer.Append(WordsOf(shard));
            writer.Commit();
        }
        if (compact) folder.Compact(threads: 1);
        folder.WriteManifest(complete: true);
    }

    /// <summary>The harness: whatever the folder says is there must be there, bit for bit. Uses the real disk and what the shards ought to hold, nothing that the writer says.</summary>
    public static void CheckNothingIsFalse(string path)
    {
        if (!File.Exists(Path.Combine(path, Storage.Manifest.FileName))) return;
        ExperimentReader reader = ExperimentReader.Open(path);
        reader.Verify();
        foreach (string design in reader.Designs)
        {
            double[][] numbers = reader.Numbers("numbers", design, ["replicate", "value", "first_month", "ratio"]);
            string[] words = reader.Texts("words", design, "word");
            var expectedNumbers = new List<double>[] { [], [], [], [] };
            var expectedWords = new List<string?>();
            foreach (double replicate in numbers[0])
            {
                var one = new ShardName("", design, (int)replicate, 1);
                for (int c = 0; c < 4; c++) expectedNumbers[c].Add(NumbersOf(one).Numbers(c)[0]);
                expectedWords.AddRange(WordsOf(one).Texts(1)!);
            }
            for (int c = 0; c < 4; c++) Assert.Equal(expectedNumbers[c], numbers[c]);
            Assert.Equal(expectedWords, words);
            Assert.Equal(reader.Replicates(design), numbers[0].Distinct().Count());
        }
    }

    public static void CheckComplete(string path, int replicates = 20)
    {
        CheckNothingIsFalse(path);
        ExperimentReader reader = ExperimentReader.Open(path);
        Assert.True(reader.Manifest.Complete);
        Assert.Equal((replicates, 10), (reader.Replicates("a"), reader.Replicates("b")));
        string[] files = [.. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(path, f))];
        Assert.Equal(
            reader.Manifest.Files.Select(f => f.Path).Concat([".lock", "ledger.jsonl", "manifest.json", "scenario.yaml"]).Order(StringComparer.Ordinal),
            files.Order(StringComparer.Ordinal));
    }
}
