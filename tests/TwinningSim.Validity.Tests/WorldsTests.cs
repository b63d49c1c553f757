using TwinningSim.Model.Input;
using TwinningSim.Model.Parameters;

namespace TwinningSim.Validity.Tests;

public sealed class WorldsTests
{
    private static readonly RunKey Key = new("footwear", "as-run");
    private static readonly AblationSource Ablation = Catalogue.Ablations.First(a => a.Parameters?.Keys.Intersect(PosteriorDraws.Shipped.Parameters).Any() == true);

    [Fact]
    public void With_another_set_of_parameters_what_an_ablation_sets_itself_stays()
    {
        ParameterSet set = ParameterSets.Find(ParameterSets.Specification)!;
        var worlds = new Worlds(Catalogue.Patterns, set.Name);
        ParameterValues values = worlds.Find(Key).Parameters, without = worlds.Find(Key with { Ablation = Ablation.Id }).Parameters;
        Assert.All(set.Values, v => Assert.Equal(v.Value, values[v.Key]));
        Assert.All(Ablation.Parameters!, p => Assert.Equal(p.Value, without[p.Key]));
    }

    [Fact]
    public void An_ablation_holds_in_every_draw_of_the_posterior()
    {
        Design without = new Worlds(Catalogue.Patterns, ParameterSets.Posterior).Find(Key with { Ablation = Ablation.Id });
        Assert.Equal(PosteriorDraws.Shipped.Draws.Length, without.ParameterDraws.Length);
        Assert.All(without.ParameterDraws, draw => Assert.All(Ablation.Parameters!, p => Assert.Equal(p.Value, draw[p.Key])));
        string free = PosteriorDraws.Shipped.Parameters.Except(Ablation.Parameters!.Keys).First();
        Assert.True(without.ParameterDraws.Select(d => d[free]).Distinct().Count() > 50);
    }
}
