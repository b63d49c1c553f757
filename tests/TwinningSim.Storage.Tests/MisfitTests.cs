using TwinningSim.Kernel.Tables;

namespace TwinningSim.Storage.Tests;

public class MisfitTests
{
    /// <summary>More than two times eight rows: the check looks at eight at a time and at the last ones singly.</summary>
    [Theory]
    [InlineData(ColumnType.Real, false, new[] { 0, -0.0, 1.5, double.MaxValue, double.Epsilon }, new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })]
    [InlineData(ColumnType.Real, true, new[] { double.NaN, 1.5, double.MinValue }, new[] { double.PositiveInfinity, double.NegativeInfinity })]
    [InlineData(ColumnType.Whole, false, new[] { 0, -0.0, 7, int.MinValue, int.MaxValue }, new[] { double.NaN, 0.5, 2147483648.0, -2147483649.0, double.PositiveInfinity, double.NegativeInfinity })]
    [InlineData(ColumnType.Whole, true, new[] { double.NaN, 7, int.MaxValue }, new[] { -1.5, 1e300, double.PositiveInfinity })]
    public void A_number_that_its_column_cannot_hold_is_found_in_whatever_row(ColumnType type, bool nullable, double[] good, double[] bad)
    {
        var table = new TableDefinition("t", "", [new ColumnDefinition("c", type, "", "", nullable)]);
        for (int row = 0; row < 19; row++)
        {
            var rows = new TableBuffer(table);
            for (int r = 0; r < 19; r++) rows.Set(rows.AddRow(), 0, good[(r + row) % good.Length]);
            Assert.Null(ParquetTable.FindMisfit(rows, 0));
            foreach (double value in bad)
            {
                rows.Set(row, 0, value);
                Assert.Contains($"column 'c', row {row}:", ParquetTable.FindMisfit(rows, 0), StringComparison.Ordinal);
                if (row >= 3) Assert.Contains($"row {row - 3}:", ParquetTable.FindMisfit(rows, 3), StringComparison.Ordinal);
                else Assert.Null(ParquetTable.FindMisfit(rows, 3));
            }
        }
    }
}
