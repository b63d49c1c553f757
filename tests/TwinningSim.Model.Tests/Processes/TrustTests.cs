using TwinningSim.Model.Input;
using TwinningSim.Model.Processes;
using TwinningSim.Model.State;
using TwinningSim.Testing;

namespace TwinningSim.Model.Tests.Processes;

public class TrustTests
{
    [Fact]
    [Trait("Equation", "T1")]
    public void A_prior_counts_for_four_events_and_evidence_fades_by_three_per_cent_a_month()
    {
        var record = new TrustRecords(1);
        record.Start(0, 0.3, TestWorld.P);
        Assert.Equal(1.2, record.Good[0], 1e-6); // 0.3 * 4
        Assert.Equal(2.8, record.Bad[0], 1e-6); // 0.7 * 4
        Assert.Equal(0.3, record[0], 1e-6);
        record.Event(0, 1, TestWorld.P);
        Assert.Equal(0.44, record[0], 1e-6); // 2.2 / 5
        record.Fade(0, 0.3, TestWorld.P);
        Assert.Equal(2.17, record.Good[0], 1e-6); // 1.2 + 0.97 * 1
        Assert.Equal(0.436619718, record[0], 1e-6); // 2.17 / 4.97
    }

    [Fact]
    [Trait("Equation", "T2")]
    public void A_bad_event_weighs_three_times_a_good_one()
    {
        var record = new TrustRecords(1);
        record.Start(0, 0.3, TestWorld.P);
        record.Event(0, -0.5, TestWorld.P);
        Assert.Equal(1.2, record.Good[0], 1e-6);
        Assert.Equal(4.3, record.Bad[0], 1e-6); // 2.8 + 3 * 0.5
        record.Fade(0, 0.3, TestWorld.P);
        Assert.Equal(4.255, record.Bad[0], 1e-6); // 2.8 + 0.97 * 1.5
    }

    [Theory]
    [Trait("Equation", "T3")]
    [InlineData(0.55, 0.5, 0.2894)] // 0.12 + 0.88 * 0.7 * 0.275
    [InlineData(0.15, 0.5, 0.1662)] // 0.12 + 0.616 * 0.075
    [InlineData(0.9, 0, 0.12)]
    public void Trust_in_the_other_side_travels_along_the_bridge(double association, double c2c, double prior)
        => Assert.Equal(prior, Trust.Bridge(association, c2c, TestWorld.P), 1e-9);

    [Fact]
    [Trait("Equation", "T3")]
    public void Priors_are_those_of_the_document()
    {
        TestWorld test = new(new DesignBuilder().WithEmerging(c => c with
        {
            Associations = [c.Associations[0] with { Members = 20, WorkedBefore = true }, new Association { Id = "second", Members = 20 }],
        }).With(d => d with { EarlierRelations = [("second", DesignBuilder.AdvancedAssociation)] }));
        int before = test.FirstFirm(i => test.Firms.Association[i] == 0), member = test.FirstFirm(i => test.Firms.Association[i] == 1), outsider = test.FirstFirm(i => test.Firms.Association[i] < 0);
        Assert.Equal(0.45, test.Firms.TrustProgramme[before], 1e-6);
        Assert.Equal(0.30, test.Firms.TrustProgramme[member], 1e-6);
        Assert.Equal(0.30, test.Firms.TrustProgramme[outsider], 1e-6);
        Assert.Equal(0.55, test.Firms.TrustAssociation[member], 1e-6);
        Assert.Equal(0.40, test.Firms.TrustLocal[member], 1e-6);
        Agreements pairs = test.World.Agreements;
        Assert.Equal(0.35, pairs.Trust[pairs.PairOf(0, pairs.ActorNamed(DesignBuilder.AdvancedAssociation))], 1e-6);
        Assert.Equal(0.55, pairs.Trust[pairs.PairOf(1, pairs.ActorNamed(DesignBuilder.AdvancedAssociation))], 1e-6);
        // C2C = 0.2 * 0.55 = 0.11: 0.12 + 0.616 * 0.55 * 0.11 = 0.157268, outsiders 0.12 + 0.616 * 0.15 * 0.11 = 0.130164.
        Assert.Equal(0.11, Trust.C2C(test.World, 1), 1e-6);
        Assert.Equal(0.157268, test.Firms.TrustOtherSide[member], 1e-6);
        Assert.Equal(0.130164, test.Firms.TrustOtherSide[outsider], 1e-6);
    }

    [Theory]
    [Trait("Equation", "T3")]
    [InlineData((int)AgreementState.None, 0.12)]
    [InlineData((int)AgreementState.Negotiating, 0.24)]
    [InlineData((int)AgreementState.Lapsed, 0.3)]
    [InlineData((int)AgreementState.Renegotiating, 0.3)]
    [InlineData((int)AgreementState.Signed, 0.6)]
    public void C2C_weighs_the_best_pairs_trust_by_the_state_of_its_agreement(int state, double c2c)
    {
        TestWorld test = new(new DesignBuilder());
        for (int q = 0; q < test.World.Agreements.Count; q++) TestWorld.SetTrust(test.World.Agreements.Trust, q, q == 1 ? 0.6 : 0.3);
        test.World.Agreements.State[1] = (AgreementState)state; // 0.6 times 0.2, 0.4, 0.5, 0.5, 1
        Assert.Equal(c2c, Trust.C2C(test.World, 1), 1e-6);
    }

    [Fact]
    [Trait("Equation", "T3")]
    public void Emerging_firms_follow_the_best_partner_and_partner_firms_their_own_bridge()
    {
        TestWorld test = new(new DesignBuilder().WithDomesticPartner());
        Agreements pairs = test.World.Agreements;
        int q = pairs.PairOf(0, pairs.ActorNamed("domestic-association"));
        TestWorld.SetTrust(pairs.Trust, q, 0.8);
        pairs.State[q] = AgreementState.Signed;
        int member = test.FirstFirm(i => test.Firms.Association[i] == 0);
        int advanced = test.FirstFirm(i => test.Firms.ClusterOf[i] == 1 && test.Firms.Association[i] >= 0);
        // 0.12 + 0.616 * 0.55 * 0.8 = 0.39104; the advanced side knows 0.35 * 0.2 = 0.07 only: 0.12 + 0.616 * 0.55 * 0.07 = 0.143716.
        Assert.Equal(0.39104, Trust.BridgePrior(test.World, member, Trust.C2CFrom(test.World, 0)), 1e-6);
        Assert.Equal(0.143716, Trust.BridgePrior(test.World, advanced, Trust.C2CFrom(test.World, 1)), 1e-6);
        float good = test.Firms.TrustOtherSide.Good[member];
        Trust.Fade(test.World, test.At(0));
        // Trust in the association stands at its prior; the pair's trust fades before: a = 1.4 + 0.97 (3.2-1.4) = 3.146, of 4: 0.7865; prior 0.12 + 0.3388 * 0.7865 = 0.3864662.
        double prior = 0.3864662 * 4;
        Assert.Equal(prior + (0.97 * (good - prior)), test.Firms.TrustOtherSide.Good[member], 1e-5);
    }

    [Fact]
    [Trait("Equation", "T4")]
    public void An_association_is_open_to_associations_and_institutions_whatever_the_trust()
    {
        TestWorld test = new(new DesignBuilder());
        Agreements pairs = test.World.Agreements;
        int a = pairs.ActorNamed(DesignBuilder.EmergingAssociation), t = pairs.ActorNamed(DesignBuilder.EmergingInstitution);
        int other = pairs.ActorNamed(DesignBuilder.AdvancedAssociation), institute = pairs.ActorNamed(DesignBuilder.AdvancedInstitution);
        Assert.Equal(0.7, Trust.PairScope(test.World, pairs.PairOf(a, other)));
        Assert.Equal(0.7, Trust.PairScope(test.World, pairs.PairOf(a, institute)));
        Assert.Equal(0.7, Trust.PairScope(test.World, pairs.PairOf(t, other)));
    }

    [Fact]
    [Trait("Equation", "T4")]
    public void Institutions_open_to_each_other_with_the_trust_of_their_associations()
    {
        TestWorld test = new(new DesignBuilder());
        Agreements pairs = test.World.Agreements;
        int institutions = pairs.PairOf(pairs.ActorNamed(DesignBuilder.EmergingInstitution), pairs.ActorNamed(DesignBuilder.AdvancedInstitution));
        Assert.Equal(0.154531184, Trust.PairScope(test.World, institutions), 1e-6); // 0.15 + 0.85 * 0.000343 / 0.064343, parent 0.35 * 0.2
        int mixed = pairs.PairOf(0, pairs.ActorNamed(DesignBuilder.AdvancedInstitution));
        (pairs.State[mixed], pairs.State[institutions]) = (AgreementState.Signed, AgreementState.Signed);
        Assert.Equal(0.154531184, Trust.PairScope(test.World, institutions), 1e-6); // only pairs of associations count
        int associations = pairs.PairOf(0, pairs.ActorNamed(DesignBuilder.AdvancedAssociation));
        pairs.State[associations] = AgreementState.Signed;
        TestWorld.SetTrust(pairs.Trust, associations, 0.4);
        Assert.Equal(0.575, Trust.PairScope(test.World, institutions), 1e-6); // 0.15 + 0.85 * 0.5
    }

    [Fact]
    [Trait("Equation", "T4")]
    public void Providers_open_to_each_other_with_C2C() => Assert.Equal(0.905555556, Trust.Scope(TestWorld.P.ScopeProvider, 0.8, TestWorld.P), 1e-8); // 0.15 + 0.85 * 0.512/0.576

    [Fact]
    [Trait("Equation", "T4")]
    public void A_partners_provider_opens_to_firms_with_their_trust_in_the_other_side()
    {
        TestWorld test = new(new DesignBuilder());
        for (int i = 0; i < test.Firms.Emerging; i++) TestWorld.SetTrust(test.Firms.TrustOtherSide, i, 0.4);
        Assert.Equal(0.575, Programme.GateProbability(test.World, 1), 1e-6); // every member 0.15 + 0.85 * 0.5
    }

    [Fact]
    [Trait("Equation", "T4")]
    public void Firms_open_to_each_other_with_the_geometric_mean_of_their_trust()
        => Assert.Equal(0.525, Trust.Scope(TestWorld.P.ScopeFirms, Math.Sqrt(0.8 * 0.2), TestWorld.P), 1e-9); // parent 0.4: 0.05 + 0.95 * 0.5

    [Fact]
    [Trait("Equation", "T4")]
    public void Any_other_pair_is_closed() => Assert.Equal(0, Trust.Scope(0, 0, TestWorld.P));
}
