using System.Collections.Immutable;

namespace TwinningSim.Kernel.Tables;

/// <summary>The kinds of value that a column can hold.</summary>
public enum ColumnType
{
    /// <summary>A whole number, stored in 32 bits.</summary>
    Whole,

    /// <summary>A real number, stored in 64 bits.</summary>
    Real,

    /// <summary>UTF-8 text.</summary>
    Text,
}

/// <summary>One column of an output table: the single home of its name, unit and meaning.</summary>
/// <param name="Name">Name in the file, snake_case; money ends in _eur.</param>
/// <param name="Type">Kind of value.</param>
/// <param name="Unit">Unit: <c>share</c>, <c>firms</c>, <c>EUR</c>, <c>month</c>, ...</param>
/// <param name="Meaning">What the value is, in a sentence that an economist understands.</param>
/// <param name="Nullable">Whether the value may be missing; a missing number is NaN in a <see cref="TableBuffer"/>.</param>
public sealed record ColumnDefinition(string Name, ColumnType Type, string Unit, string Meaning, bool Nullable = false);

/// <summary>An output table.</summary>
/// <param name="Name">Name of the data set: <c>runs</c>, <c>months</c>, <c>firms</c> or <c>events</c>.</param>
/// <param name="Meaning">What one row is.</param>
/// <param name="Columns">Its columns in file order. The design is not among them: it is the folder's name.</param>
public sealed record TableDefinition(string Name, string Meaning, ImmutableArray<ColumnDefinition> Columns)
{
    /// <summary>The position of a column.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public int IndexOf(string column)
    {
        for (int i = 0; i < Columns.Length; i++)
        {
            if (Columns[i].Name == column) return i;
        }
        throw new ArgumentException($"Table '{Name}' has no column '{column}'.", nameof(column));
    }
}
