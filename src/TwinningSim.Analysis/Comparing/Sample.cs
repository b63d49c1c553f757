using System.Collections.Immutable;
using System.Runtime.InteropServices;
using TwinningSim.Analysis.Estimation;

namespace TwinningSim.Analysis.Comparing;

/// <summary>One outcome of one design: a value for each replicate, in ascending order of replicate numbers. A missing value is NaN.</summary>
public sealed class Sample
{
    /// <summary>Makes a sample; rows may come in any order.</summary>
    /// <param name="replicates">The replicate numbers, each once.</param>
    /// <param name="values">The value of each; NaN if it is missing.</param>
    /// <exception cref="ArgumentException">The lists differ in length, or a replicate appears twice.</exception>
    public Sample(IReadOnlyList<int> replicates, IReadOnlyList<double> values) : this([.. replicates], [.. values], false)
    {
    }

    private Sample(int[] replicates, double[] values, bool inOrder)
    {
        if (replicates.Length != values.Length) throw new ArgumentException("A sample needs a value for each replicate.", nameof(values));
        if (!inOrder && !IsAscending(replicates))
        {
            Array.Sort(replicates, values);
            for (int i = 1; i < replicates.Length; i++)
            {
                if (replicates[i] == replicates[i - 1]) throw new ArgumentException($"Replicate {replicates[i]} appears twice.", nameof(replicates));
            }
        }
        Replicates = ImmutableCollectionsMarshal.AsImmutableArray(replicates);
        Values = ImmutableCollectionsMarshal.AsImmutableArray(values);
        Moments = ColumnSums.Of(values);
    }

    /// <summary>A sample over arrays that nobody changes while it is in use; they are copied only if they have to be put in order.</summary>
    /// <inheritdoc cref="Sample(IReadOnlyList{int}, IReadOnlyList{double})"/>
    internal static Sample Over(int[] replicates, double[] values) => IsAscending(replicates) ? new(replicates, values, true) : new(replicates, values);

    /// <summary>The replicate numbers, ascending.</summary>
    public ImmutableArray<int> Replicates { get; }

    /// <summary>The value of each replicate; NaN if it is missing.</summary>
    public ImmutableArray<double> Values { get; }

    /// <summary>Number of replicates, with and without a value.</summary>
    public int Count => Values.Length;

    /// <summary>The moments of the values; without a mean if one is missing.</summary>
    internal Moments Moments { get; }

    /// <summary>Whether no value is missing.</summary>
    internal bool IsWhole => !double.IsNaN(Moments.Mean);

    /// <summary>The values that are not missing, in the order of replicates.</summary>
    public double[] Present() => [.. Values.Where(v => !double.IsNaN(v))];

    /// <summary>Whether another sample has the same replicates.</summary>
    internal bool HasReplicatesOf(Sample other) => Replicates == other.Replicates || Replicates.AsSpan().SequenceEqual(other.Replicates.AsSpan());

    /// <summary>Other values of the same replicates.</summary>
    internal Sample With(double[] values) => new(ImmutableCollectionsMarshal.AsArray(Replicates)!, values, true);

    /// <summary>These values less another sample's, replicate by replicate; missing where the other has no value.</summary>
    internal Sample Less(Sample other)
    {
        bool same = HasReplicatesOf(other);
        var values = new double[Count];
        for (int i = 0; i < Count; i++)
        {
            int at = same ? i : other.Replicates.BinarySearch(Replicates[i]);
            values[i] = at < 0 ? double.NaN : Values[i] - other.Values[at];
        }
        return With(values);
    }

    /// <summary>Whether each number is larger than the one before.</summary>
    private static bool IsAscending(int[] numbers)
    {
        for (int i = 1; i < numbers.Length; i++)
        {
            if (numbers[i] <= numbers[i - 1]) return false;
        }
        return true;
    }
}
