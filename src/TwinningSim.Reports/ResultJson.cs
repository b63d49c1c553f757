using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TwinningSim.Reports;

/// <summary>The answer of a decision verb.</summary>
/// <param name="Format">Name and number of the format, <c>twinsim-selection-1</c> say.</param>
/// <param name="Command">The command that gave it.</param>
/// <param name="ScenarioHash">Hash of the text of the scenario.</param>
/// <param name="Facts">What was run.</param>
/// <param name="Names">Names for positions in the result: designs, factors, levers.</param>
/// <param name="Result">The result.</param>
/// <param name="Words">The sentences.</param>
public sealed record DecisionAnswer(string Format, string Command, string ScenarioHash, ExperimentFacts Facts, ImmutableArray<string> Names, object Result, ImmutableArray<string> Words);

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
    /// <param name="answer">The answer.</param>
    public static void Write(Stream stream, DecisionAnswer answer)
    {
        JsonSerializer.Serialize(stream, answer, Options);
        stream.WriteByte((byte)'\n');
    }

    /// <summary>Reads an answer; its result is a <see cref="JsonElement"/>, which <see cref="ResultOf{T}"/> understands.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static DecisionAnswer Read(ReadOnlySpan<byte> json)
        => JsonSerializer.Deserialize<DecisionAnswer>(json, Options) is { Words.IsDefault: false, Names.IsDefault: false } answer ? answer : throw new JsonException("it is no answer");

    /// <summary>The result of an answer that was read.</summary>
    /// <exception cref="JsonException">It has another format.</exception>
    public static T ResultOf<T>(DecisionAnswer answer) => ((JsonElement)answer.Result).Deserialize<T>(Options) ?? throw new JsonException("it is empty");

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
