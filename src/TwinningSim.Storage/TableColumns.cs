using System.Runtime.CompilerServices;

namespace TwinningSim.Storage;

/// <summary>Rows of one design that follow each other.</summary>
/// <param name="Design">Identifier of the design.</param>
/// <param name="Start">The first row, from 0.</param>
/// <param name="Count">How many.</param>
internal readonly record struct DesignRows(string Design, int Start, int Count);

/// <summary>Columns of a row group.</summary>
/// <param name="Rows">Number of rows.</param>
/// <param name="Columns">For each column an array of <see cref="double"/> (a missing number is NaN) or of <see cref="string"/>.</param>
/// <param name="Designs">Which rows belong to which design, in their order.</param>
internal sealed record TableColumns(int Rows, Array[] Columns, List<DesignRows> Designs);

/// <summary>The order in which rows of a row group are wanted.</summary>
internal sealed class RowOrder
{
    private readonly (int From, int To, int Count)[]? _moves;

    private RowOrder((int From, int To, int Count)[]? moves, List<DesignRows>? designs) => (_moves, Designs) = (moves, designs);

    /// <summary>The order in which they are.</summary>
    public static RowOrder AsTheyAre { get; } = new(null, null);

    /// <summary>The rows of each design after the order; null if it is as it was.</summary>
    public List<DesignRows>? Designs { get; }

    /// <summary>Rows of the same design together, each design's in their order. In a sweep they come a block of replicates at a time.</summary>
    public static RowOrder ByDesign(List<DesignRows> designs)
    {
        var together = new List<DesignRows>();
        var moves = new (int From, int To, int Count)[designs.Count];
        int to = 0, i = 0;
        foreach (IGrouping<string, DesignRows> design in designs.GroupBy(d => d.Design, StringComparer.Ordinal))
        {
            int start = to;
            foreach (DesignRows rows in design)
            {
                moves[i++] = (rows.Start, to, rows.Count);
                to += rows.Count;
            }
            together.Add(new(design.Key, start, to - start));
        }
        return together.Count == designs.Count ? AsTheyAre : new(moves, together);
    }

    /// <summary>Values of a column in this order: texts as they are, numbers as doubles, a missing number as NaN.</summary>
    /// <param name="values">An array of string, int, int?, double or double?; it may be given back itself.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Array Of(Array values)
    {
        if (_moves is null && values is string[] or double[]) return values;
        (int From, int To, int Count)[] moves = _moves ?? [(0, 0, values.Length)];
        if (values is string[] texts)
        {
            string[] moved = new string[texts.Length];
            foreach ((int from, int to, int count) in moves) texts.AsSpan(from, count).CopyTo(moved.AsSpan(to));
            return moved;
        }
        double[] numbers = GC.AllocateUninitializedArray<double>(values.Length);
        switch (values)
        {
            case double[] reals:
                foreach ((int from, int to, int count) in moves)
                {
                    for (int i = 0; i < count; i++) numbers[to + i] = reals[from + i];
                }
                break;
            case int[] wholes:
                foreach ((int from, int to, int count) in moves)
                {
                    for (int i = 0; i < count; i++) numbers[to + i] = wholes[from + i];
                }
                break;
            case int?[] wholes:
                foreach ((int from, int to, int count) in moves)
                {
                    for (int i = 0; i < count; i++) numbers[to + i] = wholes[from + i] ?? double.NaN;
                }
                break;
            case double?[] reals:
                foreach ((int from, int to, int count) in moves)
                {
                    for (int i = 0; i < count; i++) numbers[to + i] = reals[from + i] ?? double.NaN;
                }
                break;
        }
        return numbers;
    }
}
