using System.Text.Json.Serialization;

namespace TwinningSim.Validity.Calibration;

/// <summary>A parameter that calibration may move. Shipped as data in calibration.json.</summary>
/// <param name="Name">Name of a parameter of the model.</param>
/// <param name="Why">Why this parameter, and where its plausible range comes from.</param>
public sealed record CalibratedParameter(string Name, string Why);

/// <summary>A figure of the record that calibration looks at.</summary>
/// <param name="Fact">A fact whose use is calibration, or a trial.</param>
/// <param name="Deviation">Standard deviation of the record's error and of the model's discrepancy, in units of the figure, above 0.</param>
/// <param name="Why">Where it comes from.</param>
/// <param name="Months">Months after which nothing can change the figure: a run ends there, or at the longest need of its figures.</param>
/// <param name="Missing">What counts in a run that has no such figure (an agreement that is never signed).</param>
public sealed record TargetSource(string Fact, double Deviation, string Why, int? Months = null, double? Missing = null);

/// <summary>What is calibrated against what. Shipped as data in calibration.json, written before the runs.</summary>
/// <param name="Parameters">Parameters that are free within their plausible ranges; all others keep their values.</param>
/// <param name="Targets">Figures of the record.</param>
public sealed record CalibrationSource(CalibratedParameter[] Parameters, TargetSource[] Targets);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, ReadCommentHandling = System.Text.Json.JsonCommentHandling.Skip, AllowTrailingCommas = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CalibrationSource))]
internal sealed partial class CalibrationJson : JsonSerializerContext;
