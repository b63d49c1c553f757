using TwinningSim.Model.Input;
using TwinningSim.Model.Processes;
using TwinningSim.Model.State;
using TwinningSim.Testing;

namespace TwinningSim.Model.Tests.Processes;

public class ProgrammeTests
{
    [Fact]
    [Trait("Equation", "I3")]
    public void A_partners_provider_comes_with_the_larger_of_scope_and_agreement_times_engagement()
    {
        TestWorld test = new(new DesignBuilder());
        for (int i = 0; i < 60; i++) TestWorld.SetTrust(test.Firms.TrustOtherSide, i, test.Firms.Association[i] >= 0 ? 0.4 : 0.99);
        Assert.Equal(0.575, Programme.GateProbability(test.World, 1), 1e-6);
        test.World.Agreements.State[0] = AgreementState.Signed;
        test.World.Associations.Engagement[1] = 0.8;
        Assert.Equal(0.87, Programme.GateProbability(test.World, 1), 1e-6); // 0.35 + 0.65 * 0.8
        test.World.Agreements.State[0] = AgreementState.Lapsed;
        Assert.Equal(0.575, Programme.GateProbability(test.World, 1), 1e-6); // 0.435
    }

    /// <summary>A world whose firms no partner's provider wants to see.</summary>
    private static TestWorld Closed(string kind, Func<PlanEntry, PlanEntry> change)
    {
        TestWorld test = new(TestWorld.Willing().WithMonths(60).WithParameter("scope_provider", 0).WithEntry(kind, change));
        for (int i = 0; i < 60; i++) TestWorld.SetTrust(test.Firms.TrustOtherSide, i, 1e-6);
        return test;
    }

    [Fact]
    [Trait("Equation", "I3")]
    public void It_waits_six_months_at_most_and_is_then_dropped_and_reported()
    {
        TestWorld test = Closed("onsite-handholding", e => e with { Month = 2 });
        test.Deliver(7);
        Assert.Equal((6, 0), (test.World.Counters.ActivitiesPostponed, test.World.Counters.ActivitiesDropped));
        Programme.Deliver(test.World, test.At(8));
        Assert.Equal((6, 1, 0), (test.World.Counters.ActivitiesPostponed, test.World.Counters.ActivitiesDropped, test.World.Counters.ActivitiesHeld));
    }

    [Theory]
    [Trait("Equation", "I3")]
    [InlineData((int)ProviderKind.National, (int)Roster.Partner)]
    [InlineData((int)ProviderKind.International, (int)Roster.Independent)]
    public void Independent_and_national_experts_need_no_gate(int provider, int roster)
    {
        TestWorld test = Closed("onsite-handholding", e => e with { Month = 0, Provider = (ProviderKind)provider, Roster = (Roster)roster });
        test.Deliver(0);
        Assert.Equal(1, test.World.Counters.ActivitiesHeld);
    }

    [Theory]
    [InlineData("classroom-training", "second", "second")]
    [InlineData("classroom-training", "", DesignBuilder.AdvancedInstitution)]
    [InlineData("train-the-trainer", DesignBuilder.EmergingInstitution, DesignBuilder.AdvancedInstitution)] // names who is trained, not who teaches
    public void The_institution_that_an_entry_names_teaches(string kind, string named, string teaches)
    {
        TestWorld test = new(new DesignBuilder().WithPartner(c => c with { Institutions = [c.Institutions[0], c.Institutions[0] with { Id = "second" }] })
            .WithEntry(kind, e => e with { Provider = ProviderKind.PartnerInstitution, Institution = named }));
        Assert.Equal(teaches, test.World.Institutions.Ids[test.World.Plan.Activities[0].PartnerInstitution]);
    }

    [Fact]
    [Trait("Equation", "7.8 conditions")]
    public void An_entry_waits_24_months_for_its_condition()
    {
        TestWorld test = Closed("vision-building", e => e with { Month = 0, NeedsAgreement = AgreementCondition.InForce, Roster = Roster.Independent });
        test.Deliver(23);
        Assert.Equal((24, 0), (test.World.Counters.ActivitiesPostponed, test.World.Counters.ActivitiesDropped));
        Programme.Deliver(test.World, test.At(24));
        Assert.Equal(1, test.World.Counters.ActivitiesDropped);
    }

    [Theory]
    [Trait("Equation", "7.8 conditions")]
    [InlineData((int)AgreementCondition.InForce, (int)AgreementState.Signed, false, true)]
    [InlineData((int)AgreementCondition.InForce, (int)AgreementState.Lapsed, true, false)]
    [InlineData((int)AgreementCondition.Ever, (int)AgreementState.Lapsed, true, true)]
    [InlineData((int)AgreementCondition.Ever, (int)AgreementState.Negotiating, false, false)]
    public void An_agreement_now_or_earlier_is_a_condition(int needs, int state, bool ever, bool held)
    {
        TestWorld test = Closed("vision-building", e => e with { Month = 0, NeedsAgreement = (AgreementCondition)needs, Roster = Roster.Independent });
        test.World.Agreements.State[0] = (AgreementState)state;
        test.World.Agreements.EverSigned[0] = ever;
        test.Deliver(0);
        Assert.Equal(held ? 1 : 0, test.World.Counters.ActivitiesHeld);
    }

    [Fact]
    [Trait("Equation", "7.8 conditions")]
    public void Trust_of_members_and_a_finished_diagnosis_are_conditions()
    {
        TestWorld test = Closed("vision-building", e => e with { Month = 0, NeedsTrust = 0.31, NeedsDiagnosis = true, Roster = Roster.Independent });
        test.Deliver(0);
        test.World.Plan.Diagnosed = true;
        test.Deliver(1); // tP stands at 0.30
        Assert.Equal(0, test.World.Counters.ActivitiesHeld);
        for (int i = 0; i < 60; i++) TestWorld.SetTrust(test.Firms.TrustProgramme, i, 0.32);
        Programme.Deliver(test.World, test.At(2));
        Assert.Equal(1, test.World.Counters.ActivitiesHeld);
    }

    [Fact]
    [Trait("Equation", "7.8 plan")]
    public void An_entry_takes_place_as_often_and_as_far_apart_as_planned()
    {
        TestWorld test = new(TestWorld.Willing().WithEntry("vision-building", e => e with { Month = 2, Repeats = 3, Every = 4, Roster = Roster.Independent }));
        Climate.Move(test.World, test.At(0));
        var held = new List<int>();
        for (int t = 0; t < 24; t++)
        {
            int before = test.World.Counters.ActivitiesHeld;
            Programme.Deliver(test.World, test.At(t));
            if (test.World.Counters.ActivitiesHeld > before) held.Add(t);
        }
        Assert.Equal([2, 6, 10], held);
    }

    [Fact]
    [Trait("Equation", "N3")]
    public void An_agreement_of_institutions_doubles_what_visiting_staff_learn()
    {
        static float KnowHow(bool agreed)
        {
            TestWorld test = new(TestWorld.Willing().WithParameter("scope_provider", 1)
                .WithEntry("train-the-trainer", e => e with { Month = 0, Days = 6, Provider = ProviderKind.PartnerInstitution }));
            Agreements pairs = test.World.Agreements;
            if (agreed) pairs.State[pairs.PairOf(pairs.ActorNamed(DesignBuilder.EmergingInstitution), pairs.ActorNamed(DesignBuilder.AdvancedInstitution))] = AgreementState.Signed;
            test.Deliver(0);
            return test.World.Institutions.KnowHow[0];
        }
        // Capacity 0.7, rate 0.8: dose 0.25 * 6 * 0.56 = 0.84 and 1.68; gap 0.9 - 0.5.
        Assert.Equal(0.727315792, KnowHow(agreed: false), 1e-6); // 0.5 + (1 - 0.431710523) * 0.4
        Assert.Equal(0.825450410, KnowHow(agreed: true), 1e-6); // 0.5 + (1 - 0.186373976) * 0.4
    }
}
