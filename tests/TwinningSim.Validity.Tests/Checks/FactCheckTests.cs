using TwinningSim.Validity.Checks;

namespace TwinningSim.Validity.Tests.Checks;

public class FactCheckTests
{
    private static FactSource Fact(FactRule rule, double observed = 0, int among = 0) => new("F1", "", "", "validation", "footwear", "deals", rule, observed, among, "ties", [0, 100]);

    [Theory]
    [InlineData(6, Verdict.Holds)]
    [InlineData(5, Verdict.Fails)] // the 5 % quantile of 1 to 101 is 6
    [InlineData(96, Verdict.Holds)]
    [InlineData(97, Verdict.Fails)]
    public void A_figure_lies_between_the_quantiles_of_what_is_simulated(double observed, Verdict verdict)
    {
        (Figure figure, double sharpness) = FactCheck.Interval(Fact(FactRule.Interval, observed), [.. Enumerable.Range(1, 101).Select(n => (double)n)]);
        Assert.Equal(verdict, figure.Verdict);
        Assert.Equal(0.1, sharpness, 1e-12); // 90 of 100
    }

    [Theory]
    [InlineData(2, Verdict.Holds)]
    [InlineData(12, Verdict.Fails)]
    public void A_small_count_lies_between_those_that_the_simulated_counts_predict(double observed, Verdict verdict)
    {
        // One in ten of ten, with hardly more spread than chance: among 22 that is 0 to 5.
        double[] successes = [.. Enumerable.Range(0, 200).Select(r => (double)(r % 4 == 0 ? 2 : r % 4 == 1 ? 0 : 1))];
        (Figure figure, double sharpness) = FactCheck.Count(Fact(FactRule.Count, observed, 22), successes, [.. successes.Select(_ => 10.0)]);
        Assert.Equal(verdict, figure.Verdict);
        Assert.Equal((0, 5), (figure.Low, figure.High));
        Assert.Equal(1 - (5.0 / 22), sharpness, 1e-12);
    }

    [Theory]
    [InlineData(FactRule.Event, 2, Verdict.Holds)] // two of ten
    [InlineData(FactRule.Event, 1, Verdict.Fails)]
    [InlineData(FactRule.Order, 5, Verdict.Holds)]
    [InlineData(FactRule.Order, 4, Verdict.Fails)]
    public void What_happened_once_must_not_be_rare_and_an_order_must_be_usual(FactRule rule, int yes, Verdict verdict)
        => Assert.Equal(verdict, FactCheck.Chance(Fact(rule), [.. Enumerable.Range(0, 10).Select(r => r < yes ? 1.0 : 0)]).Figure.Verdict);
}
