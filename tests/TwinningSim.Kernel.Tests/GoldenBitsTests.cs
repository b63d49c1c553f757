using System.Globalization;
using TwinningSim.Kernel.Numerics;
using TwinningSim.Kernel.Randomness;

namespace TwinningSim.Kernel.Tests;

/// <summary>
/// Results must have the same bits on every machine. This pins them: a processor, a runtime or a compiler switch that fuses, reorders or widens a calculation fails here.
/// The values are those of this code (how right they are is tested elsewhere); changing them changes published results and belongs into the change log.
/// </summary>
public sealed class GoldenBitsTests
{
    private static readonly Draws Draws = new(20070226, 17);
    private static readonly DrawPurpose Purpose = new(200);

    private static readonly Dictionary<string, Func<int, double>> Functions = new()
    {
        ["exp"] = i => PortableMath.Exp(At(i, -20, 20)),
        ["exp, wide"] = i => PortableMath.Exp(At(i, -744, 709)),
        ["log"] = i => PortableMath.Log(At(i, 0, 3)),
        ["log, wide"] = i => PortableMath.Log(PortableMath.Exp(At(i, -744, 709))),
        ["pow"] = i => PortableMath.Pow(At(i, 0, 10), At(i + 1, -5, 5)),
        ["sigmoid"] = i => PortableMath.Sigmoid(At(i, -10, 10)),
        ["hill, whole n"] = i => PortableMath.Hill(At(i, 0, 1), 0.4, 3),
        ["hill"] = i => PortableMath.Hill(At(i, 0, 1), 0.55, 5.5),
        ["normal"] = i => Draws.Normal(Purpose, i, 9),
        ["gamma"] = i => Sample(i, (ref DrawStream s) => Distributions.Gamma(At(i, 0, 5), ref s)),
        ["beta"] = i => Sample(i, (ref DrawStream s) => Distributions.Beta(At(i, 0, 1), 8, ref s)),
        ["poisson"] = i => Distributions.Poisson(At(i, 0, 30), At(i + 1, 0, 1)),
    };

    [Theory]
    [InlineData("exp", "3e5dd93624b320c1", "3f84c8f7da29169f", "3e320d8b9f1c023f", "5d822ffd61c84de9")]
    [InlineData("exp, wide", "055f90d2ad13a84b", "2f523f18cb200066", "0000003f1551925c", "151213685a354b62")]
    [InlineData("log", "bffa2540bdf88089", "3fc286549e7cd05c", "c0076ecf2f38385e", "83114f6facd2d005")]
    [InlineData("log, wide", "c0844bf0c9de8400", "c06707dd52c21000", "c08670eb54129bfc", "af18d7782e7ef6cc")]
    [InlineData("pow", "3ffa361fee0c45e5", "3f588da10bd1ca68", "3f59ad200624ea93", "f356f32d2722b97d")]
    [InlineData("sigmoid", "3f25d9909cc0e25f", "3fb76dfa10877052", "3f10fe900bd7c841", "8ff896afa3a4e5b4")]
    [InlineData("hill, whole n", "3f718915516c4742", "3fde327eee870fe6", "3f17281402ff4abd", "fe603447d8b14a91")]
    [InlineData("hill", "3ee0ae72a99db2f6", "3fbfa7bef5440412", "3e3b8f5614ae662a", "96b6cd6ba552adaa")]
    [InlineData("normal", "bffaaa4a8afb94d2", "3ff8bb0e265b679f", "3fb19c110a11285e", "9bbccd6d60bb0b4c")]
    [InlineData("gamma", "3fab10dfbb6777f3", "3ff25887af48dc18", "3d6a2821c30824d0", "9e86a4a9f72d2ba8")]
    [InlineData("beta", "3fa3bbf03262d33d", "3fd6720240f4d2ab", "3e2f6c9d3934439b", "7ead13164ce5329a")]
    [InlineData("poisson", "3ff0000000000000", "4014000000000000", "3ff0000000000000", "2f24bb178b17a745")]
    public void The_bits_are_the_same_on_every_machine(string function, string first, string second, string third, string all)
    {
        Func<int, double> f = Functions[function];
        Assert.Equal((first, second, third, all), (Hex(f(1)), Hex(f(2)), Hex(f(3)), Folded(f, 1000)));
    }

    [Fact]
    public void Every_function_is_pinned()
        => Assert.Equal(
            Functions.Keys.Order(StringComparer.Ordinal),
            typeof(GoldenBitsTests).GetMethod(nameof(The_bits_are_the_same_on_every_machine))!.GetCustomAttributes(typeof(InlineDataAttribute), false)
                .Select(a => (string)((InlineDataAttribute)a).GetData(null!).Single()[0]).Order(StringComparer.Ordinal));

    private delegate double Sampler(ref DrawStream stream);

    private static double At(int i, double low, double high) => low + ((high - low) * Draws.Uniform(Purpose, i, 0));

    private static double Sample(int i, Sampler sample)
    {
        DrawStream stream = Draws.Stream(Purpose, i, 1);
        return sample(ref stream);
    }

    private static string Hex(double x) => BitConverter.DoubleToInt64Bits(x).ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>The bits of many values in one word (FNV-1a).</summary>
    private static string Folded(Func<int, double> f, int count)
    {
        ulong hash = 14695981039346656037;
        for (int i = 0; i < count; i++) hash = (hash ^ (ulong)BitConverter.DoubleToInt64Bits(f(i))) * 1099511628211;
        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }
}
