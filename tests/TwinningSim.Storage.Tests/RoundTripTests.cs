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
