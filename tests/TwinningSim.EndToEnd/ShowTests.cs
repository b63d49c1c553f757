using System.Text.Json;
using TwinningSim.Testing;

namespace TwinningSim.EndToEnd;

public class ShowTests
{
    private const string Footwear = "scenarios/chennai-footwear.yaml";

    private static Ended Twinsim(params string[] arguments) => EndToEnd.Twinsim.Run(Repository.Root, arguments);

    [Fact]
    public void A_run_is_told_month_by_month()
    {
        Ended ended = Twinsim("show", Footwear, "--replicate", "3");
        Assert.True(ended is { Code: 0, Error: "" }, ended.ToString());
        Assert.StartsWith("Chennai footwear and the Marche: as-run, replicate 3, seed 20070226, 72 months from 2007-02.\n\nFebruary 2007\n- search (partner-diagnostic) took place", ended.Output, StringComparison.Ordinal);
        Assert.Contains("isf and ", ended.Output, StringComparison.Ordinal);
        Assert.Contains("firms taught by", ended.Output, StringComparison.Ordinal);
        Assert.All(ended.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 120));
        Assert.Equal(ended.Output, Twinsim("show", Footwear, "--replicate", "3", "--design", "as-run").Output);
    }

    [Fact]
    public void The_story_of_a_firm_is_told_of_that_firm_alone()
    {
        Ended ended = Twinsim("show", Footwear, "--firm", "127", "--design", "trainers-early", "--detail", "all", "--json");
        Assert.True(ended is { Code: 0, Error: "" }, ended.ToString());
        JsonElement[] lines = [.. JsonDocument.Parse(ended.Output).RootElement.GetProperty("lines").EnumerateArray()];
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Contains("127", line.GetProperty("text").GetString(), StringComparison.Ordinal));
        Assert.All(lines, line => Assert.Matches(@"^\d{4}-\d\d$", line.GetProperty("month").GetString()));
    }

    [Fact]
    public void Two_designs_in_the_same_world_say_where_they_part()
    {
        Ended ended = Twinsim("show", Footwear, "--against", "no-programme");
        Assert.True(ended is { Code: 0, Error: "" }, ended.ToString());
        Assert.Contains("The two part at once, in February 2007.", ended.Output, StringComparison.Ordinal);
        Assert.Contains("Only in as-run: search (partner-diagnostic)", ended.Output, StringComparison.Ordinal);
        Assert.Contains(": activities held, at the end ", ended.Output, StringComparison.Ordinal);
        Assert.Contains("It told most on firm ", ended.Output, StringComparison.Ordinal);
        Assert.Contains("are the same in this world", Twinsim("show", Footwear, "--against", "as-run").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("show scenarios/chennai-footwear.yaml --design as-runn", "The design 'as-runn' does not exist.")]
    [InlineData("show scenarios/chennai-footwear.yaml --firm 400", "There is no firm 400: as-run has 400 firms, numbered from 0.")]
    [InlineData("show scenarios/chennai-footwear.yaml --detail some", "some")]
    [InlineData("show nothing.yaml", "nothing.yaml:1:1: error TS10")]
    public void What_does_not_exist_is_bad_input(string arguments, string message)
    {
        Ended ended = Twinsim(arguments.Split(' '));
        Assert.True(ended.Code == 2, ended.ToString());
        Assert.Contains(message, ended.Error, StringComparison.Ordinal);
        CommandLineTests.AssertIsClean(ended);
    }
}
