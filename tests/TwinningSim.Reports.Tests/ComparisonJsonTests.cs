using System.Text.Json;
using TwinningSim.Analysis.Comparing;
using TwinningSim.Testing;

namespace TwinningSim.Reports.Tests;

public class ComparisonJsonTests
{
    private static JsonElement Written(Comparison comparison)
    {
        using var stream = new MemoryStream();
        ComparisonJson.Write(stream, comparison, Example.Facts, "results/example");
        return JsonDocument.Parse(stream.ToArray()).RootElement;
    }

    [Fact]
    public void Every_estimate_is_there_in_full()
    {
        Comparison comparison = Example.Compare();
        JsonElement json = Written(comparison);
        Assert.Equal(ComparisonJson.Format, json.GetProperty("format").GetString());
        foreach ((DesignResult design, JsonElement written) in comparison.Designs.Zip(json.GetProperty("designs").EnumerateArray()))
        {
            Assert.Equal(design.Id, written.GetProperty("id").GetString());
            foreach (OutcomeResult result in design.Outcomes)
            {
                JsonElement outcome = written.GetProperty("outcomes").GetProperty(result.Outcome.Name);
                JsonElement estimate = outcome.GetProperty("estimate");
                Assert.Equal(result.Estimate.Count, estimate.GetProperty("count").GetInt32());
                if (result.Estimate.HasValue) Assert.Equal(result.Estimate.Value, estimate.GetProperty("value").GetDouble());
                else Assert.Equal(JsonValueKind.Null, estimate.GetProperty("value").ValueKind);
                if (result.Contrast is { } contrast) Assert.Equal(contrast.Comparisons, outcome.GetProperty("contrast").GetProperty("comparisons").GetInt32());
                else Assert.Equal(JsonValueKind.Null, outcome.GetProperty("contrast").ValueKind);
            }
        }
    }

    [Fact]
    public void One_replicate_gives_null_where_there_is_no_interval()
    {
        JsonElement estimate = Written(Example.Compare(runs: 1)).GetProperty("designs")[0].GetProperty("outcomes").GetProperty("deals").GetProperty("estimate");
        Assert.Equal(JsonValueKind.Number, estimate.GetProperty("value").ValueKind);
        Assert.Equal(JsonValueKind.Null, estimate.GetProperty("low").ValueKind);
    }

    [Fact]
    public void Every_key_and_every_word_of_a_closed_list_is_explained_in_the_documentation()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "comparison-json.md"));
        var keys = new HashSet<string>();
        Collect(Written(Example.Compare(outcomes: Outcomes.All)), keys);
        keys.ExceptWith(Outcomes.All.Select(o => o.Name));
        Assert.All(keys, key => Assert.Contains($"`{key}`", page, StringComparison.Ordinal));
        string[] words = [.. Enum.GetValues<Verdict>().Select(ComparisonJson.Key), .. Enum.GetValues<OutcomeKind>().Select(ComparisonJson.Key),
            .. Enum.GetValues<Better>().Select(ComparisonJson.Key), .. Enum.GetValues<Analysis.Estimation.IntervalMethod>().Select(ComparisonJson.Key)];
        Assert.All(words, word => Assert.Contains($"`{word}`", page, StringComparison.Ordinal));
    }

    private static void Collect(JsonElement element, HashSet<string> keys)
    {
        if (element.ValueKind == JsonValueKind.Array) foreach (JsonElement item in element.EnumerateArray()) Collect(item, keys);
        if (element.ValueKind != JsonValueKind.Object) return;
        foreach (JsonProperty property in element.EnumerateObject())
        {
            keys.Add(property.Name);
            Collect(property.Value, keys);
        }
    }
}
