using System.Globalization;
using TwinningSim.Analysis.Discovery;
using TwinningSim.Testing;

namespace TwinningSim.Analysis.Tests.Discovery;

public class PrimTests
{
    [Fact]
    public void The_renewable_fuel_standard_of_Bryant_and_Lempert()
    {
        (string[] names, double[][] x, bool[] y) = Read();
        Assert.Equal((882, 89), (y.Length, y.Count(c => c)));
        Analysis.Discovery.Discovery found = Prim.Find(x, y, peel: 0.1, resamples: 10);
        // The box of the public notebook: coverage 0.7528, density 0.7701; without its limit that may be chance 0.7640 and 0.7158.
        ScenarioBox near = found.Trajectory.MinBy(b => Math.Abs(b.Coverage - 0.7528) + Math.Abs(b.Density - 0.7701))!;
        Assert.Equal(0.7528, near.Coverage, 0.02);
        Assert.Equal(0.7701, near.Density, 0.02);
        Assert.Equal(0.0986, near.Mass, 0.02);
        BoxLimit Of(ScenarioBox box, string name) => Assert.Single(box.Limits, l => names[l.Factor] == name);
        Assert.Equal(755.8, Of(near, "Total biomass").High, 0.02 * 755.8);
        Assert.Equal(-0.422, Of(near, "Demand elasticity").Low, 0.02);
        Assert.Equal(150.05, Of(near, "Biomass backstop price").Low, 0.02 * 150.05);
        // The fourth limit of the notebook, with the quasi-p value that makes it one that may be chance.
        BoxLimit fourth = Of(near, "Cellulosic cost");
        Assert.Equal(72.65, fourth.Low, 0.02 * 72.65);
        Assert.Equal(0.157, fourth.QuasiP, 0.02);
        Assert.Equal(4, near.Limits.Length);
        // Without it the notebook's box has coverage 0.7640, density 0.7158 and mass 0.1077.
        int[] inside = [.. Enumerable.Range(0, y.Length).Where(i => near.Limits.Where(l => l != fourth).All(l => x[l.Factor][i] > l.Low && x[l.Factor][i] < l.High))];
        Assert.Equal(0.7640, inside.Count(i => y[i]) / 89.0, 0.02);
        Assert.Equal(0.7158, inside.Count(i => y[i]) / (double)inside.Length, 0.02);
        Assert.Equal(0.1077, inside.Length / 882.0, 0.02);
        // The proposal drops it, as the notebook does, and keeps the direction of the rest.
        Assert.Equal(["Total biomass", "Demand elasticity", "Biomass backstop price"], found.Proposed.Limits.Select(l => names[l.Factor]));
        Assert.All(found.Proposed.Limits, l => Assert.True(l.QuasiP < 0.05));
        Assert.Contains(found.Proposed.Limits, l => l.Repeated >= 0.9);
        Assert.InRange(found.Proposed.Coverage, 0.7, 0.8);
        Assert.InRange(found.Proposed.Density, 0.7, 0.8);
    }

    [Fact]
    public void A_corner_is_found_and_a_factor_that_does_nothing_is_left_alone()
    {
        const int n = 600;
        double[][] x = [.. Enumerable.Range(0, 3).Select(f => Enumerable.Range(0, n).Select(i => Noise.Uniform(5, i, f)).ToArray())];
        bool[] y = [.. Enumerable.Range(0, n).Select(i => x[0][i] > 0.6 && x[1][i] < 0.5)];
        ScenarioBox box = Prim.Find(x, y, resamples: 5).Proposed;
        Assert.Equal([0, 1], box.Limits.Select(l => l.Factor));
        Assert.Equal(0.6, box.Limits[0].Low, 0.05);
        Assert.True(double.IsPositiveInfinity(box.Limits[0].High));
        Assert.Equal(0.5, box.Limits[1].High, 0.05);
        Assert.InRange(box.Coverage, 0.9, 1);
        Assert.InRange(box.Density, 0.9, 1);
        Assert.All(box.Limits, l => Assert.True(l.Repeated > 0.9 && l.QuasiP < 1e-6));
    }

    [Fact]
    public void Coverage_falls_and_density_rises_along_the_trajectory_and_without_cases_there_is_one_box()
    {
        (_, double[][] x, bool[] y) = Read();
        var boxes = Prim.Find(x, y, resamples: 0).Trajectory;
        Assert.True(boxes.Length > 10);
        Assert.True(boxes.Zip(boxes.Skip(1)).All(p => p.First.Coverage >= p.Second.Coverage && p.First.Density < p.Second.Density && p.First.Points > p.Second.Points));
        Assert.Single(Prim.Find(x, new bool[y.Length], resamples: 0).Trajectory);
    }

    private static (string[] Names, double[][] X, bool[] Y) Read()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Repository.Root, "tests/TwinningSim.Analysis.Tests/Discovery/bryant-lempert-2010.csv"));
        string[] names = lines[1].Split(',')[..^1];
        double[][] rows = [.. lines.Skip(2).Select(l => l.Split(',').Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray())];
        return (names, [.. names.Select((_, f) => rows.Select(r => r[f]).ToArray())], [.. rows.Select(r => r[^1] == 1)]);
    }
}
