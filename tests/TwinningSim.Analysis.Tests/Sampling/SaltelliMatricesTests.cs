using TwinningSim.Analysis.Sampling;

namespace TwinningSim.Analysis.Tests.Sampling;

public sealed class SaltelliMatricesTests
{
    [Fact]
    public void A_mixed_matrix_is_A_with_one_column_from_B()
    {
        SaltelliMatrices plan = SaltelliMatrices.Make(8, 3, 1);
        Assert.Equal(8 * 5, plan.Points.Count);
        double[][] a = [.. plan.Points.Take(8)], b = [.. plan.Points.Skip(8).Take(8)];
        for (int i = 0; i < 3; i++)
        {
            for (int r = 0; r < 8; r++)
            {
                double[] mixed = plan.Points[((i + 2) * 8) + r];
                for (int j = 0; j < 3; j++) Assert.Equal(j == i ? b[r][j] : a[r][j], mixed[j]);
            }
        }
        Assert.Empty(a.SelectMany(x => x).Intersect(b.SelectMany(x => x)));
    }

    [Fact]
    public void Results_are_handed_back_by_matrix()
    {
        SaltelliMatrices plan = SaltelliMatrices.Make(4, 2, 1);
        (double[] a, double[] b, double[][] mixed) = plan.Split([.. Enumerable.Range(0, 16).Select(i => (double)i)]);
        Assert.Equal([0, 1, 2, 3], a);
        Assert.Equal([4, 5, 6, 7], b);
        Assert.Equal([[8, 9, 10, 11], [12, 13, 14, 15]], mixed);
        Assert.Throws<ArgumentException>(() => plan.Split([1, 2, 3]));
    }

    /// <summary>Ishigami, a = 7, b = 0.1: first-order 0.313905, 0.442411, 0; total 0.557589, 0.442411, 0.243684.</summary>
    [Fact]
    public void Indices_from_these_points_are_those_of_ishigami()
    {
        SaltelliMatrices plan = SaltelliMatrices.Make(4096, 3, 1);
        (double[] a, double[] b, double[][] mixed) = plan.Split([.. plan.Points.Select(MorrisTrajectoriesTests.Ishigami)]);
        double centre = (a.Average() + b.Average()) / 2, v = a.Concat(b).Average(y => (y - centre) * (y - centre));
        double[] first = [.. mixed.Select(m => Enumerable.Range(0, 4096).Average(r => (b[r] - centre) * (m[r] - a[r])) / v)];
        double[] total = [.. mixed.Select(m => Enumerable.Range(0, 4096).Average(r => (a[r] - m[r]) * (a[r] - m[r])) / (2 * v))];
        double[] s = [0.313905, 0.442411, 0], t = [0.557589, 0.442411, 0.243684];
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(s[i], first[i], 0.01);
            Assert.Equal(t[i], total[i], 0.01);
        }
        Assert.Equal(3.5, centre, 0.005);
        Assert.Equal(13.844588, v, 0.05);
    }
}
