using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using TwinningSim.Experiments;
using TwinningSim.Kernel.Tables;
using TwinningSim.Model.Input;
using TwinningSim.Reports;
using TwinningSim.Reports.Stories;
using TwinningSim.Scenarios;

namespace TwinningSim.Cli.Verbs;

/// <summary><c>twinsim show</c>: one run as a story, or why one design did better than another in the same world.</summary>
internal static class ShowVerb
{
    private sealed record Request(string Path, string? Design, int Replicate, ulong? Seed, string? Against, int? Firm, string Detail, bool Json, string? Parameters);

    public static Command Make()
    {
        var path = new Argument<string>("scenario") { Description = "The scenario file." };
        var design = new Option<string>("--design", "-d") { Description = "The design to tell. Default: the scenario's baseline.", HelpName = "design" };
        Option<ulong?> replicate = Input.WholeNumber("--replicate", "Which replicate: the same number is the same luck in every design. Default: 0.", 0, ExperimentPlan.MaxReplicates - 1, "-r");
        Option<ulong?> seed = Input.WholeNumber("--seed", "Seed of all random numbers. Default: the scenario's.", 0, ulong.MaxValue);
        var against = new Option<string>("--against") { Description = "Another design: say where the two part in the same world, and what followed.", HelpName = "design" };
        Option<ulong?> firm = Input.WholeNumber("--firm", "Tell only what concerns this firm of the emerging cluster.", 0, 1_000_000);
        var detail = new Option<string>("--detail") { Description = "How much: main, firms (also what single firms do), all (also each lesson and meeting). Default: main.", HelpName = "main|firms|all" };
        detail.AcceptOnlyFromAmong("main", "firms", "all");
        Option<string> parameters = Input.ParameterSet();
        var json = new Option<bool>("--json") { Description = "Write the sentences as JSON to standard output." };
        var command = new Verb("show", "Tell one run as a story, month by month; or say why one design did better than another in the same world.") { path, design, replicate, seed, against, firm, detail, parameters, json };
        command.Examples =
        [
            ("twinsim show my-cluster.yaml --replicate 7", "the baseline in world number 7"),
            ("twinsim show my-cluster.yaml --against no-programme", "where the two part, and what followed"),
            ("twinsim show my-cluster.yaml --firm 12 --detail all", "everything that happened to firm 12"),
        ];
        command.SetAction(result => Show(new Request(
            result.GetRequiredValue(path), result.GetValue(design), (int)(result.GetValue(replicate) ?? 0), result.GetValue(seed), result.GetValue(against),
            (int?)result.GetValue(firm), result.GetValue(detail) ?? "main", result.GetValue(json), Input.GivenSet(result, parameters))));
        return command;
    }

    /// <summary>Runs replicates of designs and keeps everything that was written down.</summary>
    public static ToldRun[] Tell(ulong seed, int replicate, params Design[] designs)
        => [.. new Laboratory(seed, 1).Run([.. designs.Select(d => new RunRequest(d, replicate, 1))], ObservedTables.Months | ObservedTables.Firms | ObservedTables.Events,
            tables => (Events: StoryEvent.Of(tables.Events!), Months: Copy(tables.Months!), Firms: Copy(tables.Firms!))).Zip(designs, (runs, d) => new ToldRun(d.Id, runs[0].Events, runs[0].Months, runs[0].Firms))];

    /// <summary>How a story names the things of a design.</summary>
    public static StoryNames NamesOf(Scenario scenario, params Design[] designs) => new()
    {
        Start = scenario.Start,
        KindOfEntry = designs.SelectMany(d => d.Plan).DistinctBy(e => e.Id).ToImmutableDictionary(e => e.Id, e => e.Kind),
    };

    private static int Show(Request request)
    {
        Scenario scenario = Input.ReadScenario(request.Path, parameters: request.Parameters);
        Design own = Find(scenario, request.Design ?? scenario.BaselineDesign);
        Design? other = request.Against is null ? null : Find(scenario, request.Against);
        int firms = own.Clusters[0].Firms;
        if (request.Firm >= firms) throw new BadInputException($"There is no firm {request.Firm}: {own.Id} has {Input.Count(firms, "firm")}, numbered from 0.");
        ulong seed = request.Seed ?? scenario.Seed;
        StoryNames names = other is null ? NamesOf(scenario, own) : NamesOf(scenario, own, other);
        ToldRun[] runs = other is null ? Tell(seed, request.Replicate, own) : Tell(seed, request.Replicate, own, other);
        string head = $"{scenario.Title}: {own.Id}{(other is null ? "" : $" against {other.Id}")}, replicate {request.Replicate}, seed {seed}, {scenario.Months} months from {scenario.Start}.";
        if (other is not null)
        {
            string[] why = [.. Divergence.Of(runs[0], runs[1]).Tell(runs[0], runs[1], names)];
            if (request.Json) WriteJson(head, why.Select(text => ((string?)null, text)));
            else Write(head, why);
            return ExitCode.Success;
        }
        Weight most = request.Detail switch { "all" => Weight.Detail, "firms" => Weight.Firm, _ => request.Firm is null ? Weight.Main : Weight.Firm };
        string? who = request.Firm is { } f ? $"firm:{f}" : null;
        StoryLine[] lines = [.. StoryTeller.Tell(runs[0].Events.Where(e => who is null || e.Actor == who || e.Other == who), names, together: who is null).Where(l => l.Weight <= most)];
        if (request.Json)
        {
            WriteJson(head, lines.Select(l => ((string?)scenario.Start.Plus(l.Month).ToString(), l.Text)));
            return ExitCode.Success;
        }
        Write(head, Lines(lines, names));
        return ExitCode.Success;
    }

    private static IEnumerable<string> Lines(StoryLine[] lines, StoryNames names)
    {
        if (lines.Length == 0) yield return "Nothing happened.";
        foreach (IGrouping<int, StoryLine> month in lines.GroupBy(l => l.Month))
        {
            yield return "";
            yield return StoryTeller.Date(names, month.Key);
            foreach (StoryLine line in month) yield return "- " + line.Text;
        }
    }

    private static void Write(string head, IEnumerable<string> lines)
    {
        foreach (string line in TextLayout.Wrap(head)) Console.Out.WriteLine(line);
        foreach (string line in lines)
        {
            if (line.Length == 0) Console.Out.WriteLine();
            foreach (string wrapped in TextLayout.Wrap(line, "  ")) Console.Out.WriteLine(wrapped);
        }
    }

    private static void WriteJson(string head, IEnumerable<(string? Month, string Text)> lines)
    {
        using Stream stream = Console.OpenStandardOutput();
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteString("story", head);
        json.WriteStartArray("lines");
        foreach ((string? month, string text) in lines)
        {
            json.WriteStartObject();
            if (month is not null) json.WriteString("month", month);
            json.WriteString("text", text);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        stream.WriteByte((byte)'\n');
    }

    private static Design Find(Scenario scenario, string id)
    {
        Input.CheckName("The design", id, [.. scenario.Designs.Select(d => d.Id)]);
        return scenario.Find(id)!;
    }

    private static TableBuffer Copy(TableBuffer table)
    {
        var copy = new TableBuffer(table.Definition, Math.Max(1, table.Count));
        for (int row = 0; row < table.Count; row++)
        {
            copy.AddRow();
            for (int c = 0; c < table.Definition.Columns.Length; c++)
            {
                if (table.Definition.Columns[c].Type == ColumnType.Text) copy.Set(row, c, table.Texts(c)[row]!);
                else copy.Set(row, c, table.Numbers(c)[row]);
            }
        }
        return copy;
    }
}
