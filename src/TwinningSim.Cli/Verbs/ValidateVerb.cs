using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using TwinningSim.Experiments;
using TwinningSim.Scenarios;
using TwinningSim.Scenarios.Diagnostics;
using TwinningSim.Scenarios.Experiments;

namespace TwinningSim.Cli.Verbs;

/// <summary><c>twinsim validate</c>: all problems of scenario files at once.</summary>
internal static class ValidateVerb
{
    public static Command Make()
    {
        var files = new Argument<string[]>("file") { Description = "Scenario and experiment files.", Arity = ArgumentArity.OneOrMore };
        var json = new Option<bool>("--json") { Description = "Write the problems as JSON to standard output." };
        var command = new Verb("validate", "Check scenario and experiment files and report all problems at once; exit code 2 if one has an error.") { files, json };
        command.Examples =
        [
            ("twinsim validate scenarios/*.yaml scenarios/experiments/*.yaml", "check several files"),
            ("twinsim validate my-cluster.yaml --json", "for editors and scripts"),
        ];
        command.SetAction(result => Validate(result.GetRequiredValue(files), result.GetValue(json)));
        return command;
    }

    private static int Validate(string[] files, bool json)
    {
        FileReading[] readings = [.. files.Select(Read)];
        if (json) WriteJson(readings);
        else WriteText(readings);
        return readings.All(r => r.What is not null) ? ExitCode.Success : ExitCode.BadInput;
    }

    /// <summary>What came of a file.</summary>
    /// <param name="File">Its name as it was given.</param>
    /// <param name="Diagnostics">What is wrong with it.</param>
    /// <param name="What">What it holds, in words; null if it has an error.</param>
    private sealed record FileReading(string File, ImmutableArray<Diagnostic> Diagnostics, string? What);

    private static FileReading Read(string file)
    {
        if (ExperimentFileReader.IsExperiment(file))
        {
            (ExperimentGrid? grid, ImmutableArray<Diagnostic> diagnostics) = Input.TryReadExperiment(file);
            return new(file, diagnostics, grid is null ? null : $"{Input.Count(grid.Designs.Length, "design")}, {Input.Count(grid.Experiment.Factors.Count(), "factor")}, {Input.Count(grid.Experiment.Scenario.Months, "month")}");
        }
        ScenarioReading reading = ScenarioReader.Read(file);
        return new(file, reading.Diagnostics, reading.Scenario is { } scenario ? $"{Input.Count(scenario.Designs.Length, "design")}, {Input.Count(scenario.Months, "month")}" : null);
    }

    private static void WriteText(FileReading[] readings)
    {
        foreach ((string file, ImmutableArray<Diagnostic> diagnostics, string? what) in readings)
        {
            foreach (Diagnostic diagnostic in diagnostics) Console.Error.WriteLine(diagnostic);
            int errors = diagnostics.Count(d => d.Severity == Severity.Error);
            int warnings = diagnostics.Length - errors;
            string also = warnings > 0 ? $", {Input.Count(warnings, "warning")}" : "";
            Console.Out.WriteLine(what is not null ? $"{file}: valid, {what}{also}" : $"{file}: {Input.Count(errors, "error")}{also}");
        }
    }

    private static void WriteJson(FileReading[] readings)
    {
        using Stream stream = Console.OpenStandardOutput();
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartArray();
        foreach ((string file, ImmutableArray<Diagnostic> diagnostics, string? what) in readings)
        {
            json.WriteStartObject();
            json.WriteString("file", file);
            json.WriteBoolean("valid", what is not null);
            json.WriteStartArray("diagnostics");
            foreach (Diagnostic diagnostic in diagnostics)
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
