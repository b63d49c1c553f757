using System.CommandLine;
using TwinningSim.Analysis.Comparing;
using TwinningSim.Analysis.Targets;
using TwinningSim.Cli.Output;
using TwinningSim.Model.Input;
using TwinningSim.Reports;
using TwinningSim.Scenarios;
using TwinningSim.Scenarios.Levers;

namespace TwinningSim.Cli.Verbs;

/// <summary><c>twinsim size</c>: how much of a lever reaches a target with a probability, and how two levers are best mixed under a budget.</summary>
internal static class SizeVerb
{
    private static readonly string[] Methods = ["auto", "thresholds", "bisection"];

    public static Command Make()
    {
        var live = new LiveOptions();
        var design = new Option<string>("--design") { Description = "The design whose lever is moved. Default: the baseline.", HelpName = "design" };
        var lever = new Option<string>("--lever") { Description = "What is moved: budget_eur, plan.<entry>.days, plan.provider:international.expert_days ...", HelpName = "lever", Required = true };
        Option<double?> from = Input.Number("--from", "Smallest value to look at."), to = Input.Number("--to", "Largest value to look at.");
        Option<double?> step = Input.Number("--step", "Step between values. Default: a hundredth of the range, at least 1 for whole numbers.", 0);
        var outcome = new Option<string>("--outcome") { Description = "The outcome. Default: firms_with_do_how.", HelpName = "outcome" };
        Option<double?> target = Input.Number("--target", "What the outcome is to reach.");
        Option<double?> probability = Input.Number("--probability", "With which probability. Default: 0.8.", 0.01, 0.99, "p");
        Option<ulong?> replicates = Input.WholeNumber("--replicates", "Replicates of the main stage and of each check. Default: 200; for a mix 100 of each.", 20, 100_000, "-n");
        Option<ulong?> doublings = Input.WholeNumber("--doublings", "How often the main stage may be doubled where the check contradicts its answer. Default: 3.", 0, 10);
        var method = new Option<string>("--method") { Description = "auto: a first look decides. thresholds: exact, where more never hurts. bisection: probabilistic bisection. Default: auto.", HelpName = string.Join("|", Methods) };
        var with = new Option<string>("--with-lever") { Description = "A second lever: look for the best mix of the two under --budget.", HelpName = "lever" };
        Option<double?> withFrom = Input.Number("--with-from", "Its smallest value."), withTo = Input.Number("--with-to", "Its largest value.");
        Option<double?> budget = Input.Number("--budget", "Mean spending that a mix keeps to, EUR. Default: what the design spends as it is.", 0, helpName: "EUR");
        Option<ulong?> points = Input.WholeNumber("--points", "Values of each lever in a mix. Default: 6.", 2, 50);
        var command = new Verb("size", "How much of a lever is enough to reach a target with a probability? And how are two levers best mixed under a budget?")
        {
            design, lever, from, to, step, outcome, target, probability, replicates, doublings, method, with, withFrom, withTo, budget, points,
        };
        live.AddTo(command);
        command.Examples =
        [
            ("twinsim size my-cluster.yaml --design in-the-plant --lever plan.practice.expert_days --from 0 --to 400 --target 3", "expert-days for 3 firms with do-how at 80 %"),
            ("twinsim size my-cluster.yaml --design in-the-plant --lever plan.practice.places --from 1 --to 40 --target 3 --probability 0.9", "places, more surely"),
            ("twinsim size my-cluster.yaml --lever plan.practice.expert_days --from 0 --to 200 --with-lever plan.tour.days --with-from 1 --with-to 10 --design in-the-plant --target 4 --budget 200000", "the best mix of two"),
        ];
        command.SetAction((result, cancel) =>
        {
            Outcome on = LiveRuns.OutcomeOf(result.GetValue(outcome) ?? "firms_with_do_how");
            string how = result.GetValue(method) ?? Methods[0];
            Input.CheckName("The method", how, Methods);
            if (result.GetValue(target) is not { } goal) throw new BadInputException($"Which value is to be reached? Give --target, in {on.Unit}.");
            Scenario scenario = live.Scenario(result);
            Design at = LiveOptions.Design(scenario, result.GetValue(design));
            Lever first = LiveOptions.Lever(result.GetRequiredValue(lever), at);
            LiveRuns runs = live.Runs(result, scenario, [on], cancel);
            LiveWorld world = LiveRuns.World(scenario, at);
            if (result.GetValue(with) is { } second)
            {
                Lever other = LiveOptions.Lever(second, at);
                int grid = (int?)result.GetValue(points) ?? 6;
                Split(live, result, scenario, runs, world, (first, Grid(first, result.GetValue(from), result.GetValue(to), grid)), (other, Grid(other, result.GetValue(withFrom), result.GetValue(withTo), grid)), on, goal,
                    result.GetValue(budget), (int?)result.GetValue(replicates) ?? 100);
                return Task.FromResult(ExitCode.Success);
            }
            double[] steps = LiveOptions.Steps(first, result.GetValue(from) ?? first.Low, result.GetValue(to) ?? throw new BadInputException("How far may the lever go? Give --to."), result.GetValue(step));
            if (steps.Length < 2) throw new BadInputException("The range holds one value only. Give a wider range or a smaller --step.");
            LiveWorld?[] worlds = [.. steps.Select(v => world.With([first], [v]))];
            if (Array.IndexOf(worlds, null) is >= 0 and var bad) throw new BadInputException($"{first.Path} = {steps[bad]} does not go together with the rest of the design '{at.Id}'. Change the range.");
            var question = new SizingQuestion
            {
                Steps = [.. steps], Target = goal, Better = on.Better, Probability = result.GetValue(probability) ?? 0.8, Replicates = (int?)result.GetValue(replicates) ?? 200,
                MostDoublings = (int?)result.GetValue(doublings) ?? 3,
                Method = how switch { "thresholds" => SizingMethod.Thresholds, "bisection" => SizingMethod.ProbabilisticBisection, _ => null },
            };
            SizingAnswer answer = TargetSizing.Answer(question, asked => Source(runs, worlds, asked));
            live.Answer(result, scenario, $"size-{at.Id}-{first.Path}-{on.Name}", "twinsim-size-1", [first.Path], answer, [.. DecisionWords.Of(answer, first.Path, first.Unit, on)], () => PlainTable.Write(
                Terminal.Output(false), [$"{first.Path}\n{first.Unit}", "target reached\nfirst look", "runs"],
                answer.FirstLook.Select(c => new[] { DecisionWords.Number(c.Lever), DecisionWords.Percent((double)c.Reached / c.Count), ProgressDisplay.Whole(c.Count) })));
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    /// <summary>Runs what is asked for, neighbouring replicates of one step together.</summary>
    private static Trial[] Source(LiveRuns runs, LiveWorld?[] worlds, IReadOnlyList<(int Step, int Replicate)> asked)
    {
        int[] order = [.. Enumerable.Range(0, asked.Count).OrderBy(i => asked[i].Step).ThenBy(i => asked[i].Replicate)];
        var requests = new List<(LiveWorld? World, int First, int Count)>();
        for (int start = 0, end; start < order.Length; start = end)
        {
            (int s, int r) = asked[order[start]];
            for (end = start + 1; end < order.Length && asked[order[end]] == (s, r + end - start);) end++;
            requests.Add((worlds[s], r, end - start));
        }
        Trial[] trials = new Trial[asked.Count];
        int at = 0;
        foreach (Trial trial in runs.Trials(requests).SelectMany(t => t)) trials[order[at++]] = trial;
        return trials;
    }

    /// <summary>A lever as the head of a column, its parts below each other.</summary>
    internal static string HeadOf(Lever lever) => lever.Path.Replace("plan.", "", StringComparison.Ordinal).Replace('.', '\n');

    private static double[] Grid(Lever lever, double? from, double? to, int points)
    {
        double low = from ?? lever.Low, high = to ?? throw new BadInputException($"How far may {lever.Path} go? Give --to and --with-to.");
        return LiveOptions.Steps(lever, low, high, (high - low) / (points - 1));
    }

    private static void Split(
        LiveOptions live, System.CommandLine.ParseResult result, Scenario scenario, LiveRuns runs, LiveWorld world, (Lever Lever, double[] Values) first, (Lever Lever, double[] Values) second, Outcome on, double goal,
        double? budget, int replicates)
    {
        (double A, double B, LiveWorld World)[] mixes = [.. first.Values.SelectMany(a => second.Values.Select(b => (a, b, World: world.With([first.Lever, second.Lever], [a, b])))).Where(m => m.World is not null).Select(m => (m.a, m.b, m.World!))];
        if (mixes.Length == 0) throw new BadInputException("No mix of these values goes together with the rest of the design.");
        Trial[][] trials = runs.Trials([.. mixes.Select(m => ((LiveWorld?)m.World, 0, replicates)), (world, 0, replicates)]);
        double limit = budget ?? trials[^1].Average(t => t.CostEur);
        SplitAnswer answer = SplitAnswer.Of([.. mixes.Select((m, i) => new MixRuns(m.A, m.B, trials[i]))], goal, on.Better, limit);
        string[] names = [first.Lever.Path, second.Lever.Path];
        live.Answer(result, scenario, $"mix-{world.Design.Id}-{names[0]}-{names[1]}-{on.Name}", "twinsim-split-1", names, answer, [.. DecisionWords.Of(answer, names[0], names[1], on)], () =>
        {
            Console.Out.WriteLine("The frontier of cost against probability; * keeps to the budget:");
            PlainTable.Write(Terminal.Output(false), ["Mix", HeadOf(first.Lever), HeadOf(second.Lever), "cost\n1000 EUR", "target reached", $"{on.Title}\n{on.Unit}"],
                answer.Mixes.Where(m => m.OnFrontier || m == answer.Best).Select(m => new[]
                {
                    (m == answer.Best ? "best" : "") + (m.WithinBudget ? " *" : ""), DecisionWords.Number(m.First), DecisionWords.Number(m.Second), DecisionWords.Number(Math.Round(m.CostEur.Value / 1000, 1)),
                    $"{DecisionWords.Percent(m.Probability.Value)} ({DecisionWords.Percent(m.Probability.Low)}-{DecisionWords.Percent(m.Probability.High)})", DecisionWords.Interval(m.Outcome),
                }));
        });
    }
}
