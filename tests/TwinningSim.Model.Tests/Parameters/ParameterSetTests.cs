using TwinningSim.Model.Input;
using TwinningSim.Model.Parameters;

namespace TwinningSim.Model.Tests.Parameters;

public class ParameterSetTests
{
    [Fact]
    public void Every_set_has_a_name_a_meaning_and_values_that_exist_and_differ_from_the_defaults()
    {
        Assert.Equal(ParameterSets.All.Length, ParameterSets.All.Select(s => s.Name).Distinct().Count());
        Assert.All(ParameterSets.All, set =>
        {
            Assert.NotEmpty(set.Meaning);
            ParameterValues values = set.Over(ParameterValues.Defaults);
            Assert.All(set.Values, v => Assert.Equal(v.Value, values[v.Key]));
            Assert.All(set.Values, v => Assert.NotEqual(v.Value, ParameterTable.Find(v.Key)!.Default));
        });
    }

    [Fact]
    public void A_set_is_known_by_name()
    {
        Assert.Equal<string>(["defaults", "posterior", "specification-2.1"], [.. ParameterSets.Names]);
        Assert.Equal(-4.9, ParameterSets.Values(ParameterSets.Specification)["accept_intercept"]);
        Assert.Same(ParameterValues.Defaults, ParameterSets.Values(ParameterSets.Defaults));
        Assert.Empty(ParameterSets.Draws(ParameterSets.Specification));
        Assert.Equal(100, ParameterSets.Draws(ParameterSets.Posterior).Length);
        Assert.Throws<ArgumentException>(() => ParameterSets.Values("no-such-set"));
    }

    [Fact]
    public void The_specification_switches_every_later_mechanism_off()
    {
        // SHA-256 as it was before the mechanisms A9, A10, L7, F8 and I6 existed: the set restores the written specification to the bit.
        Design boom = RichWorlds.Boom().With(d => d with { Nationals = d.Nationals with { Count = 5 } }).Build();
        Design specified = ParameterSets.Find(ParameterSets.Specification)!.Values.Where(v => !PosteriorDraws.Shipped.Parameters.Contains(v.Key))
            .Aggregate(boom, (design, v) => design.WithParameter(v.Key, v.Value));
        Assert.Equal("c1fd740b77801b21 4bf266c04b43a0cb", SimulationTests.Bits(Output.Of(specified, 3)));
    }
}
