using System.Collections.Immutable;

namespace TwinningSim.Model.Parameters;

/// <summary>What a calibration on the record left open about the parameters. Shipped as data in posterior.json, made by <c>twinsim calibrate</c>.</summary>
/// <param name="Meaning">Which calibration made them.</param>
/// <param name="Parameters">Names of the calibrated parameters.</param>
/// <param name="Calibrated">Of some draws the one whose runs are nearest to the record on average: the defaults of these parameters.</param>
/// <param name="Draws">Equally likely sets of values, a row for each.</param>
public sealed record PosteriorDraws(string Meaning, string[] Parameters, double[] Calibrated, double[][] Draws)
{
    /// <summary>The draws that ship with the program.</summary>
    public static PosteriorDraws Shipped { get; } = ShippedData.Read("posterior.json", ShippedDataJson.Default.PosteriorDraws);

    /// <summary>The value of every parameter in each draw: what was not calibrated has its default.</summary>
    internal ImmutableArray<ParameterValues> Values { get; } =
        [.. Draws.Select(draw => Parameters.Zip(draw).Aggregate(ParameterValues.Defaults, (values, p) => values.With(p.First, p.Second)))];
}
