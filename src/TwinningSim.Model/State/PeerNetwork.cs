using System.Numerics;
using System.Runtime.InteropServices;
using TwinningSim.Kernel.Columns;

namespace TwinningSim.Model.State;

/// <summary>A link as a firm sees it: where its peer's row starts, whether both are of one segment, and the strength of diffusion over it (D1): rate times similarity.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct PeerLink(uint row, bool sameSegment, float weight)
{
    // Rows start at multiples of eight, so that the lowest bits are free. Without a sign: no instruction to extend it.
    private readonly uint _code = row | (sameSegment ? 4U : 0);

    /// <summary>Rate times similarity.</summary>
    public readonly float Weight = weight;

    /// <summary>First float of the peer's row in a column by domain.</summary>
    public uint Row => _code & ~7U;

    /// <summary>4 if both are of one segment, else 0: half the floats of a row, so that it leads to one of two rows without arithmetic.</summary>
    public uint SameSegment => _code & 4;
}

/// <summary>The peers of one firm in ascending order.</summary>
internal readonly ref struct PeersOfFirm(ReadOnlySpan<PeerLink> links, int shift)
{
    private readonly ReadOnlySpan<PeerLink> _links = links;

    public int Length => _links.Length;

    public int this[int n] => (int)(_links[n].Row >> shift);

    public Enumerator GetEnumerator() => new(this);

    public ref struct Enumerator(PeersOfFirm peers)
    {
        private readonly PeersOfFirm _peers = peers;
        private int _at = -1;

        public readonly int Current => _peers[_at];

        public bool MoveNext() => ++_at < _peers.Length;
    }
}

/// <summary>Peers of the emerging cluster's firms: each link stands in the row of either firm. Built anew for each replicate, in the same memory.</summary>
internal sealed class PeerNetwork
{
    /// <summary>Firms of a group that are visited by degree.</summary>
    public const int Group = 64;

    /// <summary>Links that can be read beyond the last one.</summary>
    public const int Ahead = 160;

    private const int Degrees = 32, FarPlaces = 1 << 16, PlacesAhead = 16;

    private readonly (int A, int B)[] _edges;
    private readonly uint[] _known;
    private readonly uint _marks;
    private readonly PeerLink[] _links;
    private readonly byte[] _order, _place;
    private readonly int[] _visits, _parts, _next;
    private readonly int _firms, _shift;

    /// <summary>A network without links.</summary>
    /// <param name="firms">Number of firms.</param>
    /// <param name="links">The most links that fit.</param>
    /// <param name="stride">Floats from one firm's row of domains to the next, a power of two.</param>
    public PeerNetwork(int firms, int links, int stride)
    {
        _firms = firms;
        _shift = BitOperations.Log2((uint)stride);
        _edges = new (int, int)[links];
        // Room to read ahead beyond the last row.
        _links = new PeerLink[(2 * links) + Ahead];
        _visits = new int[firms + 1];
        _parts = new int[(firms + World.FirmsOfPart - 1) / World.FirmsOfPart];
        _next = new int[_parts.Length];
        _order = new byte[firms];
        _place = new byte[firms];
        int size = 16;
        while (3L * size < 4L * links) size *= 2;
        _known = new uint[size];
        _marks = ~(BitOperations.RoundUpToPowerOf2((uint)links + 1) - 1);
    }

    /// <summary>The most links that fit.</summary>
    public int Capacity => _edges.Length;

    public int Links { get; private set; }

    /// <summary>The links of all firms in the order of visits, and some room to read ahead after the last.</summary>
    public ReadOnlySpan<PeerLink> Influence => _links;

    /// <summary>Where the links of each visit start in <see cref="Influence"/>, and where the last ones end.</summary>
    public ReadOnlySpan<int> Visits => _visits;

    /// <summary>
    /// The firms of each <see cref="Group"/>, counted from its first, in ascending degree: a loop over peers then ends where the last one did, which the processor foresees.
    /// </summary>
    public ReadOnlySpan<byte> Order => _order;

    /// <summary>The links of a firm, parallel to its peers.</summary>
    public Span<PeerLink> InfluenceOn(int firm)
    {
        int visit = VisitOf(firm);
        return _links.AsSpan(_visits[visit].._visits[visit + 1]);
    }

    public PeersOfFirm Of(int firm) => new(InfluenceOn(firm), _shift);

    /// <summary>Asks the processor for the links of a firm that is looked at soon.</summary>
    public void Fetch(int firm) => Prefetch.Line(_links, _visits[VisitOf(firm)]);

    /// <summary>The same for the links of some visits; nothing if they do not exist.</summary>
    public void FetchLinks(int from, int to)
    {
        if (to >= _visits.Length) return;
        for (int link = _visits[from]; link < _visits[to]; link += 8) Prefetch.Line(_links, link);
    }

    /// <summary>The same for what says where the links of some sixteen visits are, and who visits.</summary>
    public void FetchVisits(int visit)
    {
        Prefetch.Line(_visits, visit);
        if ((visit & (Group - 1)) != 0) return;
        Prefetch.Line(_order, visit);
        Prefetch.Line(_place, visit);
    }

    public int Degree(int firm) => InfluenceOn(firm).Length;

    private int VisitOf(int firm) => (firm & -Group) + _place[firm];

    public void Clear()
    {
        Links = 0;
        Array.Clear(_known);
    }

    /// <summary>Adds a link between two firms unless it is there; false if it is.</summary>
    public bool TryAdd(int a, int b)
    {
        if (a > b) (a, b) = (b, a);
        // Open addressing: a place holds the position of a link, counted from one, and above it as much of the link's hash as fits: other links are nearly always told apart without being looked at.
        ulong hash = HashOf(a, b);
        uint mark = (uint)(hash >> 32) & _marks;
        int at = PlaceOf(hash);
        for (; _known[at] != 0; at = (at + 1) & (_known.Length - 1))
        {
            if ((_known[at] & _marks) == mark && _edges[(_known[at] & ~_marks) - 1] == (a, b)) return false;
        }
        _edges[Links++] = (a, b);
        _known[at] = mark | (uint)Links;
        return true;
    }

    /// <summary>Adds what each firm in turn proposed, until there is no room for more.</summary>
    /// <param name="candidates">For each firm the other end of a link, or -1.</param>
    public void AddProposed(ReadOnlySpan<int> candidates)
    {
        // Beyond the second cache places are fetched ahead.
        bool far = _known.Length > FarPlaces;
        for (int i = 0; i < candidates.Length && Links < Capacity; i++)
        {
            int later = i + PlacesAhead;
            if (far && later < candidates.Length && candidates[later] >= 0) Prefetch.Line(_known, PlaceOf(HashOf(Math.Min(later, candidates[later]), Math.Max(later, candidates[later]))));
            if (candidates[i] >= 0) TryAdd(i, candidates[i]);
        }
    }

    private static ulong HashOf(int a, int b) => (((ulong)(uint)a << 32) | (uint)b) * 0x9E3779B97F4A7C15UL;

    private int PlaceOf(ulong hash) => (int)(hash >> 33) & (_known.Length - 1);

    /// <summary>Says where the row of each firm is, and brings the links to the part of the firms that each belongs to; <see cref="PlaceRows"/> does the rest.</summary>
    public void Build()
    {
        Span<(int A, int B)> edges = _edges.AsSpan(0, Links);
        Array.Clear(_visits);
        foreach ((int a, int b) in edges)
        {
            _visits[a]++;
            _visits[b]++;
        }
        int end = 0;
        for (int first = 0; first < _firms; first += Group)
        {
            if (first % World.FirmsOfPart == 0) _parts[first / World.FirmsOfPart] = end;
            end = OrderByDegree(first, Math.Min(_firms, first + Group), end);
        }
        _visits[_firms] = end;
        // A part is written from its front to its end: few streams, where rows would be as many places as there are firms.
        _parts.CopyTo(_next);
        Span<ulong> links = MemoryMarshal.Cast<PeerLink, ulong>(_links.AsSpan());
        foreach ((int a, int b) in edges)
        {
            links[_next[a / World.FirmsOfPart]++] = Unplaced(a, b);
            links[_next[b / World.FirmsOfPart]++] = Unplaced(b, a);
        }

        ulong Unplaced(int firm, int peer) => ((ulong)(uint)firm << 32) | ((uint)peer << _shift);
    }

    /// <summary>
    /// Puts the links of some firms into their rows, the peers of each in ascending order and as yet without strength: the rest of <see cref="Build"/>, apart so that parts of the firms can be done at once.
    /// The same links give the same rows, in whatever order they were found.
    /// </summary>
    /// <param name="from">The first firm, a multiple of the firms of a part.</param>
    /// <param name="to">The last one and one more: the end of a part or of the firms.</param>
    public void PlaceRows(int from, int to)
    {
        for (int first = from; first < to; first += World.FirmsOfPart) PlacePart(first, Math.Min(to, first + World.FirmsOfPart));
    }

    /// <summary>
    /// Each link goes to the end of what is free in its row, and the one that stood there goes on to its own: placing the links walks the end of every row back to its start.
    /// A chain that began at the first place of a row ends when that place is taken, as the last one of the row.
    /// </summary>
    private void PlacePart(int first, int end)
    {
        Span<ulong> links = MemoryMarshal.Cast<PeerLink, ulong>(_links.AsSpan());
        Span<int> ends = stackalloc int[World.FirmsOfPart];
        _visits.AsSpan(first..end).CopyTo(ends);
        int start = _parts[first / World.FirmsOfPart];
        for (int visit = first; visit < end; visit++)
        {
            if (_visits[visit] > start)
            {
                ulong link = links[start];
                int place;
                while ((place = --_visits[VisitOf((int)(link >> 32))]) > start) (link, links[place]) = (links[place], (uint)link);
                links[start] = (uint)link;
            }
            // Without strength, links are numbers in the order of the peers.
            links[start..ends[visit - first]].Sort();
            start = ends[visit - first];
        }
    }

    /// <summary>Counting sort of a group; the few firms with very many peers come last in any order. Turns degrees by firm into the ends of rows by visit, and returns the last of them.</summary>
    private int OrderByDegree(int first, int end, int links)
    {
        Span<int> degrees = stackalloc int[Group], next = stackalloc int[Degrees];
        degrees = degrees[..(end - first)];
        _visits.AsSpan(first..end).CopyTo(degrees);
        next.Clear();
        foreach (int degree in degrees)
        {
            if (degree + 1 < Degrees) next[degree + 1]++;
        }
        for (int d = 1; d < Degrees; d++) next[d] += next[d - 1];
        for (int i = 0; i < degrees.Length; i++)
        {
            int place = next[Math.Min(Degrees - 1, degrees[i])]++;
            _place[first + i] = (byte)place;
            _order[first + place] = (byte)i;
        }
        for (int visit = first; visit < end; visit++) _visits[visit] = links += degrees[_order[visit]];
        return links;
    }
}
