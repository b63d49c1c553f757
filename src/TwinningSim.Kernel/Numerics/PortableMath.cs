using System.Runtime.CompilerServices;

namespace TwinningSim.Kernel.Numerics;

/// <summary>
/// Elementary functions whose results have the same bits on every machine: only + - * / and bit moves, which IEEE 754 fixes, and which .NET neither reorders nor fuses.
/// Tables and short polynomials, after the method of Tang 1989 ("Table-driven implementation of the exponential function") and of Arm's optimized routines.
/// </summary>
public static partial class PortableMath
{
    // ln 2 and ln 2 / 128 as high + low: the high part has so many trailing zeros that its product with any exponent is exact.
    private const double Ln2High = 0.6931471805598903, Ln2Low = 5.497923018708371e-14;
    private const double StepHigh = 0.005415212348111709, StepLow = 1.2864023111638346e-14, StepsPerUnit = 184.6649652337873;

    /// <summary>Adding 1.5 * 2^52 rounds to a whole number, which then stands in the lowest bits.</summary>
    private const double Rounder = 6755399441055744.0;

    /// <summary>Bits of the smallest mantissa, about 0.7057. So 1 lies well inside a subinterval; that one has q = 1, and the logarithm near 1 keeps all its digits.</summary>
    private const ulong LogStart = 0x3FE6955500000000;

    private const ulong SmallestNormal = 0x0010000000000000, Infinity = 0x7FF0000000000000;

    /// <summary>e to the power <paramref name="x"/>. Error below 0.52 units in the last place, also where the result is subnormal.</summary>
    public static double Exp(double x) => Exp(x, 0);

    /// <summary>Natural logarithm of <paramref name="x"/>. Error below 0.51 units in the last place; NaN below 0, negative infinity at 0.</summary>
    public static double Log(double x)
    {
        if (BitConverter.DoubleToUInt64Bits(x) - SmallestNormal >= Infinity - SmallestNormal)
        {
            if (double.IsNaN(x) || x < 0) return double.NaN;
            if (x == 0) return double.NegativeInfinity;
            if (double.IsPositiveInfinity(x)) return x;
        }
        return Log(x, out _);
    }

    /// <summary><paramref name="x"/> to the power <paramref name="y"/> for x of 0 or more; NaN below 0. Error below 0.52 units in the last place, 0.55 where the result is subnormal.</summary>
    public static double Pow(double x, double y)
    {
        if (y == 0 || x == 1) return 1;
        if (!(x > 0) || !(Math.Abs(y) < double.PositiveInfinity) || double.IsPositiveInfinity(x)) return PowOfSpecial(x, y);
        double high = Log(x, out double low);
        // y * (high + low) in two parts: the factors are cut so that the product of the leading halves is exact.
        double yHead = Head(y), logHead = Head(high);
        double product = yHead * logHead;
        return Exp(product, ((y - yHead) * logHead) + (y * (high - logHead + low)));
    }

    /// <summary>The logistic function 1/(1+e^-x).</summary>
    public static double Sigmoid(double x) => 1 / (1 + Exp(-x));

    /// <summary>
    /// A number that is at least the logistic function of <paramref name="x"/> and at most the eighth root of e times as large: enough to see that a lot is too high, without an exponential. 1 for NaN.
    /// </summary>
    public static double SigmoidCeiling(double x)
    {
        double place = (x * CeilingSteps) + (CeilingRange * CeilingSteps) + 1;
        return place < 1 ? CeilingTable[0] : place < CeilingTable.Length ? CeilingTable[(int)place] : 1;
    }

    private const int CeilingSteps = 8, CeilingRange = 16;

    private static readonly double[] CeilingTable =
        [.. Enumerable.Range(0, 2 * CeilingRange * CeilingSteps).Select(n => Sigmoid(((double)n / CeilingSteps) - CeilingRange) * (1 + 1e-12))];

    /// <summary>The Hill function x^n/(x^n+h^n): 0 at 0, one half at h. 0 for x of 0 or less.</summary>
    /// <param name="x">Where.</param>
    /// <param name="h">The x of one half, above 0.</param>
    /// <param name="n">Steepness, above 0. A whole number up to 8 takes a few multiplications, any other a power.</param>
    public static double Hill(double x, double h, double n)
    {
        if (x <= 0) return 0;
        double ratio = h / x;
        int times = (int)n;
        if (times != n || times is < 1 or > 8) return 1 / (1 + Pow(ratio, n));
        double power = ratio;
        while (--times > 0) power *= ratio;
        return 1 / (1 + power);
    }

    /// <summary>e to the power x + low, where low is tiny against x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Exp(double x, double low)
    {
        // Not nearer to the edge: below e^-690 the product at the end can be subnormal and lose digits.
        if (!(Math.Abs(x) < 690)) return ExpAtTheEdge(x, low);
        double tail = ExpParts(x, low, out double scale, out long exponent);
        scale = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(scale) + (exponent << 52));
        return scale + (scale * tail);
    }

    /// <summary>e^(x + low) = 2^exponent * scale * (1 + tail), scale from 1 to 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double ExpParts(double x, double low, out double scale, out long exponent)
    {
        double rounded = (x * StepsPerUnit) + Rounder;
        long steps = BitConverter.DoubleToInt64Bits(rounded);
        double k = rounded - Rounder;
        double r = x - (k * StepHigh) - (k * StepLow) + low;
        int i = (int)steps & 127;
        scale = PowersOfTwo[2 * i];
        exponent = steps << 13 >> 20;
        double r2 = r * r;
        // |r| < 0.0028, so the series ends after five terms.
        return PowersOfTwo[(2 * i) + 1] + r + (r2 * (0.5 + (r * (1.0 / 6)))) + (r2 * r2 * ((1.0 / 24) + (r * (1.0 / 120))));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double ExpAtTheEdge(double x, double low)
    {
        if (double.IsNaN(x)) return x;
        if (x > 710) return double.PositiveInfinity;
        if (x < -746) return 0;
        double tail = ExpParts(x, low, out double scale, out long exponent);
        if (exponent > 0) return (scale + (scale * tail)) * PowerOfTwo(1000) * PowerOfTwo((int)exponent - 1000);
        // A subnormal result has fewer digits: add 1 in the scale where those digits are the last ones of a double, so that only one rounding happens.
        double up = PowerOfTwo((int)exponent + 1022);
        double head = up * scale, rest = up * (scale * tail), y = head + rest;
        if (y < 1)
        {
            double sum = 1 + y;
            y = sum + (1 - sum + y + (head - y + rest)) - 1;
        }
        return y * PowerOfTwo(-1022);
    }

    private static double PowerOfTwo(int exponent) => BitConverter.Int64BitsToDouble((long)(exponent + 1023) << 52);

    /// <summary>The logarithm of a positive finite number to about 68 bits: the value returned plus <paramref name="low"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Log(double x, out double low)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(x);
        int k = 0;
        if (bits < SmallestNormal)
        {
            bits = BitConverter.DoubleToUInt64Bits(x * 4503599627370496.0);
            k = -52;
        }
        // x = 2^k z with z in the table's range, q close to 1/z: ln x = k ln 2 - ln q + ln(1 + r), r = z q - 1.
        ulong offset = bits - LogStart;
        int i = (int)(offset >> 45) & 127;
        k += (int)((long)offset >> 52);
        ulong mantissa = bits - (offset & 0xFFF0000000000000);
        double q = Logarithms[3 * i];
        // z in two halves, so that the products with q and the square of the leading half are exact.
        double z = BitConverter.UInt64BitsToDouble(mantissa), zHead = BitConverter.UInt64BitsToDouble((mantissa + 0x80000000) & 0xFFFFFFFF00000000);
        double rHead = (zHead * q) - 1, rRest = (z - zHead) * q, r = rHead + rRest;

        double whole = (k * Ln2High) + Logarithms[(3 * i) + 1];
        double first = whole + r;
        double halfSquare = -0.5 * rHead * rHead;
        double sum = first + halfSquare;
        double r2 = r * r;
        double series = r * r2 * ((1.0 / 3) + (r * (-1.0 / 4)) + (r2 * ((1.0 / 5) + (r * (-1.0 / 6)) + (r2 * ((1.0 / 7) + (r * (-1.0 / 8)) + (r2 * (1.0 / 9)))))));
        double rest = (k * Ln2Low) + Logarithms[(3 * i) + 2] + (whole - first + r) + (rHead - r + rRest) + (first - sum + halfSquare)
            - (0.5 * rRest * (r + rHead)) + series;
        double high = sum + rest;
        low = sum - high + rest;
        return high;
    }

    /// <summary>The leading 26 digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Head(double x) => BitConverter.UInt64BitsToDouble(BitConverter.DoubleToUInt64Bits(x) & 0xFFFFFFFFF8000000);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double PowOfSpecial(double x, double y)
    {
        if (double.IsNaN(x) || double.IsNaN(y) || x < 0) return double.NaN;
        if (double.IsInfinity(y)) return x > 1 == y > 0 ? double.PositiveInfinity : 0;
        return x == 0 == y > 0 ? 0 : double.PositiveInfinity;
    }
}
