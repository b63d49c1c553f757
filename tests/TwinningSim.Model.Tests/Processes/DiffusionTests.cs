using TwinningSim.Model.Input;
using TwinningSim.Model.Processes;
using TwinningSim.Testing;

namespace TwinningSim.Model.Tests.Processes;

public class DiffusionTests
{
    /// <summary>Two segments 0.3 apart, firms exactly at their centres, nobody practises anything.</summary>
    private static TestWorld Quiet(DesignBuilder? design = null)
    {
        TestWorld test = new((design ?? new DesignBuilder()).WithParameter("position_spread", 0)
            .WithEmerging(c => c with { Segments = [new Segment("a", 0, 0, 0.5), new Segment("b", 0.3, 0, 0.5)] }));
        test.MakeAlike(0.3f, 0.1f, 0.5f);
        return test;
    }

    /// <summary>A peer of a firm, in the same segment or not.</summary>
    private static (int Firm, int Peer) Peers(TestWorld test, bool sameSegment)
    {
        for (int i = 0; i < test.Firms.Emerging; i++)
        {
            foreach (int j in test.World.Peers.Of(i))
            {
                if ((test.Firms.Segment[i] == test.Firms.Segment[j]) == sameSegment) return (i, j);
            }
        }
        throw new InvalidOperationException("There is no such pair.");
    }

    private static void Practise(TestWorld test, int firm, int domain, float knowHow, float doHow)
    {
        test.Firms.KnowHowOf(firm)[domain] = knowHow;
        test.Firms.DoHowOf(firm)[domain] = doHow;
        test.Firms.Practised[firm] = test.Firms.PractisedLastMonth[firm] = (ushort)(1 << domain);
        Diffusion.Show(test.Firms, firm);
    }

    [Fact]
    [Trait("Equation", "D1")]
    public void Know_how_comes_from_peers_that_practise_and_rivals_of_the_same_segment_hide_some()
    {
        TestWorld test = Quiet();
        (int firm, int peer) = Peers(test, sameSegment: true);
        Practise(test, peer, 2, 0.8f, 0.2f); // secrecy 0.8
        Diffusion.Spread(test.World, test.At(0));
        Diffusion.FromPeers(test.World, test.At(0));
        Assert.Equal(0.303, test.Firms.KnowHowOf(firm)[2], 1e-6); // 0.3 + 0.010 * 1 * (1 - 0.4) * 0.5
        Assert.Equal(0.3f, test.Firms.KnowHowOf(firm)[1]);
        Assert.Equal(0.1f, test.Firms.DoHowOf(firm)[2]);
        Assert.Equal(0.8f, test.Firms.KnowHowOf(peer)[2]);
    }

    [Fact]
    [Trait("Equation", "D1")]
    public void Similarity_falls_with_distance()
    {
        TestWorld test = Quiet();
        (int firm, int peer) = Peers(test, sameSegment: false);
        Practise(test, peer, 2, 0.8f, 0.2f);
        Diffusion.Spread(test.World, test.At(0));
        Diffusion.FromPeers(test.World, test.At(0));
        Assert.Equal(0.303032653, test.Firms.KnowHowOf(firm)[2], 1e-6); // 0.3 + 0.010 * exp(-0.09 / 0.18) * 0.5
    }

    [Fact]
    [Trait("Equation", "D1")]
    public void Diffusion_reads_what_was_shown_at_the_end_of_last_month()
    {
        TestWorld test = Quiet();
        (int firm, int peer) = Peers(test, sameSegment: false);
        Practise(test, peer, 2, 0.8f, 0.2f);
        test.Firms.KnowHowOf(peer)[2] = 0.9f; // learned this month, not shown yet
        Diffusion.Spread(test.World, test.At(0));
        Diffusion.FromPeers(test.World, test.At(0));
        Assert.Equal(0.303032653, test.Firms.KnowHowOf(firm)[2], 1e-6);
    }

    private static TestWorld WithCircle(out int[] members, DesignBuilder? design = null)
    {
        TestWorld test = Quiet((design ?? new DesignBuilder()).WithParameter("diffusion_rate", 0));
        members = [0, 1, 2, 3, 4];
        int circle = test.World.Circles.Form(members, 0);
        foreach (int i in members) test.Firms.Circle[i] = circle;
        return test;
    }

    [Fact]
    [Trait("Equation", "D2")]
    public void A_circle_moves_three_per_cent_towards_the_mean_of_its_adopters_and_nobody_unlearns()
    {
        TestWorld test = WithCircle(out int[] members);
        Practise(test, 0, 1, 0.9f, 0.7f);
        Practise(test, 1, 1, 0.7f, 0.5f);
        Diffusion.Spread(test.World, test.At(1));
        Diffusion.FromPeers(test.World, test.At(1));
        Assert.Equal(0.315, test.Firms.KnowHowOf(2)[1], 1e-6); // 0.3 + 0.03 * (0.8 - 0.3)
        Assert.Equal(0.115, test.Firms.DoHowOf(2)[1], 1e-6); // 0.1 + 0.03 * (0.6 - 0.1)
        Assert.Equal(0.9f, test.Firms.KnowHowOf(0)[1]);
        Assert.Equal(0.703, test.Firms.KnowHowOf(1)[1], 1e-6);
        Assert.Equal(0.3f, test.Firms.KnowHowOf(5)[1]);
        Assert.All(members, i => Assert.Equal(0.3f, test.Firms.KnowHowOf(i)[0]));
    }

    [Theory]
    [Trait("Equation", "D2")]
    [InlineData(23, 0.05)] // 0.02 + 0.03, not scaled
    [InlineData(24, 0.02)] // over
    public void Peer_review_adds_to_attention_while_the_circle_meets(int month, double attention)
    {
        TestWorld test = WithCircle(out _);
        Diffusion.Spread(test.World, test.At(month));
        Diffusion.FromPeers(test.World, test.At(month));
        Assert.Equal(attention, test.Firms.Attention[0], 1e-7);
        Assert.Equal(0.02, test.Firms.Attention[7], 1e-7);
    }

    [Theory]
    [Trait("Equation", "D2")]
    [InlineData(6, 3, 0.46, true)]
    [InlineData(5, 3, 0.46, false)]
    [InlineData(6, 2, 0.46, false)]
    [InlineData(6, 3, 0.44, false)]
    public void A_circle_that_adopts_and_trusts_becomes_a_lean_network(int month, int adopters, double trust, bool lean)
    {
        TestWorld test = WithCircle(out int[] members);
        foreach (int i in members)
        {
            TestWorld.SetTrust(test.Firms.TrustProgramme, i, trust);
            if (i < adopters) test.Firms.LastNewPractice[i] = 2;
        }
        Diffusion.Spread(test.World, test.At(month));
        Diffusion.FromPeers(test.World, test.At(month));
        Assert.Equal(lean, test.World.Circles.IsLeanNetwork(0));
        Assert.Equal(lean, test.World.Circles.Meets(0, 200, 24));
    }

    [Fact]
    [Trait("Equation", "D3")]
    public void A_peers_adoption_last_month_draws_attention()
    {
        TestWorld test = Quiet();
        (int firm, int peer) = Peers(test, sameSegment: true);
        test.Firms.AdoptionsLastMonth[peer] = 2;
        Diffusion.Spread(test.World, test.At(1));
        Diffusion.FromPeers(test.World, test.At(1));
        Assert.Equal(0.026, test.Firms.Attention[firm], 1e-7); // 0.02 + 0.05 * 0.12
        int stranger = test.FirstFirm(i => i != peer && !test.PeersOf(peer).Contains(i));
        Assert.Equal(0.02, test.Firms.Attention[stranger], 1e-7);
    }

    [Fact]
    [Trait("Equation", "D3")]
    public void What_the_programme_installs_is_talked_about_in_the_month_after()
    {
        TestWorld test = Quiet(new DesignBuilder().WithParameter("adopt_threshold", 999).WithParameter("drop_base", 0).WithParameter("drop_mastery", 0.05));
        (int firm, int peer) = Peers(test, sameSegment: true);
        Practice.Adopt(test.World, test.At(1), peer, 0, "installed by the programme");
        Diffusion.Spread(test.World, test.At(1));
        Diffusion.FromPeers(test.World, test.At(1));
        Assert.Equal(0.02, test.Firms.Attention[firm], 1e-7);
        Practice.Move(test.World, test.At(1));
        Diffusion.Spread(test.World, test.At(2));
        Diffusion.FromPeers(test.World, test.At(2));
        Assert.Equal(0.026, test.Firms.Attention[firm], 1e-7);
    }
}
