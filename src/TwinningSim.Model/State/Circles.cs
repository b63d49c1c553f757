namespace TwinningSim.Model.State;

/// <summary>Training circles and the lean networks that some of them become.</summary>
internal sealed class Circles(int emerging, int size)
{
    private int[] _members = new int[Math.Max(size, emerging / 4)];
    private int[] _first = new int[16], _count = new int[16], _formedIn = new int[16];
    private bool[] _lean = new bool[16];
    private int _used;

    public int Count { get; private set; }

    public void Clear() => Count = _used = 0;

    public ReadOnlySpan<int> MembersOf(int circle) => _members.AsSpan(_first[circle], _count[circle]);

    public int FormedIn(int circle) => _formedIn[circle];

    public bool IsLeanNetwork(int circle) => _lean[circle];

    public void MakeLeanNetwork(int circle) => _lean[circle] = true;

    /// <summary>Whether a circle still meets: for its months, or for good as a lean network.</summary>
    public bool Meets(int circle, int month, int months) => _lean[circle] || month < _formedIn[circle] + months;

    public int Form(ReadOnlySpan<int> members, int month)
    {
        if (Count == _first.Length)
        {
            Array.Resize(ref _first, Count * 2);
            Array.Resize(ref _count, Count * 2);
            Array.Resize(ref _formedIn, Count * 2);
            Array.Resize(ref _lean, Count * 2);
        }
        if (_used + members.Length > _members.Length) Array.Resize(ref _members, Math.Max(_members.Length * 2, _used + members.Length));
        members.CopyTo(_members.AsSpan(_used));
        _first[Count] = _used;
        _count[Count] = members.Length;
        _formedIn[Count] = month;
        _lean[Count] = false;
        _used += members.Length;
        return Count++;
    }
}
