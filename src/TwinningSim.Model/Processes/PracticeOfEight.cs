using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TwinningSim.Kernel.Numerics;
using TwinningSim.Kernel.Randomness;
using TwinningSim.Model.Parameters;
using TwinningSim.Model.State;

namespace TwinningSim.Model.Processes;

/// <summary>
/// <see cref="Practice"/> for eight neighbouring firms at a time, with the same bits. What differs by domain is done in lanes of domains, what differs by firm in lanes of firms; the few
/// decisions that may come to something are handed to the plain functions. Equations and their meaning stand there.
/// </summary>
internal static class PracticeOfEight
{
    /// <summary>What is the same for all firms in a month, spread over lanes.</summary>
    private readonly ref struct Rates
    {
        public readonly Vector256<float> AttentionBase, AttentionDecay, PracticeRate, LeastKnowHow, Speed;
        public readonly Fading Usual, InProgramme;
        public readonly uint MayDrop, Domains;
        public readonly bool CustomersMove, VisionMoves;

        /// <summary>The least do-how by domain, and productivity, rejects, energy and customers of each domain, one after the other.</summary>
        public readonly ReadOnlySpan<float> LeastDoHow;
        public readonly ReadOnlySpan<double> Effects;

        public Rates(World world, in MonthContext month, Span<float> leastDoHow, Span<double> effects)
        {
            Coefficients p = month.Parameters;
            AttentionBase = Vector256.Create((float)p.AttentionBase);
            AttentionDecay = Vector256.Create((float)p.AttentionDecay);
            PracticeRate = Vector256.Create((float)p.PracticeRate);
            LeastKnowHow = Vector256.Create((float)p.AdoptLeastKnowHow);
            Speed = Vector256.Create((float)p.PerformanceSpeed);
            Usual = new Fading(Practice.Leaving(month, inProgramme: false), p);
            InProgramme = new Fading(Practice.Leaving(month, inProgramme: true), p);
            MayDrop = Practice.Bound(p.DropBase + p.DropUnmastered);
            Domains = (1U << world.Firms.Domains) - 1;
            CustomersMove = p.CustomersRate != 0;
            VisionMoves = p.VisionGain != 0 || p.VisionFade != 0;
            for (int k = 0; k < world.Firms.Domains; k++)
            {
                Input.Domain domain = month.Design.Domains[k];
                leastDoHow[k] = (float)domain.LeastDoHow;
                (effects[4 * k], effects[(4 * k) + 1], effects[(4 * k) + 2], effects[(4 * k) + 3]) = (domain.Productivity, domain.Rejects, domain.Energy, domain.Customers);
            }
            LeastDoHow = leastDoHow;
            Effects = effects;
        }
    }

    /// <summary>Shares that fade in a month (L5), where practised and elsewhere.</summary>
    private readonly struct Fading(float leaving, Coefficients p)
    {
        public readonly Vector256<float> KnowHowPractised = Vector256.Create(leaving + (float)p.FadeKnowHowPractised), KnowHow = Vector256.Create(leaving + (float)p.FadeKnowHow);
        public readonly Vector256<float> DoHowPractised = Vector256.Create(leaving + (float)p.FadeDoHowPractised), DoHow = Vector256.Create(leaving + (float)p.FadeDoHow);
    }

    /// <summary>Moves whole groups of eight from firm <paramref name="from"/> on and returns the first firm that is left over.</summary>
    public static int Move(World world, in MonthContext month, int from, int to)
    {
        Firms firms = world.Firms;
        int rows = firms.Stride / 8;
        Span<uint> lots = stackalloc uint[64 * rows], won = stackalloc uint[32], lost = stackalloc uint[32];
        Span<uint> pending = stackalloc uint[8];
        Span<float> leastDoHow = stackalloc float[firms.Stride];
        Span<double> effects = stackalloc double[4 * firms.Stride];
        leastDoHow.Clear();
        effects.Clear();
        var rates = new Rates(world, month, leastDoHow, effects);
        int i = from;
        for (; i + 8 <= to; i += 8)
        {
            for (int row = 0; row < rows; row++) month.Draws.WordsOfEight(Purposes.Adoption, i >> 2, month.Month, 8 * row, lots.Slice(64 * row, 64));
            if (rates.CustomersMove && (i & 31) == (from & 31))
            {
                month.Draws.WordsOfAgents(Purposes.NewCustomers, i >> 2, month.Month, 0, won);
                month.Draws.WordsOfAgents(Purposes.LostCustomers, i >> 2, month.Month, 0, lost);
            }
            Vector256<float> attention = PayAttention(firms, i, rates);
            uint any = FadeAndPractise(firms, month.Month, i, rates, attention, lots, pending);
            if (any != 0) Decide(world, month, i, lots, pending);
            Perform(world, month, i, rates, won.Slice((i - from) & 31, 8), lost.Slice((i - from) & 31, 8));
        }
        return i;
    }

    private static Vector256<float> PayAttention(Firms firms, int i, in Rates rates)
    {
        Vector256<float> attention = Load(firms.Attention, i);
        attention = rates.AttentionBase + (rates.AttentionDecay * (Vector256.MinNative(attention, Vector256<float>.One) - rates.AttentionBase));
        Store(attention, firms.Attention, i);
        return attention;
    }

    /// <summary>Skills of eight firms move; <paramref name="pending"/> gets the domains of each that may be adopted or dropped. Returns zero if there are none.</summary>
    private static uint FadeAndPractise(Firms firms, int month, int i, in Rates rates, Vector256<float> attention, ReadOnlySpan<uint> lots, Span<uint> pending)
    {
        // The same bound as Practice.Bound: attention * 2^32 is exact in single precision.
        Vector256<uint> bounds = Vector256.Min(Vector256.ConvertToUInt32(attention * Vector256.Create(4294967296f)), Vector256.Create(uint.MaxValue - 2)) + Vector256.Create(2U);
        Vector256<uint> mayDrop = Vector256.Create(rates.MayDrop);
        uint any = 0;
        for (int f = 0; f < 8; f++)
        {
            uint before = firms.Practised[i + f], found = 0;
            ref readonly Fading fading = ref rates.Usual;
            if (month < firms.StaffProgrammeUntil[i + f]) fading = ref rates.InProgramme;
            for (int row = 0; row < firms.Stride; row += 8)
            {
                int at = ((i + f) * firms.Stride) + row;
                Vector256<float> practised = Practice.MaskOf((int)(before >> row));
                Vector256<float> knowHow = Load(firms.KnowHow, at), doHow = Load(firms.DoHow, at);
                knowHow -= Vector256.ConditionalSelect(practised, fading.KnowHowPractised, fading.KnowHow) * Above(knowHow, Load(firms.StartKnowHow, at));
                doHow -= Vector256.ConditionalSelect(practised, fading.DoHowPractised, fading.DoHow) * Above(doHow, Load(firms.StartDoHow, at));
                doHow = Vector256.MinNative(doHow, knowHow);
                doHow += (rates.PracticeRate * (knowHow - doHow)) & practised;
                doHow = Vector256.MinNative(doHow, knowHow);
                Store(knowHow, firms.KnowHow, at);
                Store(doHow, firms.DoHow, at);
                Vector256<uint> lot = Vector256.Create(lots.Slice((8 * row) + (8 * f), 8));
                uint may = Vector256.LessThan(lot, Vector256.Create(bounds[f])).ExtractMostSignificantBits()
                    & (Vector256.GreaterThanOrEqual(knowHow, rates.LeastKnowHow) & Vector256.GreaterThanOrEqual(doHow, Vector256.Create(rates.LeastDoHow.Slice(row, 8)))).ExtractMostSignificantBits();
                uint drop = Vector256.LessThan(lot, mayDrop).ExtractMostSignificantBits();
                found |= ((may & ~(before >> row)) | (drop & (before >> row))) << row;
            }
            found &= rates.Domains;
            pending[f] = found;
            any |= found;
        }
        return any;
    }

    /// <summary>What lies above the start.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Above(Vector256<float> value, Vector256<float> start) => Vector256.MaxNative(value - start, Vector256<float>.Zero);

    private static void Decide(World world, in MonthContext month, int i, ReadOnlySpan<uint> lots, ReadOnlySpan<uint> pending)
    {
        for (int f = 0; f < 8; f++)
        {
            uint before = world.Firms.Practised[i + f];
            for (uint some = pending[f]; some != 0; some &= some - 1)
            {
                int k = BitOperations.TrailingZeroCount(some);
                Practice.Decide(world, month, i + f, k, (before >> k & 1) != 0, Draws.ToUniform(lots[(64 * (k >> 3)) + (8 * f) + (k & 7)]));
            }
        }
    }

    /// <summary>Gains by domain, turned into lanes of firms, and what follows from them.</summary>
    private static void Perform(World world, in MonthContext month, int i, in Rates rates, ReadOnlySpan<uint> wonLots, ReadOnlySpan<uint> lostLots)
    {
        Firms firms = world.Firms;
        Coefficients p = month.Parameters;
        Input.Cluster cluster = month.Design.Clusters[0];
        Vector512<double> one = Vector512<double>.One, productivity = one, rejects = one, energy = one, customers = one;
        for (int row = 0; row < firms.Stride; row += 8)
        {
            Vector512<double> g0 = GainAndShow(firms, i, row, p), g1 = GainAndShow(firms, i + 1, row, p), g2 = GainAndShow(firms, i + 2, row, p), g3 = GainAndShow(firms, i + 3, row, p);
            Vector512<double> g4 = GainAndShow(firms, i + 4, row, p), g5 = GainAndShow(firms, i + 5, row, p), g6 = GainAndShow(firms, i + 6, row, p), g7 = GainAndShow(firms, i + 7, row, p);
            Lanes.Transpose(ref g0, ref g1, ref g2, ref g3, ref g4, ref g5, ref g6, ref g7);
            ReadOnlySpan<double> effects = rates.Effects.Slice(4 * row, 32);
            Add(g0, effects[0], effects[1], effects[2], effects[3], ref productivity, ref rejects, ref energy, ref customers);
            Add(g1, effects[4], effects[5], effects[6], effects[7], ref productivity, ref rejects, ref energy, ref customers);
            Add(g2, effects[8], effects[9], effects[10], effects[11], ref productivity, ref rejects, ref energy, ref customers);
            Add(g3, effects[12], effects[13], effects[14], effects[15], ref productivity, ref rejects, ref energy, ref customers);
            Add(g4, effects[16], effects[17], effects[18], effects[19], ref productivity, ref rejects, ref energy, ref customers);
            Add(g5, effects[20], effects[21], effects[22], effects[23], ref productivity, ref rejects, ref energy, ref customers);
            Add(g6, effects[24], effects[25], effects[26], effects[27], ref productivity, ref rejects, ref energy, ref customers);
            Add(g7, effects[28], effects[29], effects[30], effects[31], ref productivity, ref rejects, ref energy, ref customers);
        }
        Vector256<float> before = Load(firms.Productivity, i), after = before + (rates.Speed * (Lanes.Narrow(productivity) - before));
        Store(after, firms.Productivity, i);
        Vector512<double> rejectTarget = Vector512.Create(cluster.RejectRate) * (one - (Vector512.Create(cluster.ComponentQuality) * (one - rejects)));
        Vector256<float> rejectsBefore = Load(firms.Rejects, i), rejectsAfter = rejectsBefore + (rates.Speed * (Lanes.Narrow(rejectTarget) - rejectsBefore));
        Store(rejectsAfter, firms.Rejects, i);
        Vector256<float> energyBefore = Load(firms.Energy, i), energyAfter = energyBefore + (rates.Speed * (Lanes.Narrow(energy) - energyBefore));
        Store(energyAfter, firms.Energy, i);

        Vector512<double> margin = Vector512.Create(cluster.Margin);
        if (p.SlackGains != 0)
        {
            margin += Vector512.Create(p.SlackGains) * Practice.MarginGain(Lanes.Widen(after), Lanes.Widen(Vector256.Create((float)cluster.RejectRate) - rejectsAfter),
                Lanes.Widen(Vector256<float>.One - energyAfter), p);
        }
        SaveAndRepay(world, month, i, margin);
        if (rates.CustomersMove) WinCustomers(firms, p, i, customers, wonLots, lostLots);
        if (rates.VisionMoves) MoveVision(firms, i, after, p);
        uint rising = (uint)Vector512.GreaterThan(Lanes.Widen(after - before), Vector512.Create(p.ResultRise)).ExtractMostSignificantBits();
        for (; rising != 0; rising &= rising - 1) Practice.NoticeResult(firms, i + BitOperations.TrailingZeroCount(rising), p);
    }

    /// <summary>What a firm gains by domain (F4); shows its peers what it knows on the way.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector512<double> GainAndShow(Firms firms, int i, int row, Coefficients p)
    {
        int at = (i * firms.Stride) + row;
        Vector256<float> practised = Practice.MaskOf(firms.Practised[i] >> row), knowHow = Load(firms.KnowHow, at) & practised;
        knowHow.Store(firms.Shown.Pointer + at);
        // What is not practised counts as nothing here, at the start and now, and so gains nothing.
        Vector512<double> gain = Mastery(knowHow, Load(firms.DoHow, at) & practised, p) - Mastery(Load(firms.StartKnowHow, at) & practised, Load(firms.StartDoHow, at) & practised, p);
        return Vector512.MaxNative(gain, Vector512<double>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Mastery(Vector256<float> knowHow, Vector256<float> doHow, Coefficients p)
    {
        Vector512<double> kappa = Lanes.Widen(knowHow), delta = Lanes.Widen(doHow);
        return delta + (Vector512.Create(p.MasteryKnowHow) * (kappa - delta));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(Vector512<double> gain, double bProductivity, double bRejects, double bEnergy, double bCustomers,
        ref Vector512<double> productivity, ref Vector512<double> rejects, ref Vector512<double> energy, ref Vector512<double> customers)
    {
        productivity += Vector512.Create(bProductivity) * gain;
        rejects *= Vector512<double>.One - (Vector512.Create(bRejects) * gain);
        energy *= Vector512<double>.One - (Vector512.Create(bEnergy) * gain);
        customers += Vector512.Create(bCustomers) * gain;
    }

    private static void SaveAndRepay(World world, in MonthContext month, int i, Vector512<double> margin)
    {
        Firms firms = world.Firms;
        Coefficients p = month.Parameters;
        Vector512<double> turnover = Lanes.Widen(Load(firms.BaseTurnover, i)) + Load(firms.ExtraTurnover, i), monthly = margin * turnover / Vector512.Create(12.0);
        Vector512<double> most = Vector512.Create(p.SlackMost) * monthly, slack = Load(firms.Slack, i);
        Vector512<double> saved = Vector512.MinNative(most, slack + (Vector512.Create(p.SlackShare) * monthly));
        Store(Vector512.ConditionalSelect(Vector512.LessThan(slack, most), saved, slack), firms.Slack, i);
        if (!firms.SomebodyBorrowed) return;
        for (int f = 0; f < 8; f++) Practice.Repay(world, month, i + f);
    }

    private static void WinCustomers(Firms firms, Coefficients p, int i, Vector512<double> factor, ReadOnlySpan<uint> wonLots, ReadOnlySpan<uint> lostLots)
    {
        Vector512<double> rate = Vector512.Create(p.CustomersRate) * Lanes.Widen(Load(firms.Customers, i));
        Vector512<double> clearer = Lanes.Widen(Vector256.MaxNative(Load(firms.Vision, i) - Load(firms.StartVision, i), Vector256<float>.Zero));
        Vector512<double> won = rate * (factor + (Vector512.Create(p.CustomersVision) * clearer));
        Vector512<double> wonUniform = Lanes.ToUniform(Vector256.Create(wonLots)), lostUniform = Lanes.ToUniform(Vector256.Create(lostLots));
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
        Vector256<float> gained = vision + Lanes.Narrow(Vector512.Create(p.VisionGain) * Lanes.Widen(Vector256<float>.One - vision));
        Vector512<double> rises = Vector512.GreaterThan(Lanes.Widen(productivity), Vector512.Create(1 + p.VisionGainFrom));
        // Widening and narrowing keep the lanes; a lane of the mask is all ones or all zeros in either width.
        vision = Vector256.ConditionalSelect(Lanes.NarrowMask(rises), gained, vision);
        Store(vision - Lanes.Narrow(Vector512.Create(p.VisionFade) * Lanes.Widen(vision - start)), firms.Vision, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Load(float[] column, int at) => Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(column), (nuint)at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Load(double[] column, int at) => Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(column), (nuint)at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<float> value, float[] column, int at) => value.StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(column), (nuint)at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<double> value, double[] column, int at) => value.StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(column), (nuint)at);
}
