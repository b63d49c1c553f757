using TwinningSim.Model.Input;
using TwinningSim.Model.Processes;
using TwinningSim.Testing;

namespace TwinningSim.Model.Tests.Processes;

public class PracticeTests
{
    /// <summary>A world in which nothing fades and nobody adopts or drops.</summary>
    private static DesignBuilder Steady() => new DesignBuilder().WithParameter("fade_know_how_practised", 0).WithParameter("fade_staff", 0).WithParameter("practice_rate", 0)
        .WithParameter("drop_base", 0).WithParameter("drop_mastery", 0.05).WithParameter("adopt_threshold", 999);

    [Theory]
    [Trait("Equation", "F1")]
    [InlineData(0.52f, 0.445)] // 0.02 + 0.85 * 0.5
    [InlineData(1.7f, 0.853)] // clipped to 1: 0.02 + 0.85 * 0.98
    public void Attention_fades_to_its_base(float attention, double after)
    {
        TestWorld test = new(Steady());
        test.Firms.Attention[3] = attention;
        Practice.Move(test.World, test.At(0));
        Assert.Equal(after, test.Firms.Attention[3], 1e-6);
    }

    [Fact]
    [Trait("Equation", "F2")]
    public void A_firm_adopts_what_it_can_do_pay_and_believes_in()
    {
        // 10*1*0.5 + 2*0.5 + 2*(0.6-0.5) - 2*0.25 - 4.6 = 1.1; sig = 0.750260106; times attention 0.2.
        Assert.Equal(0.150052021, Practice.AdoptionProbability(0.2, 0.5, 1, 0.5, 0.6, 0.25, TestWorld.P), 1e-8);
        Assert.Equal(48_735.14, Practice.InvestmentEur(30_000, 100, TestWorld.P), 0.01); // 30,000 * 2^0.7 = 30,000 * 1.62450479
        Assert.Equal(0, Practice.InvestmentEur(0, 100, TestWorld.P));
    }

    [Theory]
    [Trait("Equation", "F2")]
    [InlineData(0.25f, 0.2f, true)]
    [InlineData(0.24f, 0.2f, false)] // too little know-how
    [InlineData(0.4f, 0.19f, false)] // too little do-how
    public void Nobody_starts_without_the_least_know_how_and_do_how(float knowHow, float doHow, bool starts)
    {
        TestWorld test = Ready(investment: 0, subsidy: 0, knowHow, doHow);
        Practice.Move(test.World, test.At(0));
        Assert.InRange(test.World.Counters.PracticesAdopted, starts ? 50 : 0, starts ? 60 : 0);
    }

    [Fact]
    [Trait("Equation", "F2")]
    public void A_firm_sees_what_its_peers_practised_last_month_whatever_its_place_in_the_order()
    {
        TestWorld test = new(new DesignBuilder().WithParameter("adopt_mastery", 20).WithParameter("adopt_peers", 10).WithParameter("adopt_trust", 0).WithParameter("adopt_cost", 0)
            .WithParameter("adopt_threshold", 14).WithParameter("attention_base", 0.2)
            .With(d => d with { Domains = [d.Domains[0] with { Value = 1, InvestmentEur = 0, LeastDoHow = 0 }] })
            .WithEmerging(c => c with { Institutions = [] }).WithPartner(c => c with { Institutions = [] }));
        test.MakeAlike(0.5f, 0.3f, 0.5f);
        int half = test.Firms.Emerging / 2;
        for (int i = 0; i < half; i++) test.SetSkill(i, 1, 1); // sig(20 - 14); the others sig(6.6 - 14) alone, sig(16.6 - 14) if all their peers practise
        test.Firms.Attention.Span.Fill(1);
        Practice.Move(test.World, test.At(0));
        Assert.InRange(Enumerable.Range(0, half).Count(i => test.Firms.Practises(i, 0)), half / 2, half);
        Assert.DoesNotContain(Enumerable.Range(half, half), i => test.Firms.Practises(i, 0));
        test.Firms.Attention.Span.Fill(1);
        Practice.Move(test.World, test.At(1));
        Assert.Contains(Enumerable.Range(half, half), i => test.Firms.Practises(i, 0));
    }

    [Fact]
    [Trait("Equation", "F2")]
    public void A_firm_pays_from_slack_and_then_on_credit_and_the_subsidy_is_the_programmes()
    {
        TestWorld test = Ready(investment: 10_000, subsidy: 0.25, 0.4f, 0.3f);
        test.Firms.Slack[0] = 5_000;
        test.Firms.CreditLimit[0] = 4_000;
        test.Firms.CreditUntil[0] = 12;
        Practice.Move(test.World, test.At(0));
        Assert.True(test.Firms.Practises(0, 0));
        // 7,500 for the firm: 5,000 own, 2,500 borrowed, repaid in 24 instalments of 104.17 from slack; there is none, so what is put by this month goes there:
        // margin 0 puts nothing by. A loss of 2 % a year on 2,500 is 4.17 this month, and the programme bears it.
        Assert.Equal(0, test.Firms.Slack[0], 1e-9);
        Assert.Equal(2_495.83, test.Firms.Debt[0], 1e-9);
        Assert.Equal(2_500.0 / 24, test.Firms.Instalment[0], 1e-9);
        Assert.Equal(250_000, test.World.Ledger.SpentOn(Model.State.Cost.Investment)); // 2,500 EUR
        Assert.Equal(417, test.World.Ledger.SpentOn(Model.State.Cost.Credit));
        Assert.Equal(1, test.World.Counters.PracticesAdopted); // the others have neither money nor credit
    }

    [Fact]
    [Trait("Equation", "F2")]
    public void Credit_is_repaid_in_equal_months()
    {
        TestWorld test = Ready(investment: 10_000, subsidy: 0, 0.4f, 0.3f, creditLoss: 0);
        test.Firms.CreditLimit[0] = 10_000;
        test.Firms.CreditUntil[0] = 1;
        Practice.Move(test.World, test.At(0));
        Assert.Equal(10_000, test.Firms.Debt[0], 1e-9);
        test.Firms.Slack[0] = 1_000;
        Practice.Move(test.World, test.At(1));
        Assert.Equal(10_000 - (10_000.0 / 24), test.Firms.Debt[0], 1e-9);
        Assert.Equal(1_000 - (10_000.0 / 24), test.Firms.Slack[0], 1e-9);
    }

    [Fact]
    [Trait("Equation", "F2")]
    public void After_the_programmes_end_there_is_no_subsidy()
    {
        TestWorld test = Ready(investment: 10_000, subsidy: 1, 0.4f, 0.3f, end: 5);
        Practice.Move(test.World, test.At(5));
        Assert.Equal(0, test.World.Counters.PracticesAdopted);
        Practice.Move(test.World, test.At(4));
        Assert.InRange(test.World.Counters.PracticesAdopted, 50, 60);
    }

    /// <summary>All firms alike, of 50 employees, without money, eager to adopt the only domain.</summary>
    private static TestWorld Ready(double investment, double subsidy, float knowHow, float doHow, int end = int.MaxValue, double creditLoss = 0.02)
    {
        DesignBuilder design = Steady().WithParameter("adopt_threshold", -5).WithParameter("adopt_cost", 0).WithParameter("adopt_mastery", 20).WithParameter("attention_decay", 0.99)
            .WithParameter("adopt_trust", 10).WithParameter("fade_know_how", 0.03).WithParameter("credit_loss", creditLoss)
            .WithEmerging(c => c with { Margin = 0, Institutions = [], Associations = [] })
            .With(d => d with
            {
                Domains = [d.Domains[0] with { InvestmentEur = investment, LeastDoHow = 0.2 }],
                InvestmentSubsidy = subsidy,
                ProgrammeEnd = end,
            }).WithPartner(c => c with { Institutions = [] });
        TestWorld test = new(design);
        test.MakeAlike(knowHow, doHow, 0.5f);
        Array.Fill(test.Firms.Employees, 50);
        test.Firms.Slack.Span.Clear();
        for (int i = 0; i < 60; i++)
        {
            test.Firms.Attention[i] = 1e6f; // fades to 0.02 + 0.99 * 0.98 = 0.9902
            TestWorld.SetTrust(test.Firms.TrustProgramme, i, 0.999);
        }
        // sig is 1 to five digits, so a firm adopts unless its lot lies above 0.9902.
        return test;
    }

    [Theory]
    [Trait("Equation", "F3")]
    [InlineData(0.45, 0, false, 0.006)]
    [InlineData(0.9, 0, false, 0.006)]
    [InlineData(0.225, 0.5, false, 0.0288)] // (0.006 + 0.06 * 0.5) * 0.8
    [InlineData(0.225, 0.5, true, 0.01728)] // times 0.6 in a circle
    [InlineData(0, 1, false, 0.0396)] // 0.066 * 0.6
    public void What_is_mastered_badly_or_was_free_is_dropped(double mastery, double paid, bool reviewed, double hazard)
        => Assert.Equal(hazard, Practice.DropHazard(mastery, paid, reviewed, TestWorld.P), 1e-12);

    [Fact]
    [Trait("Equation", "F3")]
    public void Practices_in_use_at_the_start_are_dropped_too_and_a_drop_costs_trust()
    {
        TestWorld test = new(new DesignBuilder().WithParameter("drop_base", 0.05).WithParameter("drop_unmastered", 0.5).WithParameter("adopt_threshold", 999)
            .WithEmerging(c => c with { Firms = 2000 }));
        test.MakeAlike(0.1f, 0, 0.5f, practised: 0b001);
        float bad = test.Firms.TrustProgramme.Bad[0];
        Practice.Move(test.World, test.At(0));
        // Mastery 0.015: 0.05 + 0.5 * (1 - 0.015 / 0.45) = 0.533333 of 2,000 firms, within 4 * sqrt(2000 * 0.249) = 89 (error probability 6e-5).
        Assert.InRange(test.World.Counters.PracticesDropped, 978, 1156);
        int dropped = test.FirstFirm(i => test.Firms.Practised[i] == 0), kept = test.FirstFirm(i => test.Firms.Practised[i] != 0);
        Assert.Equal(bad + 0.6, test.Firms.TrustProgramme.Bad[dropped], 1e-6); // F7: -0.2, three times as bad
        Assert.Equal(bad, test.Firms.TrustProgramme.Bad[kept]);
    }

    /// <summary>Firm 0 practises domain 0 with mastery 0.5 above its start.</summary>
    private static TestWorld Better(double componentQuality = 1)
    {
        TestWorld test = new(Steady().WithEmerging(c => c with { ComponentQuality = componentQuality, Margin = 0.08 })
            .WithDomain(0, d => d with { Productivity = 0.08, Rejects = 0.2, Energy = 0.03, Customers = 0.8 }));
        test.MakeAlike(0.2f, 0.2f, 0.5f, practised: 0b001);
        test.SetSkill(0, 0.7f, 0.7f, start: false);
        return test;
    }

    [Fact]
    [Trait("Equation", "F4")]
    public void Performance_moves_a_fifth_of_the_way_to_what_practices_allow()
    {
        TestWorld test = Better(componentQuality: 0.5);
        Practice.Move(test.World, test.At(0));
        Assert.Equal(1.008, test.Firms.Productivity[0], 1e-6); // 1 + 0.2 * 0.08 * 0.5
        Assert.Equal(0.0594, test.Firms.Rejects[0], 1e-6); // r* = 0.06 * (1 - 0.5 * 0.1) = 0.057
        Assert.Equal(0.997, test.Firms.Energy[0], 1e-6); // 1 - 0.2 * 0.03 * 0.5
        Assert.Equal(1, test.Firms.Productivity[1]);
        Assert.Equal(0.02165, Practice.MarginGain(1.04, 0.003, 0.015, TestWorld.P), 1e-12); // 0.5*0.04 + 0.3*0.003 + 0.05*0.015
    }

    [Fact]
    [Trait("Equation", "F4")]
    public void Firms_put_a_tenth_of_their_margin_by_up_to_six_months_of_it()
    {
        TestWorld test = Better();
        test.Firms.BaseTurnover[0] = test.Firms.BaseTurnover[1] = 240_000; // 1,600 margin a month
        test.Firms.Slack[0] = 1_000;
        test.Firms.Slack[1] = 9_550;
        Practice.Move(test.World, test.At(0));
        Assert.Equal(1_160, test.Firms.Slack[0], 1e-6);
        Assert.Equal(9_600, test.Firms.Slack[1], 1e-6);
    }

    [Fact]
    [Trait("Equation", "F5")]
    public void Customers_are_won_by_better_practice_and_clearer_vision()
    {
        TestWorld test = new(Steady().WithParameter("customers_rate", 0.2).WithParameter("vision_fade", 0).WithEmerging(c => c with { Firms = 4000 })
            .WithDomain(0, d => d with { Customers = 0.8 }));
        test.MakeAlike(0.2f, 0.2f, 0.5f, practised: 0b001);
        for (int i = 0; i < 4000; i++)
        {
            test.SetSkill(i, 0.7f, 0.7f, start: false);
            test.Firms.Vision[i] = 0.7f;
            test.Firms.Customers[i] = 10;
        }
        Practice.Move(test.World, test.At(0));
        // Won 0.2 * 10 * (1 + 0.8 * 0.5 + 1.5 * 0.2) = 3.4, lost 2: mean change 1.4, within 4 * sqrt(5.4 / 4000) = 0.147 (error probability 6e-5).
        Assert.InRange(test.Firms.Customers.Span.ToArray().Average() - 10, 1.253, 1.547);
    }

    [Theory]
    [Trait("Equation", "F6")]
    [InlineData(1.04f, 0.5f, 0.50995)] // 0.5 + 0.02 * 0.5 = 0.51; - 0.005 * 0.01
    [InlineData(1f, 0.6f, 0.5995)] // 0.6 - 0.005 * 0.1
    public void Success_clears_the_vision_and_routine_blurs_it(float productivity, float vision, double after)
    {
        TestWorld test = new(Steady().WithParameter("performance_speed", 0.01));
        test.MakeAlike(0.2f, 0.2f, 0.5f);
        test.Firms.Vision[0] = vision;
        test.Firms.Productivity[0] = productivity;
        Practice.Move(test.World, test.At(0));
        Assert.Equal(after, test.Firms.Vision[0], 1e-6);
    }

    [Fact]
    [Trait("Equation", "F7")]
    public void Results_after_taking_part_build_trust()
    {
        TestWorld test = Better();
        test.SetSkill(1, 0.7f, 0.7f, start: false);
        test.Firms.Reached[0] = true;
        float programme = test.Firms.TrustProgramme.Good[0], other = test.Firms.TrustOtherSide.Good[0], same = test.Firms.TrustProgramme.Good[1];
        Practice.Move(test.World, test.At(0)); // both rise by 0.8 %
        Assert.Equal(programme + 1, test.Firms.TrustProgramme.Good[0], 1e-6);
        Assert.Equal(other + 0.1, test.Firms.TrustOtherSide.Good[0], 1e-6);
        Assert.Equal(same, test.Firms.TrustProgramme.Good[1]);
        programme = test.Firms.TrustProgramme.Good[0];
        for (int t = 1; t < 4; t++) Practice.Move(test.World, test.At(t)); // rises of 0.64, 0.51 and 0.41 %: two more are noticed
        Assert.Equal(programme + 2, test.Firms.TrustProgramme.Good[0], 1e-5);
    }
}
