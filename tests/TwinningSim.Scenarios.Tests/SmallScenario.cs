using TwinningSim.Scenarios.Diagnostics;

namespace TwinningSim.Scenarios.Tests;

/// <summary>A small valid scenario, and changes of its text.</summary>
internal static class SmallScenario
{
    public const string Text = """
        scenario: small
        title: A small scenario
        question: Does the reader find the mistake?
        start: 2010-01
        months: 24
        run: {seed: 7, replicates: 10, baseline: as-run, without_programme: no-programme}
        assumptions:
          domains:
            - {id: layout, secrecy: 0.1, investment_eur: 1000}
            - {id: lasting, secrecy: 0.3, investment_eur: 9000, value: 1.5}
          clusters:
            - id: valley
              role: advanced
              firms: 50
              size_shares: {micro: 0.3, small: 0.4, medium: 0.25, large: 0.05}
              role_shares: {principal: 0.5, subcontractor: 0.2, support: 0.3}
              segments: [{id: shoes, x: 0.1, y: 0, share: 1}]
              associations: [{id: valley-association, members: 20}]
              institutions: [{id: valley-school, domains: [lasting, layout], know_how: 0.9, do_how: 0.8}]
            - id: home
              role: emerging
              firms: 100
              size_shares: {micro: 0.333333, small: 0.333333, medium: 0.333333}
              role_shares: {principal: 0.6, subcontractor: 0.3, support: 0.1}
              segments: [{id: shoes, x: 0, y: 0, share: 1}]
              associations: [{id: home-association, members: 40}]
              institutions: [{id: home-institute, domains: [layout], know_how: 0.5, do_how: 0.4}]
              climate: [{month: 2009-07, value: 0.8}, {month: 2010-07, value: 0.7}]
            - id: hill
              role: domestic
              firms: 30
              size_shares: {small: 1}
              role_shares: {principal: 1}
              segments: [{id: shoes, x: 0, y: 0, share: 1}]
              associations: [{id: hill-association, members: 10}]
          earlier_relations: [[home-association, valley-association], [home-association, hill-association]]
          national_providers: {count: 2}
        policy:
          budget_eur: 100000
          partners: [valley]
          programme_end: 2011-06
          agents:
            - {id: agent-home, cluster: home, from: 2010-03, until: 2011-06}
            - {id: agent-valley, cluster: valley}
          plan:
            - {id: course, kind: classroom-training, month: 2010-06, domains: [lasting, layout], places: 10, days: 3, provider: international}
            - {id: retraining, kind: institution-retraining, month: 2011-01, most_wanted: 1, places: 5, days: 3, provider: institution, institution: home-institute}
        designs:
          - {id: as-run, title: As run}
          - id: no-programme
            policy: {plan: {remove: all}, agents: {remove: all}}

        """;

    /// <summary>The text with one passage replaced, which must be there once.</summary>
    public static string With(string passage, string replacement)
    {
        Assert.Equal(2, Text.Split(passage).Length);
        return Text.Replace(passage, replacement, StringComparison.Ordinal);
    }

    /// <summary>The text with further designs at its end.</summary>
    public static string WithDesigns(string designs) => Text + string.Concat(designs.Split('\n').Select(l => "  " + l + "\n"));

    /// <summary>The scenario of a text that must be valid.</summary>
    public static Scenario Read(string text)
    {
        ScenarioReading reading = ScenarioReader.Parse(text, "small.yaml");
        Assert.True(reading.Succeeded, string.Join('\n', reading.Diagnostics));
        return reading.Scenario;
    }

    /// <summary>The only problem of a text.</summary>
    public static Diagnostic OnlyProblem(string text)
    {
        ScenarioReading reading = ScenarioReader.Parse(text, "small.yaml");
        return Assert.Single(reading.Diagnostics);
    }
}
