using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using TwinningSim.Analysis.Comparing;
using TwinningSim.Experiments;
using TwinningSim.Model.Parameters;
using TwinningSim.Scenarios;
using TwinningSim.Scenarios.Diagnostics;
using TwinningSim.Scenarios.Experiments;
using OutcomeList = TwinningSim.Analysis.Comparing.Outcomes;

namespace TwinningSim.Cli;

/// <summary>What several verbs read from the command line and from files.</summary>
internal static class Input
{
    /// <summary>The largest number of parts of an experiment.</summary>
    public const int MostParts = 100_000;

    /// <summary>Reads a scenario; its warnings go to standard error.</summary>
    /// <exception cref="BadInputException">The file has errors; the message holds all of them.</exception>
    public static Scenario ReadScenario(string path, bool quiet = false, string? parameters = null)
    {
        ScenarioReading reading = ScenarioReader.Read(path, parameters);
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

    /// <summary>Reads an experiment and makes its designs; warnings go to standard error.</summary>
    /// <exception cref="BadInputException">The file, its scenario or its points have errors; the message holds all of them.</exception>
    public static ExperimentGrid ReadExperiment(string path, bool quiet = false, string? parameters = null)
    {
        (ExperimentGrid? grid, ImmutableArray<Diagnostic> diagnostics) = TryReadExperiment(path, parameters);
        if (grid is not null)
        {
            if (!quiet)
            {
                foreach (Diagnostic warning in diagnostics) Console.Error.WriteLine(warning);
            }
            return grid;
        }
        int errors = diagnostics.Count(d => d.Severity == Severity.Error);
        throw new BadInputException(string.Join(Environment.NewLine, [.. diagnostics.Select(d => d.ToString()), $"{Count(errors, "error")}: nothing was run."]));
    }

    /// <summary>The designs of an experiment file, or what is wrong with it.</summary>
    public static (ExperimentGrid? Grid, ImmutableArray<Diagnostic> Diagnostics) TryReadExperiment(string path, string? parameters = null)
    {
        ExperimentReading reading = ExperimentFileReader.Read(path, [.. OutcomeList.All.Select(o => o.Name)], parameters);
        if (reading.Experiment is null) return (null, reading.Diagnostics);
        ExperimentGrid? grid = ExperimentGrid.Make(reading.Experiment, out ImmutableArray<Diagnostic> problems);
        return (grid, [.. reading.Diagnostics, .. problems]);
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

    /// <summary>An option for a duration: a number of s, m or h.</summary>
    public static Option<TimeSpan?> Duration(string name, string meaning) => new(name)
    {
        Description = meaning,
        HelpName = "time",
        CustomParser = result =>
        {
            string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            double seconds = text.Length == 0 ? 0 : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 };
            if (seconds > 0 && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && number * seconds is > 0 and <= 3e6)
                return TimeSpan.FromSeconds(number * seconds);
            result.AddError($"{name} is '{text}'; allowed is a number of seconds, minutes or hours, such as 90s, 55m or 2h.");
            return null;
        },
    };

    /// <summary>An option for a part of a plan, <c>i/n</c>.</summary>
    public static Option<Experiments.PlanPart?> Part(string name, string meaning) => new(name)
    {
        Description = meaning,
        HelpName = "i/n",
        CustomParser = result =>
        {
            string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (text.Split('/') is [var i, var n] && int.TryParse(i, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
                && int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out int of) && index < of && of <= MostParts) return new(index, of);
            result.AddError($"{name} is '{text}'; allowed is i/n with n parts, 1 to {Written(MostParts)}, and i from 0 to n - 1, such as 0/10 to 9/10.");
            return null;
        },
    };

    /// <summary>An option for numbers and ranges of numbers: <c>3,7-9</c>.</summary>
    public static Option<int[]?> Numbers(string name, string meaning, int most) => new(name)
    {
        Description = meaning,
        HelpName = "3,7-9",
        CustomParser = result =>
        {
            var numbers = new SortedSet<int>();
            foreach (string range in result.Tokens.SelectMany(t => t.Value.Split(',')))
            {
                string[] ends = range.Split('-');
                if (ends.Length <= 2 && int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first)
                    && int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int last) && first <= last && last <= most)
                {
                    numbers.UnionWith(Enumerable.Range(first, last - first + 1));
                    continue;
                }
                result.AddError($"{name} has '{range}'; allowed are whole numbers from 0 to {Written((ulong)most)} and ranges of them, such as 3,7-9.");
                return null;
            }
            return [.. numbers];
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

    /// <summary>The option that names a set of parameters.</summary>
    public static Option<string> ParameterSet() => new("--parameters")
    {
        Description = "'posterior': each replicate takes another draw of what calibration left open; or a named set of values. Default: the file's, or else the calibrated defaults.",
        HelpName = string.Join('|', ParameterSets.Names),
    };

    /// <summary>The set of parameters that was named, or null.</summary>
    /// <exception cref="BadInputException">There is no such set.</exception>
    public static string? GivenSet(ParseResult result, Option<string> parameters)
    {
        string? set = result.GetValue(parameters);
        if (set is not null) CheckName("The set of parameters", set, ParameterSets.Names);
        return set;
    }

    /// <summary>The outcomes of some names, or of groups of them.</summary>
    /// <exception cref="BadInputException">There is no such outcome.</exception>
    public static ImmutableArray<Outcome> Outcomes(string[]? wanted, ImmutableArray<Outcome> otherwise)
    {
        if (wanted is null) return otherwise;
        return [.. wanted.SelectMany(name =>
        {
            if (OutcomeList.Groups.FirstOrDefault(g => g.Name == name) is { Name: not null } group) return group.Outcomes;
            CheckName("The outcome", name, [.. OutcomeList.All.Select(o => o.Name), .. OutcomeList.Groups.Select(g => g.Name)]);
            return [OutcomeList.Find(name)!];
        }).Distinct()];
    }

    /// <summary>An option for a number within a range.</summary>
    public static Option<double?> Number(string name, string meaning, double least = double.NegativeInfinity, double most = double.PositiveInfinity, string helpName = "x") => new(name)
    {
        Description = meaning,
        HelpName = helpName,
        CustomParser = result =>
        {
            string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (double.TryParse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                && double.IsFinite(number) && number >= least && number <= most) return number;
            string range = double.IsInfinity(least) ? double.IsInfinity(most) ? "a number" : $"a number of at most {most}" : double.IsInfinity(most) ? $"a number of {least} or more" : $"a number from {least} to {most}";
            result.AddError($"{name} is '{text}'; allowed is {range}.");
            return null;
        },
    };

    private static string Written(ulong number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
