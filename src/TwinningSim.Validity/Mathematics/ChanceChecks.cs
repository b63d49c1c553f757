using TwinningSim.Kernel.Numerics;
using TwinningSim.Kernel.Randomness;
using TwinningSim.Model;
using TwinningSim.Model.Input;
using TwinningSim.Model.Processes;
using TwinningSim.Model.State;
using MathNetBinomial = MathNet.Numerics.Distributions.Binomial;
using MathNetPoisson = MathNet.Numerics.Distributions.Poisson;

namespace TwinningSim.Validity.Mathematics;

/// <summary>Signing, bargaining, inviting, customers: chances whose distributions are known. And money, which must add up.</summary>
internal static class ChanceChecks
{
    public static IEnumerable<MathematicalCheck> All()
    {
        yield return Signing();
        foreach (MathematicalCheck check in Bargaining()) yield return check;
        foreach (MathematicalCheck check in Inviting()) yield return check;
        yield return Choosing();
        foreach (MathematicalCheck check in Customers()) yield return check;
        foreach (MathematicalCheck check in Money()) yield return check;
    }

    /// <summary>A negotiation that stays open: a geometric waiting time (A4).</summary>
    private static MathematicalCheck Signing()
    {
        const int months = 30, replicates = 4000;
        Design design = PlainWorld.WithPartner(PlainWorld.Of(20, months, ("negotiation_months", 60), ("signing_trust_base", 1), ("signing_trust_slope", 0), ("signing_hazard", 0.8)), 20);
        design = design with { Plan = [new PlanEntry { Id = "talks", Kind = "agreement-facilitation", Month = 0, Partner = 1 }], BudgetEur = 1_000_000 };
        // Neither rivalry nor complementarity: both associations are willing at the bare threshold.
        double willing = PortableMath.Sigmoid(-6 * 0.05), hazard = 0.8 * 0.7 * willing * willing;
        double[] signed = PlainWorld.Column(PlainWorld.Run(design, replicates).Runs, "first_agreement_month");
        return MathematicalCheck.Distribution("months to a signature", "A3, A4", $"geometric with hazard 0.8 x 0.7 x sig(-0.3)^2 = {hazard:F4}",
            [.. signed.Select(m => double.IsNaN(m) ? months : (int)m)], t => t < 0 ? 0 : t >= months ? 1 : 1 - PortableMath.Pow(1 - hazard, t + 1));
    }

    /// <summary>Two firms want 1.095 of 1 and concede 0.01 a month together: the tenth concession closes, unless it breaks before (B4).</summary>
    private static IEnumerable<MathematicalCheck> Bargaining()
    {
        const int firms = 400, batches = 15, concessions = 10;
        Design design = PlainWorld.WithPartner(PlainWorld.Of(firms, 30, ("concession", 0.01), ("break_probability", 0.08), ("bargaining_months", 24)), firms) with { BudgetEur = 1_000_000 };
        var world = new World(design);
        List<double> closed = [];
        List<int> brokenIn = [];
        for (int batch = 0; batch < batches; batch++)
        {
            var draws = new Draws(11, (uint)batch);
            world.Start(draws);
            var month = new MonthContext(0, draws, design, world.Parameters);
            for (int i = 0; i < firms; i++) Open(world, i, firms + i);
            int[] ended = new int[firms];
            for (int t = 1; t < design.Months; t++)
            {
                for (int tie = 0; tie < firms; tie++)
                {
                    if (world.Ties.Negotiation[tie] == DealKind.None) continue;
                    Negotiations.Continue(world, month with { Month = t }, tie, support: 0);
                    if (world.Ties.Negotiation[tie] == DealKind.None) ended[tie] = t;
                }
            }
            for (int i = 0; i < firms; i++)
            {
                bool deal = world.Firms.DealCount[i] == 1;
                closed.Add(deal ? 1 : 0);
                // A deal in any other month than the one after the last concession would be wrong.
                brokenIn.Add(deal && ended[i] == concessions + 1 ? concessions + 1 : deal ? -1 : ended[i]);
            }
        }
        double p = PortableMath.Pow(0.92, concessions);
        yield return MathematicalCheck.Mean("bargains that close", "B4", "ten concessions survived, each with probability 0.92: 0.92^10 = 0.434", closed, p, p * (1 - p));
        yield return MathematicalCheck.Distribution("the month in which bargaining ends", "B4", "breaks are geometric with 0.08; what is left closes in the eleventh month",
            brokenIn, t => t < 1 ? 0 : t > concessions ? 1 : 1 - PortableMath.Pow(0.92, t));
    }

    private static void Open(World world, int i, int j)
    {
        Ties ties = world.Ties;
        int tie = ties.Add(i, world.Firms.TieCount[i]++);
        ties.Emerging[tie] = i;
        ties.Partner[tie] = j;
        ties.Prior[tie] = 0.5f;
        ties.Trust.Start(tie, 0.5, world.Parameters);
        ties.Rivalry[tie] = ties.Complementarity[tie] = 0;
        ties.Negotiation[tie] = DealKind.Venture;
        ties.OpenedIn[tie] = 0;
        ties.TransferMonths[tie] = 0;
        ties.Reservation[tie] = 0.55f;
        ties.ReservationPartner[tie] = 0.545f;
    }

    /// <summary>Ten places, at most three invitations for each, every firm accepting alike: a binomial that stops at ten (I2).</summary>
    private static IEnumerable<MathematicalCheck> Inviting()
    {
        const int replicates = 4000, places = 10, most = 30;
        Design design = PlainWorld.Of(60, 2, ("accept_intercept", -0.8), ("accept_trust", 0), ("accept_vision", 0), ("accept_need", 0), ("accept_momentum", 0));
        design = PlainWorld.With(design, PlainWorld.Kind, PlainWorld.EveryMonth(design) with { Month = 0, Repeats = 1, Places = places });
        double p = PortableMath.Sigmoid(-0.8);
        RunTables tables = PlainWorld.Run(design, replicates);
        yield return MathematicalCheck.Distribution("places filled", "I2", "min(10, Binomial(30, sig(-0.8)))",
            [.. PlainWorld.Column(tables.Runs, "accepted").Select(a => (int)a)], n => n < 0 ? 0 : n >= places ? 1 : MathNetBinomial.CDF(p, most, n));
        yield return MathematicalCheck.Distribution("firms asked until the places are filled", "I2", "min(30, negative binomial): at most n asked if Binomial(n, p) reaches 10",
            [.. PlainWorld.Column(tables.Runs, "invited").Select(a => (int)a)], n => n < places ? 0 : n >= most ? 1 : 1 - MathNetBinomial.CDF(p, n, places - 1));
    }

    /// <summary>Ten of sixty chosen by lot, twenty of them of one product: hypergeometric (I1).</summary>
    private static MathematicalCheck Choosing()
    {
        const int firms = 60, ofTheKind = 20, places = 10, replicates = 3000;
        Design design = PlainWorld.Of(firms, 2);
        design = design with { Clusters = [design.Clusters[0] with { Segments = [new Segment("few", 0, 0, 1.0 / 3), new Segment("many", 0, 0, 2.0 / 3)] }] };
        design = PlainWorld.With(design, PlainWorld.Kind, PlainWorld.EveryMonth(design) with { Month = 0, Repeats = 1, Places = places });
        RunTables tables = PlainWorld.Run(design, replicates, firms: true);
        ReadOnlySpan<string?> segments = tables.Firms!.Texts(tables.Firms.Definition.IndexOf("segment"));
        double[] reached = PlainWorld.Column(tables.Firms, "reached");
        int[] few = new int[replicates];
        for (int row = 0; row < reached.Length; row++) few[row / firms] += segments[row] == "few" && reached[row] > 0 ? 1 : 0;
        return MathematicalCheck.Distribution("products among firms chosen by lot", "I1", "hypergeometric: 10 of 60, 20 of them marked", few,
            n => n < 0 ? 0 : MathNet.Numerics.Distributions.Hypergeometric.CDF(firms, ofTheKind, places, n));
    }

    /// <summary>Customers won and lost: the difference of two Poissons (F5).</summary>
    private static IEnumerable<MathematicalCheck> Customers()
    {
        const int firms = 200, replicates = 100, months = 60;
        Design design = PlainWorld.Of(firms, 1, ("customers_base", 100), ("customers_scale", 0), ("customers_rate", 0.01));
        double[] after = PlainWorld.Column(PlainWorld.Run(design, replicates, firms: true).Firms, "customers");
        yield return MathematicalCheck.Distribution("customers after a month", "F5", "100 + Poisson(1) - Poisson(1) (Skellam 1946)", [.. after.Select(q => (int)q - 100)], AtMost);
        double[] later = PlainWorld.Column(PlainWorld.Run(design with { Months = months }, 20, firms: true).Firms, "customers");
        // Var q(t+1) = Var q(t) + 2 r E q(t): a martingale whose variance grows by two customers a month.
        yield return MathematicalCheck.Mean("customers after five years", "F5", "gains and losses balance: the mean stays at 100, the variance is 2 x 60", later, 100, 2 * months);

        static double AtMost(int n)
        {
            double sum = 0;
            for (int lost = 0; lost <= 40; lost++) sum += MathNetPoisson.PMF(1, lost) * (n + lost < 0 ? 0 : MathNetPoisson.CDF(1, n + lost));
            return sum;
        }
    }

    /// <summary>Budget + fees = spending + balance, and spending is the sum of its kinds, in every month of a busy programme that runs out of money (7.10).</summary>
    private static IEnumerable<MathematicalCheck> Money()
    {
        Design design = PlainWorld.WithPartner(PlainWorld.Of(60, 48), 40) with { BudgetEur = 90_000.37, Prices = new Prices(), Nationals = new NationalProviders { Count = 3 } };
        string[] kinds = ["onsite-handholding", "classroom-training", "study-tour", "national-handholding", "fair-participation", "credit-line"];
        ProviderKind[] providers = [ProviderKind.International, ProviderKind.International, ProviderKind.PartnerFirms, ProviderKind.National, ProviderKind.None, ProviderKind.Commercial];
        design = design with
        {
            Plan = [.. kinds.Select((kind, n) => new PlanEntry
            {
                Id = kind, Kind = kind, Month = n, Repeats = 10, Every = 3, Places = 7, Days = 1.7, Domains = n < 4 ? [0] : [], Provider = providers[n], Partner = 1,
                Roster = Roster.Independent, CostShare = 0.13, CostShareStep = 0.07, Window = 12, CreditEur = 5_000.11,
            })],
            Agents = [new Agent { Id = "agent", Cluster = 0, Partner = 1, Fte = 0.333 }],
        };
        RunTables tables = PlainWorld.Run(design, 20, months: true);
        double[] Of(string column) => PlainWorld.Column(tables.Months, column);
        double[] spending = Of("spending_eur"), fees = Of("fees_eur"), balance = Of("balance_eur"), sum = new double[spending.Length];
        foreach (string kind in (string[])["international", "national", "institutions", "travel", "events", "agents", "deals", "investment", "credit"])
        {
            double[] part = Of($"spending_{kind}_eur");
            for (int row = 0; row < sum.Length; row++) sum[row] += part[row];
        }
        double identity = 0, parts = 0;
        for (int row = 0; row < spending.Length; row++)
        {
            identity = Math.Max(identity, Math.Abs(design.BudgetEur + fees[row] - spending[row] - balance[row]));
            parts = Math.Max(parts, Math.Abs(spending[row] - sum[row]));
        }
        const string basis = "largest over 20 x 48 months, EUR; less than a thousandth of a cent";
        yield return MathematicalCheck.Exact("the budget identity", "7.10", "budget + fees = spending + balance", 0, identity, 1e-5, basis);
        yield return MathematicalCheck.Exact("spending by kind", "7.10", "spending = sum over its kinds", 0, parts, 1e-5, basis);
    }
}
