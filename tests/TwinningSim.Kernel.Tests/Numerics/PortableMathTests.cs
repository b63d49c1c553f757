using CsCheck;
using TwinningSim.Kernel.Numerics;

namespace TwinningSim.Kernel.Tests.Numerics;

/// <summary>Two references that share nothing with the code: values of mpmath 1.3 at 60 digits (the tables), and <see cref="ExactMath"/> in whole numbers (the properties).</summary>
public sealed class PortableMathTests
{
    private const double Infinity = double.PositiveInfinity;

    /// <summary>Every finite positive double, subnormals included, all exponents equally likely.</summary>
    private static readonly Gen<double> Positive = Gen.Long[1, 0x7FEFFFFFFFFFFFFF].Select(BitConverter.Int64BitsToDouble);

    [Theory]
    [InlineData(8.673617379884035e-19, 1)]
    [InlineData(-8.673617379884035e-19, 1)]
    [InlineData(1e-10, 1.0000000001)]
    [InlineData(0.5, 1.6487212707001282)]
    [InlineData(-0.5, 0.6065306597126334)]
    [InlineData(1, 2.718281828459045)]
    [InlineData(-1, 0.36787944117144233)]
    [InlineData(0.6931471805599453, 2)]
    [InlineData(10, 22026.465794806718)]
    [InlineData(-10, 4.5399929762484854e-05)]
    [InlineData(100, 2.6881171418161356e+43)]
    [InlineData(-100, 3.720075976020836e-44)]
    [InlineData(709.782712893384, 1.7976931348622732e+308)]
    [InlineData(-708.5, 2.006132305331306e-308)]
    [InlineData(-745.1, 5e-324)]
    [InlineData(0.1, 1.1051709180756477)]
    [InlineData(3.141592653589793, 23.140692632779267)]
    public void Exp_agrees_with_high_precision(double x, double expected) => AssertNear(expected, PortableMath.Exp(x));

    [Theory]
    [InlineData(5e-324, -744.4400719213812)]
    [InlineData(1e-310, -713.8013788281542)]
    [InlineData(2.2250738585072014e-308, -708.3964185322641)]
    [InlineData(1e-10, -23.025850929940457)]
    [InlineData(0.5, -0.6931471805599453)]
    [InlineData(0.9999999999999999, -1.1102230246251565e-16)]
    [InlineData(1.0000000000000002, 2.2204460492503128e-16)]
    [InlineData(0.99, -0.01005033585350145)]
    [InlineData(1.01, 0.009950330853168092)]
    [InlineData(1.4142135623730951, 0.3465735902799727)]
    [InlineData(2, 0.6931471805599453)]
    [InlineData(2.718281828459045, 1)]
    [InlineData(10, 2.302585092994046)]
    [InlineData(1000000, 13.815510557964274)]
    [InlineData(1.7976931348623157e+308, 709.782712893384)]
    public void Log_agrees_with_high_precision(double x, double expected) => AssertNear(expected, PortableMath.Log(x));

    [Theory]
    [InlineData(2, 0.5, 1.4142135623730951)]
    [InlineData(10, -3, 0.001)]
    [InlineData(0.5, 1074, 5e-324)]
    [InlineData(2, 1023.5, 1.2711610061536464e+308)]
    [InlineData(1.0000001, 1000000000, 2.6881038582144647e+43)]
    [InlineData(0.3, 6, 0.0007289999999999998)]
    [InlineData(0.97, 120, 0.02585878480181488)]
    [InlineData(800, 0.5, 28.284271247461902)]
    [InlineData(50, 0.7, 15.462474735549584)]
    [InlineData(1.5, -700, 5.446514460510651e-124)]
    [InlineData(1e-300, 1.02, 9.999999999999877e-307)]
    [InlineData(5e-324, 0.1, 4.6706622762338734e-33)]
    [InlineData(0.9999999999999999, 1e+17, 1.5078657172714957e-05)]
    [InlineData(1e-05, 61.9, 3.16227766016843e-310)]
    [InlineData(1.1, 7000.5, 5.881558894572704e+289)]
    public void Pow_agrees_with_high_precision(double x, double y, double expected) => AssertNear(expected, PortableMath.Pow(x, y));

    [Fact]
    public void The_table_of_powers_of_two_holds_the_nearest_doubles_and_their_errors()
    {
        ReadOnlySpan<double> table = PortableMath.PowersOfTwo;
        Assert.Equal(256, table.Length);
        for (int i = 0; i < 128; i++)
        {
            Exact power = ExactMath.TwoToThe(i, 128);
            Assert.InRange(power.UnitsInLastPlace(table[2 * i]), 0, 0.5);
            Assert.Equal(power.Beyond(table[2 * i]) / table[2 * i], table[(2 * i) + 1], 1e-31);
        }
    }

    [Fact]
    public void The_table_of_logarithms_holds_short_inverses_and_their_logarithms_in_two_parts()
    {
        ReadOnlySpan<double> table = PortableMath.Logarithms;
        Assert.Equal(3 * 128, table.Length);
        for (int i = 0; i < 128; i++)
        {
            double q = table[3 * i], high = table[(3 * i) + 1], low = table[(3 * i) + 2];
            Assert.Equal(Math.Floor(q * 512), q * 512);
            Assert.Equal(Math.Floor(high * Math.Pow(2, 42)), high * Math.Pow(2, 42));
            // The logarithm of 1/q: both signs turned.
            Assert.Equal(-ExactMath.Log(q).Beyond(-high), low, 3e-29);
            Assert.InRange(Math.Abs(low), 0, Math.Pow(2, -43));
        }
    }

    [Fact]
    public void Exp_errs_by_less_than_0_52_units_in_the_last_place()
        => Gen.OneOf(Gen.Double[-745, 709.78], Gen.Double[-3, 3], Gen.Double[-745.1, -708], Positive.Where(x => x < 700))
            .Sample(x => Assert.InRange(ExactMath.Exp(x).UnitsInLastPlace(PortableMath.Exp(x)), 0, 0.52), iter: 10_000);

    [Fact]
    public void Log_errs_by_less_than_0_51_units_in_the_last_place()
        => Gen.OneOf(Positive, Gen.Double[0.69, 1.42], Gen.Select(Gen.Double[-1, 1], Gen.Int[1, 50], (x, n) => 1 + (x * Math.Pow(2, -n))))
            .Where(x => x > 0 && x != 1)
            .Sample(x => Assert.InRange(ExactMath.Log(x).UnitsInLastPlace(PortableMath.Log(x)), 0, 0.51), iter: 10_000);

    [Fact]
    public void Pow_errs_by_less_than_0_52_units_in_the_last_place()
        => Gen.OneOf(
                Gen.Select(Gen.OneOf(Positive, Gen.Double[0.9, 1.1]).Where(x => x > 0 && x != 1), Gen.Double[-708, 708], (x, power) => (X: x, Y: power / Math.Log(x))),
                Gen.Select(Gen.Double[0.01, 100], Gen.Double[-10, 10], (x, y) => (X: x, Y: y)))
            .Where(p => double.IsFinite(p.Y) && Math.Abs(p.Y * Math.Log(p.X)) < 708)
            .Sample(p => Assert.InRange(ExactMath.Pow(p.X, p.Y).UnitsInLastPlace(PortableMath.Pow(p.X, p.Y)), 0, 0.52), iter: 10_000);

    [Fact]
    public void Pow_errs_by_less_than_0_55_units_in_the_last_place_where_the_result_is_subnormal()
        => Gen.Select(Positive.Where(x => x != 1), Gen.Double[-745, -708.5], (x, power) => (X: x, Y: power / Math.Log(x)))
            .Where(p => double.IsFinite(p.Y))
            .Sample(p => Assert.InRange(ExactMath.Pow(p.X, p.Y).UnitsInLastPlace(PortableMath.Pow(p.X, p.Y)), 0, 0.55), iter: 5_000);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-0.0, 1)]
    [InlineData(double.Epsilon, 1)]
    [InlineData(Infinity, Infinity)]
    [InlineData(-Infinity, 0)]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(709.7827128933841, Infinity)]
    [InlineData(1e300, Infinity)]
    [InlineData(-745.1332191019411, double.Epsilon)]
    [InlineData(-745.1332191019412, 0)]
    [InlineData(-1e300, 0)]
    public void Exp_of_a_special_value(double x, double expected) => Assert.Equal(expected, PortableMath.Exp(x));

    [Theory]
    [InlineData(0, -Infinity)]
    [InlineData(-0.0, -Infinity)]
    [InlineData(1, 0)]
    [InlineData(Infinity, Infinity)]
    [InlineData(-1, double.NaN)]
    [InlineData(-double.Epsilon, double.NaN)]
    [InlineData(-Infinity, double.NaN)]
    [InlineData(double.NaN, double.NaN)]
    public void Log_of_a_special_value(double x, double expected) => Assert.Equal(expected, PortableMath.Log(x));

    [Theory]
    [InlineData(0, 2, 0)]
    [InlineData(0, -2, Infinity)]
    [InlineData(0, 0, 1)]
    [InlineData(1, Infinity, 1)]
    [InlineData(1, double.NaN, 1)]
    [InlineData(double.NaN, 0, 1)]
    [InlineData(Infinity, 0, 1)]
    [InlineData(Infinity, 0.5, Infinity)]
    [InlineData(Infinity, -0.5, 0)]
    [InlineData(2, Infinity, Infinity)]
    [InlineData(2, -Infinity, 0)]
    [InlineData(0.5, Infinity, 0)]
    [InlineData(0.5, -Infinity, Infinity)]
    [InlineData(0, Infinity, 0)]
    [InlineData(0, -Infinity, Infinity)]
    [InlineData(2, 1024, Infinity)]
    [InlineData(2, 1e308, Infinity)]
    [InlineData(2, -1e308, 0)]
    [InlineData(0.5, 1e308, 0)]
    [InlineData(2, -1074, double.Epsilon)]
    [InlineData(2, -1076, 0)]
    [InlineData(3, double.Epsilon, 1)]
    [InlineData(-2, 2, double.NaN)]
    [InlineData(double.NaN, 1, double.NaN)]
    [InlineData(2, double.NaN, double.NaN)]
    [InlineData(0, double.NaN, double.NaN)]
    public void Pow_of_special_values(double x, double y, double expected) => Assert.Equal(expected, PortableMath.Pow(x, y));

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.7310585786300049)]
    [InlineData(-1, 0.2689414213699951)]
    [InlineData(40, 1)]
    [InlineData(-700, 9.859676543759770e-305)]
    [InlineData(Infinity, 1)]
    [InlineData(-Infinity, 0)]
    public void The_logistic_function_takes_the_values_of_its_formula(double x, double expected) => AssertNear(expected, PortableMath.Sigmoid(x), 2);

    [Theory]
    [InlineData(0.4, 0.4, 3, 0.5)]
    [InlineData(0.8, 0.4, 3, 8.0 / 9)]
    [InlineData(0.2, 0.4, 1, 1.0 / 3)]
    [InlineData(0.2, 0.4, 2.5, 0.15022110482233484)]
    [InlineData(2, 1, 8, 256.0 / 257)]
    [InlineData(2, 1, 9, 512.0 / 513)]
    [InlineData(0, 0.4, 3, 0)]
    [InlineData(-1, 0.4, 3, 0)]
    [InlineData(1e-200, 0.4, 3, 0)]
    [InlineData(Infinity, 0.4, 3, 1)]
    [InlineData(double.NaN, 0.4, 3, double.NaN)]
    public void The_Hill_function_takes_the_values_of_its_formula(double x, double h, double n, double expected)
    {
        if (double.IsFinite(expected)) AssertNear(expected, PortableMath.Hill(x, h, n), 4);
        else Assert.Equal(expected, PortableMath.Hill(x, h, n));
    }

    [Fact]
    public void The_Hill_function_by_multiplication_and_by_power_are_the_same_function()
        => Gen.Select(Gen.Double[0.001, 3], Gen.Double[0.01, 2], Gen.Int[1, 8])
            .Sample((x, h, n) => Assert.Equal(1 / (1 + PortableMath.Pow(h / x, n)), PortableMath.Hill(x, h, n), 1e-14));

    private static void AssertNear(double expected, double actual, double units = 1)
        => Assert.InRange(Exact.From(expected).UnitsInLastPlace(actual), 0, units);
}
