using System.Globalization;
using TwinningSim.Analysis.Estimation;

namespace TwinningSim.Validity.Checks;

/// <summary>A figure of the record against what is simulated, by the rule that its row names.</summary>
/// <param name="fact">The fact.</param>
/// <param name="replicates">Replicates.</param>
internal sealed class FactCheck(FactSource fact, int replicates) : ICheck
{
    /// <summary>Least probability that the model must give to what happened once.</summary>
    public const double LeastEvent = 0.2;

    /// <summary>Least probability that it must give to an order that is stated as a finding.</summary>
    public const double LeastOrder = 0.5;

    public Section Section => fact.Use == "calibration" ? Section.CalibrationFacts : Section.ValidationFacts;

    public string Id => fact.Id;

    public IEnumerable<Need> Needs
    {
        get
        {
            yield return Main;
            if (fact.Of is { } of) yield return Main with { Measure = of };
            if (fact.ThanWorld is not null) yield return Other;
        }
    }

    private Need Main => new(new RunKey(fact.World, fact.Design), fact.Measure, replicates);

    private Need Other => new(new RunKey(fact.ThanWorld!, fact.Design), fact.ThanMeasure ?? fact.Measure, replicates);

    public CheckResult Judge(Samples samples)
    {
        ReadOnlySpan<double> values = samples.Of(Main);
        (Figure figure, double sharpness) = fact.Rule switch
        {
            FactRule.Interval => Interval(fact, values),
            FactRule.Count => Count(fact, values, samples.Of(Main with { Measure = fact.Of! })),
            _ => Chance(fact, fact.ThanWorld is null ? values : Smaller(samples.Of(Other), values)),
        };
        return new CheckResult
        {
            Section = Section,
            Id = Id,
            Claim = fact.Says,
            Source = fact.Source,
            Kind = fact.Use,
            Recorded = fact.Rule switch
            {
                FactRule.Interval => fact.Observed.ToString("G6", CultureInfo.InvariantCulture),
                FactRule.Count => string.Create(CultureInfo.InvariantCulture, $"{fact.Observed} of {fact.Among}"),
                _ => "yes",
            },
            RecordedShare = fact.Rule == FactRule.Count ? fact.Observed / fact.Among : double.NaN,
            Among = fact.Rule == FactRule.Count ? fact.Among : 0,
            Figures = [figure],
            Sharpness = sharpness,
            Replicates = replicates,
            Verdict = figure.Verdict,
        };
    }

    /// <summary>The recorded figure between the 5 % and 95 % quantile of the simulated ones.</summary>
    internal static (Figure Figure, double Sharpness) Interval(FactSource fact, ReadOnlySpan<double> values)
    {
        Figure figure = PatternCheck.Spread(values, 1);
        bool inside = fact.Observed >= figure.Low && fact.Observed <= figure.High;
        double sharpness = fact.Possible is [var least, var most] ? 1 - (Math.Min(figure.High, most) - Math.Max(figure.Low, least)) / (most - least) : double.NaN;
        return (figure with { Says = "simulated", Verdict = inside ? Verdict.Holds : Verdict.Fails }, sharpness);
    }

    /// <summary>A recorded count between the 5 % and 95 % quantile of what a beta-binomial fitted to the simulated counts predicts for as many trials as in the record.</summary>
    internal static (Figure Figure, double Sharpness) Count(FactSource fact, ReadOnlySpan<double> successes, ReadOnlySpan<double> trials)
    {
        var predicted = BetaBinomial.Fit(successes, trials);
        int low = predicted.Quantile(0.05, fact.Among), high = predicted.Quantile(0.95, fact.Among);
        Figure figure = PatternCheck.Spread(successes, 1) with
        {
            Says = string.Create(CultureInfo.InvariantCulture, $"predicted among {fact.Among}"),
            Median = predicted.Quantile(0.5, fact.Among),
            Low = low,
            High = high,
            Verdict = fact.Observed >= low && fact.Observed <= high ? Verdict.Holds : Verdict.Fails,
        };
        return (figure, 1 - ((double)(high - low) / fact.Among));
    }

    /// <summary>What the record says against how often it comes out.</summary>
    internal static (Figure Figure, double Sharpness) Chance(FactSource fact, ReadOnlySpan<double> happened)
    {
        double least = fact.Rule == FactRule.Order ? LeastOrder : LeastEvent;
        Figure figure = PatternCheck.ShareOf(new TestSource("share of runs in which it comes out", fact.Measure, AtLeast: least), happened);
        return (figure with { P = double.NaN, Verdict = figure.Effect.Value >= least ? Verdict.Holds : Verdict.Fails }, figure.Effect.Value);
    }

    private static double[] Smaller(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        var smaller = new double[one.Length];
        for (int r = 0; r < smaller.Length; r++) smaller[r] = one[r] < other[r] ? 1 : 0;
        return smaller;
    }
}
