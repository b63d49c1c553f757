using TwinningSim.Validity.Checks;

namespace TwinningSim.Validity.Tests.Checks;

public class PatternCheckTests
{
    private static TestSource Contrast(double relevant, string? of = null) => new("", "deals", new() { ["a"] = 1, ["b"] = -1 }, of, relevant);

    [Theory]
    // Differences 1, 2, 3, 4: mean 2.5, standard error 0.645497, t = 3.872983 with 3 degrees of freedom, p = 0.015233.
    [InlineData(new double[] { 1, 2, 3, 4 }, 0, 1, 2.5, 0.015233, Verdict.Weak)] // large, but p above 0.01
    [InlineData(new double[] { 4, 5, 4, 5, 4, 5 }, 1, 1, 4.5, 2.06e-6, Verdict.Holds)] // t = 4.5 / 0.223607 = 20.12
    [InlineData(new double[] { 4, 5, 4, 5, 4, 5 }, 0.5, 10, 0.45, 2.06e-6, Verdict.Weak)] // sure, but 0.45 of the reference and 0.5 matters
    [InlineData(new double[] { -4, -5, -4, -5 }, 0, 1, -4.5, 0.999713, Verdict.Fails)] // t = -4.5 / 0.288675 = -15.59
    [InlineData(new double[] { 0, 0, 0 }, 0, 1, 0, 1, Verdict.Fails)]
    public void A_contrast_holds_if_it_is_sure_and_large_enough(double[] differences, double relevant, double scale, double effect, double p, Verdict verdict)
    {
        Figure figure = PatternCheck.ContrastOf(Contrast(relevant, scale == 1 ? null : "b"), differences, scale);
        Assert.Equal(effect, figure.Effect.Value, 1e-12);
        Assert.Equal(p, figure.P, 2e-6);
        Assert.Equal(verdict, figure.Verdict);
        Assert.Equal(differences.Order().ElementAt(differences.Length / 2), figure.Median * scale, 1.0);
    }

    [Theory]
    [InlineData(20, 20, 0.8, 0.011529, Verdict.Weak)] // 0.8^20
    [InlineData(30, 30, 0.8, 0.001238, Verdict.Holds)]
    [InlineData(15, 20, 0.8, 0.804208, Verdict.Fails)] // at least 15 of 20 at 0.8
    public void A_share_of_runs_holds_if_chance_would_hardly_reach_it(int yes, int runs, double atLeast, double p, Verdict verdict)
    {
        Figure figure = PatternCheck.ShareOf(new TestSource("", "deals", In: "a", AtLeast: atLeast), [.. Enumerable.Range(0, runs).Select(r => r < yes ? 1.0 : 0)]);
        Assert.Equal(p, figure.P, 1e-6);
        Assert.Equal(verdict, figure.Verdict);
    }
}
