using System.Globalization;
using System.Text.Json;
using TwinningSim.Testing;

namespace TwinningSim.EndToEnd;

/// <summary>An experiment file on the starter scenario, and its results.</summary>
public sealed class ExperimentOfDays : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ExperimentOfDays()
    {
        Twinsim.Run(_folder.Path, "new", "s.yaml");
        File.WriteAllText(_folder["e.yaml"], """
            experiment: days
            title: Days on site
            question: How many days on site?
            scenario: s.yaml
            run: {replicates: 6}
            policy:
              factors: [{lever: budget_eur, levels: [100000, 300000]}]
            assumptions:
              sample: {method: latin-hypercube, points: 3}
              factors: [{lever: parameters.trust_negativity, low: 2, high: 4}]
            """);
        First = Twinsim.Run(_folder.Path, "run", "e.yaml", "--out", "r");
    }

    public string Path => _folder.Path;

    internal Ended First { get; }

    public string this[string name] => _folder[name];

    public void Dispose() => _folder.Dispose();
}

/// <summary>Experiment files through the real program.</summary>
public sealed class ExperimentFileTests(ExperimentOfDays folder) : IClassFixture<ExperimentOfDays>
{
    [Fact]
    public void An_experiment_runs_and_its_factors_can_be_joined_with_its_results()
    {
        Ended ended = folder.First;
        Assert.True(ended.Code == 0, ended.ToString());
        Assert.Contains("a mean over 3 worlds (the replicates of the table) of 6 replicates each", ended.Output, StringComparison.Ordinal);
        string[] lines = File.ReadAllLines(folder["r/designs.csv"]);
        Assert.Equal("design,base,policy_point,world_point,reference,budget_eur,parameters.trust_negativity", lines[0]);
        string[][] rows = [.. lines[1..].Select(l => l.Split(','))];
        Assert.Equal(rows.Select(r => r[0]), rows.Select(r => r[0]).Distinct());
        Assert.All(rows, r => Assert.True(Directory.Exists(folder[$"r/runs/design={r[0]}"]), r[0]));
        Assert.All(rows, r => Assert.InRange(double.Parse(r[6], CultureInfo.InvariantCulture), 2, 4));
        Assert.Equal(3, rows.Select(r => r[6]).Distinct().Count());
        // Each policy stands once in each world, next to the world's own design without a programme.
        Assert.All(rows, r => Assert.EndsWith(r[0][r[0].LastIndexOf("-w", StringComparison.Ordinal)..], r[4], StringComparison.Ordinal));

        Assert.Contains("were there already", Twinsim("run", "e.yaml", "--out", "r").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_counts_designs_and_factors_and_reports_all_problems()
    {
        Assert.Contains("e.yaml: valid, ", Twinsim("validate", "e.yaml").Output, StringComparison.Ordinal);
        Assert.Contains(" 2 factors, ", Twinsim("validate", "e.yaml").Output, StringComparison.Ordinal);
        File.WriteAllText(folder["bad.yaml"], File.ReadAllText(folder["e.yaml"]).Replace("trust_negativity", "trust_negativty").Replace("budget_eur", "budget_euro"));
        Ended ended = Twinsim("validate", "bad.yaml");
        Assert.Equal(2, ended.Code);
        Assert.Contains("bad.yaml:7:21: error TS1301: there is no lever 'budget_euro'", ended.Error, StringComparison.Ordinal);
        Assert.Contains("Did you mean parameters.trust_negativity?", ended.Error, StringComparison.Ordinal);
        Assert.Equal(2, Twinsim("run", "bad.yaml").Code);
    }

    [Fact]
    public void A_stopping_rule_goes_on_until_it_is_met_and_says_so()
    {
        File.WriteAllText(folder["exact.yaml"], """
            experiment: exact
            title: Exact enough
            question: How many replicates?
            scenario: s.yaml
            run: {replicates: 5}
            stop: {most: 200, targets: [{outcome: firms_with_do_how, relative: 0.2}]}
            """);
        Ended ended = Twinsim("run", "exact.yaml", "--out", "exact");
        Assert.True(ended.Code == 0, ended.ToString());
        Assert.Contains("Not exact enough yet:", ended.Error, StringComparison.Ordinal);
        Assert.Matches(@"Stopping rule: intervals at 95 %\s+(were exact enough from|are not all exact enough after)", ended.Output);
        JsonElement manifest = JsonDocument.Parse(File.ReadAllText(folder["exact/manifest.json"])).RootElement;
        JsonElement stopping = manifest.GetProperty("stopping");
        Assert.Equal(0.95, stopping.GetProperty("level").GetDouble());
        Assert.InRange(stopping.GetProperty("enough_from").GetInt32(), 5, manifest.GetProperty("replicates").GetInt32() - 5);
        Assert.True(manifest.GetProperty("complete").GetBoolean());
        Ended again = Twinsim("run", "exact.yaml", "--out", "exact");
        Assert.True(again.Code == 0, again.ToString());
        Assert.Contains("runs were there already", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_results_keep_of_an_experiment_makes_a_run_happen_again()
    {
        Ended again = EndToEnd.Twinsim.Run(folder["r"], "run", "scenario.yaml", "--designs", "courses-p2-w3", "--only-replicates", "4");
        Assert.True(again.Code == 0, again.ToString());
        Assert.StartsWith("courses-p2-w3, replicate 4: firms_with_do_how ", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_says_how_many_replicates_and_how_much_time_and_disk()
    {
        Ended ended = Twinsim("plan", "s.yaml", "--pilot", "6", "--half-width", "net_benefit_eur=50000,deals=0.2", "--json");
        Assert.True(ended.Code == 0, ended.ToString());
        JsonElement plan = JsonDocument.Parse(ended.Output).RootElement;
        Assert.Equal(6, plan.GetProperty("pilot_replicates").GetInt32());
        Assert.InRange(plan.GetProperty("replicates").GetInt32(), 6, 2000);
        Assert.Equal(plan.GetProperty("runs").GetDouble(), plan.GetProperty("designs").GetInt32() * plan.GetProperty("replicates").GetDouble());
        Assert.True(plan.GetProperty("cpu_seconds").GetDouble() > 0 && plan.GetProperty("bytes").GetDouble() > 0);
        Assert.False(Directory.Exists(folder["results"]));
        Assert.Contains("Did you mean 'net_benefit_eur'?", Twinsim("plan", "s.yaml", "--half-width", "net_benefit=1").Error, StringComparison.Ordinal);
        Assert.Contains("Replicates  6 of each design", Twinsim("plan", "e.yaml", "--pilot", "5").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Levers_are_listed_with_range_and_meaning()
    {
        Ended ended = Twinsim("list", "levers", "s.yaml", "trust_negativity");
        Assert.Contains("parameters.trust_negativity", ended.Output, StringComparison.Ordinal);
        Assert.Matches(@"\[[0-9.]+ to [0-9.]+\] ratio", ended.Output);
        Assert.Equal(ended.Output, Twinsim("list", "levers", "e.yaml", "trust_negativity").Output);
    }

    [Fact]
    public void The_designs_of_an_experiment_are_listed_with_their_factors()
    {
        JsonElement designs = JsonDocument.Parse(Twinsim("list", "designs", "e.yaml", "courses-p2-w3", "--json").Output).RootElement;
        Assert.Equal(300000, designs[0].GetProperty("budget_eur").GetDouble());
        Assert.Equal("no-programme-w3", designs[0].GetProperty("reference").GetString());
    }

    [Fact]
    public void Parts_of_an_experiment_are_joined_to_the_same_results()
    {
        for (int i = 0; i < 2; i++) Assert.Equal(0, Twinsim("run", "e.yaml", "--out", "parts", "--shard", $"{i}/2", "-q").Code);
        Ended merged = Twinsim("merge", "parts");
        Assert.True(merged.Code == 0, merged.ToString());
        Ended again = Twinsim("run", "e.yaml", "--out", "parts");
        Assert.Contains("runs were there already", again.Error, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(folder["r/designs.csv"]), File.ReadAllText(folder["parts/designs.csv"]));
        Assert.Equal(Twinsim("run", "e.yaml", "--out", "r", "-q").Output, Twinsim("run", "e.yaml", "--out", "parts", "-q").Output);
    }

    private Ended Twinsim(params string[] arguments) => EndToEnd.Twinsim.Run(folder.Path, arguments);
}
