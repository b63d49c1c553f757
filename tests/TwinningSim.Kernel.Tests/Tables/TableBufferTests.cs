using TwinningSim.Kernel.Tables;

namespace TwinningSim.Kernel.Tests.Tables;

public sealed class TableBufferTests
{
    private static readonly TableDefinition Table = new("things", "one row for each thing",
    [
        new("number", ColumnType.Whole, "month", "its number"),
        new("name", ColumnType.Text, "", "its name", Nullable: true),
        new("value", ColumnType.Real, "EUR", "what it is worth", Nullable: true),
    ]);

    [Fact]
    public void Every_value_stays_in_its_row_and_column_while_the_buffer_grows()
    {
        var buffer = new TableBuffer(Table, capacity: 1);
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(i, buffer.AddRow());
            buffer.Set(i, 0, i);
            buffer.Set(i, 1, $"thing {i}");
            buffer.Set(i, 2, -0.5 * i);
        }
        Assert.Equal(100, buffer.Count);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (double)i), buffer.Numbers(0).ToArray());
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"thing {i}"), buffer.Texts(1).ToArray());
        Assert.Equal(Enumerable.Range(0, 100).Select(i => -0.5 * i), buffer.Numbers(2).ToArray());
    }

    [Fact]
    public void A_new_row_is_empty_even_where_an_old_one_was_forgotten()
    {
        var buffer = new TableBuffer(Table);
        int row = buffer.AddRow();
        buffer.Set(row, 1, "old");
        buffer.Set(row, 2, double.NaN);
        buffer.Clear();
        Assert.Equal(0, buffer.Count);
        Assert.Equal(0, buffer.Numbers(2).Length);
        buffer.AddRow();
        Assert.Null(buffer.Texts(1)[0]);
        Assert.Equal(0, buffer.Numbers(2)[0]);
    }

    [Fact]
    public void A_buffer_that_is_cleared_and_filled_again_allocates_nothing()
    {
        var buffer = new TableBuffer(Table, capacity: 1);
        Fill();
        buffer.Clear();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Fill();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Fill()
        {
            for (int i = 0; i < 50; i++) buffer.Set(buffer.AddRow(), 0, i);
        }
    }

    [Fact]
    public void A_column_is_found_by_its_name_and_an_unknown_name_is_an_error()
    {
        Assert.Equal(2, Table.IndexOf("value"));
        Assert.Contains("worth", Assert.Throws<ArgumentException>(() => Table.IndexOf("worth")).Message, StringComparison.Ordinal);
    }
}
