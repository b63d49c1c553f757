using TwinningSim.Model.Input;
using TwinningSim.Model.Processes;
using TwinningSim.Model.State;
using TwinningSim.Testing;

namespace TwinningSim.Model.Tests.Processes;

public class LearningTests
{
    [Theory]
    [Trait("Equation", "L1")]
    [InlineData(0, 0, 1, 1)]
    [InlineData(0.04, 0.3, 0.8, 0.294303553)] // exp(-0.04 / 0.08) * exp(-0.09 / 0.18) * 0.8 = 0.8 exp(-1)
    [InlineData(0.04, 0, 1, 0.606530660)]
    public void A_match_is_near_in_products_size_and_language(double squaredDistance, double scale, double language, double match)
        => Assert.Equal(match, Learning.Match(squaredDistance, scale, language, TestWorld.P), 1e-8);

    [Fact]
    [Trait("Equation", "L2")]
    public void Absorptive_capacity_rests_on_know_how_and_vision() => Assert.Equal(0.65, Learning.AbsorptiveCapacity(0.5, 0.25, TestWorld.P), 1e-12); // 0.4 + 0.2 + 0.05

    [Theory]
    [Trait("Equation", "L3")]
    [InlineData(0.3, 0.585, 0.3, 0.373866807)] // 0.3 + 0.259181779 * 0.285
    [InlineData(0.2, 0.9, 1, 0.468380350)] // gap 0.7: 0.2 + 0.632120559 * 0.7 * exp(-0.0625 / 0.125)
    [InlineData(0.6, 0.5, 1, 0.6)] // nothing to learn
    public void Know_how_closes_a_share_of_its_gap_unless_that_is_too_wide(double knowHow, double ceiling, double dose, double after)
        => Assert.Equal(after, Learning.KnowHowAfter(knowHow, ceiling, dose, TestWorld.P), 1e-8);

    [Theory]
    [Trait("Equation", "L3")]
    [InlineData(0.1, 0.5, 0.85, 0.337372136)] // 0.1 + (1 - exp(-0.9)) * 0.4
    [InlineData(0.1, 0.5, 0.3, 0.218686068)] // 0.1 + 0.593430340 * 0.2
    [InlineData(0.5, 0.5, 0.85, 0.5)]
    public void Do_how_follows_to_the_smaller_of_own_know_how_and_the_teachers_do_how(double doHow, double knowHow, double teacher, double after)
        => Assert.Equal(after, Learning.DoHowAfter(doHow, knowHow, teacher, 0.9), 1e-8);

    [Theory]
    [Trait("Equation", "L3")]
    [InlineData(0.8, 0.5, 0.3, 0.72)] // 1 - 0.8 * 0.5 * 0.7
    [InlineData(0.8, 0.5, 1, 1)]
    [InlineData(0, 0.5, 0, 1)]
    public void A_partners_expert_hides_what_is_secret_between_rivals(double secrecy, double rivalry, double independence, double open)
        => Assert.Equal(open, Learning.Openness(secrecy, rivalry, independence), 1e-12);

    [Theory]
    [Trait("Equation", "L7")]
    [InlineData(true, 0, 1, 0.3)] // market overlap 0.3, the same products
    [InlineData(true, 0.25, 1, 0.181959198)] // 0.3 exp(-0.0625 / 0.125)
    [InlineData(false, 0, 1, 0)]
    [InlineData(false, 0, 0, 0.2)] // the mean of the clusters
    public void A_teacher_is_careful_with_those_whose_products_are_its_own_trades(bool principal, float distance, double closeness, double rivalry)
    {
        TestWorld test = new(TestWorld.AtOnePoint(new DesignBuilder()).WithParameter("secrecy_closeness", closeness));
        test.World.Associations.Rivalry[test.World.Associations.At(1, 0)] = 0.2;
        test.Firms.Role[0] = principal ? FirmRole.Principal : FirmRole.Subcontractor;
        var expert = new Teacher { X = test.Firms.X[0] + distance, Y = test.Firms.Y[0], Cluster = 1, FixedMatch = -1 };
        Assert.Equal(rivalry, Learning.Rivals(test.World, expert, 0), 1e-6);
        Assert.Equal(0, Learning.Rivals(test.World, expert with { Cluster = 0 }, 0));
        Assert.Equal(0.2, Learning.Rivals(test.World, expert with { FixedMatch = 0.8 }, 0), 1e-12); // an institution stands nowhere
    }

    [Fact]
    [Trait("Equation", "L3")]
    public void A_lesson_of_a_partners_expert_is_less_open_than_one_of_an_independent_expert()
    {
        TestWorld test = new(new DesignBuilder());
        Associations a = test.World.Associations;
        a.Rivalry[a.At(1, 0)] = 0.5;
        var lesson = new Learning.Lesson(0b100, 1, 1, 0, 1); // the third domain has secrecy 0.8
        test.SetSkill(0, 0.5f, 0.1f);
        test.SetSkill(1, 0.5f, 0.1f);
        test.Firms.Vision[0] = test.Firms.Vision[1] = 0.25f; // absorptive capacity 0.4 + 0.2 + 0.05 = 0.65
        var expert = new Teacher { KnowHow = 0.9, DoHow = 0.85, Cluster = 1, Independence = 0.3, FixedMatch = 1 };
        Learning.Teach(test.World, expert, 0, lesson, 1);
        Learning.Teach(test.World, expert, 1, lesson with { Open = true }, 1);
        // 0.5 + (1 - exp(-0.65 * 0.72)) * 0.4 = 0.5 + 0.373746 * 0.4; 0.5 + (1 - exp(-0.65)) * 0.4 = 0.5 + 0.477954 * 0.4.
        Assert.Equal(0.6494984, test.Firms.KnowHowOf(0)[2], 1e-6);
        Assert.Equal(0.6911817, test.Firms.KnowHowOf(1)[2], 1e-6);
        Assert.Equal(0.5f, test.Firms.KnowHowOf(0)[1]);
    }

    [Theory]
    [Trait("Equation", "7.5 set-up")]
    [InlineData(3, false, 2)]
    [InlineData(1, false, 0.25)]
    [InlineData(2, true, 1.5)]
    [InlineData(0.4, true, 0.1)]
    public void On_site_the_provider_first_gets_to_know_the_plant(double days, bool known, double teaching)
        => Assert.Equal(teaching, Learning.DaysAfterSetup(days, known, TestWorld.P), 1e-12);

    [Fact]
    [Trait("Equation", "7.5 set-up")]
    public void Who_took_part_before_needs_half_a_day_of_set_up_and_diagnostic_visits_do_not_count()
    {
        DesignBuilder design = TestWorld.AtOnePoint(TestWorld.Willing()).WithParameter("own_course_do_how", 1).WithParameter("roster_spread", 0)
            .WithEntry("diagnostic-study", e => e with { Month = 0, Places = 60 })
            .WithEntry("onsite-handholding", e => e with { Month = 0, Places = 30, Roster = Roster.Independent });
        TestWorld test = new(design);
        test.MakeAlike(0.3f, 0.1f, 0.5f); // absorptive capacity 0.4 + 0.12 + 0.1 = 0.62
        int known = test.World.Associations.Members[0][0], fresh = test.World.Associations.Members[0][1];
        test.Firms.LastActivity[known] = -30;
        test.Firms.Scale[known] = test.Firms.Scale[fresh];
        test.Deliver(0);
        Assert.Equal(30, test.Reached().Length);
        // The same match: doses stand as 3 - 0.5 to 3 - 1 days. Know-how gains 1 - exp(-rK d m ac) of one gap, so logs of what remains of it stand as 2.5 to 2.
        double gain = 0.6 * Math.Exp(-0.0225 / 0.125); // gap 0.6 is 0.15 too far: times exp(-0.15^2 / (2 * 0.25^2))
        double doseKnown = -Math.Log(1 - ((test.Firms.KnowHowOf(known)[0] - 0.3) / gain)), doseFresh = -Math.Log(1 - ((test.Firms.KnowHowOf(fresh)[0] - 0.3) / gain));
        Assert.Equal(1.25, doseKnown / doseFresh, 1e-4);
    }

    [Theory]
    [Trait("Equation", "7.5 days per domain")]
    [InlineData(6, 4, 3)]
    [InlineData(5, 1, 5)]
    [InlineData(4, 0, 4)]
    public void Days_are_shared_among_domains_by_the_square_root_of_their_number(double days, int domains, double each)
        => Assert.Equal(each, Learning.DaysPerDomain(days, domains), 1e-12);

    [Fact]
    [Trait("Equation", "L4")]
    public void Know_how_without_do_how_works_far_below_its_level() => Assert.Equal(0.43, Learning.Mastery(0.6, 0.4, TestWorld.P), 1e-12); // 0.4 + 0.15 * 0.2

    [Fact]
    [Trait("Equation", "7.5 group ceiling")]
    public void A_class_learns_up_to_65_per_cent_of_the_teachers_know_how_and_a_firm_in_its_plant_more()
    {
        TestWorld classroom = Taught("classroom-training", e => e with { Days = 4 }), plant = Taught("onsite-handholding", e => e with { Days = 3 });
        // Match 0.8 (language of an independent expert), capacity 0.62. Class: dose 0.3 * 4 * 0.8 * 0.62 = 0.5952, gap 0.585 - 0.3: 0.3 + 0.448548 * 0.285.
        Assert.All(classroom.Reached(), i => Assert.Equal(0.427836105, classroom.Firms.KnowHowOf(i)[0], 1e-6));
        Assert.All(classroom.Reached(), i => Assert.Equal(0.1f, classroom.Firms.DoHowOf(i)[0]));
        // Plant: two days teach, dose 0.35 * 2 * 0.8 * 0.62 = 0.3472: 0.3 + 0.293335 * 0.6 * 0.835270; do-how 0.9 * 2 * 0.8 * 0.62 = 0.8928: 0.1 + 0.590492 * 0.347009.
        Assert.All(plant.Reached(), i => Assert.Equal(0.447008903, plant.Firms.KnowHowOf(i)[0], 1e-6));
        Assert.All(plant.Reached(), i => Assert.Equal(0.304906146, plant.Firms.DoHowOf(i)[0], 1e-6));
    }

    /// <summary>Thirty firms alike in everything taught by an independent expert like them.</summary>
    private static TestWorld Taught(string kind, Func<PlanEntry, PlanEntry> change)
    {
        TestWorld test = new(TestWorld.AtOnePoint(TestWorld.Willing()).WithParameter("roster_spread", 0)
            .WithEntry(kind, e => change(e with { Month = 0, Places = 30, Roster = Roster.Independent })));
        test.MakeAlike(0.3f, 0.1f, 0.5f);
        Array.Fill(test.Firms.Scale, 0.5f);
        test.Deliver(0);
        Assert.Equal(30, test.Reached().Length);
        return test;
    }

    [Fact]
    [Trait("Equation", "L5")]
    public void What_lies_above_the_start_fades_more_slowly_where_practised_and_faster_with_staff_turnover()
    {
        TestWorld test = Forgetting(new DesignBuilder());
        Practice.Move(test.World, test.At(0));
        // Staff turnover 0.01: 0.05 + 0.005 and 0.055 + 0.005 where not practised, 0.01 + 0.005 and 0.005 where practised.
        Assert.Equal(0.489, test.Firms.KnowHowOf(0)[0], 1e-6); // 0.5 - 0.055 * 0.2
        Assert.Equal(0.382, test.Firms.DoHowOf(0)[0], 1e-6); // 0.4 - 0.06 * 0.3
        Assert.Equal(0.497, test.Firms.KnowHowOf(0)[1], 1e-6); // 0.5 - 0.015 * 0.2
    }

    [Fact]
    [Trait("Equation", "L5")]
    public void Supplier_development_keeps_staff_and_do_how_never_passes_know_how()
    {
        TestWorld test = Forgetting(new DesignBuilder());
        test.Firms.StaffProgrammeUntil[0] = 24;
        test.Firms.DoHowOf(0)[2] = 0.5f;
        test.Firms.KnowHowOf(0)[2] = 0.45f;
        Practice.Move(test.World, test.At(23));
        Assert.Equal(0.4894, test.Firms.KnowHowOf(0)[0], 1e-6); // 0.5 - (0.05 + 0.5 * 0.006) * 0.2
        Assert.True(test.Firms.DoHowOf(0)[2] <= test.Firms.KnowHowOf(0)[2]);
        TestWorld later = Forgetting(new DesignBuilder());
        later.Firms.StaffProgrammeUntil[0] = 24;
        Practice.Move(later.World, later.At(24));
        Assert.Equal(0.489, later.Firms.KnowHowOf(0)[0], 1e-6);
    }

    [Fact]
    [Trait("Equation", "L6")]
    public void Practising_turns_know_how_into_do_how()
    {
        TestWorld test = Forgetting(new DesignBuilder());
        Practice.Move(test.World, test.At(0));
        Assert.Equal(0.40047, test.Firms.DoHowOf(0)[1], 1e-6); // 0.4 - 0.005 * 0.3 = 0.3985; + 0.02 * (0.497 - 0.3985)
    }

    /// <summary>Firm 0 stands above its start (0.3, 0.1) with 0.5 and 0.4 and practises domain 1; nobody adopts or drops.</summary>
    private static TestWorld Forgetting(DesignBuilder design)
    {
        TestWorld test = new(design.WithParameter("adopt_threshold", 999).WithParameter("drop_base", 0).WithParameter("drop_mastery", 0.05));
        test.MakeAlike(0.3f, 0.1f, 0.5f, practised: 0b010);
        test.SetSkill(0, 0.5f, 0.4f, start: false);
        return test;
    }
}
