using CsCheck;
using TwinningSim.Model.Input;
using TwinningSim.Model.Parameters;
using TwinningSim.Scenarios.Levers;

namespace TwinningSim.Scenarios.Tests.Levers;

public sealed class LeverTests
{
    // 12 places in a group format: one group of 4 days, 3 times. 22 firms on site, 3 days each. 10 firms at home, 2 days each, twice.
    private static readonly Design Small = SmallScenario.Read(SmallScenario.With(
        "    - {id: retraining,",
        """
            - {id: onsite, kind: onsite-handholding, month: 2010-08, domains: [layout], places: 22, days: 3, provider: international}
            - {id: at-home, kind: national-handholding, month: 2010-08, repeats: 2, every: 2, domains: [layout], places: 10, days: 2, provider: national, quorum: 4, cost_share: 0.2, cost_share_step: 0.1}
            - {id: retraining,
        """)).Designs[0];

    [Theory]
    [InlineData("budget_eur", false, 0, 1e12, "EUR")]
    [InlineData("investment_subsidy", false, 0, 1, "share")]
    [InlineData("programme_end", false, 0, 23, "months after the start")]
    [InlineData("agents.agent-home.fte", false, 0, 1, "share")]
    [InlineData("plan.onsite.days", false, 0, 250, "days")]
    [InlineData("plan.onsite.places", false, 1, 1_000_000, "firms")]
    [InlineData("plan.onsite.month", false, 0, 23, "months after the start")]
    [InlineData("plan.kind:onsite-handholding.repeats", false, 1, 240, "times")]
    [InlineData("plan.provider:national.cost_share", false, 0, 1, "share")]
    [InlineData("parameters.trust_negativity", true, 1, 5, "ratio")]
    [InlineData("domains.layout.secrecy", true, 0, 1, "0 to 1")]
    [InlineData("clusters.valley.language", true, 0, 1, "0 to 1")]
    [InlineData("clusters.valley.institutions.valley-school.do_how", true, 0, 1, "0 to 1")]
    [InlineData("clusters.home.associations.home-association.members", true, 1, 1_000_000, "firms")]
    [InlineData("national_providers.count", true, 0, 10_000, "providers")]
    [InlineData("prices.international_day_eur", true, 0, 1e6, "EUR")]
    [InlineData("activity_kinds.study-tour.do_how_rate", true, 0, 5, "per day")]
    public void A_name_finds_its_place_with_the_range_of_the_scenario_format(string path, bool isAssumption, double low, double high, string unit)
    {
        Lever lever = Find(path);
        Assert.Equal((path, isAssumption, low, high, unit), (lever.Path, lever.IsAssumption, lever.Low, lever.High, lever.Unit));
        Assert.NotEmpty(lever.Meaning);
    }

    [Fact]
    public void Every_parameter_is_a_lever_with_the_range_of_its_own_table()
        => Assert.All(ParameterTable.All, p =>
        {
            Lever lever = Find("parameters." + p.Name);
            Assert.Equal((true, p.Min, p.Max, p.Unit, p.Meaning), (lever.IsAssumption, lever.Low, lever.High, lever.Unit, lever.Meaning));
        });

    [Theory]
    [InlineData("plan.onsit.days", "Did you mean 'plan.onsite.days'?")]
    [InlineData("plan.onsite.day", "Did you mean 'plan.onsite.days'?")]
    [InlineData("parameters.trust_negativty", "Did you mean 'parameters.trust_negativity'?")]
    [InlineData("budget", "'budget' is nothing that can be varied in the design 'as-run'")]
    [InlineData("trust_negativity", "Did you mean 'parameters.trust_negativity'?")]
    [InlineData("plan.onsite", "'plan.onsite' is not a number but a group of them")]
    [InlineData("plan.kind:fair.days", "nothing that can be varied in 'plan'")]
    [InlineData("agents.agent-home.size", "allowed fte, from, until.")]
    [InlineData("", "'' is nothing that can be varied")]
    public void A_name_that_is_wrong_is_answered_with_what_could_stand_there(string path, string expected)
    {
        Assert.False(Lever.TryParse(path, Small, out Lever? lever, out LeverProblem? problem));
        Assert.Null(lever);
        Assert.Contains(expected, problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_set_can_be_read_again_whatever_the_lever()
    {
        Lever[] levers = [.. Lever.All(Small)];
        Assert.Equal(levers.Length, levers.Select(l => l.Path).Distinct().Count());
        Gen.Select(Gen.Int[0, levers.Length - 1], Gen.Double[0.0, 1.0]).Sample((at, u) =>
        {
            Lever lever = levers[at];
            double value = lever.Allowed(lever.AboveLow ? lever.High - (u * (lever.High - lever.Low) * 0.999) : lever.Low + (u * (lever.High - lever.Low)));
            Design changed = lever.Set(Small, value);
            return value == 0 && lever.Unit == "expert-days" ? changed.Plan.Length < Small.Plan.Length : Math.Abs(lever.Get(changed) - value) <= 1e-9 * Math.Max(1, Math.Abs(value));
        }, seed: "0N0XIzNsQ0O2", iter: 3000);
    }

    [Fact]
    public void To_set_a_value_that_is_there_already_changes_nothing()
    {
        foreach (Lever lever in Lever.All(Small).Where(l => !l.Path.Contains("most_wanted", StringComparison.Ordinal)))
        {
            double value = lever.Get(Small);
            Assert.InRange(value, lever.Low, lever.High);
            if (IsOneValue(lever)) Assert.Equal(value, lever.Get(lever.Set(Small, value)), 1e-9 * Math.Max(1, value));
        }
        Assert.Equal(Small.Plan.AsEnumerable(), Find("plan.onsite.days").Set(Small, 3).Plan, PlanEntries.Same);
    }

    [Fact]
    public void A_group_is_set_as_a_whole_and_nothing_else_is()
    {
        Design changed = Find("plan.provider:international.days").Set(Small, 7);
        Assert.Equal([7, 7, 2, 3], changed.Plan.Select(e => e.Days));
        Assert.Equal(3, Find("plan.provider:international.days").Get(Small));
        Assert.Equal([3, 3, 5, 3], Find("plan.kind:national-handholding.days").Set(Small, 5).Plan.Select(e => e.Days));
        Assert.Equal([9, 9, 9, 9], Find("plan.*.days").Set(Small, 9).Plan.Select(e => e.Days));
    }

    [Fact]
    public void Expert_days_are_those_of_every_place_and_every_time()
    {
        Assert.Equal(3, Find("plan.course.expert_days").Get(Small));
        Assert.Equal(66, Find("plan.onsite.expert_days").Get(Small));
        Assert.Equal(69, Find("plan.provider:international.expert_days").Get(Small));
        Assert.Equal(40, Find("plan.provider:national.expert_days").Get(Small));
        Assert.Equal(69 * 250.0 / 3, Find("plan.provider:international.expert_days").High, 1e-9);
    }

    [Fact]
    public void Expert_days_of_a_kind_are_scaled_and_the_others_stay()
    {
        Lever lever = Find("plan.provider:international.expert_days");
        Design half = lever.Set(Small, 34.5);
        Assert.Equal([1.5, 1.5, 2, 3], half.Plan.Select(e => e.Days));
        Assert.Equal(34.5, lever.Get(half), 1e-9);
        Assert.Equal([3.0, 3, 2, 3], lever.Set(half, 69).Plan.Select(e => e.Days));
        Assert.Equal(["at-home", "retraining"], lever.Set(Small, 0).Plan.Select(e => e.Id));
    }

    [Fact]
    public void Expert_days_hold_after_places_were_changed()
    {
        Design fewer = Find("plan.onsite.places").Set(Small, 11);
        Lever lever = Find("plan.provider:international.expert_days");
        Assert.Equal(36, lever.Get(fewer), 1e-9);
        Assert.Equal(72, lever.Get(lever.Set(fewer, 72)), 1e-9);
    }

    [Fact]
    public void Whole_numbers_are_rounded_to_the_nearest_and_halves_upwards()
    {
        Lever places = Find("plan.onsite.places");
        Assert.True(places.IsWhole);
        Assert.Equal([3, 3, 4], new[] { 2.5, 3.4999, 3.5 }.Select(v => places.Get(places.Set(Small, v))));
    }

    [Theory]
    [InlineData("plan.onsite.days", 0)]
    [InlineData("plan.onsite.days", 250.5)]
    [InlineData("plan.onsite.places", 0.49)]
    [InlineData("agents.agent-home.fte", 0)]
    [InlineData("parameters.trust_negativity", 0.99)]
    [InlineData("plan.onsite.month", 24)]
    [InlineData("budget_eur", double.NaN)]
    public void A_value_outside_its_range_is_refused(string path, double value)
        => Assert.Contains("allowed", Assert.Throws<ArgumentOutOfRangeException>(() => Find(path).Set(Small, value)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_last_month_is_the_last_that_counts()
    {
        Lever until = Find("agents.agent-home.until");
        Assert.Equal((17, 18), (until.Get(Small), Small.Agents[0].Until));
        Assert.Equal(13, until.Set(Small, 12).Agents[0].Until);
        Assert.Equal(23, Find("agents.agent-valley.until").Get(Small));
    }

    [Fact]
    public void What_a_scenario_leaves_open_has_the_value_that_the_model_uses()
    {
        Assert.Equal(Small.Parameters["know_how_advanced"], Find("clusters.valley.know_how").Get(Small));
        Assert.Equal(Small.Parameters["do_how_share_emerging"], Find("clusters.home.do_how_share").Get(Small));
        Assert.Equal(Small.Prices.NationalDayEur, Find("national_providers.fee_eur_per_day").Get(Small));
    }

    [Theory]
    [InlineData("plan.at-home.places", 3, "quorum of the plan entry 'at-home' is 4, above its 3 places")]
    [InlineData("plan.at-home.repeats", 10, "cost share of the plan entry 'at-home' would be 1.1")]
    [InlineData("clusters.home.associations.home-association.members", 101, "have 101 members, but it has 100 firms")]
    [InlineData("national_providers.do_how", 0.9, "do_how of the national providers is 0.9, above their know_how")]
    [InlineData("national_providers.count", 0, "'at-home' is for national experts, but there are none")]
    [InlineData("agents.agent-home.until", 1, "until of the agent 'agent-home' lies before from")]
    [InlineData("plan.course.most_wanted", 1, "has both most_wanted and domains")]
    public void Values_that_do_not_fit_together_are_told(string path, double value, string expected)
    {
        Assert.False(Lever.TrySet(Small, [Find(path)], [value], out Design? changed, out string? problem));
        Assert.Null(changed);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_levers_may_pass_through_what_does_not_fit()
    {
        Assert.True(Lever.TrySet(Small, [Find("plan.at-home.places"), Find("plan.at-home.quorum")], [3, 2], out Design? changed, out _));
        Assert.Equal((3, 2), (changed.Plan[2].Places, changed.Plan[2].Quorum));
    }

    [Fact]
    public void A_design_without_a_programme_has_no_levers_of_a_plan()
    {
        Lever lever = Find("plan.onsite.days");
        Design nothing = Small with { Plan = [] };
        Assert.False(lever.AppliesTo(nothing));
        Assert.Contains("'plan.onsite.days'", Assert.Throws<ArgumentException>(() => lever.Set(nothing, 3)).Message, StringComparison.Ordinal);
    }

    private static Lever Find(string path)
    {
        Assert.True(Lever.TryParse(path, Small, out Lever? lever, out LeverProblem? problem), problem?.ToString());
        return lever;
    }

    private static bool IsOneValue(Lever lever) => !lever.Path.Contains(':', StringComparison.Ordinal) && !lever.Path.Contains('*', StringComparison.Ordinal);

    private sealed class PlanEntries : IEqualityComparer<PlanEntry>
    {
        public static readonly PlanEntries Same = new();

        public bool Equals(PlanEntry? x, PlanEntry? y) => x! with { Domains = y!.Domains, InstitutionsAttend = y.InstitutionsAttend } == y;

        public int GetHashCode(PlanEntry obj) => obj.Id.GetHashCode(StringComparison.Ordinal);
    }
}
