using TwinningSim.Kernel.Tables;

namespace TwinningSim.Storage;

/// <summary>The table of runs that failed. It has files only where a run failed.</summary>
public static class FailureTable
{
    /// <summary>Its columns.</summary>
    public static TableDefinition Definition { get; } = new("failures", "One replicate of one design that failed; it has no row in the other tables.",
    [
        new("replicate", ColumnType.Whole, "number", "Number of the replicate."),
        new("month", ColumnType.Whole, "month", "Months since the start in which it failed; empty if that was before the first month or after the last.", Nullable: true),
        new("message", ColumnType.Text, "text", "What went wrong."),
        new("command", ColumnType.Text, "text", "The command that makes it happen again; give it in the folder of the results."),
    ]);

    /// <summary>Adds a row.</summary>
    /// <param name="rows">A buffer of this table.</param>
    /// <param name="replicate">Number of the replicate.</param>
    /// <param name="month">Month; NaN if it did not fail in a month.</param>
    /// <param name="message">What went wrong.</param>
    /// <param name="command">The command that makes it happen again.</param>
    public static void Add(TableBuffer rows, int replicate, double month, string message, string command)
    {
        int row = rows.AddRow();
        rows.Set(row, 0, replicate);
        rows.Set(row, 1, month);
        rows.Set(row, 2, message);
        rows.Set(row, 3, command);
    }
}
