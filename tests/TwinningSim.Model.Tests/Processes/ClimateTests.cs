using TwinningSim.Kernel.Randomness;
using TwinningSim.Model.Input;
using TwinningSim.Model.Processes;
using TwinningSim.Testing;

namespace TwinningSim.Model.Tests.Processes;

public class ClimateTests
{
    [Theory]
    [Trait("Equation", "C1")]
    [InlineData(-5, 0.8)]
    [InlineData(0, 0.8)]
    [InlineData(5, 0.6)] // half-way from 0.8 to 0.4
    [InlineData(8, 0.48)] // 0.8 - 0.4 * 8/10
    [InlineData(10, 0.4)]
    [InlineData(100, 0.4)]
    public void A_series_is_linear_between_its_points_and_constant_outside(int month, double value)
        => Assert.Equal(value, Series.At([new SeriesPoint(0, 0.8), new SeriesPoint(10, 0.4)], month, 0.1), 1e-12);

    [Fact]
    [Trait("Equation", "C1")]
    public void Without_a_series_the_default_holds() => Assert.Equal(0.85, Series.At([], 3, 0.85));

    [Fact]
    [Trait("Equation", "C1")]
    public void Four_fifths_of_last_months_deviation_stay()
    {
        var test = new TestWorld(new DesignBuilder().WithParameter("climate_noise", 0).WithEmerging(c => c with { Climate = [new SeriesPoint(0, 0.5)] }));
        Climate.Move(test.World, test.At(0));
        Assert.Equal(0.5, test.World.Climate[0], 1e-12); // y(0) = 0
        test.World.ClimateDeviation[0] = 0.1;
        Climate.Move(test.World, test.At(1));
        Assert.Equal(0.58, test.World.Climate[0], 1e-12); // 0.5 + 0.8 * 0.1
        Climate.Move(test.World, test.At(2));
        Assert.Equal(0.564, test.World.Climate[0], 1e-12); // 0.5 + 0.64 * 0.1
    }

    [Theory]
    [Trait("Equation", "C1")]
    [InlineData(10, 1)]
    [InlineData(-10, 0.02)]
    public void The_climate_stays_between_its_floor_and_one(double deviation, double climate)
    {
        var test = new TestWorld(new DesignBuilder());
        test.World.ClimateDeviation[0] = deviation;
        Climate.Move(test.World, test.At(1));
        Assert.Equal(climate, test.World.Climate[0]);
    }

    [Fact]
    [Trait("Equation", "C1")]
    public void The_monthly_shock_has_standard_deviation_three_hundredths()
    {
        var test = new TestWorld(new DesignBuilder());
        double sum = 0, squares = 0;
        const int n = 2000;
        for (uint r = 0; r < n; r++)
        {
            test.World.ClimateDeviation[0] = 0;
            Climate.Move(test.World, test.At(1) with { Draws = new Draws(5, r) });
            sum += test.World.ClimateDeviation[0];
            squares += test.World.ClimateDeviation[0] * test.World.ClimateDeviation[0];
        }
        // Mean within 4 * 0.03 / sqrt(2000) = 0.0027, standard deviation within 4 * 0.03 / sqrt(4000) = 0.0019: error probability 6e-5 each.
        Assert.InRange(sum / n, -0.0027, 0.0027);
        Assert.InRange(Math.Sqrt(squares / n), 0.0281, 0.0319);
    }

    [Theory]
    [Trait("Equation", "C2")]
    [InlineData(0.85, 1)]
    [InlineData(0.95, 1)]
    [InlineData(0.55, 0.536697171)] // 0.5 / Hill(0.85), Hill(0.85) = 0.377149516 / 0.404830156 = 0.931624065
    [InlineData(0.25, 0.009384466)] // 0.000244141 / 0.027924781 = 0.008742794; / 0.931624065
    public void Appetite_is_whole_in_good_times_and_collapses_in_a_slump(double climate, double appetite)
        => Assert.Equal(appetite, Climate.Appetite(climate, TestWorld.P), 1e-8);
}
