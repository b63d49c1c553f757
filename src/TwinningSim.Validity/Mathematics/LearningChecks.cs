using TwinningSim.Kernel.Numerics;
using TwinningSim.Kernel.Randomness;
using TwinningSim.Model;
using TwinningSim.Model.Input;
using TwinningSim.Model.Processes;

namespace TwinningSim.Validity.Mathematics;

/// <summary>Learning from a constant teacher and from practising peers, adopting by what peers do: L3, L5, D1, F2.</summary>
internal static class LearningChecks
{
    public static IEnumerable<MathematicalCheck> All()
    {
        foreach (double fade in (double[])[0, 0.05]) foreach (MathematicalCheck check in Lessons(fade)) yield return check;
        foreach (MathematicalCheck check in PeersOfACompleteNetwork()) yield return check;
        foreach (MathematicalCheck check in AdoptionInACompleteNetwork()) yield return check;
    }

    /// <summary>The same lesson every month from a teacher who knows everything: a linear map of the mean, whatever the firms start with.</summary>
    private static IEnumerable<MathematicalCheck> Lessons(double fade)
    {
        const int months = 36;
        const double rateKnowHow = 0.08, rateDoHow = 0.2;
        Design design = PlainWorld.Of(50, months, ("absorptive_base", 1), ("absorptive_know_how", 0), ("absorptive_vision", 0), ("gap_threshold", 1), ("institution_match", 1),
            ("fade_know_how", fade), ("fade_do_how", fade), ("adopt_least_know_how", 1));
        design = PlainWorld.With(design, PlainWorld.Kind with { KnowHowRate = rateKnowHow, DoHowRate = rateDoHow },
            PlainWorld.EveryMonth(design) with { Provider = ProviderKind.Institution, Institution = PlainWorld.Institution, Domains = [0], Days = 1 });
        RunTables tables = PlainWorld.Run(design, 1, months: true);
        double[] knowHow = PlainWorld.Column(tables.Months, "know_how"), doHow = PlainWorld.Column(tables.Months, "do_how");
        double a = PortableMath.Exp(-rateKnowHow), b = PortableMath.Exp(-rateDoHow), worstKnowHow = 0, worstDoHow = 0;
        double lambda = (1 - fade) * a, rest = fade * knowHow[0], fixedPoint = (((1 - fade) * (1 - a)) + rest) / (1 - lambda);
        double mu = (1 - fade) * b;
        for (int n = 0; n < months; n++)
        {
            double expected = fixedPoint + ((knowHow[0] - fixedPoint) * PortableMath.Pow(lambda, n));
            worstKnowHow = Math.Max(worstKnowHow, Math.Abs(knowHow[n] - expected));
            worstDoHow = Math.Max(worstDoHow, Math.Abs(doHow[n] - DoHow(n, knowHow[0], doHow[0], fade, a, b, lambda, mu, fixedPoint)));
        }
        string forgetting = fade == 0 ? "without forgetting" : $"against forgetting of {fade} a month";
        const string basis = "largest distance over 36 months; single precision";
        yield return MathematicalCheck.Exact($"know-how {forgetting}", "L3, L5", "a constant teacher: k(n) = k* + (k(0) - k*) ((1 - f) exp(-dose))^n", 0, worstKnowHow, 3e-6, basis);
        yield return MathematicalCheck.Exact($"do-how {forgetting}", "L3, L5", "do-how follows know-how: two exponentials, of its own dose and of the know-how's", 0, worstDoHow, 3e-6, basis);
    }

    /// <summary>
    /// Solution of d(n+1) = (1-f) (b d(n) + (1-b) k') + f d(0) with the know-how k' after the month's lesson and before its fading: k' = 1 - a (1 - k(n)),
    /// k(n) = k* + g lambda^n. It has the form D + C lambda^n + E mu^n.
    /// </summary>
    private static double DoHow(int n, double knowHow0, double doHow0, double fade, double a, double b, double lambda, double mu, double fixedPoint)
    {
        double g = knowHow0 - fixedPoint, push = (1 - fade) * (1 - b);
        double d = ((push * (1 - a + (a * fixedPoint))) + (fade * doHow0)) / (1 - mu);
        double c = push * a * g / (lambda - mu);
        return d + (c * PortableMath.Pow(lambda, n)) + ((doHow0 - d - c) * PortableMath.Pow(mu, n));
    }

    /// <summary>Ten firms practise and know 0.9, the others learn from all of them: dk/dt = 10 w (0.9 - k) - f (k - k(0)).</summary>
    private static IEnumerable<MathematicalCheck> PeersOfACompleteNetwork()
    {
        double whole = DistanceToTheEquation(rate: 0.008, months: 24, out double rate), half = DistanceToTheEquation(rate: 0.004, months: 48, out _);
        // The largest distance of Euler's (1 - r)^t from exp(-r t) is r / (2 e) to first order.
        yield return MathematicalCheck.Exact("know-how spreading in a complete network", "D1", "dk/dt = m w (K - k), m practising peers: k(t) = K - (K - k(0)) exp(-m w t)", 0, whole,
            0.6 * 1.2 * rate / (2 * Math.E), "monthly steps of the equation: (K - k(0)) m w / 2e, and a fifth");
        yield return MathematicalCheck.Exact("the distance shrinks with the step", "D1", "half the rate for twice the months: half the distance (order 1)", 2, whole / half, 0.15,
            "terms of order 2 and single precision");
    }

    private static double DistanceToTheEquation(double rate, int months, out double total)
    {
        const int firms = 31, practising = 10;
        Design design = PlainWorld.Of(firms, months, ("peers", 30), ("peer_base", 1), ("diffusion_rate", rate));
        var world = new World(design);
        world.Start(new Draws(1, 0));
        for (int i = 0; i < firms; i++)
        {
            if (world.Peers.Degree(i) != firms - 1) throw new InvalidOperationException("The network is not complete.");
            world.Firms.KnowHowOf(i).Fill(i < practising ? 0.9f : 0.3f);
            world.Firms.Practised[i] = (ushort)(i < practising ? 1 : 0);
            Diffusion.Show(world.Firms, i);
        }
        var month = new MonthContext(0, new Draws(1, 0), design, world.Parameters);
        total = practising * rate;
        double worst = 0;
        for (int t = 1; t <= months; t++)
        {
            Diffusion.Spread(world, month with { Month = t });
            Diffusion.FromPeers(world, month with { Month = t });
            double expected = 0.9 - (0.6 * PortableMath.Exp(-total * t));
            for (int i = practising; i < firms; i++) worst = Math.Max(worst, Math.Abs(world.Firms.KnowHowOf(i)[0] - expected));
        }
        return worst;
    }

    /// <summary>Firms that adopt by nothing but the share of peers who did: a Markov chain on the number of adopters, solved exactly.</summary>
    private static IEnumerable<MathematicalCheck> AdoptionInACompleteNetwork()
    {
        const int firms = 31, months = 24, replicates = 1500;
        const double attention = 0.2, pull = 4, threshold = 3;
        Design design = PlainWorld.Of(firms, months, ("peers", 30), ("peer_base", 1), ("attention_base", attention), ("attention_scale", 0), ("adopt_least_know_how", 0),
            ("adopt_mastery", 0), ("adopt_trust", 0), ("adopt_cost", 0), ("adopt_peers", pull), ("adopt_threshold", threshold), ("drop_base", 0), ("drop_unmastered", 0));
        double[] adopters = PlainWorld.Column(PlainWorld.Run(design, replicates).Runs, "practices");
        double[] chain = new double[firms + 1];
        chain[0] = 1;
        double field = 0;
        for (int t = 0; t < months; t++)
        {
            double[] next = new double[firms + 1];
            for (int n = 0; n <= firms; n++)
            {
                double p = attention * PortableMath.Sigmoid((pull * n / (firms - 1)) - threshold);
                for (int more = 0; more <= firms - n; more++) next[n + more] += chain[n] * MathNet.Numerics.Distributions.Binomial.PMF(p, firms - n, more);
            }
            chain = next;
            // The mean field in tenths of a month: the limit of many firms.
            for (int s = 0; s < 10; s++) field += 0.1 * (1 - field) * attention * PortableMath.Sigmoid((pull * field) - threshold);
        }
        double mean = chain.Select((p, n) => p * n).Sum();
        yield return MathematicalCheck.Distribution("adoption by imitation in a complete network", "F2", "number of adopters after 24 months: Markov chain with binomial steps, solved exactly",
            [.. adopters.Select(a => (int)a)], n => chain.Take(n + 1).Sum());
        yield return MathematicalCheck.Exact("adoption by imitation against its mean field", "F2", "dx/dt = (1 - x) v sig(4 x - 3); 31 firms differ from many by their chance",
            field, adopters.Average() / firms, 0.05, $"order 1/31; the exact chain gives {mean / firms:F3}");
    }
}
