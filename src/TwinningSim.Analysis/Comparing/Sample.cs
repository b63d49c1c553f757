using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace TwinningSim.Analysis.Comparing;

/// <summary>One outcome of one design: a value for each replicate, in ascending order of replicate numbers. A missing value is NaN.</summary>
public sealed class Sample
{
    /// <summary>Makes a sample; rows may come in any order.</summary>
    /// <param name="replicates">The replicate numbers, each once.</param>
    /// <param name="values">The value of each; NaN if it is missing.</param>
    /// <exception cref="ArgumentException">The lists differ in length, or a replicate appears twice.</exception>
    public Sample(IReadOnlyList<int> replicates, IReadOnlyList<double> values)
    {
        if (replicates.Count != values.Count) throw new ArgumentException("A sample needs a value for each replicate.", nameof(values));
        int[] order = [.. replicates];
        double[] ordered = [.. values];
        if (!IsAscending(order)) Array.Sort(order, ordered);
        for (int i = 1; i < order.Length; i++)
        {
            if (order[i] == order[i - 1]) throw new ArgumentException($"Replicate {order[i]} appears twice.", nameof(replicates));
        }
        Replicates = ImmutableCollectionsMarshal.AsImmutableArray(order);
        Values = ImmutableCollectionsMarshal.AsImmutableArray(ordered);
    }

    /// <summary>The replicate numbers, ascending.</summary>
    public ImmutableArray<int> Replicates { get; }

    /// <summary>The value of each replicate; NaN if it is missing.</summary>
    public ImmutableArray<double> Values { get; }

    /// <summary>Number of replicates, with and without a value.</summary>
    public int Count => Values.Length;

    /// <summary>The values that are not missing, in the order of replicates.</summary>
    public double[] Present() => [.. Values.Where(v => !double.IsNaN(v))];

    private static bool IsAscending(int[] numbers)
    {
        for (int i = 1; i < numbers.Length; i++)
        {
            if (numbers[i] < numbers[i - 1]) return false;
        }
        return true;
    }

    /// <summary>These values less another sample's, replicate by replicate; missing where the other has no value.</summary>
    internal Sample Less(Sample other)
    {
        var values = new double[Count];
        for (int i = 0; i < Count; i++)
        {
            int at = other.Replicates.BinarySearch(Replicates[i]);
            values[i] = at < 0 ? double.NaN : Values[i] - other.Values[at];
        }
        return new(Replicates, values);
    }
}
