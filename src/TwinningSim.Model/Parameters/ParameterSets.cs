using System.Collections.Immutable;
using TwinningSim.Model.Input;

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

    /// <summary>The name that asks for all draws of what calibration left open.</summary>
    public const string Posterior = "posterior";

    /// <summary>Every set of one value each.</summary>
    public static ImmutableArray<ParameterSet> All { get; } = [.. ShippedData.Read("parameter-sets.json", ShippedDataJson.Default.ParameterSetArray)];

    /// <summary>Names that ask for other values than the defaults.</summary>
    public static ImmutableArray<string> Names { get; } = [Posterior, .. All.Select(s => s.Name)];

    /// <summary>The set of that name, or null.</summary>
    public static ParameterSet? Find(string name) => All.FirstOrDefault(s => s.Name == name);

    /// <summary>The design with other values. A parameter that the design itself sets keeps its value.</summary>
    /// <param name="name">One of <see cref="Names"/>, or null for the values that the design has.</param>
    /// <param name="design">The design.</param>
    /// <exception cref="ArgumentException">There is no such set.</exception>
    public static Design Apply(string? name, Design design)
    {
        if (name is null) return design;
        if (name == Posterior) return PosteriorDraws.Shipped.Over(design);
        ParameterSet set = Find(name) ?? throw new ArgumentException($"There is no set of parameters '{name}'.", nameof(name));
        return design with { Parameters = WhereUnset(design, set.Values) };
    }

    /// <summary>Values for those parameters that the design leaves at their defaults.</summary>
    internal static ParameterValues WhereUnset(Design design, IEnumerable<KeyValuePair<string, double>> values)
        => values.Where(v => design.Parameters[v.Key] == ParameterValues.Defaults[v.Key]).Aggregate(design.Parameters, (changed, v) => changed.With(v.Key, v.Value));
}
