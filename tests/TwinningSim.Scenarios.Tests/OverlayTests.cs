using TwinningSim.Model.Input;
using TwinningSim.Model.Parameters;
using TwinningSim.Scenarios.Diagnostics;

namespace TwinningSim.Scenarios.Tests;

public sealed class OverlayTests
{
    [Fact]
    public void A_design_that_changes_nothing_equals_the_base_in_everything()
    {
        Scenario scenario = SmallScenario.Read(SmallScenario.WithDesigns("- {id: same}\n- {id: empty, policy: {}, assumptions: {}}"));
        Design asRun = scenario.Designs[0];
        foreach (string id in new[] { "same", "empty" })
        {
            Design design = scenario.Find(id)!;
            Assert.Equal(asRun.Plan.Select(Show), design.Plan.Select(Show));
            Assert.Equal(asRun.Agents.ToArray(), design.Agents.ToArray());
            Assert.Equal(asRun.Clusters.Select(c => c.Id), design.Clusters.Select(c => c.Id));
            Assert.Equal(asRun.BudgetEur, design.BudgetEur);
            ScenarioDesign change = scenario.DesignChanges.Single(d => d.Design.Id == id);
            Assert.False(change.ChangesPolicy || change.ChangesAssumptions);
        }

        static string Show(PlanEntry e) => $"{e} {string.Join(',', e.Domains)}";
    }

    [Fact]
    public void Entries_are_removed_added_and_changed_by_id()
    {
        Scenario scenario = SmallScenario.Read(SmallScenario.WithDesigns("""
            - id: other
              policy:
                plan:
                  remove: [retraining]
                  add: [{id: talk, kind: seminar, month: 2010-02, places: 5, provider: national}]
                  change: {course: {places: 4, days: 8}}
            """));
        Design design = scenario.Find("other")!;
        Assert.Equal(["course", "talk"], design.Plan.Select(e => e.Id));
        Assert.Equal((4, 8.0), (design.Plan[0].Places, design.Plan[0].Days));
        Assert.Equal(scenario.Designs[0].Plan[0].Month, design.Plan[0].Month);
        Assert.Equal((10, 3.0), (scenario.Designs[0].Plan[0].Places, scenario.Designs[0].Plan[0].Days));
    }

    [Fact]
    public void An_entry_can_be_replaced_by_removing_and_adding_its_id()
    {
        Scenario scenario = SmallScenario.Read(SmallScenario.WithDesigns("- {id: other, policy: {plan: {remove: [course], add: [{id: course, kind: seminar, month: 2010-02, places: 5, provider: national}]}}}"));
        Assert.Equal("seminar", scenario.Find("other")!.Plan.Single(e => e.Id == "course").Kind);
    }

    [Fact]
    public void Single_values_and_partners_replace_those_of_the_base()
    {
        Design design = SmallScenario.Read(SmallScenario.WithDesigns("- {id: other, policy: {budget_eur: 5, investment_subsidy: 0.25, partners: [hill, valley]}}")).Find("other")!;
        Assert.Equal((5, 0.25), (design.BudgetEur, design.InvestmentSubsidy));
        Assert.Equal(["home", "valley", "hill"], design.Clusters.Select(c => c.Id));
    }

    [Fact]
    public void Assumptions_change_key_by_key_and_mark_the_design()
    {
        ParameterDefinition parameter = ParameterTable.All[^1];
        Scenario scenario = SmallScenario.Read(SmallScenario.WithDesigns($$$"""
            - id: other
              assumptions:
                parameters:
                  {{{parameter.Name}}}: {{{parameter.Min.ToString("R", System.Globalization.CultureInfo.InvariantCulture)}}}
                prices: {national_day_eur: 250}
                national_providers: {count: 9}
                domains: {lasting: {secrecy: 0.9}}
                clusters: {home: {staff_turnover: 0.02, size_shares: {micro: 0.333334}}, valley: {institutions: []}}
                earlier_relations: []
            """));
        (Design other, Design asRun) = (scenario.Find("other")!, scenario.Designs[0]);
        Assert.Equal(parameter.Min, other.Parameters[parameter.Name]);
        Assert.Equal(new Prices { NationalDayEur = 250 }, other.Prices);
        Assert.Equal(9, other.Nationals.Count);
        Assert.Equal(asRun.Domains[1] with { Secrecy = 0.9 }, other.Domains[1]);
        Assert.Equal(asRun.Domains[0], other.Domains[0]);
        Assert.Equal(0.02, other.Clusters[0].StaffTurnover);
        Assert.Equal([0.333334, 0.333333, 0.333333, 0], other.Clusters[0].SizeShares.ToArray());
        Assert.Empty(other.Clusters[1].Institutions);
        Assert.Empty(other.EarlierRelations);
        ScenarioDesign change = scenario.DesignChanges.Single(d => d.Design.Id == "other");
        Assert.True(change.ChangesAssumptions);
        Assert.False(change.ChangesPolicy);
    }

    [Fact]
    public void A_design_based_on_another_starts_from_its_changes()
    {
        Scenario scenario = SmallScenario.Read(SmallScenario.WithDesigns("""
            - {id: child, based_on: parent, policy: {plan: {change: {talk: {places: 7}}}}}
            - id: parent
              policy:
                plan: {add: [{id: talk, kind: seminar, month: 2010-02, places: 5, provider: national}]}
              assumptions: {prices: {national_day_eur: 1}}
            """));
        Assert.Equal(7, scenario.Find("child")!.Plan.Single(e => e.Id == "talk").Places);
        Assert.Equal(5, scenario.Find("parent")!.Plan.Single(e => e.Id == "talk").Places);
        ScenarioDesign child = scenario.DesignChanges.Single(d => d.Design.Id == "child");
        Assert.Equal("parent", child.BasedOn);
        Assert.True(child.ChangesPolicy && child.ChangesAssumptions);
        Assert.Equal(["as-run", "no-programme", "child", "parent"], scenario.Designs.Select(d => d.Id));
    }

    [Fact]
    public void A_problem_that_only_a_design_brings_about_points_to_the_line_of_its_overlay()
    {
        int lines = SmallScenario.Text.Count(c => c == '\n');
        Diagnostic problem = SmallScenario.OnlyProblem(SmallScenario.WithDesigns("- {id: fine}\n- id: small\n  assumptions:\n    clusters:\n      home:\n        firms: 39"));
        Assert.Equal(("TS1402", lines + 6), (problem.Code, problem.Line));
    }

    [Fact]
    public void The_same_problem_in_the_base_and_in_all_designs_is_reported_once()
        => Assert.Equal("TS1403", SmallScenario.OnlyProblem(SmallScenario.With("do_how: 0.4", "do_how: 0.6") + "  - {id: third, assumptions: {prices: {national_day_eur: 1}}}\n").Code);

    [Fact]
    public void The_chain_of_designs_must_not_be_circular()
    {
        ScenarioReading reading = ScenarioReader.Parse(SmallScenario.WithDesigns("- {id: a, based_on: b}\n- {id: b, based_on: a}\n- {id: c, based_on: a}"), "x.yaml");
        Assert.All(reading.Diagnostics, d => Assert.Equal("TS1601", d.Code));
        Assert.Equal(2, reading.Diagnostics.Length);
    }
}
