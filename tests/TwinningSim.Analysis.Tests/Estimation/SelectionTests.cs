using CsCheck;
using TwinningSim.Analysis.Estimation;

namespace TwinningSim.Analysis.Tests.Estimation;

public class SelectionTests
{
    [Fact]
    public void Each_place_has_the_value_that_sorting_would_put_there()
    {
        // Few different values, as months and counts have, and many.
        Gen<double> value = Gen.OneOf(Gen.Int[0, 5].Select(i => (double)i), Gen.Double[-1e6, 1e6]);
        Gen.Select(value.Array[1, 300], Gen.Int[0, 299], Gen.Int[0, 299]).Sample((values, one, other) =>
        {
            double[] sorted = [.. values.Order()], own = [.. values];
            foreach (int place in new[] { one % values.Length, other % values.Length }) Assert.Equal(sorted[place], Selection.Nth(own, place));
            Assert.Equal(sorted, own.Order());
        });
    }

    [Fact]
    public void Rows_in_order_and_all_alike_are_no_harder()
    {
        double[] up = [.. Enumerable.Range(0, 100_000).Select(i => (double)i)], down = [.. up.Reverse()], alike = new double[100_000];
        Assert.Equal((50_000, 99_999, 0), (Selection.Nth(up, 50_000), Selection.Nth(down, 99_999), Selection.Nth(alike, 70_000)));
    }

    [Fact]
    public void A_place_outside_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Selection.Nth(new double[3], 3));
}
