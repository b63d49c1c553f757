using System.Text.Json.Nodes;

namespace TwinningSim.Scenarios.Format;

/// <summary>The definitions of a JSON Schema: one for each mapping of the format, and one for its changes in an overlay.</summary>
internal sealed class SchemaDefinitions
{
    private readonly SortedDictionary<string, JsonObject> _definitions = new(StringComparer.Ordinal);

    /// <summary>A reference to the definition of a mapping.</summary>
    public JsonObject Whole(ObjectShape shape) => Reference(shape, partial: false);

    /// <summary>A reference to the definition of changes of a mapping: any keys but its id.</summary>
    public JsonObject Partial(ObjectShape shape) => Reference(shape, partial: true);

    /// <summary>A reference to a rule that several keys share.</summary>
    public JsonObject Shared(string name, Func<JsonObject> describe)
    {
        if (!_definitions.ContainsKey(name)) _definitions.Add(name, describe());
        return new JsonObject { ["$ref"] = "#/definitions/" + name };
    }

    /// <summary>All definitions that were referred to.</summary>
    public JsonObject All()
    {
        var all = new JsonObject();
        foreach ((string name, JsonObject definition) in _definitions) all[name] = definition;
        return all;
    }

    /// <summary>The schema of a mapping itself.</summary>
    public JsonObject Describe(ObjectShape shape, bool partial)
    {
        object defaults = Activator.CreateInstance(shape.Type)!;
        var properties = new JsonObject();
        foreach (Field field in shape.Fields.Where(f => !(partial && f.IsId)))
        {
            JsonObject property = field.Shape.Schema(this);
            // In draft-07 what stands beside a reference is not looked at.
            if (property.ContainsKey("$ref")) property = new JsonObject { ["allOf"] = new JsonArray(property) };
            property["description"] = field.Meaning;
            if (!partial && Default(field.Property.GetValue(defaults)) is { } value) property["default"] = value;
            properties[field.Key] = property;
        }
        var schema = new JsonObject { ["type"] = "object", ["description"] = shape.Meaning, ["additionalProperties"] = false };
        string[] required = [.. shape.Fields.Where(f => f.Required).Select(f => f.Key)];
        if (!partial && required.Length > 0) schema["required"] = new JsonArray([.. required.Select(k => JsonValue.Create(k))]);
        schema["properties"] = properties;
        return schema;
    }

    private JsonObject Reference(ObjectShape shape, bool partial)
    {
        string name = Naming.Snake(shape.Type.Name[..^"Source".Length]) + (partial ? "_change" : "");
        // Entered before it is described, so that a type may contain itself.
        if (_definitions.TryAdd(name, [])) _definitions[name] = Describe(shape, partial);
        return new JsonObject { ["$ref"] = "#/definitions/" + name };
    }

    private static JsonNode? Default(object? value) => value switch
    {
        double number => Number.Json(number),
        int whole => JsonValue.Create(whole),
        long whole => JsonValue.Create(whole),
        bool flag => JsonValue.Create(flag),
        Enum choice => JsonValue.Create(Naming.Kebab(choice.ToString())),
        _ => null,
    };
}
