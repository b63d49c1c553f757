using CsCheck;
using TwinningSim.Kernel.Tables;
using TwinningSim.Testing;

namespace TwinningSim.Storage.Tests;

public sealed class RoundTripTests : IDisposable
{
    private static readonly TableDefinition Table = new("all", "Every kind of column.",
    [
        new("whole", ColumnType.Whole, "count", "A whole number."),
        new("whole_or_none", ColumnType.Whole, "count", "A whole number or none.", Nullable: true),
        new("real", ColumnType.Real, "EUR", "A real number."),
        new("real_or_none", ColumnType.Real, "EUR", "A real number or none.", Nullable: true),
        new("text", ColumnType.Text, "text", "A text."),
    ]);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Whatever_is_written_is_read_back_bit_for_bit_whatever_the_row_groups()
    {
        var real = Gen.OneOf(Gen.Double.Where(double.IsFinite), Gen.Const(-0.0), Gen.Const(double.Epsilon), Gen.Const(double.MaxValue));
        var row = Gen.Select(Gen.Int, Gen.Int.Nullable(), real, real.Nullable(), Gen.String);
        int n = 0;
        row.Array[0, 40].Array[1, 4].Sample(groups =>
        {
            string folder = _folder[$"{Interlocked.Increment(ref n)}"];
            Manifest manifest = ThreeShards.Manifest() with { Tables = [Table] };
            using (ExperimentFolder open = ExperimentFolder.Open(folder, manifest))
            {
                using ShardWriter writer = open.Begin(new ShardName("k", "a", 0, 20));
                foreach (var group in groups) writer.Append(Buffer(group));
                writer.Commit();
            }
            ExperimentReader reader = ExperimentReader.Open(folder);
            var all = groups.SelectMany(g => g).ToArray();
            Assert.Equal(all.Select(r => (double)r.Item1), reader.Numbers("all", "a", "whole"));
            Assert.Equal(all.Select(r => r.Item2 ?? double.NaN), reader.Numbers("all", "a", "whole_or_none"));
            Assert.Equal(all.Select(r => BitConverter.DoubleToInt64Bits(r.Item3)), reader.Numbers("all", "a", "real").Select(BitConverter.DoubleToInt64Bits));
            Assert.Equal(all.Select(r => r.Item4 ?? double.NaN), reader.Numbers("all", "a", "real_or_none"));
            Assert.Equal(all.Select(r => WithoutLoneSurrogates(r.Item5)), reader.Texts("all", "a", "text"));
        }, iter: 60, threads: 1);
    }

    [Fact]
    public void Blocks_of_many_designs_come_back_by_design_in_the_order_of_replicates()
    {
        // Three designs in two shards of two replicates each, and one of them in a shard of its own, as a sweep writes them.
        Manifest manifest = ThreeShards.Manifest() with
        {
            Tables = [Table],
            DesignColumn = true,
            Block = 2,
            Designs = [.. new[] { "a", "b", "c" }.Select(id => new ManifestDesign(id, id, "h" + id, System.Collections.Immutable.ImmutableSortedDictionary<string, double>.Empty))],
        };
        using (ExperimentFolder open = ExperimentFolder.Open(_folder["sweep"], manifest))
        {
            Write(open, new ShardName("k0", ["a", "b"], 0, 2), [("a", 0), ("a", 1), ("b", 0), ("b", 1)]);
            Write(open, new ShardName("k1", ["c"], 0, 2), [("c", 0), ("c", 1)]);
            Write(open, new ShardName("k2", ["a", "b"], 2, 2), [("a", 2), ("a", 3), ("b", 2), ("b", 3)]);
            Write(open, new ShardName("k3", ["c"], 2, 2), [("c", 2), ("c", 3)]);
            Check();
            open.Compact(2);
        }
        Assert.Single(ExperimentReader.Open(_folder["sweep"]).Shards.SelectMany(s => s.Files).DistinctBy(f => f.Path));
        Check();

        void Check()
        {
            IReadOnlyDictionary<string, double[][]> read = ExperimentReader.Open(_folder["sweep"]).Numbers("all", ["c", "b", "none"], ["whole", "real", "whole_or_none", "real_or_none"]);
            Assert.Equal(["b", "c"], read.Keys.Order());
            foreach ((string design, double[][] columns) in read)
            {
                Assert.Equal([0, 1, 2, 3], columns[0]);
                Assert.Equal(Enumerable.Range(0, 4).Select(r => r + (design[0] / 1000.0)), columns[1]);
                Assert.Equal([double.NaN, 1, double.NaN, 3], columns[2]);
                Assert.Equal([0.5, double.NaN, 2.5, double.NaN], columns[3]);
            }
            Assert.Equal(["c0", "c1", "c2", "c3"], ExperimentReader.Open(_folder["sweep"]).Texts("all", "c", "text"));
        }

        static void Write(ExperimentFolder folder, ShardName shard, (string Design, int Replicate)[] runs)
        {
            using ShardWriter writer = folder.Begin(shard);
            var rows = new TableBuffer(Table);
            foreach ((string design, int replicate) in runs)
            {
                int row = rows.AddRow();
                rows.Set(row, 0, replicate);
                rows.Set(row, 1, replicate % 2 == 0 ? double.NaN : replicate);
                rows.Set(row, 2, replicate + (design[0] / 1000.0));
                rows.Set(row, 3, replicate % 2 == 0 ? replicate + 0.5 : double.NaN);
                rows.Set(row, 4, $"{design}{replicate}");
            }
            writer.Append(rows, [.. runs.Select(r => r.Design)]);
            writer.Commit();
        }
    }

    [Fact]
    public void Answers_of_analyses_may_be_there_first_and_stay_whatever_happens_to_the_experiment()
    {
        string answers = _folder["x"] + "/" + ExperimentFolder.AnalysesName, file = answers + "/part-1.parquet";
        Directory.CreateDirectory(answers);
        File.WriteAllText(file, "an answer");
        ThreeShards.Run(Disk.RealDisk.Hasty, _folder["x"]);
        Assert.True(ExperimentReader.Open(_folder["x"]).Manifest.Complete);
        using (ExperimentFolder.Open(_folder["x"], ThreeShards.Manifest(), fresh: true))
        {
        }
        Assert.Equal("an answer", File.ReadAllText(file));
    }

    [Fact]
    public void The_same_rows_make_the_same_bytes_every_time()
    {
        ThreeShards.Run(Disk.RealDisk.Instance, _folder["one"]);
        ThreeShards.Run(Disk.RealDisk.Instance, _folder["other"]);
        Assert.Equal(File.ReadAllText(Path.Combine(_folder["one"], "manifest.json")), File.ReadAllText(Path.Combine(_folder["other"], "manifest.json")));
    }

    [Theory]
    [InlineData(0, double.NaN)]
    [InlineData(0, 0.5)]
    [InlineData(0, 3e9)]
    [InlineData(1, 0.5)]
    [InlineData(2, double.NaN)]
    [InlineData(2, double.PositiveInfinity)]
    [InlineData(3, double.NegativeInfinity)]
    public void A_number_that_a_column_cannot_hold_is_refused(int column, double value)
    {
        TableBuffer rows = Buffer([(1, 1, 1, 1, "")]);
        rows.Set(0, column, value);
        using ExperimentFolder folder = ExperimentFolder.Open(_folder["x"], ThreeShards.Manifest() with { Tables = [Table] });
        using ShardWriter writer = folder.Begin(new ShardName("k", "a", 0, 1));
        var e = Assert.Throws<InvalidOperationException>(() => writer.Append(rows));
        Assert.Contains($"column '{Table.Columns[column].Name}', row 0", e.Message, StringComparison.Ordinal);
    }

    private static TableBuffer Buffer((int, int?, double, double?, string)[] values)
    {
        var rows = new TableBuffer(Table);
        foreach ((int whole, int? wholeOrNone, double real, double? realOrNone, string text) in values)
        {
            int row = rows.AddRow();
            rows.Set(row, 0, whole);
            rows.Set(row, 1, wholeOrNone ?? double.NaN);
            rows.Set(row, 2, real);
            rows.Set(row, 3, realOrNone ?? double.NaN);
            rows.Set(row, 4, text);
        }
        return rows;
    }

    // Half a surrogate pair is no character and has no UTF-8.
    private static string WithoutLoneSurrogates(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}
