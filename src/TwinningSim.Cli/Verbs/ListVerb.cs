using System.CommandLine;
using System.Text.Json;
using TwinningSim.Cli.Catalogue;
using TwinningSim.Experiments;
using TwinningSim.Reports;
using TwinningSim.Scenarios;
using TwinningSim.Scenarios.Experiments;

namespace TwinningSim.Cli.Verbs;

/// <summary><c>twinsim list</c>: what can be named in a scenario and found in the results, each with its meaning and source.</summary>
internal static class ListVerb
{
    public static Command Make()
    {
        var what = new Argument<string>("what") { Description = $"{string.Join(", ", Catalogues.Names)}, designs or levers." };
        var names = new Argument<string[]>("name")
        {
            Description = "Only these: a whole name for all about it, or a part of it. For designs and levers, the scenario or experiment file first.", Arity = ArgumentArity.ZeroOrMore,
        };
        var json = new Option<bool>("--json") { Description = "Write as JSON." };
        var markdown = new Option<bool>("--markdown") { Description = "Write as a page of Markdown." };
        what.CompletionSources.Add(_ => Catalogues.Names.Concat(["designs", "levers"]).Select(n => new System.CommandLine.Completions.CompletionItem(n)));
        names.CompletionSources.Add(context => context.ParseResult.GetResult(what) is { Tokens: [var list] } && Catalogues.Find(list.Value) is { } catalogue
            ? catalogue.Entries.Select(e => new System.CommandLine.Completions.CompletionItem(e.Name)) : []);
        var command = new Verb("list", "List kinds of activity, parameters, outcomes, columns, designs or levers, each with its meaning and source.") { what, names, json, markdown };
        command.Examples =
        [
            ("twinsim list parameters", "every parameter with unit, range, default, meaning and source"),
            ("twinsim list parameters trust", "those with 'trust' in their name"),
            ("twinsim list kinds onsite-handholding", "all about one kind of activity"),
            ("twinsim list designs scenarios/chennai-footwear.yaml", "the designs of a scenario"),
            ("twinsim list levers my-cluster.yaml expert_days", "what an experiment can vary"),
            ("twinsim list columns --markdown > docs/columns.md", "the page of all columns"),
        ];
        command.SetAction(result => List(result.GetRequiredValue(what), result.GetValue(names) ?? [], result.GetValue(json), result.GetValue(markdown)));
        return command;
    }

    private static int List(string what, string[] names, bool json, bool markdown)
    {
        if (json && markdown) throw new BadInputException("Give --json or --markdown, not both.");
        CatalogueList catalogue;
        if (what is "designs" or "levers")
        {
            if (names.Length == 0) throw new BadInputException($"Whose {what}? Give the scenario file: twinsim list {what} my-cluster.yaml");
            ExperimentGrid? grid = ExperimentFileReader.IsExperiment(names[0]) ? Input.ReadExperiment(names[0]) : null;
            Scenario scenario = grid?.Experiment.Scenario ?? Input.ReadScenario(names[0]);
            catalogue = what == "levers" ? Catalogues.LeversOf(scenario) : grid is null ? Catalogues.DesignsOf(scenario) : Catalogues.DesignsOf(grid);
            names = names[1..];
        }
        else
        {
            catalogue = Catalogues.Find(what)
                ?? throw new BadInputException($"'{what}' cannot be listed. There are: {string.Join(", ", Catalogues.Names)}, designs, levers.{Nearest.Hint(what, Catalogues.Names.Concat(["designs", "levers"]))}");
        }
        Entry[] chosen = Choose(catalogue, names);
        if (json) WriteJson(chosen);
        else if (markdown) WriteMarkdown(catalogue, chosen);
        else WriteText(chosen);
        return ExitCode.Success;
    }

    /// <summary>Those whose name, or the group's, was given; else those that contain what was given.</summary>
    private static Entry[] Choose(CatalogueList catalogue, string[] names)
    {
        if (names.Length == 0) return [.. catalogue.Entries];
        var chosen = new List<Entry>();
        foreach (string name in names)
        {
            Entry[] found = [.. catalogue.Entries.Where(e => e.Name == name || e.Group == name || $"{e.Group}.{e.Name}" == name)];
            if (found.Length == 0) found = [.. catalogue.Entries.Where(e => e.Name.Contains(name, StringComparison.OrdinalIgnoreCase))];
            if (found.Length == 0) throw new BadInputException($"No name in the list of {catalogue.Name} is or contains '{name}'.{Nearest.Hint(name, catalogue.Entries.Select(e => e.Name))}");
            chosen.AddRange(found.Except(chosen));
        }
        return [.. chosen];
    }

    private static void WriteText(Entry[] entries)
    {
        string group = "";
        int width = Math.Min(44, entries.Max(e => e.Name.Length));
        foreach (Entry entry in entries)
        {
            if (entry.Group != group)
            {
                if (group.Length > 0) Console.Out.WriteLine();
                Console.Out.WriteLine(entry.Group);
                group = entry.Group;
            }
            Console.Out.WriteLine($"{entry.Name.PadRight(width)}  {entry.Short}".TrimEnd());
            foreach (string line in TextLayout.Wrap(entry.Meaning, "    ", "    ")) Console.Out.WriteLine(line);
            foreach (Fact fact in entry.Facts.Where(f => entries.Length == 1 || f.Brief))
            {
                foreach (string line in TextLayout.Wrap($"{fact.Title}: {fact.Text}", "      ", "    ")) Console.Out.WriteLine(line);
            }
        }
    }

    private static void WriteJson(Entry[] entries)
    {
        using Stream stream = Console.OpenStandardOutput();
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartArray();
        foreach (Entry entry in entries)
        {
            json.WriteStartObject();
            json.WriteString("name", entry.Name);
            if (entry.Group.Length > 0) json.WriteString("table", entry.Group);
            json.WriteString("meaning", entry.Meaning);
            foreach (Fact fact in entry.Facts)
            {
                if (fact.Number is { } number) json.WriteNumber(fact.Key, number);
                else json.WriteString(fact.Key, fact.Text);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.Flush();
        stream.WriteByte((byte)'\n');
    }

    private static void WriteMarkdown(CatalogueList catalogue, Entry[] entries)
    {
        Console.Out.Write($"# {catalogue.Title}\n\n{catalogue.About}\n\nMade by `twinsim list {catalogue.Name} --markdown`; do not edit.\n");
        foreach (IGrouping<string, Entry> group in entries.GroupBy(e => e.Group))
        {
            if (group.Key.Length > 0) Console.Out.Write($"\n## {group.Key}\n\n{catalogue.MeaningOf(group.Key)}\n");
            Fact[] heads = [.. group.First().Facts];
            Console.Out.Write($"\n| Name | {string.Concat(heads.Select(h => h.Title + " | "))}Meaning |\n|---|{string.Concat(heads.Select(_ => "---|"))}---|\n");
            foreach (Entry entry in group)
                Console.Out.Write($"| `{entry.Name}` | {string.Concat(heads.Select(h => Cell(entry.Facts.FirstOrDefault(f => f.Key == h.Key)?.Text ?? "") + " | "))}{Cell(entry.Meaning)} |\n");
        }
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal);
}
