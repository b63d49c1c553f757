using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using TwinningSim.Model.Input;
using TwinningSim.Model.Parameters;

namespace TwinningSim.Experiments;

/// <summary>A hash of everything in a design that can change its results: all of it but the title. A new property of the input records is covered without a change here.</summary>
internal static class DesignHash
{
    private static readonly JsonSerializerOptions Options = new() { IncludeFields = true, Converters = { new CatalogueText(), new ParametersText() } };

    public static string Of(Design design) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(design with { Title = "" }, Options)));

    private sealed class CatalogueText : JsonConverter<ActivityCatalogue>
    {
        public override ActivityCatalogue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, ActivityCatalogue value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value.All.ToArray(), options);
    }

    private sealed class ParametersText : JsonConverter<ParameterValues>
    {
        public override ParameterValues Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, ParameterValues value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            foreach (ParameterDefinition parameter in ParameterTable.All) writer.WriteNumber(parameter.Name, value[parameter.Name]);
            writer.WriteEndObject();
        }
    }
}
