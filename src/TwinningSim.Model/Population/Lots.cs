using System.Numerics;
using TwinningSim.Kernel.Columns;

namespace TwinningSim.Model.Population;

/// <summary>
/// Deals classes out by lot: the holders of the smallest numbers get the first class, and so on. Numbers are thrown into narrow boxes, and only in the boxes where one class ends and the next
/// begins are they put in order: two passes instead of a sort. Of equal numbers the earlier one counts as smaller.
/// </summary>
/// <param name="most">The largest number of holders.</param>
internal sealed class Lots(int most)
{
    private const int Shared = -1;

    private readonly int[] _ends = new int[BoxesFor(most)];
    private readonly int[] _classes = new int[BoxesFor(most)];
    private readonly GrowableColumn<(double Lot, int Holder)> _close = new();

    /// <summary>Says of every holder which class the lot gives it.</summary>
    /// <param name="lots">A number of each holder, finite.</param>
    /// <param name="quota">How many get each class; together as many as there are holders.</param>
    /// <param name="dealt">Gets the class of each holder.</param>
    public void Deal(ReadOnlySpan<double> lots, ReadOnlySpan<int> quota, Span<int> dealt)
    {
        if (lots.IsEmpty) return;
        double least = lots[0], largest = lots[0];
        foreach (double lot in lots)
        {
            least = Math.Min(least, lot);
            largest = Math.Max(largest, lot);
        }
        int count = BoxesFor(lots.Length);
        var boxes = new Boxes(least, largest > least ? count / (largest - least) : 0, count - 1);
        Span<int> ends = _ends.AsSpan(0, count), classes = _classes.AsSpan(0, count);
        ends.Clear();
        foreach (double lot in lots) ends[boxes.Of(lot)]++;
        FindClasses(ends, classes, quota);
        _close.Clear();
        for (int holder = 0; holder < lots.Length; holder++)
        {
            dealt[holder] = classes[boxes.Of(lots[holder])];
            if (dealt[holder] == Shared) _close.Add((lots[holder], holder));
        }
        DealClose(ends, boxes, quota, dealt);
    }

    /// <summary>Moves the smallest numbers to the front, in ascending order, and their rows with them; what stands behind them is lost.</summary>
    /// <param name="numbers">Numbers, finite.</param>
    /// <param name="rows">The row of each.</param>
    /// <param name="count">How many are wanted.</param>
    /// <param name="memory">Room for as many places.</param>
    public void SmallestFirst(Span<double> numbers, Span<int> rows, int count, int[] memory)
    {
        if (count < numbers.Length)
        {
            Deal(numbers, [count, numbers.Length - count], memory);
            for (int place = 0, kept = 0; kept < count; place++)
            {
                if (memory[place] == 0) (numbers[kept], rows[kept++]) = (numbers[place], rows[place]);
            }
        }
        numbers[..count].Sort(rows[..count]);
    }

    /// <summary>About as many boxes as holders, but no more than the second cache holds.</summary>
    private static int BoxesFor(int holders) => (int)Math.Clamp(BitOperations.RoundUpToPowerOf2((uint)holders), 64, 1 << 16);

    /// <summary>Sums, products and whole parts never fall while the number rises: the boxes are in the order of the numbers.</summary>
    private readonly record struct Boxes(double Least, double Scale, int Last)
    {
        public int Of(double lot) => Math.Min(Last, (int)((lot - Least) * Scale));
    }

    /// <summary>Turns the numbers of a box into the rank where it ends, and finds the class of each box whose ranks all have the same.</summary>
    private static void FindClasses(Span<int> ends, Span<int> classes, ReadOnlySpan<int> quota)
    {
        int rank = 0, end = quota[0], current = 0;
        for (int box = 0; box < ends.Length; box++)
        {
            while (rank >= end && current + 1 < quota.Length) end += quota[++current];
            rank += ends[box];
            ends[box] = rank;
            classes[box] = rank <= end ? current : Shared;
        }
    }

    private void DealClose(ReadOnlySpan<int> ends, Boxes boxes, ReadOnlySpan<int> quota, Span<int> dealt)
    {
        Span<(double Lot, int Holder)> close = _close.Span;
        close.Sort();
        int end = quota[0], current = 0, rank = 0, last = -1;
        foreach ((double lot, int holder) in close)
        {
            int box = boxes.Of(lot);
            if (box != last) rank = box == 0 ? 0 : ends[box - 1];
            last = box;
            while (rank >= end && current + 1 < quota.Length) end += quota[++current];
            dealt[holder] = current;
            rank++;
        }
    }
}
