namespace TwinningSim.Model.State;

/// <summary>What two firms negotiate or have agreed.</summary>
internal enum DealKind : byte
{
    None,
    Machinery,
    Service,
    Outsourcing,
    Technology,
    Venture,
}

/// <summary>Ties between an emerging and a partner firm, as growable columns. A tie that gives way leaves its row to the next.</summary>
internal sealed class Ties
{
    private readonly int _most;
    private readonly int[] _slots;

    public Ties(int emerging, int most)
    {
        _most = most;
        _slots = new int[emerging * most];
        Trust = new TrustRecords(0);
        Reserve(256);
    }

    public int Count { get; private set; }

    public int[] Emerging { get; private set; } = [];

    public int[] Partner { get; private set; } = [];

    public TrustRecords Trust { get; }

    public float[] Prior { get; private set; } = [];

    public float[] Rivalry { get; private set; } = [];

    public float[] Complementarity { get; private set; } = [];

    /// <summary>What is being negotiated.</summary>
    public DealKind[] Negotiation { get; private set; } = [];

    public int[] OpenedIn { get; private set; } = [];

    /// <summary>Share that the emerging firm wants at least.</summary>
    public float[] Reservation { get; private set; } = [];

    /// <summary>Share that the partner firm wants at least.</summary>
    public float[] ReservationPartner { get; private set; } = [];

    /// <summary>The domain of a technology transfer.</summary>
    public sbyte[] Domain { get; private set; } = [];

    /// <summary>Months of teaching that a technology transfer still has.</summary>
    public int[] TransferMonths { get; private set; } = [];

    public void Clear()
    {
        Count = 0;
        Array.Fill(_slots, -1);
    }

    public ReadOnlySpan<int> Of(int firm, int count) => _slots.AsSpan(firm * _most, count);

    /// <summary>The tie of two firms, -1 if there is none.</summary>
    public int Find(int emerging, int partner, int count)
    {
        foreach (int tie in Of(emerging, count))
        {
            if (Partner[tie] == partner) return tie;
        }
        return -1;
    }

    /// <summary>A new row for a tie; the firm had <paramref name="count"/> ties so far.</summary>
    public int Add(int emerging, int count)
    {
        if (Count == Emerging.Length) Reserve(Count * 2);
        _slots[(emerging * _most) + count] = Count;
        return Count++;
    }

    private void Reserve(int rows)
    {
        Emerging = Resized(Emerging, rows);
        Partner = Resized(Partner, rows);
        Trust.Grow(rows);
        Prior = Resized(Prior, rows);
        Rivalry = Resized(Rivalry, rows);
        Complementarity = Resized(Complementarity, rows);
        Negotiation = Resized(Negotiation, rows);
        OpenedIn = Resized(OpenedIn, rows);
        Reservation = Resized(Reservation, rows);
        ReservationPartner = Resized(ReservationPartner, rows);
        Domain = Resized(Domain, rows);
        TransferMonths = Resized(TransferMonths, rows);
    }

    private static T[] Resized<T>(T[] column, int rows)
    {
        Array.Resize(ref column, rows);
        return column;
    }
}
