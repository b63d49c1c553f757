using System.CommandLine;
using TwinningSim.Analysis.Comparing;
using TwinningSim.Experiments;
using TwinningSim.Kernel.Tables;
using TwinningSim.Model.Input;
using TwinningSim.Reports;
using TwinningSim.Scenarios;
using TwinningSim.Scenarios.Levers;
using TwinningSim.Storage;

namespace TwinningSim.Cli.Verbs;

/// <summary>The options that all verbs share that run replicates as they need them.</summary>
internal sealed class LiveOptions
{
    private readonly Argument<string> _path = new("scenario") { Description = "The scenario file." };
    private readonly Option<ulong?> _seed = Input.WholeNumber("--seed", "Seed of all random numbers. Default: the scenario's.", 0, ulong.MaxValue);
    private readonly Option<ulong?> _threads = Input.WholeNumber("--threads", "Worker threads; they never change a result. Default: one for each core.", 1, 1024);
    private readonly Option<string> _results = new("--results") { Description = "Folder of results that keeps the answer, for 'twinsim report'. Default: results/<scenario>.", HelpName = "folder" };
    private readonly Option<bool> _json = new("--json") { Description = "Write the answer as JSON to standard output." };
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "No progress and no remarks: only the answer and errors." };

    public void AddTo(Command command)
    {
        command.Arguments.Insert(0, _path);
        foreach (Option option in new Option[] { _seed, _threads, _results, _json, _quiet }) command.Options.Add(option);
    }

    public bool Json(ParseResult result) => result.GetValue(_json);

    public bool Quiet(ParseResult result) => result.GetValue(_quiet);

    public Scenario Scenario(ParseResult result) => Input.ReadScenario(result.GetRequiredValue(_path), Quiet(result));

    public string Path(ParseResult result) => result.GetRequiredValue(_path);

    public ulong Seed(ParseResult result, Scenario scenario) => result.GetValue(_seed) ?? scenario.Seed;

    public LiveRuns Runs(ParseResult result, Scenario scenario, IReadOnlyList<Outcome> outcomes, CancellationToken cancel)
        => new(scenario, outcomes, Seed(result, scenario), (int?)result.GetValue(_threads) ?? Environment.ProcessorCount, Quiet(result), cancel);

    /// <summary>What a reader must know about the runs.</summary>
    public ExperimentFacts Facts(ParseResult result, Scenario scenario) => new()
    {
        Scenario = scenario.Id, Title = scenario.Title, Question = scenario.Question, Start = scenario.Start.ToString(), Months = scenario.Months, Seed = Seed(result, scenario),
        Version = ProgramVersion.Current, WithoutProgramme = scenario.WithoutProgrammeDesign,
    };

    /// <summary>Writes the answer: as JSON, or as words with whatever table belongs to them. Keeps it beside the results too.</summary>
    /// <param name="result">The command.</param>
    /// <param name="scenario">The scenario.</param>
    /// <param name="asked">What was asked, in a few words; the same question again replaces its answer.</param>
    /// <param name="format">Name of the format.</param>
    /// <param name="names">Names for positions in the answer.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="words">The sentences.</param>
    /// <param name="table">Writes the table.</param>
    /// <param name="rows">The answer as a table, to be kept for other programs; null for none.</param>
    /// <param name="experiment">Identifier and hash of the experiment file that the question came from; null for the scenario itself.</param>
    public void Answer(
        ParseResult result, Scenario scenario, string asked, string format, IReadOnlyList<string> names, object answer, IReadOnlyList<string> words, Action table, TableBuffer? rows = null,
        (string Id, string Hash)? experiment = null)
    {
        ExperimentFacts facts = Facts(result, scenario);
        var whole = new DecisionAnswer(format, KeptAnswers.CommandOf(result), experiment?.Hash ?? scenario.TextHash, facts, [.. names], answer, [.. words]);
        if (Json(result))
        {
            using Stream stream = Console.OpenStandardOutput();
            ResultJson.Write(stream, whole);
        }
        else
        {
            Console.Out.WriteLine(facts.Title);
            Console.Out.WriteLine($"{facts.Months} months from {facts.Start}, seed {facts.Seed}, twinsim {facts.Version}.");
            Console.Out.WriteLine();
            table();
            Say(words);
        }
        string results = result.GetValue(_results) ?? RunVerb.FolderOf(experiment?.Id ?? scenario.Id, null);
        OutputFolder folder = KeptAnswers.Keep(results, asked, whole);
        if (rows is not null) folder.Write($"{KeptAnswers.FileName(asked)}.parquet", rows);
        if (!Quiet(result)) Console.Error.WriteLine($"Kept in {folder.Path}; 'twinsim report {results}' shows it.");
    }

    /// <summary>Writes sentences, each from the start of a line.</summary>
    public static void Say(IEnumerable<string> words)
    {
        foreach (string line in words.SelectMany(w => TextLayout.Wrap(w, "  "))) Console.Out.WriteLine(line);
    }

    /// <summary>The design of that name; the baseline if none is named.</summary>
    public static Design Design(Scenario scenario, string? name)
    {
        if (name is not null) Input.CheckName("The design", name, [.. scenario.Designs.Select(d => d.Id)]);
        return scenario.Find(name ?? scenario.BaselineDesign)!;
    }

    /// <summary>The lever of that name.</summary>
    public static Lever Lever(string name, Design design)
        => Scenarios.Levers.Lever.TryParse(name, design, out Lever? lever, out LeverProblem? problem) ? lever : throw new BadInputException(problem.ToString());

    /// <summary>Values of a lever from one to another, ascending.</summary>
    public static double[] Steps(Lever lever, double from, double to, double? step)
    {
        if (!(from < to)) throw new BadInputException($"--from is {from}, --to is {to}: a range goes up.");
        foreach (double end in new[] { from, to })
        {
            try
            {
                lever.Allowed(end);
            }
            catch (ArgumentOutOfRangeException e)
            {
                throw new BadInputException(e.Message.Split('\n')[0].Split(" (Parameter")[0]);
            }
        }
        double by = step ?? (lever.IsWhole ? Math.Max(1, Math.Ceiling((to - from) / 100)) : (to - from) / 100);
        if (!(by > 0)) throw new BadInputException($"--step is {by}; allowed is a number above 0.");
        if ((to - from) / by > 100_000) throw new BadInputException($"{from} to {to} by {by} are more than 100,000 values. Give a larger --step.");
        return [.. Enumerable.Range(0, (int)Math.Floor((to - from) / by + 1e-9) + 1).Select(i => lever.Allowed(Math.Min(to, Math.Round(from + i * by, 9)))).Distinct()];
    }
}
