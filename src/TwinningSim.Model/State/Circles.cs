using TwinningSim.Kernel.Columns;

namespace TwinningSim.Model.State;

/// <summary>Training circles and the lean networks that some of them become.</summary>
internal sealed class Circles
{
    private readonly GrowableColumn<int> _members = new(), _first = new(), _size = new(), _formedIn = new();
    private readonly GrowableColumn<bool> _lean = new();

    public int Count => _first.Count;

    public void Clear()
    {
        _members.Clear();
        _first.Clear();
        _size.Clear();
        _formedIn.Clear();
        _lean.Clear();
    }

    public ReadOnlySpan<int> MembersOf(int circle) => _members.Span.Slice(_first[circle], _size[circle]);

    public int FormedIn(int circle) => _formedIn[circle];

    public bool IsLeanNetwork(int circle) => _lean[circle];

    public void MakeLeanNetwork(int circle) => _lean[circle] = true;

    /// <summary>Whether a circle still meets: for its months, or for good as a lean network.</summary>
    public bool Meets(int circle, int month, int months) => _lean[circle] || month < _formedIn[circle] + months;

    public int Form(ReadOnlySpan<int> members, int month)
    {
        _size.Add(members.Length);
        _formedIn.Add(month);
        _lean.Add(false);
        _first.Add(_members.Count);
        foreach (int firm in members) _members.Add(firm);
        return Count - 1;
    }
}
