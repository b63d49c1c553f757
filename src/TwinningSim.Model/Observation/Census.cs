using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
        Observe(world, month, world.Observed);
        int row = table.AddRow();
        table.Set(row, MonthColumn.Replicate, month.Draws.Replicate);
        table.Set(row, MonthColumn.Month, month.Month);
        table.Set(row, MonthColumn.Date, world.Dates[month.Month]);
        for (int c = MonthColumn.Climate; c < world.Observed.Length; c++) table.Set(row, c, world.Observed[c]);
    }

    /// <summary>Writes the row of the run, and a row for each firm if wanted.</summary>
    public static void Finish(World world, in MonthContext last, RunTables tables)
    {
        Observe(world, last, world.Observed);
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
        double gain = Sum(world.Scratch.Order.AsSpan(0, world.Firms.Emerging));
        Coefficients p = month.Parameters;
        double discount = PortableMath.Pow(1 + p.DiscountRate, -month.Month / 12.0);
        long net = world.Ledger.Spent - world.Ledger.Fees;
        world.Counters.MarginGain += discount * gain;
        world.Counters.SpendingDiscounted += discount * Ledger.Eur(net - world.Counters.SpentBefore);
        world.Counters.SpentBefore = net;
    }

    /// <summary>One after the other: the order of a sum is part of its bits. Apart, so that the sum stays in a register.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values) sum += value;
        return sum;
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

    private static void Observe(World world, in MonthContext month, double[] to)
    {
        var sums = default(Sums);
        ObserveFirms(world, month, ref sums, to);
        ObserveTrust(world, sums, to);
        ObserveBusiness(world, to);
        ObserveProgramme(world, to);
    }

    /// <summary>Sums over all firms, over members and over participants; a lane for each quantity. The order of firms is part of their bits.</summary>
    private struct Sums
    {
        public const int KnowHow = 0, DoHow = 1, Vision = 2, Productivity = 3, Rejects = 4, Energy = 5, Customers = 6, TrustOtherSide = 7;

        public FirmCount Count;
        public Vector512<double> All, Members, Participants;

        /// <summary>Members' trust in the programme.</summary>
        public double TrustProgramme;
    }

    private static void ObserveFirms(World world, in MonthContext month, ref Sums sums, double[] to)
    {
        // First what every firm can do for itself, in parts; then the sums, firm after firm.
        bool plain = world.Plain || world.Firms.Stride != 8;
        world.InParts(month, world.Firms.Emerging, plain ? CountPlainly : CountPart);
        foreach (PartCount part in world.PartCounts) sums.Count.Add(part.Firms);
        AddUpPlainly(world, plain ? 0 : AddUpEights(world, ref sums), ref sums);

        FirmCount count = sums.Count;
        // The three groups' columns stand next to each other: all, members, participants.
        WriteMeans(world, to, MonthColumn.KnowHow, sums.All, count.All);
        WriteMeans(world, to, MonthColumn.KnowHowMembers, sums.Members, count.Members);
        WriteMeans(world, to, MonthColumn.KnowHowParticipants, sums.Participants, count.Participants);
        to[MonthColumn.FirmsReached] = count.Reached;
        to[MonthColumn.FirmsTrained] = count.Participants;
        to[MonthColumn.FirmsWithDoHow] = count.WithDoHow;
        to[MonthColumn.FirmsWithDoHowTouched] = count.WithDoHowTouched;
        to[MonthColumn.Adopters] = count.Adopters;
        to[MonthColumn.Practices] = count.Practices;
        to[MonthColumn.PracticesNew] = count.PracticesNew;
        to[MonthColumn.Customers] = sums.All[Sums.Customers] / world.Firms.Emerging;
    }

    private static void WriteMeans(World world, double[] to, int knowHow, Vector512<double> sums, int firms)
    {
        const int Step = 3;
        // Nobody has no mean: 0/0 is the missing number.
        double n = firms, kappa = sums[Sums.KnowHow] / n / world.Firms.Domains, delta = sums[Sums.DoHow] / n / world.Firms.Domains;
        to[knowHow] = kappa;
        to[knowHow + Step] = delta;
        to[knowHow + (2 * Step)] = delta + (world.Parameters.MasteryKnowHow * (kappa - delta));
        to[knowHow + (3 * Step)] = sums[Sums.Vision] / n;
        to[knowHow + (4 * Step)] = sums[Sums.Productivity] / n;
        to[knowHow + (5 * Step)] = sums[Sums.Rejects] / n;
        to[knowHow + (6 * Step)] = sums[Sums.Energy] / n;
    }

    /// <summary>Each firm's skills summed over domains, as <see cref="CountPart"/> leaves them for <see cref="AddUpEights"/>: know-how in the first half, do-how in the second.</summary>
    private static Span<float> SkillSums(World world) => MemoryMarshal.Cast<double, float>(world.Scratch.Order.AsSpan());

    private static void CountPart(World world, in MonthContext month, int part, int from, int to)
    {
        Firms firms = world.Firms;
        Span<float> knowHow = SkillSums(world), doHow = knowHow[firms.Emerging..];
        Vector256<float> least = Vector256.Create((float)month.Parameters.DoHowRise);
        int members = 0, participants = 0, tied = 0, reached = 0, withDoHow = 0, withDoHowTouched = 0, adopters = 0, practices = 0, practicesNew = 0, i = from;
        for (; i + 8 <= to; i += 8)
        {
            Lanes.SumsOfRows(firms.KnowHow, i * 8).CopyTo(knowHow[i..]);
            Lanes.SumsOfRows(firms.DoHow, i * 8).CopyTo(doHow[i..]);
            uint rose = 0, member = MembersOfEight(firms, i), touched = Positive(MemoryMarshal.AsBytes<bool>(firms.Reached.AsSpan()), i);
            for (int f = 0, at = i * 8; f < 8; f++, at += 8)
                rose |= (Vector256.GreaterThanOrEqualAny(Lanes.Load(firms.DoHow, at) - Lanes.Load(firms.StartDoHow, at), least) ? 1U : 0) << f;
            Vector128<ushort> now = Vector128.Create<ushort>(firms.Practised.AsSpan(i)), fresh = Vector128.AndNot(now, Vector128.Create<ushort>(firms.PractisedAtStart.AsSpan(i)));
            members += BitOperations.PopCount(member);
            participants += BitOperations.PopCount(ParticipantsOfEight(firms, i));
            tied += BitOperations.PopCount(member & Positive(firms.TieCount, i));
            reached += BitOperations.PopCount(touched);
            withDoHow += BitOperations.PopCount(rose);
            withDoHowTouched += BitOperations.PopCount(rose & touched);
            adopters += 8 - BitOperations.PopCount(Vector128.Equals(fresh, Vector128<ushort>.Zero).ExtractMostSignificantBits());
            practices += BitsOf(now);
            practicesNew += BitsOf(fresh);
        }
        var count = new FirmCount
        {
            All = i - from, Members = members, Participants = participants, Tied = tied, Reached = reached, WithDoHow = withDoHow, WithDoHowTouched = withDoHowTouched, Adopters = adopters,
            Practices = practices, PracticesNew = practicesNew,
        };
        for (; i < to; i++) CountFirm(firms, i, Rose(firms, i, least), ref count);
        world.PartCounts[part].Firms = count;
    }

    private static uint MembersOfEight(Firms firms, int first) => ~Vector128.Create<short>(firms.Association.AsSpan(first)).ExtractMostSignificantBits() & 0xFF;

    private static uint ParticipantsOfEight(Firms firms, int first) => Vector256.GreaterThan(Vector256.Create<int>(firms.Trainings.AsSpan(first)), Vector256<int>.Zero).ExtractMostSignificantBits();

    private static uint Positive(ReadOnlySpan<byte> values, int first)
        => ~Vector128.Equals(Vector128.CreateScalar(BinaryPrimitives.ReadUInt64LittleEndian(values[first..])).AsByte(), Vector128<byte>.Zero).ExtractMostSignificantBits() & 0xFF;

    private static int BitsOf(Vector128<ushort> v) => BitOperations.PopCount(v.AsUInt64()[0]) + BitOperations.PopCount(v.AsUInt64()[1]);

    private static void CountPlainly(World world, in MonthContext month, int part, int from, int to)
    {
        var count = default(FirmCount);
        Vector256<float> least = Vector256.Create((float)month.Parameters.DoHowRise);
        for (int i = from; i < to; i++) CountFirm(world.Firms, i, Rose(world.Firms, i, least), ref count);
        world.PartCounts[part].Firms = count;
    }

    /// <summary>Whether do-how rose as much as counts in some domain.</summary>
    private static bool Rose(Firms firms, int i, Vector256<float> least)
    {
        bool rose = false;
        for (int at = i * firms.Stride; at < (i + 1) * firms.Stride; at += 8) rose |= Vector256.GreaterThanOrEqualAny(Lanes.Load(firms.DoHow, at) - Lanes.Load(firms.StartDoHow, at), least);
        return rose;
    }

    private static void CountFirm(Firms firms, int i, bool rose, ref FirmCount count)
    {
        int fresh = firms.Practised[i] & ~firms.PractisedAtStart[i];
        bool member = firms.Association[i] >= 0, reached = firms.Reached[i];
        count.All++;
        count.Members += member ? 1 : 0;
        count.Tied += member & firms.TieCount[i] > 0 ? 1 : 0;
        count.Participants += firms.Trainings[i] > 0 ? 1 : 0;
        count.Reached += reached ? 1 : 0;
        count.WithDoHow += rose ? 1 : 0;
        count.WithDoHowTouched += rose & reached ? 1 : 0;
        count.Adopters += fresh != 0 ? 1 : 0;
        count.Practices += BitOperations.PopCount(firms.Practised[i]);
        count.PracticesNew += BitOperations.PopCount((uint)fresh);
    }

    /// <summary>Adds up all firms but the last few: their quantities become rows, and eight sums are made at once.</summary>
    /// <returns>The first firm that is left.</returns>
    private static int AddUpEights(World world, ref Sums sums)
    {
        Firms firms = world.Firms;
        Span<float> knowHow = SkillSums(world), doHow = knowHow[firms.Emerging..];
        Span<double> programme = stackalloc double[8], masks = stackalloc double[16];
        // Eight lanes of nothing, then eight of all: a firm that does not count adds 0, which changes no sum.
        masks[..8].Clear();
        masks[8..].Fill(BitConverter.UInt64BitsToDouble(ulong.MaxValue));
        ref double mask = ref MemoryMarshal.GetReference(masks);
        Vector512<double> all = Vector512<double>.Zero, members = all, participants = all;
        double trust = 0;
        int i = 0;
        for (; i + 8 <= firms.Emerging; i += 8)
        {
            Vector512<double> v0 = Lanes.Widen(Vector256.Create<float>(knowHow[i..])), v1 = Lanes.Widen(Vector256.Create<float>(doHow[i..])), v2 = Lanes.Widen(Lanes.Load(firms.Vision, i));
            Vector512<double> v3 = Lanes.Widen(Lanes.Load(firms.Productivity, i)), v4 = Lanes.Widen(Lanes.Load(firms.Rejects, i)), v5 = Lanes.Widen(Lanes.Load(firms.Energy, i));
            Vector512<double> v6 = Lanes.Widen(Lanes.Load(firms.Customers, i)), v7 = firms.TrustOtherSide.OfEight(i);
            Lanes.Transpose(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7);
            uint member = MembersOfEight(firms, i), participant = ParticipantsOfEight(firms, i);
            all = all + v0 + v1 + v2 + v3 + v4 + v5 + v6 + v7;
            if (participant != 0)
            {
                participants = participants + (v0 & Mask(ref mask, participant, 0)) + (v1 & Mask(ref mask, participant, 1)) + (v2 & Mask(ref mask, participant, 2)) + (v3 & Mask(ref mask, participant, 3))
                    + (v4 & Mask(ref mask, participant, 4)) + (v5 & Mask(ref mask, participant, 5)) + (v6 & Mask(ref mask, participant, 6)) + (v7 & Mask(ref mask, participant, 7));
            }
            if (member == 0) continue;
            members = members + (v0 & Mask(ref mask, member, 0)) + (v1 & Mask(ref mask, member, 1)) + (v2 & Mask(ref mask, member, 2)) + (v3 & Mask(ref mask, member, 3))
                + (v4 & Mask(ref mask, member, 4)) + (v5 & Mask(ref mask, member, 5)) + (v6 & Mask(ref mask, member, 6)) + (v7 & Mask(ref mask, member, 7));
            (firms.TrustProgramme.OfEight(i) & Lanes.MaskOf(member)).CopyTo(programme);
            trust = trust + programme[0] + programme[1] + programme[2] + programme[3] + programme[4] + programme[5] + programme[6] + programme[7];
        }
        (sums.All, sums.Members, sums.Participants, sums.TrustProgramme) = (all, members, participants, trust);
        return i;
    }

    /// <summary>All lanes or none, as one of eight bits says.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Mask(ref double masks, uint bits, int bit) => Vector512.LoadUnsafe(ref masks, ((bits >> bit) & 1) * 8);

    /// <summary>Adds up the firms from one on.</summary>
    private static void AddUpPlainly(World world, int from, ref Sums sums)
    {
        Firms firms = world.Firms;
        for (int i = from; i < firms.Emerging; i++)
        {
            double knowHow = 0, doHow = 0;
            for (int at = i * firms.Stride; at < (i + 1) * firms.Stride; at += 8)
            {
                knowHow += Lanes.SumInOrder(Lanes.Load(firms.KnowHow, at));
                doHow += Lanes.SumInOrder(Lanes.Load(firms.DoHow, at));
            }
            Vector512<double> firm = Vector512.Create(knowHow, doHow, firms.Vision[i], firms.Productivity[i], firms.Rejects[i], firms.Energy[i], firms.Customers[i], firms.TrustOtherSide[i]);
            sums.All += firm;
            if (firms.Trainings[i] > 0) sums.Participants += firm;
            if (firms.Association[i] < 0) continue;
            sums.Members += firm;
            sums.TrustProgramme += firms.TrustProgramme[i];
        }
    }

    private static void ObserveTrust(World world, in Sums sums, double[] to)
    {
        int members = sums.Count.Members;
        double tied = sums.Count.Tied;
        double ties = 0;
        for (int tie = 0; tie < world.Ties.Count; tie++) ties += world.Ties.Trust[tie];
        double appetite = 0;
        for (int c = 1; c < world.ClusterCount; c++) appetite += world.Appetite[c];
        to[MonthColumn.Climate] = world.Climate[0];
        to[MonthColumn.PartnerAppetite] = world.ClusterCount > 1 ? appetite / (world.ClusterCount - 1) : 0;
        to[MonthColumn.C2C] = Trust.LargestC2C(world);
        to[MonthColumn.C2B] = members == 0 ? 0 : sums.Members[Sums.TrustOtherSide] / members;
        to[MonthColumn.ProgrammeTrust] = members == 0 ? 0 : sums.TrustProgramme / members;
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
