using TwinningSim.Model.Input;
using TwinningSim.Model.Parameters;
using TwinningSim.Testing;

namespace TwinningSim.Model.Tests.Parameters;

/// <summary>The draws of the posterior that ship, and designs run over them.</summary>
public class PosteriorDrawsTests
{
    private static readonly PosteriorDraws Shipped = PosteriorDraws.Shipped;

    [Fact]
    public void The_shipped_draws_name_parameters_and_lie_within_their_ranges()
    {
        Assert.InRange(Shipped.Parameters.Length, 6, 8);
        Assert.Equal(100, Shipped.Draws.Length);
        foreach (double[] values in Shipped.Draws.Append(Shipped.Calibrated))
        {
            Assert.Equal(Shipped.Parameters.Length, values.Length);
            for (int p = 0; p < values.Length; p++)
            {
                ParameterDefinition known = ParameterTable.Find(Shipped.Parameters[p])!;
                Assert.InRange(values[p], known.Min, known.Max);
            }
        }
        // A posterior that had shrunk to a point would let no uncertainty through.
        Assert.All(Enumerable.Range(0, Shipped.Parameters.Length), p => Assert.True(Shipped.Draws.Select(d => d[p]).Distinct().Count() > 50, Shipped.Parameters[p]));
    }

    [Fact]
    public void A_parameter_that_is_set_holds_in_every_draw()
    {
        string first = Shipped.Parameters[0], second = Shipped.Parameters[1];
        double own = 0.5 * (ParameterTable.Find(first)!.Min + ParameterTable.Find(first)!.Max);
        Design over = new DesignBuilder().With(d => d with { ParameterDraws = ParameterSets.Draws(ParameterSets.Posterior) }).Build().WithParameter(first, own);
        Assert.Equal(own, over.Parameters[first]);
        Assert.Equal(Shipped.Draws.Length, over.ParameterDraws.Length);
        Assert.All(over.ParameterDraws, draw => Assert.Equal(own, draw[first]));
        Assert.Equal(Shipped.Draws.Select(d => d[1]), over.ParameterDraws.Select(d => d[second]));
    }

    [Fact]
    public void The_defaults_are_the_calibrated_values_and_lie_among_the_draws()
    {
        for (int p = 0; p < Shipped.Parameters.Length; p++)
        {
            ParameterDefinition known = ParameterTable.Find(Shipped.Parameters[p])!;
            Assert.Equal(Shipped.Calibrated[p], known.Default);
            Assert.StartsWith("calibrated, see docs/calibration.md", known.Source, StringComparison.Ordinal);
            double[] drawn = [.. Shipped.Draws.Select(d => d[p]).Order()];
            Assert.InRange(known.Default, drawn[5], drawn[^6]);
        }
        // And nothing else claims to be calibrated.
        Assert.Equal(Shipped.Parameters.Order(), ParameterTable.All.Where(d => d.Source.StartsWith("calibrated, ", StringComparison.Ordinal)).Select(d => d.Name).Order());
    }
}
