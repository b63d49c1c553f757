using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TwinningSim.Kernel.Numerics;
using TwinningSim.Model.Observation;
using TwinningSim.Model.Parameters;
using TwinningSim.Model.State;

namespace TwinningSim.Model.Processes;

/// <summary>Firms forget, practise, adopt and drop; performance follows (L5, L6, F1-F7).</summary>
internal static class Practice
{
    public static void Move(World world, in MonthContext month)
    {
        Firms firms = world.Firms;
        // Where the programme pays subsidies and bears losses of credit from one purse, firms come one after the other: the purse may be empty for the next.
        bool subsidised = month.Design.InvestmentSubsidy > 0 && month.Month < month.Design.ProgrammeEnd;
        bool plainly = world.Plain || (subsidised && world.LendsMoney), alone = subsidised || world.LendsMoney || world.Log is not null;
        // A pass of its own is worth it where it can be shared and this one cannot.
        if (plainly || (alone && world.IsShared)) Diffusion.FromPeers(world, month);
        PartOfMonth move = plainly ? MovePlainly : MovePart;
        world.InParts(month, firms.Emerging, move, alone);
        world.PeersAwaited = false;
        firms.ShowNext();
        world.Counters.Add(world.PartCounts);
        CountAdoptions(firms);
    }

    private static void MovePart(World world, in MonthContext month, int part, int from, int to)
        => MovePlainly(world, month, part, PracticeOfEight.Move(world, month, part, from, to), to);

    /// <summary>One word for each of eight firms and domains, from a firm and a domain on: firm after firm.</summary>
    public static void DrawLotsOfEight(in MonthContext month, int i, int k, Span<uint> lots) => month.Draws.WordsOfEight(Purposes.Adoption, i >> 2, month.Month, k, lots);

    /// <summary>The words of 32 firms for new and for lost customers.</summary>
    public static void DrawCustomersOf32(in MonthContext month, int i, Span<uint> won, Span<uint> lost)
    {
        month.Draws.WordsOfAgents(Purposes.NewCustomers, i >> 2, month.Month, 0, won);
        month.Draws.WordsOfAgents(Purposes.LostCustomers, i >> 2, month.Month, 0, lost);
    }

    /// <summary>The plain path, firm by firm: for the last firms, and the oracle of <see cref="PracticeOfEight"/>.</summary>
    private static void MovePlainly(World world, in MonthContext month, int part, int from, int to)
    {
        Firms firms = world.Firms;
        PartCount count = world.PartCounts[part];
        for (int i = from; i < to; i++)
        {
            int before = firms.Practised[i];
            float attention = PayAttention(firms, i, month.Parameters);
            FadeAndPractise(world, month, i);
            // One lot serves each domain: what is practised may be dropped, what is not may be adopted (F2, F3).
            for (int k = 0; k < firms.Domains; k++) Decide(world, month, count, i, k, (before >> k & 1) != 0, month.Draws.Uniform(Purposes.Adoption, i, month.Month, k));
            Perform(world, month, i, month.Draws.Uniform(Purposes.NewCustomers, i, month.Month), month.Draws.Uniform(Purposes.LostCustomers, i, month.Month));
            Diffusion.Show(firms, i, firms.ShownNext);
        }
    }

    /// <summary>
    /// Counts what each firm adopted and keeps what it practises now. Only when all have decided: while they decide, each sees what its peers practised last month, whatever the order of visits.
    /// </summary>
    private static void CountAdoptions(Firms firms)
    {
        Span<ushort> now = firms.Practised.AsSpan(0, firms.Emerging), last = firms.PractisedLastMonth;
        Array.Clear(firms.AdoptionsLastMonth);
        for (int i = 0; ; i++)
        {
            int same = now[i..].CommonPrefixLength(last[i..]);
            if (i + same == now.Length) break;
            i += same;
            firms.AdoptionsLastMonth[i] = (byte)BitOperations.PopCount((uint)(now[i] & ~last[i]));
        }
        now.CopyTo(last);
    }

    /// <summary>A firm decides about a domain: what is practised may be dropped, what is not may be adopted (F2, F3).</summary>
    public static void Decide(World world, in MonthContext month, PartCount count, int i, int k, bool practised, double lot)
    {
        if (practised) ConsiderDropping(world, month, count, i, k, lot);
        else if (lot < world.Firms.Attention[i]) ConsiderAdopting(world, month, count, i, k, lot, world.Firms.Attention[i]);
    }

    /// <summary>Attention fades towards its base (F1).</summary>
    private static float PayAttention(Firms firms, int i, Coefficients p)
    {
        float level = (float)p.AttentionBase;
        return firms.Attention[i] = level + ((float)p.AttentionDecay * (Math.Min(1, firms.Attention[i]) - level));
    }

    /// <summary>What fades because staff leaves (L5): less while and after a supplier development programme.</summary>
    public static float Leaving(in MonthContext month, bool inProgramme)
    {
        double turnover = month.Design.Clusters[0].StaffTurnover * (inProgramme ? month.Parameters.StaffTurnoverSdp : 1);
        return (float)(month.Parameters.FadeStaff * turnover);
    }

    /// <summary>What lies above the start fades, more slowly where practised; practising turns know-how into do-how (L5, L6).</summary>
    private static void FadeAndPractise(World world, in MonthContext month, int i)
    {
        Firms firms = world.Firms;
        Coefficients p = month.Parameters;
        float leaving = Leaving(month, month.Month < firms.StaffProgrammeUntil[i]);
        for (int row = 0; row < firms.Stride; row += 8)
        {
            int at = (i * firms.Stride) + row;
            Vector256<float> practised = MaskOf(firms.Practised[i] >> row);
            (Vector256<float> kappa, Vector256<float> delta) = FadeAndPractise(
                Lanes.Load(firms.KnowHow, at), Lanes.Load(firms.DoHow, at), Lanes.Load(firms.StartKnowHow, at), Lanes.Load(firms.StartDoHow, at), practised, leaving, p);
            Lanes.Store(kappa, firms.KnowHow, at);
            Lanes.Store(delta, firms.DoHow, at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (Vector256<float> KnowHow, Vector256<float> DoHow) FadeAndPractise(Vector256<float> knowHow, Vector256<float> doHow,
        Vector256<float> startKnowHow, Vector256<float> startDoHow, Vector256<float> practised, float leaving, Coefficients p)
    {
        Vector256<float> zero = Vector256<float>.Zero, staff = Vector256.Create(leaving);
        Vector256<float> fadeKnowHow = staff + Vector256.ConditionalSelect(practised, Vector256.Create((float)p.FadeKnowHowPractised), Vector256.Create((float)p.FadeKnowHow));
        Vector256<float> fadeDoHow = staff + Vector256.ConditionalSelect(practised, Vector256.Create((float)p.FadeDoHowPractised), Vector256.Create((float)p.FadeDoHow));
        knowHow -= fadeKnowHow * Vector256.Max(knowHow - startKnowHow, zero);
        doHow -= fadeDoHow * Vector256.Max(doHow - startDoHow, zero);
        doHow = Vector256.Min(doHow, knowHow);
        doHow += Vector256.ConditionalSelect(practised, Vector256.Create((float)p.PracticeRate) * (knowHow - doHow), zero);
        return (knowHow, Vector256.Min(doHow, knowHow));
    }

    /// <summary>Eight bits as a mask of eight lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MaskOf(int bits)
    {
        Vector256<int> lanes = Vector256.Create(1, 2, 4, 8, 16, 32, 64, 128);
        return Vector256.Equals(Vector256.Create(bits) & lanes, lanes).AsSingle();
    }

    /// <summary>An attentive firm adopts what it can already do, can pay and believes in (F2).</summary>
    private static void ConsiderAdopting(World world, in MonthContext month, PartCount count, int i, int k, double lot, double attention)
    {
        Firms firms = world.Firms;
        Coefficients p = month.Parameters;
        if (!MayStart(world, month, i, k)) return;
        int at = (i * firms.Stride) + k;
        double value = month.Design.Domains[k].Value;
        double mastery = Learning.Mastery(firms.KnowHow[at], firms.DoHow[at], p), peers = Diffusion.ShareOfPeers(world, i, k), trust = firms.TrustProgramme[i];
        // Most lots are too high even for a practice that costs nothing: they need neither the price nor the exact chance.
        if (lot >= attention * PortableMath.SigmoidCeiling(Inclination(mastery, value, peers, trust, 0, p))) return;
        if (!CanPay(world, month, i, k, out double cost, out long subsidyCents, out double share)) return;
        if (lot >= AdoptionProbability(attention, mastery, value, peers, trust, share, p)) return;
        Invest(world, i, cost, subsidyCents);
        Adopt(world, month, count, i, k, "own decision");
    }

    /// <summary>A firm has tried a practice out with an expert in its own plant, and it worked: what both have done together the firm can do, and it keeps it if it can pay (F8).</summary>
    public static bool KeepTrial(World world, in MonthContext month, int i, int k)
    {
        int at = (i * world.Firms.Stride) + k;
        world.Firms.DoHow[at] = Math.Max(world.Firms.DoHow[at], Math.Min(world.Firms.KnowHow[at], (float)month.Design.Domains[k].LeastDoHow));
        if (!MayStart(world, month, i, k) || !CanPay(world, month, i, k, out double cost, out long subsidyCents, out _)) return false;
        Invest(world, i, cost, subsidyCents);
        Adopt(world, month, i, k, "tried out with an expert");
        return true;
    }

    /// <summary>Whether a firm knows and can do what it takes to start a practice (F2).</summary>
    private static bool MayStart(World world, in MonthContext month, int i, int k)
    {
        int at = (i * world.Firms.Stride) + k;
        return world.Firms.KnowHow[at] >= month.Parameters.AdoptLeastKnowHow && world.Firms.DoHow[at] >= month.Design.Domains[k].LeastDoHow;
    }

    /// <summary>Whether a firm can pay what it takes to start a practice (F2).</summary>
    /// <param name="world">The world.</param>
    /// <param name="month">The month.</param>
    /// <param name="i">The firm.</param>
    /// <param name="k">The domain.</param>
    /// <param name="cost">What the firm pays itself, EUR.</param>
    /// <param name="subsidyCents">What the programme pays, cents.</param>
    /// <param name="share">The firm's cost as a share of what it could spend.</param>
    private static bool CanPay(World world, in MonthContext month, int i, int k, out double cost, out long subsidyCents, out double share)
    {
        Firms firms = world.Firms;
        double investment = month.Design.Domains[k].InvestmentEur;
        // What costs nothing needs no look at columns that are seldom at hand.
        double whole = investment <= 0 ? 0 : InvestmentEur(investment, firms.Employees[i], month.Parameters);
        double subsidy = month.Month < month.Design.ProgrammeEnd ? month.Design.InvestmentSubsidy : 0;
        subsidyCents = Ledger.Cents(whole * subsidy);
        if (subsidyCents > world.Ledger.Balance) subsidyCents = 0;
        cost = whole - Ledger.Eur(subsidyCents);
        double own = firms.Slack[i], means = cost <= 0 && own >= 0 ? own : own + CreditOf(firms, i, month.Month);
        share = cost <= 0 ? 0 : cost / means;
        return cost <= means;
    }

    private static void Invest(World world, int i, double cost, long subsidyCents)
    {
        if (cost != 0) Pay(world.Firms, i, cost, world.Parameters);
        if (subsidyCents > 0) world.Ledger.TryPay(Cost.Investment, subsidyCents);
    }

    /// <summary>Chance to adopt in a month (F2).</summary>
    public static double AdoptionProbability(double attention, double mastery, double value, double peers, double trust, double costShare, Coefficients p)
        => attention * PortableMath.Sigmoid(Inclination(mastery, value, peers, trust, costShare, p));

    private static double Inclination(double mastery, double value, double peers, double trust, double costShare, Coefficients p)
        => (p.AdoptMastery * value * mastery) + (p.AdoptPeers * peers) + (p.AdoptTrust * (trust - p.AdoptTrustNeutral)) - (p.AdoptCost * costShare) - p.AdoptThreshold;

    /// <summary>What a practice costs a firm of a size, EUR (F2).</summary>
    public static double InvestmentEur(double investment, double employees, Coefficients p)
        => investment <= 0 ? 0 : investment * PortableMath.Pow(employees / p.InvestmentReference, p.InvestmentExponent);

    private static double CreditOf(Firms firms, int i, int month)
        => month < firms.CreditUntil[i] ? Math.Max(0, firms.CreditLimit[i] - firms.Debt[i]) : 0;

    /// <summary>Pays from slack first, the rest on credit, to be repaid in equal months.</summary>
    private static void Pay(Firms firms, int i, double cost, Coefficients p)
    {
        double own = Math.Min(cost, Math.Max(0, firms.Slack[i])), borrowed = cost - own;
        firms.Slack[i] -= own;
        firms.Debt[i] += borrowed;
        firms.SomebodyBorrowed |= borrowed > 0;
        firms.Instalment[i] += borrowed / p.CreditMonths;
    }

    /// <summary>A firm starts a practice that somebody brings.</summary>
    public static void Adopt(World world, in MonthContext month, int i, int k, string why)
    {
        Adopt(world, month, world.PartCounts[0], i, k, why);
        world.Counters.Add(world.PartCounts);
    }

    private static void Adopt(World world, in MonthContext month, PartCount count, int i, int k, string why)
    {
        Firms firms = world.Firms;
        firms.Practised[i] |= (ushort)(1 << k);
        if ((firms.PractisedAtStart[i] >> k & 1) == 0) firms.LastNewPractice[i] = month.Month;
        count.Adopted++;
        if (firms.Reached[i]) count.AdoptedTouched++;
        if (world.Log is null) return;
        int at = (i * firms.Stride) + k;
        double mastery = Learning.Mastery(firms.KnowHow[at], firms.DoHow[at], month.Parameters);
        world.NoteFirm(month, "practice-adopted", i, reason: string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{month.Design.Domains[k].Id}: {why}; peers that practise it {100 * Diffusion.ShareOfPeers(world, i, k):0} %, trust in the programme {firms.TrustProgramme[i]:0.00}"), value: mastery);
    }

    /// <summary>A firm drops what it masters badly, less easily if it paid for its training or meets in a circle (F3).</summary>
    private static void ConsiderDropping(World world, in MonthContext month, PartCount count, int i, int k, double lot)
    {
        Firms firms = world.Firms;
        Coefficients p = month.Parameters;
        int at = (i * firms.Stride) + k;
        double mastery = Learning.Mastery(firms.KnowHow[at], firms.DoHow[at], p);
        bool reviewed = firms.Circle[i] >= 0 && world.Circles.Meets(firms.Circle[i], month.Month, (int)p.CircleMonths);
        if (lot >= DropHazard(mastery, firms.LastPaid[i], reviewed, p)) return;
        firms.Practised[i] &= (ushort)~(1 << k);
        firms.TrustProgramme.Event(i, -p.DropTrustProgramme, p);
        count.Dropped++;
        if (world.Log is not null) world.NoteFirm(month, "practice-dropped", i, reason: month.Design.Domains[k].Id, value: mastery);
    }

    /// <summary>Hazard to drop a practice in a month (F3).</summary>
    public static double DropHazard(double mastery, double paid, bool reviewed, Coefficients p)
        => (p.DropBase + (p.DropUnmastered * Math.Max(0, 1 - (mastery / p.DropMastery)))) * (1 - (p.DropPaid * paid)) * (reviewed ? p.PeerReviewDrop : 1);

    /// <summary>Productivity, rejects, energy, money, customers and vision follow from what is practised (F4-F7).</summary>
    private static void Perform(World world, in MonthContext month, int i, double wonLot, double lostLot)
    {
        Firms firms = world.Firms;
        Coefficients p = month.Parameters;
        Input.Cluster cluster = month.Design.Clusters[0];
        double productivity = 1, rejects = 1, energy = 1, customers = 1;
        for (int bits = firms.Practised[i]; bits != 0; bits &= bits - 1)
        {
            int k = BitOperations.TrailingZeroCount(bits), at = (i * firms.Stride) + k;
            double gain = Math.Max(0, Learning.Mastery(firms.KnowHow[at], firms.DoHow[at], p) - Learning.Mastery(firms.StartKnowHow[at], firms.StartDoHow[at], p));
            Input.Domain domain = month.Design.Domains[k];
            productivity += domain.Productivity * gain;
            rejects *= 1 - (domain.Rejects * gain);
            energy *= 1 - (domain.Energy * gain);
            customers += domain.Customers * gain;
        }
        float speed = (float)p.PerformanceSpeed, before = firms.Productivity[i], after = before + (speed * ((float)productivity - before));
        firms.Productivity[i] = after;
        firms.Rejects[i] += speed * ((float)(cluster.RejectRate * (1 - (cluster.ComponentQuality * (1 - rejects)))) - firms.Rejects[i]);
        firms.Energy[i] += speed * ((float)energy - firms.Energy[i]);
        double gained = MarginGain(after, (float)cluster.RejectRate - firms.Rejects[i], 1 - firms.Energy[i], p);
        SaveAndRepay(world, month, i, cluster.Margin + (p.SlackGains * gained));
        WinCustomers(firms, month.Parameters, i, customers, wonLot, lostLot);
        MoveVision(firms, i, after, p);
        if (after - before > p.ResultRise) NoticeResult(firms, i, p);
    }

    /// <summary>A firm that took part sees that it pays (F7).</summary>
    public static void NoticeResult(Firms firms, int i, Coefficients p)
    {
        if (!firms.Reached[i]) return;
        firms.TrustProgramme.Event(i, p.ResultTrustProgramme, p);
        firms.TrustOtherSide.Event(i, p.ResultTrustOtherSide, p);
    }

    /// <summary>Margin gained, as a share of turnover (F4).</summary>
    public static double MarginGain(double productivity, double rejectsAvoided, double energySaved, Coefficients p)
        => (p.MarginProductivity * (productivity - 1)) + (p.MarginRejects * rejectsAvoided) + (p.MarginEnergy * energySaved);

    /// <summary>The same for eight firms.</summary>
    public static Vector512<double> MarginGain(Vector512<double> productivity, Vector512<double> rejectsAvoided, Vector512<double> energySaved, Coefficients p)
        => (Vector512.Create(p.MarginProductivity) * (productivity - Vector512<double>.One)) + (Vector512.Create(p.MarginRejects) * rejectsAvoided)
            + (Vector512.Create(p.MarginEnergy) * energySaved);

    /// <summary>A firm puts money by, up to a limit, and repays its credit (F2, F4).</summary>
    private static void SaveAndRepay(World world, in MonthContext month, int i, double margin)
    {
        Firms firms = world.Firms;
        Coefficients p = month.Parameters;
        double monthly = margin * (firms.BaseTurnover[i] + firms.ExtraTurnover[i]) / 12, most = p.SlackMost * monthly;
        if (firms.Slack[i] < most) firms.Slack[i] = Math.Min(most, firms.Slack[i] + (p.SlackShare * monthly));
        Repay(world, month, i);
    }

    /// <summary>Credit is repaid in equal months, as far as there is money; part of what is owed is lost to the programme (F2).</summary>
    public static void Repay(World world, in MonthContext month, int i)
    {
        Firms firms = world.Firms;
        Coefficients p = month.Parameters;
        if (firms.Debt[i] <= 0) return;
        long loss = Math.Min(Ledger.Cents(firms.Debt[i] * p.CreditLoss / 12), world.Ledger.Balance);
        if (loss > 0 && world.Ledger.TryPay(Cost.Credit, loss)) firms.Debt[i] -= Ledger.Eur(loss);
        double repaid = Math.Min(Math.Min(firms.Instalment[i], firms.Debt[i]), Math.Max(0, firms.Slack[i]));
        firms.Debt[i] -= repaid;
        firms.Slack[i] -= repaid;
        if (firms.Debt[i] >= 0.005) return;
        firms.Debt[i] = firms.Instalment[i] = 0;
    }

    /// <summary>New and lost customers (F5).</summary>
    private static void WinCustomers(Firms firms, Coefficients p, int i, double factor, double wonLot, double lostLot)
    {
        double rate = p.CustomersRate * firms.Customers[i];
        double clearer = Math.Max(0, firms.Vision[i] - firms.StartVision[i]);
        CountCustomers(firms, i, rate * (factor + (p.CustomersVision * clearer)), rate, wonLot, lostLot);
    }

    /// <summary>Customers after a month in which so many are expected to come and to go (F5).</summary>
    public static void CountCustomers(Firms firms, int i, double coming, double going, double wonLot, double lostLot)
    {
        int won = Distributions.Poisson(coming, wonLot), lost = Distributions.Poisson(going, lostLot);
        firms.Customers[i] = Math.Max(0, firms.Customers[i] + won - lost);
    }

    /// <summary>Success clears the vision, routine blurs it (F6).</summary>
    private static void MoveVision(Firms firms, int i, double productivity, Coefficients p)
    {
        ref float vision = ref firms.Vision[i];
        if (productivity > 1 + p.VisionGainFrom) vision += (float)(p.VisionGain * (1 - vision));
        vision -= (float)(p.VisionFade * (vision - firms.StartVision[i]));
    }
}
