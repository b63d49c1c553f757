using System.Globalization;
using System.Numerics;
using TwinningSim.Kernel.Randomness;

namespace TwinningSim.Analysis.Sampling;

/// <summary>
/// Sobol' sequences with the direction numbers of Joe and Kuo (2008, SIAM J. Sci. Comput. 30:2635-2654), in Gray-code order (Antonov and Saleev 1979). Best with a number of
/// points that is a power of 2, the first point (the origin) included.
/// </summary>
public static class SobolSequence
{
    /// <summary>The largest number of dimensions.</summary>
    public const int MostDimensions = 256;

    /// <summary>The largest number of points.</summary>
    public const int MostPoints = 1 << 24;

    private const int Digits = 32;
    private const double Unit = 1.0 / 4294967296.0;

    private static readonly uint[][] Directions = ReadDirections();

    /// <summary>The first points of the sequence itself, in [0, 1).</summary>
    /// <param name="count">Number of points, 1 to <see cref="MostPoints"/>.</param>
    /// <param name="dimensions">Number of dimensions, 1 to <see cref="MostDimensions"/>.</param>
    /// <returns>[point][dimension].</returns>
    public static double[][] Points(int count, int dimensions) => Make(count, dimensions, (word, _) => word * Unit);

    /// <summary>
    /// The points under Owen's nested uniform scrambling (Owen 1995): each digit is flipped or not by a lot that belongs to the digits before it. Each point is then uniform, and
    /// the set keeps its evenness; samples of several seeds are independent replications, so that the error can be estimated.
    /// </summary>
    /// <param name="count">Number of points, 1 to <see cref="MostPoints"/>.</param>
    /// <param name="dimensions">Number of dimensions, 1 to <see cref="MostDimensions"/>.</param>
    /// <param name="seed">Seed of the scrambling.</param>
    /// <returns>[point][dimension], strictly between 0 and 1.</returns>
    public static double[][] Scrambled(int count, int dimensions, ulong seed)
    {
        var draws = new Draws(seed, 0);
        // Digits that tell the points apart; all after them are pure chance, one lot for all together.
        int nested = Math.Max(1, Digits - BitOperations.LeadingZeroCount((uint)(count - 1)));
        return Make(count, dimensions, (word, dimension) => (Scramble(draws, word, dimension, nested) + 0.5) * Unit);
    }

    private static uint Scramble(Draws draws, uint word, int dimension, int nested)
    {
        uint scrambled = 0;
        for (int digit = 0; digit < nested; digit++)
        {
            uint before = digit == 0 ? 0 : word >> (Digits - digit);
            uint flip = draws.Bits(Chance.Digit, dimension, digit, (int)before) & 1;
            scrambled |= (((word >> (Digits - 1 - digit)) & 1) ^ flip) << (Digits - 1 - digit);
        }
        if (nested == Digits) return scrambled;
        uint prefix = word >> (Digits - nested);
        return scrambled | (draws.Bits(Chance.Digit, dimension, nested, (int)prefix) >> nested);
    }

    private static double[][] Make(int count, int dimensions, Func<uint, int, double> finish)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MostPoints);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimensions, MostDimensions);
        var words = new uint[dimensions];
        var points = new double[count][];
        for (int n = 0; n < count; n++)
        {
            // From one point to the next, one direction: that of the lowest digit of n - 1 that is 0.
            if (n > 0)
            {
                int changed = BitOperations.TrailingZeroCount(n);
                for (int d = 0; d < dimensions; d++) words[d] ^= Directions[d][changed];
            }
            points[n] = new double[dimensions];
            for (int d = 0; d < dimensions; d++) points[n][d] = finish(words[d], d);
        }
        return points;
    }

    private static uint[][] ReadDirections()
    {
        var directions = new uint[MostDimensions][];
        directions[0] = [.. Enumerable.Range(0, Digits).Select(i => 1u << (Digits - 1 - i))];
        using Stream stream = typeof(SobolSequence).Assembly.GetManifestResourceStream("TwinningSim.Analysis.joe-kuo.txt")
            ?? throw new InvalidOperationException("The program was built without its data file 'joe-kuo.txt'.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            int[] row = [.. line.Split(' ').Select(word => int.Parse(word, CultureInfo.InvariantCulture))];
            directions[row[0] - 1] = DirectionsOf(row[1], row[2], row.AsSpan(3));
        }
        return directions;
    }

    // The recurrence of Bratley and Fox (1988): v_i from the s before it, by the polynomial.
    private static uint[] DirectionsOf(int degree, int polynomial, ReadOnlySpan<int> initial)
    {
        var v = new uint[Digits];
        for (int i = 0; i < Digits; i++)
        {
            if (i < degree)
            {
                v[i] = (uint)initial[i] << (Digits - 1 - i);
                continue;
            }
            v[i] = v[i - degree] ^ (v[i - degree] >> degree);
            for (int k = 1; k < degree; k++)
            {
                if ((polynomial >> (degree - 1 - k) & 1) != 0) v[i] ^= v[i - k];
            }
        }
        return v;
    }
}
