using System.Collections.Immutable;
using TwinningSim.Analysis.Estimation;

namespace TwinningSim.Analysis.Stopping;

/// <summary>Something that must be known exactly enough: the values of one replicate after the other, and how exactly their mean must be known.</summary>
/// <param name="Name">What it is, for people.</param>
/// <param name="Values">A value for each replicate, from 0 on; NaN where there is none.</param>
/// <param name="Precision">How exactly.</param>
public sealed record Series(string Name, IReadOnlyList<double> Values, Precision Precision);

/// <summary>What a stopping rule says.</summary>
/// <param name="Replicates">
/// The number of replicates from which on every series was exact enough, and stayed so while the rule looked ahead; null if there are not enough yet.
/// </param>
/// <param name="Looked">Replicates that were looked at.</param>
/// <param name="Expected">About how many replicates will be needed, looking ahead included; null if that cannot be said.</param>
/// <param name="Slowest">Name of the series that needs most; null if there is nothing to say.</param>
/// <param name="Unmet">Names of the series that are not exact enough with all replicates that were looked at.</param>
public sealed record StoppingState(int? Replicates, int Looked, int? Expected, string? Slowest, ImmutableArray<string> Unmet);

/// <summary>
/// Replicates are enough when every series has been exact enough for a while: at n, and then for k(n) = floor(5/100 max(n, 100)) further replicates, so that an interval that is
/// narrow by chance does not stop an experiment (Hoad, Robinson and Davies 2010, JORS 61:1632-1644). Sequential rules hold their level only in the limit (Chow and Robbins 1965):
/// say the level that was planned together with the number at which it stopped.
/// </summary>
public static class StoppingRule
{
    /// <summary>The least number of replicates.</summary>
    public const int Least = 5;

    /// <summary>Replicates for which the rule looks ahead.</summary>
    /// <param name="n">The number at which it held first.</param>
    public static int LookAhead(int n) => 5 * Math.Max(n, 100) / 100;

    /// <summary>Looks at the replicates one after the other.</summary>
    /// <param name="series">What must be known; all of the same number of replicates.</param>
    /// <param name="least">The least number of replicates, 2 or more.</param>
    /// <exception cref="ArgumentException">There is no series, or their numbers of replicates differ.</exception>
    public static StoppingState Look(IReadOnlyList<Series> series, int least = Least)
    {
        if (series.Count == 0) throw new ArgumentException("There is nothing to be known.", nameof(series));
        ArgumentOutOfRangeException.ThrowIfLessThan(least, 2);
        int count = series[0].Values.Count;
        if (series.Any(s => s.Values.Count != count)) throw new ArgumentException("Every series needs a value for each replicate.", nameof(series));
        var moments = new Moments[series.Count];
        // Quantiles of Student's t are costly and the same for all series of a level.
        var quantiles = new Dictionary<(double Level, int Degrees), double>();
        int since = 0;
        for (int r = 0; r < count; r++)
        {
            bool met = r + 1 >= least;
            for (int s = 0; s < series.Count; s++)
            {
                double value = series[s].Values[r];
                if (!double.IsNaN(value)) moments[s].Add(value);
                met = met && moments[s].Count >= 2 && series[s].Precision.IsMet(moments[s], QuantileOf(series[s].Precision, moments[s].Count - 1));
            }
            if (!met) since = 0;
            else if (since == 0) since = r + 1;
            if (since > 0 && r + 1 - since >= LookAhead(since)) return new(since, r + 1, r + 1, null, []);
        }
        return Expect(series, moments, count, since, least);

        double QuantileOf(Precision precision, int degrees)
        {
            if (!quantiles.TryGetValue((precision.Level, degrees), out double t)) quantiles.Add((precision.Level, degrees), t = precision.Quantile(degrees));
            return t;
        }
    }

    /// <summary>The number of replicates to look at next: what is expected, in whole blocks, but never more than four times as many as now, since a first look may err.</summary>
    /// <param name="state">What the rule says now; not yet enough.</param>
    /// <param name="block">Replicates in a block, 1 or more.</param>
    /// <param name="most">The largest number of replicates.</param>
    public static int Next(StoppingState state, int block, int most)
    {
        long wanted = Math.Min(state.Expected ?? 2L * state.Looked, 4L * state.Looked);
        long next = Math.Max(state.Looked + 1, wanted);
        return (int)Math.Min(most, (next + block - 1) / block * block);
    }

    private static StoppingState Expect(IReadOnlyList<Series> series, Moments[] moments, int count, int since, int least)
    {
        int? most = 0;
        string? slowest = null;
        for (int s = 0; s < series.Count; s++)
        {
            // Replicates without a value count too.
            int? own = series[s].Precision.Needed(moments[s]) is { } values ? (int)Math.Min(int.MaxValue / 2, Math.Ceiling((double)values * count / moments[s].Count)) : null;
            if (most is null || (own is not null && own <= most)) continue;
            (most, slowest) = (own, series[s].Name);
        }
        ImmutableArray<string> unmet = [.. Enumerable.Range(0, series.Count).Where(s => !series[s].Precision.IsMet(moments[s])).Select(s => series[s].Name)];
        int from = since > 0 ? since : Math.Max(most ?? 0, Math.Max(least, count));
        return new(null, count, most is null ? null : from + LookAhead(from), slowest, unmet);
    }
}
