using System.CommandLine;
using TwinningSim.Scenarios;

namespace TwinningSim.Cli.Verbs;

/// <summary><c>twinsim schema</c>: the JSON schema of scenario files, for editors.</summary>
internal static class SchemaVerb
{
    public static Command Make()
    {
        var command = new Verb("schema", "Print the JSON schema of scenario files: editors complete and check with it.");
        command.Examples =
        [
            ("twinsim schema > scenario.schema.json", "write it into a file, to be named in a scenario's first line"),
        ];
        command.SetAction(_ => Print());
        return command;
    }

    private static int Print()
    {
        Console.Out.Write(ScenarioSchema.Generate().TrimEnd() + "\n");
        return ExitCode.Success;
    }
}
