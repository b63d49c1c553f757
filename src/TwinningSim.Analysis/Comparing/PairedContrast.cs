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
        var difference = new Moments();
        var own = new Moments();
        var other = new Moments();
        bool identical = true;
        double above = 0;
        Span<int> cells = stackalloc int[4];
        (int i, int j, int leftOut) = (0, 0, 0);
        while (i < design.Count && j < baseline.Count)
        {
            if (design.Replicates[i] < baseline.Replicates[j])
            {
                i++;
                leftOut++;
                continue;
            }
            if (design.Replicates[i] > baseline.Replicates[j])
            {
                j++;
                leftOut++;
                continue;
            }
            double a = design.Values[i++];
            double b = baseline.Values[j++];
            if (double.IsNaN(a) || double.IsNaN(b))
            {
                leftOut++;
                continue;
            }
            own.Add(a);
            other.Add(b);
            difference.Add(a - b);
            identical &= a == b;
            above += a > b ? 1 : a == b ? 0.5 : 0;
            cells[(a != 0 ? 0 : 2) + (b != 0 ? 0 : 1)]++;
        }
        leftOut += design.Count - i + baseline.Count - j;
        Estimate estimate = shares && difference.Count > 1
            ? Estimates.DifferenceOfShares(cells[0], cells[1], cells[2], cells[3], adjusted)
            : Estimates.FromMoments(difference, adjusted, IntervalMethod.PairedStudentT);
        Verdict verdict = difference.Count < 2 ? Verdict.TooFew
            : identical ? Verdict.Identical
            : estimate.Low > 0 ? Verdict.Higher
            : estimate.High < 0 ? Verdict.Lower
            : Verdict.NotToldApart;
        double ratio = difference.Variance > 0 ? (own.Variance + other.Variance) / difference.Variance : double.NaN;
        int? needed = verdict == Verdict.NotToldApart ? Sizing.ReplicatesToTell(difference.Mean, difference.Variance, adjusted) : null;
        return new(estimate, comparisons, leftOut, ratio, verdict, needed) { Above = difference.Count == 0 ? null : Estimates.Share(above, difference.Count, level) };
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
