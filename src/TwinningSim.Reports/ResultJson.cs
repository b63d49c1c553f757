using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TwinningSim.Reports;

/// <summary>
/// The answer of a decision verb for machines: what was run, the result record as it is (names in snake_case, values of enumerations in kebab-case, a number that does not exist
/// as null) and the sentences. The keys are those of the result records of the analysis.
/// </summary>
public static class ResultJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower), new FiniteNumber() },
    };

    /// <summary>Writes an answer as one JSON object.</summary>
    /// <param name="stream">Where to; stays open.</param>
    /// <param name="format">Name and number of the format, <c>twinsim-selection-1</c> say.</param>
    /// <param name="facts">What was run.</param>
    /// <param name="names">Names for positions in the result: designs, factors, levers.</param>
    /// <param name="result">The result.</param>
    /// <param name="words">The sentences.</param>
    public static void Write(Stream stream, string format, ExperimentFacts facts, IReadOnlyList<string> names, object result, IEnumerable<string> words)
    {
        JsonSerializer.Serialize(stream, new Answer(format, facts, [.. names], result, [.. words]), Options);
        stream.WriteByte((byte)'\n');
    }

    private sealed record Answer(string Format, ExperimentFacts Facts, ImmutableArray<string> Names, object Result, ImmutableArray<string> Words);

    private sealed class FiniteNumber : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value)) writer.WriteNumberValue(value);
            else writer.WriteNullValue();
        }
    }
}
