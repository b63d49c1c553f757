using System.Numerics;
using System.Runtime.Intrinsics;
using TwinningSim.Kernel.Columns;
using TwinningSim.Kernel.Numerics;
using TwinningSim.Kernel.Tables;
using TwinningSim.Model.Parameters;
using TwinningSim.Model.Processes;
using TwinningSim.Model.State;

namespace TwinningSim.Model.Observation;

/// <summary>Looks at the world and writes down what it sees (model document, section Observation). Changes nothing but its own sums.</summary>
internal static class Census
{
    /// <summary>Adds up this month's money and, if wanted, writes the row of the month.</summary>
    public static void Record(World world, in MonthContext month)
    {
        AddUpMoney(world, month);
        if (world.Months is not { } table) return;
        Observe(world, world.Observed);
        int row = table.AddRow();
        table.Set(row, MonthColumn.Replicate, month.Draws.Replicate);
        table.Set(row, MonthColumn.Month, month.Month);
        table.Set(row, MonthColumn.Date, world.Dates[month.Month]);
        for (int c = MonthColumn.Climate; c < world.Observed.Length; c++) table.Set(row, c, world.Observed[c]);
    }

    /// <summary>Writes the row of the run, and a row for each firm if wanted.</summary>
    public static void Finish(World world, in MonthContext last, RunTables tables)
    {
        Observe(world, world.Observed);
        TableBuffer runs = tables.Runs;
        int row = runs.AddRow();
        runs.Set(row, 0, last.Draws.Replicate);
        for (int c = MonthColumn.Climate; c < world.Observed.Length; c++) runs.Set(row, RunColumn.OfState(c), world.Observed[c]);
        WriteOutcomes(world, runs, row);
        if (tables.Firms is { } firms) WriteFirms(world, firms, (int)last.Draws.Replicate);
    }

    public static double MeanProgrammeTrust(World world)
    {
        double sum = 0;
        int members = 0;
        for (int i = 0; i < world.Firms.Emerging; i++)
        {
            if (world.Firms.Association[i] < 0) continue;
            sum += world.Firms.TrustProgramme[i];
            members++;
        }
        return members == 0 ? 0 : sum / members;
    }

    private static void AddUpMoney(World world, in MonthContext month)
    {
        world.InParts(month, world.Firms.Emerging, GainMargin);
        double gain = 0;
        // One after the other: the order of a sum is part of its bits.
        foreach (double own in world.Scratch.Order.AsSpan(0, world.Firms.Emerging)) gain += own;
        Coefficients p = month.Parameters;
        double discount = PortableMath.Pow(1 + p.DiscountRate, -month.Month / 12.0);
        long net = world.Ledger.Spent - world.Ledger.Fees;
        world.Counters.MarginGain += discount * gain;
        world.Counters.SpendingDiscounted += discount * Ledger.Eur(net - world.Counters.SpentBefore);
        world.Counters.SpentBefore = net;
    }

    /// <summary>The margin that each firm gained this month, EUR.</summary>
    private static void GainMargin(World world, in MonthContext month, int part, int from, int to)
    {
        Firms firms = world.Firms;
        Coefficients p = month.Parameters;
        double[] gains = world.Scratch.Order;
        double rejectRate = (float)month.Design.Clusters[0].RejectRate;
        int rest = world.Plain ? from : from + ((to - from) & -8);
        for (int i = from; i < rest; i += 8)
        {
            Vector512<double> margin = Practice.MarginGain(Lanes.Widen(Lanes.Load(firms.Productivity, i)), Vector512.Create(rejectRate) - Lanes.Widen(Lanes.Load(firms.Rejects, i)),
                Lanes.Widen(Vector256<float>.One - Lanes.Load(firms.Energy, i)), p);
            Lanes.Store(margin * (Lanes.Widen(Lanes.Load(firms.BaseTurnover, i)) + Lanes.Load(firms.ExtraTurnover, i)) / Vector512.Create(12.0), gains, i);
        }
        for (int i = rest; i < to; i++)
        {
            double margin = Practice.MarginGain(firms.Productivity[i], rejectRate - firms.Rejects[i], 1 - firms.Energy[i], p);
            gains[i] = margin * (firms.BaseTurnover[i] + firms.ExtraTurnover[i]) / 12;
        }
    }

    /// <summary>Means over a group of firms.</summary>
    private struct Means
    {
        public int Firms;
        public double KnowHow, DoHow, Vision, Productivity, Rejects, Energy;

        public void Add(double knowHow, double doHow, double vision, double productivity, double rejects, double energy)
        {
            Firms++;
            KnowHow += knowHow;
            DoHow += doHow;
            Vision += vision;
            Productivity += productivity;
            Rejects += rejects;
            Energy += energy;
        }

        public readonly void Write(double[] to, int knowHow, int step, int domains, double masteryWeight)
        {
            // Nobody has no mean: 0/0 is the missing number.
            double n = Firms, kappa = KnowHow / n / domains, delta = DoHow / n / domains;
            to[knowHow] = kappa;
            to[knowHow + step] = delta;
            to[knowHow + (2 * step)] = delta + (masteryWeight * (kappa - delta));
            to[knowHow + (3 * step)] = Vision / n;
            to[knowHow + (4 * step)] = Productivity / n;
            to[knowHow + (5 * step)] = Rejects / n;
            to[knowHow + (6 * step)] = Energy / n;
        }
    }

    private static void Observe(World world, double[] to)
    {
        ObserveFirms(world, to);
        ObserveTrust(world, to);
        ObserveBusiness(world, to);
        ObserveProgramme(world, to);
    }

    private static void ObserveFirms(World world, double[] to)
    {
        Firms firms = world.Firms;
        Coefficients p = world.Parameters;
        Means all = default, members = default, participants = default;
        int reached = 0, trained = 0, withDoHow = 0, withDoHowTouched = 0, adopters = 0, practices = 0, practicesNew = 0;
        double customers = 0;
        for (int i = 0; i < firms.Emerging; i++)
        {
            double knowHow = 0, doHow = 0;
            bool rose = false;
            for (int row = 0; row < firms.Stride; row += 8)
            {
                int at = (i * firms.Stride) + row;
                Vector256<float> delta = Lanes.Load(firms.DoHow, at);
                knowHow += SumInOrder(Lanes.Load(firms.KnowHow, at));
                doHow += SumInOrder(delta);
                Vector256<float> rise = delta - Lanes.Load(firms.StartDoHow, at);
                rose |= Vector256.GreaterThanOrEqualAny(rise, Vector256.Create((float)p.DoHowRise));
            }
            all.Add(knowHow, doHow, firms.Vision[i], firms.Productivity[i], firms.Rejects[i], firms.Energy[i]);
            if (firms.Association[i] >= 0) members.Add(knowHow, doHow, firms.Vision[i], firms.Productivity[i], firms.Rejects[i], firms.Energy[i]);
            if (firms.Trainings[i] > 0) participants.Add(knowHow, doHow, firms.Vision[i], firms.Productivity[i], firms.Rejects[i], firms.Energy[i]);
            int fresh = firms.Practised[i] & ~firms.PractisedAtStart[i];
            if (firms.Reached[i]) reached++;
            if (firms.Trainings[i] > 0) trained++;
            if (rose) withDoHow++;
            if (rose && firms.Reached[i]) withDoHowTouched++;
            if (fresh != 0) adopters++;
            practices += BitOperations.PopCount(firms.Practised[i]);
            practicesNew += BitOperations.PopCount((uint)fresh);
            customers += firms.Customers[i];
        }
        // The three groups' columns stand next to each other: all, members, participants.
        all.Write(to, MonthColumn.KnowHow, 3, firms.Domains, p.MasteryKnowHow);
        members.Write(to, MonthColumn.KnowHowMembers, 3, firms.Domains, p.MasteryKnowHow);
        participants.Write(to, MonthColumn.KnowHowParticipants, 3, firms.Domains, p.MasteryKnowHow);
        to[MonthColumn.FirmsReached] = reached;
        to[MonthColumn.FirmsTrained] = trained;
        to[MonthColumn.FirmsWithDoHow] = withDoHow;
        to[MonthColumn.FirmsWithDoHowTouched] = withDoHowTouched;
        to[MonthColumn.Adopters] = adopters;
        to[MonthColumn.Practices] = practices;
        to[MonthColumn.PracticesNew] = practicesNew;
        to[MonthColumn.Customers] = customers / firms.Emerging;
    }

    /// <summary>The sum of eight lanes, always in the same order.</summary>
    private static float SumInOrder(Vector256<float> v)
    {
        Vector128<float> four = v.GetLower() + v.GetUpper();
        return four[0] + four[2] + (four[1] + four[3]);
    }

    private static void ObserveTrust(World world, double[] to)
    {
        Firms firms = world.Firms;
        double otherSide = 0, programme = 0, tied = 0;
        int members = 0;
        for (int i = 0; i < firms.Emerging; i++)
        {
            if (firms.Association[i] < 0) continue;
            members++;
            otherSide += firms.TrustOtherSide[i];
            programme += firms.TrustProgramme[i];
            if (firms.TieCount[i] > 0) tied++;
        }
        double ties = 0;
        for (int tie = 0; tie < world.Ties.Count; tie++) ties += world.Ties.Trust[tie];
        double appetite = 0;
        for (int c = 1; c < world.ClusterCount; c++) appetite += world.Appetite[c];
        to[MonthColumn.Climate] = world.Climate[0];
        to[MonthColumn.PartnerAppetite] = world.ClusterCount > 1 ? appetite / (world.ClusterCount - 1) : 0;
        to[MonthColumn.C2C] = Trust.LargestC2C(world);
        to[MonthColumn.C2B] = members == 0 ? 0 : otherSide / members;
        to[MonthColumn.ProgrammeTrust] = members == 0 ? 0 : programme / members;
        to[MonthColumn.B2B] = world.Ties.Count == 0 || members == 0 ? 0 : ties / world.Ties.Count * (tied / members);
        int inForce = 0;
        for (int q = 0; q < world.Agreements.Count; q++) inForce += world.Agreements.State[q] == AgreementState.Signed ? 1 : 0;
        to[MonthColumn.AgreementsInForce] = inForce;
        double engagement = 0, backlash = 0, information = 0;
        for (int a = 0; a < world.Associations.Count; a++)
        {
            if (world.Associations.ClusterOf[a] == 0)
            {
                for (int c = 1; c < world.ClusterCount; c++) information = Math.Max(information, world.Associations.Information[world.Associations.At(a, c)]);
                continue;
            }
            engagement = Math.Max(engagement, world.Associations.Engagement[a]);
            backlash = Math.Max(backlash, world.Associations.Backlash[a]);
        }
        to[MonthColumn.Engagement] = engagement;
        to[MonthColumn.Backlash] = backlash;
        to[MonthColumn.Information] = information;
    }

    private static void ObserveBusiness(World world, double[] to)
    {
        Counters n = world.Counters;
        int circles = 0, networks = 0;
        for (int circle = 0; circle < world.Circles.Count; circle++)
        {
            if (world.Circles.IsLeanNetwork(circle)) networks++;
            else if (world.Circles.Meets(circle, world.Now, (int)world.Parameters.CircleMonths)) circles++;
        }
        to[MonthColumn.Circles] = circles;
        to[MonthColumn.LeanNetworks] = networks;
        to[MonthColumn.Ties] = world.Ties.Count;
        to[MonthColumn.LettersOfIntent] = n.LettersOfIntent;
        to[MonthColumn.NegotiationsFailed] = n.NegotiationsFailed;
        to[MonthColumn.Deals] = n.AllDeals;
        to[MonthColumn.DealsValue] = n.AllDealsEur;
        for (int kind = 1; kind < n.Deals.Length; kind++)
        {
            // Counts and values by kind stand in the order of DealKind.
            to[MonthColumn.DealsMachinery + kind - 1] = n.Deals[kind];
            to[MonthColumn.DealsMachineryValue + kind - 1] = n.DealsEur[kind];
        }
        double doHow = 0;
        int institutions = 0;
        for (int t = 0; t < world.Institutions.Count; t++)
        {
            if (world.Institutions.ClusterOf[t] != 0) continue;
            doHow += world.Institutions.MeanDoHow(t);
            institutions++;
        }
        to[MonthColumn.InstitutionDoHow] = institutions == 0 ? 0 : doHow / institutions;
    }

    private static void ObserveProgramme(World world, double[] to)
    {
        Counters n = world.Counters;
        Ledger ledger = world.Ledger;
        to[MonthColumn.AgreementsSigned] = n.AgreementsSigned;
        to[MonthColumn.AgreementsRenewed] = n.AgreementsRenewed;
        to[MonthColumn.AgreementsLapsed] = n.AgreementsLapsed;
        to[MonthColumn.InstitutionAgreements] = n.InstitutionAgreements;
        to[MonthColumn.Invited] = n.Invited;
        to[MonthColumn.Accepted] = n.Accepted;
        to[MonthColumn.PersonsTrained] = n.PersonsTrained;
        to[MonthColumn.PracticesAdopted] = n.PracticesAdopted;
        to[MonthColumn.PracticesAdoptedTouched] = n.PracticesAdoptedTouched;
        to[MonthColumn.PracticesDropped] = n.PracticesDropped;
        to[MonthColumn.MatchMean] = n.MatchSum / n.Deliveries;
        to[MonthColumn.OwnCourses] = n.OwnCourses;
        to[MonthColumn.Visits] = n.Visits;
        to[MonthColumn.Fairs] = n.Fairs;
        to[MonthColumn.CapacityBuilding] = n.CapacityBuilding;
        to[MonthColumn.TechnologyShows] = n.TechnologyShows;
        to[MonthColumn.ActivitiesHeld] = n.ActivitiesHeld;
        to[MonthColumn.ActivitiesPostponed] = n.ActivitiesPostponed;
        to[MonthColumn.ActivitiesDropped] = n.ActivitiesDropped;
        to[MonthColumn.InternationalDays] = n.InternationalDays;
        to[MonthColumn.NationalDays] = n.NationalDays;
        to[MonthColumn.InstitutionDays] = n.InstitutionDays;
        to[MonthColumn.Spending] = Ledger.Eur(ledger.Spent);
        for (Cost cost = Cost.International; cost <= Cost.Credit; cost++) to[MonthColumn.SpendingInternational + (int)cost] = Ledger.Eur(ledger.SpentOn(cost));
        to[MonthColumn.Fees] = Ledger.Eur(ledger.Fees);
        to[MonthColumn.Balance] = Ledger.Eur(ledger.Balance);
    }

    private static void WriteOutcomes(World world, TableBuffer runs, int row)
    {
        Firms firms = world.Firms;
        Counters n = world.Counters;
        double turnover = 0, savings = 0;
        int participants = 0, participantPractices = 0;
        Coefficients p = world.Parameters;
        double rejectRate = (float)world.Design.Clusters[0].RejectRate;
        for (int i = 0; i < firms.Emerging; i++)
        {
            double customers = firms.StartCustomers[i] <= 0 ? 0 : (firms.Customers[i] / firms.StartCustomers[i]) - 1;
            turnover += firms.ExtraTurnover[i] + (firms.BaseTurnover[i] * customers);
            savings += firms.BaseTurnover[i] * Practice.MarginGain(1, rejectRate - firms.Rejects[i], 1 - firms.Energy[i], p);
            if (firms.Trainings[i] == 0) continue;
            participants++;
            participantPractices += BitOperations.PopCount((uint)(firms.Practised[i] & ~firms.PractisedAtStart[i]));
        }
        double spending = world.Observed[MonthColumn.Spending], practices = world.Observed[MonthColumn.PracticesNew], withDoHow = world.Observed[MonthColumn.FirmsWithDoHow];
        void Set(int outcome, double value) => runs.Set(row, RunColumn.OfOutcome(outcome), value);
        Set(RunColumn.FirstAgreement, MonthOrEmpty(n.FirstAgreement));
        Set(RunColumn.FirstInstitutionAgreement, MonthOrEmpty(n.FirstInstitutionAgreement));
        Set(RunColumn.FirstC2B, MonthOrEmpty(n.FirstC2B));
        Set(RunColumn.FirstOwnCourse, MonthOrEmpty(n.FirstOwnCourse));
        Set(RunColumn.FirstDeal, MonthOrEmpty(n.FirstDeal));
        Set(RunColumn.DealsSmall, n.DealsSmall);
        Set(RunColumn.DealsSupport, n.DealsSupport);
        Set(RunColumn.PracticesAdoptedUntouched, n.PracticesAdopted - n.PracticesAdoptedTouched);
        Set(RunColumn.PracticesPerParticipant, participants == 0 ? double.NaN : (double)participantPractices / participants);
        Set(RunColumn.TurnoverGain, turnover);
        Set(RunColumn.Savings, savings);
        Set(RunColumn.Employment, turnover / world.Design.Clusters[0].TurnoverPerEmployeeEur);
        Set(RunColumn.MarginGain, n.MarginGain);
        Set(RunColumn.SpendingDiscounted, n.SpendingDiscounted);
        Set(RunColumn.CostPerPractice, practices == 0 ? double.NaN : spending / practices);
        Set(RunColumn.CostPerFirm, withDoHow == 0 ? double.NaN : spending / withDoHow);
        Set(RunColumn.NetBenefit, double.NaN);
        Set(RunColumn.BenefitCost, double.NaN);
    }

    private static double MonthOrEmpty(int month) => month == Firms.Never ? double.NaN : month;

    private static void WriteFirms(World world, TableBuffer table, int replicate)
    {
        Firms firms = world.Firms;
        for (int i = 0; i < firms.Emerging; i++)
        {
            int row = table.AddRow();
            table.Set(row, FirmColumn.Replicate, replicate);
            table.Set(row, FirmColumn.Firm, i);
            table.Set(row, FirmColumn.Segment, world.Design.Clusters[0].Segments[firms.Segment[i]].Id);
            table.Set(row, FirmColumn.Role, firms.Role[i] switch { FirmRole.Principal => "principal", FirmRole.Subcontractor => "subcontractor", _ => "support" });
            table.Set(row, FirmColumn.Employees, firms.Employees[i]);
            table.Set(row, FirmColumn.Association, firms.Association[i] >= 0 ? world.Associations.Ids[firms.Association[i]] : "");
            table.Set(row, FirmColumn.Captive, firms.Captive[i] ? 1 : 0);
            table.Set(row, FirmColumn.Reached, firms.Reached[i] ? 1 : 0);
            table.Set(row, FirmColumn.Trained, firms.Trainings[i]);
            table.Set(row, FirmColumn.KnowHow, MeanOf(firms.KnowHow, firms, i));
            table.Set(row, FirmColumn.KnowHowStart, MeanOf(firms.StartKnowHow, firms, i));
            table.Set(row, FirmColumn.DoHow, MeanOf(firms.DoHow, firms, i));
            table.Set(row, FirmColumn.DoHowStart, MeanOf(firms.StartDoHow, firms, i));
            table.Set(row, FirmColumn.Practices, BitOperations.PopCount(firms.Practised[i]));
            table.Set(row, FirmColumn.PracticesStart, BitOperations.PopCount(firms.PractisedAtStart[i]));
            table.Set(row, FirmColumn.Vision, firms.Vision[i]);
            table.Set(row, FirmColumn.TrustProgramme, firms.TrustProgramme[i]);
            table.Set(row, FirmColumn.TrustOtherSide, firms.TrustOtherSide[i]);
            table.Set(row, FirmColumn.Productivity, firms.Productivity[i]);
            table.Set(row, FirmColumn.Rejects, firms.Rejects[i]);
            table.Set(row, FirmColumn.Energy, firms.Energy[i]);
            table.Set(row, FirmColumn.Customers, firms.Customers[i]);
            table.Set(row, FirmColumn.Slack, firms.Slack[i]);
            table.Set(row, FirmColumn.Ties, firms.TieCount[i]);
            table.Set(row, FirmColumn.Deals, firms.DealCount[i]);
        }
    }

    private static double MeanOf(AlignedColumn<float> column, Firms firms, int i)
    {
        double sum = 0;
        for (int k = 0; k < firms.Domains; k++) sum += column[(i * firms.Stride) + k];
        return sum / firms.Domains;
    }
}
