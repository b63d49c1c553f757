using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text;
using TwinningSim.Analysis.Comparing;
using TwinningSim.Analysis.Optimising;
using TwinningSim.Cli.Output;
using TwinningSim.Model.Input;
using TwinningSim.Reports;
using TwinningSim.Scenarios;
using TwinningSim.Scenarios.Levers;

namespace TwinningSim.Cli.Verbs;

/// <summary><c>twinsim optimise</c>: the mix of activities under a budget with several goals; the answer is a scenario file that runs.</summary>
internal static class OptimiseVerb
{
    /// <summary>The answer for machines.</summary>
    private sealed record Answer(SearchProblem Problem, ImmutableArray<string> Levers, ImmutableArray<ImmutableArray<double>> Values, ImmutableArray<string> Goals, SearchResult Result, string File);

    public static Command Make()
    {
        var live = new LiveOptions();
        var design = new Option<string>("--design") { Description = "The design to improve. Default: the baseline.", HelpName = "design" };
        Option<string[]> levers = Input.Names("--levers", "What may be changed: entry fields with a range, lever:low:high. Default: places and days of every activity for firms, from half to twice.", "plan.x.places:5:40,...");
        Option<string[]> goals = Input.Names("--goals", "Outcomes to improve, the most important first. Default: firms_with_do_how, persistence.", "a,b,...");
        Option<double?> budget = Input.Number("--budget", "Mean spending that the mix keeps to, EUR. Default: what the design spends as it is.", 0, helpName: "EUR");
        Option<ulong?> population = Input.WholeNumber("--population", "Mixes in a generation. Default: 24.", 4, 1000);
        Option<ulong?> generations = Input.WholeNumber("--generations", "Generations. Default: 10.", 1, 1000);
        Option<ulong?> replicates = Input.WholeNumber("--replicates", "Replicates of a mix in each generation that it survives. Default: 10.", 2, 10_000, "-n");
        Option<ulong?> final = Input.WholeNumber("--final-replicates", "Fresh replicates of the final mixes. Default: 200.", 10, 1_000_000);
        var output = new Option<string>("--out", "-o") { Description = "The scenario file to write. Default: <scenario>-optimised.yaml.", HelpName = "file" };
        var command = new Verb("optimise", "Look for the mix of activities that does best on several goals under a budget, and write it as a scenario that runs.")
        {
            design, levers, goals, budget, population, generations, replicates, final, output,
        };
        live.AddTo(command);
        command.Examples =
        [
            ("twinsim optimise my-cluster.yaml", "places and days of every activity, for what the baseline spends"),
            ("twinsim optimise my-cluster.yaml --budget 150000 --goals firms_with_do_how,persistence,deals", "three goals, less money"),
            ("twinsim optimise my-cluster.yaml --levers plan.course.places:5:40,plan.tour.places:1:20 --out best.yaml", "two levers only"),
        ];
        command.SetAction((result, cancel) =>
        {
            Outcome[] wanted = [.. (Input.Given(result, goals) ?? ["firms_with_do_how", LiveRuns.Persistence.Name]).Select(LiveRuns.OutcomeOf)];
            if (wanted.FirstOrDefault(o => o.Better == Better.Neither) is { } neither) throw new BadInputException($"More {neither.Name} is neither better nor worse, so it is no goal. The budget limits spending.");
            Scenario scenario = live.Scenario(result);
            Design at = LiveOptions.Design(scenario, result.GetValue(design));
            string file = result.GetValue(output) ?? Path.GetFileNameWithoutExtension(live.Path(result)) + "-optimised.yaml";
            if (File.Exists(file)) throw new BadInputException($"'{file}' exists already. Give another name with --out.");
            (Lever Lever, double[] Values)[] chosen = Levers(at, Input.Given(result, levers));
            LiveRuns runs = live.Runs(result, scenario, wanted, cancel);
            LiveWorld world = LiveRuns.World(scenario, at);
            int finals = (int?)result.GetValue(final) ?? 200, each = (int?)result.GetValue(replicates) ?? 10;
            double money = result.GetValue(budget) ?? runs.Run([(world, 0, Math.Max(50, each))])[0].Average(t => t.CostEur);
            double[][][] Source(IReadOnlyList<int[]> mixes, int first, int count)
            {
                (double[] Outcomes, double CostEur)[][] trials = runs.Run([.. mixes.Select(m => (world.With([.. chosen.Select(c => c.Lever)], [.. chosen.Select((c, i) => c.Values[m[i]])]), first, count))]);
                return [.. trials.Select(t => Enumerable.Range(0, wanted.Length).Select(g => Array.ConvertAll(t, x => x.Outcomes[g])).Append(Array.ConvertAll(t, x => x.CostEur)).ToArray())];
            }
            var problem = new SearchProblem
            {
                Steps = [.. chosen.Select(c => c.Values.Length)], Goals = [.. wanted.Select(w => w.Better)], BudgetEur = money,
                Start = [.. chosen.Select(c => Nearest(c.Values, c.Lever.Get(at)))], Population = (int?)result.GetValue(population) ?? 24, Generations = (int?)result.GetValue(generations) ?? 10,
                Replicates = each, FinalReplicates = finals, Seed = live.Seed(result, scenario),
            };
            SearchResult found = ParetoSearch.Run(problem, Source);
            string[] names = [.. chosen.Select(c => c.Lever.Path)];
            ImmutableArray<double>[] values = [.. chosen.Select(c => c.Values.ToImmutableArray())];
            string[] words = [.. DecisionWords.Of(found, names, values, wanted, money)];
            if (found.Best is { IsStart: false } best)
            {
                string text = Written(scenario, at, chosen, best, words);
                if (ScenarioReader.Parse(text, file) is { Succeeded: false } reading)
                    throw new InvalidOperationException("The scenario that was found cannot be read: " + reading.Diagnostics[0]);
                File.WriteAllText(file, text, new UTF8Encoding(false));
                words = [.. words, $"Written to {file} as the design '{IdFor(scenario)}'. Next: twinsim run {file}"];
            }
            live.Answer(result, scenario, $"optimise-{at.Id}-{wanted[0].Name}", "twinsim-optimise-1", names, new Answer(problem, [.. names], [.. values], [.. wanted.Select(w => w.Name)], found, file), words, () => PlainTable.Write(
                Terminal.Output(false), ["Mix", .. chosen.Select(c => SizeVerb.HeadOf(c.Lever)), "cost\n1000 EUR", .. wanted.Select(w => $"{w.Title}\n{w.Unit}")],
                found.Mixes.Select(m => new[] { (m.IsStart ? "as it is" : m == found.Best ? "best" : "") + (m.OnFrontier ? " *" : "") }
                    .Concat(m.Steps.Select((s, i) => DecisionWords.Number(chosen[i].Values[s]))).Append(DecisionWords.Number(Math.Round(m.CostEur.Value / 1000, 1)))
                    .Concat(m.Goals.Select(DecisionWords.Interval)).ToArray())));
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static (Lever, double[])[] Levers(Design design, string[]? given)
    {
        if (given is null)
        {
            Lever[] usual = [.. Lever.All(design).Where(l => design.Plan.Any(e => e.Places > 0 && (l.Path == $"plan.{e.Id}.places" || (l.Path == $"plan.{e.Id}.days" && e.Provider != ProviderKind.Programme))))];
            if (usual.Length == 0) throw new BadInputException($"The design '{design.Id}' has no activity for firms whose places or days could be changed. Name levers with --levers.");
            return [.. usual.Select(l => (l, Values(l, Math.Max(l.IsWhole ? 1 : 0.5, Math.Floor(l.Get(design) / 2)), Math.Min(l.High, Math.Max(2, 2 * l.Get(design))), l.Get(design))))];
        }
        return
        [
            .. given.Select(text =>
            {
                string[] parts = text.Split(':');
                if (parts.Length < 3 || !double.TryParse(parts[^2], NumberStyles.Float, CultureInfo.InvariantCulture, out double low) || !double.TryParse(parts[^1], NumberStyles.Float, CultureInfo.InvariantCulture, out double high))
                    throw new BadInputException($"'{text}' is no lever with a range; write lever:low:high, plan.course.places:5:40 say.");
                Lever lever = LiveOptions.Lever(string.Join(':', parts[..^2]), design);
                if (lever.IsAssumption) throw new BadInputException($"'{lever.Path}' is assumed about the world: a programme cannot decide it.");
                if (!IsField(lever.Path)) throw new BadInputException($"'{lever.Path}' cannot be written as a change of a design. Take fields of single entries, plan.course.places say, or budget_eur.");
                return (lever, Values(lever, low, high, lever.Get(design)));
            }),
        ];
    }

    private static bool IsField(string path) => !path.Contains(':', StringComparison.Ordinal) && !path.Contains('*', StringComparison.Ordinal) && !path.EndsWith(".expert_days", StringComparison.Ordinal)
        && (path.Split('.') is ["plan" or "agents", _, _] || !path.Contains('.', StringComparison.Ordinal));

    /// <summary>At most some twenty values, the present one among them.</summary>
    private static double[] Values(Lever lever, double low, double high, double now)
    {
        double[] steps = LiveOptions.Steps(lever, low, high, lever.IsWhole ? Math.Max(1, Math.Ceiling((high - low) / 20)) : Math.Max(0.5, Math.Round((high - low) / 20, 1)));
        return [.. steps.Append(now).Where(v => v >= low && v <= high || v == now).Distinct().Order()];
    }

    private static int Nearest(double[] values, double value) => Enumerable.Range(0, values.Length).MinBy(i => Math.Abs(values[i] - value));

    private static string IdFor(Scenario scenario)
    {
        string id = "optimised";
        for (int i = 2; scenario.Find(id) is not null; i++) id = $"optimised-{i}";
        return id;
    }

    /// <summary>The scenario's own text with one design more: the changes, and what was found, as comments.</summary>
    private static string Written(Scenario scenario, Design at, (Lever Lever, double[] Values)[] chosen, FinalMix best, string[] words)
    {
        string[] lines = scenario.Text.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n').Split('\n');
        int head = Array.FindIndex(lines, l => l.StartsWith("designs:", StringComparison.Ordinal));
        int item = head < 0 ? -1 : Array.FindIndex(lines, head + 1, l => l.TrimStart().StartsWith("- ", StringComparison.Ordinal));
        if (item < 0) throw new BadInputException("The scenario lists its designs in one line. Write each as an item of its own ('- id: ...'), so that one can be added.");
        string indent = lines[item][..lines[item].IndexOf('-', StringComparison.Ordinal)];
        var entry = new StringBuilder();
        void Line(string text) => entry.Append(indent).Append(text).Append('\n');
        Line($"# Found by 'twinsim optimise' (seed {scenario.Seed}):");
        foreach (string word in words.SelectMany(w => TextLayout.Wrap(w, "  ", width: 100))) Line("#   " + word);
        Line($"- id: {IdFor(scenario)}");
        Line($"  title: The best mix found for {at.Id}");
        // The base is the design of that name only where it has no changes of its own.
        if (scenario.DesignChanges.First(d => d.Design.Id == at.Id) is { ChangesPolicy: true } or { ChangesAssumptions: true } or { BasedOn: not null }) Line($"  based_on: {at.Id}");
        Line("  policy:");
        (string Path, double Now, double Found)[] changes = [.. chosen.Select((c, i) => (c.Lever.Path, c.Lever.Get(at), c.Values[best.Steps[i]])).Where(c => c.Item2 != c.Item3)];
        foreach ((string path, double now, double found) in changes.Where(c => !c.Path.Contains('.', StringComparison.Ordinal))) Line($"    {path}: {Plain(found)}    # was {Plain(now)}");
        foreach (var group in changes.Where(c => c.Path.Contains('.', StringComparison.Ordinal)).GroupBy(c => c.Path.Split('.')[0]))
        {
            Line($"    {group.Key}:");
            Line("      change:");
            foreach (var one in group.GroupBy(c => c.Path.Split('.')[1]))
                Line($"        {one.Key}: {{{string.Join(", ", one.Select(c => $"{c.Path.Split('.')[2]}: {Plain(c.Found)}"))}}}    # was {string.Join(", ", one.Select(c => $"{c.Path.Split('.')[2]} {Plain(c.Now)}"))}");
        }
        return string.Join('\n', lines[..item]) + "\n" + entry + "\n" + string.Join('\n', lines[item..]) + "\n";
    }

    private static string Plain(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
