using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using TwinningSim.Analysis.Appraising;
using TwinningSim.Model.Planning;
using TwinningSim.Reports;
using TwinningSim.Scenarios;

namespace TwinningSim.Cli.Verbs;

/// <summary><c>twinsim appraise</c>: the planning that comes before a programme: which cluster to choose, and who can meet its needs.</summary>
internal static class AppraiseVerb
{
    private const int MostRows = 10_000;

    public static Command Make()
    {
        var file = new Argument<string>("file") { Description = "A table of candidate clusters (.csv), or a scenario (.yaml)." };
        Option<ulong?> choose = Input.WholeNumber("--choose", "How many clusters are to be chosen. Default: 1.", 1, MostRows);
        var spread = new Option<double>("--spread") { Description = "How far weights vary, as a share of themselves, 0 to 1. Default: 0.5.", HelpName = "x", DefaultValueFactory = _ => 0.5 };
        Option<ulong?> seed = Input.WholeNumber("--seed", "Seed of the varied weights. Default: 1.", 0, ulong.MaxValue);
        var design = new Option<string>("--design", "-d") { Description = "The design of the scenario. Default: its baseline.", HelpName = "design" };
        var json = new Option<bool>("--json") { Description = "Write the result as JSON to standard output." };
        var command = new Verb("appraise", "Before a programme: rank candidate clusters by a composite index (.csv), or say who can meet which need of a cluster (.yaml).") { file, choose, spread, seed, design, json };
        command.Examples =
        [
            ("twinsim appraise scenarios/appraisal-clusters.csv --choose 3", "which clusters, and how sure that is"),
            ("twinsim appraise my-cluster.yaml", "needs of the cluster, and which partner can meet them"),
        ];
        command.SetAction(result =>
        {
            string path = result.GetRequiredValue(file);
            bool asJson = result.GetValue(json);
            return path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)
                ? Rank(path, (int)(result.GetValue(choose) ?? 1), result.GetValue(spread), result.GetValue(seed) ?? 1, asJson)
                : Map(path, result.GetValue(design), asJson);
        });
        return command;
    }

    private static int Rank(string path, int choose, double spread, ulong seed, bool json)
    {
        if (!(spread is >= 0 and <= 1)) throw new BadInputException(string.Create(CultureInfo.InvariantCulture, $"--spread is {spread}; allowed is 0 to 1."));
        CandidateTable table = CandidateTable.Read(path);
        if (choose > table.Names.Length) throw new BadInputException($"--choose is {choose}, but '{path}' has only {Input.Count(table.Names.Length, "cluster")}.");
        CompositeIndex index = CompositeIndex.Of(table.Indicators, table.Names, table.Values, choose, spread, seed: seed);
        if (json)
        {
            WriteJson(writer =>
            {
                writer.WriteStartObject();
                writer.WriteNumber("choose", choose);
                writer.WriteNumber("spread", spread);
                writer.WriteNumber("seed", seed);
                writer.WriteNumber("mean_shift", index.MeanShift);
                writer.WriteStartObject("causes");
                writer.WriteNumber("normalisation", index.Causes.Normalisation);
                writer.WriteNumber("aggregation", index.Causes.Aggregation);
                writer.WriteNumber("weights_and_together", index.Causes.Remainder);
                writer.WriteEndObject();
                writer.WriteStartArray("clusters");
                foreach (Candidate c in index.Candidates)
                {
                    writer.WriteStartObject();
                    writer.WriteString("cluster", c.Name);
                    foreach ((string key, double value) in new[] { ("score", c.Score), ("rank", c.Rank), ("rank_median", c.Median), ("rank_low", c.Low), ("rank_high", c.High), ("first", c.First), ("chosen", c.Chosen) })
                        writer.WriteNumber(key, value);
                    writer.WriteEndObject();
                }
                writer.WriteEndArray();
                writer.WriteEndObject();
            });
            return ExitCode.Success;
        }
        TextWriter output = Console.Out;
        string head = $"{Input.Count(table.Names.Length, "cluster")} by {Input.Count(table.Indicators.Length, "indicator")}: {string.Join(", ", table.Indicators.Select(i => i.Name + (i.MoreIsBetter ? "" : " (less is better)")))}.";
        foreach (string line in TextLayout.Wrap(head)) output.WriteLine(line);
        output.WriteLine();
        int width = Math.Max(7, table.Names.Max(n => n.Length));
        output.WriteLine($"{"Cluster".PadRight(width)}  Score  Rank   Rank in 90 % of variants  Comes first  Among the {choose} chosen");
        foreach (Candidate c in index.Candidates)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{c.Name.PadRight(width)}  {c.Score,5:0.0}  {c.Rank,4:0.#}  {$"{c.Low:0.#} to {c.High:0.#}, median {c.Median:0.#}",25}  {100 * c.First,9:0} %  {100 * c.Chosen,12:0} %"));
        }
        output.WriteLine();
        foreach (string sentence in Words(index, choose, spread))
        {
            foreach (string line in TextLayout.Wrap(sentence, "  ")) output.WriteLine(line);
        }
        return ExitCode.Success;
    }

    private static IEnumerable<string> Words(CompositeIndex index, int choose, double spread)
    {
        Candidate[] sure = [.. index.Candidates.Where(c => c.Chosen >= 0.9)], open = [.. index.Candidates.Where(c => c.Chosen is > 0.1 and < 0.9)], never = [.. index.Candidates.Where(c => c.Chosen <= 0.1)];
        yield return sure.Length == 0 ? "No cluster is chosen whatever the method." : $"Chosen whatever the method: {string.Join(", ", sure.Select(c => c.Name))}.";
        if (open.Length > 0) yield return $"Open: {string.Join(", ", open.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Name} (in {100 * c.Chosen:0} % of the variants)")))}. The choice among them rests on how the index is made, not on the clusters.";
        if (never.Length > 0) yield return $"Not chosen by (almost) any method: {string.Join(", ", never.Select(c => c.Name))}.";
        string largest = index.Causes.Normalisation >= Math.Max(index.Causes.Aggregation, index.Causes.Remainder) ? "how units are made comparable"
            : index.Causes.Aggregation >= index.Causes.Remainder ? "whether a strength makes up for a weakness" : "the weights";
        yield return string.Create(CultureInfo.InvariantCulture, $"Variants: {CompositeIndex.UsualVariants:#,0}, with three normalisations (min-max, z-score, rank), two aggregations (sum, product) and weights up to {100 * spread:0} % more or less than stated.")
            + string.Create(CultureInfo.InvariantCulture, $" A rank moves by {index.MeanShift:0.00} on average; what moves it most is {largest}. Score and rank are those of the plain index (min-max, stated weights, sum).");
    }

    private static int Map(string path, string? wanted, bool json)
    {
        Scenario scenario = Input.ReadScenario(path);
        string id = wanted ?? scenario.BaselineDesign;
        Input.CheckName("The design", id, [.. scenario.Designs.Select(d => d.Id)]);
        ImmutableArray<NeedOfProduct> needs = NeedMap.Of(scenario.Find(id)!);
        if (json)
        {
            WriteJson(writer =>
            {
                writer.WriteStartArray();
                foreach (NeedOfProduct need in needs) WriteNeed(writer, need);
                writer.WriteEndArray();
            });
            return ExitCode.Success;
        }
        const int MostShown = 3;
        TextWriter output = Console.Out;
        output.WriteLine($"{scenario.Title}: who can meet which need, from what the scenario assumes ({id}).");
        foreach (IGrouping<string, NeedOfProduct> product in needs.GroupBy(n => n.Product))
        {
            output.WriteLine();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{product.Key}, about {product.First().Firms:0} firms"));
            foreach (NeedOfProduct need in product)
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {need.Item}: need {need.Need:0.00}"));
                if (need.Suppliers.IsEmpty) output.WriteLine("    nobody in this scenario knows more");
                foreach (Supplier s in need.Suppliers.Take(MostShown))
                {
                    string line = string.Create(CultureInfo.InvariantCulture, $"{s.Promise:0.00}  {s.Partner}, {s.Stakeholder} (fit {s.Fit:0.00}, knows {s.Gap:0.00} more, shares {100 * s.Openness:0} %); begin with {string.Join(" or ", s.EntryPoints)}");
                    foreach (string wrapped in TextLayout.Wrap(line, "          ", "    ")) output.WriteLine(wrapped);
                }
            }
        }
        output.WriteLine();
        foreach (string line in TextLayout.Wrap($"The first number is what can be expected: fit of product and language times what the other knows more times what it shares. Shown are the {MostShown} most promising of each need; --json lists all.", "  ")) output.WriteLine(line);
        return ExitCode.Success;
    }

    private static void WriteNeed(Utf8JsonWriter writer, NeedOfProduct need)
    {
        writer.WriteStartObject();
        writer.WriteString("product", need.Product);
        writer.WriteNumber("firms", need.Firms);
        writer.WriteString("item", need.Item);
        writer.WriteNumber("need", need.Need);
        writer.WriteStartArray("suppliers");
        foreach (Supplier s in need.Suppliers)
        {
            writer.WriteStartObject();
            writer.WriteString("partner", s.Partner);
            writer.WriteString("stakeholder", s.Stakeholder);
            writer.WriteString("kind", s.Kind);
            writer.WriteNumber("promise", s.Promise);
            writer.WriteNumber("fit", s.Fit);
            writer.WriteNumber("gap", s.Gap);
            writer.WriteNumber("openness", s.Openness);
            writer.WriteStartArray("entry_points");
            foreach (string point in s.EntryPoints) writer.WriteStringValue(point);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteJson(Action<Utf8JsonWriter> write)
    {
        using Stream stream = Console.OpenStandardOutput();
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        write(json);
        json.Flush();
        stream.WriteByte((byte)'\n');
    }

    /// <summary>Candidates as a small CSV file gives them. Every problem of the file is reported at once.</summary>
    private sealed record CandidateTable(ImmutableArray<Indicator> Indicators, ImmutableArray<string> Names, ImmutableArray<IReadOnlyList<double>> Values)
    {
        public static CandidateTable Read(string path)
        {
            if (!File.Exists(path)) throw new BadInputException($"There is no file '{path}'.");
            var problems = new List<string>();
            string[]? head = null, better = null, weights = null;
            var names = new List<string>();
            var values = new List<IReadOnlyList<double>>();
            int number = 0;
            foreach (string line in File.ReadLines(path))
            {
                number++;
                if (line.AsSpan().Trim().IsEmpty || line.TrimStart().StartsWith('#')) continue;
                string[] cells = [.. line.Split(',').Select(c => c.Trim().Trim('"'))];
                if (head is null)
                {
                    head = cells;
                    if (cells.Length < 2) throw new BadInputException($"{path}:{number}: the head names no indicator; it is 'cluster,<indicator>,<indicator>,...'.");
                    continue;
                }
                if (cells.Length != head.Length)
                {
                    problems.Add($"{path}:{number}: {Input.Count(cells.Length, "cell")}, but the head has {head.Length}.");
                    continue;
                }
                if (cells[0] == "better") better = Checked(cells, head, path, number, problems, c => c is "more" or "less", "more or less");
                else if (cells[0] == "weight") weights = Checked(cells, head, path, number, problems, c => Number(c) is > 0 and < 1e12, "a number above 0");
                else
                {
                    if (cells[0].Length == 0) problems.Add($"{path}:{number}: the cluster has no name.");
                    else if (names.Contains(cells[0])) problems.Add($"{path}:{number}: the cluster '{cells[0]}' stands there twice.");
                    names.Add(cells[0]);
                    values.Add(Checked(cells, head, path, number, problems, c => double.IsFinite(Number(c)), "a number; write what you assume").Skip(1).Select(Number).ToArray());
                    if (names.Count > MostRows) throw new BadInputException($"'{path}' has more than {MostRows:#,0} clusters.");
                }
            }
            if (head is null) throw new BadInputException($"'{path}' is empty. Its head is 'cluster,<indicator>,<indicator>,...'.");
            if (names.Count < 2) problems.Add($"{path}: there must be two clusters or more.");
            if (problems.Count > 0) throw new BadInputException(string.Join(Environment.NewLine, problems));
            return new([.. head.Skip(1).Select((name, i) => new Indicator(name, better?[i + 1] != "less", weights is null ? 1 : Number(weights[i + 1])))], [.. names], [.. values]);
        }

        private static string[] Checked(string[] cells, string[] head, string path, int line, List<string> problems, Func<string, bool> allowed, string words)
        {
            for (int i = 1; i < cells.Length; i++)
            {
                if (!allowed(cells[i])) problems.Add($"{path}:{line}: {head[i]} is '{cells[i]}'; allowed is {words}.");
            }
            return cells;
        }

        private static double Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.NaN;
    }
}
