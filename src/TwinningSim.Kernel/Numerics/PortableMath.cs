namespace TwinningSim.Kernel.Numerics;

/// <summary>Elementary functions whose results have the same bits on every machine: only + - * / and bit moves, which IEEE 754 fixes.</summary>
public static class PortableMath
{
    private const double Ln2High = 6.93147180369123816490e-01, Ln2Low = 1.90821492927058770002e-10, InverseLn2 = 1.44269504088896338700;

    /// <summary>e to the power <paramref name="x"/>. Error below 1 unit in the last place.</summary>
    public static double Exp(double x)
    {
        if (double.IsNaN(x)) return x;
        if (x > 709.782712893384) return double.PositiveInfinity;
        if (x < -745.13321910194122) return 0;
        double k = Math.Floor((x * InverseLn2) + 0.5);
        double high = x - (k * Ln2High), low = k * Ln2Low, r = high - low;
        // Rational approximation of Sun's fdlibm (1993), s. e_exp.c: R(r) = r - r^2 (P1 + r^2 (P2 + ...)).
        double t = r * r;
        double c = r - (t * (1.66666666666666019037e-01 + (t * (-2.77777777770155933842e-03 + (t * (6.61375632143793436117e-05
            + (t * (-1.65339022054652515390e-06 + (t * 4.13813679705723846039e-08)))))))));
        double y = 1.0 - (low - (r * c / (2.0 - c)) - high);
        return Scale(y, (int)k);
    }

    /// <summary>Natural logarithm of <paramref name="x"/>. Error below 1 unit in the last place; NaN below 0, negative infinity at 0.</summary>
    public static double Log(double x)
    {
        if (double.IsNaN(x) || x < 0) return double.NaN;
        if (x == 0) return double.NegativeInfinity;
        if (double.IsPositiveInfinity(x)) return x;
        int k = 0;
        if (x < 2.2250738585072014e-308)
        {
            x *= 18014398509481984.0;
            k = -54;
        }
        long bits = BitConverter.DoubleToInt64Bits(x);
        k += (int)(bits >> 52) - 1023;
        double m = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFFL) | 0x3FF0000000000000L);
        if (m > 1.4142135623730951)
        {
            m *= 0.5;
            k++;
        }
        // fdlibm e_log.c: log(1+f) = f - f^2/2 + s (f^2/2 + R), s = f/(2+f).
        double f = m - 1.0, s = f / (2.0 + f), z = s * s, w = z * z;
        double t1 = w * (3.999999999940941908e-01 + (w * (2.222219843214978396e-01 + (w * 1.531383769920937332e-01))));
        double t2 = z * (6.666666666666735130e-01 + (w * (2.857142874366239149e-01 + (w * (1.818357216161805012e-01 + (w * 1.479819860511658591e-01))))));
        double half = 0.5 * f * f;
        return (k * Ln2High) - (half - ((s * (half + t1 + t2)) + (k * Ln2Low)) - f);
    }

    /// <summary><paramref name="x"/> to the power <paramref name="y"/> for x of 0 or more: exp(y log x). Relative error below 1e-13 while |y log x| is below 100.</summary>
    public static double Pow(double x, double y) => y == 0 ? 1 : x == 0 ? (y > 0 ? 0 : double.PositiveInfinity) : Exp(y * Log(x));

    /// <summary>The logistic function 1/(1+e^-x).</summary>
    public static double Sigmoid(double x) => 1 / (1 + Exp(-x));

    /// <summary>The Hill function x^n/(x^n+h^n): 0 at 0, one half at h. 0 for x of 0 or less.</summary>
    public static double Hill(double x, double h, double n)
    {
        if (x <= 0) return 0;
        return 1 / (1 + Pow(h / x, n));
    }

    private static double Scale(double y, int k)
    {
        if (k > 1023) return y * 2 * BitConverter.Int64BitsToDouble((long)(k - 1 + 1023) << 52);
        if (k >= -1021) return y * BitConverter.Int64BitsToDouble((long)(k + 1023) << 52);
        return y * BitConverter.Int64BitsToDouble((long)(k + 1000 + 1023) << 52) * 9.33263618503218878990e-302;
    }
}
