using System.Reflection;
using TwinningSim.Model.Input;
using TwinningSim.Model.Parameters;

namespace TwinningSim.Model.Tests.Parameters;

public class ParameterTableTests
{
    private const int Replicates = 2;

    /// <summary>The worlds in which a parameter may show, and what they put out as they are.</summary>
    private static readonly Lazy<(Design Design, Output Output)[]> Worlds = new(()
        => [.. new[] { RichWorlds.Boom(), RichWorlds.Everything(), RichWorlds.Slump(), RichWorlds.Rivals() }.Select(d => (d.Build(), Output.Of(d.Build(), Replicates)))]);

    public static TheoryData<string> Names => [.. ParameterTable.All.Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_parameter_changes_some_output(string name)
    {
        ParameterDefinition definition = ParameterTable.Find(name)!;
        foreach ((Design design, Output output) in Worlds.Value)
        {
            double value = design.Parameters[name];
            foreach (double other in new[] { definition.Max, definition.Min, (value + definition.Max) / 2, (value + definition.Min) / 2 })
            {
                if (other == value) continue;
                Output changed = Output.Of(design with { Parameters = design.Parameters.With(name, other) }, Replicates);
                if (Output.Difference(output.Tables.Runs, changed.Tables.Runs).Length > 0 || Output.Difference(output.Tables.Months!, changed.Tables.Months!).Length > 0) return;
            }
        }
        Assert.Fail($"{name} changes no column of runs or months in any of {Worlds.Value.Length} worlds.");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void At_the_ends_of_every_range_the_laws_of_the_model_hold(bool upper)
    {
        Design boom = RichWorlds.Boom().WithMonths(24).Build();
        foreach (ParameterDefinition p in ParameterTable.All)
        {
            Exception? error = Record.Exception(() => Output.Of(boom with { Parameters = boom.Parameters.With(p.Name, upper ? p.Max : p.Min) }));
            Assert.True(error is null, $"{p.Name} at {(upper ? p.Max : p.Min)}: {error?.Message}");
        }
    }

    [Fact]
    public void Coefficients_and_the_table_correspond_one_to_one()
    {
        string[] properties = [.. typeof(Coefficients).GetProperties(BindingFlags.Instance | BindingFlags.Public).Select(p => Coefficients.NameOf(p.Name)).Order(StringComparer.Ordinal)];
        Assert.Equal(ParameterTable.All.Select(p => p.Name).Order(StringComparer.Ordinal), properties);
    }

    [Fact]
    public void Every_row_has_a_default_in_its_range_and_says_what_it_means_and_where_it_comes_from()
    {
        Assert.Equal(ParameterTable.All.Length, ParameterTable.All.Select(p => p.Name).Distinct().Count());
        Assert.All(ParameterTable.All, p =>
        {
            Assert.True(p.Min < p.Max && p.Min <= p.Default && p.Default <= p.Max, p.Name);
            Assert.True(p.Unit.Length > 0 && p.Equation.Length > 0 && p.Source.Length > 0 && p.Meaning.Length > 0, p.Name);
        });
    }

    [Fact]
    public void A_plausible_range_holds_the_default_and_is_allowed()
    {
        Assert.All(ParameterTable.All, p =>
        {
            Assert.True(p.Min <= p.PlausibleLow && p.PlausibleLow <= p.Default && p.Default <= p.PlausibleHigh && p.PlausibleHigh <= p.Max, p.Name);
            Assert.True(p.Plausible is null || p.PlausibleLow < p.PlausibleHigh, p.Name);
        });
        // What is allowed switches a mechanism off; what is plausible does not.
        ParameterDefinition negativity = ParameterTable.Find("trust_negativity")!, cost = ParameterTable.Find("adopt_cost")!;
        Assert.Equal((1, 1.5, 5), (negativity.Min, negativity.PlausibleLow, negativity.PlausibleHigh));
        Assert.Equal((0, 1, 3), (cost.Min, cost.PlausibleLow, cost.PlausibleHigh));
        Assert.Equal((0.5, 1), (ParameterTable.Find("backlash_perception")!.PlausibleLow, ParameterTable.Find("backlash_perception")!.PlausibleHigh));
        var below = new ParameterDefinition("x", -4, -5, 5, "", "", "", "");
        Assert.Equal((-5, -2), (below.PlausibleLow, below.PlausibleHigh));
    }

    [Fact]
    public void A_value_outside_its_range_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ParameterValues.Defaults.With("trust_retention", 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => ParameterValues.Defaults.With("trust_retention", double.NaN));
        Assert.Throws<ArgumentException>(() => ParameterValues.Defaults.With("no_such_parameter", 1));
        Assert.Equal(0.97, ParameterValues.Defaults["trust_retention"]);
    }

    [Theory]
    [InlineData("PairStateSigned", "pair_state_signed")]
    [InlineData("Peers", "peers")]
    public void A_propertys_parameter_is_its_name_in_words(string property, string name) => Assert.Equal(name, Coefficients.NameOf(property));
}
