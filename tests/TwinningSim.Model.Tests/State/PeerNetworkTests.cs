using CsCheck;
using TwinningSim.Model.State;

namespace TwinningSim.Model.Tests.State;

public class PeerNetworkTests
{
    /// <summary>A number of firms and a set of different pairs of different firms, in random order and direction: below, at and beyond a whole group, with firms of very many peers.</summary>
    private static readonly Gen<(int Firms, (int A, int B)[] Pairs)> Networks =
        from firms in Gen.OneOf(Gen.Int[2, 40], Gen.Int[64, 66], Gen.Int[120, 140])
        from pairs in Gen.Select(Gen.Int[0, firms - 1], Gen.OneOf(Gen.Int[0, firms - 1], Gen.Int[0, 1])).Array[0, 200]
        select (firms, pairs.Where(p => p.Item1 != p.Item2).DistinctBy(p => (Math.Min(p.Item1, p.Item2), Math.Max(p.Item1, p.Item2))).Select(p => (p.Item1, p.Item2)).ToArray());

    [Fact]
    public void A_small_network_has_the_peers_that_one_reads_off_the_links()
    {
        PeerNetwork network = Build(new PeerNetwork(5, 10, 8), [(3, 0), (0, 1), (4, 0), (1, 3)], 5);
        Assert.Equal([1, 3, 4], Of(network, 0));
        Assert.Equal([0, 3], Of(network, 1));
        Assert.Empty(Of(network, 2));
        Assert.Equal([0, 1], Of(network, 3));
        Assert.Equal([0], Of(network, 4));
        Assert.Equal((4, 3, 0), (network.Links, network.Degree(0), network.Degree(2)));
        // By degree, and equal ones by number.
        Assert.Equal<byte>([2, 4, 1, 3, 0], network.Order.ToArray());
    }

    [Fact]
    public void A_link_stands_in_the_network_once()
    {
        var network = new PeerNetwork(5, 10, 8);
        Assert.True(network.TryAdd(3, 1));
        Assert.False(network.TryAdd(3, 1));
        Assert.False(network.TryAdd(1, 3));
        Assert.Equal(1, network.Links);
    }

    [Fact]
    public void Two_firms_are_peers_exactly_if_the_pair_was_given_whatever_was_built_before()
    {
        var used = new PeerNetwork(140, 200, 16);
        Networks.Sample(
            n =>
            {
                PeerNetwork network = Build(new PeerNetwork(n.Firms, 200, 8), n.Pairs, n.Firms);
                Build(used, [.. n.Pairs.Reverse().Select(p => (p.B, p.A))], 140);
                var peers = n.Pairs.Concat(n.Pairs.Select(p => (A: p.B, B: p.A))).ToLookup(p => p.A, p => p.B);
                for (int firm = 0; firm < n.Firms; firm++)
                {
                    int[] expected = [.. peers[firm].Order()];
                    Assert.Equal(expected, Of(network, firm));
                    Assert.Equal(expected, Of(used, firm));
                }
            },
            threads: 1);
    }

    [Fact]
    public void Visits_meet_every_firm_of_a_group_once_in_ascending_degree()
        => Networks.Sample(n =>
        {
            PeerNetwork network = Build(new PeerNetwork(n.Firms, 200, 8), n.Pairs, n.Firms);
            for (int first = 0; first < n.Firms; first += PeerNetwork.Group)
            {
                int size = Math.Min(PeerNetwork.Group, n.Firms - first);
                int[] order = [.. network.Order.Slice(first, size).ToArray().Select(f => first + f)];
                Assert.Equal(Enumerable.Range(first, size), order.Order());
                for (int v = 1; v < size; v++) Assert.True(Math.Min(31, network.Degree(order[v - 1])) <= Math.Min(31, network.Degree(order[v])));
                for (int v = 0; v < size; v++) Assert.Equal(network.Degree(order[v]), network.Visits[first + v + 1] - network.Visits[first + v]);
            }
        });

    [Fact]
    public void Several_parts_whichever_comes_first_give_the_rows_of_a_network_of_one_part()
    {
        const int firms = (2 * World.FirmsOfPart) + 70;
        var lots = new Random(5);
        var pairs = Enumerable.Range(0, 60_000).Select(_ => (A: lots.Next(firms), B: lots.Next(lots.Next(3) == 0 ? 40 : firms))).Where(p => p.A != p.B)
            .DistinctBy(p => (Math.Min(p.A, p.B), Math.Max(p.A, p.B))).ToArray();
        var network = new PeerNetwork(firms, pairs.Length, 8);
        foreach ((int a, int b) in pairs) network.TryAdd(a, b);
        network.Build();
        network.PlaceRows(2 * World.FirmsOfPart, firms);
        network.PlaceRows(0, World.FirmsOfPart);
        network.PlaceRows(World.FirmsOfPart, 2 * World.FirmsOfPart);
        var peers = pairs.Concat(pairs.Select(p => (A: p.B, B: p.A))).ToLookup(p => p.A, p => p.B);
        for (int firm = 0; firm < firms; firm++) Assert.Equal(peers[firm].Order(), Of(network, firm));
    }

    [Fact]
    public void Rebuilding_allocates_nothing()
    {
        (int A, int B)[] ring = [.. Enumerable.Range(0, 500).Select(i => (i, (i + 1) % 500))];
        PeerNetwork network = Build(new PeerNetwork(500, 500, 8), ring, 500);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Build(network, ring, 500);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal([0, 498], Of(network, 499));
    }

    private static PeerNetwork Build(PeerNetwork network, (int A, int B)[] pairs, int firms)
    {
        network.Clear();
        foreach ((int a, int b) in pairs) network.TryAdd(a, b);
        network.Build();
        network.PlaceRows(0, firms);
        return network;
    }

    private static int[] Of(PeerNetwork network, int firm)
    {
        List<int> peers = [];
        foreach (int peer in network.Of(firm)) peers.Add(peer);
        return [.. peers];
    }
}
