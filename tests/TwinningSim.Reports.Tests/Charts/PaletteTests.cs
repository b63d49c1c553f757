using TwinningSim.Reports.Charts;

namespace TwinningSim.Reports.Tests.Charts;

/// <summary>Contrast after WCAG 2.2; colour blindness after Machado, Oliveira and Fernandes (2009), severity 1; distance in CIE 1976 L*a*b*.</summary>
public class PaletteTests
{
    private static readonly Dictionary<string, double[]> Eyes = new()
    {
        ["usual"] = [1, 0, 0, 0, 1, 0, 0, 0, 1],
        ["protanopia"] = [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
        ["deuteranopia"] = [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881],
        ["tritanopia"] = [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900],
    };

    public static TheoryData<string> EyeNames => [.. Eyes.Keys];

    private static double[] Linear(string hex) => [.. new[] { 1, 3, 5 }.Select(i => Convert.ToInt32(hex.Substring(i, 2), 16) / 255.0).Select(v => v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4))];

    internal static double Contrast(string a, string b)
    {
        static double Luminance(double[] c) => (0.2126 * c[0]) + (0.7152 * c[1]) + (0.0722 * c[2]);
        (double x, double y) = (Luminance(Linear(a)), Luminance(Linear(b)));
        return (Math.Max(x, y) + 0.05) / (Math.Min(x, y) + 0.05);
    }

    private static double[] Lab(string hex, double[] eye)
    {
        double[] c = Linear(hex);
        double[] seen = [.. Enumerable.Range(0, 3).Select(r => Math.Clamp((eye[3 * r] * c[0]) + (eye[(3 * r) + 1] * c[1]) + (eye[(3 * r) + 2] * c[2]), 0, 1))];
        static double F(double t) => t > 0.008856 ? Math.Cbrt(t) : (7.787 * t) + (16 / 116.0);
        double x = F(((0.4124 * seen[0]) + (0.3576 * seen[1]) + (0.1805 * seen[2])) / 0.95047);
        double y = F((0.2126 * seen[0]) + (0.7152 * seen[1]) + (0.0722 * seen[2]));
        double z = F(((0.0193 * seen[0]) + (0.1192 * seen[1]) + (0.9505 * seen[2])) / 1.08883);
        return [(116 * y) - 16, 500 * (x - y), 200 * (y - z)];
    }

    [Fact]
    public void Black_on_white_has_the_contrast_that_the_standard_states() => Assert.Equal(21, Contrast("#000000", "#ffffff"), 9);

    [Fact]
    public void Every_colour_can_be_read_as_text_on_white()
        => Assert.All([.. Palette.Colours, Palette.Ink, Palette.Muted], colour => Assert.True(Contrast(colour, "#ffffff") >= 4.5, $"{colour}: {Contrast(colour, "#ffffff"):0.00}"));

    [Theory]
    [MemberData(nameof(EyeNames))]
    public void No_two_colours_look_alike_to_any_eye(string eye)
    {
        for (int i = 0; i < Palette.Colours.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double[] a = Lab(Palette.Colours[i], Eyes[eye]), b = Lab(Palette.Colours[j], Eyes[eye]);
                double distance = Math.Sqrt(a.Zip(b).Sum(p => (p.First - p.Second) * (p.First - p.Second)));
                Assert.True(distance > 15, $"{Palette.Colours[i]} and {Palette.Colours[j]}: {distance:0.0}");
            }
        }
    }

    [Fact]
    public void No_two_series_share_a_pattern_or_a_marker()
    {
        int n = Palette.Colours.Length;
        Assert.Equal(n, Enumerable.Range(0, n).Select(Palette.Marker).Distinct().Count());
        Assert.Equal(n, Enumerable.Range(0, n).Select(i => (string.Join(' ', Palette.Pattern(i).Intervals), Palette.Hex(i) == Palette.Ink)).Distinct().Count());
    }
}
