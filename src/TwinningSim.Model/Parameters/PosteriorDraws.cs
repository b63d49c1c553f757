using System.Collections.Immutable;
using TwinningSim.Model.Input;

namespace TwinningSim.Model.Parameters;

/// <summary>What a calibration on the record left open about the parameters. Shipped as data in posterior.json, made by <c>twinsim calibrate</c>.</summary>
/// <param name="Meaning">Which calibration made them.</param>
/// <param name="Parameters">Names of the calibrated parameters.</param>
/// <param name="Calibrated">One set of values: of some draws the one whose runs are nearest to the record on average.</param>
/// <param name="Draws">Equally likely sets of values, a row for each.</param>
public sealed record PosteriorDraws(string Meaning, string[] Parameters, double[] Calibrated, double[][] Draws)
{
    /// <summary>The word that asks for all draws, on the command line and in files.</summary>
    public const string Name = "posterior";

    /// <summary>The word that asks for the one set of values.</summary>
    public const string CalibratedName = "calibrated";

    /// <summary>The draws that ship with the program.</summary>
    public static PosteriorDraws Shipped { get; } = ShippedData.Read("posterior.json", ShippedDataJson.Default.PosteriorDraws);

    /// <summary>Words that ask for a set of values.</summary>
    public static ImmutableArray<string> Names { get; } = [CalibratedName, Name];

    /// <summary>The design with a set of values.</summary>
    /// <param name="set">One of <see cref="Names"/>, or null for the values that it has.</param>
    /// <param name="design">The design.</param>
    /// <exception cref="ArgumentException">There is no such set.</exception>
    public static Design Apply(string? set, Design design) => set switch
    {
        null => design,
        CalibratedName => Shipped.At(design),
        Name => Shipped.Over(design),
        _ => throw new ArgumentException($"There is no set of parameters '{set}'.", nameof(set)),
    };

    /// <summary>
    /// The design, to be run over the draws: replicate r takes draw r modulo their number, in every design the same. A parameter that the design itself sets keeps its value.
    /// </summary>
    public Design Over(Design design) => design with { ParameterDraws = [.. Draws.Select(draw => With(design, draw))] };

    /// <summary>The design with the calibrated values. A parameter that the design itself sets keeps its value.</summary>
    public Design At(Design design) => design with { Parameters = With(design, Calibrated) };

    private ParameterValues With(Design design, double[] values)
    {
        ParameterValues changed = design.Parameters;
        for (int p = 0; p < Parameters.Length; p++)
        {
            if (design.Parameters[Parameters[p]] == ParameterValues.Defaults[Parameters[p]]) changed = changed.With(Parameters[p], values[p]);
        }
        return changed;
    }
}
