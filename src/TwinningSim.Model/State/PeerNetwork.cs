using TwinningSim.Kernel.Columns;

namespace TwinningSim.Model.State;

/// <summary>A link as a firm sees it: where its peer's row starts, whether both are of one segment, and the strength of diffusion over it (D1): rate times similarity.</summary>
internal readonly struct PeerLink(int peer, int stride, bool sameSegment, float weight)
{
    // Rows start at multiples of eight, so that the lowest bits are free. Without a sign: no instruction to extend it.
    private readonly uint _code = (uint)(peer * stride) | (sameSegment ? 1U : 0);

    /// <summary>Rate times similarity.</summary>
    public readonly float Weight = weight;

    /// <summary>First float of the peer's row in a column by domain.</summary>
    public uint Row => _code & ~7U;

    /// <summary>1 if both are of one segment, else 0.</summary>
    public uint SameSegment => _code & 1;
}

/// <summary>Peers of the emerging cluster's firms. Built anew for each replicate, in the same memory.</summary>
internal sealed class PeerNetwork
{
    /// <summary>Firms of a group that are visited by degree.</summary>
    public const int Group = 64;

    /// <summary>Links that can be read beyond the last one.</summary>
    public const int Ahead = 48;

    private const int Degrees = 32;

    private readonly (int A, int B)[] _edges;
    private readonly int[] _known;
    private readonly CsrNetwork _network = new();
    private readonly PeerLink[] _links;
    private readonly byte[] _order;
    private readonly int[] _visits;
    private readonly int _firms;
    private int _count;

    public PeerNetwork(int firms, int links)
    {
        _firms = firms;
        _edges = new (int, int)[links];
        // Room to read ahead beyond the last row.
        _links = new PeerLink[(2 * links) + Ahead];
        _visits = new int[firms + 1];
        _order = new byte[firms];
        int size = 16;
        while (3L * size < 4L * links) size *= 2;
        _known = new int[size];
    }

    /// <summary>The most links that fit.</summary>
    public int Capacity => _edges.Length;

    public int Links => _count;

    /// <summary>All peers, row after row.</summary>
    public ReadOnlySpan<int> Peers => _network.Links;

    /// <summary>Where each firm's row starts in <see cref="Peers"/>, and where the last one ends.</summary>
    public ReadOnlySpan<int> Starts => _network.Starts;

    /// <summary>The links of all firms in the order of visits, and some room to read ahead after the last.</summary>
    public ReadOnlySpan<PeerLink> Influence => _links;

    /// <summary>Where the links of each visit start in <see cref="Influence"/>, and where the last ones end.</summary>
    public ReadOnlySpan<int> Visits => _visits;

    /// <summary>The links of a firm, parallel to its peers.</summary>
    public Span<PeerLink> InfluenceOn(int firm)
    {
        int first = firm & -Group, visit = first + _order.AsSpan(first, Math.Min(Group, _firms - first)).IndexOf((byte)(firm - first));
        return _links.AsSpan(_visits[visit].._visits[visit + 1]);
    }

    /// <summary>
    /// The firms of each <see cref="Group"/>, counted from its first, in ascending degree: a loop over peers then ends where the last one did, which the processor foresees.
    /// </summary>
    public ReadOnlySpan<byte> Order => _order;

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
        if (a > b) (a, b) = (b, a);
        // Open addressing: places hold the position of a link, counted from one.
        int mask = _known.Length - 1, at = (int)(((((ulong)(uint)a << 32) | (uint)b) * 0x9E3779B97F4A7C15UL) >> 33) & mask;
        for (; _known[at] != 0; at = (at + 1) & mask)
        {
            if (_edges[_known[at] - 1] == (a, b)) return false;
        }
        _edges[_count++] = (a, b);
        _known[at] = _count;
        return true;
    }

    /// <summary>Sorts the links into rows.</summary>
    public void Build()
    {
        _network.Build(_firms, _edges.AsSpan(0, _count));
        Span<int> next = stackalloc int[Degrees];
        for (int first = 0; first < _firms; first += Group) SortByDegree(first, Math.Min(_firms, first + Group), next);
        _visits[_firms] = 2 * _count;
    }

    /// <summary>Counting sort; the few firms with very many peers come last in any order.</summary>
    private void SortByDegree(int first, int end, Span<int> next)
    {
        ReadOnlySpan<int> starts = Starts;
        next.Clear();
        for (int i = first; i < end; i++)
        {
            int degree = Math.Min(Degrees - 1, starts[i + 1] - starts[i]);
            if (degree + 1 < Degrees) next[degree + 1]++;
        }
        for (int d = 1; d < Degrees; d++) next[d] += next[d - 1];
        for (int i = first; i < end; i++) _order[first + next[Math.Min(Degrees - 1, starts[i + 1] - starts[i])]++] = (byte)(i - first);
        // Groups follow each other as in the rows of firms; inside a group the rows stand in the order of visits.
        int at = starts[first];
        for (int visit = first; visit < end; visit++)
        {
            _visits[visit] = at;
            at += Degree(first + _order[visit]);
        }
    }
}
