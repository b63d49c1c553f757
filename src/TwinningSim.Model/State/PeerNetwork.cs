using TwinningSim.Kernel.Columns;

namespace TwinningSim.Model.State;

/// <summary>Peers of the emerging cluster's firms. Built anew for each replicate, in the same memory.</summary>
internal sealed class PeerNetwork
{
    private readonly (int A, int B)[] _edges;
    private readonly ulong[] _known;
    private readonly CsrNetwork _network = new();
    private readonly int _firms;
    private int _count;

    public PeerNetwork(int firms, int links)
    {
        _firms = firms;
        _edges = new (int, int)[links];
        Weight = new float[2 * links];
        SameSegment = new bool[2 * links];
        int size = 16;
        while (size < 2 * links) size *= 2;
        _known = new ulong[size];
    }

    /// <summary>The most links that fit.</summary>
    public int Capacity => _edges.Length;

    public int Links => _count;

    /// <summary>All peers, row after row.</summary>
    public ReadOnlySpan<int> Peers => _network.Links;

    /// <summary>Where each firm's row starts in <see cref="Peers"/>, and where the last one ends.</summary>
    public ReadOnlySpan<int> Starts => _network.Starts;

    /// <summary>Strength of diffusion over a link: rate times similarity (D1); stands parallel to <see cref="Peers"/>.</summary>
    public float[] Weight { get; }

    /// <summary>Whether a link joins firms of one segment; stands parallel to <see cref="Peers"/>.</summary>
    public bool[] SameSegment { get; }

    public int Degree(int firm) => _network.Degree(firm);

    public ReadOnlySpan<int> Of(int firm) => _network.Neighbours(firm);

    public void Clear()
    {
        _count = 0;
        Array.Clear(_known);
    }

    /// <summary>Adds a link unless it is there; false if it is.</summary>
    public bool TryAdd(int a, int b)
    {
        ulong edge = ((ulong)(uint)Math.Min(a, b) << 32) | (uint)Math.Max(a, b);
        // Open addressing; no edge is 0, because its two ends differ.
        int mask = _known.Length - 1, at = (int)((edge * 0x9E3779B97F4A7C15UL) >> 33) & mask;
        while (_known[at] != 0)
        {
            if (_known[at] == edge) return false;
            at = (at + 1) & mask;
        }
        _known[at] = edge;
        _edges[_count++] = (a, b);
        return true;
    }

    /// <summary>Sorts the links into rows.</summary>
    public void Build() => _network.Build(_firms, _edges.AsSpan(0, _count));
}
