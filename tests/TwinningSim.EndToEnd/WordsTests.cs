using TwinningSim.Cli;
using TwinningSim.Cli.Output;
using TwinningSim.Experiments;

namespace TwinningSim.EndToEnd;

public class WordsTests
{
    [Theory]
    [InlineData("rnu", " Did you mean 'run'?")]
    [InlineData("something", "")]
    public void A_hint_names_what_could_have_been_meant(string given, string expected)
        => Assert.Equal(expected, Nearest.Hint(given, ["run", "validate", "list", "schema", "new"]));

    [Theory]
    [InlineData(0.2, "1 s")]
    [InlineData(59, "59 s")]
    [InlineData(59.5, "1 min 00 s")]
    [InlineData(200, "3 min 20 s")]
    [InlineData(7500, "2 h 05 min")]
    [InlineData(90061, "25 h 01 min")]
    public void Durations_read_as_people_say_them(double seconds, string expected) => Assert.Equal(expected, ProgressDisplay.Duration(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Progress_says_how_far_how_fast_and_how_long_still()
    {
        var progress = new ExperimentProgress(450, 100, 1800, TimeSpan.FromSeconds(3.5), 112.4, TimeSpan.FromSeconds(12.01));
        Assert.Equal("450 of 1,800 runs (25 %), 112 a second, 13 s left", ProgressDisplay.Words(progress));
        Assert.Equal("0 of 1,800 runs (0 %)", ProgressDisplay.Words(new(0, 0, 1800, TimeSpan.Zero, 0, null)));
        Assert.Equal("1,800 of 1,800 runs (100 %), 2.5 a second", ProgressDisplay.Words(new(1800, 0, 1800, TimeSpan.FromSeconds(1), 2.5, TimeSpan.Zero)));
    }
}
