using System.CommandLine;
using System.Text.Json;
using TwinningSim.Scenarios;
using TwinningSim.Scenarios.Diagnostics;

namespace TwinningSim.Cli.Verbs;

/// <summary><c>twinsim validate</c>: all problems of scenario files at once.</summary>
internal static class ValidateVerb
{
    public static Command Make()
    {
        var files = new Argument<string[]>("scenario") { Description = "Scenario files.", Arity = ArgumentArity.OneOrMore };
        var json = new Option<bool>("--json") { Description = "Write the problems as JSON to standard output." };
        var command = new Verb("validate", "Check scenario files and report all problems at once; exit code 2 if one has an error.") { files, json };
        command.Examples =
        [
            ("twinsim validate scenarios/*.yaml", "check several files"),
            ("twinsim validate my-cluster.yaml --json", "for editors and scripts"),
        ];
        command.SetAction(result => Validate(result.GetRequiredValue(files), result.GetValue(json)));
        return command;
    }

    private static int Validate(string[] files, bool json)
    {
        (string File, ScenarioReading Reading)[] readings = [.. files.Select(f => (f, ScenarioReader.Read(f)))];
        if (json) WriteJson(readings);
        else WriteText(readings);
        return readings.All(r => r.Reading.Succeeded) ? ExitCode.Success : ExitCode.BadInput;
    }

    private static void WriteText((string File, ScenarioReading Reading)[] readings)
    {
        foreach ((string file, ScenarioReading reading) in readings)
        {
            foreach (Diagnostic diagnostic in reading.Diagnostics) Console.Error.WriteLine(diagnostic);
            int errors = reading.Diagnostics.Count(d => d.Severity == Severity.Error);
            int warnings = reading.Diagnostics.Length - errors;
            string also = warnings > 0 ? $", {Input.Count(warnings, "warning")}" : "";
            Console.Out.WriteLine(reading.Scenario is { } scenario
                ? $"{file}: valid, {Input.Count(scenario.Designs.Length, "design")}, {Input.Count(scenario.Months, "month")}{also}"
                : $"{file}: {Input.Count(errors, "error")}{also}");
        }
    }

    private static void WriteJson((string File, ScenarioReading Reading)[] readings)
    {
        using Stream stream = Console.OpenStandardOutput();
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartArray();
        foreach ((string file, ScenarioReading reading) in readings)
        {
            json.WriteStartObject();
            json.WriteString("file", file);
            json.WriteBoolean("valid", reading.Succeeded);
            json.WriteStartArray("diagnostics");
            foreach (Diagnostic diagnostic in reading.Diagnostics)
            {
                json.WriteStartObject();
                json.WriteString("code", diagnostic.Code);
                json.WriteString("severity", diagnostic.Severity == Severity.Error ? "error" : "warning");
                json.WriteNumber("line", diagnostic.Line);
                json.WriteNumber("column", diagnostic.Column);
                json.WriteString("message", diagnostic.Message);
                json.WriteString("allowed", diagnostic.Allowed);
                json.WriteString("nearest", diagnostic.Nearest);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.Flush();
        stream.WriteByte((byte)'\n');
    }
}
