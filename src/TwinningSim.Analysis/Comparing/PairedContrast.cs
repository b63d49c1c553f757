using System.Runtime.InteropServices;
using TwinningSim.Analysis.Estimation;

namespace TwinningSim.Analysis.Comparing;

/// <summary>What can be said of a difference between two designs.</summary>
public enum Verdict
{
    /// <summary>Fewer than two replicates in common: nothing can be said.</summary>
    TooFew,

    /// <summary>The same value in every common replicate.</summary>
    Identical,

    /// <summary>The interval contains zero: the two cannot be told apart.</summary>
    NotToldApart,

    /// <summary>Below the baseline.</summary>
    Lower,

    /// <summary>Above the baseline.</summary>
    Higher,
}

/// <summary>The difference of a design from the baseline under common random numbers: replicate r of one is compared with replicate r of the other.</summary>
/// <param name="Difference">Mean difference, design less baseline, with its t interval at the adjusted level (<see cref="Estimate.Level"/>).</param>
/// <param name="Comparisons">Number of designs that are compared with the baseline at the same time, 1 or more; alpha is divided by it (Bonferroni).</param>
/// <param name="LeftOut">Replicates that only one of the two has, or that lack a value in one of them.</param>
/// <param name="VarianceRatio">Variance of the difference if the designs met different luck, divided by its variance as it is: (S_a^2 + S_b^2)/S_D^2.
/// What common random numbers are worth, as a factor on the number of replicates; NaN if the difference does not vary.</param>
/// <param name="Verdict">Whether the two can be told apart.</param>
/// <param name="ReplicatesToTell">About how many replicates would tell them apart with probability 0.8, if the difference is as large as it looks;
/// null if they are told apart already, or if it would take more than <see cref="Sizing.MostReplicates"/>.</param>
public sealed record PairedContrast(Estimate Difference, int Comparisons, int LeftOut, double VarianceRatio, Verdict Verdict, int? ReplicatesToTell)
{
    /// <summary>Share of the common replicates in which the design lies above the baseline, replicates where both are equal counted as a half; null without any.</summary>
    public Estimate? Above { get; init; }

    /// <summary>Whether the design lies above or below the baseline with the stated confidence.</summary>
    public bool IsTold => Verdict is Verdict.Higher or Verdict.Lower;

    /// <summary>Compares two samples by replicate number.</summary>
    /// <param name="design">The design's values.</param>
    /// <param name="baseline">The baseline's values.</param>
    /// <param name="comparisons">Number of designs compared with the baseline at the same time, 1 or more.</param>
    /// <param name="level">Level at which all these intervals together cover the truth, above 0 and below 1.</param>
    /// <param name="shares">Whether the values are 0 and 1: then the interval is that of two shares (Newcombe 1998), which is right near 0 and 1 too.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range.</exception>
    public static PairedContrast Of(Sample design, Sample baseline, int comparisons = 1, double level = Estimates.UsualLevel, bool shares = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(comparisons, 1);
        Estimates.CheckBetween(level, nameof(level));
        double adjusted = 1 - (1 - level) / comparisons;
        Pairs pairs = Pairs.Of(design, baseline);
        Moments difference = pairs.Difference;
        (Estimate estimate, Verdict verdict) = Judge(pairs, adjusted, shares);
        double ratio = difference.Variance > 0 ? (pairs.Design.Variance + pairs.Baseline.Variance) / difference.Variance : double.NaN;
        int? needed = verdict == Verdict.NotToldApart ? Sizing.ReplicatesToTell(difference.Mean, difference.Variance, adjusted) : null;
        return new(estimate, comparisons, pairs.LeftOut, ratio, verdict, needed)
        {
            Above = difference.Count == 0 ? null : Estimates.Share(pairs.Above + (0.5 * pairs.Equal), difference.Count, level),
        };
    }

    /// <summary>Whether the two are told apart, and nothing else of <see cref="Of"/>.</summary>
    internal static bool Tells(Sample design, Sample baseline, int comparisons, double level, bool shares)
        => Judge(Pairs.Of(design, baseline), 1 - (1 - level) / comparisons, shares).Verdict is Verdict.Higher or Verdict.Lower;

    private static (Estimate Difference, Verdict Verdict) Judge(Pairs pairs, double level, bool shares)
    {
        Moments difference = pairs.Difference;
        Estimate estimate = shares && difference.Count > 1 ? OfShares(pairs, level) : Estimates.FromMoments(difference, level, IntervalMethod.PairedStudentT);
        return (estimate, difference.Count < 2 ? Verdict.TooFew
            : pairs.Equal == difference.Count ? Verdict.Identical
            : estimate.Low > 0 ? Verdict.Higher
            : estimate.High < 0 ? Verdict.Lower
            : Verdict.NotToldApart);
    }

    private static Estimate OfShares(Pairs pairs, double level)
    {
        int count = pairs.Difference.Count, firstOnly = pairs.Above, secondOnly = count - pairs.Above - pairs.Equal;
        int both = (int)Math.Round(count * pairs.Design.Mean) - firstOnly;
        return Estimates.DifferenceOfShares(both, firstOnly, secondOnly, pairs.Equal - both, level);
    }

    /// <summary>What two samples say of the replicates in which both have a value.</summary>
    /// <param name="Difference">Of design less baseline.</param>
    /// <param name="Design">Of the design.</param>
    /// <param name="Baseline">Of the baseline.</param>
    /// <param name="Above">Replicates in which the design lies above.</param>
    /// <param name="Equal">Replicates in which both are equal.</param>
    /// <param name="LeftOut">Replicates that only one has, or that lack a value in one.</param>
    private readonly record struct Pairs(Moments Difference, Moments Design, Moments Baseline, int Above, int Equal, int LeftOut)
    {
        public static Pairs Of(Sample design, Sample baseline)
        {
            // The usual case: the same replicates, and every one has a value.
            if (!design.IsWhole || !baseline.IsWhole || !design.HasReplicatesOf(baseline)) return Matched(design, baseline);
            Moments difference = ColumnSums.OfDifferences(design.Values.AsSpan(), baseline.Values.AsSpan(), out int above, out int equal);
            return new(difference, design.Moments, baseline.Moments, above, equal, 0);
        }

        private static Pairs Matched(Sample design, Sample baseline)
        {
            var values = new List<double>();
            var others = new List<double>();
            int all = 0;
            for (int i = 0, j = 0; i < design.Count || j < baseline.Count; all++)
            {
                int order = i == design.Count ? 1 : j == baseline.Count ? -1 : design.Replicates[i].CompareTo(baseline.Replicates[j]);
                if (order == 0 && !double.IsNaN(design.Values[i]) && !double.IsNaN(baseline.Values[j]))
                {
                    values.Add(design.Values[i]);
                    others.Add(baseline.Values[j]);
                }
                if (order <= 0) i++;
                if (order >= 0) j++;
            }
            Span<double> a = CollectionsMarshal.AsSpan(values), b = CollectionsMarshal.AsSpan(others);
            Moments difference = ColumnSums.OfDifferences(a, b, out int above, out int equal);
            return new(difference, ColumnSums.Of(a), ColumnSums.Of(b), above, equal, all - values.Count);
        }
    }

    /// <summary>The same difference over worlds and over replicates: see <see cref="Comparison.Crossed"/>. What common random numbers are worth is that of the replicates.</summary>
    internal static PairedContrast Crossed(PairedContrast worlds, PairedContrast luck)
    {
        Estimate difference = Estimates.Crossed(worlds.Difference, luck.Difference);
        Verdict verdict = worlds.Verdict is Verdict.TooFew || luck.Verdict is Verdict.TooFew ? Verdict.TooFew
            : worlds.Verdict == Verdict.Identical && luck.Verdict == Verdict.Identical ? Verdict.Identical
            : difference.Low > 0 ? Verdict.Higher
            : difference.High < 0 ? Verdict.Lower
            : Verdict.NotToldApart;
        return worlds with { Difference = difference, VarianceRatio = luck.VarianceRatio, Verdict = verdict, ReplicatesToTell = null };
    }
}
