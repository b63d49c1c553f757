using TwinningSim.Kernel.Numerics;

namespace TwinningSim.Analysis.Targets;

/// <summary>A test of power one for whether a probability lies above or below a value: it goes on until it can tell, and is wrong with a small probability however long that takes.</summary>
/// <param name="probability">The value, above 0 and below 1.</param>
/// <param name="error">Largest probability of a wrong answer, above 0 and below 1.</param>
public sealed class SignTest(double probability, double error)
{
    private double _walk;

    /// <summary>Trials so far.</summary>
    public int Count { get; private set; }

    /// <summary>Above (+1), below (-1) or not told yet (0).</summary>
    public int Sign { get; private set; }

    /// <summary>The side that looks likelier, told or not.</summary>
    public bool LooksAbove => _walk >= 0;

    /// <summary>Takes a trial.</summary>
    public void Add(bool success)
    {
        Count++;
        _walk += (success ? 1 : 0) - probability;
        // A mixture boundary for sums of numbers in an interval of length 1, which vary by at most 1/4 each (Robbins 1970).
        double boundary = Math.Sqrt(0.25 * (Count + 1) * (PortableMath.Log(Count + 1) + 2 * PortableMath.Log(1 / error)));
        if (Sign == 0 && Math.Abs(_walk) > boundary) Sign = Math.Sign(_walk);
    }
}
