using System.Diagnostics;
using System.Text.Json;
using DuckDB.NET.Data;
using TwinningSim.Model.Observation;
using TwinningSim.Testing;

namespace TwinningSim.EndToEnd;

/// <summary>One experiment of the starter scenario, with every table.</summary>
public sealed class StarterExperiment : IDisposable
{
    private readonly TemporaryFolder _scratch = new();

    public StarterExperiment()
    {
        Twinsim.Run(_scratch.Path, "new", Scenario);
        First = Twinsim.Run(_scratch.Path, "run", Scenario, "--replicates", "8", "--tables", "firms,events", "--out", Folder);
    }

    public static string Scenario => "my cluster.yaml";

    public static string Folder => "my results/first";

    public string Path => _scratch.Path;

    internal Ended First { get; }

    public void Dispose() => _scratch.Dispose();
}

public sealed class RunTests(StarterExperiment experiment) : IClassFixture<StarterExperiment>
{
    private Ended Run(params string[] arguments) => Twinsim.Run(experiment.Path, ["run", StarterExperiment.Scenario, .. arguments]);

    private string InFolder(string name) => Path.Combine(experiment.Path, StarterExperiment.Folder, name);

    private JsonElement Manifest() => JsonDocument.Parse(File.ReadAllText(InFolder("manifest.json"))).RootElement;

    [Fact]
    public void It_ends_with_a_table_in_plain_text_and_says_where_the_files_are()
    {
        Ended first = experiment.First;
        Assert.True(first.Code == 0, first.ToString());
        CommandLineTests.AssertIsClean(first);
        Assert.All(first.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 120));
        string[] designs = [.. Manifest().GetProperty("designs").EnumerateArray().Select(d => d.GetProperty("id").GetString()!)];
        Assert.All(designs, design => Assert.Single(first.Output.Split('\n'), line => line.StartsWith(design + " ", StringComparison.Ordinal) && line.Contains('±', StringComparison.Ordinal)));
        Assert.Equal(designs.Length - 1, first.Output.Split('\n').Count(line => line.StartsWith("  difference", StringComparison.Ordinal)));
        Assert.Contains("does best with", first.Output, StringComparison.Ordinal);
        Assert.Contains($"Results are in {StarterExperiment.Folder}: the tables runs, months, firms and events (Parquet) and manifest.json.", first.Output, StringComparison.Ordinal);
        Assert.Contains(" a second).", first.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_over_the_posterior_is_another_experiment_than_one_at_the_usual_values()
    {
        Ended over = Run("--parameters", "posterior", "--replicates", "3", "--out", "over"), usual = Run("--replicates", "3", "--out", "usual"), mixed = Run("--parameters", "specification-2.1", "--replicates", "3", "--out", "over");
        Assert.True(over.Code == 0 && usual.Code == 0, over.ToString());
        Assert.NotEqual(usual.Output.Split("Results are in")[0], over.Output.Split("Results are in")[0]);
        Assert.Equal(2, mixed.Code);
        Assert.Contains("has changed", mixed.Error, StringComparison.Ordinal);
        Ended unknown = Run("--parameters", "posteriors");
        Assert.Equal(2, unknown.Code);
        Assert.Contains("Did you mean 'posterior'?", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_files_open_in_DuckDB_with_the_rows_of_the_manifest_and_only_documented_columns()
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        int tables = 0;
        foreach (var table in Tables.All)
        {
            using DuckDBCommand columns = connection.CreateCommand();
            string files = InFolder($"{table.Name}/*/*.parquet").Replace("'", "''", StringComparison.Ordinal);
            columns.CommandText = $"describe select * from read_parquet('{files}', hive_partitioning = true)";
            var names = new List<string>();
            using (DuckDBDataReader reader = columns.ExecuteReader())
            {
                while (reader.Read()) names.Add(reader.GetString(0));
            }
            Assert.Equal(table.Columns.Select(c => c.Name).Append("design"), names);

            using DuckDBCommand count = connection.CreateCommand();
            count.CommandText = $"select design, count(*) from read_parquet('{files}', hive_partitioning = true) group by design";
            var counted = new SortedDictionary<string, long>(StringComparer.Ordinal);
            using (DuckDBDataReader reader = count.ExecuteReader())
            {
                while (reader.Read()) counted[reader.GetString(0)] = reader.GetInt64(1);
            }
            var stated = new SortedDictionary<string, long>(Manifest().GetProperty("rows").EnumerateArray()
                .Where(r => r.GetProperty("table").GetString() == table.Name && r.GetProperty("rows").GetInt64() > 0)
                .ToDictionary(r => r.GetProperty("design").GetString()!, r => r.GetProperty("rows").GetInt64()), StringComparer.Ordinal);
            Assert.NotEmpty(stated);
            Assert.Equal(stated, counted);
            tables++;
        }
        Assert.Equal(4, tables);
    }

    [Fact]
    public void The_same_command_again_runs_nothing_and_gives_the_same_answer()
    {
        Ended again = Run("--replicates", "8", "--tables", "firms,events", "--out", StarterExperiment.Folder);
        Assert.True(again.Code == 0, again.ToString());
        Assert.Contains("runs were there already", again.Error, StringComparison.Ordinal);
        Assert.Equal(experiment.First.Output, again.Output);
    }

    [Fact]
    public void Threads_do_not_change_the_answer_and_quiet_says_nothing_else()
    {
        Ended one = Run("--replicates", "8", "--threads", "1", "--out", "one", "--quiet");
        Ended seven = Run("--replicates", "8", "--threads", "7", "--out", "seven", "--quiet");
        Assert.Equal((0, ""), (one.Code, one.Error));
        Assert.Equal(one.Output, seven.Output);
        Assert.DoesNotContain("manifest", one.Output, StringComparison.Ordinal);
        Assert.StartsWith(one.Output.TrimEnd(), experiment.First.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_is_the_only_thing_on_standard_output()
    {
        Ended ended = Run("--replicates", "3", "--out", "json", "--json");
        Assert.True(ended.Code == 0, ended.ToString());
        JsonElement json = JsonDocument.Parse(ended.Output).RootElement;
        Assert.Equal("twinsim-comparison-1", json.GetProperty("format").GetString());
        Assert.All(json.GetProperty("designs").EnumerateArray(), d => Assert.Equal(3, d.GetProperty("replicates").GetInt32()));
    }

    [Fact]
    public void More_replicates_go_on_from_those_that_are_there()
    {
        Assert.Equal(0, Run("--replicates", "50", "--designs", "courses,no-programme", "--out", "grows").Code);
        Ended more = Run("--replicates", "60", "--designs", "courses,no-programme", "--out", "grows");
        Assert.True(more.Code == 0, more.ToString());
        Assert.Contains("Resumed: 100 of 120 runs were there already.", more.Error, StringComparison.Ordinal);
        Assert.Contains("2 designs x 60 replicates", more.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_seed_in_the_same_folder_is_refused_until_fresh_is_given()
    {
        Assert.Equal(0, Run("--replicates", "2", "--out", "seeds").Code);
        Ended other = Run("--replicates", "2", "--out", "seeds", "--seed", "77");
        Assert.True(other.Code == 2, other.ToString());
        Assert.Contains("seed", other.Error, StringComparison.Ordinal);
        Assert.Contains("--fresh", other.Error, StringComparison.Ordinal);
        CommandLineTests.AssertIsClean(other);
        Ended fresh = Run("--replicates", "2", "--out", "seeds", "--seed", "77", "--fresh");
        Assert.True(fresh.Code == 0, fresh.ToString());
        Assert.Contains("seed 77", fresh.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("The design 'corses' does not exist. There are: courses, ", "--designs", "corses")]
    [InlineData("Did you mean 'courses'?", "--baseline", "corses")]
    [InlineData("The baseline 'courses' is not among the designs to run.", "--designs", "in-the-plant")]
    [InlineData("is a file. Give a folder with --out.", "--out", "my cluster.yaml")]
    public void A_request_that_cannot_be_met_is_refused_before_anything_runs(string message, params string[] arguments)
    {
        Ended ended = Run(arguments);
        Assert.True(ended.Code == 2, ended.ToString());
        Assert.Contains(message, ended.Error, StringComparison.Ordinal);
        Assert.Equal("", ended.Output);
        CommandLineTests.AssertIsClean(ended);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_gives_one_clean_line()
    {
        Ended ended = Run("--replicates", "2", "--out", "/proc/no such place");
        Assert.True(ended.Code == 1, ended.ToString());
        Assert.Contains("/proc/no such place", ended.Error, StringComparison.Ordinal);
        CommandLineTests.AssertIsClean(ended);
    }

    [Fact]
    public void Another_baseline_and_other_outcomes_can_be_chosen()
    {
        Ended ended = Run("--replicates", "3", "--out", "other", "--baseline", "no-programme", "--outcomes", "productivity,c2b", "--ascii");
        Assert.True(ended.Code == 0, ended.ToString());
        Assert.Contains("baseline no-programme", ended.Output, StringComparison.Ordinal);
        Assert.Contains("Productivity", ended.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(ended.Output, c => c > 126);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_keeps_what_is_finished_and_the_same_command_goes_on(string signal)
    {
        if (OperatingSystem.IsWindows()) return;
        string folder = "stopped-" + signal;
        // So many runs that the signal finds the program at work, however late it comes.
        string[] arguments = ["run", StarterExperiment.Scenario, "--out", folder, "--replicates", "500", "--designs", "courses,no-programme", "--threads", "1"];
        using Process process = Twinsim.Start(experiment.Path, arguments);
        Task<Ended> end = Task.Run(() => Twinsim.End(process));
        string ledger = Path.Combine(experiment.Path, folder, "ledger.jsonl");
        var clock = Stopwatch.StartNew();
        while (!(File.Exists(ledger) && new FileInfo(ledger).Length > 0) && clock.Elapsed < TimeSpan.FromMinutes(1)) await Task.Delay(20);
        using (Process kill = Process.Start("kill", ["-" + signal, process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        Ended ended = await end;
        Assert.True(ended.Code == 130, ended.ToString());
        Assert.Contains($"runs are kept in {folder}. The same command goes on from there.", ended.Error, StringComparison.Ordinal);
        Assert.Equal("", ended.Output);
        CommandLineTests.AssertIsClean(ended);

        Ended resumed = Twinsim.Run(experiment.Path, arguments);
        Assert.True(resumed.Code == 0, resumed.ToString());
        Assert.Contains("of 1,000 runs were there already.", resumed.Error, StringComparison.Ordinal);
        Assert.Contains("2 designs x 500 replicates", resumed.Output, StringComparison.Ordinal);
    }
}
