using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace TwinningSim.Validity;

/// <summary>A pattern of the record that the model must show, and the experiment that tests it. Shipped as data in patterns.json, written before the runs.</summary>
/// <param name="Id">P1 to P49.</param>
/// <param name="Claim">What the record claims.</param>
/// <param name="Source">Where it claims it: chapter or annex of UNIDO 2013.</param>
/// <param name="Strength">strong, medium or advice.</param>
/// <param name="World">The world in which it is tested: footwear, leather, auto or bench.</param>
/// <param name="Tests">What must come out; all of it.</param>
/// <param name="RestsOn">Ablations that must break it: names of ablations.json.</param>
/// <param name="Designs">Designs besides those of the world's scenario, in the language of scenario files; <c>world</c> names another world.</param>
/// <param name="Times">Factor on the number of replicates, 1 or more, for effects that are small against the noise.</param>
public sealed record PatternSource(
    string Id, string Claim, string Source, string Strength, string World, TestSource[] Tests, string[] RestsOn, JsonElement[]? Designs = null, int Times = 1);

/// <summary>One comparison of a pattern's experiment.</summary>
/// <param name="Says">What is compared, in words.</param>
/// <param name="Measure">A formula over the tables of one run.</param>
/// <param name="Contrast">Weights of designs (the key <c>world/design</c> names a design of another world): the weighted sum of the measure must be positive.</param>
/// <param name="Of">The design whose mean makes the contrast relative; absolute if missing.</param>
/// <param name="Relevant">Least size of the effect that matters.</param>
/// <param name="In">Instead of a contrast: the design in which the measure (0 or 1) is counted.</param>
/// <param name="AtLeast">The share of replicates that must be passed there.</param>
public sealed record TestSource(
    string Says, string Measure, Dictionary<string, double>? Contrast = null, string? Of = null, double Relevant = 0, string? In = null, double AtLeast = 0);

/// <summary>A mechanism taken out, or a rival model put in its place. Shipped as data in ablations.json.</summary>
/// <param name="Id">Name.</param>
/// <param name="Meaning">What is taken out.</param>
/// <param name="Parameters">Parameters that are set.</param>
/// <param name="Secrecy">If given, the secrecy of every domain.</param>
/// <param name="LeastDoHow">If given, the least do-how of every domain.</param>
/// <param name="Rejects">If given, what every domain does to rejects.</param>
/// <param name="Value">If given, the value of every domain.</param>
/// <param name="InvestmentEur">If given, the investment of every domain.</param>
/// <param name="Everywhere">Whether it is tried on every pattern (a column of the table), or only on those that name it.</param>
public sealed record AblationSource(
    string Id, string Meaning, Dictionary<string, double>? Parameters = null, double? Secrecy = null, double? LeastDoHow = null, double? Rejects = null, double? Value = null, double? InvestmentEur = null,
    bool Everywhere = false);

/// <summary>A figure of the record, and how it is observed in the model. Shipped as data in facts.json.</summary>
/// <param name="Id">Rows of the record.</param>
/// <param name="Says">What the record says.</param>
/// <param name="Source">Where: chapter or annex of UNIDO 2013.</param>
/// <param name="Use">calibration: it may have helped to choose a value of the model; validation: it never did.</param>
/// <param name="World">footwear, leather or auto.</param>
/// <param name="Measure">A formula over the tables of one run of <paramref name="Design"/>.</param>
/// <param name="Rule">How it is judged.</param>
/// <param name="Observed">The recorded figure (interval, count).</param>
/// <param name="Among">The recorded number that a count is out of.</param>
/// <param name="Of">A formula for the number that the simulated count is out of.</param>
/// <param name="Possible">Least and largest figure that could have been; for the sharpness of an interval.</param>
/// <param name="Design">The design.</param>
/// <param name="ThanWorld">Another world, whose figure in the same replicate must be smaller (order).</param>
/// <param name="ThanMeasure">The formula there.</param>
public sealed record FactSource(
    string Id, string Says, string Source, string Use, string World, string Measure, FactRule Rule, double Observed = 0, int Among = 0, string? Of = null, double[]? Possible = null,
    string Design = "as-run", string? ThanWorld = null, string? ThanMeasure = null);

/// <summary>How a fact is judged.</summary>
public enum FactRule
{
    /// <summary>The recorded figure lies between the 5 % and 95 % quantile of the simulated ones.</summary>
    Interval,

    /// <summary>A recorded count lies between the 5 % and 95 % quantile of a beta-binomial distribution fitted to the simulated counts.</summary>
    Count,

    /// <summary>What the record says happened (or did not) comes out in at least one run of five.</summary>
    Event,

    /// <summary>An order that the record states comes out in more than half of the runs.</summary>
    Order,
}

/// <summary>A published trial, repeated in the model. Shipped as data in trials.json, written before the runs.</summary>
/// <param name="Id">Name.</param>
/// <param name="Says">What the trial found.</param>
/// <param name="Source">Paper and table.</param>
/// <param name="World">A scenario of scenarios/trials.</param>
/// <param name="Design">The design as the trial was run.</param>
/// <param name="Measure">A formula over the tables of one run: what treated firms gained more than control firms.</param>
/// <param name="Effect">The published effect.</param>
/// <param name="Low">Lower end of its interval.</param>
/// <param name="High">Upper end of its interval.</param>
/// <param name="Arithmetic">How effect and interval follow from what was published.</param>
/// <param name="Than">Instead of an interval: another design, whose figure must be smaller.</param>
public sealed record TrialSource(
    string Id, string Says, string Source, string World, string Design, string Measure, double Effect, double Low, double High, string Arithmetic, string? Than = null);

/// <summary>The data of the report.</summary>
public static class Catalogue
{
    /// <summary>The patterns.</summary>
    public static ImmutableArray<PatternSource> Patterns { get; } = [.. Read("patterns.json", CatalogueJson.Default.PatternSourceArray)];

    /// <summary>The facts.</summary>
    public static ImmutableArray<FactSource> Facts { get; } = [.. Read("facts.json", CatalogueJson.Default.FactSourceArray)];

    /// <summary>The ablations and rival models.</summary>
    public static ImmutableArray<AblationSource> Ablations { get; } = [.. Read("ablations.json", CatalogueJson.Default.AblationSourceArray)];

    /// <summary>The trials.</summary>
    public static ImmutableArray<TrialSource> Trials { get; } = [.. Read("trials.json", CatalogueJson.Default.TrialSourceArray)];

    /// <summary>What is calibrated against what.</summary>
    public static Calibration.CalibrationSource Calibration { get; } = Read("calibration.json", Validity.Calibration.CalibrationJson.Default.CalibrationSource);

    internal static string Text(string file)
    {
        using var reader = new StreamReader(Open(file));
        return reader.ReadToEnd();
    }

    private static T Read<T>(string file, JsonTypeInfo<T> type)
    {
        using Stream stream = Open(file);
        return JsonSerializer.Deserialize(stream, type) ?? throw new InvalidOperationException($"The data file '{file}' is empty.");
    }

    private static Stream Open(string file) => typeof(Catalogue).Assembly.GetManifestResourceStream($"TwinningSim.Validity.{file}")
        ?? throw new InvalidOperationException($"The program was built without its data file '{file}'.");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true,
    UseStringEnumConverter = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PatternSource[]))]
[JsonSerializable(typeof(FactSource[]))]
[JsonSerializable(typeof(TrialSource[]))]
[JsonSerializable(typeof(AblationSource[]))]
internal sealed partial class CatalogueJson : JsonSerializerContext;
