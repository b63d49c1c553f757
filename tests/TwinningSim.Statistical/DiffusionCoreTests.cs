using TwinningSim.Testing;

namespace TwinningSim.Statistical;

public class DiffusionCoreTests
{
    private const int Seeds = 10;

    /// <summary>
    /// Mean and standard deviation over 400 seeds of a program in another language with the same rules (2000 firms, double precision). The mean of ten seeds has a tenth of that variance;
    /// eight comparisons at |z| below 3 fail together in 2 % of worlds, and these seeds are fixed.
    /// </summary>
    [Fact]
    public void The_diffusion_core_agrees_with_the_yardstick()
    {
        (int Month, double[] Mean, double[] Deviation)[] table =
        [
            (24, [0.33138, 0.17020, 0.10150, 1.00160], [0.00128, 0.00078, 0.00387, 0.00006]),
            (72, [0.34469, 0.20102, 0.24597, 1.00977], [0.00173, 0.00216, 0.00971, 0.00050]),
        ];
        var sums = new double[2, 4];
        var core = new DiffusionCore(2000);
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            core.Start(seed);
            for (int t = 1; t <= 72; t++)
            {
                core.Advance();
                if (t is not (24 or 72)) continue;
                (double knowHow, double doHow, double practices, double productivity) = core.Means();
                double[] seen = [knowHow, doHow, practices, productivity];
                for (int m = 0; m < 4; m++) sums[t == 24 ? 0 : 1, m] += seen[m] / Seeds;
            }
        }
        string[] names = ["know-how", "do-how", "practices", "productivity"];
        for (int row = 0; row < 2; row++)
        {
            for (int m = 0; m < 4; m++)
            {
                double z = (sums[row, m] - table[row].Mean[m]) / (table[row].Deviation[m] / Math.Sqrt(Seeds));
                Assert.True(Math.Abs(z) < 3, $"month {table[row].Month}, {names[m]}: {sums[row, m]:0.00000} against {table[row].Mean[m]:0.00000}, z = {z:0.00}");
            }
        }
    }
}
