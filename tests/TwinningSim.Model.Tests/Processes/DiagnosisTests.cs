using TwinningSim.Model.Input;
using TwinningSim.Model.Processes;
using TwinningSim.Model.State;
using TwinningSim.Testing;

namespace TwinningSim.Model.Tests.Processes;

public class DiagnosisTests
{
    [Theory]
    [Trait("Equation", "M1")]
    [InlineData(3, false, 0.632120559)] // 1 - exp(-1)
    [InlineData(0, false, 0)]
    [InlineData(0, true, 0.15)]
    [InlineData(100, true, 0.95)]
    public void Visits_place_a_share_of_a_segments_firms(int visits, bool technical, double coverage)
        => Assert.Equal(coverage, Diagnosis.Coverage(visits, technical, TestWorld.P), 1e-8);

    [Fact]
    [Trait("Equation", "M1")]
    public void Before_a_diagnosis_the_modal_segment_stands_for_every_firm()
    {
        TestWorld test = new(new DesignBuilder().WithParameter("position_spread", 0));
        int rare = test.FirstFirm(i => test.Firms.Segment[i] == 1);
        test.Firms.Seen[rare] = 0.5f;
        var teacher = new Teacher { X = 0, Y = 0, Scale = test.Firms.Scale[rare], Language = 1, FixedMatch = -1 };
        test.World.Plan.SegmentVisits[1] = 3; // would show 63 %
        Assert.Equal(1, Diagnosis.KnownMatch(test.World, teacher, rare, technicalAgent: false), 1e-9);
        test.World.Plan.Diagnosed = true;
        Assert.Equal(0.286504797, Diagnosis.KnownMatch(test.World, teacher, rare, technicalAgent: false), 1e-6); // distance^2 0.1: exp(-0.1 / 0.08)
        test.World.Plan.SegmentVisits[1] = 2; // 1 - exp(-2/3) = 0.487 < 0.5
        Assert.Equal(1, Diagnosis.KnownMatch(test.World, teacher, rare, technicalAgent: false), 1e-9);
        Assert.Equal(0.286504797, Diagnosis.KnownMatch(test.World, teacher, rare, technicalAgent: true), 1e-6);
    }

    [Theory]
    [Trait("Equation", "M1")]
    [InlineData((int)DiagnosisScope.Stratified, 20, 10, 10, 1_500)]
    [InlineData((int)DiagnosisScope.Macro, 20, 20, 0, 1_500)]
    [InlineData((int)DiagnosisScope.Macro, 50, 36, 0, 1_900)] // the segment has 36 firms; 25 a visit
    [InlineData((int)DiagnosisScope.Random, 60, 36, 24, 2_500)]
    public void A_diagnosis_visits_segments_as_it_is_told(int scope, int places, int modal, int other, double eur)
    {
        TestWorld test = new(new DesignBuilder().WithEntry("diagnostic-study", e => e with { Month = 0, Places = places, Diagnosis = (DiagnosisScope)scope }));
        test.Deliver(0);
        Assert.Equal([modal, other], test.World.Plan.SegmentVisits);
        Assert.True(test.World.Plan.Diagnosed);
        Assert.Equal(Ledger.Cents(eur), test.World.Ledger.Spent);
    }

    [Fact]
    [Trait("Equation", "M1")]
    public void A_diagnosis_that_is_repeated_draws_its_visits_anew()
    {
        TestWorld test = new(new DesignBuilder().WithEntry("diagnostic-study", e => e with { Month = 0, Repeats = 2, Places = 15, Diagnosis = DiagnosisScope.Random }));
        float before = test.Firms.TrustProgramme.Good[0];
        test.Deliver(1);
        int visited = Enumerable.Range(0, test.Firms.Emerging).Count(i => test.Firms.TrustProgramme.Good[i] > before);
        Assert.Equal(30, test.World.Plan.SegmentVisits.Sum());
        Assert.InRange(visited, 16, 30); // 15 if both times the same firms were visited
    }

    [Fact]
    [Trait("Equation", "M1")]
    public void Need_is_value_times_missing_mastery()
    {
        TestWorld test = new(new DesignBuilder());
        test.SetSkill(0, 0.4f, 0.4f);
        Assert.Equal(0.5, Learning.Need(test.World, 0, 0), 1e-6); // 1.2 * (0.8 - 0.4) / (0.8 * 1.2)
        Assert.Equal(0.333333333, Learning.Need(test.World, 0, 2), 1e-6); // 0.8 * 0.4 / 0.96
        Assert.Equal(0.416666667, Learning.MeanNeed(test.World, 0, 0b101), 1e-6);
        Assert.Equal(0.5, Learning.MeanNeed(test.World, 0, 0));
    }

    [Fact]
    [Trait("Equation", "M1")]
    public void The_most_wanted_domains_are_those_of_largest_need_and_of_largest_value_while_nobody_is_known()
    {
        TestWorld test = new(new DesignBuilder());
        test.MakeAlike(0.9f, 0.9f, 0.5f);
        for (int i = 0; i < 60; i++) test.Firms.KnowHowOf(i)[2] = test.Firms.DoHowOf(i)[2] = 0.1f;
        Assert.Equal(0b001, Diagnosis.MostWanted(test.World, 1)); // value 1.2
        Assert.Equal(0b011, Diagnosis.MostWanted(test.World, 2));
        test.World.Plan.Diagnosed = true;
        Array.Fill(test.World.Plan.SegmentVisits, 1000);
        Assert.Equal(0b100, Diagnosis.MostWanted(test.World, 1));
    }

    [Theory]
    [Trait("Equation", "M2")]
    [InlineData(0, 2)]
    [InlineData(0.1, 3)] // 2.6
    [InlineData(0.5, 5)]
    [InlineData(1, 8)]
    public void An_engaged_partner_offers_more_experts(double engagement, int experts) => Assert.Equal(experts, Diagnosis.RosterSize(engagement, TestWorld.P));

    [Fact]
    [Trait("Equation", "M2")]
    public void Rosters_hold_partner_experts_those_of_other_agreed_partners_or_independent_ones()
    {
        DesignBuilder design = new DesignBuilder().WithDomesticPartner();
        foreach (Roster roster in Enum.GetValues<Roster>()) design.WithEntry("onsite-handholding", e => e with { Id = $"{roster}", Roster = roster });
        TestWorld test = new(design);
        test.World.Associations.Engagement[1] = 0.5;
        Teacher[] teachers = test.World.Scratch.Teachers;
        int Count(Roster roster) => Diagnosis.Roster(test.World, test.At(0), test.World.Plan.Activities[(int)roster], 0b001);
        Assert.Equal(5, Count(Roster.Partner));
        Assert.All(teachers[..5], t => Assert.Equal((1, 0.3, 0.8, 0.9, 0.85), (t.Cluster, t.Independence, t.Language, t.KnowHow, t.DoHow)));
        Assert.Equal(5, Count(Roster.Any)); // no agreement with the other partner
        Agreements pairs = test.World.Agreements;
        int q = pairs.PairOf(0, pairs.ActorNamed("domestic-association"));
        (pairs.State[q], pairs.EverSigned[q]) = (AgreementState.Lapsed, true);
        Assert.Equal(7, Count(Roster.Any)); // two more from a partner that is not engaged
        Assert.Equal(2, teachers[6].Cluster);
        Assert.Equal(6, Count(Roster.Independent));
        Assert.All(teachers[..6], t => Assert.Equal((1.0, 0.8), (t.Independence, t.Language)));
    }

    [Fact]
    [Trait("Equation", "M2")]
    public void One_expert_serves_the_group_or_each_firm_gets_the_best_known()
    {
        static (double Mean, long Trips) Held(Matching match)
        {
            TestWorld test = new(TestWorld.Willing().WithParameter("position_spread", 0).WithParameter("roster_spread", 0)
                .WithEntry("onsite-handholding", e => e with { Month = 0, Places = 30, Roster = Roster.Independent, Match = match }));
            test.World.Plan.Diagnosed = true;
            Array.Fill(test.World.Plan.SegmentVisits, 1000);
            Array.Fill(test.Firms.Seen, 0.5f);
            Array.Fill(test.Firms.Scale, 0.5f);
            test.Deliver(0);
            return (test.World.Counters.MatchSum / test.World.Counters.Deliveries, test.World.Ledger.SpentOn(Cost.Travel) / 250_000);
        }
        // Experts stand exactly at the two segments' centres, 0.1 apart in squared distance: each firm its own gives 0.8; one for all also 0.8 * exp(-0.1 / 0.08) = 0.2292 to the others.
        (double firm, long trips) = Held(Matching.Firm);
        Assert.Equal(0.8, firm, 1e-6);
        Assert.Equal(2, trips);
        (double cluster, long one) = Held(Matching.Cluster);
        Assert.InRange(cluster, 0.2292, 0.7999);
        Assert.Equal(1, one);
    }
}
