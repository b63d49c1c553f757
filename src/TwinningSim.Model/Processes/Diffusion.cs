using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using TwinningSim.Kernel.Columns;
using TwinningSim.Kernel.Numerics;
using TwinningSim.Model.Parameters;
using TwinningSim.Model.State;

namespace TwinningSim.Model.Processes;

/// <summary>What firms learn from peers and in circles (D1-D3). Reads what was shown at the end of last month, so the order of visits changes nothing.</summary>
internal static class Diffusion
{
    /// <summary>
    /// Firms hear of last month's adoptions, and circles meet. What firms learn from peers waits for <see cref="Practice.Move"/>, which takes it in block by block while the firms of a block are
    /// at hand anyway; it waits no longer than until somebody needs it (<see cref="FromPeers"/>).
    /// </summary>
    public static void Spread(World world, in MonthContext month)
    {
        world.PeersAwaited = true;
        Demonstrate(world, month.Parameters);
        InCircles(world, month);
    }

    /// <summary>What all firms learn from peers, unless they have learned it this month (D1).</summary>
    public static void FromPeers(World world, in MonthContext month)
    {
        if (!world.PeersAwaited) return;
        world.PeersAwaited = false;
        if (world.Plain) FromPeersPlainly(world);
        else world.InParts(month, world.Firms.Emerging, FromPeersOfPart);
    }

    /// <summary>Know-how from peers that practise and know more (D1): the plain path, the oracle of <see cref="FromPeersByDegree"/>.</summary>
    private static void FromPeersPlainly(World world)
    {
        Firms firms = world.Firms;
        for (int i = 0; i < firms.Emerging; i++)
        {
            for (int k = 0; k < firms.Domains; k++)
            {
                ref float own = ref firms.KnowHow[(i * firms.Stride) + k];
                float gain = 0, open = OpenToRivals(world, k);
                foreach (PeerLink link in world.Peers.InfluenceOn(i))
                {
                    float lead = Math.Max(firms.Shown[(int)link.Row + k] - own, 0) * link.Weight;
                    gain += link.SameSegment != 0 ? lead * open : lead;
                }
                // A peer is at most 1 and so is the sum of weights that matters; the clip guards worlds with many, strong links.
                own = Math.Min(own + gain, 1);
            }
        }
    }

    private static unsafe void FromPeersOfPart(World world, in MonthContext month, int part, int from, int to)
    {
        float* open = stackalloc float[16], shares = stackalloc float[PeerNetwork.Group * world.Firms.Stride];
        FillOpen(world, open);
        for (int first = from; first < to; first += PeerNetwork.Group) FromPeersByDegree(world, open, first, Math.Min(to, first + PeerNetwork.Group), shares);
    }

    /// <summary>What of a lead is open to peers of the same segment (D1).</summary>
    private static float OpenToRivals(World world, int k) => (float)(1 - (world.Parameters.DiffusionSecrecy * world.Design.Domains[k].Secrecy));

    /// <summary>The same for all domains, for <see cref="FromPeersByDegree"/>.</summary>
    public static unsafe void FillOpen(World world, float* open)
    {
        for (int k = 0; k < 16; k++) open[k] = k < world.Firms.Domains ? OpenToRivals(world, k) : 1;
    }

    /// <summary>
    /// The same bits for the firms of a group, eight domains at a time and with no branch on the segment, in the order of degree. Where the rows of all firms do not fit the fast cache, they
    /// are fetched ahead.
    /// </summary>
    /// <param name="world">The world.</param>
    /// <param name="open">What of a lead is open to peers of the same segment, by domain.</param>
    /// <param name="from">First firm of the group.</param>
    /// <param name="to">The end of the group.</param>
    /// <param name="shares">Receives, as a by-product, the share of peers that show a practice: a row for each firm of the group.</param>
    public static unsafe void FromPeersByDegree(World world, float* open, int from, int to, float* shares)
    {
        float* factors = stackalloc float[16];
        Vector256<float>.One.Store(factors);
        for (int row = 0; row < world.Firms.Stride; row += 8)
        {
            Vector256.Load(open + row).Store(factors + 8);
            RowByDegree(world.Firms, world.Peers, factors, row, from, to, shares + row);
        }
    }

    private static unsafe void RowByDegree(Firms firms, PeerNetwork peers, float* factors, int row, int from, int to, float* shares)
    {
        nuint stride = (nuint)firms.Stride;
        float* knowHow = firms.KnowHow.Pointer + ((nuint)from * stride) + row, shown = firms.Shown.Pointer + row;
        fixed (int* visits = peers.Visits)
        fixed (PeerLink* links = peers.Influence)
        fixed (byte* order = peers.Order)
        {
            PeerLink* link = links + visits[from];
            for (nint visit = from; visit < to; visit++)
            {
                nuint at = order[visit] * stride;
                Vector256<float> own = Vector256.LoadAligned(knowHow + at), gain = Vector256<float>.Zero;
                Vector256<int> others = Vector256<int>.Zero, all = Vector256.Create((int)(links + visits[visit + 1] - link));
                for (PeerLink* end = links + visits[visit + 1]; link != end; link++)
                {
                    if (Sse.IsSupported) Sse.Prefetch0(shown + link[PeerNetwork.Ahead].Row);
                    Vector256<float> peer = Vector256.LoadAligned(shown + link->Row);
                    // Minus one for everybody who does not practise.
                    others += Vector256.ShiftRightArithmetic(peer.AsInt32(), 31);
                    gain += Vector256.MaxNative(peer - own, Vector256<float>.Zero) * Vector256.Create(link->Weight) * Vector256.Load((float*)((double*)factors + link->SameSegment));
                }
                Vector256.MinNative(own + gain, Vector256<float>.One).StoreAligned(knowHow + at);
                // The share of nobody is 0.
                (Vector256.ConvertToSingle(all + others) / Vector256.ConvertToSingle(Vector256.Max(all, Vector256<int>.One))).Store(shares + at);
            }
        }
    }

    /// <summary>A firm that adopted last month is talked about by its peers (D3).</summary>
    private static void Demonstrate(World world, Coefficients p)
    {
        Firms firms = world.Firms;
        float addition = (float)(p.DemonstrationAttention * p.AttentionScale);
        ReadOnlySpan<byte> adoptions = firms.AdoptionsLastMonth;
        Span<int> adopters = stackalloc int[64];
        int from = 0, found;
        // Adoption is rare: the adopter tells its peers, instead of every firm asking all of its own. A few adopters at a time, so that what one needs is fetched while others are found.
        while ((found = NextAdopters(adoptions, ref from, adopters)) > 0)
        {
            foreach (int j in adopters[..found]) world.Peers.Fetch(j);
            foreach (int j in adopters[..found])
            {
                foreach (int i in world.Peers.Of(j)) Prefetch.Line(firms.Attention, i);
            }
            foreach (int j in adopters[..found])
            {
                float heard = addition * (1 + ((float)p.DemonstrationFurther * (adoptions[j] - 1)));
                foreach (int i in world.Peers.Of(j)) firms.Attention[i] += heard;
            }
        }
    }

    /// <summary>Finds the next firms that adopted something, as many as there is room for.</summary>
    private static int NextAdopters(ReadOnlySpan<byte> adoptions, ref int from, Span<int> adopters)
    {
        int found = 0;
        while (found < adopters.Length)
        {
            int next = adoptions[from..].IndexOfAnyExcept((byte)0);
            if (next < 0) break;
            adopters[found++] = from + next;
            from += next + 1;
        }
        return found;
    }

    /// <summary>Circles: what adopters know and can do, and the review among peers (D2).</summary>
    private static void InCircles(World world, in MonthContext month)
    {
        Coefficients p = month.Parameters;
        Firms firms = world.Firms;
        for (int circle = 0; circle < world.Circles.Count; circle++)
        {
            if (!world.Circles.Meets(circle, month.Month, (int)p.CircleMonths)) continue;
            FromPeers(world, month);
            ReadOnlySpan<int> members = world.Circles.MembersOf(circle);
            for (int k = 0; k < firms.Domains; k++) LearnFromAdopters(firms, members, k, p);
            foreach (int i in members) firms.Attention[i] += (float)p.PeerReviewAttention;
            if (!world.Circles.IsLeanNetwork(circle) && BecomesLeanNetwork(world, month, circle))
            {
                world.Circles.MakeLeanNetwork(circle);
                world.NoteFirm(month, "lean-network", members[0], value: members.Length);
            }
        }
    }

    /// <summary>Members move towards the mean of those who practised last month; nobody unlearns from peers.</summary>
    private static void LearnFromAdopters(Firms firms, ReadOnlySpan<int> members, int k, Coefficients p)
    {
        double knowHow = 0, doHow = 0;
        int adopters = 0;
        foreach (int j in members)
        {
            if ((firms.PractisedLastMonth[j] >> k & 1) == 0) continue;
            knowHow += firms.KnowHow[(j * firms.Stride) + k];
            doHow += firms.DoHow[(j * firms.Stride) + k];
            adopters++;
        }
        if (adopters == 0) return;
        knowHow /= adopters;
        doHow /= adopters;
        foreach (int i in members)
        {
            ref float kappa = ref firms.KnowHow[(i * firms.Stride) + k];
            ref float delta = ref firms.DoHow[(i * firms.Stride) + k];
            kappa += (float)(p.CircleRate * Math.Max(0, knowHow - kappa));
            delta = Math.Min(kappa, delta + (float)(p.CircleRate * Math.Max(0, doHow - delta)));
        }
    }

    private static bool BecomesLeanNetwork(World world, in MonthContext month, int circle)
    {
        Coefficients p = month.Parameters;
        ReadOnlySpan<int> members = world.Circles.MembersOf(circle);
        int formed = world.Circles.FormedIn(circle), adopters = 0;
        if (members.Length < p.LeanFirms || month.Month - formed < p.LeanMonths) return false;
        double trust = 0;
        foreach (int i in members)
        {
            if (world.Firms.LastNewPractice[i] >= formed) adopters++;
            trust += world.Firms.TrustProgramme[i];
        }
        return adopters >= p.LeanAdopters && trust / members.Length > p.LeanTrust;
    }

    /// <summary>Updates what a firm shows to its peers.</summary>
    public static void Show(Firms firms, int firm) => Show(firms, firm, firms.Shown);

    /// <summary>The same in one of the two columns (<see cref="Firms.Shown"/>): know-how, with the sign of what is not practised.</summary>
    public static void Show(Firms firms, int firm, AlignedColumn<float> shown)
    {
        for (int row = 0; row < firms.Stride; row += 8)
        {
            int at = (firm * firms.Stride) + row;
            Lanes.Store(Lanes.Load(firms.KnowHow, at) | Vector256.AndNot(Vector256.Create(-0f), Practice.MaskOf(firms.Practised[firm] >> row)), shown, at);
        }
    }

    /// <summary>Share of a firm's peers that practised a domain last month.</summary>
    public static double ShareOfPeers(World world, int firm, int domain)
    {
        PeersOfFirm peers = world.Peers.Of(firm);
        int practising = 0;
        foreach (int j in peers) practising += world.Firms.PractisedLastMonth[j] >> domain & 1;
        return peers.Length == 0 ? 0 : (double)practising / peers.Length;
    }
}
