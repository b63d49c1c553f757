using TwinningSim.Analysis.Economics;
using TwinningSim.Analysis.Estimation;

namespace TwinningSim.Analysis.Tests.Economics;

public class CostEffectivenessTests
{
    [Fact]
    public void The_frontier_of_the_published_example()
    {
        // E D C B A UC
        var options = CostEffectivenessFrontier.Of([55_000, 35_000, 25_000, 10_000, 12_000, 5_000], [5, 4, 3, 2, 1.5, 1]);
        Assert.Equal([Standing.Frontier, Standing.Frontier, Standing.ExtendedDominated, Standing.Frontier, Standing.Dominated, Standing.Frontier], options.Select(o => o.Standing));
        Assert.Equal([20_000, 12_500, null, 5_000, null, null], options.Select(o => o.Icer));
        Assert.Equal([1, 3, null, 5, null, null], options.Select(o => o.Against));
    }

    [Fact]
    public void Equal_options_stand_once_and_what_is_cheaper_and_better_leaves_nobody_else()
    {
        Assert.Equal([Standing.Frontier, Standing.Dominated], CostEffectivenessFrontier.Of([1, 1], [2, 2]).Select(o => o.Standing));
        Assert.Equal([Standing.Dominated, Standing.Frontier, Standing.Dominated], CostEffectivenessFrontier.Of([3, 1, 2], [1, 5, 4]).Select(o => o.Standing));
    }

    [Theory]
    [InlineData(0, 0.006210, double.NaN)]
    [InlineData(5000, 0.107423, double.NaN)]
    [InlineData(10_000, 0.5, 2148.370)]
    [InlineData(20_000, 0.851427, 736.423)]
    [InlineData(30_000, 0.918772, double.NaN)]
    [InlineData(50_000, 0.951490, double.NaN)]
    public void Acceptability_and_EVPI_of_the_normal_model(double price, double probability, double evpi)
    {
        (double p, double value) = Acceptability.Normal(price, 1, 0.5, 10_000, 4000, 0.3);
        Assert.Equal(probability, p, 6);
        if (!double.IsNaN(evpi)) Assert.Equal(evpi, value, 0.001);
    }

    [Fact]
    public void In_the_limit_the_curve_shows_the_probability_of_more_effect_and_not_1()
        => Assert.Equal(0.97725, Acceptability.Normal(1e12, 1, 0.5, 10_000, 4000, 0.3).Probability, 5);

    [Fact]
    public void Samples_of_the_normal_model_give_the_same_curve()
    {
        const int samples = 40_000;
        double[] z = [.. Enumerable.Range(0, samples).Select(s => Noise.Normal(1, s))];
        double[] effect = [.. z.Select(v => 1 + 0.5 * v)];
        double[] cost = [.. z.Select((v, s) => 10_000 + 4000 * (0.3 * v + Math.Sqrt(1 - 0.09) * Noise.Normal(1, s, 1)))];
        foreach (Acceptability at in Acceptability.Curves([new double[samples], cost], [new double[samples], effect], [5000, 10_000, 20_000]))
        {
            (double p, double evpi) = Acceptability.Normal(at.Price, 1, 0.5, 10_000, 4000, 0.3);
            // Three standard errors.
            Assert.Equal(p, at.Probability[1], 0.0075);
            Assert.Equal(1, at.Probability.Sum(), 9);
            Assert.Equal(evpi, at.Evpi, 75.0);
            if (at.Price != 10_000) Assert.Equal(at.Price > 10_000 ? 1 : 0, at.Best);
        }
    }

    [Fact]
    public void The_frontier_of_acceptability_follows_the_mean_and_not_the_most_frequent_winner()
    {
        // Option 1 wins two times of three, but loses a lot in the third.
        Acceptability at = Acceptability.Curves([[0, 0, 0], [0, 0, 0]], [[0, 0, 0], [1, 1, -10]], [1])[0];
        Assert.Equal(2.0 / 3, at.Probability[1], 12);
        Assert.Equal(0, at.Best);
        Assert.Equal(2.0 / 3, at.Evpi, 12);
    }

    [Fact]
    public void Replicates_alone_are_labelled_as_noise_and_more_of_them_make_it_vanish()
    {
        CostEffectiveness few = CostEffectiveness.OfReplicates(Runs(50, 0), [1000, 5000], 3000);
        CostEffectiveness many = CostEffectiveness.OfReplicates(Runs(1800, 0), [1000, 5000], 3000, resamples: 300);
        Assert.Equal(UncertaintyKind.Simulation, few.Kind);
        Assert.True(many.AtPrice!.Evpi <= few.AtPrice!.Evpi);
        Assert.True(many.ResidualNoise < few.ResidualNoise / 4);
        // Luck does not vanish.
        Assert.InRange(many.LuckAtPrice!.Value[1], 0.55, 0.95);
        Assert.InRange(many.AtPrice.Probability[1], 0.99, 1);
        EconomicOption second = many.Options[1];
        Assert.Equal(Standing.Frontier, second.Place.Standing);
        Assert.Equal(IntervalMethod.Fieller, second.Icer!.Method);
        Assert.True(second.Icer.Covers(10_000 / 5.0));
    }

    [Fact]
    public void Over_parameter_sets_replicates_are_averaged_first_and_what_they_leave_is_shown()
    {
        CostEffectiveness result = CostEffectiveness.OfParameterSets([.. Enumerable.Range(0, 40).Select(s => Runs(100, s, Noise.Normal(77, s)))], [1000, 2000, 3000], 2000);
        Assert.Equal((UncertaintyKind.Parameters, 40), (result.Kind, result.Samples));
        Assert.Null(result.LuckAtPrice);
        Assert.True(result.ResidualNoise > 0);
        // The effect of the second option is 5 plus a normal number, its price of indifference 2000: even chances.
        Assert.InRange(result.AtPrice!.Probability[1], 0.25, 0.75);
        Assert.True(result.AtPrice.Evpi > 0);
    }

    private static EconomicRuns[] Runs(int n, int trial, double extra = 0) =>
    [
        new("none", "Nothing", new double[n], [.. Enumerable.Range(0, n).Select(r => 10 + 2 * Noise.Normal(trial, r))]),
        new("some", "Something", [.. Enumerable.Range(0, n).Select(r => 10_000 + 100 * Noise.Normal(trial, r, 1))],
            [.. Enumerable.Range(0, n).Select(r => 15 + extra + 2 * Noise.Normal(trial, r) + 3 * Noise.Normal(trial, r, 2))]),
    ];
}
