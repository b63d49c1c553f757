namespace TwinningSim.Model.State;

/// <summary>Peers of the emerging cluster's firms, in compressed rows, both directions. Built anew for each replicate, in the same memory.</summary>
internal sealed class PeerNetwork
{
    private readonly ulong[] _edges, _table;
    private readonly int[] _start, _fill;
    private int _count;

    public PeerNetwork(int firms, int links)
    {
        _edges = new ulong[links];
        _start = new int[firms + 1];
        _fill = new int[firms];
        Peers = new int[2 * links];
        Weight = new float[2 * links];
        SameSegment = new bool[2 * links];
        int size = 16;
        while (size < 2 * links) size *= 2;
        _table = new ulong[size];
    }

    /// <summary>The most links that fit.</summary>
    public int Capacity => _edges.Length;

    public int Links => _count;

    public int[] Peers { get; }

    /// <summary>Strength of diffusion over a link: rate times similarity (D1).</summary>
    public float[] Weight { get; }

    public bool[] SameSegment { get; }

    public int First(int firm) => _start[firm];

    public int End(int firm) => _start[firm + 1];

    public int Degree(int firm) => _start[firm + 1] - _start[firm];

    public ReadOnlySpan<int> Of(int firm) => Peers.AsSpan(_start[firm], Degree(firm));

    public void Clear()
    {
        _count = 0;
        Array.Clear(_table);
    }

    /// <summary>Adds a link unless it is there; false if it is.</summary>
    public bool TryAdd(int a, int b)
    {
        ulong edge = ((ulong)(uint)Math.Min(a, b) << 32) | (uint)Math.Max(a, b);
        // Open addressing; no edge is 0, because its two ends differ.
        int mask = _table.Length - 1, at = (int)((edge * 0x9E3779B97F4A7C15UL) >> 33) & mask;
        while (_table[at] != 0)
        {
            if (_table[at] == edge) return false;
            at = (at + 1) & mask;
        }
        _table[at] = edge;
        _edges[_count++] = edge;
        return true;
    }

    /// <summary>Sorts the links into rows; a firm's peers stand in ascending order.</summary>
    public void Build()
    {
        Array.Sort(_edges, 0, _count);
        Array.Clear(_start);
        for (int e = 0; e < _count; e++)
        {
            _start[(int)(_edges[e] >> 32) + 1]++;
            _start[(int)(uint)_edges[e] + 1]++;
        }
        for (int i = 0; i < _fill.Length; i++)
        {
            _start[i + 1] += _start[i];
            _fill[i] = _start[i];
        }
        // Edges are sorted by their lower end: first the lower peers of every firm in order, then the higher ones.
        for (int e = 0; e < _count; e++) Peers[_fill[(int)(uint)_edges[e]]++] = (int)(_edges[e] >> 32);
        for (int e = 0; e < _count; e++) Peers[_fill[(int)(_edges[e] >> 32)]++] = (int)(uint)_edges[e];
    }
}
