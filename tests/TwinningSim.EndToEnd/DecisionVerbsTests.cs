using System.Text.Json;
using TwinningSim.Scenarios;

namespace TwinningSim.EndToEnd;

/// <summary>The verbs that run what they need, on the starter scenario.</summary>
public sealed class DecisionVerbsTests(DecisionsFixture fixture) : IClassFixture<DecisionsFixture>
{
    [Fact]
    public void A_selection_says_what_it_promises_and_is_the_same_for_any_number_of_threads()
    {
        JsonElement one = fixture.Json("select", "s.yaml", "--indifference", "0.7", "--threads", "1", "-q");
        JsonElement two = fixture.Json("select", "s.yaml", "--indifference", "0.7", "--threads", "2", "-q");
        Assert.Equal(one.GetRawText(), two.GetRawText());
        JsonElement selection = one.GetProperty("result");
        Assert.True(selection.GetProperty("decided").GetBoolean());
        Assert.Equal("proven", selection.GetProperty("promise").GetString());
        string[] names = [.. one.GetProperty("names").EnumerateArray().Select(n => n.GetString()!)];
        Assert.DoesNotContain("calm", names);
        string selected = names[selection.GetProperty("selected").GetInt32()];
        Assert.StartsWith("in-the-plant", selected, StringComparison.Ordinal);
        Assert.Contains("If the best design leads by 0.7 firms or more, the selection is right with a probability of at least 95 %", string.Join(' ', Words(one)), StringComparison.Ordinal);
        Assert.Equal(selection.GetProperty("candidates").EnumerateArray().Sum(c => c.GetProperty("mean").GetProperty("count").GetInt32()), selection.GetProperty("runs").GetInt32());
    }

    [Fact]
    public void A_heuristic_is_called_one_and_what_is_not_decided_is_said_so()
    {
        Ended heuristic = fixture.Run("select", "s.yaml", "--method", "ocba", "--budget", "90", "--designs", "courses,no-programme", "-q");
        Assert.Equal(0, heuristic.Code);
        CommandLineTests.AssertIsClean(heuristic);
        Assert.Contains("promises no probability", heuristic.Output, StringComparison.Ordinal);
        Ended open = fixture.Run("select", "s.yaml", "--indifference", "0.01", "--most", "30", "--designs", "in-the-plant,in-the-plant-national", "-q");
        Assert.Contains("Not decided: after 30 replicates", open.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_size_is_checked_with_fresh_runs_and_a_step_below()
    {
        JsonElement json = fixture.Json("size", "s.yaml", "--design", "in-the-plant", "--lever", "plan.practice.expert_days", "--from", "0", "--to", "300", "--step", "10", "--target", "4", "--probability", "0.6", "-n", "60", "-q");
        JsonElement answer = json.GetProperty("result");
        Assert.Equal("found", answer.GetProperty("end").GetString());
        double days = answer.GetProperty("answer").GetDouble();
        Assert.InRange(days, 10, 290);
        Assert.Equal(days, answer.GetProperty("check").GetProperty("lever").GetDouble());
        Assert.Equal(days - 10, answer.GetProperty("below").GetProperty("lever").GetDouble());
        Assert.Equal(60, answer.GetProperty("check").GetProperty("probability").GetProperty("count").GetInt32());
        Assert.True(answer.GetProperty("check").GetProperty("cost_eur").GetProperty("value").GetDouble() > 50_000);
        Assert.Contains(Words(json), w => w.StartsWith("Cost at the answer: ", StringComparison.Ordinal));
        Ended never = fixture.Run("size", "s.yaml", "--lever", "plan.course.places", "--from", "1", "--to", "10", "--target", "100", "-n", "20", "-q");
        Assert.Contains("Not reachable within the range", never.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mix_of_two_levers_keeps_to_the_budget()
    {
        JsonElement json = fixture.Json("size", "s.yaml", "--design", "in-the-plant", "--lever", "plan.practice.expert_days", "--from", "0", "--to", "200", "--with-lever", "plan.tour.days", "--with-from", "1", "--with-to", "9",
            "--target", "4", "--budget", "180000", "--points", "3", "-n", "25", "-q");
        JsonElement answer = json.GetProperty("result");
        Assert.Equal(9, answer.GetProperty("mixes").GetArrayLength());
        Assert.InRange(answer.GetProperty("best").GetProperty("cost_eur").GetProperty("value").GetDouble(), 50_000, 180_000);
        Assert.All(answer.GetProperty("mixes").EnumerateArray(), m => Assert.Equal(m.GetProperty("cost_eur").GetProperty("value").GetDouble() <= 180_000, m.GetProperty("within_budget").GetBoolean()));
    }

    [Fact]
    public void Sensitivity_screens_shares_out_the_variance_says_where_a_design_fails_and_which_is_robust()
    {
        string[] question = ["sensitivity", "s.yaml", "--factors", "clusters.home.staff_turnover:0:0.05,plan.course.days,parameters.diffusion_rate",
            "--points", "16", "--replicates", "2", "--target", "3.5", "--keep", "2", "--trajectories", "4", "-q", "--results", "kept"];
        JsonElement json = fixture.Json(question);
        JsonElement result = json.GetProperty("result");
        Assert.Equal(3, result.GetProperty("morris").GetProperty("effects").GetArrayLength());
        (double Low, double High)[] ranges = [.. result.GetProperty("factors").EnumerateArray().Select(f => (f.GetProperty("low").GetDouble(), f.GetProperty("high").GetDouble()))];
        Assert.Equal((0, 0.05), ranges[0]);
        // A name alone: half to one and a half times its value.
        Assert.Equal(3, ranges[1].High / ranges[1].Low, 9);
        Assert.Equal(2, result.GetProperty("sobol_factors").GetArrayLength());
        // The kept factors, and luck.
        Assert.Equal(3, result.GetProperty("sobol").GetProperty("indices").GetArrayLength());
        Assert.True(result.GetProperty("sobol").GetProperty("indices")[2].GetProperty("total").GetProperty("value").GetDouble() > 0.02);
        Assert.True(result.GetProperty("discovery").GetProperty("proposed").GetProperty("all_points").GetInt32() == 64);
        Assert.Equal(4, result.GetProperty("robustness").GetProperty("designs").GetArrayLength());
        Assert.Contains(Words(json), w => w.Contains("involves pure luck", StringComparison.Ordinal));

        // The answer is kept as it was given, as a table for other programs too, and results can be written beside it.
        string kept = Path.Combine(fixture.Path, "kept", "analyses", "sensitivity-courses-firms_with_do_how");
        Assert.Equal(json.GetRawText(), JsonDocument.Parse(File.ReadAllText(kept + ".json")).RootElement.GetRawText());
        Assert.Equal("twinsim " + string.Join(' ', question).Replace(" -q", "", StringComparison.Ordinal), json.GetProperty("command").GetString());
        using (var connection = new DuckDB.NET.Data.DuckDBConnection("DataSource=:memory:"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT value FROM '{kept}.parquet' WHERE factor = 'luck' AND measure = 'total'";
            Assert.Equal(result.GetProperty("sobol").GetProperty("indices")[2].GetProperty("total").GetProperty("value").GetDouble(), (double)command.ExecuteScalar()!);
            command.CommandText = $"SELECT count(*) FROM '{kept}.parquet'";
            Assert.Equal((3L * 3) + (3 * 2), command.ExecuteScalar());
        }
        Assert.Equal(0, fixture.Run("run", "s.yaml", "--designs", "courses,no-programme", "--replicates", "3", "--out", "kept", "-q").Code);
        Assert.Equal(0, fixture.Run("report", "kept").Code);
        string html = File.ReadAllText(Path.Combine(fixture.Path, "kept", "report.html"));
        Assert.Contains("Where the variance of firms with do-how of courses comes from", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Nobody has asked yet", html, StringComparison.Ordinal);

        // Of another text of the scenario it is named and left out.
        File.WriteAllText(kept + ".json", File.ReadAllText(kept + ".json").Replace("\"scenario_hash\": \"", "\"scenario_hash\": \"0", StringComparison.Ordinal));
        Assert.Equal(0, fixture.Run("report", "kept").Code);
        html = File.ReadAllText(Path.Combine(fixture.Path, "kept", "report.html"));
        Assert.Contains("sensitivity-courses-firms_with_do_how.json is left out: it belongs to another text of the scenario", html, StringComparison.Ordinal);
        Assert.Contains("twinsim sensitivity s.yaml --results kept", System.Net.WebUtility.HtmlDecode(html), StringComparison.Ordinal);
    }

    [Fact]
    public void Costs_have_a_frontier_and_curves_that_say_what_is_uncertain()
    {
        JsonElement json = fixture.Json("cost", "r", "--price", "60000");
        JsonElement result = json.GetProperty("result");
        Assert.Equal("simulation", result.GetProperty("kind").GetString());
        JsonElement[] options = [.. result.GetProperty("options").EnumerateArray()];
        Assert.DoesNotContain(options, o => o.GetProperty("id").GetString() == "calm");
        Assert.Equal("frontier", options.Single(o => o.GetProperty("id").GetString() == "no-programme").GetProperty("place").GetProperty("standing").GetString());
        Assert.All(result.GetProperty("curves").EnumerateArray(), c => Assert.Equal(1, c.GetProperty("probability").EnumerateArray().Sum(p => p.GetDouble()), 9));
        Assert.Contains(Words(json), w => w.Contains("say nothing about whether the assumptions are right", StringComparison.Ordinal));
        // Two folders are two sets of parameter values.
        Assert.Equal(0, fixture.Run("run", "s.yaml", "--seed", "5", "--replicates", "20", "--out", "r2", "-q").Code);
        JsonElement two = fixture.Json("cost", "r", "r2").GetProperty("result");
        Assert.Equal(("parameters", 2), (two.GetProperty("kind").GetString(), two.GetProperty("samples").GetInt32()));
        Assert.True(two.GetProperty("residual_noise").GetDouble() > 0);
    }

    [Fact]
    public void What_optimise_finds_is_a_scenario_that_runs()
    {
        JsonElement json = fixture.Json("optimise", "s.yaml", "--design", "in-the-plant", "--budget", "150000", "--levers", "plan.practice.places:1:12,plan.practice.days:1:8,plan.tour.places:1:12",
            "--population", "8", "--generations", "3", "-n", "4", "--final-replicates", "25", "-q", "--out", "best.yaml");
        JsonElement best = json.GetProperty("result").GetProperty("result").GetProperty("best");
        Assert.InRange(best.GetProperty("cost_eur").GetProperty("value").GetDouble(), 20_000, 150_000);
        string text = File.ReadAllText(Path.Combine(fixture.Path, "best.yaml"));
        Assert.Contains("# Found by 'twinsim optimise'", text, StringComparison.Ordinal);
        Scenario scenario = ScenarioReader.Read(Path.Combine(fixture.Path, "best.yaml")).Scenario!;
        var found = scenario.Find("optimised")!;
        string[] names = [.. json.GetProperty("names").EnumerateArray().Select(n => n.GetString()!)];
        for (int i = 0; i < names.Length; i++)
        {
            double value = json.GetProperty("result").GetProperty("values")[i][best.GetProperty("steps")[i].GetInt32()].GetDouble();
            Assert.True(Scenarios.Levers.Lever.TryParse(names[i], found, out var lever, out _));
            Assert.Equal(value, lever.Get(found), 9);
        }
        Ended run = fixture.Run("run", "best.yaml", "--designs", "optimised,courses", "--replicates", "2", "--out", "best", "-q");
        Assert.True(run.Code == 0, run.ToString());
        Assert.Contains("exists already", fixture.Run("optimise", "s.yaml", "--out", "best.yaml").Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Did you mean 'deals'?", "select", "s.yaml", "--outcome", "deal", "--indifference", "1")]
    [InlineData("Give --indifference", "select", "s.yaml")]
    [InlineData("has no value in a single run", "select", "s.yaml", "--outcome", "cost_per_added_firm_eur", "--indifference", "1")]
    [InlineData("change assumptions about the world", "select", "s.yaml", "--designs", "courses,calm", "--indifference", "1")]
    [InlineData("Did you mean 'plan.course.days'?", "size", "s.yaml", "--lever", "plan.course.day", "--to", "5", "--target", "1")]
    [InlineData("Give --target", "size", "s.yaml", "--lever", "plan.course.days", "--to", "5")]
    [InlineData("allowed", "size", "s.yaml", "--lever", "plan.course.days", "--from", "1", "--to", "5000", "--target", "1")]
    [InlineData("needs both ends", "sensitivity", "s.yaml", "--factors", "plan.course.days:5")]
    [InlineData("Did you mean 'morris'?", "sensitivity", "s.yaml", "--method", "moris")]
    [InlineData("Did you mean 'deals'?", "cost", "r", "--effect", "deal")]
    [InlineData("a programme cannot decide it", "optimise", "s.yaml", "--levers", "parameters.concession:0:1")]
    [InlineData("write lever:low:high", "optimise", "s.yaml", "--levers", "plan.course.days")]
    public void What_is_wrong_is_said_with_the_nearest_name(string expected, params string[] arguments)
    {
        Ended ended = fixture.Run(arguments);
        Assert.True(ended.Code == 2, ended.ToString());
        Assert.Contains(expected, ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("compare")]
    [InlineData("select")]
    [InlineData("size")]
    [InlineData("sensitivity")]
    [InlineData("cost")]
    [InlineData("optimise")]
    public void Help_has_examples(string verb)
    {
        Ended help = fixture.Run(verb, "--help");
        Assert.Equal(0, help.Code);
        Assert.Contains($"Examples:\n  twinsim {verb} ", help.Output, StringComparison.Ordinal);
    }

    private static string[] Words(JsonElement json) => [.. json.GetProperty("words").EnumerateArray().Select(w => w.GetString()!)];
}
