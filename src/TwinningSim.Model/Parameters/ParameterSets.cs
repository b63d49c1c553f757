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

    /// <summary>Every set.</summary>
    public static ImmutableArray<ParameterSet> All { get; } = [.. ShippedData.Read("parameter-sets.json", ShippedDataJson.Default.ParameterSetArray)];

    /// <summary>The set of that name, or null.</summary>
    public static ParameterSet? Find(string name) => All.FirstOrDefault(s => s.Name == name);
}
