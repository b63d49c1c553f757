using TwinningSim.Model.Input;
using TwinningSim.Model.Parameters;
using TwinningSim.Model.State;
using TwinningSim.Testing;

namespace TwinningSim.Model.Tests.Parameters;

/// <summary>Each kind of the catalogue, held once for ten firms, against the same world without it.</summary>
public class ActivityKindTests
{
    private sealed record Case(string Kind, double Eur, Action<TestWorld, TestWorld> Effect, Func<PlanEntry, PlanEntry>? Entry = null);

    // Days are 3 for kinds that teach. International day 600 and trip 2,500, national day 200, institution day 120.
    private static readonly Case[] Cases =
    [
        new("diagnostic-study", 1_250, (with, without) => // 1,000 + 10 * 25
        {
            Assert.True(with.World.Plan.Diagnosed);
            Assert.Equal(10, with.World.Plan.SegmentVisits.Sum());
            Assert.Equal(1, Rise(with.Firms.TrustProgramme, without.Firms.TrustProgramme), 1e-4); // 10 * 0.1
            Assert.Equal(0.28, Information(with, 0, 1), 1e-9); // 1 - 0.8 * 0.9
            Assert.Empty(with.Reached()); // the firms took part in nothing
        }),
        new("partner-diagnostic", 3_000, (with, without) =>
        {
            Assert.Equal(10, with.World.Plan.StudyVisits[1]);
            Assert.Equal(0.44, Information(with, 0, 1), 1e-9);
            Assert.Equal(0.44, Information(with, 1, 0), 1e-9);
            Assert.Equal(0.2, Pair(with) - Pair(without), 1e-6);
        }),
        new("association-meeting", 3_000, (with, without) =>
        {
            Assert.Equal(0.5, Pair(with) - Pair(without), 1e-6);
            Assert.Equal(3, Rise(with.Firms.TrustAssociation, without.Firms.TrustAssociation), 1e-4); // 30 members * 0.1
            Assert.Equal(0.32, Information(with, 1, 0), 1e-9); // 1 - 0.8 * 0.85
            Assert.Equal(1, with.World.Counters.Visits);
        }),
        new("agreement-facilitation", 1_500, (with, without) =>
        {
            Assert.Contains(AgreementState.Negotiating, with.World.Agreements.State);
            Assert.DoesNotContain(AgreementState.Negotiating, without.World.Agreements.State);
            Assert.Equal(0.24, Information(with, 0, 1), 1e-9); // 1 - 0.8 * 0.95
        }),
        new("fair-participation", 8_000, (with, without) =>
        {
            Assert.Equal(2, Rise(with.Firms.TrustProgramme, without.Firms.TrustProgramme), 1e-4); // 10 * 0.2
            Assert.Equal(1, Rise(with.Firms.TrustOtherSide, without.Firms.TrustOtherSide), 1e-4); // 10 * 0.1
            Assert.InRange(with.World.Contacts.Count, 1, 9); // 0.3 for each
            Assert.Equal(1, with.World.Counters.Fairs);
        }),
        new("advocacy-roadshow", 4_000, (with, without) =>
        {
            Assert.Equal(0.4, Information(with, 1, 0), 1e-9); // 1 - 0.8 * 0.75
            Assert.Equal(0.2, Information(with, 0, 1), 1e-9);
            Assert.Equal(1, Rise(with.Firms.TrustOtherSide, without.Firms.TrustOtherSide), 1e-4); // 10 visits * 0.1
            Assert.Equal(0.4, with.World.Associations.Backlash[1], 1e-9); // 0.5 * 0.8
            Assert.Equal(0.5, without.World.Associations.Backlash[1]);
            Assert.Equal(1, with.World.Counters.CapacityBuilding);
        }),
        new("seminar", 5_200, KnowHowOnly, e => e with { Roster = Roster.Independent }), // 3 * 600 + 2,500 + 800 + 10 * 10
        new("dissemination-workshop", 1_060, (with, without) => // 3 * 120 + 600 + 10 * 10
        {
            // The institution knows 0.5 and a group gets 65 % of it: firms below 0.325 learn.
            Assert.True(Sum(with.Firms.KnowHow.Span) > Sum(without.Firms.KnowHow.Span));
            Assert.Equal(360 * 100, with.World.Ledger.SpentOn(Cost.Institutions));
            Assert.Equal(1, with.World.Counters.CapacityBuilding);
        }),
        new("visual-training-tool", 5_000, (with, without) =>
        {
            KnowHowOnly(with, without);
            Assert.Equal([1.15, 1, 1], with.World.Plan.KnowHowFactor);
            Assert.True(with.World.Institutions.KnowHow[0] > without.World.Institutions.KnowHow[0]);
        }, e => e with { Provider = ProviderKind.Programme, InstitutionsAttend = [DesignBuilder.EmergingInstitution] }),
        new("classroom-training", 5_300, (with, without) => // 3 * 600 + 2,500 + 1,000
        {
            KnowHowOnly(with, without);
            Assert.Equal(10, with.World.Counters.PersonsTrained);
            Assert.Equal(10, with.Firms.Trainings.Sum());
        }),
        new("onsite-handholding", 21_500, (with, without) => // 30 * 600 + 2,500 + 1,000
        {
            DoHowToo(with, without);
            Assert.Equal(30, with.World.Counters.InternationalDays);
        }),
        new("study-tour", 33_000, (with, without) => // 10 * (2,800 + 3 * 100) + 2,000
        {
            DoHowToo(with, without);
            Assert.InRange(with.World.Contacts.Count, 10, 20);
            Assert.Equal(1, with.World.Counters.Visits);
        }),
        new("train-the-trainer", 6_300, (with, without) => // 3 * 600 + 2,500 + 2,000
        {
            Assert.True(with.World.Institutions.MeanKnowHow(0) > without.World.Institutions.MeanKnowHow(0));
            Assert.True(with.World.Institutions.MeanDoHow(0) > without.World.Institutions.MeanDoHow(0));
            Assert.Equal(0.3, Pair(with) - Pair(without), 1e-6);
        }),
        new("institution-retraining", 5_000, (with, without) => // 30 * 120 + 1,400
        {
            DoHowToo(with, without);
            Assert.Equal(3, Rise(with.Firms.TrustLocal, without.Firms.TrustLocal), 1e-4); // 10 * 0.3 * (2 * 0.8 - 0.6)
            Assert.Equal(30, with.World.Counters.InstitutionDays);
        }),
        new("national-handholding", 7_400, (with, without) => // 30 * 200 + 1,400
        {
            DoHowToo(with, without);
            Assert.NotEqual(0, Rise(with.Firms.TrustLocal, without.Firms.TrustLocal));
            Assert.Equal(30, with.World.Counters.NationalDays);
        }),
        new("vision-building", 9_500, (with, without) => // 10 * 600 + 2,500 + 1,000
            Assert.Equal(without.Reached().Length + 10, with.Reached().Count(i => with.Firms.Vision[i] > without.Firms.Vision[i]))),
        new("supplier-development", 7_500, (with, without) => // 30 * 200 + 1,000 + 10 * 50
        {
            DoHowToo(with, without);
            Assert.Equal((1, 0), (with.World.Circles.Count, without.World.Circles.Count));
            Assert.All(with.Reached(), i => Assert.Equal(24, with.Firms.StaffProgrammeUntil[i]));
        }),
        new("training-circle", 500, (with, without) =>
        {
            Assert.Equal((1, 0), (with.World.Circles.Count, without.World.Circles.Count));
            Assert.Equal(with.Reached(), with.World.Circles.MembersOf(0).ToArray());
        }),
        new("installation", 11_500, (with, without) => // 30 * 200 + 10 * 500 + 500
        {
            Assert.All(with.Reached(), i => Assert.True(with.Firms.Practises(i, 0)));
            Assert.Equal(with.Reached().Count(i => !without.Firms.Practises(i, 0)), with.World.Counters.PracticesAdopted);
            Assert.Equal(with.World.Counters.PracticesAdopted, with.World.Counters.PracticesAdoptedTouched);
            Assert.Equal(500_000, with.World.Ledger.SpentOn(Cost.Investment));
        }),
        new("spx-profiling", 1_000, (with, without) => // 500 + 10 * 50
        {
            Assert.All(with.Reached(), i => Assert.Equal(12, with.Firms.ProfiledUntil[i]));
            Assert.All(with.Reached(), i => Assert.True(with.Firms.Vision[i] > without.Firms.Vision[i]));
        }),
        new("b2b-meeting", 6_000, (with, without) =>
        {
            Assert.InRange(with.World.Contacts.Count, 10, 20);
            Assert.Equal(2, Rise(with.Firms.TrustOtherSide, without.Firms.TrustOtherSide), 1e-4); // 10 * 0.2
            Assert.Equal(1, with.World.Counters.TechnologyShows);
        }),
        new("technology-show", 5_000, (with, without) =>
        {
            Assert.InRange(with.World.Contacts.Count, 3, 10); // 0.8 for each
            Assert.True(with.World.Contacts[0].Support);
            Assert.Equal(1, with.World.Counters.TechnologyShows);
        }),
        new("deal-facilitation", 1_000, (with, without) =>
        {
            Assert.Equal((12, 0), (with.World.Plan.SupportUntil[1], without.World.Plan.SupportUntil[1]));
            Assert.False(with.World.Plan.SupportIsCommercial[1]);
        }),
        new("credit-line", 2_000, (with, without) =>
        {
            Assert.All(with.Reached(), i => Assert.Equal((10_000, 12), (with.Firms.CreditLimit[i], with.Firms.CreditUntil[i])));
            Assert.Equal(0, without.Firms.CreditLimit.Sum());
        }),
    ];

    public static TheoryData<string> Kinds => [.. ActivityCatalogue.ShippedKinds.Select(k => k.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_kind_has_its_effect_and_its_price(string kind)
    {
        Case c = Assert.Single(Cases, c => c.Kind == kind);
        TestWorld with = Held(TestWorld.Willing().WithEntry(kind, e => (c.Entry ?? (x => x))(e with { Month = 0 })));
        TestWorld without = Held(TestWorld.Willing());
        Assert.Equal(1, with.World.Counters.ActivitiesHeld);
        Assert.Equal(Ledger.Cents(c.Eur), with.World.Ledger.Spent);
        Assert.Equal(0, without.World.Ledger.Spent);
        c.Effect(with, without);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_kind_with_attention_raises_attention_and_every_kind_says_what_it_is(string kind)
    {
        ActivityKind row = ActivityCatalogue.Shipped.Find(kind)!;
        Assert.True(row.Meaning.Length > 0 && row.Source.Length > 0);
        if (row.Attention == 0 || row.VisitOnly) return;
        TestWorld with = Held(TestWorld.Willing().WithEntry(kind, e => e with { Month = 0 }));
        Assert.Equal(10, with.Reached().Length);
        Assert.All(with.Reached(), i => Assert.Equal(0.02 + (0.12 * row.Attention), with.Firms.Attention[i], 1e-6));
    }

    [Fact]
    public void A_scenario_can_add_a_kind_of_its_own_without_code()
    {
        ActivityKind own = ActivityCatalogue.Shipped.Find("seminar")! with { Name = "ethics-day", KnowHowRate = 0, TrustProgramme = 1, FixedEur = 77, PerHeadEur = 0, Attention = 0 };
        TestWorld with = Held(TestWorld.Willing().WithKind(own).WithEntry("ethics-day", e => e with { Month = 0, Provider = ProviderKind.None }));
        Assert.Equal(7_700, with.World.Ledger.Spent);
        Assert.Equal(10, Rise(with.Firms.TrustProgramme, Held(TestWorld.Willing()).Firms.TrustProgramme), 1e-4);
    }

    private static TestWorld Held(DesignBuilder design)
    {
        TestWorld test = new(design.WithParameter("scope_provider", 1).WithMonths(12));
        test.World.Associations.Backlash[1] = 0.5;
        test.Deliver(0);
        return test;
    }

    private static void KnowHowOnly(TestWorld with, TestWorld without)
    {
        Assert.True(Sum(with.Firms.KnowHow.Span) > Sum(without.Firms.KnowHow.Span));
        Assert.Equal(without.Firms.DoHow.Span, with.Firms.DoHow.Span);
        for (int i = 0; i < 60; i++) Assert.Equal(without.Firms.KnowHowOf(i)[1..].ToArray(), with.Firms.KnowHowOf(i)[1..].ToArray()); // the first domain only
    }

    private static void DoHowToo(TestWorld with, TestWorld without)
    {
        Assert.True(Sum(with.Firms.KnowHow.Span) > Sum(without.Firms.KnowHow.Span));
        Assert.True(Sum(with.Firms.DoHow.Span) > Sum(without.Firms.DoHow.Span));
        Assert.Equal(10, with.Firms.Trainings.Sum());
    }

    private static double Sum(ReadOnlySpan<float> values) => values.ToArray().Sum(v => (double)v);

    private static double Rise(TrustRecords with, TrustRecords without) => Sum(with.Good) - Sum(without.Good) - (Sum(with.Bad) - Sum(without.Bad));

    private static double Information(TestWorld test, int association, int cluster) => test.World.Associations.Information[test.World.Associations.At(association, cluster)];

    private static double Pair(TestWorld test)
    {
        Agreements pairs = test.World.Agreements;
        return pairs.Trust.Good[pairs.PairOf(pairs.ActorNamed(DesignBuilder.EmergingAssociation), pairs.ActorNamed(DesignBuilder.AdvancedAssociation))];
    }
}
