using TwinningSim.Analysis.Comparing;
using TwinningSim.Analysis.Estimation;

namespace TwinningSim.Reports.Tests;

public class NumberTextTests
{
    private static readonly Outcome Firms = Outcomes.Find("firms_with_do_how")!;
    private static readonly Outcome Spending = Outcomes.Find("spending_eur")!;

    private static NumberText For(Outcome outcome, params double[] values)
        => NumberText.For(Comparison.Of([new DesignRuns("a", "a", false, [.. Enumerable.Range(0, values.Length)], _ => values)], "a", [outcome]), outcome);

    [Fact]
    public void Decimals_follow_the_interval() => Assert.Equal("71", For(Firms, 71, 72.5, 73.9).Value(71.23));

    [Fact]
    public void An_interval_that_begins_with_a_1_gets_a_second_digit() => Assert.Equal("71.2", For(Firms, 71, 71.5, 72).Value(71.23));

    [Theory]
    [InlineData(9_500, "EUR", "9,500")]
    [InlineData(912_345, "1000 EUR", "912.3")]
    [InlineData(2_912_345, "1000 EUR", "2,912")]
    [InlineData(291_234_500, "million EUR", "291.2")]
    public void Money_is_written_in_a_unit_that_fits(double value, string unit, string text)
    {
        NumberText numbers = For(Spending, value, value + 0.001, value - 0.001);
        Assert.Equal((unit, text), (numbers.Unit, numbers.Value(value)));
    }

    [Fact]
    public void Zero_has_no_minus_sign_and_nothing_is_a_dash()
    {
        NumberText numbers = For(Firms, 1, 200, 400);
        Assert.Equal(("0", "+0", "-"), (numbers.Value(-0.2), numbers.Signed(-0.2), numbers.Value(double.NaN)));
    }

    [Fact]
    public void A_small_interval_is_not_written_as_none()
    {
        NumberText numbers = For(Firms, 1, 200, 400);
        Assert.Equal(" ±<1", numbers.Interval(new Estimate(5, 4.9, 5.1, 0.95, 3, IntervalMethod.StudentT), "±"));
        Assert.Equal(" ±0", numbers.Interval(new Estimate(5, 5, 5, 0.95, 3, IntervalMethod.StudentT), "±"));
        Assert.Equal("", numbers.Interval(new Estimate(5, double.NaN, double.NaN, 0.95, 1, IntervalMethod.StudentT), "±"));
    }
}
