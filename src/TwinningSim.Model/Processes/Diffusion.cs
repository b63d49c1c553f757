using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TwinningSim.Model.Parameters;
using TwinningSim.Model.State;

namespace TwinningSim.Model.Processes;

/// <summary>What firms learn from peers and in circles (D1-D3). Reads what was shown at the end of last month, so the order of visits changes nothing.</summary>
internal static class Diffusion
{
    public static void Spread(World world, in MonthContext month)
    {
        FromPeers(world);
        Demonstrate(world, month.Parameters);
        InCircles(world, month);
    }

    /// <summary>Know-how from peers that practise and know more (D1).</summary>
    private static void FromPeers(World world)
    {
        Firms firms = world.Firms;
        PeerNetwork peers = world.Peers;
        Span<float> secrecy = stackalloc float[16];
        for (int k = 0; k < firms.Domains; k++) secrecy[k] = (float)(1 - (world.Parameters.DiffusionSecrecy * world.Design.Domains[k].Secrecy));
        for (int row = 0; row < firms.Stride; row += 8)
        {
            Vector256<float> sameSegment = Vector256.Create<float>(secrecy.Slice(row, 8));
            PeersRow(firms, peers, row, sameSegment);
        }
    }

    private static void PeersRow(Firms firms, PeerNetwork peers, int row, Vector256<float> sameSegment)
    {
        ref float knowHow = ref MemoryMarshal.GetArrayDataReference(firms.KnowHow);
        ref float shown = ref MemoryMarshal.GetArrayDataReference(firms.Shown);
        int stride = firms.Stride;
        ReadOnlySpan<int> starts = peers.Starts, links = peers.Peers;
        for (int i = 0; i < firms.Emerging; i++)
        {
            nuint at = (nuint)((i * stride) + row);
            Vector256<float> own = Vector256.LoadUnsafe(ref knowHow, at), gain = Vector256<float>.Zero;
            for (int e = starts[i], end = starts[i + 1]; e < end; e++)
            {
                Vector256<float> peer = Vector256.LoadUnsafe(ref shown, (nuint)((links[e] * stride) + row));
                Vector256<float> lead = Vector256.Max(peer - own, Vector256<float>.Zero) * Vector256.Create(peers.Weight[e]);
                gain += peers.SameSegment[e] ? lead * sameSegment : lead;
            }
            // A peer is at most 1 and so is the sum of weights that matters; the clip guards worlds with many, strong links.
            Vector256.Min(own + gain, Vector256<float>.One).StoreUnsafe(ref knowHow, at);
        }
    }

    /// <summary>A firm that adopted last month is talked about by its peers (D3).</summary>
    private static void Demonstrate(World world, Coefficients p)
    {
        Firms firms = world.Firms;
        float addition = (float)(p.DemonstrationAttention * p.AttentionScale);
        for (int j = 0; j < firms.Emerging; j++)
        {
            int adopted = firms.AdoptionsLastMonth[j];
            if (adopted == 0) continue;
            float heard = addition * (1 + ((float)p.DemonstrationFurther * (adopted - 1)));
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
            nuint at = (nuint)((firm * firms.Stride) + row);
            Vector256<float> practised = Practice.MaskOf(firms.Practised[firm] >> row);
            (Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(firms.KnowHow), at) & practised)
                .StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(firms.Shown), at);
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
