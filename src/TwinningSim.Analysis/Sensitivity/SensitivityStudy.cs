using System.Collections.Immutable;

namespace TwinningSim.Analysis.Sensitivity;

/// <summary>A factor of a study of sensitivity.</summary>
/// <param name="Name">Its path: a parameter or lever.</param>
/// <param name="Low">The smallest value it took.</param>
/// <param name="High">The largest value it took.</param>
public sealed record VariedFactor(string Name, double Low, double High);

/// <summary>What an outcome of one design depends on: what was varied and what came of it. Parts that were not asked for are null.</summary>
/// <param name="Design">The design.</param>
/// <param name="Outcome">Name of the outcome.</param>
/// <param name="Factors">What was varied.</param>
/// <param name="Replicates">Runs at each point; their mean is what is explained.</param>
/// <param name="Runs">Runs in all.</param>
/// <param name="Failed">Runs that failed.</param>
/// <param name="Morris">The screening of all factors.</param>
/// <param name="Sobol">Shares of variance of the factors that were kept; the last index is that of luck.</param>
/// <param name="SobolFactors">Names of those factors, without luck.</param>
/// <param name="Discovery">Where the target is missed.</param>
/// <param name="DiscoveryFactors">Names of the factors of the discovery.</param>
/// <param name="Robustness">How designs do over the assumptions.</param>
public sealed record SensitivityStudy(
    string Design, string Outcome, ImmutableArray<VariedFactor> Factors, int Replicates, long Runs, int Failed,
    MorrisScreening? Morris, SobolIndices? Sobol, ImmutableArray<string> SobolFactors, Discovery.Discovery? Discovery, ImmutableArray<string> DiscoveryFactors, Robustness? Robustness);
