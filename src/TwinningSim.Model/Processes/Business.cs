using TwinningSim.Kernel.Numerics;
using TwinningSim.Kernel.Randomness;
using TwinningSim.Model.Observation;
using TwinningSim.Model.Parameters;
using TwinningSim.Model.State;

namespace TwinningSim.Model.Processes;

/// <summary>Introductions, ties, meetings, negotiations and deals between firms of both sides (7.4, 7.13, B1-B5).</summary>
internal static class Business
{
    public static void Meet(World world, in MonthContext month)
    {
        Introductions.Make(world, month);
        Span<double> engagement = stackalloc double[world.ClusterCount], information = stackalloc double[world.ClusterCount], support = stackalloc double[world.ClusterCount];
        for (int c = 1; c < world.ClusterCount; c++)
        {
            engagement[c] = world.Associations.LargestEngagement(c);
            information[c] = world.Associations.LargestInformation(c);
            support[c] = SupportFor(world, month, c);
        }
        for (int tie = 0; tie < world.Ties.Count; tie++)
        {
            int c = world.Firms.ClusterOf[world.Ties.Partner[tie]];
            if (world.Ties.TransferMonths[tie] > 0) TeachTransfer(world, month, tie);
            // A negotiation goes on from the month after it was opened.
            if (world.Ties.Negotiation[tie] != DealKind.None) Negotiations.Continue(world, month, tie, support[c]);
            if (month.Draws.Happens(month.Parameters.MeetingProbability * (1 + (month.Parameters.MeetingEngagement * engagement[c])), Purposes.Meeting, world.Ties.Emerging[tie],
                month.Month, world.PartnerKey(world.Ties.Partner[tie]))) MeetOnce(world, month, tie, information[c]);
        }
    }

    /// <summary>Support of negotiations with a partner: a commercial intermediary wants to be paid (B4).</summary>
    private static double SupportFor(World world, in MonthContext month, int partner)
    {
        if (month.Month >= world.Plan.SupportUntil[partner]) return 0;
        if (!world.Plan.SupportIsCommercial[partner]) return month.Parameters.SupportProgramme;
        return world.Ledger.Balance < Ledger.Cents(month.Design.Prices.CommercialDealFeeEur) ? 0 : 1;
    }

    private static void MeetOnce(World world, in MonthContext month, int tie, double information)
    {
        Coefficients p = month.Parameters;
        Ties ties = world.Ties;
        double complementarity = ties.Complementarity[tie], own = complementarity;
        double partner = NetOfPartner(complementarity, ties.Rivalry[tie], information, p);
        ties.Trust.Event(tie, own > p.MeetingNet && partner > p.MeetingNet ? p.MeetingTrust : -p.MeetingTrust, p);
        if (ties.Negotiation[tie] != DealKind.None || ties.TransferMonths[tie] > 0) return;
        Negotiations.ConsiderOpening(world, month, tie, own, partner);
    }

    /// <summary>Net advantage of a tie for the partner firm (7.13).</summary>
    public static double NetOfPartner(double complementarity, double rivalry, double information, Coefficients p)
        => complementarity - (p.NetRivalry * rivalry) + (complementarity > 0 ? p.NetInformation * information : 0);

    /// <summary>A month of a technology transfer: the partner firm teaches and hides nothing (B5).</summary>
    private static void TeachTransfer(World world, in MonthContext month, int tie)
    {
        Coefficients p = month.Parameters;
        Ties ties = world.Ties;
        Teacher teacher = Diagnosis.OfFirm(world, ties.Partner[tie]);
        int firm = ties.Emerging[tie];
        var lesson = new Learning.Lesson((ushort)(1 << ties.Domain[tie]), p.TransferDays, p.TransferRate, p.TransferRate, 1, Open: true);
        Learning.Teach(world, teacher, firm, lesson, Learning.Match(world, teacher, firm));
        Diffusion.Show(world.Firms, firm);
        ties.TransferMonths[tie]--;
    }
}

/// <summary>Contacts become ties (7.4, B1, B2).</summary>
internal static class Introductions
{
    public static void Make(World world, in MonthContext month)
    {
        foreach (Contact contact in world.Contacts.Span) Introduce(world, month, contact.Firm, contact.Cluster, contact.Support, contact.Index);
        world.Contacts.Clear();
        for (int c = 1; c < world.ClusterCount; c++)
        {
            double chance = month.Parameters.BrokerageProbability * world.Associations.LargestEngagement(c) * Trust.C2C(world, c);
            if (chance <= 0) continue;
            int ordinal = month.Design.Clusters[c].Ordinal;
            for (int i = 0; i < world.Firms.Emerging; i++)
            {
                if (world.Firms.Association[i] < 0 || !(world.Firms.TrustOtherSide[i] > month.Parameters.BrokerageTrust)) continue;
                if (month.Draws.Happens(chance, Purposes.Brokerage, i, month.Month, ordinal)) Introduce(world, month, i, c, support: false, 0x40000000 | (ordinal << 4));
            }
        }
    }

    /// <summary>One contact: three candidates, one chosen, a tie if trust allows (B1, B2).</summary>
    private static void Introduce(World world, in MonthContext month, int i, int cluster, bool support, int index)
    {
        Coefficients p = month.Parameters;
        Firms firms = world.Firms;
        Draws draws = month.Draws;
        if (firms.Captive[i] && draws.Happens(p.CaptiveRefusal, Purposes.Captive, i, month.Month, index)) return;
        ReadOnlySpan<int> suppliers = world.PartnerFirms.Support(cluster);
        if (support && suppliers.Length == 0) return;
        bool chosenWell = draws.Happens(Diagnosis.ChoiceQuality(world.Plan.StudyVisits[cluster], p), Purposes.CandidateChoice, i, month.Month, index);
        int chosen = -1;
        double best = -1;
        for (int n = 0; n < (int)p.TieCandidates; n++)
        {

            int key = (index << 4) | n;
            int candidate = support
                ? suppliers[draws.Below(suppliers.Length, Purposes.Candidate, i, month.Month, key)]
                : world.FirstFirm[cluster] + draws.Below(month.Design.Clusters[cluster].Firms, Purposes.Candidate, i, month.Month, key);
            double complementarity = Rivalry.Between(world, i, candidate).Complementarity;
            if (chosen < 0 || (chosenWell && complementarity > best)) (chosen, best) = (candidate, complementarity);
        }
        if (world.Ties.Find(i, chosen, firms.TieCount[i]) >= 0) return;
        double parent = Math.Sqrt(firms.TrustOtherSide[i] * firms.TrustOtherSide[chosen]);
        if (draws.Happens(Trust.Scope(p.ScopeFirms, parent, p), Purposes.TieForms, i, month.Month, index)) FormTie(world, month, i, chosen, parent, index);
    }

    private static void FormTie(World world, in MonthContext month, int i, int j, double parent, int index)
    {
        Coefficients p = month.Parameters;
        Ties ties = world.Ties;
        int tie = world.Firms.TieCount[i] < (int)p.TiesMost ? ties.Add(i, world.Firms.TieCount[i]++) : LeastTrusted(ties, i, world.Firms.TieCount[i]);
        if (tie < 0) return;
        (double rivalry, double complementarity) = Rivalry.Between(world, i, j);
        double prior = (p.TiePriorSlope * parent) + p.TiePriorBase;
        ties.Emerging[tie] = i;
        ties.Partner[tie] = j;
        ties.Prior[tie] = (float)prior;
        ties.Trust.Start(tie, prior, p);
        ties.Rivalry[tie] = (float)rivalry;
        ties.Complementarity[tie] = (float)complementarity;
        ties.Negotiation[tie] = DealKind.None;
        ties.TransferMonths[tie] = 0;
        if (world.Log is not null) world.NoteFirm(month, "tie-formed", i, j, IntroducedBy(world, index), complementarity);
    }

    /// <summary>Who introduced two firms: an entry of the plan, or the associations.</summary>
    private static string IntroducedBy(World world, int index)
    {
        if ((index & 0x40000000) != 0) return "brokered by the associations";
        PlannedActivity? activity = Array.Find(world.Plan.Activities, a => (a.Key & 0x0FFFFFF0) == (index & 0x0FFFFFF0));
        return activity is null ? "" : $"introduced by {activity.Entry.Id}";
    }

    /// <summary>The tie that gives way: the least trusted on which nothing is going on; -1 if all are busy (B2).</summary>
    private static int LeastTrusted(Ties ties, int i, int count)
    {
        int least = -1;
        foreach (int tie in ties.Of(i, count))
        {
            if (ties.Negotiation[tie] != DealKind.None || ties.TransferMonths[tie] > 0) continue;
            if (least < 0 || ties.Trust[tie] < ties.Trust[least]) least = tie;
        }
        return least;
    }
}

/// <summary>Negotiations open, go on, close or fail (B3-B5).</summary>
internal static class Negotiations
{
    public static void ConsiderOpening(World world, in MonthContext month, int tie, double own, double partner)
    {
        Coefficients p = month.Parameters;
        Ties ties = world.Ties;
        int i = ties.Emerging[tie], j = ties.Partner[tie], key = world.PartnerKey(j);
        double vision = Math.Min(1, world.Firms.Vision[i] + (month.Month < world.Firms.ProfiledUntil[i] ? p.ProfileVision : 0));
        double chance = OpeningProbability(ties.Trust[tie], vision, own, partner, world.Appetite[world.Firms.ClusterOf[j]], p);
        if (!month.Draws.Happens(chance, Purposes.Opening, i, month.Month, key)) return;
        DealKind kind = KindFor(world.Firms.Role[i], world.Firms.Role[j], month.Draws.Uniform(Purposes.NegotiationKind, i, month.Month, key), p);
        if (kind == DealKind.Technology && !ChooseTechnology(world, month, tie, key)) return;
        ties.Negotiation[tie] = kind;
        ties.OpenedIn[tie] = month.Month;
        if (kind is DealKind.Technology or DealKind.Venture)
        {
            DrawStream first = month.Draws.Stream(Purposes.Reservation, i, month.Month, key), other = month.Draws.Stream(Purposes.ReservationPartner, i, month.Month, key);
            double wanted = Math.Min(0.95, p.ReservationPartner + month.Design.Clusters[world.Firms.ClusterOf[j]].ControlPreference);
            ties.Reservation[tie] = (float)Distributions.Beta(p.ReservationMean, p.ReservationConcentration, ref first);
            ties.ReservationPartner[tie] = (float)Distributions.Beta(wanted, p.ReservationConcentration, ref other);
        }
        world.Counters.LettersOfIntent++;
        if (world.Log is not null) world.NoteFirm(month, "negotiation-opened", i, j, Subject(world, tie));
    }

    /// <summary>Chance that a meeting opens a negotiation (B3).</summary>
    public static double OpeningProbability(double trust, double vision, double own, double partner, double appetite, Coefficients p)
        => p.OpeningProbability * trust * (p.OpeningVisionBase + (p.OpeningVisionSlope * vision))
            * PortableMath.Hill(own, p.OpeningHalf, p.OpeningSteepness) * PortableMath.Hill(partner, p.OpeningHalf, p.OpeningSteepness) * appetite;

    /// <summary>What two firms negotiate about (B3).</summary>
    public static DealKind KindFor(FirmRole own, FirmRole partner, double lot, Coefficients p) => (own, partner) switch
    {
        (_, FirmRole.Support) => lot < p.ShareMachinery ? DealKind.Machinery : DealKind.Service,
        (FirmRole.Principal, FirmRole.Principal) => lot < p.ShareTechnology ? DealKind.Technology : lot < p.ShareTechnology + p.ShareOutsourcing ? DealKind.Outsourcing : DealKind.Venture,
        _ => DealKind.Outsourcing,
    };

    /// <summary>The domain that a partner is willing to transfer and that the firm lacks most (B3, R3); false if there is none.</summary>
    private static bool ChooseTechnology(World world, in MonthContext month, int tie, int key)
    {
        Ties ties = world.Ties;
        Firms firms = world.Firms;
        int i = ties.Emerging[tie], j = ties.Partner[tie], best = -1;
        double most = 0;
        for (int k = 0; k < firms.Domains; k++)
        {
            double willing = Rivalry.WillingnessToShare(month.Design.Domains[k].Secrecy, ties.Rivalry[tie]);
            double gap = firms.KnowHow[(j * firms.Stride) + k] - firms.KnowHow[(i * firms.Stride) + k];
            if (gap > most && month.Draws.Happens(willing, Purposes.TransferAllowed, i, month.Month, key ^ (k << 27))) (best, most) = (k, gap);
        }
        ties.Domain[tie] = (sbyte)Math.Max(0, best);
        return best >= 0;
    }

    public static void Continue(World world, in MonthContext month, int tie, double support)
    {
        Coefficients p = month.Parameters;
        Ties ties = world.Ties;
        double lot = month.Draws.Uniform(Purposes.Outcome, ties.Emerging[tie], month.Month, world.PartnerKey(ties.Partner[tie]));
        if (ties.Negotiation[tie] is DealKind.Technology or DealKind.Venture) Bargain(world, month, tie, support, lot);
        else if (lot < p.CloseProbability) Deals.Close(world, month, tie, support);
        else if (lot < p.CloseProbability + p.FailProbability) Fail(world, month, tie, broken: false);
    }

    /// <summary>Both sides want at least a share; they close when both fit into one (B4).</summary>
    private static void Bargain(World world, in MonthContext month, int tie, double support, double lot)
    {
        Coefficients p = month.Parameters;
        Ties ties = world.Ties;
        if (ties.Reservation[tie] + ties.ReservationPartner[tie] <= 1) Deals.Close(world, month, tie, support);
        else if (month.Month - ties.OpenedIn[tie] >= p.BargainingMonths || lot < p.BreakProbability * (1 - support)) Fail(world, month, tie, broken: true);
        else
        {
            float concession = (float)(p.Concession * (1 + (p.ConcessionSupport * support)) * ties.Trust[tie]);
            ties.Reservation[tie] -= concession;
            ties.ReservationPartner[tie] -= concession;
        }
    }

    /// <summary>A negotiation fails; a break in bargaining costs trust, a sale that comes to nothing does not (B4).</summary>
    private static void Fail(World world, in MonthContext month, int tie, bool broken)
    {
        Ties ties = world.Ties;
        int i = ties.Emerging[tie], j = ties.Partner[tie];
        if (world.Log is not null)
        {
            string why = !broken ? "came to nothing"
                : month.Month - ties.OpenedIn[tie] >= month.Parameters.BargainingMonths ? "no agreement within the time"
                : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"broken off, as the shares wanted were {ties.Reservation[tie]:0.00} and {ties.ReservationPartner[tie]:0.00}");
            world.NoteFirm(month, "negotiation-failed", i, j, $"{Subject(world, tie)}; {why}", month.Month - ties.OpenedIn[tie]);
        }
        ties.Negotiation[tie] = DealKind.None;
        world.Counters.NegotiationsFailed++;
        if (!broken) return;
        Coefficients p = month.Parameters;
        ties.Trust.Event(tie, -p.BreakTrustTie, p);
        world.Firms.TrustOtherSide.Event(i, -p.BreakTrustOtherSide, p);
        world.Firms.TrustOtherSide.Event(j, -p.BreakTrustOtherSide, p);
    }

    /// <summary>What is negotiated, in words; builds a text.</summary>
    public static string Subject(World world, int tie)
    {
        DealKind kind = world.Ties.Negotiation[tie];
        return kind == DealKind.Technology ? $"{NameOf(kind)}: {world.Design.Domains[world.Ties.Domain[tie]].Id}" : NameOf(kind);
    }

    public static string NameOf(DealKind kind) => kind switch
    {
        DealKind.Machinery => "machinery sale",
        DealKind.Service => "service contract",
        DealKind.Outsourcing => "outsourcing",
        DealKind.Technology => "technology transfer",
        DealKind.Venture => "joint venture",
        _ => "",
    };
}

/// <summary>Deals and what they bring (B5).</summary>
internal static class Deals
{
    public static void Close(World world, in MonthContext month, int tie, double support)
    {
        Coefficients p = month.Parameters;
        Ties ties = world.Ties;
        Firms firms = world.Firms;
        int i = ties.Emerging[tie], j = ties.Partner[tie];
        DealKind kind = ties.Negotiation[tie];
        double value = ValueEur(firms.Employees[i], month.Draws.Normal(Purposes.DealValue, i, month.Month, world.PartnerKey(j)), p);
        ties.Negotiation[tie] = DealKind.None;
        ties.Trust.Event(tie, p.CloseTrustTie, p);
        firms.TrustOtherSide.Event(i, p.CloseTrustOtherSide, p);
        firms.TrustOtherSide.Event(j, p.CloseTrustOtherSide, p);
        firms.DealCount[i]++;
        if (firms.Association[i] >= 0) world.Associations.NewGainEur[firms.Association[i]] += value;
        if (firms.Association[j] >= 0) world.Associations.NewGainEur[firms.Association[j]] += p.DealPartnerGain * value;
        Count(world, month, i, j, kind, value);
        Deliver(world, month, tie, kind, value);
        if (ties.Rivalry[tie] > p.RivalDealRivalry) Provoke(world, firms.ClusterOf[j], p);
        if (support > 0)
        {
            if (world.Plan.SupportIsCommercial[firms.ClusterOf[j]]) world.Ledger.TryPay(Cost.Deals, Ledger.Cents(month.Design.Prices.CommercialDealFeeEur));
            else LoseNeutrality(world, i, p);
        }
        world.NoteFirm(month, "deal-closed", i, j, Negotiations.NameOf(kind), value);
    }

    /// <summary>Value of a deal, EUR: lognormal, larger for larger firms (B5).</summary>
    public static double ValueEur(double employees, double normal, Coefficients p)
        => p.DealValueEur * PortableMath.Pow(employees / 50, p.DealValueExponent) * PortableMath.Exp(p.DealValueSpread * normal);

    private static void Count(World world, in MonthContext month, int i, int j, DealKind kind, double value)
    {
        Counters counters = world.Counters;
        counters.Deals[(int)kind]++;
        counters.DealsEur[(int)kind] += value;
        if (world.Firms.Employees[i] < 50) counters.DealsSmall++;
        if (world.Firms.Role[j] == FirmRole.Support) counters.DealsSupport++;
        Counters.First(ref counters.FirstDeal, month.Month);
    }

    private static void Deliver(World world, in MonthContext month, int tie, DealKind kind, double value)
    {
        Coefficients p = month.Parameters;
        Firms firms = world.Firms;
        int i = world.Ties.Emerging[tie];
        switch (kind)
        {
            case DealKind.Technology:
                world.Ties.TransferMonths[tie] = (int)p.TransferMonths;
                break;
            case DealKind.Machinery:
                int k = MostNeeded(world, i), at = (i * firms.Stride) + k;
                firms.Slack[i] -= Math.Min(Math.Max(0, firms.Slack[i]), Practice.InvestmentEur(month.Design.Domains[k].InvestmentEur, firms.Employees[i], p));
                firms.KnowHow[at] = Math.Min(1, firms.KnowHow[at] + (float)p.MachineryKnowHow);
                firms.Attention[i] += (float)(p.MachineryAttention * p.AttentionScale);
                break;
            case DealKind.Service:
                Teacher teacher = Diagnosis.OfFirm(world, world.Ties.Partner[tie]);
                double days = Learning.DaysAfterSetup(p.ServiceDays, firms.LastActivity[i] != Firms.Never, p);
                var lesson = new Learning.Lesson((ushort)(1 << MostNeeded(world, i)), days, p.ServiceKnowHowRate, p.ServiceDoHowRate, 1);
                Learning.Teach(world, teacher, i, lesson, Learning.Match(world, teacher, i));
                break;
            case DealKind.Outsourcing:
                firms.ExtraTurnover[i] += p.OutsourcingTurnover * value;
                firms.Attention[i] += (float)(p.OutsourcingAttention * p.AttentionScale);
                break;
            default:
                firms.Slack[i] += p.VentureSlack * value;
                break;
        }
        Diffusion.Show(firms, i);
    }

    private static int MostNeeded(World world, int i)
    {
        int best = 0;
        for (int k = 1; k < world.Firms.Domains; k++)
        {
            if (Learning.Need(world, i, k) > Learning.Need(world, i, best)) best = k;
        }
        return best;
    }

    /// <summary>A deal between rivals annoys the partner's other firms.</summary>
    private static void Provoke(World world, int partner, Coefficients p)
    {
        for (int a = 0; a < world.Associations.Count; a++)
        {
            if (world.Associations.ClusterOf[a] == partner) world.Associations.Backlash[a] += p.RivalDealBacklash;
        }
    }

    /// <summary>A programme that closes deals itself loses the trust of the firm's peers (7.11).</summary>
    private static void LoseNeutrality(World world, int i, Coefficients p)
    {
        foreach (int peer in world.Peers.Of(i)) world.Firms.TrustProgramme.Event(peer, -p.NeutralityLoss, p);
    }
}
