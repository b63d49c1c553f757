using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using TwinningSim.Kernel.Columns;
using TwinningSim.Kernel.Randomness;
using TwinningSim.Model.Observation;
using TwinningSim.Model.Parameters;
using TwinningSim.Model.State;
using static TwinningSim.Kernel.Numerics.Lanes;

namespace TwinningSim.Model.Processes;

/// <summary>
/// <see cref="Practice"/> for eight neighbouring firms at a time, with the same bits. What differs by domain is done in lanes of domains, what differs by firm in lanes of firms; the few
/// decisions that may come to something are handed to the plain functions. Equations and their meaning stand there.
/// </summary>
internal static class PracticeOfEight
{
    /// <summary>Words of 32 bits below which every lot falls, and a little more than what single precision may lose on the way to a bound.</summary>
    private const double AllLots = 4294967296.0 * 1.00001;

    /// <summary>What is the same for all firms in a month, spread over lanes.</summary>
    private readonly unsafe ref struct Rates
    {
        public readonly Vector512<float> PracticeRate, LeastKnowHow, LeastDoHow;
        public readonly Vector256<float> AttentionBase, AttentionDecay, Speed;
        public readonly Vector512<double> MasteryKnowHow;
        public readonly uint Domains;
        public readonly bool TwoFirms, CustomersMove, VisionMoves;

        /// <summary>
        /// What bounds the chance to adopt (F2), in single precision: weights of mastery (by domain) and of the share of peers, weight and neutral level of trust, threshold. Cost is left out: its
        /// weight, like all of them, is never negative. Nor does anything raise a firm's trust between the bound and its decision.
        /// </summary>
        public readonly Vector512<float> Mastery, AdoptMastery, AdoptPeers;
        public readonly Vector256<float> AdoptTrust, AdoptTrustNeutral, AdoptThreshold;

        /// <summary>What bounds the hazard to drop (F3), as words of 32 bits: that of a mastered practice, what a lack of mastery adds, and what one unit of mastery takes away. Payment and review are left out:
        /// they only lower it.</summary>
        public readonly Vector512<float> DropBase, DropUnmastered, DropMastered;

        /// <summary>Productivity, rejects, energy and customers of each domain, one after the other.</summary>
        public readonly double* Effects;

        /// <summary>How a line fades (L5): usually, with its lower half in a supplier development programme, with its upper half, with both.</summary>
        public readonly Fading* Fadings;

        public Rates(World world, in MonthContext month, double* effects, Fading* fadings)
        {
            Coefficients p = month.Parameters;
            Span<float> leastDoHow = stackalloc float[16], adoptMastery = stackalloc float[16];
            leastDoHow.Clear();
            adoptMastery.Clear();
            TwoFirms = world.Firms.Stride == 8;
            for (int k = 0; k < world.Firms.Domains; k++)
            {
                Input.Domain domain = month.Design.Domains[k];
                leastDoHow[k] = (float)domain.LeastDoHow;
                adoptMastery[k] = (float)(p.AdoptMastery * domain.Value);
                if (TwoFirms) (leastDoHow[8 + k], adoptMastery[8 + k]) = (leastDoHow[k], adoptMastery[k]);
                Domains |= TwoFirms ? 0x101U << k : 1U << k;
                (effects[4 * k], effects[(4 * k) + 1], effects[(4 * k) + 2], effects[(4 * k) + 3]) = (domain.Productivity, domain.Rejects, domain.Energy, domain.Customers);
            }
            Effects = effects;
            LeastDoHow = Vector512.Create<float>(leastDoHow);
            LeastKnowHow = Vector512.Create((float)p.AdoptLeastKnowHow);
            PracticeRate = Vector512.Create((float)p.PracticeRate);
            AttentionBase = Vector256.Create((float)p.AttentionBase);
            AttentionDecay = Vector256.Create((float)p.AttentionDecay);
            Speed = Vector256.Create((float)p.PerformanceSpeed);
            MasteryKnowHow = Vector512.Create(p.MasteryKnowHow);
            Mastery = Vector512.Create((float)p.MasteryKnowHow);
            AdoptMastery = Vector512.Create<float>(adoptMastery);
            AdoptPeers = Vector512.Create((float)p.AdoptPeers);
            AdoptTrust = Vector256.Create((float)p.AdoptTrust);
            AdoptTrustNeutral = Vector256.Create((float)p.AdoptTrustNeutral);
            AdoptThreshold = Vector256.Create((float)p.AdoptThreshold);
            DropBase = Vector512.Create((float)(p.DropBase * AllLots));
            DropMastered = Vector512.Create((float)(p.DropUnmastered * AllLots / p.DropMastery));
            // Above by a fixed share of itself, also where mastery takes away nearly all of it.
            DropUnmastered = Vector512.Create((float)(p.DropUnmastered * AllLots * 1.0001));
            Fadings = fadings;
            fadings[0] = new Fading(Practice.Leaving(month, inProgramme: false), p);
            fadings[3] = new Fading(Practice.Leaving(month, inProgramme: true), p);
            fadings[1] = new Fading(fadings[3], fadings[0]);
            fadings[2] = new Fading(fadings[0], fadings[3]);
            CustomersMove = p.CustomersRate != 0;
            VisionMoves = p.VisionGain != 0 || p.VisionFade != 0;
        }
    }

    /// <summary>Shares that fade in a month (L5), where practised and elsewhere.</summary>
    private readonly struct Fading
    {
        public readonly Vector512<float> KnowHowPractised, KnowHow, DoHowPractised, DoHow;

        public Fading(float leaving, Coefficients p)
        {
            KnowHowPractised = Vector512.Create(leaving + (float)p.FadeKnowHowPractised);
            KnowHow = Vector512.Create(leaving + (float)p.FadeKnowHow);
            DoHowPractised = Vector512.Create(leaving + (float)p.FadeDoHowPractised);
            DoHow = Vector512.Create(leaving + (float)p.FadeDoHow);
        }

        /// <summary>The lower half of one and the upper half of another.</summary>
        public Fading(in Fading lower, in Fading upper)
        {
            KnowHowPractised = lower.KnowHowPractised.WithUpper(upper.KnowHowPractised.GetUpper());
            KnowHow = lower.KnowHow.WithUpper(upper.KnowHow.GetUpper());
            DoHowPractised = lower.DoHowPractised.WithUpper(upper.DoHowPractised.GetUpper());
            DoHow = lower.DoHow.WithUpper(upper.DoHow.GetUpper());
        }
    }

    /// <summary>Where the skills of eight firms stand.</summary>
    private readonly unsafe ref struct Skills(Firms firms, int at)
    {
        public readonly float* KnowHow = firms.KnowHow.Pointer + at, DoHow = firms.DoHow.Pointer + at, StartKnowHow = firms.StartKnowHow.Pointer + at, StartDoHow = firms.StartDoHow.Pointer + at,
            ShownNext = firms.ShownNext.Pointer + at;
    }

    /// <summary>What a group of firms needs on the way through a month, each beginning a line of the cache.</summary>
    private readonly unsafe ref struct Working
    {
        private const int Cells = PeerNetwork.Group * 16;

        public const int Bytes = 64 + (Cells * (sizeof(double) + sizeof(uint) + sizeof(float))) + (4 * 256) + (2 * 8 * sizeof(float)) + (PeerNetwork.Group * sizeof(ushort)) + (2 * PeerNetwork.Group * sizeof(uint));

        /// <summary>Gains (F4) of eight firms after the other: in each row of eight domains, firm after firm.</summary>
        public readonly Vector512<double>* Gains;

        public readonly Fading* Fadings;

        /// <summary>One word for each firm and domain, of eight firms after the other: in each row of eight domains, firm after firm.</summary>
        public readonly uint* Lots;

        /// <summary>Share of peers that show a practice, by firm of the group and domain: never below that of peers who practised last month, since after it firms only adopt (in deals).</summary>
        public readonly float* Shares;

        /// <summary>By firm of eight: attention as words of 32 bits, and what it is inclined to adopt without mastery and peers (F2).</summary>
        public readonly float* Attention, Inclination;

        /// <summary>The words of all firms for new and for lost customers.</summary>
        public readonly uint* Won, Lost;

        /// <summary>Domains of each firm that it may adopt or drop.</summary>
        public readonly ushort* Pending;

        public Working(byte* memory)
        {
            memory += -(nint)memory & 63;
            Gains = (Vector512<double>*)memory;
            Fadings = (Fading*)(Gains + (Cells / 8));
            Lots = (uint*)(Fadings + 4);
            Shares = (float*)(Lots + Cells);
            Attention = Shares + Cells;
            Inclination = Attention + 8;
            Won = (uint*)(Inclination + 8);
            Lost = Won + PeerNetwork.Group;
            Pending = (ushort*)(Lost + PeerNetwork.Group);
        }
    }

    /// <summary>
    /// Moves whole groups of eight from firm <paramref name="from"/> on and returns the first firm that is left over. Step by step for the firms of a group of visits, which fit the fastest
    /// cache: so each step is one loop, in which the processor is busy with several firms at once.
    /// </summary>
    [SkipLocalsInit]
    public static unsafe int Move(World world, in MonthContext month, int part, int from, int to)
    {
        Firms firms = world.Firms;
        double* effects = stackalloc double[4 * firms.Stride];
        new Span<double>(effects, 4 * firms.Stride).Clear();
        byte* memory = stackalloc byte[Working.Bytes];
        var working = new Working(memory);
        var rates = new Rates(world, month, effects, working.Fadings);
        float* open = stackalloc float[16];
        Diffusion.FillOpen(world, open);
        bool peersAwaited = world.PeersAwaited;
        if (!peersAwaited) new Span<float>(working.Shares, PeerNetwork.Group * firms.Stride).Fill(1);
        int whole = from + ((to - from) & -8);
        for (int first = from; first < to; first += PeerNetwork.Group)
        {
            if (peersAwaited) Diffusion.FromPeersByDegree(world, open, first, Math.Min(to, first + PeerNetwork.Group), working.Shares);
            int end = Math.Min(whole, first + PeerNetwork.Group);
            DrawLots(month, first, end, firms.Stride, rates.CustomersMove, working);
            if (MoveSkills(firms, world.Peers, month.Month, first, end, rates, working)) Decide(world, month, world.PartCounts[part], first, end, rates, working);
            Perform(world, month, first, end, rates, working);
        }
        return whole;
    }

    private static unsafe void DrawLots(in MonthContext month, int first, int end, int stride, bool customers, in Working working)
    {
        uint* lots = working.Lots;
        for (int i = first; i < end; i += 8)
        {
            for (int row = 0; row < stride; row += 8, lots += 64) Practice.DrawLotsOfEight(month, i, row, new Span<uint>(lots, 64));
        }
        for (int i = first; i < end && customers; i += 32)
            Practice.DrawCustomersOf32(month, i, new Span<uint>(working.Won + i - first, 32), new Span<uint>(working.Lost + i - first, 32));
    }

    /// <summary>Asks for the columns of eight firms that come later: there are more of them than the processor follows by itself. A hint only, also where it points beyond the last firm.</summary>
    private static void FetchAhead(Firms firms, PeerNetwork peers, int i)
    {
        peers.FetchLinks(i + PeerNetwork.Group, i + PeerNetwork.Group + 8);
        for (int at = i * firms.Stride; at < (i + 8) * firms.Stride; at += 16)
        {
            Prefetch.Line(firms.KnowHow, at);
            Prefetch.Line(firms.DoHow, at);
            Prefetch.Line(firms.StartKnowHow, at);
            Prefetch.Line(firms.StartDoHow, at);
            Prefetch.Line(firms.ShownNext, at);
        }
        Prefetch.Line(firms.ExtraTurnover, i);
        Prefetch.Line(firms.Slack, i);
        if ((i & 8) != 0) return;
        Prefetch.Line(firms.Attention, i);
        Prefetch.Line(firms.Productivity, i);
        Prefetch.Line(firms.Rejects, i);
        Prefetch.Line(firms.Energy, i);
        Prefetch.Line(firms.BaseTurnover, i);
        Prefetch.Line(firms.TrustProgramme.Good, i);
        Prefetch.Line(firms.TrustProgramme.Bad, i);
        Prefetch.Line(firms.StaffProgrammeUntil, i);
        peers.FetchVisits(i + PeerNetwork.Group);
    }

    /// <summary>
    /// Attention and skills move (F1, L5, L6), and what firms gain and show if nobody decides anything. A vector holds a line of 64 bytes: the domains of two firms, or more than eight domains
    /// of one. False if there is nothing to decide.
    /// </summary>
    [SkipLocalsInit]
    private static unsafe bool MoveSkills(Firms firms, PeerNetwork peers, int month, int first, int end, in Rates rates, in Working working)
    {
        bool far = firms.Emerging > 4096 && Sse.IsSupported;
        ulong any = 0;
        for (int i = first; i < end; i += 8)
        {
            if (far) FetchAhead(firms, peers, i + PeerNetwork.Group);
            Vector256<float> attention = Load(firms.Attention, i);
            attention = rates.AttentionBase + (rates.AttentionDecay * (Vector256.MinNative(attention, Vector256<float>.One) - rates.AttentionBase));
            Store(attention, firms.Attention, i);
            (attention * Vector256.Create((float)AllLots)).Store(working.Attention);
            Vector256<float> good = Load(firms.TrustProgramme.Good, i), trust = good / (good + Load(firms.TrustProgramme.Bad, i));
            ((rates.AdoptTrust * (trust - rates.AdoptTrustNeutral)) - rates.AdoptThreshold).Store(working.Inclination);
            uint inProgramme = Vector256.GreaterThan(Vector256.LoadUnsafe(ref firms.StaffProgrammeUntil[i]), Vector256.Create(month)).ExtractMostSignificantBits();
            any |= rates.TwoFirms ? MoveEight(firms, i, i - first, inProgramme, rates, working) : MoveEightOfMany(firms, i, i - first, inProgramme, rates, working);
        }
        return any != 0;
    }

    /// <summary>Eight firms of at most eight domains.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe ulong MoveEight(Firms firms, int i, int at, uint inProgramme, in Rates rates, in Working working)
    {
        ref ushort practised = ref firms.Practised[i];
        var skills = new Skills(firms, 8 * i);
        float* shares = working.Shares + (8 * at);
        uint* lots = working.Lots + (8 * at);
        Vector512<double>* gains = working.Gains + at;
        ulong any = 0;
        for (nint f = 0; f < 8; f += 2)
        {
            uint before = Unsafe.Add(ref practised, f) | ((uint)Unsafe.Add(ref practised, f + 1) << 8);
            ulong found = MoveLine(skills, rates, rates.Fadings[inProgramme & 3], before, Halves(working.Attention[f], working.Attention[f + 1]),
                Halves(working.Inclination[f], working.Inclination[f + 1]), shares, Vector512.LoadAligned(lots + (8 * f)), 8 * f, gains + f, gains + f + 1);
            any |= found << (8 * (int)f);
            inProgramme >>= 2;
        }
        Vector128.WidenLower(Vector128.CreateScalarUnsafe(any).AsByte()).StoreAligned(working.Pending + at);
        return any;
    }

    /// <summary>Eight firms of more than eight domains.</summary>
    private static unsafe ulong MoveEightOfMany(Firms firms, int i, int at, uint inProgramme, in Rates rates, in Working working)
    {
        ref ushort practised = ref firms.Practised[i];
        var skills = new Skills(firms, 16 * i);
        float* shares = working.Shares + (16 * at);
        uint* lots = working.Lots + (16 * at);
        Vector512<double>* gains = working.Gains + (2 * at);
        uint any = 0;
        for (nint f = 0; f < 8; f++)
        {
            Vector512<uint> lot = Vector256.LoadAligned(lots + (8 * f)).ToVector512Unsafe().WithUpper(Vector256.LoadAligned(lots + 64 + (8 * f)));
            uint found = MoveLine(skills, rates, rates.Fadings[(inProgramme & 1) * 3], Unsafe.Add(ref practised, f), Vector512.Create(working.Attention[f]),
                Vector512.Create(working.Inclination[f]), shares, lot, 16 * f, gains + f, gains + f + 8);
            working.Pending[at + f] = (ushort)found;
            any |= found;
            inProgramme >>= 1;
        }
        return any;
    }

    /// <summary>Moves the skills of a line and returns what may be adopted or dropped: never too little, and seldom too much, so that few firms have to be asked one by one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe uint MoveLine(in Skills skills, in Rates rates, in Fading fading, uint before, Vector512<float> attention, Vector512<float> inclination, float* shares, Vector512<uint> lots,
        nint at, Vector512<double>* lowerGains, Vector512<double>* upperGains)
    {
        Vector512<float> practised = MaskOfLine(before), zero = Vector512<float>.Zero;
        Vector512<float> kappa = Vector512.LoadAligned(skills.KnowHow + at), delta = Vector512.LoadAligned(skills.DoHow + at);
        Vector512<float> kappa0 = Vector512.LoadAligned(skills.StartKnowHow + at), delta0 = Vector512.LoadAligned(skills.StartDoHow + at);
        kappa -= Vector512.ConditionalSelect(practised, fading.KnowHowPractised, fading.KnowHow) * Vector512.MaxNative(kappa - kappa0, zero);
        delta -= Vector512.ConditionalSelect(practised, fading.DoHowPractised, fading.DoHow) * Vector512.MaxNative(delta - delta0, zero);
        delta = Vector512.MinNative(delta, kappa);
        delta += practised & (rates.PracticeRate * (kappa - delta));
        delta = Vector512.MinNative(delta, kappa);
        kappa.StoreAligned(skills.KnowHow + at);
        delta.StoreAligned(skills.DoHow + at);
        (kappa | Vector512.AndNot(Vector512.Create(-0f), practised)).StoreAligned(skills.ShownNext + at);
        GainOfLine(rates, practised & kappa, practised & delta, practised & kappa0, practised & delta0, lowerGains, upperGains);

        Vector512<float> mastery = delta + (rates.Mastery * (kappa - delta)), lot = Vector512.ConvertToSingle(lots);
        Vector512<float> chance = attention * SigmoidCeiling(inclination + (rates.AdoptPeers * Vector512.LoadAligned(shares + at)) + (rates.AdoptMastery * mastery));
        Vector512<float> adopt = Vector512.LessThan(lot, chance) & Vector512.GreaterThanOrEqual(kappa, rates.LeastKnowHow) & Vector512.GreaterThanOrEqual(delta, rates.LeastDoHow);
        Vector512<float> drop = Vector512.LessThan(lot, rates.DropBase + Vector512.MaxNative(rates.DropUnmastered - (rates.DropMastered * mastery), zero));
        return (uint)Vector512.ConditionalSelect(practised, drop, adopt).ExtractMostSignificantBits() & rates.Domains;
    }

    /// <summary>What is gained (F4), from what counts. What is not practised counts as nothing, at the start and now, and so gains nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void GainOfLine(in Rates rates, Vector512<float> kappa, Vector512<float> delta, Vector512<float> kappa0, Vector512<float> delta0,
        Vector512<double>* lowerGains, Vector512<double>* upperGains)
    {
        *lowerGains = Gain(rates.MasteryKnowHow, kappa.GetLower(), delta.GetLower(), kappa0.GetLower(), delta0.GetLower());
        *upperGains = Gain(rates.MasteryKnowHow, kappa.GetUpper(), delta.GetUpper(), kappa0.GetUpper(), delta0.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Gain(Vector512<double> weight, Vector256<float> kappa, Vector256<float> delta, Vector256<float> kappa0, Vector256<float> delta0)
    {
        Vector512<double> doHow = Widen(delta), startDoHow = Widen(delta0);
        Vector512<double> mastery = doHow + (weight * (Widen(kappa) - doHow)), start = startDoHow + (weight * (Widen(kappa0) - startDoHow));
        return Vector512.MaxNative(mastery - start, Vector512<double>.Zero);
    }

    /// <summary>Sixteen bits as a mask of sixteen lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> MaskOfLine(uint bits)
    {
        Vector512<uint> lanes = Vector512.Create(1U, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);
        return Vector512.Equals(Vector512.Create(bits) & lanes, lanes).AsSingle();
    }

    /// <summary>Hands what may come to something to the plain functions; who changed what it practises shows and gains something else.</summary>
    private static unsafe void Decide(World world, in MonthContext month, PartCount count, int first, int end, in Rates rates, in Working working)
    {
        ReadOnlySpan<ushort> pending = new(working.Pending, end - first);
        Span<byte> asked = stackalloc byte[PeerNetwork.Group];
        int many = 0;
        // First all are found, so that the columns that only deciders need are on their way.
        for (int at = 0, next; (next = pending[at..].IndexOfAnyExcept((ushort)0)) >= 0; at++)
        {
            at += next;
            asked[many++] = (byte)at;
            Prefetch.Line(world.Firms.PractisedAtStart, first + at);
            Prefetch.Line(world.Firms.LastNewPractice, first + at);
            Prefetch.Line(world.Firms.Reached, first + at);
            Prefetch.Line(world.Firms.LastPaid, first + at);
            Prefetch.Line(world.Firms.Circle, first + at);
        }
        foreach (byte at in asked[..many]) Decide(world, month, count, first + at, pending[at], rates, working, at & -8);
    }

    private static unsafe void Decide(World world, in MonthContext month, PartCount count, int i, uint pending, in Rates rates, in Working working, int eight)
    {
        Firms firms = world.Firms;
        int stride = firms.Stride, f = i & 7;
        uint before = firms.Practised[i];
        uint* lots = working.Lots + (eight * stride) + (8 * f);
        for (; pending != 0; pending &= pending - 1)
        {
            int k = BitOperations.TrailingZeroCount(pending);
            Practice.Decide(world, month, count, i, k, (before >> k & 1) != 0, Draws.ToUniform(lots[(64 * (k >> 3)) + (k & 7)]));
        }
        if (firms.Practised[i] == before) return;
        Diffusion.Show(firms, i, firms.ShownNext);
        for (int row = 0; row < stride; row += 8)
        {
            int at = (i * stride) + row;
            Vector256<float> practised = Practice.MaskOf(firms.Practised[i] >> row);
            working.Gains[(eight * stride / 8) + row + f] = Gain(rates.MasteryKnowHow, Load(firms.KnowHow, at) & practised, Load(firms.DoHow, at) & practised,
                Load(firms.StartKnowHow, at) & practised, Load(firms.StartDoHow, at) & practised);
        }
    }

    /// <summary>Gains by domain, turned into lanes of firms, and what follows from them.</summary>
    private static unsafe void Perform(World world, in MonthContext month, int first, int end, in Rates rates, in Working working)
    {
        for (int i = first; i < end; i += 8) PerformEight(world, month, i, i - first, rates, working);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void PerformEight(World world, in MonthContext month, int i, int at, in Rates rates, in Working working)
    {
        Firms firms = world.Firms;
        Coefficients p = month.Parameters;
        Input.Cluster cluster = month.Design.Clusters[0];
        Vector512<double>* gains = working.Gains + (at * firms.Stride / 8);
        Vector512<double> one = Vector512<double>.One, productivity = one, rejects = one, energy = one;
        for (int row = 0; row < firms.Stride; row += 8)
        {
            Vector512<double>* g = gains + row;
            Transpose(ref g[0], ref g[1], ref g[2], ref g[3], ref g[4], ref g[5], ref g[6], ref g[7]);
            double* effects = rates.Effects + (4 * row);
            for (int k = 0; k < 8; k++, effects += 4)
            {
                Vector512<double> gain = g[k];
                productivity += Vector512.Create(effects[0]) * gain;
                rejects *= one - (Vector512.Create(effects[1]) * gain);
                energy *= one - (Vector512.Create(effects[2]) * gain);
            }
        }
        Vector256<float> before = Load(firms.Productivity, i), after = before + (rates.Speed * (Narrow(productivity) - before));
        Store(after, firms.Productivity, i);
        Vector512<double> rejectTarget = Vector512.Create(cluster.RejectRate) * (one - (Vector512.Create(cluster.ComponentQuality) * (one - rejects)));
        Vector256<float> rejectsBefore = Load(firms.Rejects, i), rejectsAfter = rejectsBefore + (rates.Speed * (Narrow(rejectTarget) - rejectsBefore));
        Store(rejectsAfter, firms.Rejects, i);
        Vector256<float> energyBefore = Load(firms.Energy, i), energyAfter = energyBefore + (rates.Speed * (Narrow(energy) - energyBefore));
        Store(energyAfter, firms.Energy, i);

        Vector512<double> margin = Vector512.Create(cluster.Margin);
        if (p.SlackGains != 0)
        {
            margin += Vector512.Create(p.SlackGains) * Practice.MarginGain(Widen(after), Widen(Vector256.Create((float)cluster.RejectRate) - rejectsAfter),
                Widen(Vector256<float>.One - energyAfter), p);
        }
        SaveAndRepay(world, month, i, margin);
        if (rates.CustomersMove) WinCustomers(firms, p, i, rates.Effects, gains, working.Won + at, working.Lost + at);
        if (rates.VisionMoves) MoveVision(firms, i, after, p);
        uint rising = (uint)Vector512.GreaterThan(Widen(after - before), Vector512.Create(p.ResultRise)).ExtractMostSignificantBits();
        for (; rising != 0; rising &= rising - 1) Practice.NoticeResult(firms, i + BitOperations.TrailingZeroCount(rising), p);
    }

    private static void SaveAndRepay(World world, in MonthContext month, int i, Vector512<double> margin)
    {
        Firms firms = world.Firms;
        Coefficients p = month.Parameters;
        Vector512<double> turnover = Widen(Load(firms.BaseTurnover, i)) + Load(firms.ExtraTurnover, i), monthly = margin * turnover / Vector512.Create(12.0);
        Vector512<double> most = Vector512.Create(p.SlackMost) * monthly, slack = Load(firms.Slack, i);
        Vector512<double> saved = Vector512.MinNative(most, slack + (Vector512.Create(p.SlackShare) * monthly));
        Store(Vector512.ConditionalSelect(Vector512.LessThan(slack, most), saved, slack), firms.Slack, i);
        if (!firms.SomebodyBorrowed) return;
        for (int f = 0; f < 8; f++) Practice.Repay(world, month, i + f);
    }

    private static unsafe void WinCustomers(Firms firms, Coefficients p, int i, double* effects, Vector512<double>* gains, uint* wonLots, uint* lostLots)
    {
        Vector512<double> factor = Vector512<double>.One;
        for (int k = 0; k < firms.Stride; k++) factor += Vector512.Create(effects[(4 * k) + 3]) * gains[k];
        Vector512<double> rate = Vector512.Create(p.CustomersRate) * Widen(Load(firms.Customers, i));
        Vector512<double> clearer = Widen(Vector256.MaxNative(Load(firms.Vision, i) - Load(firms.StartVision, i), Vector256<float>.Zero));
        Vector512<double> won = rate * (factor + (Vector512.Create(p.CustomersVision) * clearer));
        Vector512<double> wonUniform = ToUniform(Vector256.Load(wonLots)), lostUniform = ToUniform(Vector256.Load(lostLots));
        // e^-m is at least 1-m: most months of most firms bring no change, as in Distributions.Poisson.
        Vector512<double> still = Vector512.LessThanOrEqual(wonUniform, Vector512<double>.One - won) & Vector512.LessThanOrEqual(lostUniform, Vector512<double>.One - rate);
        uint moving = (uint)~still.ExtractMostSignificantBits() & 0xFF;
        for (; moving != 0; moving &= moving - 1)
        {
            int f = BitOperations.TrailingZeroCount(moving);
            Practice.CountCustomers(firms, i + f, won[f], rate[f], wonUniform[f], lostUniform[f]);
        }
    }

    private static void MoveVision(Firms firms, int i, Vector256<float> productivity, Coefficients p)
    {
        Vector256<float> vision = Load(firms.Vision, i), start = Load(firms.StartVision, i);
        Vector256<float> gained = vision + Narrow(Vector512.Create(p.VisionGain) * Widen(Vector256<float>.One - vision));
        Vector512<double> rises = Vector512.GreaterThan(Widen(productivity), Vector512.Create(1 + p.VisionGainFrom));
        // Widening and narrowing keep the lanes; a lane of the mask is all ones or all zeros in either width.
        vision = Vector256.ConditionalSelect(NarrowMask(rises), gained, vision);
        Store(vision - Narrow(Vector512.Create(p.VisionFade) * Widen(vision - start)), firms.Vision, i);
    }
}
