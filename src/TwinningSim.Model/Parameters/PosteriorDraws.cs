using TwinningSim.Model.Input;

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

    /// <summary>
    /// The design, to be run over the draws: replicate r takes draw r modulo their number, in every design the same. A parameter that the design itself sets keeps its value.
    /// </summary>
    public Design Over(Design design)
        => design with { ParameterDraws = [.. Draws.Select(draw => ParameterSets.WhereUnset(design, Parameters.Zip(draw, (name, value) => KeyValuePair.Create(name, value))))] };
}
