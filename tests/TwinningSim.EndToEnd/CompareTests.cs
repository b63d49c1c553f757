using System.Text.Json;
using TwinningSim.Analysis.Comparing;

namespace TwinningSim.EndToEnd;

public sealed class CompareTests(DecisionsFixture fixture) : IClassFixture<DecisionsFixture>
{
    [Fact]
    public void Every_outcome_of_tables_9_and_10_and_of_a_standard_programme_is_compared()
    {
        Assert.True(fixture.First.Code == 0, fixture.First.ToString());
        JsonElement json = fixture.Json("compare", "r");
        Assert.Equal(Outcomes.All.Select(o => o.Name), json.GetProperty("outcomes").EnumerateArray().Select(o => o.GetProperty("name").GetString()));
        JsonElement plant = json.GetProperty("designs").EnumerateArray().Single(d => d.GetProperty("id").GetString() == "in-the-plant");
        foreach (string name in new[] { "persons_trained", "letters_of_intent", "deals_machinery_eur", "employment", "savings_eur" })
        {
            JsonElement contrast = plant.GetProperty("outcomes").GetProperty(name).GetProperty("contrast");
            Assert.Equal(40, contrast.GetProperty("difference").GetProperty("count").GetInt32());
            Assert.InRange(contrast.GetProperty("share_above").GetProperty("value").GetDouble(), 0, 1);
        }
    }

    [Fact]
    public void Differences_are_those_of_the_run_itself()
    {
        JsonElement run = JsonDocument.Parse(fixture.Run("run", "s.yaml", "--replicates", "40", "--out", "r", "-q", "--json").Output).RootElement;
        JsonElement compare = fixture.Json("compare", "r", "--outcomes", "main", "--mix");
        Assert.Equal(run.GetProperty("designs").GetRawText(), compare.GetProperty("designs").GetRawText());
    }

    [Fact]
    public void Words_say_how_many_runs_would_tell_and_assumptions_are_not_mixed_with_policy_unless_asked()
    {
        Ended ended = fixture.Run("compare", "r", "--outcomes", "deals,firms_with_do_how");
        Assert.True(ended.Code == 0, ended.ToString());
        CommandLineTests.AssertIsClean(ended);
        string text = string.Join(' ', ended.Output.Split(['\n', ' '], StringSplitOptions.RemoveEmptyEntries));
        Assert.Matches(@"in-the-plant(-national)? and courses cannot be told apart on deals closed with 40 runs; (about [\d,]+ would do|no sensible number would do)\.", text);
        Assert.Contains("All designs together (comparison with the best, 95 %): the best on deals closed is one of ", text, StringComparison.Ordinal);
        Assert.Contains("Not compared with courses, because they change assumptions about the world: calm. --mix compares them all the same.", text, StringComparison.Ordinal);
        JsonElement calm = fixture.Json("compare", "r", "--outcomes", "deals").GetProperty("designs").EnumerateArray().Single(d => d.GetProperty("id").GetString() == "calm");
        Assert.Equal(JsonValueKind.Null, calm.GetProperty("outcomes").GetProperty("deals").GetProperty("contrast").ValueKind);
        Assert.DoesNotContain("Not compared", fixture.Run("compare", "r", "--outcomes", "deals", "--mix").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_with_one_seed_are_compared_and_those_with_two_are_refused()
    {
        Assert.Equal(0, fixture.Run("run", "s.yaml", "--designs", "courses", "--replicates", "20", "--out", "same", "-q").Code);
        Assert.Equal(0, fixture.Run("run", "s.yaml", "--designs", "courses", "--replicates", "5", "--seed", "9", "--out", "other", "-q").Code);
        JsonElement json = fixture.Json("compare", "same", "r", "--designs", "courses,in-the-plant", "--outcomes", "deals");
        JsonElement contrast = json.GetProperty("designs")[1].GetProperty("outcomes").GetProperty("deals").GetProperty("contrast");
        Assert.Equal((20, 20), (contrast.GetProperty("difference").GetProperty("count").GetInt32(), contrast.GetProperty("left_out").GetInt32()));
        Ended refused = fixture.Run("compare", "r", "other");
        Assert.Equal(2, refused.Code);
        Assert.Contains("do not share their luck", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no folder 'nowhere'", "compare", "nowhere")]
    [InlineData("holds no results", "compare", ".")]
    [InlineData("Did you mean 'courses'?", "compare", "r", "--baseline", "course")]
    [InlineData("Did you mean 'in-the-plant'?", "compare", "r", "--designs", "in-the-plan")]
    [InlineData("Did you mean 'table-10'?", "compare", "r", "--outcomes", "table10")]
    [InlineData("--level is '2'; allowed is a number from 0.5 to 0.9999.", "compare", "r", "--level", "2")]
    public void What_is_wrong_is_said_with_the_nearest_name(string expected, params string[] arguments)
    {
        Ended ended = fixture.Run(arguments);
        Assert.Equal(2, ended.Code);
        Assert.Contains(expected, ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
    }
}
