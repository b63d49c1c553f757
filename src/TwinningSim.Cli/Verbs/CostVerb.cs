using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using TwinningSim.Analysis.Comparing;
using TwinningSim.Analysis.Economics;
using TwinningSim.Analysis.Estimation;
using TwinningSim.Cli.Output;
using TwinningSim.Reports;
using TwinningSim.Storage;

namespace TwinningSim.Cli.Verbs;

/// <summary><c>twinsim cost</c>: which designs are worth their money, at which price of an effect, and how sure that is.</summary>
internal static partial class CostVerb
{
    public static Command Make()
    {
        var folders = new Argument<string[]>("folder")
        {
            Description = "Folders of results. One: its designs. Several: the same designs under one set of parameter values each.", Arity = ArgumentArity.OneOrMore,
        };
        var effect = new Option<string>("--effect") { Description = "What is bought. Default: firms_with_do_how.", HelpName = "outcome" };
        var cost = new Option<string>("--cost") { Description = "What it costs: spending_eur, or spending_discounted_eur (less fees, discounted). Default: spending_eur.", HelpName = "column" };
        Option<double?> price = Input.Number("--price", "What a unit of the effect is worth, EUR: look at this price more closely.", 0, helpName: "EUR");
        Option<string[]> prices = Input.Names("--prices", "Prices of the curves. Default: 11 from 0 to twice the largest ratio of the frontier.", "0,1000,...");
        Option<string[]> designs = Input.Names("--designs", "Only these designs. Default: all that leave the assumptions as they are.", "a,b,...");
        Option<double?> level = Input.Number("--level", "Level of the intervals. Default: 0.95.", 0.5, 0.9999);
        var json = new Option<bool>("--json") { Description = "Write the answer as JSON to standard output." };
        var command = new Verb("cost", "Which designs are worth their money: frontier, ratios, net benefit, acceptability and the value of knowing more.") { folders, effect, cost, price, prices, designs, level, json };
        command.Examples =
        [
            ("twinsim cost results/chennai-footwear", "frontier and curves for firms with do-how"),
            ("twinsim cost results/chennai-footwear --effect practices_new --price 5000", "a new practice is worth 5,000 EUR"),
            ("twinsim cost results/my-experiment --price 20000", "an experiment that varies assumptions: uncertainty about the world"),
            ("twinsim cost results/low results/usual results/high --price 20000", "the same, from a folder for each set of parameter values"),
        ];
        command.SetAction(result =>
        {
            string what = result.GetValue(effect) ?? "firms_with_do_how";
            string[] effects = [.. Outcomes.All.Where(o => o.Kind == OutcomeKind.Mean && o.Better == Better.More && o.Name != "net_benefit_eur").Select(o => o.Name)];
            Input.CheckName("The effect", what, effects);
            string column = result.GetValue(cost) ?? "spending_eur";
            Input.CheckName("The cost", column, ["spending_eur", "spending_discounted_eur"]);
            Outcome bought = Outcomes.Find(what)!;
            ExperimentReader[] readers = [.. result.GetRequiredValue(folders).Select(ResultFolders.Open)];
            EconomicRuns[][] sets = Sets(readers, Input.Given(result, designs), bought.Column, column, out string[] names);
            double levelOf = result.GetValue(level) ?? Estimates.UsualLevel;
            double[] curve = Input.Given(result, prices) is { } given ? [.. given.Select(Price)] : PricesFor(sets, result.GetValue(price));
            CostEffectiveness answer = sets.Length == 1
                ? CostEffectiveness.OfReplicates(sets[0], curve, result.GetValue(price), levelOf, seed: readers[0].Manifest.Seed)
                : CostEffectiveness.OfParameterSets(sets, curve, result.GetValue(price), levelOf);
            string[] words = [.. DecisionWords.Of(answer, bought)];
            ExperimentFacts facts = ResultFolders.Facts(readers[0]);
            var whole = new DecisionAnswer("twinsim-cost-1", KeptAnswers.CommandOf(result), readers[0].Manifest.ScenarioHash, facts, [.. names], answer, [.. words]);
            KeptAnswers.Keep(result.GetRequiredValue(folders)[0], $"cost-{bought.Name}", whole);
            if (result.GetValue(json))
            {
                using Stream stream = Console.OpenStandardOutput();
                ResultJson.Write(stream, whole);
                return ExitCode.Success;
            }
            Console.Out.WriteLine(facts.Title);
            Console.Out.WriteLine($"Effect: {bought.Name} ({bought.Unit}); cost: {column}. Seed {facts.Seed}, twinsim {facts.Version}.");
            Console.Out.WriteLine();
            Write(answer, bought);
            LiveOptions.Say(words);
            return ExitCode.Success;
        });
        return command;
    }

    private static void Write(CostEffectiveness answer, Outcome bought)
    {
        PlainTable.Write(Terminal.Output(false), ["Design", "cost\n1000 EUR", $"{bought.Title}\n{bought.Unit}", "standing", "ratio\n1000 EUR", "net benefit\n1000 EUR"],
            answer.Options.OrderBy(o => o.Cost.Value).Select(o => new[]
            {
                o.Id, Thousands(o.Cost), DecisionWords.Interval(o.Effect), o.Place.Standing switch { Standing.Frontier => "frontier", Standing.Dominated => "dominated", _ => "extended" },
                o.Icer is { } i ? Thousands(i) : "-", o.NetBenefit is { } n ? Thousands(n) : "-",
            }));
        PlainTable.Write(Terminal.Output(false), ["Price, EUR", .. answer.Options.Select(o => Broken(o.Id)), "EVPI, EUR"],
            answer.Curves.Select(c => new[] { DecisionWords.Number(c.Price) }.Concat(c.Probability.Select((p, o) => (o == c.Best ? "*" : "") + DecisionWords.Percent(p))).Append(DecisionWords.Number(Math.Round(c.Evpi))).ToArray()));
        Console.Out.WriteLine("  Probability that a design has the highest net benefit, by the price of a unit of effect; * the highest mean (frontier of acceptability).");
    }

    /// <summary>Costs and effects by set of parameter values; one set alone means that only replicates are known.</summary>
    private static EconomicRuns[][] Sets(ExperimentReader[] readers, string[]? wanted, string effect, string cost, out string[] names)
    {
        ManifestDesign[] all = [.. readers[0].Manifest.Designs];
        // An experiment that varies assumptions holds each design once for each set of values: design-w01, design-w02 ...
        var worlds = all.Select(d => (Design: d, Match: WorldDesign().Match(d.Id))).Where(d => d.Match.Success && d.Design.ChangesAssumptions)
            .GroupBy(d => d.Match.Groups["world"].Value, d => (d.Match.Groups["base"].Value, d.Design.Id)).ToArray();
        bool grid = readers.Length == 1 && worlds.Length >= 2;
        string[] bases = grid ? [.. worlds[0].Select(w => w.Value).Where(b => worlds.All(w => w.Any(d => d.Value == b)))]
            : [.. all.Where(d => wanted is not null || !d.ChangesAssumptions).Select(d => d.Id).Where(id => readers.All(r => r.Designs.Contains(id)))];
        foreach (string name in wanted ?? []) Input.CheckName("The design", name, bases);
        string[] chosen = names = [.. bases.Where(b => wanted?.Contains(b) ?? true)];
        if (chosen.Length < 2) throw new BadInputException("Cost-effectiveness compares two designs or more that all folders hold.");
        if (grid) return [.. worlds.Select(w => Read(readers[0], [.. chosen.Select(c => (c, w.First(d => d.Value == c).Id))], effect, cost))];
        return [.. readers.Select(r => Read(r, [.. chosen.Select(c => (c, c))], effect, cost))];
    }

    private static EconomicRuns[] Read(ExperimentReader reader, (string Name, string Id)[] designs, string effect, string cost)
    {
        IReadOnlyDictionary<string, double[][]> values = reader.Numbers("runs", [.. designs.Select(d => d.Id)], ["replicate", cost, effect]);
        foreach ((string _, string id) in designs)
        {
            if (!values.ContainsKey(id)) throw new BadInputException($"The results hold no run of the design '{id}'.");
        }
        // Only replicates that every design has: they share their luck.
        HashSet<double> common = [.. values[designs[0].Id][0]];
        foreach ((string _, string id) in designs) common.IntersectWith(values[id][0]);
        if (common.Count < 2) throw new BadInputException("The designs have fewer than two replicates in common.");
        return
        [
            .. designs.Select(d =>
            {
                double[][] own = values[d.Id];
                int[] rows = [.. Enumerable.Range(0, own[0].Length).Where(r => common.Contains(own[0][r])).OrderBy(r => own[0][r])];
                return new EconomicRuns(d.Name, reader.Manifest.Designs.First(m => m.Id == d.Id).Title, [.. rows.Select(r => own[1][r])], [.. rows.Select(r => own[2][r])]);
            }),
        ];
    }

    private static double[] PricesFor(EconomicRuns[][] sets, double? price)
    {
        var places = CostEffectivenessFrontier.Of([.. sets[0].Select((_, d) => sets.Average(s => s[d].Costs.Average()))], [.. sets[0].Select((_, d) => sets.Average(s => s[d].Effects.Average()))]);
        double largest = Math.Max(price ?? 0, places.Max(p => p.Icer ?? 0));
        if (!(largest > 0)) largest = 10_000;
        double step = 1;
        while (step * 100 < largest) step *= 10;
        double most = Math.Ceiling(2 * largest / step) * step;
        return [.. Enumerable.Range(0, 11).Select(i => most * i / 10)];
    }

    private static double Price(string text)
        => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double price) ? price : throw new BadInputException($"--prices holds '{text}'; allowed are numbers of 0 or more.");

    private static string Thousands(Estimate e)
    {
        static string One(double x) => DecisionWords.Number(Math.Round(x / 1000, 1));
        return e.HasInterval ? $"{One(e.Value)} ({One(e.Low)} to {One(e.High)})" : One(e.Value);
    }

    private static string Broken(string id)
    {
        int at = id.Length > 12 ? id.IndexOf('-', id.Length / 3) : -1;
        return at < 0 ? id : id[..at] + "\n" + id[at..];
    }

    [GeneratedRegex(@"^(?<base>.+)-w(?<world>\d+)$")]
    private static partial Regex WorldDesign();
}
