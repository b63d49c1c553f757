using TwinningSim.Scenarios.Diagnostics;

namespace TwinningSim.Scenarios.Tests.Diagnostics;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "acb", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("plaecs", "places", 1)]
    public void The_distance_counts_inserted_deleted_replaced_and_swapped_letters(string a, string b, int distance)
    {
        Assert.Equal(distance, NearestName.Distance(a, b));
        Assert.Equal(distance, NearestName.Distance(b, a));
    }

    [Theory]
    [InlineData("plaecs", "places")]
    [InlineData("CostShare", "cost_share")]
    [InlineData("cost-share", "cost_share")]
    [InlineData("colour", null)]
    [InlineData("", null)]
    public void The_nearest_name_is_one_that_a_slip_of_the_finger_makes(string word, string? nearest)
        => Assert.Equal(nearest, NearestName.Of(word, ["id", "places", "days", "cost_share"]));
}
