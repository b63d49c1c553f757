using System.Text.Json;
using TwinningSim.Testing;

namespace TwinningSim.EndToEnd;

public sealed class AppraiseTests : IDisposable
{
    private readonly TemporaryFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void The_shipped_table_is_ranked_with_its_uncertainty()
    {
        Ended ended = Twinsim.Run(Repository.Root, "appraise", "scenarios/appraisal-clusters.csv", "--choose", "3");
        Assert.True(ended is { Code: 0, Error: "" }, ended.ToString());
        Assert.StartsWith("8 clusters by 8 indicators: firms, exports,", ended.Output, StringComparison.Ordinal);
        Assert.Contains("captive_share (less is better)", ended.Output, StringComparison.Ordinal);
        Assert.Contains("Chosen whatever the method: ", ended.Output, StringComparison.Ordinal);
        Assert.All(ended.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 120));
        Ended json = Twinsim.Run(Repository.Root, "appraise", "scenarios/appraisal-clusters.csv", "--json", "--seed", "5");
        JsonElement root = JsonDocument.Parse(json.Output).RootElement;
        Assert.Equal(8, root.GetProperty("clusters").GetArrayLength());
        Assert.Equal(1, root.GetProperty("clusters").EnumerateArray().Sum(c => c.GetProperty("chosen").GetDouble()), 2);
    }

    [Fact]
    public void A_scenario_says_who_can_meet_which_need()
    {
        Ended ended = Twinsim.Run(Repository.Root, "appraise", "scenarios/chennai-footwear.yaml");
        Assert.True(ended is { Code: 0, Error: "" }, ended.ToString());
        Assert.Contains("mens-shoes, about 140 firms\n  organisation: need ", ended.Output, StringComparison.Ordinal);
        Assert.Contains("marche, firms and their experts (fit ", ended.Output, StringComparison.Ordinal);
        Assert.Contains("begin with train-the-trainer or agreement-facilitation", ended.Output, StringComparison.Ordinal);
        Assert.All(ended.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 120));
        Ended json = Twinsim.Run(Repository.Root, "appraise", "scenarios/chennai-footwear.yaml", "--json");
        Assert.Equal(28, JsonDocument.Parse(json.Output).RootElement.GetArrayLength());
    }

    [Theory]
    [InlineData("cluster,a\nx,1\ny,2,3\n", ":3: 3 cells, but the head has 2.")]
    [InlineData("cluster,a\nx,1\ny,two\n", ":3: a is 'two'; allowed is a number; write what you assume.")]
    [InlineData("cluster,a\nbetter,up\nx,1\ny,2\n", ":2: a is 'up'; allowed is more or less.")]
    [InlineData("cluster,a\nweight,0\nx,1\ny,2\n", ":2: a is '0'; allowed is a number above 0.")]
    [InlineData("cluster,a\nx,1\nx,2\n", ":3: the cluster 'x' stands there twice.")]
    [InlineData("cluster,a\nx,1\n", "there must be two clusters or more")]
    [InlineData("", "is empty. Its head is")]
    [InlineData("cluster\nx\n", ":1: the head names no indicator")]
    public void A_wrong_table_is_bad_input_with_its_line(string text, string message)
    {
        File.WriteAllText(_scratch["table.csv"], text);
        Ended ended = Twinsim.Run(_scratch.Path, "appraise", "table.csv");
        Assert.True(ended.Code == 2, ended.ToString());
        Assert.Contains(message, ended.Error, StringComparison.Ordinal);
        CommandLineTests.AssertIsClean(ended);
    }

    [Theory]
    [InlineData("appraise none.csv", "There is no file 'none.csv'.")]
    [InlineData("appraise scenarios/appraisal-clusters.csv --choose 9", "--choose is 9, but")]
    [InlineData("appraise scenarios/appraisal-clusters.csv --spread 2", "--spread is 2; allowed is 0 to 1.")]
    public void A_wrong_request_is_bad_input(string arguments, string message)
    {
        Ended ended = Twinsim.Run(Repository.Root, arguments.Split(' '));
        Assert.True(ended.Code == 2, ended.ToString());
        Assert.Contains(message, ended.Error, StringComparison.Ordinal);
    }
}
