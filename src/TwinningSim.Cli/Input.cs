using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using TwinningSim.Scenarios;
using TwinningSim.Scenarios.Diagnostics;

namespace TwinningSim.Cli;

/// <summary>What several verbs read from the command line and from files.</summary>
internal static class Input
{
    /// <summary>Reads a scenario; its warnings go to standard error.</summary>
    /// <exception cref="BadInputException">The file has errors; the message holds all of them.</exception>
    public static Scenario ReadScenario(string path, bool quiet = false)
    {
        ScenarioReading reading = ScenarioReader.Read(path);
        if (reading.Scenario is { } scenario)
        {
            if (!quiet)
            {
                foreach (Diagnostic warning in reading.Diagnostics) Console.Error.WriteLine(warning);
            }
            return scenario;
        }
        int errors = reading.Diagnostics.Count(d => d.Severity == Severity.Error);
        throw new BadInputException(string.Join(Environment.NewLine, [.. reading.Diagnostics.Select(d => d.ToString()), $"{Count(errors, "error")}: nothing was run."]));
    }

    /// <summary>A number of things in words.</summary>
    public static string Count(int number, string thing) => $"{number.ToString("#,0", CultureInfo.InvariantCulture)} {thing}{(number == 1 ? "" : "s")}";

    /// <summary>An option for a whole number within a range.</summary>
    public static Option<ulong?> WholeNumber(string name, string meaning, ulong least, ulong most, params string[] aliases) => new(name, aliases)
    {
        Description = meaning,
        HelpName = "N",
        CustomParser = result =>
        {
            string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (ulong.TryParse(text.Replace("_", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out ulong number)
                && number >= least && number <= most) return number;
            result.AddError($"{name} is '{text}'; allowed is a whole number from {Written(least)} to {Written(most)}.");
            return null;
        },
    };

    /// <summary>An option for a list of names separated by commas.</summary>
    public static Option<string[]> Names(string name, string meaning, string helpName) => new(name)
    {
        Description = meaning,
        HelpName = helpName,
        AllowMultipleArgumentsPerToken = false,
        CustomParser = (ArgumentResult result) =>
        {
            string[] names = [.. result.Tokens.SelectMany(t => t.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Distinct(StringComparer.Ordinal)];
            if (names.Length == 0) result.AddError($"{name} names nothing; give {helpName}.");
            return names;
        },
    };

    /// <summary>The names that an option gives, or null if it was not given.</summary>
    public static string[]? Given(ParseResult result, Option<string[]> option) => result.GetResult(option) is null ? null : result.GetValue(option);

    /// <summary>Checks that a name is one of those that exist.</summary>
    /// <exception cref="BadInputException">It is not.</exception>
    public static void CheckName(string what, string given, IReadOnlyCollection<string> names)
    {
        if (!names.Contains(given)) throw new BadInputException($"{what} '{given}' does not exist. There are: {string.Join(", ", names)}.{Nearest.Hint(given, names)}");
    }

    private static string Written(ulong number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
