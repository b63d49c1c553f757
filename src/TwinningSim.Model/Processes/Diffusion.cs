using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using TwinningSim.Model.Parameters;
using TwinningSim.Model.State;

namespace TwinningSim.Model.Processes;

/// <summary>What firms learn from peers and in circles (D1-D3). Reads what was shown at the end of last month, so the order of visits changes nothing.</summary>
internal static class Diffusion
{
    public static void Spread(World world, in MonthContext month)
    {
        if (world.Plain) PeersPlainly(world);
        else world.InParts(month, world.Firms.Emerging, PeersByDegree);
        Demonstrate(world, month.Parameters);
        InCircles(world, month);
    }

    /// <summary>What of a lead is open to peers of the same segment, by domain (D1).</summary>
    private static void FillOpen(World world, Span<float> open)
    {
        open.Fill(1);
        for (int k = 0; k < world.Firms.Domains; k++) open[k] = (float)(1 - (world.Parameters.DiffusionSecrecy * world.Design.Domains[k].Secrecy));
    }

    /// <summary>Know-how from peers that practise and know more (D1): the plain path, the oracle of <see cref="PeersByDegree"/>.</summary>
    private static void PeersPlainly(World world)
    {
        Firms firms = world.Firms;
        Span<float> open = stackalloc float[16];
        FillOpen(world, open);
        for (int i = 0; i < firms.Emerging; i++)
        {
            for (int k = 0; k < firms.Domains; k++)
            {
                ref float own = ref firms.KnowHow[(i * firms.Stride) + k];
                float gain = 0;
                foreach (PeerLink link in world.Peers.InfluenceOn(i))
                {
                    float lead = Math.Max(firms.Shown.Span[link.Row + k] - own, 0) * link.Weight;
                    gain += link.SameSegment != 0 ? lead * open[k] : lead;
                }
                // A peer is at most 1 and so is the sum of weights that matters; the clip guards worlds with many, strong links.
                own = Math.Min(own + gain, 1);
            }
        }
    }

    /// <summary>
    /// The same bits, eight domains at a time and with no branch on the segment, group by group in the order of degree. Where the rows of all firms do not fit the fast cache, they are
    /// fetched ahead.
    /// </summary>
    private static unsafe void PeersByDegree(World world, in MonthContext month, int part, int from, int to)
    {
        Firms firms = world.Firms;
        PeerNetwork peers = world.Peers;
        bool far = firms.Emerging > 4096 && Sse.IsSupported;
        int stride = firms.Stride;
        Span<float> open = stackalloc float[16];
        FillOpen(world, open);
        float* factors = stackalloc float[16];
        for (int row = 0; row < stride; row += 8)
        {
            Vector256<float>.One.Store(factors);
            Vector256.Create<float>(open.Slice(row, 8)).Store(factors + 8);
            RowByDegree(firms.KnowHow, firms.Shown.Pointer + row, peers, factors, row, stride, far, from, to);
        }
    }

    private static unsafe void RowByDegree(float[] skill, float* shown, PeerNetwork peers, float* factors, int row, int stride, bool far, int from, int to)
    {
        fixed (float* knowHow = &skill[row])
        fixed (int* visits = peers.Visits)
        fixed (PeerLink* links = peers.Influence)
        fixed (byte* order = peers.Order)
        {
            PeerLink* link = links + visits[from];
            for (int visit = from; visit < to; visit++)
            {
                int i = (visit & -PeerNetwork.Group) + order[visit];
                float* at = knowHow + ((nint)i * stride);
                Vector256<float> own = Vector256.Load(at), gain = Vector256<float>.Zero;
                PeerLink* end = links + visits[visit + 1];
                for (; link != end; link++)
                {
                    if (far) Sse.Prefetch0(shown + link[PeerNetwork.Ahead].Row);
                    Vector256<float> lead = Vector256.MaxNative(Vector256.Load(shown + link->Row) - own, Vector256<float>.Zero) * Vector256.Create(link->Weight);
                    gain += lead * Vector256.Load(factors + (8 * link->SameSegment));
                }
                Vector256.MinNative(own + gain, Vector256<float>.One).Store(at);
            }
        }
    }

    /// <summary>A firm that adopted last month is talked about by its peers (D3).</summary>
    private static void Demonstrate(World world, Coefficients p)
    {
        Firms firms = world.Firms;
        float addition = (float)(p.DemonstrationAttention * p.AttentionScale);
        ReadOnlySpan<byte> adoptions = firms.AdoptionsLastMonth;
        for (int j = 0; ; j++)
        {
            // Adoption is rare: the adopter tells its peers, instead of every firm asking all of its own.
            int next = adoptions[j..].IndexOfAnyExcept((byte)0);
            if (next < 0) return;
            j += next;
            float heard = addition * (1 + ((float)p.DemonstrationFurther * (adoptions[j] - 1)));
            foreach (int i in world.Peers.Of(j)) firms.Attention[i] += heard;
        }
    }

    /// <summary>Circles: what adopters know and can do, and the review among peers (D2).</summary>
    private static void InCircles(World world, in MonthContext month)
    {
        Coefficients p = month.Parameters;
        Firms firms = world.Firms;
        for (int circle = 0; circle < world.Circles.Count; circle++)
        {
            if (!world.Circles.Meets(circle, month.Month, (int)p.CircleMonths)) continue;
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

    /// <summary>Updates what a firm shows to its peers: know-how where practised, else nothing.</summary>
    public static void Show(Firms firms, int firm)
    {
        for (int row = 0; row < firms.Stride; row += 8)
        {
            int at = (firm * firms.Stride) + row;
            (Vector256.Create<float>(firms.KnowHow.AsSpan(at, 8)) & Practice.MaskOf(firms.Practised[firm] >> row)).CopyTo(firms.Shown.Span[at..]);
        }
    }

    /// <summary>Share of a firm's peers that practised a domain last month.</summary>
    public static double ShareOfPeers(World world, int firm, int domain)
    {
        ReadOnlySpan<int> peers = world.Peers.Of(firm);
        int practising = 0;
        foreach (int j in peers) practising += world.Firms.PractisedLastMonth[j] >> domain & 1;
        return peers.Length == 0 ? 0 : (double)practising / peers.Length;
    }
}
