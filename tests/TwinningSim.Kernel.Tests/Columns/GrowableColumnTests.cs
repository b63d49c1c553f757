using CsCheck;
using TwinningSim.Kernel.Columns;

namespace TwinningSim.Kernel.Tests.Columns;

public sealed class GrowableColumnTests
{
    [Fact]
    public void Values_stay_where_they_were_added()
        => Gen.Int.Array[0, 100].Sample(values =>
        {
            var column = Filled(values);
            Assert.Equal(values, column.Span.ToArray());
            for (int row = 0; row < values.Length; row++) Assert.Equal(values[row], column[row]);
        });

    [Fact]
    public void A_row_can_be_changed_in_place()
    {
        GrowableColumn<int> column = Filled([1, 2, 3]);
        column[1] += 40;
        Assert.Equal([1, 42, 3], column.Span.ToArray());
    }

    [Fact]
    public void Compaction_keeps_the_marked_rows_in_their_order()
        => Gen.Select(Gen.Int, Gen.Bool).Array[0, 100].Sample(rows =>
        {
            var column = Filled([.. rows.Select(r => r.Item1)]);
            column.Compact([.. rows.Select(r => r.Item2)]);
            Assert.Equal(rows.Where(r => r.Item2).Select(r => r.Item1), column.Span.ToArray());
        });

    [Theory]
    [InlineData(0, new[] { 4, 2, 3 })]
    [InlineData(1, new[] { 1, 4, 3 })]
    [InlineData(3, new[] { 1, 2, 3 })]
    public void Removal_by_swap_puts_the_last_row_into_the_gap(int row, int[] left)
    {
        GrowableColumn<int> column = Filled([1, 2, 3, 4]);
        column.RemoveBySwap(row);
        Assert.Equal(left, column.Span.ToArray());
    }

    [Fact]
    public void A_cleared_column_is_empty_and_fills_again_without_allocating()
    {
        GrowableColumn<int> column = Filled([.. Enumerable.Range(0, 1000)]);
        column.Clear();
        Assert.Equal(0, column.Count);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++) column.Add(-i);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(-999, column[999]);
    }

    [Fact]
    public void Rows_that_do_not_exist_are_refused_even_where_memory_was_kept()
    {
        GrowableColumn<int> column = Filled([1, 2, 3]);
        column.RemoveBySwap(0);
        Assert.Throws<ArgumentOutOfRangeException>(() => column[2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => column[-1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => column.RemoveBySwap(2));
        Assert.Throws<ArgumentException>(() => column.Compact([true, false, true]));
    }

    private static GrowableColumn<int> Filled(int[] values)
    {
        var column = new GrowableColumn<int>(0);
        for (int row = 0; row < values.Length; row++) Assert.Equal(row, column.Add(values[row]));
        return column;
    }
}
