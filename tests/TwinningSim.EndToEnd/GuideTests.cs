using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using TwinningSim.Kernel.Tables;
using TwinningSim.Model;
using TwinningSim.Model.Input;
using TwinningSim.Model.Observation;
using TwinningSim.Scenarios;
using TwinningSim.Storage;
using TwinningSim.Testing;

namespace TwinningSim.EndToEnd;

/// <summary>
/// Every command of the guide is run, and every output in it is what the program printed. A block of commands is tested if <c>&lt;!-- tested --&gt;</c> stands above it; a block
/// <c>text</c> right after it holds the output of its last command, or its first lines (<c>&lt;!-- tested: 12 lines --&gt;</c>). <c>&lt;!-- file: x.yaml --&gt;</c> writes the block
/// below to a file, <c>&lt;!-- tested: duckdb --&gt;</c> runs SQL. What takes long (<c>&lt;!-- tested: long 0123456789ab --&gt;</c>) is run with few replicates for the command's sake, and its output
/// counts as current while the model gives the same runs of that scenario as when it was written (the mark is their hash); TWINSIM_LONG_TESTS=1 runs it in full. With TWINSIM_REFRESH_DOCS=1 the outputs are written into the pages instead of being compared:
/// <c>TWINSIM_REFRESH_DOCS=1 dotnet test tests/TwinningSim.EndToEnd --filter GuideTests</c>.
/// </summary>
public sealed partial class GuideTests : IDisposable
{
    private static readonly bool Refresh = Environment.GetEnvironmentVariable("TWINSIM_REFRESH_DOCS") == "1";
    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "guide");

    private readonly TemporaryFolder _scratch = new();

    public static TheoryData<string> Pages => [.. Directory.GetFiles(Folder, "*.md").Select(p => Path.GetFileName(p)!).Order()];

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_command_of_the_guide_works_and_prints_what_stands_there(string page)
    {
        string path = Path.Combine(Folder, page), text = File.ReadAllText(path);
        Directory.CreateDirectory(_scratch["scenarios"]);
        foreach (string file in Directory.GetFiles(Path.Combine(Repository.Root, "scenarios"))) File.Copy(file, Path.Combine(_scratch["scenarios"], Path.GetFileName(file)));
        string now = Block().Replace(text, Run);
        if (Refresh) File.WriteAllText(path, now);
        else Assert.True(text == now, $"docs/guide/{page}: the outputs are not current. Run: TWINSIM_REFRESH_DOCS=1 dotnet test tests/TwinningSim.EndToEnd --filter GuideTests\n{FirstDifference(text, now)}");
        // No command escapes: a block with one is marked, or says why it is not.
        foreach (Match block in UnmarkedCommands().Matches(text)) Assert.Contains("dotnet pack", block.Value, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_of_the_guide_leads_somewhere(string page)
    {
        foreach (Match link in Link().Matches(File.ReadAllText(Path.Combine(Folder, page))))
        {
            string target = link.Groups[1].Value.Split('#')[0];
            if (!target.StartsWith("http", StringComparison.Ordinal)) Assert.True(Path.Exists(Path.Combine(Folder, target)), $"{page}: {target}");
        }
    }

    [Fact]
    public void Blocks_for_R_and_pandas_name_columns_that_there_are()
    {
        Match[] blocks = [.. Snippet().Matches(File.ReadAllText(Path.Combine(Folder, "results.md"))).Cast<Match>()];
        Assert.Equal(["Rscript", "python3"], blocks.Select(b => b.Groups["program"].Value));
        string[] columns = [.. Tables.Runs.Columns.Select(c => c.Name)];
        foreach (Match block in blocks)
        {
            // Names of several words are functions that are called, or columns.
            string[] names = [.. SnakeCase().Matches(block.Groups["body"].Value).Select(m => m.Value)];
            Assert.NotEmpty(names);
            Assert.All(names, name => Assert.Contains(name, columns));
            Assert.Contains("results/footwear/runs\"", block.Value, StringComparison.Ordinal);
        }
    }

    [SnippetFact("python3", "-c", "import pandas, pyarrow")]
    public void The_block_for_pandas_runs() => RunSnippet("python3", ".py", "\nprint(runs.groupby('design')['firms_with_do_how'].mean())");

    [SnippetFact("Rscript", "-e", "library(arrow); library(dplyr)")]
    public void The_block_for_R_runs() => RunSnippet("Rscript", ".R", "");

    private void RunSnippet(string program, string extension, string more)
    {
        string block = Snippet().Matches(File.ReadAllText(Path.Combine(Folder, "results.md"))).Single(m => m.Groups["program"].Value == program).Groups["body"].Value;
        Ended ran = Twinsim.Run(_scratch.Path, "run", Path.Combine(Repository.Root, "scenarios", "chennai-footwear.yaml"), "--designs", "as-run,no-programme", "-n", "4", "-q", "--out", "results/footwear");
        Assert.True(ran.Code == 0, ran.ToString());
        File.WriteAllText(_scratch["block" + extension], block + more + "\n");
        Ended ended = Twinsim.End(Twinsim.StartCommand(_scratch.Path, program, "block" + extension));
        Assert.True(ended.Code == 0, ended.ToString());
        Assert.Contains("no-programme", ended.Output, StringComparison.Ordinal);
    }

    /// <summary>Runs a block and gives it back with the output as it is now.</summary>
    private string Run(Match block)
    {
        string what = block.Groups["what"].Value.Trim(), body = block.Groups["body"].Value;
        if (what.StartsWith("file:", StringComparison.Ordinal))
        {
            File.WriteAllText(_scratch[what[5..].Trim()], body + "\n");
            return block.Value;
        }
        bool inFull = Refresh || LongTests.Wanted || !what.Contains("long", StringComparison.Ordinal);
        string mark = what.Contains("long", StringComparison.Ordinal) ? Marked(what, body) : what;
        string output = what.EndsWith("duckdb", StringComparison.Ordinal) ? Query(body) : Commands(body, inFull);
        if (!inFull) return block.Value.Replace(what, mark, StringComparison.Ordinal);
        if (!block.Groups["output"].Success) return block.Value;
        if (LineCount().Match(what) is { Success: true } lines) output = string.Join('\n', output.Split('\n').Take(int.Parse(lines.Groups[1].Value, CultureInfo.InvariantCulture)));
        // Another build of the same version prints another mark.
        output = string.Join('\n', Build().Replace(output, "$1").Split('\n').Select(l => l.TrimEnd())).Trim('\n');
        return block.Value[..(block.Groups["output"].Index - block.Index)].Replace(what, mark, StringComparison.Ordinal) + $"```text\n{output}\n```";
    }

    /// <summary>The mark of a long block with the hash of a run of each design of its scenario, as it is now.</summary>
    private string Marked(string what, string body)
    {
        Scenario scenario = ScenarioReader.Read(_scratch[Scenarios().Match(body).Value]).Scenario!;
        var hash = new ContentHash(Tables.Runs);
        foreach (Design design in scenario.Designs)
        {
            var tables = new RunTables(new TableBuffer(Tables.Runs));
            new Simulation(design).Run(scenario.Seed, 0, tables);
            hash.Add(tables.Runs, design.Id);
        }
        return LongMark().Replace(what, $"long {hash.ToString()[..12]}");
    }

    private string Commands(string body, bool inFull = true)
    {
        string output = "";
        string[] commands = [.. body.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(" # ")[0].Trim()).Where(l => !l.StartsWith('#'))];
        Assert.NotEmpty(commands);
        foreach (string command in commands)
        {
            Assert.StartsWith("twinsim ", command, StringComparison.Ordinal);
            string[] arguments = command["twinsim ".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            int replicates = Array.IndexOf(arguments, "--replicates") + 1;
            if (!inFull && replicates > 0) arguments[replicates] = arguments[0] == "size" ? "20" : "2";
            if (!inFull && arguments[0] == "size") arguments = [.. arguments, "--doublings", "0", "--method", "thresholds"];
            Ended ended = Twinsim.Run(_scratch.Path, arguments);
            Assert.True(ended.Code == 0, $"{command}\n{ended}");
            CommandLineTests.AssertIsClean(ended);
            output = ended.Output;
        }
        return output;
    }

    private string Query(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = "SET threads = 1; " + sql.Replace("'results/", $"'{_scratch.Path}/results/", StringComparison.Ordinal);
        using DuckDBDataReader reader = command.ExecuteReader();
        var rows = new List<string[]> { Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToArray() };
        while (reader.Read()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(c => Convert.ToString(reader.GetValue(c), CultureInfo.InvariantCulture)!)]);
        int[] widths = [.. Enumerable.Range(0, reader.FieldCount).Select(c => rows.Max(r => r[c].Length))];
        var text = new StringBuilder();
        foreach (string[] row in rows) text.Append(string.Join("  ", row.Select((cell, c) => cell.PadRight(widths[c])))).Append('\n');
        return text.ToString();
    }

    private static string FirstDifference(string was, string now)
    {
        string[] a = was.Split('\n'), b = now.Split('\n');
        int line = Enumerable.Range(0, Math.Min(a.Length, b.Length)).FirstOrDefault(i => a[i] != b[i], Math.Min(a.Length, b.Length));
        return $"line {line + 1}\n  there: {a.ElementAtOrDefault(line)}\n  now:   {b.ElementAtOrDefault(line)}";
    }

    [GeneratedRegex(@"<!-- (?<what>tested[^\n]*|file:[^\n]*) -->\n```(sh|sql|yaml)\n(?<body>.*?)\n```(\n(?<output>```text\n.*?```))?", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"(?<!-->\n)```sh\n.*?\n```", RegexOptions.Singleline)]
    private static partial Regex UnmarkedCommands();

    [GeneratedRegex(@"<!-- snippet: (?<program>\w+) -->\n```\w+\n(?<body>.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Snippet();

    [GeneratedRegex(@"\b[a-z]+(_[a-z]+)+\b(?!\()")]
    private static partial Regex SnakeCase();

    [GeneratedRegex(@"long( [0-9a-f]{12})?")]
    private static partial Regex LongMark();

    [GeneratedRegex(@"scenarios/\S+\.yaml")]
    private static partial Regex Scenarios();

    [GeneratedRegex(@"(\d+) lines")]
    private static partial Regex LineCount();

    [GeneratedRegex(@"(\d+\.\d+\.\d+)\+[0-9a-f]{8}")]
    private static partial Regex Build();

    [GeneratedRegex(@"\]\(([^)]+)\)")]
    private static partial Regex Link();
}

/// <summary>A test of a block in another language: takes part where its program and libraries are.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SnippetFactAttribute : FactAttribute
{
    /// <summary>Left out where the program, called like this, does not succeed.</summary>
    public SnippetFactAttribute(string program, params string[] arguments)
    {
        try
        {
            if (Twinsim.End(Twinsim.StartCommand(Path.GetTempPath(), program, arguments)).Code != 0) Skip = $"'{program} {string.Join(' ', arguments)}' fails: what the block needs is not installed.";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Skip = $"There is no {program}.";
        }
    }
}
