namespace TwinningSim.Analysis.Estimation;

/// <summary>Mean and variance in one pass, one value after the other (Welford 1962). The same values in the same order give the same bits.</summary>
public struct Moments
{
    private double _squares;

    /// <summary>Moments that were found in another way.</summary>
    /// <param name="count">Number of values.</param>
    /// <param name="mean">Their mean.</param>
    /// <param name="squares">Sum of the squares of their distances from it.</param>
    internal Moments(int count, double mean, double squares) => (Count, Mean, _squares) = (count, mean, squares);

    /// <summary>Number of values.</summary>
    public int Count { get; private set; }

    /// <summary>Their mean; 0 without values.</summary>
    public double Mean { get; private set; }

    /// <summary>Their sample variance, with n - 1; NaN for fewer than two values.</summary>
    public readonly double Variance => Count < 2 ? double.NaN : _squares / (Count - 1);

    /// <summary>Adds a value.</summary>
    public void Add(double value)
    {
        Count++;
        double distance = value - Mean;
        Mean += distance / Count;
        _squares += distance * (value - Mean);
    }

    /// <summary>The moments of some values, in their order.</summary>
    public static Moments Of(ReadOnlySpan<double> values)
    {
        var moments = new Moments();
        foreach (double value in values) moments.Add(value);
        return moments;
    }
}
