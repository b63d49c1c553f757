using System.Collections.Immutable;
using System.CommandLine;
using TwinningSim.Analysis.Comparing;
using TwinningSim.Analysis.Estimation;
using TwinningSim.Cli.Output;
using TwinningSim.Reports;
using TwinningSim.Storage;

namespace TwinningSim.Cli.Verbs;

/// <summary><c>twinsim compare</c>: designs of one or several result folders side by side, replicate by replicate.</summary>
internal static class CompareVerb
{
    private sealed record Request(string[] Folders, string[]? Designs, string? Baseline, string[]? Outcomes, double Level, bool Mix, bool Json, bool Quiet, bool Ascii);

    /// <summary>A design of a folder, under the name that it has in the comparison.</summary>
    private sealed record Source(string Id, ExperimentReader Reader, ManifestDesign Design);

    public static Command Make()
    {
        var folders = new Argument<string[]>("folder") { Description = "Folders of results, of one scenario and one seed.", Arity = ArgumentArity.OneOrMore };
        Option<string[]> designs = Input.Names("--designs", "Compare only these designs.", "a,b,...");
        var baseline = new Option<string>("--baseline") { Description = "The design that the others are compared with. Default: the experiment's.", HelpName = "design" };
        Option<string[]> outcomes = Input.Names("--outcomes", "Outcomes, or groups of them: main, table-9, table-10, standard-programme. Default: all.", "a,b,...");
        Option<double?> level = Input.Number("--level", "Level of the intervals. Default: 0.95.", 0.5, 0.9999);
        var mix = new Option<bool>("--mix") { Description = "Compare also designs that change assumptions with the baseline: their difference mixes two worlds with two policies." };
        var json = new Option<bool>("--json") { Description = "Write the comparison as JSON to standard output." };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Only the table, no sentences about each design." };
        var ascii = new Option<bool>("--ascii") { Description = "Nothing but ASCII characters in the table." };
        outcomes.CompletionSources.Add(_ => Outcomes.All.Select(o => o.Name).Concat(Outcomes.Groups.Select(g => g.Name)).Select(n => new System.CommandLine.Completions.CompletionItem(n)));
        var command = new Verb("compare", "Compare the designs of result folders: differences in the same luck, how sure they are, and how many runs would tell.")
        {
            folders, designs, baseline, outcomes, level, mix, json, quiet, ascii,
        };
        command.Examples =
        [
            ("twinsim compare results/chennai-footwear", "every outcome of every design"),
            ("twinsim compare results/chennai-footwear --outcomes main", "the main outcomes"),
            ("twinsim compare results/chennai-footwear --baseline no-programme --outcomes table-10", "deals against no programme"),
            ("twinsim compare results/first results/second", "designs of two folders with the same seed"),
            ("twinsim compare results/chennai-footwear --json > comparison.json", "for a script; see docs/comparison-json.md"),
        ];
        command.SetAction(result => Compare(new(
            result.GetRequiredValue(folders), Input.Given(result, designs), result.GetValue(baseline), Input.Given(result, outcomes), result.GetValue(level) ?? Estimates.UsualLevel,
            result.GetValue(mix), result.GetValue(json), result.GetValue(quiet), result.GetValue(ascii))));
        return command;
    }

    private static int Compare(Request request)
    {
        ImmutableArray<Outcome> outcomes = Input.Outcomes(request.Outcomes, Outcomes.All);
        ExperimentReader[] readers = [.. request.Folders.Select(ResultFolders.Open)];
        Check(readers, request.Folders);
        Source[] sources = Named(readers, request.Folders);
        if (request.Designs is { } wanted)
        {
            foreach (string name in wanted) Input.CheckName("The design", name, [.. sources.Select(s => s.Id)]);
            sources = [.. sources.Where(s => wanted.Contains(s.Id))];
        }
        string baseline = request.Baseline ?? readers[0].Manifest.Baseline;
        if (sources.All(s => s.Id != baseline) && request.Baseline is null) baseline = sources[0].Id;
        Input.CheckName("The design", baseline, [.. sources.Select(s => s.Id)]);
        bool baselineIsMixed = sources.Any(s => s.Id == baseline && s.Design.ChangesAssumptions);
        string? without = sources.FirstOrDefault(s => s.Id == readers[0].Manifest.WithoutProgramme)?.Id;

        DesignRuns[] runs =
        [
            .. readers.SelectMany(reader => ResultFolders.Runs(
                reader, [.. sources.Where(s => s.Reader == reader).Select(s => (s.Design, s.Id, s.Id != baseline && (s.Design.ChangesAssumptions || baselineIsMixed)))], outcomes)),
        ];
        Comparison comparison = Comparison.Of(runs, baseline, outcomes, without, request.Level, request.Mix);
        ExperimentFacts facts = ResultFolders.Facts(readers[0]);
        if (request.Json)
        {
            using Stream stream = Console.OpenStandardOutput();
            ComparisonJson.Write(stream, comparison, facts, string.Join(", ", request.Folders));
            return ExitCode.Success;
        }
        ComparisonTable.Write(Terminal.Output(request.Ascii), comparison, facts);
        if (request.Quiet) return ExitCode.Success;
        Console.Out.WriteLine();
        foreach (string sentence in ContrastWords.Sentences(comparison, outcomes[0]).Concat(WithTheBest(runs, outcomes[0], request.Level)).Concat(NotCompared(comparison, request)))
        {
            foreach (string line in TextLayout.Wrap(sentence, "  ")) Console.Out.WriteLine(line);
        }
        return ExitCode.Success;
    }

    /// <summary>Every design against the best of the others, where all have the same replicates.</summary>
    private static IEnumerable<string> WithTheBest(DesignRuns[] runs, Outcome outcome, double level)
    {
        DesignRuns[] candidates = [.. runs.Where(r => !r.ChangesAssumptions)];
        if (outcome.Kind != OutcomeKind.Mean || outcome.Better == Better.Neither || candidates.Length < 3) return [];
        if (candidates.Any(c => c.Replicates.Count < 2 || !c.Replicates.SequenceEqual(candidates[0].Replicates) || c.Column(outcome.Column).Any(double.IsNaN))) return [];
        return DecisionWords.Of(ComparisonWithTheBest.Of([.. candidates.Select(c => c.Column(outcome.Column))], outcome.Better, level), [.. candidates.Select(c => c.Id)], outcome);
    }

    private static IEnumerable<string> NotCompared(Comparison comparison, Request request)
    {
        string[] left = [.. comparison.Designs.Where(d => d.ChangesAssumptions && !d.IsBaseline).Select(d => d.Id)];
        if (left.Length > 0 && !request.Mix)
            yield return $"Not compared with {comparison.Baseline}, because they change assumptions about the world: {string.Join(", ", left)}. --mix compares them all the same.";
    }

    private static void Check(ExperimentReader[] readers, string[] folders)
    {
        for (int i = 1; i < readers.Length; i++)
        {
            if (readers[i].Manifest.Seed != readers[0].Manifest.Seed)
            {
                throw new BadInputException($"'{folders[0]}' has seed {readers[0].Manifest.Seed}, '{folders[i]}' seed {readers[i].Manifest.Seed}: their replicates do not share their luck. "
                    + $"Run one of them again with --seed {readers[0].Manifest.Seed}.");
            }
            if (readers[i].Manifest.Program != readers[0].Manifest.Program)
                Console.Error.WriteLine($"warning: '{folders[0]}' was made by {readers[0].Manifest.Program}, '{folders[i]}' by {readers[i].Manifest.Program}: the difference between the programs enters the comparison.");
        }
    }

    /// <summary>A design that several folders hold gets its folder's name behind its own, unless it is the very same design.</summary>
    private static Source[] Named(ExperimentReader[] readers, string[] folders)
    {
        var sources = new List<Source>();
        for (int i = 0; i < readers.Length; i++)
        {
            foreach (ManifestDesign design in readers[i].Manifest.Designs)
            {
                Source? same = sources.FirstOrDefault(s => s.Id == design.Id);
                if (same is { } known && known.Design.Hash == design.Hash && known.Reader.Manifest.Program == readers[i].Manifest.Program) continue;
                sources.Add(new(same is null ? design.Id : $"{design.Id}@{Path.GetFileName(Path.TrimEndingDirectorySeparator(folders[i]))}", readers[i], design));
            }
        }
        return [.. sources];
    }
}
