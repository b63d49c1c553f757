using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using TwinningSim.Cli.Verbs;

namespace TwinningSim.Cli;

/// <summary>The verbs, their help and what happens when the command line itself is wrong.</summary>
internal static class CommandLine
{
    /// <summary>Shows the details of an unexpected failure.</summary>
    public static Option<bool> Verbose { get; } = new("--verbose") { Description = "Show the details of an unexpected failure.", Recursive = true };

    /// <summary>The whole command line.</summary>
    public static RootCommand Make()
    {
        var root = new RootCommand("Compares designs of cluster twinning programmes by simulation: who is brought together, with how much help of which kind, and what comes out at what cost.")
        {
            CalibrateVerb.Make(),
            RunVerb.Make(), PlanVerb.Make(), ValidateVerb.Make(), ValidateModelVerb.Make(), ListVerb.Make(), SchemaVerb.Make(), NewVerb.Make(), ShowVerb.Make(), ReportVerb.Make(), CompletionVerb.Make(), Verbose,
            CompareVerb.Make(), SelectVerb.Make(), SizeVerb.Make(), SensitivityVerb.Make(), CostVerb.Make(), OptimiseVerb.Make(),
            MergeVerb.Make(), StatusVerb.Make(), SubmitVerb.Make(), QueryVerb.Make(),
            AppraiseVerb.Make(),
        };
        (string, string)[] examples =
        [
            ("twinsim new my-cluster.yaml", "write a commented scenario to start from"),
            ("twinsim validate my-cluster.yaml", "check it"),
            ("twinsim run my-cluster.yaml", "run it and compare its designs"),
            ("twinsim list parameters", "what the model assumes, and where it comes from"),
        ];
        foreach (Option option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction action })
            {
                action.MaxWidth = Reports.TextLayout.Width;
                option.Action = new HelpWithExamples(action, examples);
            }
        }
        return root;
    }

    /// <summary>Says what is wrong with a command line, and what was probably meant.</summary>
    public static void ReportErrors(ParseResult result, TextWriter error)
    {
        Command command = result.CommandResult.Command;
        string path = PathOf(command);
        string[] unknown = [.. result.UnmatchedTokens];
        for (int i = 0; i < unknown.Length; i++)
        {
            string token = unknown[i];
            // What follows an unknown option is most likely its value.
            if (i > 0 && unknown[i - 1].StartsWith('-') && !token.StartsWith('-')) continue;
            error.WriteLine(token.StartsWith('-')
                ? $"'{token}' is no option of '{path}'.{Nearest.Hint(token, OptionsOf(result).SelectMany(o => o.Aliases.Append(o.Name)))}"
                : command.Subcommands.Count > 0
                    ? $"'{token}' is no verb of '{path}'.{Nearest.Hint(token, command.Subcommands.Select(c => c.Name))}"
                    : $"'{token}' is more than '{path}' takes.");
        }
        foreach (ParseError problem in result.Errors)
        {
            // Already said above, better.
            if (unknown.Length > 0 && (unknown.Any(u => problem.Message.Contains($"'{u}'", StringComparison.Ordinal)) || problem.SymbolResult is CommandResult)) continue;
            error.WriteLine(problem.Message);
        }
        error.WriteLine($"See '{path} --help'.");
    }

    private static IEnumerable<Option> OptionsOf(ParseResult result)
    {
        for (SymbolResult? at = result.CommandResult; at is CommandResult command; at = at.Parent)
        {
            foreach (Option option in command.Command.Options)
            {
                if (at == result.CommandResult || option.Recursive) yield return option;
            }
        }
    }

    private static string PathOf(Command command) => command is RootCommand ? "twinsim" : "twinsim " + command.Name;

    /// <summary>The usual help, followed by the examples of the verb.</summary>
    private sealed class HelpWithExamples(HelpAction usual, (string Line, string Meaning)[] general) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            int code = usual.Invoke(parseResult);
            (string Line, string Meaning)[] examples = parseResult.CommandResult.Command is Verb verb ? verb.Examples : general;
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            int width = examples.Max(e => e.Line.Length);
            foreach ((string line, string meaning) in examples) output.WriteLine($"  {line.PadRight(width)}  {meaning}");
            return code;
        }
    }
}
