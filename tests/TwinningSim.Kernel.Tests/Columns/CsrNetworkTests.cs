using CsCheck;
using TwinningSim.Kernel.Columns;

namespace TwinningSim.Kernel.Tests.Columns;

public sealed class CsrNetworkTests
{
    /// <summary>A number of nodes and a set of different pairs of different nodes, in random order and direction.</summary>
    private static readonly Gen<(int Nodes, (int A, int B)[] Edges)> Networks =
        from nodes in Gen.Int[1, 40]
        from pairs in Gen.Select(Gen.Int[0, nodes - 1], Gen.Int[0, nodes - 1]).Array[0, 80]
        select (nodes, pairs.Where(p => p.Item1 != p.Item2).DistinctBy(p => (Math.Min(p.Item1, p.Item2), Math.Max(p.Item1, p.Item2))).Select(p => (p.Item1, p.Item2)).ToArray());

    [Fact]
    public void A_small_network_has_the_neighbours_that_one_reads_off_the_edges()
    {
        var network = new CsrNetwork();
        network.Build(5, [(3, 0), (0, 1), (4, 0), (1, 3)]);
        Assert.Equal([1, 3, 4], network.Neighbours(0).ToArray());
        Assert.Equal([0, 3], network.Neighbours(1).ToArray());
        Assert.Empty(network.Neighbours(2).ToArray());
        Assert.Equal([0, 1], network.Neighbours(3).ToArray());
        Assert.Equal([0], network.Neighbours(4).ToArray());
        Assert.Equal((5, 4, 3), (network.Nodes, network.Edges, network.Degree(0)));
    }

    [Fact]
    public void Two_nodes_are_neighbours_of_each_other_exactly_if_the_pair_was_given()
        => Networks.Sample(n =>
        {
            var network = new CsrNetwork();
            network.Build(n.Nodes, n.Edges);
            for (int a = 0; a < n.Nodes; a++)
            {
                for (int b = 0; b < n.Nodes; b++)
                {
                    Assert.Equal(n.Edges.Contains((a, b)) || n.Edges.Contains((b, a)), network.Neighbours(a).Contains(b));
                }
            }
            Assert.Equal(n.Edges.Length * 2, Enumerable.Range(0, n.Nodes).Sum(network.Degree));
        });

    [Fact]
    public void Neither_the_order_nor_the_direction_of_the_edges_matters_nor_what_was_built_before()
    {
        var used = new CsrNetwork();
        Networks.Sample(
            n =>
            {
                var fresh = new CsrNetwork();
                fresh.Build(n.Nodes, n.Edges);
                used.Build(n.Nodes, n.Edges.Reverse().Select(e => (e.B, e.A)).ToArray());
                for (int node = 0; node < n.Nodes; node++) Assert.Equal(fresh.Neighbours(node).ToArray(), used.Neighbours(node).ToArray());
            },
            threads: 1);
    }

    [Fact]
    public void Rebuilding_a_network_that_is_not_larger_allocates_nothing()
    {
        (int A, int B)[] ring = [.. Enumerable.Range(0, 500).Select(i => (i, (i + 1) % 500))];
        var network = new CsrNetwork();
        network.Build(500, ring);
        network.Build(400, ring.AsSpan(0, 399));
        long before = GC.GetAllocatedBytesForCurrentThread();
        network.Build(500, ring);
        network.Build(400, ring.AsSpan(0, 399));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal([398], network.Neighbours(399).ToArray());
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(-1, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 0)]
    [InlineData(0, 2)]
    public void A_stranger_a_self_pair_or_a_repeated_pair_is_refused_and_leaves_no_network(int a, int b)
    {
        var network = new CsrNetwork();
        network.Build(2, [(0, 1)]);
        Assert.Throws<ArgumentException>(() => network.Build(3, [(0, 2), (a, b)]));
        Assert.Equal((0, 0), (network.Nodes, network.Edges));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Degree(0));
    }

    [Fact]
    public void A_node_outside_the_network_is_refused_even_where_an_earlier_network_had_it()
    {
        var network = new CsrNetwork();
        network.Build(10, [(8, 9)]);
        network.Build(3, [(0, 1)]);
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Degree(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Degree(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Build(-1, []));
    }
}
