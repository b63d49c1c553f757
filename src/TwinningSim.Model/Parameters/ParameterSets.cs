using System.Collections.Immutable;

namespace TwinningSim.Model.Parameters;

/// <summary>Values of some parameters that belong together. Shipped as data in parameter-sets.json.</summary>
/// <param name="Name">Name.</param>
/// <param name="Meaning">What it is for.</param>
/// <param name="Values">The parameters that differ from their defaults.</param>
public sealed record ParameterSet(string Name, string Meaning, Dictionary<string, double> Values)
{
    /// <summary>These values on top of others.</summary>
    /// <exception cref="ArgumentException">A parameter does not exist or a value lies outside its range.</exception>
    public ParameterValues Over(ParameterValues values) => Values.Aggregate(values, (changed, p) => changed.With(p.Key, p.Value));
}

/// <summary>The named sets of parameters.</summary>
public static class ParameterSets
{
    /// <summary>The written specification that independent implementations share.</summary>
    public const string Specification = "specification-2.1";

    /// <summary>The name that asks for the defaults.</summary>
    public const string Defaults = "defaults";

    /// <summary>The name that asks for all draws of what calibration left open.</summary>
    public const string Posterior = "posterior";

    /// <summary>Every set of one value each.</summary>
    public static ImmutableArray<ParameterSet> All { get; } = [.. ShippedData.Read("parameter-sets.json", ShippedDataJson.Default.ParameterSetArray)];

    /// <summary>Names that ask for values of the parameters.</summary>
    public static ImmutableArray<string> Names { get; } = [Defaults, Posterior, .. All.Select(s => s.Name)];

    /// <summary>The set of that name, or null.</summary>
    public static ParameterSet? Find(string name) => All.FirstOrDefault(s => s.Name == name);

    /// <summary>The value of every parameter in a set; those of the posterior lie around the defaults.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">There is no such set.</exception>
    public static ParameterValues Values(string name) => name is Defaults or Posterior
        ? ParameterValues.Defaults
        : (Find(name) ?? throw new ArgumentException($"There is no set of parameters '{name}'.", nameof(name))).Over(ParameterValues.Defaults);

    /// <summary>The draws that a run over a set takes, replicate by replicate; empty if it has one value for each parameter.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static ImmutableArray<ParameterValues> Draws(string name) => name == Posterior ? PosteriorDraws.Shipped.Values : [];
}
