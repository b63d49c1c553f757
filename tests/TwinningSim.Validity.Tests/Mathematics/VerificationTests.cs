using TwinningSim.Validity.Mathematics;
using Xunit.Abstractions;

namespace TwinningSim.Validity.Tests.Mathematics;

/// <summary>The model's code against mathematics whose answer is known. Seeds are fixed: a failure is a change of the code, never bad luck.</summary>
public class VerificationTests(ITestOutputHelper output)
{
    [Fact]
    public void Learning_and_imitation_follow_their_equations() => Check(LearningChecks.All());

    [Fact]
    public void Trust_follows_its_closed_form() => Check(TrustChecks.All());

    [Fact]
    public void Chance_follows_its_distributions_and_money_adds_up() => Check(ChanceChecks.All());

    private void Check(IEnumerable<MathematicalCheck> checks)
    {
        List<MathematicalCheck> failed = [];
        foreach (MathematicalCheck check in checks)
        {
            output.WriteLine($"{(check.Holds ? "holds" : "FAILS")} {check.Name}: expected {check.Expected:G6}, simulated {check.Simulated:G6}, tolerance {check.Tolerance:G3}, n {check.Sample}");
            if (!check.Holds) failed.Add(check);
        }
        Assert.True(failed.Count == 0, string.Join('\n', failed));
    }
}
