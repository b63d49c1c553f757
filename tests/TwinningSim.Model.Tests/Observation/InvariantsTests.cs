using TwinningSim.Model.Observation;
using TwinningSim.Testing;

namespace TwinningSim.Model.Tests.Observation;

/// <summary>The laws that every run checks are checked themselves: a broken world is caught.</summary>
public class InvariantsTests
{
    [Theory]
    [InlineData("do-how above know-how")]
    [InlineData("know-how above one")]
    [InlineData("no number")]
    [InlineData("no trust")]
    [InlineData("vision above one")]
    public void A_broken_world_is_caught(string law)
    {
        TestWorld test = new(new DesignBuilder());
        Invariants.Check(test.World, test.At(0));
        switch (law)
        {
            case "do-how above know-how": test.SetSkill(3, 0.3f, 0.4f); break;
            case "know-how above one": test.SetSkill(3, 1.01f, 0.4f); break;
            case "no number": test.SetSkill(3, float.NaN, 0.4f); break;
            case "no trust": TestWorld.SetTrust(test.Firms.TrustLocal, 3, 0); break;
            default: test.Firms.Vision[3] = 1.01f; break;
        }
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => Invariants.Check(test.World, test.At(5)));
        Assert.Contains("month 5", error.Message);
    }
}
