using System.CommandLine;
using TwinningSim.Analysis.Comparing;
using TwinningSim.Analysis.Selecting;
using TwinningSim.Cli.Output;
using TwinningSim.Reports;
using TwinningSim.Scenarios;

namespace TwinningSim.Cli.Verbs;

/// <summary><c>twinsim select</c>: the best design with a stated probability, with no more runs than that takes.</summary>
internal static class SelectVerb
{
    private static readonly string[] Methods = ["kn", "kn++", "ocba"];

    public static Command Make()
    {
        var live = new LiveOptions();
        var outcome = new Option<string>("--outcome") { Description = "On what. See 'twinsim list outcomes'. Default: firms_with_do_how.", HelpName = "outcome" };
        Option<double?> indifference = Input.Number("--indifference", "The smallest difference worth detecting, in the outcome's unit.", 0, helpName: "d");
        Option<double?> confidence = Input.Number("--confidence", "Probability of selecting the best, if it leads by the indifference or more. Default: 0.95.", 0, 1, "p");
        Option<string[]> designs = Input.Names("--designs", "Only these designs. Default: all that leave the assumptions as they are.", "a,b,...");
        var method = new Option<string>("--method") { Description = "kn: proven with common luck. kn++: fewer runs, proven in the limit. ocba: a heuristic that spends --budget runs. Default: kn.", HelpName = string.Join("|", Methods) };
        Option<ulong?> first = Input.WholeNumber("--first-stage", "Replicates of each design before the first is eliminated. Default: 20.", 5, 100_000);
        Option<ulong?> most = Input.WholeNumber("--most", "Replicates of a design after which the selection gives up. Default: 5,000.", 5, 1_000_000);
        Option<ulong?> budget = Input.WholeNumber("--budget", "Runs over all designs, for ocba. Default: 100 for each design.", 10, 10_000_000);
        var mix = new Option<bool>("--mix") { Description = "Let designs that change assumptions take part too." };
        var command = new Verb("select", "Select the best of the designs with a stated probability, running only as many replicates as that needs.")
        {
            outcome, indifference, confidence, designs, method, first, most, budget, mix,
        };
        live.AddTo(command);
        command.Examples =
        [
            ("twinsim select my-cluster.yaml --indifference 1", "the design with most firms with do-how, told apart to one firm"),
            ("twinsim select my-cluster.yaml --outcome net_benefit_eur --indifference 20000 --confidence 0.9", "by net benefit"),
            ("twinsim select my-cluster.yaml --method ocba --budget 2000", "spend 2,000 runs well, without a promise"),
        ];
        command.SetAction((result, cancel) =>
        {
            Outcome on = LiveRuns.OutcomeOf(result.GetValue(outcome) ?? "firms_with_do_how");
            string how = result.GetValue(method) ?? Methods[0];
            Input.CheckName("The method", how, Methods);
            double? d = result.GetValue(indifference);
            if (how != "ocba" && d is null or 0) throw new BadInputException($"Which difference is worth detecting? Give --indifference, above 0, in {on.Unit}: a planner would not mind a design that is this much worse.");
            if (on.Better == Better.Neither) throw new BadInputException($"More {on.Name} is neither better nor worse. Select on another outcome, net_benefit_eur say.");
            Scenario scenario = live.Scenario(result);
            ScenarioDesign[] candidates = Candidates(scenario, Input.Given(result, designs), result.GetValue(mix));
            double p = result.GetValue(confidence) ?? 0.95;
            if (!(p > 1.0 / candidates.Length && p < 1)) throw new BadInputException($"--confidence is {p}; allowed is above {1.0 / candidates.Length:0.###} (chance alone) and below 1.");
            LiveRuns runs = live.Runs(result, scenario, [on], cancel);
            LiveWorld[] worlds = [.. candidates.Select(c => LiveRuns.World(scenario, c.Design))];
            double[][] Source(IReadOnlyList<int> wanted, int start, int count)
            {
                double[][] values = [.. runs.Trials([.. wanted.Select(w => ((LiveWorld?)worlds[w], start, count))]).Select(t => Array.ConvertAll(t, x => x.Outcome))];
                if (values.Any(v => v.Any(double.IsNaN))) throw new BadInputException($"Some runs have no value of '{on.Name}'. Select on an outcome that every run has.");
                return values;
            }
            int firstStage = (int?)result.GetValue(first) ?? KimNelson.UsualFirstStage;
            Selection selection = how == "ocba"
                ? BudgetAllocation.Select(worlds.Length, Source, on.Better, Math.Max((int?)result.GetValue(budget) ?? 100 * worlds.Length, firstStage * worlds.Length), firstStage)
                : KimNelson.Select(worlds.Length, Source, d!.Value, on.Better, p, firstStage, Math.Max(firstStage, (int?)result.GetValue(most) ?? 5000), block: 20, update: how == "kn++");
            string[] names = [.. candidates.Select(c => c.Design.Id)];
            live.Answer(result, scenario, $"select-{on.Name}", "twinsim-selection-1", names, selection, [.. DecisionWords.Of(selection, names, on)], () => PlainTable.Write(
                Terminal.Output(false), ["Design", "replicates", $"{on.Title}\n{on.Unit}", "out after", "by"],
                selection.Candidates.OrderByDescending(c => on.Better == Better.Less ? -c.Mean.Value : c.Mean.Value).Select(c => new[]
                {
                    names[c.Design], ProgressDisplay.Whole(c.Mean.Count), DecisionWords.Interval(c.Mean), c.OutAfter is { } r ? ProgressDisplay.Whole(r) : "-", c.OutBy is { } b ? names[b] : "-",
                })));
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static ScenarioDesign[] Candidates(Scenario scenario, string[]? wanted, bool mix)
    {
        foreach (string name in wanted ?? []) Input.CheckName("The design", name, [.. scenario.Designs.Select(d => d.Id)]);
        ScenarioDesign[] all = [.. scenario.DesignChanges.Where(d => wanted?.Contains(d.Design.Id) ?? (mix || !d.ChangesAssumptions))];
        string[] mixed = [.. all.Where(d => d.ChangesAssumptions).Select(d => d.Design.Id)];
        if (mixed.Length > 0 && mixed.Length < all.Length && !mix)
            throw new BadInputException($"{string.Join(", ", mixed)} change assumptions about the world: the best design would depend on which world is meant. Leave them out, or give --mix.");
        return all.Length >= 2 ? all : throw new BadInputException("A selection needs two designs or more.");
    }
}
