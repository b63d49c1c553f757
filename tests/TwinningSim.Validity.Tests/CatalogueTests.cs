using TwinningSim.Model.Parameters;
using TwinningSim.Validity.Measures;

namespace TwinningSim.Validity.Tests;

public class CatalogueTests
{
    private static readonly Worlds Worlds = new(Catalogue.Patterns);

    [Fact]
    public void Every_pattern_of_the_record_is_tested()
        => Assert.Equal(Enumerable.Range(1, 49).Select(n => $"P{n}").Order(), Catalogue.Patterns.Select(p => p.Id).Order());

    [Fact]
    public void Every_pattern_says_what_is_compared_with_what_and_what_it_rests_on() => Assert.All(Catalogue.Patterns, pattern =>
    {
        Assert.NotEmpty(pattern.Claim);
        Assert.NotEmpty(pattern.Source);
        Assert.Contains(pattern.Strength, new[] { "strong", "medium", "derived", "advice" });
        Assert.NotEmpty(pattern.RestsOn);
        Assert.All(pattern.RestsOn, ablation => Assert.NotEmpty(Worlds.Ablation(ablation).Meaning));
        Assert.All(pattern.Tests, test =>
        {
            Assert.NotNull(Measure.Parse(test.Measure));
            Assert.True(test.In is null == test.Contrast is not null, $"{pattern.Id}: a contrast or a design to count in");
            Assert.True(test.Contrast is null || test.Contrast.Values.Sum() == 0 || test.Contrast.Count == 1, $"{pattern.Id}: the weights of a contrast sum to zero, or there is one design");
            foreach (string design in (test.Contrast?.Keys.AsEnumerable() ?? [test.In!]).Append(test.Of ?? pattern.World + "/as-run")) Worlds.Find(Worlds.Resolve(pattern, design));
        });
    });

    [Fact]
    public void Every_design_of_a_pattern_is_used() => Assert.All(Catalogue.Patterns, pattern =>
    {
        string[] named = [.. pattern.Tests.SelectMany(t => (t.Contrast?.Keys.AsEnumerable() ?? []).Append(t.In ?? "").Append(t.Of ?? "")).Select(d => d.Split('/')[^1])];
        string[] bases = [.. (pattern.Designs ?? []).Where(d => d.TryGetProperty("based_on", out _)).Select(d => d.GetProperty("based_on").GetString()!)];
        Assert.Empty((pattern.Designs ?? []).Select(d => d.GetProperty("id").GetString()!).Except(named).Except(bases));
    });

    [Fact]
    public void Every_ablation_can_be_made_and_is_used_and_changes_something()
    {
        Assert.Equal(Catalogue.Ablations.Length, Catalogue.Ablations.Select(a => a.Id).Distinct().Count());
        Assert.All(Catalogue.Ablations, ablation =>
        {
            Assert.True(ablation.Everywhere || Catalogue.Patterns.Any(p => p.RestsOn.Contains(ablation.Id)), $"nobody uses {ablation.Id}");
            Model.Input.Design whole = Worlds.Find(new RunKey("bench", "as-run")), without = Worlds.Find(new RunKey("bench", "as-run", ablation.Id));
            Assert.True(!whole.Domains.SequenceEqual(without.Domains) || ParameterTable.All.Any(p => whole.Parameters[p.Name] != without.Parameters[p.Name]), ablation.Id);
        });
    }

    [Fact]
    public void Without_the_later_mechanisms_the_model_is_the_specification_but_for_the_calibrated_values()
        => Assert.Equal(
            ParameterSets.Find(ParameterSets.Specification)!.Values.Where(v => !PosteriorDraws.Shipped.Parameters.Contains(v.Key)).OrderBy(v => v.Key),
            Worlds.Ablation("no-later-mechanisms").Parameters!.OrderBy(v => v.Key));

    [Fact]
    public void Every_fact_can_be_observed_and_judged()
    {
        Assert.Equal(Catalogue.Facts.Length, Catalogue.Facts.Select(f => f.Id).Distinct().Count());
        Assert.All(Catalogue.Facts, fact =>
        {
            Assert.Contains(fact.Use, new[] { "calibration", "validation" });
            Assert.NotNull(Measure.Parse(fact.Measure));
            Worlds.Find(new RunKey(fact.World, fact.Design));
            if (fact.Rule == FactRule.Count)
            {
                Assert.InRange(fact.Observed, 0, fact.Among);
                Assert.NotNull(Measure.Parse(fact.Of!));
            }
            if (fact.Rule == FactRule.Interval) Assert.InRange(fact.Observed, fact.Possible![0], fact.Possible[1]);
            if (fact.ThanWorld is not null) Worlds.Find(new RunKey(fact.ThanWorld, fact.Design));
            if (fact.ThanMeasure is not null) Assert.NotNull(Measure.Parse(fact.ThanMeasure));
        });
    }
}
