using System.Collections.Immutable;
using TwinningSim.Storage;
using TwinningSim.Testing;
using static TwinningSim.Experiments.Tests.TestExperiment;

namespace TwinningSim.Experiments.Tests;

public sealed class NetBenefitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Net_benefit_is_the_margin_gain_above_the_same_replicate_without_a_programme_less_spending()
    {
        Run(Plan(60, "base", "none", "other"), _folder["x"]);
        ExperimentReader reader = ExperimentReader.Open(_folder["x"]);
        double[] without = reader.Numbers("runs", "none", "margin_gain_eur");
        foreach (string design in reader.Designs)
        {
            double[][] columns = reader.Numbers("runs", design, ["margin_gain_eur", "spending_discounted_eur", "net_benefit_eur", "benefit_cost_ratio"]);
            for (int r = 0; r < 60; r++)
            {
                double gain = columns[0][r] - without[r];
                Assert.Equal(gain - columns[1][r], columns[2][r]);
                Assert.Equal(gain / columns[1][r], columns[3][r]);
            }
        }
        Assert.All(reader.Numbers("runs", "none", "benefit_cost_ratio"), ratio => Assert.Equal(0, ratio));
    }

    [Fact]
    public void Each_world_has_a_design_without_a_programme_of_its_own()
    {
        ExperimentSource source = Plan(5, "base", "none", "dry-base", "dry-none").Source with
        {
            OwnReferences = ImmutableDictionary<string, string>.Empty.Add("dry-base", "dry-none").Add("dry-none", "dry-none"),
        };
        Run(ExperimentPlan.For(source, new PlanOptions { Replicates = 60 }), _folder["x"], threads: 3);
        ExperimentReader reader = ExperimentReader.Open(_folder["x"]);
        foreach ((string design, string without) in new[] { ("base", "none"), ("dry-base", "dry-none") })
        {
            double[] gain = reader.Numbers("runs", design, "margin_gain_eur"), reference = reader.Numbers("runs", without, "margin_gain_eur");
            double[] spent = reader.Numbers("runs", design, "spending_discounted_eur");
            Assert.Equal(gain.Zip(reference, (g, r) => g - r).Zip(spent, (g, s) => g - s), reader.Numbers("runs", design, "net_benefit_eur"));
        }
        Assert.NotEqual(reader.Numbers("runs", "none", "margin_gain_eur"), reader.Numbers("runs", "dry-none", "margin_gain_eur"));
    }

    [Fact]
    public void Where_no_design_is_without_a_programme_both_are_empty()
    {
        Run(Plan(5, "base", "other"), _folder["x"]);
        ExperimentReader reader = ExperimentReader.Open(_folder["x"]);
        Assert.All(reader.Numbers("runs", "base", "net_benefit_eur"), value => Assert.True(double.IsNaN(value)));
        Assert.All(reader.Numbers("runs", "base", "benefit_cost_ratio"), value => Assert.True(double.IsNaN(value)));
    }

    [Fact]
    public async Task Where_nothing_was_spent_the_ratio_is_empty_and_net_benefit_is_not()
    {
        ExperimentRunner runner = Runner(model: design => (seed, replicate, tables, cancel) =>
        {
            FakeModel.Of(design)(seed, replicate, tables, cancel);
            tables.Runs.Set(tables.Runs.Count - 1, tables.Runs.Definition.IndexOf("spending_discounted_eur"), 0.0);
        });
        await runner.RunAsync(Plan(5, "base", "none"), _folder["x"], new RunOptions());
        ExperimentReader reader = ExperimentReader.Open(_folder["x"]);
        Assert.All(reader.Numbers("runs", "none", "net_benefit_eur"), value => Assert.Equal(0, value));
        Assert.All(reader.Numbers("runs", "base", "net_benefit_eur"), value => Assert.True(double.IsFinite(value)));
        Assert.All(reader.Numbers("runs", "base", "benefit_cost_ratio"), value => Assert.True(double.IsNaN(value)));
    }

    [Fact]
    public void A_block_is_forgotten_when_its_last_shard_is_done()
    {
        ExperimentPlan plan = Plan(60, "base", "none");
        var references = new ReferenceRuns(plan, plan.Shards);
        int most = 0;
        foreach (Shard shard in plan.Shards)
        {
            for (int r = shard.First; r < shard.First + shard.Count; r++) references.Add(plan.ReferenceOf(shard.Designs[0]), r, 1);
            most = Math.Max(most, references.Kept);
            references.Finished(shard);
        }
        Assert.Equal((ExperimentPlan.BlockSize, 0), (most, references.Kept));
    }
}
