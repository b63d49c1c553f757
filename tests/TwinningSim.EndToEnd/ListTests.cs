using System.Text.Json;
using TwinningSim.Analysis.Comparing;
using TwinningSim.Cli.Catalogue;
using TwinningSim.Kernel.Tables;
using TwinningSim.Model.Observation;
using TwinningSim.Model.Parameters;
using TwinningSim.Testing;

namespace TwinningSim.EndToEnd;

public class ListTests
{
    private static Ended Twinsim(params string[] arguments) => EndToEnd.Twinsim.Run(Repository.Root, arguments);

    private static JsonElement[] Json(params string[] arguments)
    {
        Ended ended = Twinsim(["list", .. arguments, "--json"]);
        Assert.True(ended is { Code: 0, Error: "" }, ended.ToString());
        return [.. JsonDocument.Parse(ended.Output).RootElement.EnumerateArray()];
    }

    [Fact]
    public void Every_parameter_is_listed_with_unit_range_default_meaning_equation_and_source()
    {
        JsonElement[] listed = Json("parameters");
        Assert.Equal(ParameterTable.All.Select(p => p.Name), listed.Select(p => p.GetProperty("name").GetString()));
        Assert.NotEmpty(listed);
        foreach ((ParameterDefinition parameter, JsonElement json) in ParameterTable.All.Zip(listed))
        {
            Assert.Equal((parameter.Default, parameter.Min, parameter.Max), (json.GetProperty("default").GetDouble(), json.GetProperty("min").GetDouble(), json.GetProperty("max").GetDouble()));
            foreach (string key in new[] { "unit", "meaning", "equation", "source" }) Assert.NotEqual("", json.GetProperty(key).GetString());
        }
    }

    [Fact]
    public void Every_kind_of_activity_is_listed_with_every_field()
    {
        JsonElement[] listed = Json("kinds");
        Assert.Equal(ActivityCatalogue.ShippedKinds.Select(k => k.Name), listed.Select(k => k.GetProperty("name").GetString()));
        string[] fields = [.. typeof(ActivityKind).GetProperties().Select(p => p.Name).Except(["EqualityContract", "Name", "Meaning", "Source"]).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];
        Assert.Equal(fields.Order(), KindFields.All.Select(f => f.Key).Order());
        Assert.All(listed, kind => Assert.All(fields, field => Assert.True(kind.TryGetProperty(field, out _))));
        Assert.All(listed, kind => Assert.NotEqual("", kind.GetProperty("source").GetString()));
    }

    [Fact]
    public void Every_outcome_is_made_from_columns_that_exist()
    {
        Assert.Equal(Outcomes.All.Select(o => o.Name), Json("outcomes").Select(o => o.GetProperty("name").GetString()));
        foreach (Outcome outcome in Outcomes.All)
        {
            ColumnDefinition column = Tables.Runs.Columns[Tables.Runs.IndexOf(outcome.Column)];
            Assert.NotEqual(ColumnType.Text, column.Type);
            if (outcome.Per.Length > 0) _ = Tables.Runs.IndexOf(outcome.Per);
            Assert.Equal(outcome.Kind == OutcomeKind.Occurrence, column.Nullable && column.Unit == "month");
        }
    }

    [Fact]
    public void Every_column_of_every_table_is_listed_with_unit_and_meaning()
    {
        JsonElement[] listed = Json("columns");
        Assert.Equal(Tables.All.Append(Storage.FailureTable.Definition).SelectMany(t => t.Columns.Select(c => (t.Name, c.Name))), listed.Select(c => (c.GetProperty("table").GetString(), c.GetProperty("name").GetString()))!);
        Assert.All(listed, column => Assert.EndsWith(".", column.GetProperty("meaning").GetString(), StringComparison.Ordinal));
        Assert.All(listed, column => Assert.NotEqual("", column.GetProperty("unit").GetString()));
    }

    /// <summary>If this fails: dotnet run --project src/TwinningSim.Cli -- list columns --markdown > docs/columns.md</summary>
    [Fact]
    public void The_page_of_columns_is_current()
        => Assert.Equal(File.ReadAllText(Path.Combine(Repository.Root, "docs", "columns.md")).ReplaceLineEndings("\n"), Twinsim("list", "columns", "--markdown").Output);

    [Fact]
    public void A_whole_name_gives_all_about_it_and_a_part_gives_all_that_contain_it()
    {
        Assert.Single(Json("parameters", ParameterTable.All[0].Name));
        Assert.True(Json("columns", "firms").All(c => c.GetProperty("table").GetString() == "firms"));
        Assert.Equal(2, Json("columns", "runs.c2b", "months.c2b").Length);
        Assert.True(Json("kinds", "handholding").Length > 1);
        Assert.Contains("Know-how learnt, rate per day: 0.35", Twinsim("list", "kinds", "onsite-handholding").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_designs_of_a_scenario_are_listed()
    {
        JsonElement[] designs = Json("designs", "scenarios/chennai-footwear.yaml");
        Assert.Contains(designs, d => d.GetProperty("name").GetString() == "as-run");
        Assert.Contains(designs, d => d.GetProperty("name").GetString() == "no-programme");
        Assert.Equal(2, Twinsim("list", "designs", "scenarios/no-such.yaml").Code);
    }

    [Theory]
    [InlineData("kinds")]
    [InlineData("parameters")]
    [InlineData("outcomes")]
    [InlineData("columns")]
    public void Text_keeps_to_the_width_and_has_no_escape_codes(string what)
    {
        Ended ended = Twinsim("list", what);
        Assert.Equal((0, ""), (ended.Code, ended.Error));
        Assert.All(ended.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 120));
        Assert.DoesNotContain('\u001b', ended.Output);
    }
}
