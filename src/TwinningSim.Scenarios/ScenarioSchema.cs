using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TwinningSim.Scenarios.Format;

namespace TwinningSim.Scenarios;

/// <summary>The JSON Schema of scenario files, made from the same types as the reader. Editors complete and check with it while a scenario is written.</summary>
public static class ScenarioSchema
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The first line of a scenario file next to the folder <c>schema</c>: tells an editor where the schema is.</summary>
    public const string EditorLine = "# yaml-language-server: $schema=schema/scenario.schema.json";

    /// <summary>The same line of an experiment file in the folder <c>experiments</c> beside it.</summary>
    public const string ExperimentEditorLine = "# yaml-language-server: $schema=../schema/experiment.schema.json";

    /// <summary>The schema of scenario files, JSON Schema draft-07 (the one that the YAML plug-ins of editors support in full), ending with a line feed.</summary>
    public static string Generate() => Generate(typeof(ScenarioSource), "TwinningSim scenario");

    /// <summary>The schema of experiment files, in the same way.</summary>
    public static string GenerateExperiment() => Generate(typeof(ExperimentSource), "TwinningSim experiment");

    private static string Generate(Type source, string title)
    {
        var definitions = new SchemaDefinitions();
        JsonObject root = definitions.Describe(ObjectShape.Of(source), partial: false);
        var schema = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = title,
        };
        foreach ((string key, JsonNode? value) in root) schema[key] = value?.DeepClone();
        schema["definitions"] = definitions.All();
        return schema.ToJsonString(Indented).ReplaceLineEndings("\n") + "\n";
    }
}
