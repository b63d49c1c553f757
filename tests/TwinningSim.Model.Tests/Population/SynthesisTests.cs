using TwinningSim.Model.Input;
using TwinningSim.Model.Population;
using TwinningSim.Model.Processes;
using TwinningSim.Model.State;
using TwinningSim.Testing;

namespace TwinningSim.Model.Tests.Population;

public class SynthesisTests
{
    [Theory]
    [InlineData(10, new[] { 5, 3, 2 })] // exact 4.5, 3.5, 2: one left for the largest remainder, a tie goes to the earlier class
    [InlineData(11, new[] { 5, 4, 2 })] // exact 4.95, 3.85, 2.2
    [InlineData(20, new[] { 9, 7, 4 })]
    public void Classes_get_their_exact_number_of_firms(int firms, int[] quota)
    {
        int[] given = new int[3];
        Synthesis.LargestRemainder([0.45, 0.35, 0.2], firms, given);
        Assert.Equal(quota, given);
    }

    [Fact]
    public void Firms_have_the_sizes_of_their_class_and_the_scale_of_their_size()
    {
        TestWorld test = new(new DesignBuilder().WithEmerging(c => c with { Firms = 1000 }));
        Firms f = test.Firms;
        Assert.Equal([300, 400, 250, 50], Enumerable.Range(0, 4).Select(s => Enumerable.Range(0, 1000).Count(i => (int)f.Size[i] == s)));
        Assert.Equal([600, 300, 100], Enumerable.Range(0, 3).Select(r => Enumerable.Range(0, 1000).Count(i => (int)f.Role[i] == r)));
        for (int i = 0; i < 1000; i++)
        {
            (double least, double most) = f.Size[i] switch { SizeClass.Micro => (1, 9), SizeClass.Small => (10, 49), SizeClass.Medium => (50, 249), _ => (250, 2000) };
            Assert.InRange(f.Employees[i], least * 0.999, most * 1.001);
            Assert.Equal(Math.Min(1, Math.Log(f.Employees[i]) / 6.907755279), f.Scale[i], 1e-5); // ln 1000
            Assert.Equal(2 + (8 * f.Scale[i]), f.Customers[i], 1e-4);
            Assert.Equal(3 * 0.08 * f.Employees[i] * 15_000 / 12, f.Slack[i], f.Slack[i] * 1e-5); // three months of margin
            for (int k = 0; k < f.Domains; k++)
            {
                float kappa = f.KnowHowOf(i)[k], delta = f.DoHowOf(i)[k];
                Assert.InRange(kappa, 0.02f, 0.98f);
                Assert.Equal(Learning.Mastery(kappa, delta, TestWorld.P) > 0.55, f.Practises(i, k));
            }
        }
    }

    [Fact]
    public void Skill_starts_where_the_clusters_role_puts_it()
    {
        TestWorld test = new(new DesignBuilder().WithParameter("know_how_scale", 0).WithDomesticPartner(c => c with { Firms = 800 })
            .WithEmerging(c => c with { Firms = 800 }).WithPartner(c => c with { Firms = 800 }));
        (double KnowHow, double Share)[] expected = [(0.30, 0.45), (0.85, 0.90), (0.65, 0.80)];
        for (int c = 0; c < 3; c++)
        {
            double knowHow = 0, doHow = 0;
            for (int i = test.World.FirstFirm[c]; i < test.World.FirstFirm[c + 1]; i++)
            {
                for (int k = 0; k < 3; k++)
                {
                    knowHow += test.Firms.KnowHowOf(i)[k] / 2400;
                    doHow += test.Firms.DoHowOf(i)[k] / 2400;
                }
            }
            // Standard deviation of a Beta of concentration 8 is at most 0.17, of 2,400 draws 0.0034; clipping moves the mean of 0.85 by less than 0.002.
            Assert.InRange(knowHow, expected[c].KnowHow - 0.016, expected[c].KnowHow + 0.016);
            Assert.InRange(doHow, (expected[c].KnowHow * expected[c].Share) - 0.016, (expected[c].KnowHow * expected[c].Share) + 0.016);
        }
    }

    [Fact]
    public void Large_firms_are_members_more_often()
    {
        TestWorld test = new(new DesignBuilder().WithEmerging(c => c with { Firms = 2000, SizeShares = [0.5, 0, 0, 0.5], Associations = [c.Associations[0] with { Members = 200 }] }));
        int large = test.World.Associations.Members[0].Count(i => test.Firms.Size[i] == SizeClass.Large);
        // Weights n^0.5: about 2 for micro firms, 25 for large ones; by size alone half of the members would be large.
        Assert.InRange(large, 170, 200);
        Assert.Equal(200, test.World.Associations.Members[0].Distinct().Count());
    }

    [Fact]
    public void Peers_are_mutual_and_six_on_average_and_likelier_within_a_segment()
    {
        TestWorld test = new(new DesignBuilder().WithEmerging(c => c with { Firms = 1000, Segments = [new Segment("a", 0, 0, 0.5), new Segment("b", 0.3, 0, 0.5)] }));
        PeerNetwork peers = test.World.Peers;
        Assert.Equal(3000, peers.Links);
        int same = 0;
        for (int i = 0; i < 1000; i++)
        {
            int[] own = test.PeersOf(i);
            Assert.Equal(own.Length, own.Distinct().Count());
            Assert.DoesNotContain(i, own);
            foreach (int j in own)
            {
                Assert.Contains(i, test.PeersOf(j));
                if (test.Firms.Segment[i] == test.Firms.Segment[j]) same++;
            }
        }
        // 0.6 within a segment against 0.1 across: 6/7 of the links, within 4 * 0.0064 of 3,000 (few members move it little).
        Assert.InRange(same / 6000.0, 0.83, 0.88);
    }

    [Fact]
    public void Positions_lie_around_the_centre_of_the_segment()
    {
        TestWorld test = new(new DesignBuilder().WithEmerging(c => c with { Firms = 2000, Segments = [new Segment("only", 0.4, -0.2, 1)] }));
        double x = test.Firms.X[..2000].Average(), y = test.Firms.Y[..2000].Average(), spread = Math.Sqrt(test.Firms.X[..2000].Average(v => (v - 0.4) * (v - 0.4)));
        // 4 standard errors: 0.05 / sqrt(2000) = 0.0011, spread 0.05 / sqrt(4000) = 0.0008 (error probability 6e-5 each).
        Assert.InRange(x, 0.3955, 0.4045);
        Assert.InRange(y, -0.2045, -0.1955);
        Assert.InRange(spread, 0.0468, 0.0532);
    }
}
