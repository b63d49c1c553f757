namespace TwinningSim.Kernel.Columns;

/// <summary>
/// An undirected network in compressed sparse rows: the neighbours of all nodes stand in one array, those of one node side by side and in ascending order.
/// The same set of edges therefore gives the same network, in whatever order the edges were found. Rebuilding reuses the memory of the last network.
/// </summary>
public sealed class CsrNetwork
{
    private int[] _starts = new int[1];
    private int[] _neighbours = [];

    /// <summary>Number of nodes.</summary>
    public int Nodes { get; private set; }

    /// <summary>Number of undirected edges.</summary>
    public int Edges { get; private set; }

    /// <summary>Replaces the network. Allocates only when the new network is larger than every one before.</summary>
    /// <param name="nodes">Number of nodes, 0 or more.</param>
    /// <param name="edges">Each pair of neighbours once, in either direction; ends from 0 to <paramref name="nodes"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of nodes is negative.</exception>
    /// <exception cref="ArgumentException">An end is not a node, a node is paired with itself, or a pair is given twice. The network is then empty.</exception>
    public void Build(int nodes, ReadOnlySpan<(int A, int B)> edges)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nodes);
        Nodes = Edges = 0;
        if (_starts.Length <= nodes) _starts = new int[nodes + 1];
        if (_neighbours.Length < edges.Length * 2) _neighbours = new int[edges.Length * 2];
        int[] starts = _starts, neighbours = _neighbours;

        Array.Clear(starts, 0, nodes + 1);
        foreach ((int a, int b) in edges)
        {
            if ((uint)a >= (uint)nodes || (uint)b >= (uint)nodes) throw new ArgumentException($"The edge {a}-{b} leaves the {nodes} nodes.", nameof(edges));
            if (a == b) throw new ArgumentException($"Node {a} is paired with itself.", nameof(edges));
            starts[a]++;
            starts[b]++;
        }
        // First to the end of each row; placing the neighbours then walks every start back to the front of its row, so no second array of cursors is needed.
        int end = 0;
        for (int i = 0; i < nodes; i++) starts[i] = end += starts[i];
        starts[nodes] = end;
        foreach ((int a, int b) in edges)
        {
            neighbours[--starts[a]] = b;
            neighbours[--starts[b]] = a;
        }
        for (int i = 0; i < nodes; i++) SortRow(i, neighbours.AsSpan(starts[i], starts[i + 1] - starts[i]));
        Nodes = nodes;
        Edges = edges.Length;
    }

    /// <summary>The neighbours of a node in ascending order; valid until the next <see cref="Build"/>.</summary>
    /// <param name="node">0 to <see cref="Nodes"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public ReadOnlySpan<int> Neighbours(int node)
    {
        if ((uint)node >= (uint)Nodes) throw new ArgumentOutOfRangeException(nameof(node), node, $"The network has {Nodes} nodes.");
        int start = _starts[node];
        return new ReadOnlySpan<int>(_neighbours, start, _starts[node + 1] - start);
    }

    /// <summary>Where each node's row starts among <see cref="Links"/>, and at the end where the last one ends: a column with a value for each link stands parallel to it.</summary>
    public ReadOnlySpan<int> Starts => new(_starts, 0, Nodes + 1);

    /// <summary>The neighbours of all nodes, row after row; each edge stands there twice.</summary>
    public ReadOnlySpan<int> Links => new(_neighbours, 0, Edges * 2);

    /// <summary>Number of neighbours of a node.</summary>
    /// <param name="node">0 to <see cref="Nodes"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public int Degree(int node) => Neighbours(node).Length;

    private static void SortRow(int node, Span<int> row)
    {
        row.Sort();
        for (int j = 1; j < row.Length; j++)
        {
            if (row[j] == row[j - 1]) throw new ArgumentException($"The edge {Math.Min(node, row[j])}-{Math.Max(node, row[j])} is given twice.");
        }
    }
}
