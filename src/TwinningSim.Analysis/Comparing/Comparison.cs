using System.Collections.Immutable;
using System.Runtime.InteropServices;
using TwinningSim.Analysis.Estimation;
using TwinningSim.Storage;

namespace TwinningSim.Analysis.Comparing;

/// <summary>The runs of one design, as they are compared.</summary>
/// <param name="Id">Identifier of the design.</param>
/// <param name="Title">A title for people.</param>
/// <param name="ChangesAssumptions">Whether the design changes what the world is like, and not only what the programme does: a comparison with it mixes the two.</param>
/// <param name="Replicates">Replicate numbers, one for each row.</param>
/// <param name="Column">Gives a numeric column of the table of runs by name, one value for each row; a missing value is NaN.</param>
public sealed record DesignRuns(string Id, string Title, bool ChangesAssumptions, IReadOnlyList<int> Replicates, Func<string, IReadOnlyList<double>> Column);

/// <summary>One outcome of one design.</summary>
/// <param name="Outcome">Which outcome.</param>
/// <param name="Estimate">The estimate: a mean, a ratio of means, or (for an occurrence) the share of runs in which it happened.</param>
/// <param name="When">For an occurrence the median month (from 0) where it happened; else null.</param>
/// <param name="Missing">Replicates without a value.</param>
/// <param name="Contrast">The difference from the baseline; null for the baseline itself.</param>
public sealed record OutcomeResult(Outcome Outcome, Estimate Estimate, Estimate? When, int Missing, PairedContrast? Contrast);

/// <summary>One design in a comparison.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="Title">A title for people.</param>
/// <param name="IsBaseline">Whether the others are compared with it.</param>
/// <param name="ChangesAssumptions">Whether it changes what the world is like, and not only what the programme does.</param>
/// <param name="Runs">Its replicates.</param>
/// <param name="Outcomes">Its outcomes, in the order in which they were asked for.</param>
public sealed record DesignResult(string Id, string Title, bool IsBaseline, bool ChangesAssumptions, int Runs, ImmutableArray<OutcomeResult> Outcomes)
{
    /// <summary>One outcome, or null if it was not asked for.</summary>
    public OutcomeResult? Find(string outcome) => Outcomes.FirstOrDefault(o => o.Outcome.Name == outcome);
}

/// <summary>The design that does best on an outcome, and those that cannot be told from it.</summary>
/// <param name="Outcome">On what.</param>
/// <param name="Design">Identifier of the design with the best estimate, among those that leave the assumptions as they are.</param>
/// <param name="Level">Level at which all pairs of designs together are told apart (Bonferroni over all pairs, so that choosing the best by the same data costs nothing).</param>
/// <param name="NotToldFrom">Identifiers of the designs that cannot be told from it.</param>
public sealed record Leader(Outcome Outcome, string Design, double Level, ImmutableArray<string> NotToldFrom);

/// <summary>Designs side by side: estimates of each, and the difference of each from the baseline in the same replicates.</summary>
public sealed class Comparison
{
    private Comparison(ImmutableArray<DesignResult> designs, ImmutableArray<Outcome> outcomes, ImmutableArray<Leader> leaders, string baseline, double level)
        => (Designs, Outcomes, Leaders, Baseline, Level) = (designs, outcomes, leaders, baseline, level);

    /// <summary>The designs in their order.</summary>
    public ImmutableArray<DesignResult> Designs { get; }

    /// <summary>The outcomes in their order.</summary>
    public ImmutableArray<Outcome> Outcomes { get; }

    /// <summary>Who does best on each outcome that has a better direction, in the order of outcomes; an outcome without any estimate is left out.</summary>
    public ImmutableArray<Leader> Leaders { get; }

    /// <summary>Identifier of the baseline.</summary>
    public string Baseline { get; }

    /// <summary>Level of the intervals of single designs; the differences together have the same level (Bonferroni).</summary>
    public double Level { get; }

    /// <summary>
    /// What the same luck in all designs is worth: the median over outcomes and designs of the variance ratio of a difference (<see cref="PairedContrast.VarianceRatio"/>);
    /// NaN if no difference varies.
    /// </summary>
    public double MedianVarianceRatio
    {
        get
        {
            double[] ratios = [.. Designs.SelectMany(d => d.Outcomes).Select(o => o.Contrast?.VarianceRatio ?? double.NaN).Where(double.IsFinite).Order()];
            return ratios.Length == 0 ? double.NaN : 0.5 * (ratios[(ratios.Length - 1) / 2] + ratios[ratios.Length / 2]);
        }
    }

    /// <summary>Compares designs.</summary>
    /// <param name="designs">The runs of each, in the order in which they are shown.</param>
    /// <param name="baseline">Identifier of the design that the others are compared with.</param>
    /// <param name="outcomes">On what.</param>
    /// <param name="withoutProgramme">Identifier of the design without a programme, from which gains are counted; null if there is none.</param>
    /// <param name="level">Level of the intervals, above 0 and below 1.</param>
    /// <param name="mix">Whether designs that change assumptions are compared with the baseline too; without, they have no contrast.</param>
    /// <exception cref="ArgumentException">The baseline is not among the designs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1.</exception>
    public static Comparison Of(IReadOnlyList<DesignRuns> designs, string baseline, IReadOnlyList<Outcome> outcomes,
        string? withoutProgramme = null, double level = Estimates.UsualLevel, bool mix = true)
    {
        int reference = designs.Select(d => d.Id).ToList().IndexOf(baseline);
        if (reference < 0) throw new ArgumentException($"The baseline '{baseline}' is not among the designs.", nameof(baseline));
        DesignRuns? without = designs.FirstOrDefault(d => d.Id == withoutProgramme);
        bool Compared(int d) => d != reference && (mix || !designs[d].ChangesAssumptions);
        int comparisons = Math.Max(1, Enumerable.Range(0, designs.Count).Count(Compared));
        int[][] replicates = Replicates(designs);
        OutcomeResult[][] results = [.. designs.Select(_ => new OutcomeResult[outcomes.Count])];
        var leaders = new Leader?[outcomes.Count];
        // Each outcome by itself: the order of work changes nothing.
        Workers.Run(outcomes.Count, Environment.ProcessorCount, o =>
        {
            Outcome outcome = outcomes[o];
            bool shares = outcome.Kind == OutcomeKind.Occurrence;
            Sample? none = outcome.Kind == OutcomeKind.RatioToGain && without is not null ? new(without.Replicates, without.Column(outcome.Per)) : null;
            Sample[] samples = [.. designs.Select((design, d) => SampleOf(design, replicates[d], none, outcome, level))];
            for (int d = 0; d < designs.Count; d++)
                results[d][o] = ResultOf(designs[d], outcome, samples[d], Compared(d) ? PairedContrast.Of(samples[d], samples[reference], comparisons, level, shares) : null, level);
            leaders[o] = LeaderOf(outcome, [.. results.Select(r => r[o].Estimate)], samples, designs, level);
        });
        return new([.. designs.Select((d, i) => new DesignResult(d.Id, d.Title, i == reference, d.ChangesAssumptions, d.Replicates.Count, [.. results[i]]))],
            [.. outcomes], [.. leaders.OfType<Leader>()], baseline, level);
    }

    /// <summary>The replicate numbers of each design; designs with the same have the same array.</summary>
    private static int[][] Replicates(IReadOnlyList<DesignRuns> designs)
    {
        int[][] numbers = [.. designs.Select(d => d.Replicates as int[] ?? [.. d.Replicates])];
        for (int d = 1; d < numbers.Length; d++)
        {
            if (numbers[d].AsSpan().SequenceEqual(numbers[0])) numbers[d] = numbers[0];
        }
        return numbers;
    }

    /// <summary>
    /// Joins two comparisons of the same runs: one whose units are worlds, one whose units are the replicates that all worlds share. Neither alone says how far chance may
    /// have led: the worlds share their luck, and the replicates their worlds. The variances of both means are added, which counts the part that belongs to single runs
    /// twice and so errs on the wide side. Two designs are told apart where the joint interval tells them; of two that lead, where both comparisons do.
    /// </summary>
    /// <param name="worlds">Means over replicates, one for each world.</param>
    /// <param name="luck">Means over worlds, one for each replicate; the same designs and outcomes.</param>
    public static Comparison Crossed(Comparison worlds, Comparison luck)
    {
        ImmutableArray<DesignResult> designs = [.. worlds.Designs.Zip(luck.Designs, (w, l) => w with { Outcomes = [.. w.Outcomes.Zip(l.Outcomes, Join)] })];
        ImmutableArray<Leader> leaders =
        [
            .. worlds.Leaders.Select(w => luck.Leaders.FirstOrDefault(l => l.Outcome == w.Outcome && l.Design == w.Design) is { } l
                ? w with { NotToldFrom = [.. w.NotToldFrom.Union(l.NotToldFrom)] }
                : w with { NotToldFrom = [.. designs.Where(d => d.Id != w.Design && !d.ChangesAssumptions && d.Find(w.Outcome.Name)!.Estimate.HasValue).Select(d => d.Id)] }),
        ];
        return new(designs, worlds.Outcomes, leaders, worlds.Baseline, worlds.Level);

        static OutcomeResult Join(OutcomeResult w, OutcomeResult l) => w with
        {
            Estimate = Estimates.Crossed(w.Estimate, l.Estimate),
            Contrast = w.Contrast is { } contrast && l.Contrast is { } other ? PairedContrast.Crossed(contrast, other) : w.Contrast,
        };
    }

    private static Leader? LeaderOf(Outcome outcome, Estimate[] estimates, Sample[] samples, IReadOnlyList<DesignRuns> designs, double level)
    {
        if (outcome.Better == Better.Neither) return null;
        int[] candidates = [.. Enumerable.Range(0, designs.Count).Where(d => !designs[d].ChangesAssumptions && estimates[d].HasValue)];
        if (candidates.Length < 2) return null;
        int best = outcome.Better == Better.More ? candidates.MaxBy(d => estimates[d].Value) : candidates.MinBy(d => estimates[d].Value);
        int pairs = candidates.Length * (candidates.Length - 1) / 2;
        return new(outcome, designs[best].Id, level,
            [.. candidates.Where(d => d != best && !PairedContrast.Tells(samples[d], samples[best], pairs, level, outcome.Kind == OutcomeKind.Occurrence)).Select(d => designs[d].Id)]);
    }

    /// <summary>The values that are paired with the baseline's: their mean is the outcome's estimate.</summary>
    private static Sample SampleOf(DesignRuns design, int[] replicates, Sample? without, Outcome outcome, double level)
    {
        Sample sample = Sample.Over(replicates, ColumnOf(design, outcome.Column));
        switch (outcome.Kind)
        {
            case OutcomeKind.Occurrence:
                return sample.With(Array.ConvertAll(ImmutableCollectionsMarshal.AsArray(sample.Values)!, v => double.IsNaN(v) ? 0.0 : 1.0));
            case OutcomeKind.Ratio:
                return RatioOf(sample, Sample.Over(replicates, ColumnOf(design, outcome.Per)), level);
            case OutcomeKind.RatioToGain:
                if (without is null || sample.Values.AsSpan().IndexOfAnyExcept(0.0) < 0) return Empty(sample);
                Sample with = Sample.Over(replicates, ColumnOf(design, outcome.Per));
                return RatioOf(sample, with.Less(without), level);
            default:
                return sample;
        }
    }

    private static double[] ColumnOf(DesignRuns design, string column) => design.Column(column) is var values && values is double[] array ? array : [.. values];

    private static Sample RatioOf(Sample top, Sample bottom, double level)
    {
        if (top.IsWhole && bottom.IsWhole)
            return Estimates.RatioContributions(top.Values.AsSpan(), bottom.Values.AsSpan(), level) is { } all ? top.With(all) : Empty(top);
        int[] rows = [.. Enumerable.Range(0, top.Count).Where(i => !double.IsNaN(top.Values[i]) && !double.IsNaN(bottom.Values[i]))];
        double[]? contributions = Estimates.RatioContributions(rows.Select(i => top.Values[i]).ToArray(), rows.Select(i => bottom.Values[i]).ToArray(), level);
        if (contributions is null) return Empty(top);
        double[] values = Missing(top.Count);
        for (int i = 0; i < rows.Length; i++) values[rows[i]] = contributions[i];
        return top.With(values);
    }

    private static Sample Empty(Sample like) => like.With(Missing(like.Count));

    private static double[] Missing(int count)
    {
        var values = new double[count];
        Array.Fill(values, double.NaN);
        return values;
    }

    private static OutcomeResult ResultOf(DesignRuns design, Outcome outcome, Sample sample, PairedContrast? contrast, double level)
    {
        if (outcome.Kind == OutcomeKind.Occurrence)
        {
            double[] months = [.. design.Column(outcome.Column).Where(month => !double.IsNaN(month))];
            return new(outcome, Estimates.Share(months.Length, sample.Count, level), Estimates.Median(months, level), 0, contrast);
        }
        Moments moments = sample.IsWhole ? sample.Moments : ColumnSums.Of(sample.Present());
        IntervalMethod method = outcome.Kind == OutcomeKind.Mean ? IntervalMethod.StudentT : IntervalMethod.RatioOfMeans;
        return new(outcome, Estimates.FromMoments(moments, level, method), null, sample.Count - moments.Count, contrast);
    }
}
