using TwinningSim.Model.Input;
using TwinningSim.Model.Parameters;
using TwinningSim.Model.Processes;
using TwinningSim.Model.State;
using TwinningSim.Testing;

namespace TwinningSim.Model.Tests.Processes;

public class GroupActivityTests
{
    /// <summary>A world in which every invited firm accepts, with one activity without an expert, which the tests hold as often as they want.</summary>
    private static (TestWorld Test, PlannedActivity Activity) Circle(Selection select, int places, Func<DesignBuilder, DesignBuilder>? change = null, Func<PlanEntry, PlanEntry>? entry = null)
    {
        DesignBuilder design = (change ?? (d => d))(TestWorld.Willing()).WithEntry("training-circle", e =>
        {
            PlanEntry made = e with { Month = 0, Select = select, Places = places };
            return entry is null ? made : entry(made);
        });
        TestWorld test = new(design);
        return (test, test.World.Plan.Activities[0]);
    }

    /// <summary>How often a firm is the first to be invited in many repeats.</summary>
    private static int TimesFirst(TestWorld test, PlannedActivity activity, int firm, int repeats)
    {
        int times = 0;
        for (int r = 0; r < repeats; r++)
        {
            Assert.Null(GroupActivity.Hold(test.World, test.At(0), activity, r));
            if (test.World.Scratch.Accepted[0] == firm) times++;
        }
        return times;
    }

    [Fact]
    [Trait("Equation", "I1")]
    public void Random_selection_treats_all_members_alike()
    {
        (TestWorld test, PlannedActivity activity) = Circle(Selection.Random, 1);
        int member = test.World.Associations.Members[0][7];
        // One of 30 in 3,000 repeats: 100 within 4 * 9.8 (error probability 6e-5).
        Assert.InRange(TimesFirst(test, activity, member, 3000), 61, 139);
        Assert.All(test.Reached(), i => Assert.True(test.Firms.Association[i] >= 0));
    }

    [Fact]
    [Trait("Equation", "I1")]
    public void The_association_nominates_by_vision_medium_size_and_membership()
    {
        (TestWorld test, PlannedActivity activity) = Circle(Selection.Nominated, 1);
        int member = test.World.Associations.Members[0][7];
        test.Firms.Vision.Span.Clear();
        Array.Fill(test.Firms.Size, SizeClass.Small);
        test.Firms.Vision[member] = 1;
        test.Firms.Size[member] = SizeClass.Medium;
        // Weight 1 + 0.5 + 0.5 = 2 against 29 of 0.5: 2 / 16.5 = 0.1212 of 3,000 = 364 within 4 * 17.9 (error probability 6e-5). Taking part clears no vision here.
        Assert.InRange(TimesFirst(test, activity, member, 3000), 292, 436);
    }

    [Fact]
    [Trait("Equation", "I1")]
    public void Medium_firms_come_first_then_large_then_small_ones()
    {
        (TestWorld test, PlannedActivity activity) = Circle(Selection.MediumFirst, 10);
        int[] members = test.World.Associations.Members[0];
        for (int n = 0; n < 30; n++) test.Firms.Size[members[n]] = n < 4 ? SizeClass.Medium : n < 7 ? SizeClass.Large : n < 20 ? SizeClass.Small : SizeClass.Micro;
        Assert.Null(GroupActivity.Hold(test.World, test.At(0), activity, 0));
        SizeClass[] sizes = [.. test.World.Scratch.Accepted[..10].Select(i => test.Firms.Size[i])];
        Assert.Equal([SizeClass.Medium, SizeClass.Medium, SizeClass.Medium, SizeClass.Medium, SizeClass.Large, SizeClass.Large, SizeClass.Large, SizeClass.Small, SizeClass.Small,
            SizeClass.Small], sizes);
    }

    [Fact]
    [Trait("Equation", "I1")]
    public void The_best_performers_are_those_trained_before_whose_mastery_rose_most()
    {
        (TestWorld test, PlannedActivity activity) = Circle(Selection.BestPerformers, 2);
        test.MakeAlike(0.3f, 0.1f, 0.5f);
        int[] members = test.World.Associations.Members[0];
        test.SetSkill(members[0], 0.9f, 0.9f, start: false); // never trained
        for (int n = 1; n < 6; n++)
        {
            test.Firms.Trainings[members[n]] = 1;
            test.SetSkill(members[n], 0.4f + (n * 0.05f), 0.2f, start: false);
        }
        Assert.Null(GroupActivity.Hold(test.World, test.At(0), activity, 0));
        Assert.Equal([members[5], members[4]], test.World.Scratch.Accepted[..2]);
    }

    [Fact]
    [Trait("Equation", "I1")]
    public void Need_matched_selection_weighs_need()
    {
        (TestWorld test, PlannedActivity activity) = Circle(Selection.NeedMatched, 1, entry: e => e with { Domains = [0] });
        test.MakeAlike(0.9f, 0.9f, 0.5f); // mastered: no need, weight 0.02
        int member = test.World.Associations.Members[0][7];
        test.SetSkill(member, 0, 0); // need 1.2 * 0.8 / (0.8 * 1.2) = 1, nobody teaches, so match 1: weight 1.02
        // 1.02 / (1.02 + 29 * 0.02) = 0.6375 of 1,000 = 637.5 within 4 * 15.2 (error probability 6e-5).
        Assert.InRange(TimesFirst(test, activity, member, 1000), 577, 698);
    }

    [Fact]
    [Trait("Equation", "I1")]
    public void Need_matched_selection_weighs_the_best_known_match()
    {
        TestWorld test = new(TestWorld.Willing().WithParameter("roster_spread", 0).WithParameter("need_weight_floor", 0).WithParameter("match_width_product", 0.05).WithParameter("position_spread", 0)
            .WithEmerging(c => c with { Segments = [new Segment("near", 0, 0, 0.6), new Segment("far", 0.9, 0, 0.4)] }).WithPartner(c => c with { Segments = [new Segment("near", 0, 0, 1)] })
            .WithEntry("onsite-handholding", e => e with { Month = 0, Select = Selection.NeedMatched, Places = 3 }));
        test.MakeAlike(0.3f, 0.1f, 0.5f);
        test.World.Plan.Diagnosed = true;
        Array.Fill(test.World.Plan.SegmentVisits, 1000);
        Array.Fill(test.Firms.Seen, 0.5f);
        Assert.Null(GroupActivity.Hold(test.World, test.At(0), test.World.Plan.Activities[0], 0));
        Assert.All(test.Reached(), i => Assert.Equal(0, test.Firms.Segment[i])); // match of the far segment: exp(-0.81 / 0.005)
    }

    [Fact]
    [Trait("Equation", "I1")]
    public void Hubs_are_the_firms_with_most_peers()
    {
        (TestWorld test, PlannedActivity activity) = Circle(Selection.Hubs, 5, entry: e => e with { Pool = InvitationPool.All });
        Assert.Null(GroupActivity.Hold(test.World, test.At(0), activity, 0));
        int least = test.Reached().Min(i => test.World.Peers.Degree(i));
        Assert.Equal(5, test.Reached().Length);
        Assert.All(Enumerable.Range(0, 60).Except(test.Reached()), i => Assert.True(test.World.Peers.Degree(i) <= least));
    }

    [Fact]
    [Trait("Equation", "I1")]
    public void Prime_movers_have_a_rare_product_and_a_vision()
    {
        (TestWorld test, PlannedActivity activity) = Circle(Selection.PrimeMovers, 30,
            d => d.WithEmerging(c => c with { Segments = [new Segment("common", 0, 0, 0.6), new Segment("shoes", 0.3, 0, 0.26), new Segment("rare", 0.6, 0, 0.14)] }),
            e => e with { Pool = InvitationPool.All });
        for (int i = 0; i < 60; i++) test.Firms.Vision[i] = i % 2 == 0 ? 0.51f : 0.49f;
        int[] expected = [.. Enumerable.Range(0, 60).Where(i => test.Firms.Segment[i] == 2 && i % 2 == 0)];
        Assert.NotEmpty(expected);
        Assert.Null(GroupActivity.Hold(test.World, test.At(0), activity, 0));
        Assert.Equal(expected, test.Reached());
    }

    [Theory]
    [Trait("Equation", "I2")]
    [InlineData(true, true, 0.5, 0.460400231)] // -4.9 + 3*0.5 + 1.5*0.4 + 0.6 + 1.6 + 4.25 = 3.65; 0.974667297 * exp(-0.75) = 0.974667297 * 0.472366553
    [InlineData(true, true, 0, 0.974667297)]
    [InlineData(false, false, 0, 0.099750489)] // sig(-2.2)
    public void Acceptance_follows_trust_vision_need_nomination_momentum_and_price(bool nominated, bool momentum, double costShare, double chance)
        => Assert.Equal(chance, GroupActivity.AcceptanceProbability(0.5, 0.4, 0.6, nominated, momentum, costShare, TestWorld.P), 1e-8);

    [Theory]
    [Trait("Equation", "I6")]
    [InlineData(220, 18, false, 12)] // 12.2 firms
    [InlineData(17, 18, false, 0)]
    [InlineData(-3, 18, false, 0)]
    [InlineData(9, 4, true, 50)] // two groups of 25
    public void National_experts_have_so_many_days_and_no_more(double left, double days, bool group, int places)
        => Assert.Equal(places, GroupActivity.PlacesOfExperts(left, days, group, TestWorld.P));

    [Theory]
    [Trait("Equation", "I6")]
    [InlineData(220, 11, 11, 20)] // one expert has 220 days: 11 firms of 20 days in the first year, and 11 of the next year's 20 invited
    [InlineData(0, 20, 20, 40)]
    public void What_national_experts_have_no_time_for_waits_for_nobody(double perYear, int first, int again, int held)
    {
        TestWorld test = new(TestWorld.Willing().WithParameter("national_days_per_year", perYear).With(d => d with { Nationals = d.Nationals with { Count = 1 } })
            .WithEntry("national-handholding", e => e with { Month = 0, Repeats = 3, Every = 6, Places = 20, Days = 20, Select = Selection.Random }));
        test.Deliver(0);
        Assert.Equal(first * 20, test.World.Counters.NationalDays);
        for (int t = 1; t <= 6; t++) Programme.Deliver(test.World, test.At(t)); // the same year
        Assert.Equal(perYear == 0 ? held * 20 : first * 20, test.World.Counters.NationalDays);
        Assert.Equal(perYear == 0 ? 0 : 1, test.World.Counters.ActivitiesDropped);
        for (int t = 7; t <= 12; t++) Programme.Deliver(test.World, test.At(t)); // a new year
        Assert.Equal(perYear == 0 ? 60 * 20 : (first + again) * 20, test.World.Counters.NationalDays);
    }

    [Theory]
    [Trait("Equation", "F8")]
    [InlineData(2.5, 1, 0.5)]
    [InlineData(1.5, 1, 0.177631579)] // 3.375 / (3.375 + 15.625)
    [InlineData(5, 2, 0.222222222)] // (125 / (125 + 15.625)) / 4
    [InlineData(0, 1, 0)]
    public void A_visit_comes_to_a_trial_if_it_is_long_and_about_few_things(double days, int domains, double chance)
        => Assert.Equal(chance, GroupActivity.TrialProbability(days, domains, TestWorld.P), 1e-8);

    [Theory]
    [Trait("Equation", "I7")]
    [InlineData(0.4, 0.3, 0.5, 0.44)] // 0.4 (1 + 0.5 * 0.2)
    [InlineData(1, 0.9, 0.5, 0.8)]
    [InlineData(0, 0, 0, 0)]
    public void A_price_puts_off_less_who_knows_what_it_wants(double share, double vision, double need, double felt)
        => Assert.Equal(felt, GroupActivity.FeltPrice(share, vision, need, TestWorld.P), 1e-12);

    [Theory]
    [Trait("Equation", "F8")]
    [InlineData(0.5, 0.85, 0.45)] // 0.9 * 0.5
    [InlineData(0.8, 0.425, 0.36)] // a teacher half as able as a foreign expert
    [InlineData(1, 1, 0.9)]
    [InlineData(1, -1, 0)] // does not teach it
    public void A_trial_works_with_a_teacher_that_fits_and_can(double match, double doHow, double chance)
        => Assert.Equal(chance, GroupActivity.TrialWorks(match, doHow, TestWorld.P), 1e-12);

    [Theory]
    [Trait("Equation", "F8")]
    [InlineData(0.4f, 0.1f, 0.3f, true, 0.3f)] // what was done together is enough to start
    [InlineData(0.4f, 0.35f, 0.3f, true, 0.35f)]
    [InlineData(0.28f, 0.1f, 0.3f, false, 0.28f)] // do-how cannot pass know-how, and stays below what is needed
    [InlineData(0.2f, 0.1f, 0.1f, false, 0.1f)] // knows too little
    public void What_worked_in_a_trial_a_firm_can_do_and_keeps_if_it_knows_enough(float knowHow, float doHow, float least, bool keeps, float after)
    {
        TestWorld test = new(new DesignBuilder().WithDomain(0, d => d with { LeastDoHow = least, InvestmentEur = 0 }));
        test.MakeAlike(knowHow, doHow, 0.5f);
        Assert.Equal(keeps, Practice.KeepTrial(test.World, test.At(0), 3, 0));
        Assert.Equal(keeps, test.Firms.Practises(3, 0));
        Assert.Equal(after, test.Firms.DoHowOf(3)[0], 1e-6);
    }

    [Theory]
    [Trait("Equation", "F8")]
    [InlineData(0.9, 30, true)]
    [InlineData(0, 30, false)]
    [InlineData(0.9, 0.25, false)] // too short to come to a trial: at most one in 250,000 does
    public void Only_a_visit_on_site_that_is_long_enough_comes_to_a_trial_that_is_kept(double works, double days, bool keeps)
    {
        TestWorld test = new(TestWorld.AtOnePoint(TestWorld.Willing()).WithParameter("trial_adoption", works).WithParameter("match_width_scale", 2).WithParameter("trial_steepness", 8)
            .WithDomain(0, d => d with { LeastDoHow = 0, InvestmentEur = 0 })
            .WithEntry("onsite-handholding", e => e with { Month = 0, Places = 30, Days = days, Roster = Roster.Independent, Select = Selection.Random }));
        test.MakeAlike(0.5f, 0.3f, 0.5f);
        Assert.Null(GroupActivity.Hold(test.World, test.At(0), test.World.Plan.Activities[0], 0));
        // Language 0.8 and sizes leave a match of 0.7 to 0.8, so some two thirds are kept: 10 to 28 of 30 but for one case in 100,000.
        Assert.InRange(test.World.Counters.PracticesAdopted, keeps ? 10 : 0, keeps ? 28 : 0);
        Assert.Equal(test.World.Counters.PracticesAdopted, test.World.Counters.PracticesAdoptedTouched);
    }

    [Theory]
    [Trait("Equation", "I2")]
    [InlineData(12, 0.3f, true)]
    [InlineData(-7, 0.3f, false)] // 19 months ago
    [InlineData(-6, 0.31f, true)]
    [InlineData(12, 0.29f, false)]
    public void Momentum_is_a_fitting_activity_in_the_last_eighteen_months(int last, float match, bool momentum)
    {
        TestWorld test = new(new DesignBuilder());
        test.Firms.LastActivity[0] = last;
        test.Firms.LastMatch[0] = match;
        Assert.Equal(momentum, GroupActivity.HasMomentum(test.Firms, 0, test.At(12)));
    }

    [Theory]
    [Trait("Equation", "I2")]
    [InlineData("seminar", 4, 0.5, 53)] // (4 * 600 / 25 + 10 per head) / 2
    [InlineData("onsite-handholding", 3, 0.25, 450)] // 3 * 600 / 4
    [InlineData("study-tour", 7, 0.2, 700)] // (2,800 + 7 * 100) / 5
    [InlineData("national-handholding", 3, 1, 600)]
    public void The_fee_is_a_share_of_the_price_of_a_place(string kind, double days, double costShare, double fee)
    {
        TestWorld test = new(new DesignBuilder().WithEntry(kind, e => e with { Days = days }));
        Assert.Equal(fee, GroupActivity.Fee(test.World.Plan.Activities[0], new Prices(), costShare, TestWorld.P));
    }

    [Fact]
    [Trait("Equation", "I2")]
    public void The_cost_share_moves_from_time_to_time_and_a_firm_that_cannot_pay_does_not_accept()
    {
        TestWorld test = new(TestWorld.Willing().WithParameter("accept_price", 0)
            .WithEntry("national-handholding", e => e with { Month = 0, Repeats = 2, Places = 30, Days = 2, CostShare = 0.5, CostShareStep = -0.25 }));
        test.Firms.Slack.Span.Fill(1_000);
        int poor = test.World.Associations.Members[0][3];
        test.Firms.Slack[poor] = 199.99;
        test.Deliver(0);
        Assert.Equal(29, test.Reached().Length);
        Assert.DoesNotContain(poor, test.Reached());
        Assert.Equal((30, 29), (test.World.Counters.Invited, test.World.Counters.Accepted));
        Assert.Equal(29 * 20_000, test.World.Ledger.Fees); // 2 days * 200 / 2
        test.Deliver(1); // month 0 is over; at a quarter it costs 100
        Assert.Equal((29 * 20_000) + (30 * 10_000), test.World.Ledger.Fees);
        Assert.Equal(99.99, test.Firms.Slack[poor], 1e-9);
        Assert.Equal(0.25f, test.Firms.LastPaid[poor]);
    }

    [Fact]
    [Trait("Equation", "I2")]
    public void At_most_three_firms_are_asked_for_a_place()
    {
        TestWorld test = new(new DesignBuilder().WithParameter("accept_intercept", -20).WithEntry("vision-building", e => e with { Month = 0, Places = 4, Roster = Roster.Independent }));
        test.Deliver(0);
        Assert.Equal((12, 0), (test.World.Counters.Invited, test.World.Counters.Accepted));
        Assert.Equal((0, 1), (test.World.Counters.ActivitiesHeld, test.World.Counters.ActivitiesDropped));
        Assert.Equal(0, test.World.Ledger.Spent);
    }

    [Theory]
    [Trait("Equation", "I2")]
    [InlineData(30, true)]
    [InlineData(31, false)]
    public void Below_the_quorum_nothing_is_held_or_paid(int quorum, bool held)
    {
        TestWorld test = new(TestWorld.Willing().WithEntry("vision-building", e => e with { Month = 0, Places = 40, Quorum = quorum, Roster = Roster.Independent }));
        test.Deliver(0); // 30 members
        Assert.Equal((held ? 1 : 0, held ? 0 : 1), (test.World.Counters.ActivitiesHeld, test.World.Counters.ActivitiesDropped));
        Assert.Equal(held, test.World.Ledger.Spent > 0);
        Assert.Equal(held ? 30 : 0, test.Reached().Length);
    }

    [Theory]
    [Trait("Equation", "I2")]
    [InlineData("vision-building", (int)ProviderKind.Programme, 27, 30)] // tP = 1: sig(-15 + 10 + 10) = 0.993
    [InlineData("vision-building", (int)ProviderKind.International, 4, 26)] // (tP + tF) / 2: one half of 30, within 4 * 2.7
    [InlineData("study-tour", (int)ProviderKind.PartnerFirms, 0, 3)] // tF = 0: sig(-5)
    public void Abroad_firms_go_by_trust_in_the_other_side_and_at_home_by_trust_in_the_programme(string kind, int provider, int least, int most)
    {
        TestWorld test = new(new DesignBuilder().WithParameter("accept_intercept", -15).WithParameter("accept_trust", 10).WithParameter("accept_vision", 0).WithParameter("accept_need", 0)
            .WithParameter("accept_nominated", 10).WithParameter("invitations_most", 1)
            .WithEntry(kind, e => e with { Month = 0, Places = 30, Provider = (ProviderKind)provider, Roster = Roster.Independent }));
        for (int i = 0; i < 60; i++)
        {
            TestWorld.SetTrust(test.Firms.TrustProgramme, i, 0.9999);
            TestWorld.SetTrust(test.Firms.TrustOtherSide, i, 0.0001);
        }
        Climate.Move(test.World, test.At(0));
        GroupActivity.Hold(test.World, test.At(0), test.World.Plan.Activities[0], 0);
        Assert.InRange(test.World.Counters.Accepted, least, most);
    }

    [Theory]
    [Trait("Equation", "I4")]
    [InlineData(0.8, 1)]
    [InlineData(0.3, 0)]
    [InlineData(0.1, -0.4)]
    public void A_badly_matched_expert_costs_trust(double match, double worth) => Assert.Equal(worth, GroupActivity.TrustWorth(match, TestWorld.P), 1e-12);

    [Fact]
    [Trait("Equation", "I4")]
    public void Taking_part_moves_trust_vision_and_attention()
    {
        TestWorld test = new(TestWorld.AtOnePoint(TestWorld.Willing()).WithParameter("roster_spread", 0)
            .WithEntry("vision-building", e => e with { Month = 0, Places = 30, Days = 2, Roster = Roster.Independent }));
        test.MakeAlike(0.3f, 0.1f, 0.4f);
        Array.Fill(test.Firms.Scale, 0.5f);
        int i = test.World.Associations.Members[0][0];
        float programme = test.Firms.TrustProgramme.Good[i], association = test.Firms.TrustAssociation.Good[i];
        test.Deliver(0);
        Assert.Equal(programme + 0.4, test.Firms.TrustProgramme.Good[i], 1e-6); // 0.4 * (2 * 0.8 - 0.6)
        Assert.Equal(association + 0.05, test.Firms.TrustAssociation.Good[i], 1e-6);
        Assert.Equal(0.528023283, test.Firms.Vision[i], 1e-6); // 0.4 + (1 - exp(-0.12 * 2)) * 0.6
        Assert.Equal(0.032, test.Firms.Attention[i], 1e-6); // 0.02 + 0.1 * 0.12
        Assert.Equal((0, 0.8f), (test.Firms.LastActivity[i], test.Firms.LastMatch[i]));
    }

    [Fact]
    [Trait("Equation", "I4")]
    public void Institutions_and_national_experts_that_attend_learn_from_at_most_six_days()
    {
        TestWorld test = new(TestWorld.Willing().WithEntry("onsite-handholding", e => e with
        {
            Month = 0,
            Places = 10,
            Days = 3,
            Roster = Roster.Independent,
            InstitutionsAttend = [DesignBuilder.EmergingInstitution],
            NationalsAttend = true,
        }));
        test.Deliver(0);
        // Institution 0.5 and 0.4, capacity 0.5 + 0.4 * 0.5 = 0.7, rate 0.8: doses 0.35 * 6 * 0.56 = 1.176 and 0.9 * 6 * 0.56 = 3.024.
        Assert.Equal(0.776595874, test.World.Institutions.KnowHow[0], 1e-6); // 0.5 + 0.691490 * 0.4
        Assert.Equal(0.758290903, test.World.Institutions.DoHow[0], 1e-6); // 0.4 + 0.951393 * (0.776596 - 0.4)
        // National experts 0.55 and 0.5, capacity 0.72, rate 1: doses 1.512 and 3.888.
        Assert.Equal(0.822835990, test.World.Nationals.KnowHow[0], 1e-6); // 0.55 + 0.779531 * 0.35
        Assert.Equal(0.816222282, test.World.Nationals.DoHow[0], 1e-6); // 0.5 + 0.979513 * 0.322836
        Assert.Equal(0.5f, test.World.Institutions.KnowHow[1]); // not taught
    }

    [Fact]
    [Trait("Equation", "I4")]
    public void Contacts_of_a_meeting_are_made_with_the_partner_of_the_entry()
    {
        TestWorld test = new(TestWorld.Willing().WithEntry("b2b-meeting", e => e with { Month = 0, Places = 30 }));
        test.Deliver(0);
        // 1.5 contacts for each of 30 firms: one for sure, another with 1/2: 45 within 4 * 2.7 (error probability 6e-5).
        Assert.InRange(test.World.Contacts.Count, 34, 56);
        Assert.All(Enumerable.Range(0, test.World.Contacts.Count), n => Assert.Equal((1, false), (test.World.Contacts[n].Cluster, test.World.Contacts[n].Support)));
    }

    [Theory]
    [Trait("Equation", "I5")]
    [InlineData("onsite-handholding", 10, 3, 21_500)] // 10 * 3 * 600 + one expert's trip 2,500 + 1,000
    [InlineData("classroom-training", 30, 4, 8_300)] // two groups: 2 * 4 * 600 + 2,500 + 1,000
    [InlineData("seminar", 25, 1, 4_150)] // 600 + 2,500 + 800 + 25 * 10
    [InlineData("study-tour", 5, 6, 19_000)] // 5 * (2,800 + 6 * 100) + 2,000
    public void The_bill_is_days_trips_fixed_and_per_head_costs(string kind, int places, double days, double eur)
    {
        TestWorld test = new(TestWorld.Willing().WithParameter("scope_provider", 1).WithEntry(kind, e => e with { Month = 0, Places = places, Days = days }));
        test.Deliver(0);
        Assert.Equal(places, test.World.Counters.Accepted);
        Assert.Equal(Ledger.Cents(eur), test.World.Ledger.Spent);
    }

    [Fact]
    [Trait("Equation", "I5")]
    public void What_cannot_be_paid_in_full_is_not_done_and_reported()
    {
        TestWorld test = new(TestWorld.Willing().WithParameter("scope_provider", 1).WithBudget(21_499.99).WithEntry("onsite-handholding", e => e with { Month = 0 }));
        test.Deliver(0);
        Assert.Equal(0, test.World.Ledger.Spent);
        Assert.Empty(test.Reached());
        Assert.Equal(1, test.World.Counters.ActivitiesDropped);
    }

    [Fact]
    [Trait("Equation", "I5")]
    public void Each_expert_used_travels_once()
    {
        TestWorld test = new(TestWorld.Willing().WithEntry("onsite-handholding", e => e with { Month = 0, Places = 20, Days = 1, Roster = Roster.Independent, Match = Matching.Firm }));
        test.World.Plan.Diagnosed = true;
        Array.Fill(test.World.Plan.SegmentVisits, 1000);
        test.Deliver(0);
        int experts = test.World.Scratch.TeacherUsed.Count(u => u);
        Assert.InRange(experts, 2, 6);
        Assert.Equal(experts * 250_000, test.World.Ledger.SpentOn(Cost.Travel));
        Assert.Equal(20 * 60_000, test.World.Ledger.SpentOn(Cost.International));
    }
}
