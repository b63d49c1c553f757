namespace TwinningSim.Analysis.Targets;

/// <summary>
/// Halving under noise (Waeber, Frazier and Henderson 2013, SIAM Journal on Control and Optimization 51:2261-2279): a density of where the root lies, asked at its
/// median; an answer that is right with a probability p weighs its side by 2p and the other by 2(1 - p). A wrong answer is outvoted later, where plain halving would never come back.
/// </summary>
public sealed class ProbabilisticBisection
{
    private readonly double _low;
    private readonly List<(double End, double Density)> _pieces = [];

    /// <summary>Starts with a uniform density.</summary>
    /// <param name="low">Where the root lies at the least.</param>
    /// <param name="high">Where it lies at the most, above <paramref name="low"/>.</param>
    public ProbabilisticBisection(double low, double high)
    {
        if (!(low < high)) throw new ArgumentOutOfRangeException(nameof(high), high, $"Above {low} is allowed.");
        _low = low;
        _pieces.Add((high, 1 / (high - low)));
    }

    /// <summary>The densities from left to right, each up to its end.</summary>
    public IReadOnlyList<(double End, double Density)> Pieces => _pieces;

    /// <summary>Where to ask next: the median.</summary>
    public double Median => Quantile(0.5);

    /// <summary>Where a share of the density lies to the left.</summary>
    public double Quantile(double probability)
    {
        double left = _low;
        foreach ((double end, double density) in _pieces)
        {
            double mass = density * (end - left);
            if (mass >= probability && density > 0) return left + probability / density;
            probability -= mass;
            left = end;
        }
        return left;
    }

    /// <summary>Takes an answer about the median.</summary>
    /// <param name="right">Whether the root lies to the right of it, as far as the answer goes.</param>
    /// <param name="confidence">Probability that the answer is right, above 0.5 and below 1.</param>
    public void Answer(bool right, double confidence)
    {
        if (!(confidence > 0.5 && confidence < 1)) throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "Above 0.5 and below 1 is allowed.");
        double at = Median;
        double left = _low;
        for (int i = 0; i < _pieces.Count; i++)
        {
            (double end, double density) = _pieces[i];
            if (at > left && at < end)
            {
                _pieces.Insert(i, (at, density));
                end = at;
            }
            bool isRight = left >= at;
            _pieces[i] = (end, 2 * density * (isRight == right ? confidence : 1 - confidence));
            left = end;
        }
        // The median is exact only to the last digits: without this the whole would drift away from 1.
        double mass = 0;
        left = _low;
        foreach ((double end, double density) in _pieces)
        {
            mass += density * (end - left);
            left = end;
        }
        for (int i = 0; i < _pieces.Count; i++) _pieces[i] = (_pieces[i].End, _pieces[i].Density / mass);
    }
}
