using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TwinningSim.Model.Parameters;

/// <summary>A parameter of the model: the one home of its meaning. Shipped as data in parameters.json.</summary>
/// <param name="Name">Name, snake_case.</param>
/// <param name="Default">Value where a scenario says nothing.</param>
/// <param name="Min">Smallest value allowed.</param>
/// <param name="Max">Largest value allowed.</param>
/// <param name="Unit">Unit.</param>
/// <param name="Equation">Label of the equation that uses it, as in the model document.</param>
/// <param name="Source">Where the default comes from: the source study, the literature, a calibration, or the word assumption.</param>
/// <param name="Meaning">What it means.</param>
/// <param name="Plausible">Smallest and largest value that the literature, the record or a calibration's prior leaves plausible; missing where none says anything.</param>
public sealed record ParameterDefinition(
    string Name, double Default, double Min, double Max, string Unit, string Equation, string Source, string Meaning, double[]? Plausible = null)
{
    /// <summary>
    /// Smallest plausible value. What is allowed reaches further: to values that switch a mechanism off. Where nothing is known: half the default, and one and a half times it, within what is allowed.
    /// </summary>
    public double PlausibleLow => Plausible?[0] ?? Math.Max(Min, Math.Min(0.5 * Default, 1.5 * Default));

    /// <summary>Largest plausible value.</summary>
    public double PlausibleHigh => Plausible?[1] ?? Math.Min(Max, Math.Max(0.5 * Default, 1.5 * Default));
}

/// <summary>All parameters of the model, in the order of the model document.</summary>
public static class ParameterTable
{
    private static readonly ImmutableArray<ParameterDefinition> Definitions = Read();
    private static readonly Dictionary<string, int> Positions = Definitions.Select((d, i) => (d.Name, i)).ToDictionary(p => p.Name, p => p.i, StringComparer.Ordinal);

    /// <summary>Every parameter.</summary>
    public static ImmutableArray<ParameterDefinition> All => Definitions;

    /// <summary>The parameter of that name, or null.</summary>
    public static ParameterDefinition? Find(string name) => Positions.TryGetValue(name, out int i) ? Definitions[i] : null;

    internal static int IndexOf(string name) => Positions.TryGetValue(name, out int i) ? i : -1;

    private static ImmutableArray<ParameterDefinition> Read()
        => [.. ShippedData.Read("parameters.json", ShippedDataJson.Default.ParameterDefinitionArray)];
}

/// <summary>The value of every parameter. Immutable.</summary>
public sealed class ParameterValues
{
    private readonly ImmutableArray<double> _values;

    private ParameterValues(ImmutableArray<double> values) => _values = values;

    /// <summary>Every parameter at its default.</summary>
    public static ParameterValues Defaults { get; } = new([.. ParameterTable.All.Select(d => d.Default)]);

    /// <summary>The value of a parameter.</summary>
    /// <exception cref="ArgumentException">There is no such parameter.</exception>
    public double this[string name] => _values[Position(name)];

    /// <summary>These values with one of them changed.</summary>
    /// <exception cref="ArgumentException">There is no such parameter.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The value lies outside the parameter's range.</exception>
    public ParameterValues With(string name, double value)
    {
        int position = Position(name);
        ParameterDefinition definition = ParameterTable.All[position];
        if (!(value >= definition.Min && value <= definition.Max))
            throw new ArgumentOutOfRangeException(nameof(value), value, $"{name} allows {definition.Min} to {definition.Max}.");
        return new ParameterValues(_values.SetItem(position, value));
    }

    /// <summary>The same whatever the parameter's range: for worlds that follow other rules than the model's, to be compared with other programs.</summary>
    internal ParameterValues Beyond(string name, double value) => new(_values.SetItem(Position(name), value));

    private static int Position(string name)
        => ParameterTable.IndexOf(name) is var i and >= 0 ? i : throw new ArgumentException($"There is no parameter '{name}'.", nameof(name));
}

/// <summary>Reads the data files that ship inside the program.</summary>
internal static class ShippedData
{
    public static T Read<T>(string file, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        using Stream stream = typeof(ShippedData).Assembly.GetManifestResourceStream($"TwinningSim.Model.{file}")
            ?? throw new InvalidOperationException($"The program was built without its data file '{file}'.");
        return JsonSerializer.Deserialize(stream, type) ?? throw new InvalidOperationException($"The data file '{file}' is empty.");
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true, UseStringEnumConverter = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ParameterDefinition[]))]
[JsonSerializable(typeof(ActivityKind[]))]
[JsonSerializable(typeof(ParameterSet[]))]
[JsonSerializable(typeof(PosteriorDraws))]
internal sealed partial class ShippedDataJson : JsonSerializerContext;
