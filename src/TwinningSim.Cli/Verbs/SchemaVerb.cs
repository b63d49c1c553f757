using System.CommandLine;
using TwinningSim.Scenarios;

namespace TwinningSim.Cli.Verbs;

/// <summary><c>twinsim schema</c>: the JSON schema of scenario files, for editors.</summary>
internal static class SchemaVerb
{
    public static Command Make()
    {
        var what = new Argument<string>("what") { Description = "scenario or experiment.", DefaultValueFactory = _ => "scenario" };
        what.AcceptOnlyFromAmong("scenario", "experiment");
        var command = new Verb("schema", "Print the JSON schema of scenario or experiment files: editors complete and check with it.") { what };
        command.Examples =
        [
            ("twinsim schema > scenario.schema.json", "write it into a file, to be named in a scenario's first line"),
            ("twinsim schema experiment > experiment.schema.json", "the same for experiments"),
        ];
        command.SetAction(result => Print(result.GetRequiredValue(what)));
        return command;
    }

    private static int Print(string what)
    {
        Console.Out.Write((what == "experiment" ? ScenarioSchema.GenerateExperiment() : ScenarioSchema.Generate()).TrimEnd() + "\n");
        return ExitCode.Success;
    }
}
