using System.Globalization;
using TwinningSim.Analysis.Estimation;
using TwinningSim.Validity.Mathematics;

namespace TwinningSim.Validity.Checks;

/// <summary>Figures of the model's code against the same figures of known mathematics. It makes its own small worlds.</summary>
/// <param name="id">Name.</param>
/// <param name="claim">What is checked.</param>
/// <param name="make">Makes the checks.</param>
internal sealed class MathematicsCheck(string id, string claim, Func<IEnumerable<MathematicalCheck>> make) : ICheck
{
    /// <summary>All of them.</summary>
    public static IEnumerable<MathematicsCheck> All { get; } =
    [
        new("learning", "Learning, spreading and imitation follow their equations", LearningChecks.All),
        new("trust", "Trust follows its closed form", TrustChecks.All),
        new("chance", "Signing, bargaining, inviting and customers follow their distributions; money adds up", ChanceChecks.All),
    ];

    public Section Section => Section.Mathematics;

    public string Id => id;

    public IEnumerable<Need> Needs => [];

    public CheckResult Judge(Samples samples)
    {
        MathematicalCheck[] checks = [.. make()];
        return new CheckResult
        {
            Section = Section,
            Id = Id,
            Claim = claim,
            Source = "docs/model.md",
            Figures = [.. checks.Select(FigureOf)],
            Replicates = checks.Max(c => c.Sample),
            Verdict = checks.All(c => c.Holds) ? Verdict.Holds : Verdict.Fails,
            Remark = string.Create(CultureInfo.InvariantCulture, $"Low and high are what is allowed; where chance is at work, correct code leaves it with a probability of {MathematicalCheck.UsualError:0.#####} for a figure."),
        };
    }

    private static Figure FigureOf(MathematicalCheck check) => new()
    {
        Says = $"{check.Name} ({check.Equations}): {check.Mathematics}; {check.Basis}",
        Median = check.Simulated,
        Low = check.Expected - check.Tolerance,
        High = check.Expected + check.Tolerance,
        Effect = new Estimate(check.Simulated, double.NaN, double.NaN, 1 - check.ErrorProbability, check.Sample, IntervalMethod.OrderStatistics),
        Unit = "",
        Required = check.Expected,
        Verdict = check.Holds ? Verdict.Holds : Verdict.Fails,
    };
}
