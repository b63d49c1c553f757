using System.IO.Hashing;
using System.Text;
using TwinningSim.Kernel.Tables;
using TwinningSim.Model;
using TwinningSim.Model.Input;

namespace TwinningSim.Experiments.Tests;

/// <summary>A cheap model: every value is a hash of design, seed, replicate, table, row and column. Like the real one it is a pure function, and no two values are alike by accident.</summary>
internal static class FakeModel
{
    public const int Firms = 3;

    public static RunReplicate Of(Design design) => (seed, replicate, tables, cancel) =>
    {
        Fill(design, seed, replicate, tables.Runs, 1);
        if (tables.Months is not null) Fill(design, seed, replicate, tables.Months, design.Months);
        if (tables.Firms is not null) Fill(design, seed, replicate, tables.Firms, Firms);
        // Some replicates have no event at all.
        if (tables.Events is not null) Fill(design, seed, replicate, tables.Events, replicate % 3);
        cancel.ThrowIfCancellationRequested();
    };

    private static void Fill(Design design, ulong seed, int replicate, TableBuffer table, int rows)
    {
        ulong world = XxHash64.HashToUInt64(Encoding.UTF8.GetBytes($"{design.BudgetEur:R}/{seed}/{replicate}/{table.Definition.Name}"));
        for (int r = 0; r < rows; r++)
        {
            int row = table.AddRow();
            for (int c = 0; c < table.Definition.Columns.Length; c++)
            {
                ulong bits = XxHash64.HashToUInt64(BitConverter.GetBytes((world * 31) + (ulong)((r * 1000) + c)));
                double unit = (bits >> 11) * (1.0 / (1UL << 53));
                ColumnDefinition column = table.Definition.Columns[c];
                if (column.Name == "replicate") table.Set(row, c, replicate);
                else if (column.Name == "month") table.Set(row, c, r);
                else if (column.Type == ColumnType.Text) table.Set(row, c, unit < 0.1 ? null : $"ärger-{bits % 7}");
                else if (column.Nullable && unit < 0.2) table.Set(row, c, double.NaN);
                else table.Set(row, c, column.Type == ColumnType.Whole ? Math.Floor(unit * 1000) : (unit - 0.3) * 1e6);
            }
        }
    }
}
