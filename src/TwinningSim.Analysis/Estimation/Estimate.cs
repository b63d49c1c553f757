namespace TwinningSim.Analysis.Estimation;

/// <summary>How an interval was made.</summary>
public enum IntervalMethod
{
    /// <summary>Mean of independent replicates with Student's t.</summary>
    StudentT,

    /// <summary>Mean of the differences of the same replicates of two designs, with Student's t (common random numbers).</summary>
    PairedStudentT,

    /// <summary>Share of replicates, Wilson's score interval (Wilson 1927).</summary>
    Wilson,

    /// <summary>Share of replicates, exact interval (Clopper and Pearson 1934): never covers less often than it says.</summary>
    ClopperPearson,

    /// <summary>Quantile with an interval of order statistics (David and Nagaraja 2003): free of any assumption about the distribution.</summary>
    OrderStatistics,

    /// <summary>Ratio of two means over the same replicates, linearised, with Student's t.</summary>
    RatioOfMeans,

    /// <summary>Mean over worlds and over replicates that all worlds share: the variances of both means are added (two-way crossed; a little wide).</summary>
    Crossed,

    /// <summary>Difference of two shares of the same replicates, from the score intervals of both (Newcombe 1998).</summary>
    PairedShares,

    /// <summary>Ratio of two means over the same replicates, by the theorem of Fieller (1954): right also where the denominator is uncertain.</summary>
    Fieller,

    /// <summary>Quantiles of bootstrap resamples (Efron 1979).</summary>
    BootstrapPercentile,

    /// <summary>Quantiles of bootstrap resamples, corrected for bias and skewness (Efron 1987).</summary>
    BootstrapBiasCorrected,

    /// <summary>Difference from the best of the others, all designs at once (Hsu 1984; with common random numbers Nelson and Matejcik 1995).</summary>
    ComparisonWithTheBest,

    /// <summary>Where a fitted curve of probabilities meets a probability, with the set of places that the data do not exclude (Fieller 1954).</summary>
    InverseRegression,
}

/// <summary>An estimate from replicates: a value that never goes without its interval, its number of replicates and the way it was made.</summary>
/// <param name="Value">The estimate; NaN if there was nothing to estimate it from.</param>
/// <param name="Low">Lower end of the interval; NaN if there are too few replicates for one.</param>
/// <param name="High">Upper end of the interval; NaN if there are too few replicates for one.</param>
/// <param name="Level">How often such intervals cover the truth, above 0 and below 1; 0.95 is usual.</param>
/// <param name="Count">Number of replicates used.</param>
/// <param name="Method">How the interval was made.</param>
public sealed record Estimate(double Value, double Low, double High, double Level, int Count, IntervalMethod Method)
{
    /// <summary>Whether there is a value.</summary>
    public bool HasValue => double.IsFinite(Value);

    /// <summary>Whether there is an interval.</summary>
    public bool HasInterval => double.IsFinite(Low) && double.IsFinite(High);

    /// <summary>Half the width of the interval; NaN without one.</summary>
    public double HalfWidth => 0.5 * (High - Low);

    /// <summary>Whether the interval contains a value.</summary>
    public bool Covers(double value) => value >= Low && value <= High;
}
