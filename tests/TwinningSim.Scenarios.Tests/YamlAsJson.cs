using System.Globalization;
using System.Text.Json.Nodes;
using TwinningSim.Scenarios.Yaml;

namespace TwinningSim.Scenarios.Tests;

/// <summary>A YAML text as the JSON that an editor checks against the schema (core schema of YAML 1.2).</summary>
internal static class YamlAsJson
{
    public static string Convert(YamlNode node) => ToJson(node)?.ToJsonString() ?? "null";

    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        MappingNode mapping => new JsonObject(mapping.Entries.Select(e => KeyValuePair.Create(e.Key.Text, ToJson(e.Value)))),
        SequenceNode list => new JsonArray([.. list.Items.Select(ToJson)]),
        ScalarNode { IsNull: true } => null,
        ScalarNode { Plain: true, Text: "true" or "false" } flag => JsonValue.Create(flag.Text == "true"),
        ScalarNode { Plain: true } number when long.TryParse(number.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) => JsonValue.Create(whole),
        ScalarNode { Plain: true } number when double.TryParse(number.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double real) && double.IsFinite(real) => JsonValue.Create(real),
        ScalarNode text => JsonValue.Create(text.Text),
        _ => throw new InvalidOperationException("An unknown node."),
    };
}
