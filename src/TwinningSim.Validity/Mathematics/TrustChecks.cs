using TwinningSim.Kernel.Numerics;
using TwinningSim.Model.Input;

namespace TwinningSim.Validity.Mathematics;

/// <summary>Trust under constant events, and what is left when they stop: T1, T2.</summary>
internal static class TrustChecks
{
    private const double Prior = 0.3, Weight = 4, Kept = 0.97;
    private const int Months = 120;
    private const string Basis = "largest distance over 120 months; single precision";

    public static IEnumerable<MathematicalCheck> All()
    {
        yield return Path("good events every month", "trust(t) = (m n0 + e(t)) / (n0 + e(t)), e(t) = w l (1 - l^t) / (1 - l)", good: true, t => Evidence(0.3, t), once: false);
        yield return Path("bad events every month", "trust(t) = m n0 / (n0 + e(t)); a bad event of 0.18 weighs three times", good: false, t => Evidence(3 * 0.3 * 0.6, t), once: false);
        yield return Path("one event, fading", "e(t) = w l^t: half of it is forgotten in ln 2 / -ln l = 22.8 months", good: true, t => 0.3 * PortableMath.Pow(Kept, t), once: true);
        double[] trust = Trust(good: true, once: false);
        double limit = 0.3 * Kept / (1 - Kept);
        // 120 months leave l^120 = 2.6 % of the way.
        double last = ((Prior * Weight) + limit) / (Weight + limit), left = PortableMath.Pow(Kept, Months - 1);
        yield return MathematicalCheck.Exact("where constant good events lead", "T1, T2", "fixed point (m n0 + w l / (1 - l)) / (n0 + w l / (1 - l))", last, trust[^1],
            left * limit * (1 - Prior) * Weight / ((Weight + (limit * (1 - left))) * (Weight + limit)) * 1.0001, "what is still to go after 119 months, exactly");
    }

    private static double Evidence(double weight, int t) => weight * Kept * (1 - PortableMath.Pow(Kept, t)) / (1 - Kept);

    private static MathematicalCheck Path(string name, string mathematics, bool good, Func<int, double> evidence, bool once)
    {
        double[] trust = Trust(good, once);
        double worst = 0;
        for (int t = 0; t < Months; t++)
        {
            double e = t == 0 ? 0 : evidence(t);
            double expected = good ? ((Prior * Weight) + e) / (Weight + e) : Prior * Weight / (Weight + e);
            worst = Math.Max(worst, Math.Abs(trust[t] - expected));
        }
        return MathematicalCheck.Exact("trust: " + name, "T1, T2", mathematics, 0, worst, 1e-5, Basis);
    }

    /// <summary>Mean trust in the programme, all firms alike: month 0 has no event, each later one has the same.</summary>
    private static double[] Trust(bool good, bool once)
    {
        Design design = PlainWorld.Of(20, Months, ("trust_retention", Kept), ("trust_prior_weight", Weight), ("trust_prior_programme", Prior), ("trust_negativity", 3), ("institution_match", 0));
        PlanEntry entry = PlainWorld.EveryMonth(design) with { Repeats = once ? 1 : Months };
        // A teacher who does not fit at all is worth 2 x 0 - 0.6.
        if (!good) entry = entry with { Provider = ProviderKind.Institution, Institution = PlainWorld.Institution };
        design = PlainWorld.With(design, PlainWorld.Kind with { TrustProgramme = 0.3 }, entry);
        return PlainWorld.Column(PlainWorld.Run(design, 1, months: true).Months, "programme_trust");
    }
}
