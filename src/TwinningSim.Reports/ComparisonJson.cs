using System.Text.Json;
using TwinningSim.Analysis.Comparing;
using TwinningSim.Analysis.Estimation;

namespace TwinningSim.Reports;

/// <summary>The answer for machines. The keys are stable: they change only together with <see cref="Format"/>. docs/comparison-json.md explains them.</summary>
public static class ComparisonJson
{
    /// <summary>Name and number of the format.</summary>
    public const string Format = "twinsim-comparison-1";

    /// <summary>Writes the comparison as one JSON object, with every estimate in full. A number that does not exist is null.</summary>
    /// <param name="stream">Where to; stays open.</param>
    /// <param name="comparison">What was compared.</param>
    /// <param name="facts">What was run.</param>
    /// <param name="folder">Folder of the result files; null if nothing was written.</param>
    public static void Write(Stream stream, Comparison comparison, ExperimentFacts facts, string? folder)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteString("version", facts.Version);
        json.WriteString("scenario", facts.Scenario);
        json.WriteString("title", facts.Title);
        json.WriteString("question", facts.Question);
        json.WriteString("start", facts.Start);
        json.WriteNumber("months", facts.Months);
        json.WriteNumber("seed", facts.Seed);
        json.WriteString("baseline", comparison.Baseline);
        json.WriteString("without_programme", facts.WithoutProgramme);
        json.WriteString("folder", folder);
        json.WriteNumber("level", comparison.Level);
        json.WriteStartArray("outcomes");
        foreach (Outcome outcome in comparison.Outcomes) WriteOutcome(json, outcome);
        json.WriteEndArray();
        json.WriteStartArray("designs");
        foreach (DesignResult design in comparison.Designs) WriteDesign(json, design);
        json.WriteEndArray();
        json.WriteStartArray("best");
        foreach (Leader leader in comparison.Leaders)
        {
            json.WriteStartObject();
            json.WriteString("outcome", leader.Outcome.Name);
            json.WriteString("design", leader.Design);
            json.WriteNumber("level", leader.Level);
            json.WriteStartArray("not_told_from");
            foreach (string id in leader.NotToldFrom) json.WriteStringValue(id);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("words");
        json.WriteStringValue(PlainWords.Setting(comparison, facts));
        foreach (string sentence in PlainWords.Answer(comparison, facts)) json.WriteStringValue(sentence);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        stream.WriteByte((byte)'\n');
    }

    /// <summary>The name of an enumeration's value in JSON: kebab-case.</summary>
    internal static string Key<T>(T value) where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private static void WriteOutcome(Utf8JsonWriter json, Outcome outcome)
    {
        json.WriteStartObject();
        json.WriteString("name", outcome.Name);
        json.WriteString("title", outcome.Title);
        json.WriteString("unit", outcome.Unit);
        json.WriteString("kind", Key(outcome.Kind));
        json.WriteString("better", Key(outcome.Better));
        json.WriteString("column", outcome.Column);
        json.WriteString("per", outcome.Per.Length > 0 ? outcome.Per : null);
        json.WriteString("meaning", outcome.Meaning);
        json.WriteEndObject();
    }

    private static void WriteDesign(Utf8JsonWriter json, DesignResult design)
    {
        json.WriteStartObject();
        json.WriteString("id", design.Id);
        json.WriteString("title", design.Title);
        json.WriteBoolean("is_baseline", design.IsBaseline);
        json.WriteBoolean("changes_assumptions", design.ChangesAssumptions);
        json.WriteNumber("replicates", design.Runs);
        json.WriteStartObject("outcomes");
        foreach (OutcomeResult result in design.Outcomes)
        {
            json.WriteStartObject(result.Outcome.Name);
            WriteEstimate(json, "estimate", result.Estimate);
            WriteEstimate(json, "median_month", result.When);
            json.WriteNumber("missing", result.Missing);
            WriteContrast(json, result.Contrast);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteContrast(Utf8JsonWriter json, PairedContrast? contrast)
    {
        if (contrast is null)
        {
            json.WriteNull("contrast");
            return;
        }
        json.WriteStartObject("contrast");
        WriteEstimate(json, "difference", contrast.Difference);
        json.WriteString("verdict", Key(contrast.Verdict));
        json.WriteNumber("comparisons", contrast.Comparisons);
        json.WriteNumber("left_out", contrast.LeftOut);
        WriteNumber(json, "variance_ratio", contrast.VarianceRatio);
        WriteEstimate(json, "share_above", contrast.Above);
        if (contrast.ReplicatesToTell is { } n) json.WriteNumber("replicates_to_tell", n);
        else json.WriteNull("replicates_to_tell");
        json.WriteEndObject();
    }

    private static void WriteEstimate(Utf8JsonWriter json, string name, Estimate? estimate)
    {
        if (estimate is null)
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartObject(name);
        WriteNumber(json, "value", estimate.Value);
        WriteNumber(json, "low", estimate.Low);
        WriteNumber(json, "high", estimate.High);
        json.WriteNumber("level", estimate.Level);
        json.WriteNumber("count", estimate.Count);
        json.WriteString("method", Key(estimate.Method));
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }
}
