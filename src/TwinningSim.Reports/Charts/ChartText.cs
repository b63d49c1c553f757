namespace TwinningSim.Reports.Charts;

/// <summary>What a chart says in words.</summary>
public sealed record ChartText
{
    /// <summary>The title: what is to be seen, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>The alternative text: what somebody who does not see the chart must know. One to three sentences.</summary>
    public required string Description { get; init; }

    /// <summary>Words under the horizontal axis, with the unit.</summary>
    public string Horizontal { get; init; } = "";

    /// <summary>Words beside the vertical axis, with the unit.</summary>
    public string Vertical { get; init; } = "";

    /// <summary>What stands under every chart: baseline, horizon, seed, version, number of replicates. See <see cref="PlainWords.Source"/>.</summary>
    public string Source { get; init; } = "";
}

/// <summary>What the band around a line shows. A reader takes the one for the other, so that a chart always says which it is.</summary>
/// <param name="Words">The words under the chart.</param>
public sealed record Band(string Words)
{
    /// <summary>Where single runs lie, by quantiles: how different the luck of runs is. It does not shrink with more replicates.</summary>
    /// <param name="low">Lower quantile, 0 to 1.</param>
    /// <param name="high">Upper quantile, 0 to 1.</param>
    public static Band SpreadOfRuns(double low = 0.05, double high = 0.95)
        => new(FormattableString.Invariant($"Bands: spread of runs ({100 * low:0.#} % to {100 * high:0.#} % of the runs lie below the edges)."));

    /// <summary>How well the mean is known. It shrinks with more replicates.</summary>
    /// <param name="level">Level of the interval, 0 to 1.</param>
    public static Band IntervalOfTheMean(double level = 0.95) => new(FormattableString.Invariant($"Bands: interval of the mean ({100 * level:0.#} %)."));
}
