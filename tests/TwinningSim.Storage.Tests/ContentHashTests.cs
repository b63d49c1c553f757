using TwinningSim.Kernel.Tables;

namespace TwinningSim.Storage.Tests;

public sealed class ContentHashTests
{
    private static readonly ShardName All = new("", "a", 0, 20);

    [Fact]
    public void Neither_the_order_of_rows_nor_their_division_matters()
    {
        var whole = new ContentHash(ThreeShards.Numbers);
        whole.Add(ThreeShards.NumbersOf(All), "a");
        var parts = new ContentHash(ThreeShards.Numbers);
        parts.Add(ThreeShards.NumbersOf(All with { First = 7, Count = 13 }), "a");
        parts.Add(ThreeShards.NumbersOf(All with { First = 0, Count = 7 }), "a");
        Assert.Equal(whole.ToString(), parts.ToString());
    }

    [Fact]
    public void Every_bit_of_every_value_the_design_and_the_number_of_equal_rows_matter()
    {
        string[] hashes =
        [
            Hash("a", _ => { }),
            Hash("b", _ => { }),
            Hash("a", rows => rows.Set(3, 1, Math.BitIncrement(rows.Numbers(1)[3]))),
            Hash("a", rows => rows.Set(0, 1, -0.0)),
            Hash("a", rows => rows.Set(4, 2, 0)),
            Hash("a", rows => Copy(rows, rows.AddRow())),
        ];
        Assert.Equal(hashes.Length, hashes.Distinct().Count());

        static void Copy(TableBuffer rows, int row)
        {
            for (int c = 0; c < 4; c++) rows.Set(row, c, rows.Numbers(c)[0]);
        }
    }

    [Fact]
    public void A_missing_number_is_one_value_whichever_bits_it_has()
        => Assert.Equal(Hash("a", rows => rows.Set(0, 2, double.NaN)), Hash("a", rows => rows.Set(0, 2, BitConverter.Int64BitsToDouble(0x7ff8000000000001))));

    private static string Hash(string design, Action<TableBuffer> change)
    {
        TableBuffer rows = ThreeShards.NumbersOf(All);
        change(rows);
        var hash = new ContentHash(ThreeShards.Numbers);
        hash.Add(rows, design);
        return hash.ToString();
    }
}
