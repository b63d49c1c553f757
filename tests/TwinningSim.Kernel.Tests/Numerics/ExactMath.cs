using System.Numerics;

namespace TwinningSim.Kernel.Tests.Numerics;

/// <summary>A number to some 300 bits: <paramref name="Mantissa"/> * 2^<paramref name="Exponent"/>.</summary>
internal readonly record struct Exact(BigInteger Mantissa, int Exponent)
{
    public static Exact From(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int biased = (int)(bits >> 52) & 0x7FF;
        BigInteger mantissa = (bits & 0xFFFFFFFFFFFFF) | (biased == 0 ? 0 : 1L << 52);
        return new Exact(x < 0 ? -mantissa : mantissa, Math.Max(biased, 1) - 1075);
    }

    /// <summary>The number as a whole multiple of 2^-<paramref name="places"/>, cut off.</summary>
    public BigInteger Fixed(int places) => Exponent + places >= 0 ? Mantissa << (Exponent + places) : Mantissa >> -(Exponent + places);

    /// <summary>What is missing from <paramref name="x"/> to this number.</summary>
    public double Beyond(double x) => (double)(Fixed(300) - From(x).Fixed(300)) * Math.Pow(2, -300);

    /// <summary>How far <paramref name="x"/> is from this number, in units of the last place that a double has near this number.</summary>
    public double UnitsInLastPlace(double x)
    {
        int leading = (int)BigInteger.Abs(Mantissa).GetBitLength() + Exponent - 1;
        int last = Math.Max(leading, -1022) - 52;
        BigInteger gap = From(x).Fixed(200 - last) - Fixed(200 - last);
        return (double)BigInteger.Abs(gap) / Math.Pow(2, 200);
    }
}

/// <summary>
/// The slow twin of <c>PortableMath</c>: the textbook series in whole numbers of hundreds of digits. Shares no constant, table or method with it.
/// </summary>
internal static class ExactMath
{
    private const int Places = 400;
    private static readonly BigInteger One = BigInteger.One << Places;
    private static readonly BigInteger Ln2 = 2 * ArcTanH(One / 3);

    public static Exact Exp(double x) => ExpFixed(Exact.From(x).Fixed(Places));

    public static Exact Log(double x) => new(LogFixed(Exact.From(x)), -Places);

    public static Exact Pow(double x, double y)
    {
        Exact factor = Exact.From(y);
        return ExpFixed(new Exact(LogFixed(Exact.From(x)) * factor.Mantissa, factor.Exponent - Places).Fixed(Places));
    }

    /// <summary>2 to the power of a fraction.</summary>
    public static Exact TwoToThe(int numerator, int denominator) => ExpFixed(numerator * Ln2 / denominator);

    private static Exact ExpFixed(BigInteger x)
    {
        BigInteger k = BigInteger.Divide(x, Ln2);
        BigInteger r = x - (k * Ln2), term = One, sum = One;
        for (int n = 1; !term.IsZero; n++)
        {
            term = (term * r >> Places) / n;
            sum += term;
        }
        return new Exact(sum, (int)k - Places);
    }

    private static BigInteger LogFixed(Exact x)
    {
        // m from 1/2 to 1, then ln m = 2 artanh((m-1)/(m+1)).
        int bits = (int)x.Mantissa.GetBitLength();
        BigInteger m = x.Mantissa << (Places - bits);
        return ((bits + x.Exponent) * Ln2) + (2 * ArcTanH((m - One) * One / (m + One)));
    }

    private static BigInteger ArcTanH(BigInteger s)
    {
        BigInteger square = s * s >> Places, power = s, sum = s;
        for (int n = 3; BigInteger.Abs(power) > 1; n += 2)
        {
            power = power * square >> Places;
            sum += power / n;
        }
        return sum;
    }
}
