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
    /// <param name="lots">A number of each holder, 0 or more and finite.</param>
    /// <param name="quota">How many get each class; together as many as there are holders.</param>
    /// <param name="assign">Called once for each holder, with its place and its class; in no order.</param>
    public void Deal(ReadOnlySpan<double> lots, ReadOnlySpan<int> quota, Action<int, int> assign)
    {
        if (lots.IsEmpty) return;
        double largest = 0;
        foreach (double lot in lots) largest = Math.Max(largest, lot);
        // A product and its whole part never fall while the number rises: the boxes are in the order of the numbers.
        int boxes = BoxesFor(lots.Length);
        double scale = largest > 0 ? boxes / largest : 0;
        Span<int> ends = _ends.AsSpan(0, boxes), classes = _classes.AsSpan(0, boxes);
        ends.Clear();
        foreach (double lot in lots) ends[BoxOf(lot, scale, boxes)]++;
        FindClasses(ends, classes, quota);
        _close.Clear();
        for (int holder = 0; holder < lots.Length; holder++)
        {
            int found = classes[BoxOf(lots[holder], scale, boxes)];
            if (found == Shared) _close.Add((lots[holder], holder));
            else assign(holder, found);
        }
        DealClose(ends, scale, quota, assign);
    }

    /// <summary>About as many boxes as holders, but no more than the second cache holds.</summary>
    private static int BoxesFor(int holders) => (int)Math.Clamp(BitOperations.RoundUpToPowerOf2((uint)holders), 64, 1 << 16);

    private static int BoxOf(double lot, double scale, int boxes) => Math.Min(boxes - 1, (int)(lot * scale));

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

    private void DealClose(ReadOnlySpan<int> ends, double scale, ReadOnlySpan<int> quota, Action<int, int> assign)
    {
        Span<(double Lot, int Holder)> close = _close.Span;
        close.Sort();
        int end = quota[0], current = 0, rank = 0, last = -1;
        foreach ((double lot, int holder) in close)
        {
            int box = BoxOf(lot, scale, ends.Length);
            if (box != last) rank = box == 0 ? 0 : ends[box - 1];
            last = box;
            while (rank >= end && current + 1 < quota.Length) end += quota[++current];
            assign(holder, current);
            rank++;
        }
    }
}
