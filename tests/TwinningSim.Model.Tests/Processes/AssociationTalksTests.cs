using TwinningSim.Model.Input;
using TwinningSim.Model.Processes;
using TwinningSim.Model.State;
using TwinningSim.Testing;

namespace TwinningSim.Model.Tests.Processes;

public class AssociationTalksTests
{
    /// <summary>A world whose two associations do not care about each other's firms, with whole appetite: willingness = sig(6 (gain - backlash - 0.05)).</summary>
    private static TestWorld Neutral(DesignBuilder? design = null)
    {
        TestWorld test = new(design ?? new DesignBuilder());
        Associations a = test.World.Associations;
        Array.Clear(a.Complementarity);
        Array.Clear(a.Rivalry);
        Array.Fill(a.Gain, 0.05 / 0.97);
        Array.Fill(test.World.Appetite, 1);
        return test;
    }

    private static int Pair(TestWorld test)
        => test.World.Agreements.PairOf(test.World.Agreements.ActorNamed(DesignBuilder.EmergingAssociation), test.World.Agreements.ActorNamed(DesignBuilder.AdvancedAssociation));

    /// <summary>Signs for sure: a brokered negotiation of two associations that gained all they can hope for.</summary>
    private static void SignNow(TestWorld test, int month)
    {
        Array.Fill(test.World.Associations.Gain, 1);
        AssociationTalks.OpenNegotiation(test.World, test.At(month), Pair(test), brokered: true);
        AssociationTalks.Move(test.World, test.At(month));
        Assert.Equal(AgreementState.Signed, test.World.Agreements.State[Pair(test)]);
    }

    private static DesignBuilder Eager() => new DesignBuilder().WithParameter("signing_hazard", 1).WithParameter("scope_association", 1).WithParameter("signing_trust_base", 1)
        .WithParameter("signing_trust_slope", 0).WithParameter("willingness_slope", 12);

    [Fact]
    [Trait("Equation", "A1")]
    public void Each_association_judges_the_other_side_by_pairs_of_firms()
    {
        // All firms are principals at one point: every pair has rivalry 0.3 (market overlap) and complementarity 0.5 (chain link).
        TestWorld alike = new(TestWorld.AtOnePoint(new DesignBuilder()).WithEmerging(c => c with { RoleShares = [1, 0, 0] }).WithPartner(c => c with { RoleShares = [1, 0, 0] }));
        foreach ((int association, int cluster) in new[] { (0, 1), (1, 0) })
        {
            Assert.Equal(0.3, alike.World.Associations.Rivalry[alike.World.Associations.At(association, cluster)], 1e-9);
            Assert.Equal(0.5, alike.World.Associations.Complementarity[alike.World.Associations.At(association, cluster)], 1e-9);
        }
        Assert.Equal(0, alike.World.Associations.Rivalry[alike.World.Associations.At(0, 0)]);
        // Half of the partner's firms are support (0.9), the other half subcontractors (0): 200 pairs give 0.45 within 4 * 0.45 / sqrt(200) = 0.127 (error probability 6e-5).
        TestWorld mixed = new(TestWorld.AtOnePoint(new DesignBuilder()).WithEmerging(c => c with { RoleShares = [1, 0, 0] }).WithPartner(c => c with { RoleShares = [0, 0.5, 0.5] }));
        Assert.InRange(mixed.World.Associations.Complementarity[mixed.World.Associations.At(0, 1)], 0.323, 0.577);
        Assert.Equal(0, mixed.World.Associations.Rivalry[mixed.World.Associations.At(0, 1)]);
    }

    [Fact]
    [Trait("Equation", "A2")]
    public void News_closes_a_share_of_the_gap_of_information()
    {
        TestWorld test = new(new DesignBuilder());
        Associations a = test.World.Associations;
        Assert.Equal(0.2, a.Information[a.At(0, 1)]);
        a.Inform(0, 1, 0.3);
        Assert.Equal(0.44, a.Information[a.At(0, 1)], 1e-12); // 1 - 0.8 * 0.7
        Assert.Equal(0.2, a.Information[a.At(1, 0)]);
    }

    [Fact]
    [Trait("Equation", "A2")]
    public void An_earlier_relation_informs_both_sides()
    {
        TestWorld test = new(new DesignBuilder().WithDomesticPartner().With(d => d with { EarlierRelations = [(DesignBuilder.EmergingAssociation, DesignBuilder.AdvancedAssociation)] }));
        Associations a = test.World.Associations;
        Assert.Equal(0.5, a.Information[a.At(0, 1)]);
        Assert.Equal(0.5, a.Information[a.At(1, 0)]);
        Assert.Equal(0.2, a.Information[a.At(0, 2)]);
        Assert.Equal(0.2, a.Information[a.At(2, 0)]);
    }

    [Fact]
    [Trait("Equation", "A3")]
    public void Willingness_weighs_gain_against_rivalry_and_backlash()
    {
        // 0.5*0.6 + 0.1 - 0.8*0.2*(1 - 0.25) - 0.05 - 0.05 = 0.18; sig(1.08) = 0.746493983; times 0.9.
        Assert.Equal(0.671844585, AssociationTalks.Willingness(0.9, 0.5, 0.6, 0.1, 0.2, 0.05, TestWorld.P), 1e-8);
        TestWorld test = new(new DesignBuilder());
        Array.Fill(test.World.Appetite, 0.9);
        Assert.Equal(0.54, AssociationTalks.ActorWillingness(test.World, test.World.Agreements.ActorNamed(DesignBuilder.AdvancedInstitution), 0), 1e-12); // 0.6 * 0.9
    }

    [Fact]
    [Trait("Equation", "A4")]
    public void The_signing_hazard_is_scope_times_both_wills_times_trust_and_doubles_when_brokered()
    {
        TestWorld test = Neutral();
        Array.Fill(test.World.Associations.Gain, 0.05); // willingness sig(0) = 0.5 on both sides
        Assert.Equal(0.0945, AssociationTalks.SigningHazard(test.World, Pair(test)), 1e-7); // 0.8 * 0.7 * 0.25 * (0.5 + 0.5 * 0.35)
        test.World.Agreements.Brokered[Pair(test)] = true;
        Assert.Equal(0.189, AssociationTalks.SigningHazard(test.World, Pair(test)), 1e-7);
    }

    [Fact]
    [Trait("Equation", "A4")]
    public void A_negotiation_lasts_eighteen_months_from_the_last_facilitation()
    {
        TestWorld test = Neutral();
        Array.Fill(test.World.Associations.Backlash, 1e30); // nobody is willing
        Agreements agreements = test.World.Agreements;
        AssociationTalks.OpenNegotiation(test.World, test.At(2), Pair(test), brokered: false);
        AssociationTalks.OpenNegotiation(test.World, test.At(10), Pair(test), brokered: false);
        for (int t = 10; t < 28; t++)
        {
            AssociationTalks.Move(test.World, test.At(t));
            Assert.Equal(AgreementState.Negotiating, agreements.State[Pair(test)]);
        }
        AssociationTalks.Move(test.World, test.At(28));
        Assert.Equal(AgreementState.None, agreements.State[Pair(test)]);
    }

    [Fact]
    [Trait("Equation", "A4")]
    public void A_signature_holds_twelve_months_and_is_good_news()
    {
        TestWorld test = Neutral(Eager());
        float good = test.World.Agreements.Trust.Good[Pair(test)];
        SignNow(test, 3);
        Assert.Equal(15, test.World.Agreements.Until[Pair(test)]);
        Assert.Equal(good + 1, test.World.Agreements.Trust.Good[Pair(test)], 1e-6);
        Assert.Equal(1, test.World.Counters.AgreementsSigned);
        Assert.Equal(3, test.World.Counters.FirstAgreement);
        Assert.True(test.World.Agreements.EverSigned[Pair(test)]);
    }

    [Fact]
    [Trait("Equation", "A5")]
    public void At_its_end_an_agreement_of_two_willing_sides_is_renewed_without_a_new_signature()
    {
        TestWorld test = Neutral(Eager().WithParameter("backlash_base", 0));
        SignNow(test, 3);
        for (int t = 4; t < 15; t++) AssociationTalks.Move(test.World, test.At(t));
        Assert.Equal(15, test.World.Agreements.Until[Pair(test)]);
        Array.Clear(test.World.Associations.Backlash);
        Array.Fill(test.World.Associations.Gain, 1); // willingness sig(12 * 0.92) = 0.99998 on both sides
        AssociationTalks.Move(test.World, test.At(15));
        Assert.Equal(AgreementState.Signed, test.World.Agreements.State[Pair(test)]);
        Assert.Equal(27, test.World.Agreements.Until[Pair(test)]);
        Assert.Equal((1, 1, 0), (test.World.Counters.AgreementsSigned, test.World.Counters.AgreementsRenewed, test.World.Counters.AgreementsLapsed));
    }

    [Fact]
    [Trait("Equation", "A5")]
    public void An_agreement_that_one_side_does_not_want_lapses_and_may_be_negotiated_again()
    {
        TestWorld test = Neutral(Eager());
        SignNow(test, 3);
        test.World.Associations.Backlash[1] = 1e30;
        AssociationTalks.Move(test.World, test.At(15));
        Assert.Equal(AgreementState.Lapsed, test.World.Agreements.State[Pair(test)]);
        AssociationTalks.OpenNegotiation(test.World, test.At(16), Pair(test), brokered: false);
        Assert.Equal(AgreementState.Renegotiating, test.World.Agreements.State[Pair(test)]);
        AssociationTalks.Move(test.World, test.At(34));
        Assert.Equal(AgreementState.Lapsed, test.World.Agreements.State[Pair(test)]); // given up after 18 months
    }

    [Theory]
    [Trait("Equation", "A6")]
    [InlineData(0.1, 0.5, 0.2, 0.19)] // 4 * 0.1 * 0.5 * 0.7 + 0.05
    [InlineData(0, 0.5, 1, 0.05)]
    [InlineData(0.3, 0.2, 0.5, 1)] // 4 * 0.3 * 0.8 * 1 + 0.05 = 1.01
    public void Protest_is_likely_where_rivals_know_little(double rivalry, double information, double pressure, double chance)
        => Assert.Equal(chance, AssociationTalks.ProtestChance(rivalry, information, pressure, TestWorld.P), 1e-12);

    [Theory]
    [Trait("Equation", "A9")]
    [InlineData(1, 0, 0)]
    [InlineData(1, 0.15, 0.3)] // 0.6 * half of what is needed
    [InlineData(1, 0.3, 0.6)]
    [InlineData(0.5, 0.9, 0.3)] // half the appetite
    public void An_institution_wants_something_for_itself(double appetite, double gain, double willingness)
        => Assert.Equal(willingness, AssociationTalks.InstitutionWillingness(appetite, gain, TestWorld.P), 1e-12);

    [Fact]
    [Trait("Equation", "A9")]
    public void An_institution_gains_from_one_that_knows_more_and_from_what_its_clusters_firms_have_gained()
    {
        TestWorld test = new(new DesignBuilder());
        Array.Fill(test.World.Appetite, 1);
        Agreements agreements = test.World.Agreements;
        int own = agreements.ActorNamed(DesignBuilder.EmergingInstitution), theirs = agreements.ActorNamed(DesignBuilder.AdvancedInstitution);
        Assert.Equal(0.6, AssociationTalks.ActorWillingness(test.World, own, 1, theirs), 1e-6); // 0.9 against 0.5: a lead of 0.4
        Assert.Equal(0, AssociationTalks.ActorWillingness(test.World, theirs, 0, own), 1e-6);
        test.World.Associations.Gain[1] = 0.15;
        Assert.Equal(0.3, AssociationTalks.ActorWillingness(test.World, theirs, 0, own), 1e-6);
        Assert.Equal(0.6, AssociationTalks.ActorWillingness(test.World, theirs, 0, 0), 1e-6); // towards an association
    }

    [Theory]
    [Trait("Equation", "A10")]
    [InlineData(0.1, 0.5, 0.25, 0.4)] // 0.1 + 0.75 * 0.4
    [InlineData(0.1, 0.5, 1, 0.1)]
    [InlineData(0.3, 0.2, 0, 0.3)]
    public void Who_knows_little_sees_a_rival_in_everybody_of_the_same_market(double rivalry, double overlap, double information, double perceived)
        => Assert.Equal(perceived, AssociationTalks.PerceivedRivalry(rivalry, overlap, information, TestWorld.P), 1e-12);

    [Fact]
    [Trait("Equation", "A6")]
    public void A_protest_adds_to_the_backlash_of_the_partners_association_which_fades_three_per_cent_a_month()
    {
        TestWorld test = Neutral(Eager());
        test.World.Associations.Rivalry[test.World.Associations.At(1, 0)] = 1; // 4 * 1 * 0.8 > 1
        SignNow(test, 3);
        double backlash = test.World.Associations.Backlash[1];
        Assert.InRange(backlash, 0.15 * 0.97, 0.45 * 0.97); // 0.3 (0.5 + U), one month faded
        Assert.Equal(0, test.World.Associations.Backlash[0]);
        AssociationTalks.Move(test.World, test.At(4));
        Assert.Equal(backlash * 0.97, test.World.Associations.Backlash[1], 1e-12);
    }

    [Fact]
    [Trait("Equation", "A6")]
    public void Pressure_is_the_series_of_the_partner_or_one_half()
    {
        TestWorld test = new(new DesignBuilder().WithDomesticPartner(c => c with { ImportPressure = [new SeriesPoint(0, 0), new SeriesPoint(10, 1)] }));
        Assert.Equal(0.5, test.World.Pressure[(1 * 24) + 5]);
        Assert.Equal(0.3, test.World.Pressure[(2 * 24) + 3], 1e-12);
    }

    [Theory]
    [Trait("Equation", "A7")]
    [InlineData(0.5, 1, 1, 0.456016033)] // 0.5 (0.35 + 0.65 (1 - exp(-2))) = 0.5 * 0.912032066
    [InlineData(0.5, 0.5, 1, 0.228008017)]
    [InlineData(1, 1, 1.3, 0.951722174)] // 0.35 + 0.65 (1 - 0.074273578)
    [InlineData(1, 1, 0, 0.35)]
    [InlineData(1, 0, 1, 0)]
    public void Engagement_moves_to_will_times_agreement_times_agents(double willingness, double agreed, double fte, double target)
        => Assert.Equal(target, AssociationTalks.EngagementTarget(willingness, agreed, fte, TestWorld.P), 1e-8);

    [Fact]
    [Trait("Equation", "A7")]
    public void Engagement_closes_fifteen_per_cent_of_its_gap_and_counts_agents_on_the_partners_side()
    {
        TestWorld test = Neutral(new DesignBuilder().WithAgent(a => a with { Cluster = 1, Partner = 1, Technical = true }).WithAgent());
        Array.Fill(test.World.AgentInPost, true);
        test.World.Agreements.State[Pair(test)] = AgreementState.Signed;
        test.World.Agreements.Until[Pair(test)] = 12;
        AssociationTalks.Move(test.World, test.At(0)); // gain 0.05: willingness sig(0) = 0.5; 1 FTE technical = 1.3
        Assert.Equal(0.15 * 0.5 * 0.951722174, test.World.Associations.Engagement[1], 1e-7);
        Assert.Equal(0, test.World.Associations.Engagement[0]);
    }

    [Fact]
    [Trait("Equation", "A8")]
    public void Gain_comes_from_members_deals_and_is_soon_forgotten()
    {
        TestWorld test = new(new DesignBuilder().WithEmerging(c => c with { Associations = [c.Associations[0] with { Members = 25 }] }));
        Associations a = test.World.Associations;
        a.Gain[0] = 0.5;
        a.NewGainEur[0] = 100_000;
        AssociationTalks.Move(test.World, test.At(0));
        Assert.Equal(0.885, a.Gain[0], 1e-12); // 0.97 * 0.5 + 100,000 / (50,000 * 5)
        Assert.Equal(0, a.NewGainEur[0]);
        a.NewGainEur[0] = 100_000;
        AssociationTalks.Move(test.World, test.At(1));
        Assert.Equal(1, a.Gain[0]);
    }
}
