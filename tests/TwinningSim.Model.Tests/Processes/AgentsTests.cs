using TwinningSim.Model.Processes;
using TwinningSim.Model.State;
using TwinningSim.Testing;

namespace TwinningSim.Model.Tests.Processes;

public class AgentsTests
{
    [Theory]
    [Trait("Equation", "7.11")]
    [InlineData(1, false, 20, 0.3, 0.03, 0.02)]
    [InlineData(0.5, false, 10, 0.3, 0.03, 0.01)]
    [InlineData(1, true, 20, 0.42, 0.042, 0.028)] // times 1.4
    public void An_agent_of_the_emerging_side_visits_members_and_informs_the_association(double fte, bool technical, int visits, double trust, double attention, double information)
    {
        TestWorld test = new(new DesignBuilder().WithParameter("agent_exit", 0).WithAgent(a => a with { Fte = fte, Technical = technical }));
        double before = test.Firms.TrustProgramme.Good.Sum(g => (double)g), pair = test.World.Agreements.Trust.Good[Pair(test)];
        Agents.Visit(test.World, test.At(0));
        Assert.Equal(visits * trust, test.Firms.TrustProgramme.Good.Sum(g => (double)g) - before, 1e-4);
        Assert.Equal((60 * 0.02) + (visits * attention * 0.12), test.Firms.Attention.Span.ToArray().Sum(v => (double)v), 1e-5);
        Assert.All(Enumerable.Range(0, 60).Where(i => test.Firms.Association[i] < 0), i => Assert.Equal(0.02f, test.Firms.Attention[i]));
        Assert.Equal(1 - (0.8 * (1 - information)), test.World.Associations.Information[test.World.Associations.At(0, 1)], 1e-9);
        Assert.Equal(pair + (0.1 * fte), test.World.Agreements.Trust.Good[Pair(test)], 1e-6);
        Assert.Equal(Ledger.Cents(1_800 * fte), test.World.Ledger.SpentOn(Cost.Agents));
    }

    [Fact]
    [Trait("Equation", "7.11")]
    public void An_agent_of_the_partners_side_visits_ten_firms_there()
    {
        TestWorld test = new(new DesignBuilder().WithParameter("agent_exit", 0).WithAgent(a => a with { Cluster = 1, Technical = true }));
        double before = Enumerable.Range(60, 40).Sum(j => (double)test.Firms.TrustOtherSide.Good[j]);
        Agents.Visit(test.World, test.At(0));
        Assert.Equal(3, Enumerable.Range(60, 40).Sum(j => (double)test.Firms.TrustOtherSide.Good[j]) - before, 1e-4); // 10 * 0.3, technical or not
        Assert.Equal(1 - (0.8 * 0.96), test.World.Associations.Information[test.World.Associations.At(1, 0)], 1e-9);
        Assert.Equal(450_000, test.World.Ledger.SpentOn(Cost.Agents));
    }

    [Fact]
    [Trait("Equation", "7.11 leaving")]
    public void An_agent_leaves_with_two_per_cent_a_month()
    {
        int left = 0;
        for (int r = 0; r < 40; r++)
        {
            TestWorld test = new(new DesignBuilder().WithMonths(240).WithParameter("agent_vacancy", 0).WithAgent(a => a with { Fte = 0.1 }), r);
            for (int t = 0; t < 240; t++)
            {
                Agents.Visit(test.World, test.At(t));
                if (!test.World.AgentInPost[0]) left++;
            }
        }
        // 2 % of 9,600 months: 192 within 4 * 13.7 (error probability 6e-5).
        Assert.InRange(left, 137, 247);
    }

    [Fact]
    [Trait("Equation", "7.11 vacancy")]
    public void The_post_is_empty_that_month_and_the_two_after_at_no_cost()
    {
        TestWorld test = new(new DesignBuilder().WithMonths(240).WithAgent());
        int t = 0;
        do Agents.Visit(test.World, test.At(t++));
        while (test.World.AgentInPost[0]);
        long spent = test.World.Ledger.Spent;
        Assert.Equal(180_000 * (t - 1), spent);
        for (int after = 0; after < 2; after++)
        {
            Agents.Visit(test.World, test.At(t++));
            Assert.False(test.World.AgentInPost[0]);
        }
        Assert.Equal(spent, test.World.Ledger.Spent);
        Assert.Equal(t, test.World.AgentAwayUntil[0]);
    }

    [Fact]
    [Trait("Equation", "7.11")]
    public void A_month_that_cannot_be_paid_has_no_agent()
    {
        TestWorld test = new(new DesignBuilder().WithParameter("agent_exit", 0).WithBudget(2_000).WithAgent());
        Agents.Visit(test.World, test.At(0));
        Assert.True(test.World.AgentInPost[0]);
        Agents.Visit(test.World, test.At(1));
        Assert.False(test.World.AgentInPost[0]);
        Assert.Equal(20_000, test.World.Ledger.Balance);
    }

    [Theory]
    [Trait("Equation", "7.11")]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public void An_agent_works_from_the_first_month_to_the_last(int month, bool inPost)
    {
        TestWorld test = new(new DesignBuilder().WithParameter("agent_exit", 0).WithAgent(a => a with { From = 3, Until = 6 }));
        Agents.Visit(test.World, test.At(month));
        Assert.Equal(inPost, test.World.AgentInPost[0]);
    }

    private static int Pair(TestWorld test)
        => test.World.Agreements.PairOf(test.World.Agreements.ActorNamed(DesignBuilder.EmergingAssociation), test.World.Agreements.ActorNamed(DesignBuilder.AdvancedAssociation));
}
