using static TwinningSim.Experiments.Tests.TestExperiment;

namespace TwinningSim.Experiments.Tests;

public sealed class ExperimentPlanTests
{
    [Fact]
    public void Shards_cover_every_replicate_of_every_design_once()
    {
        CheckCovers(Plan(60, "a", "b", "none").Shards, designs: 3, replicates: 60);
        CheckCovers(Sweep(200, 12).Shards, designs: 200, replicates: 12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(1000)]
    public void The_parts_of_a_plan_are_its_shards_in_their_order_however_many_parts_there_are(int parts)
    {
        foreach (ExperimentPlan whole in (ExperimentPlan[])[Plan(60, "a", "b", "none"), Sweep(200, 12)])
        {
            IEnumerable<Shard> all = Enumerable.Range(0, parts)
                .SelectMany(i => ExperimentPlan.For(whole.Source, new PlanOptions { Seed = 7, Replicates = whole.Replicates, Part = new(i, parts) }).Shards);
            Assert.Equal(whole.Shards.Select(s => s.Key), all.Select(s => s.Key));
        }
    }

    [Theory]
    [InlineData(-1, 3)]
    [InlineData(3, 3)]
    [InlineData(0, 0)]
    public void A_part_that_does_not_exist_is_refused(int index, int of)
        => Assert.Throws<ArgumentOutOfRangeException>(() => ExperimentPlan.For(Source("a"), new PlanOptions { Part = new(index, of) }));

    [Fact]
    public void A_sweep_has_few_shards_and_is_never_further_apart_than_a_block_when_it_is_stopped()
    {
        ExperimentPlan plan = Sweep(2000, 50);
        Assert.Equal((160, 100_000), (plan.Shards.Length, plan.Runs));
        int[] done = new int[2000];
        foreach (Shard shard in plan.Shards)
        {
            foreach (int design in shard.Designs) done[design] += shard.Count;
            Assert.InRange(done.Max() - done.Min(), 0, ExperimentPlan.SweepBlockSize);
        }
        Assert.Equal(50, done.Min());
        Assert.InRange(Sweep(10_000, 50).Shards.Length, 1, 500);
    }

    [Fact]
    public void Blocks_are_run_one_after_the_other_over_all_designs_and_the_design_without_a_programme_leads()
        => Assert.Equal([(2, 0), (0, 0), (1, 0), (2, 50), (0, 50), (1, 50)], Plan(60, "a", "b", "none").Shards.Select(s => (s.Designs.Single(), s.First)));

    [Fact]
    public void Full_blocks_are_the_same_whatever_the_number_of_replicates()
        => Assert.Equal(Plan(100, "a", "none").Shards.Select(s => s.Key), Plan(120, "a", "none").Shards.Where(s => s.First < 100).Select(s => s.Key));

    [Fact]
    public void Everything_that_can_change_the_rows_changes_the_key()
    {
        ExperimentSource source = Source("a", "none");
        PlanOptions options = new() { Seed = 7, Replicates = 25 };
        string key = KeyOf(ExperimentPlan.For(source, options, "1"));

        Assert.Equal(key, KeyOf(ExperimentPlan.For(source, options, "1")));
        Assert.Equal(key, KeyOf(ExperimentPlan.For(source with { Text = "other", Hash = "other" }, options, "1")));
        string[] others =
        [
            KeyOf(ExperimentPlan.For(source, options, "2")),
            KeyOf(ExperimentPlan.For(source, options with { Seed = 8 }, "1")),
            KeyOf(ExperimentPlan.For(source, options with { Replicates = 24 }, "1")),
            KeyOf(ExperimentPlan.For(source with { WithoutProgramme = null }, options, "1")),
            KeyOf(ExperimentPlan.For(source with { Designs = [Design("a", 1), Design("none", 2000)] }, options, "1")),
            KeyOf(ExperimentPlan.For(source with { Designs = [Design("a"), Design("none", 1)] }, options, "1")),
        ];
        Assert.Equal(6, others.Append(key).Distinct().Count() - 1);

        static string KeyOf(ExperimentPlan plan) => plan.Shards.First(s => s.Designs[0] == 0).Key;
    }

    [Fact]
    public void The_hash_of_a_design_covers_its_parameters_its_plan_and_its_pairs_of_names_but_not_its_title()
    {
        var design = Design("a");
        string hash = DesignHash.Of(design);
        Assert.Equal(hash, DesignHash.Of(design with { Title = "other" }));
        Assert.NotEqual(hash, DesignHash.Of(design with { EarlierRelations = [("x", "y")] }));
        Assert.NotEqual(DesignHash.Of(design with { EarlierRelations = [("x", "z")] }), DesignHash.Of(design with { EarlierRelations = [("x", "y")] }));
        Assert.NotEqual(hash, DesignHash.Of(design with { Plan = [new() { Id = "p", Kind = "seminar", Month = 1 }] }));
        Assert.NotEqual(hash, DesignHash.Of(design with { Start = design.Start.Plus(1) }));
        Assert.NotEqual(hash, DesignHash.Of(design with { Clusters = [design.Clusters[0] with { Margin = 0.081 }, .. design.Clusters[1..]] }));
        Assert.NotEqual(hash, DesignHash.Of(design with { Catalogue = design.Catalogue.With(new() { Name = "own", Meaning = "", Source = "assumed" }) }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000_001)]
    public void A_number_of_replicates_out_of_range_is_refused(int replicates) => Assert.Throws<ArgumentOutOfRangeException>(() => Plan(replicates, "a"));

    [Fact]
    public void Two_designs_that_would_share_a_folder_are_refused()
        => Assert.Contains("same identifier", Assert.Throws<ArgumentException>(() => Plan(1, "a", "A")).Message, StringComparison.Ordinal);

    private static void CheckCovers(IEnumerable<Shard> shards, int designs, int replicates)
        => Assert.Equal(
            Enumerable.Range(0, designs).SelectMany(d => Enumerable.Range(0, replicates).Select(r => (d, r))),
            shards.SelectMany(s => s.Designs.SelectMany(d => Enumerable.Range(s.First, s.Count).Select(r => (d, r)))).Order());
}
