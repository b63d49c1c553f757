using CsCheck;
using TwinningSim.Kernel.Time;
using TwinningSim.Model.Input;
using TwinningSim.Model.Parameters;
using TwinningSim.Scenarios.Diagnostics;
using TwinningSim.Scenarios.Format;
using TwinningSim.Testing;

namespace TwinningSim.Scenarios.Tests;

public sealed class ScenarioReaderTests
{
    private readonly Scenario _scenario = SmallScenario.Read(SmallScenario.Text);

    [Fact]
    public void The_head_of_a_scenario_is_read()
    {
        Assert.Equal("small", _scenario.Id);
        Assert.Equal("A small scenario", _scenario.Title);
        Assert.Equal("Does the reader find the mistake?", _scenario.Question);
        Assert.Equal(Month.Of(2010, 1), _scenario.Start);
        Assert.Equal(24, _scenario.Months);
        Assert.Equal(7UL, _scenario.Seed);
        Assert.Equal(10, _scenario.Replicates);
        Assert.Equal("as-run", _scenario.BaselineDesign);
        Assert.Equal("no-programme", _scenario.WithoutProgrammeDesign);
        Assert.Equal(["as-run", "no-programme"], _scenario.Designs.Select(d => d.Id));
        Assert.Equal(["As run", "no-programme"], _scenario.Designs.Select(d => d.Title));
        Assert.Same(_scenario.Designs[1], _scenario.Find("no-programme"));
        Assert.Null(_scenario.Find("No-programme"));
    }

    [Fact]
    public void The_text_is_kept_with_its_hash()
    {
        Assert.Equal(SmallScenario.Text, _scenario.Text);
        Assert.Matches("^[0-9a-f]{64}$", _scenario.TextHash);
        Assert.Equal(_scenario.TextHash, SmallScenario.Read(SmallScenario.Text).TextHash);
        Assert.NotEqual(_scenario.TextHash, SmallScenario.Read(SmallScenario.Text + "# a comment\n").TextHash);
    }

    [Fact]
    public void The_emerging_cluster_comes_first_then_the_partners_in_the_order_of_the_file()
    {
        Scenario scenario = SmallScenario.Read(SmallScenario.With("partners: [valley]", "partners: [hill, valley]"));
        Design design = scenario.Designs[0];
        Assert.Equal(["home", "valley", "hill"], design.Clusters.Select(c => c.Id));
        Assert.Equal([1, 0, 2], design.Clusters.Select(c => c.Ordinal));
        // The first of the list is the one that an entry means, whatever its place among the clusters.
        Assert.Equal(2, design.Plan[0].Partner);
        Assert.Equal(["home", "valley"], _scenario.Designs[0].Clusters.Select(c => c.Id));
    }

    [Fact]
    public void Months_become_offsets_from_the_start_and_last_months_become_exclusive()
    {
        Design design = _scenario.Designs[0];
        Assert.Equal(5, design.Plan[0].Month);
        Assert.Equal(12, design.Plan[1].Month);
        Assert.Equal(2, design.Agents[0].From);
        Assert.Equal(18, design.Agents[0].Until);
        Assert.Equal(0, design.Agents[1].From);
        Assert.Equal(int.MaxValue, design.Agents[1].Until);
        Assert.Equal(18, design.ProgrammeEnd);
        Assert.Equal([new SeriesPoint(-6, 0.8), new SeriesPoint(6, 0.7)], design.Clusters[0].Climate.ToArray());
    }

    [Fact]
    public void Names_become_positions()
    {
        Design design = _scenario.Designs[0];
        Assert.Equal([0, 1], design.Plan[0].Domains.ToArray());
        Assert.Equal([0, 1], design.Clusters[1].Institutions[0].Domains.ToArray());
        Assert.Equal((0, 1), (design.Agents[0].Cluster, design.Agents[0].Partner));
        Assert.Equal((1, 1), (design.Agents[1].Cluster, design.Agents[1].Partner));
        Assert.Equal("home-institute", design.Plan[1].Institution);
        Assert.Equal(1, design.Plan[1].MostWanted);
        Assert.Equal(("", ""), design.Plan[0].Between);
    }

    [Fact]
    public void Relations_with_clusters_that_are_no_partners_stay_out_of_a_design()
        => Assert.Equal([("home-association", "valley-association")], _scenario.Designs[0].EarlierRelations.ToArray());

    [Fact]
    public void What_a_file_leaves_out_has_the_defaults_of_the_model()
    {
        Design design = _scenario.Designs[0];
        Assert.Equal(new Prices(), design.Prices);
        Assert.Equal(new NationalProviders { Count = 2 }, design.Nationals);
        Assert.Equal(new Domain { Id = "layout", Secrecy = 0.1, InvestmentEur = 1000 }, design.Domains[0]);
        Assert.Equal(Selection.Nominated, design.Plan[0].Select);
        Assert.Equal(0.08, design.Clusters[0].Margin);
        Assert.All(ParameterTable.All, p => Assert.Equal(p.Default, design.Parameters[p.Name]));
    }

    [Fact]
    public void A_scenario_without_designs_has_the_base_as_its_only_one()
    {
        string text = SmallScenario.Text[..SmallScenario.Text.IndexOf("designs:", StringComparison.Ordinal)].Replace(", baseline: as-run, without_programme: no-programme", "", StringComparison.Ordinal);
        Scenario scenario = SmallScenario.Read(text);
        Assert.Equal("base", Assert.Single(scenario.Designs).Id);
        Assert.Equal("base", scenario.BaselineDesign);
        Assert.Null(scenario.WithoutProgrammeDesign);
    }

    [Fact]
    public void A_byte_order_mark_is_ignored_with_a_warning()
    {
        ScenarioReading reading = ScenarioReader.Parse("\uFEFF" + SmallScenario.Text, "x.yaml");
        Assert.Equal("x.yaml:1:1: warning TS2001: the file starts with a byte order mark, which is ignored; save it as UTF-8 without one.", Assert.Single(reading.Diagnostics).ToString());
        Assert.Equal(_scenario.TextHash, reading.Scenario!.TextHash);
    }

    [Fact]
    public void Line_ends_of_Windows_change_neither_values_nor_positions()
    {
        Assert.Equal(_scenario.Designs[0].Plan[0].Month, SmallScenario.Read(SmallScenario.Text.ReplaceLineEndings("\r\n")).Designs[0].Plan[0].Month);
        Diagnostic problem = SmallScenario.OnlyProblem(SmallScenario.With("months: 24", "months: 2").ReplaceLineEndings("\r\n"));
        Assert.Equal((5, 9), (problem.Line, problem.Column));
    }

    [Fact]
    public void Aliases_repeat_what_stands_at_their_anchor()
    {
        string text = SmallScenario.With("size_shares: {small: 1}", "size_shares: &all {small: 1}") + "# end\n";
        Scenario scenario = SmallScenario.Read(text.Replace("size_shares: {micro: 0.3, small: 0.4, medium: 0.25, large: 0.05}", "size_shares: {micro: 0.5, small: 0.5}", StringComparison.Ordinal)
            .Replace("partners: [valley]", "partners: &p [valley]", StringComparison.Ordinal).Replace("policy: {plan: {remove: all}", "policy: {partners: *p, plan: {remove: all}", StringComparison.Ordinal));
        Assert.Equal(["home", "valley"], scenario.Designs[1].Clusters.Select(c => c.Id));
    }

    [Fact]
    public void Parameters_and_own_kinds_reach_the_design()
    {
        ParameterDefinition parameter = ParameterTable.All[0];
        string value = parameter.Max.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        string text = SmallScenario.With("  domains:\n",
            $"  parameters: {{{parameter.Name}: {value}}}\n"
            + "  activity_kinds:\n"
            + "    - {name: ethics-day, like: seminar, meaning: A day on ethics, source: assumed, know_how_rate: 0.05, vision_rate: 0.2}\n"
            + "    - {name: seminar, fixed_eur: 5}\n"
            + "    - {name: own, meaning: Something new, source: assumed, audience: partner-firms, effect: soothes-backlash}\n"
            + "  domains:\n");
        Design design = SmallScenario.Read(text).Designs[0];
        Assert.Equal(parameter.Max, design.Parameters[parameter.Name]);
        ActivityKind seminar = ActivityCatalogue.Shipped.Find("seminar")!;
        Assert.Equal(seminar with { Name = "ethics-day", Meaning = "A day on ethics", Source = "assumed", KnowHowRate = 0.05, VisionRate = 0.2 }, design.Catalogue.Find("ethics-day"));
        Assert.Equal(seminar with { FixedEur = 5 }, design.Catalogue.Find("seminar"));
        Assert.Equal(new ActivityKind { Name = "own", Meaning = "Something new", Source = "assumed", Audience = Audience.PartnerFirms, Effect = SpecialEffect.SoothesBacklash }, design.Catalogue.Find("own"));
    }

    [Fact]
    public void Every_number_of_an_own_kind_can_be_set()
    {
        // A key that is read but not handed on would be a trap.
        string[] numbers = [.. typeof(ActivityKind).GetProperties().Where(p => p.PropertyType == typeof(double)).Select(p => Naming.Snake(p.Name))];
        string[] flags = [.. typeof(ActivityKind).GetProperties().Where(p => p.PropertyType == typeof(bool)).Select(p => Naming.Snake(p.Name))];
        string keys = string.Join(", ", numbers.Select(n => n + ": 0.125").Concat(flags.Select(f => f + ": true")));
        ActivityKind kind = SmallScenario.Read(SmallScenario.With("  domains:\n", $"  activity_kinds: [{{name: own, meaning: m, source: s, {keys}}}]\n  domains:\n")).Designs[0].Catalogue.Find("own")!;
        Assert.All(typeof(ActivityKind).GetProperties().Where(p => p.PropertyType == typeof(double)), p => Assert.Equal(0.125, p.GetValue(kind)));
        Assert.All(typeof(ActivityKind).GetProperties().Where(p => p.PropertyType == typeof(bool)), p => Assert.Equal(true, p.GetValue(kind)));
    }

    [Fact]
    public void Every_price_and_every_value_of_a_domain_can_be_set()
    {
        string prices = string.Join(", ", typeof(Prices).GetProperties().Where(p => p.PropertyType == typeof(double)).Select(p => Naming.Snake(p.Name) + ": 0.125"));
        string domain = string.Join(", ", typeof(Domain).GetProperties().Where(p => p.PropertyType == typeof(double)).Select(p => Naming.Snake(p.Name) + ": 0.125"));
        string text = SmallScenario.With("  national_providers: {count: 2}", $"  national_providers: {{count: 2}}\n  prices: {{{prices}}}").Replace("{id: layout, secrecy: 0.1, investment_eur: 1000}", $"{{id: layout, {domain}}}", StringComparison.Ordinal);
        Design design = SmallScenario.Read(text).Designs[0];
        Assert.All(typeof(Prices).GetProperties().Where(p => p.PropertyType == typeof(double)), p => Assert.Equal(0.125, p.GetValue(design.Prices)));
        Assert.All(typeof(Domain).GetProperties().Where(p => p.PropertyType == typeof(double)), p => Assert.Equal(0.125, p.GetValue(design.Domains[0])));
    }

    [Fact]
    public void Every_value_of_a_plan_entry_can_be_set()
    {
        const string Everything = "id: everything, kind: credit-line, month: 2010-04, repeats: 3, every: 2, domains: [layout], places: 9, days: 2.5, provider: international, partner: hill, "
            + "roster: any, match: firm, select: hubs, pool: all, cost_share: 0.5, cost_share_step: -0.1, quorum: 4, needs_agreement: in-force, needs_trust: 0.3, needs_diagnosis: true, "
            + "institutions_attend: [home-institute], nationals_attend: true, institution: home-institute, between: [home-institute, hill-association], brokered: true, diagnosis: macro, "
            + "window: 6, unit_cost_eur: 10, credit_eur: 20";
        string text = SmallScenario.With("  plan:\n", $"  plan:\n    - {{{Everything}}}\n").Replace("partners: [valley]", "partners: [valley, hill]", StringComparison.Ordinal);
        PlanEntry entry = SmallScenario.Read(text).Designs[0].Plan[0];
        var expected = new PlanEntry
        {
            Id = "everything",
            Kind = "credit-line",
            Month = 3,
            Repeats = 3,
            Every = 2,
            Domains = [0],
            Places = 9,
            Days = 2.5,
            Provider = ProviderKind.International,
            Partner = 2,
            Roster = Roster.Any,
            Match = Matching.Firm,
            Select = Selection.Hubs,
            Pool = InvitationPool.All,
            CostShare = 0.5,
            CostShareStep = -0.1,
            Quorum = 4,
            NeedsAgreement = AgreementCondition.InForce,
            NeedsTrust = 0.3,
            NeedsDiagnosis = true,
            InstitutionsAttend = ["home-institute"],
            NationalsAttend = true,
            Institution = "home-institute",
            Between = ("home-institute", "hill-association"),
            Brokered = true,
            Diagnosis = DiagnosisScope.Macro,
            Window = 6,
            UnitCostEur = 10,
            CreditEur = 20,
        };
        Assert.Equal(expected.Domains.ToArray(), entry.Domains.ToArray());
        Assert.Equal(expected.InstitutionsAttend.ToArray(), entry.InstitutionsAttend.ToArray());
        Assert.Equal(expected, entry with { Domains = expected.Domains, InstitutionsAttend = expected.InstitutionsAttend });
        // Every property of the model's record is a key of the format.
        string[] keys = [.. ObjectShape.Of(typeof(PlanEntrySource)).Fields.Select(f => f.Property.Name)];
        Assert.All(typeof(PlanEntry).GetProperties(), p => Assert.Contains(p.Name, keys));
    }

    [Fact]
    public void All_problems_of_a_file_are_reported_at_once_in_the_order_of_the_text()
    {
        string text = SmallScenario.With("months: 24", "months: 5").Replace("firms: 100", "firms: 1", StringComparison.Ordinal).Replace("kind: classroom-training", "kind: clasroom-training", StringComparison.Ordinal)
            .Replace("partners: [valley]", "partners: [valey]", StringComparison.Ordinal);
        ScenarioReading reading = ScenarioReader.Parse(text, "x.yaml");
        Assert.Null(reading.Scenario);
        Assert.Equal(["TS1203", "TS1203", "TS1301", "TS1301"], reading.Diagnostics.Select(d => d.Code).Order(StringComparer.Ordinal).Take(4));
        Assert.Equal(reading.Diagnostics.OrderBy(d => d.Line).ThenBy(d => d.Column), reading.Diagnostics);
    }

    [Fact]
    public void Every_random_valid_scenario_is_read()
        => Generators.Scenario.Sample(s =>
        {
            Assert.NotEmpty(s.Designs);
            Assert.All(s.Designs, d => Assert.Equal(ClusterRole.Emerging, d.Clusters[0].Role));
            Assert.All(s.Designs, d => Assert.All(d.Plan, e => Assert.InRange(e.Partner, 0, d.Clusters.Length - 1)));
            Assert.All(s.Designs, d => Assert.All(d.Plan, e => Assert.NotNull(d.Catalogue.Find(e.Kind))));
        }, iter: 500, print: s => s.Text);

    [Fact]
    public void The_random_scenarios_use_every_kind_provider_and_selection_and_sizes_of_world()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Generators.Scenario.Sample(s =>
        {
            foreach (Design d in s.Designs)
            {
                var here = new List<object> { $"clusters {d.Clusters.Length}", $"agents {Math.Min(1, d.Agents.Length)}", $"institutions {Math.Min(1, d.Clusters[0].Institutions.Length)}" };
                foreach (PlanEntry e in d.Plan) here.AddRange([e.Kind, e.Provider, e.Roster, e.Match, e.Select, e.Pool, e.NeedsAgreement, e.Diagnosis, $"wanted {e.MostWanted > 0}", $"quorum {e.Quorum > 0}"]);
                lock (seen) seen.UnionWith(here.Select(h => h is Enum ? $"{h.GetType().Name}.{h}" : h.ToString()!));
            }
        }, iter: 600, seed: "0000000000001");
        IEnumerable<string> wanted = ActivityCatalogue.ShippedKinds.Select(k => k.Name).Concat(Names<ProviderKind>()).Concat(Names<Roster>()).Concat(Names<Matching>()).Concat(Names<Selection>())
            .Concat(Names<InvitationPool>()).Concat(Names<AgreementCondition>()).Concat(Names<DiagnosisScope>())
            .Concat(["clusters 1", "clusters 2", "clusters 3", "agents 0", "agents 1", "institutions 0", "institutions 1", "wanted True", "quorum True", "own-kind"]);
        Assert.Empty(wanted.Except(seen));

        static IEnumerable<string> Names<T>()
            where T : struct, Enum => Enum.GetNames<T>().Select(n => $"{typeof(T).Name}.{n}");
    }

    [Fact]
    public void Whatever_a_text_holds_the_answer_is_a_scenario_or_diagnostics()
        => Gen.Select(Gen.OneOf(Generators.ScenarioText, Gen.Const(SmallScenario.Text), Gen.Const(StarterScenario.Text)), Gen.Select(Gen.Int[0, 100_000], Gen.Int[0, 40], Gen.String[Gen.Char["[]{}:,-#&*!|>'\"%@`?<~ \t\n0159.eabé\u0085\uFEFF\uD800"], 0, 6]).List[1, 4])
            .Sample((text, edits) =>
            {
                foreach ((int at, int length, string inserted) in edits)
                {
                    int start = at % (text.Length + 1);
                    text = text[..start] + inserted + text[Math.Min(text.Length, start + length)..];
                }
                ScenarioReading reading = ScenarioReader.Parse(text, "x.yaml");
                Assert.Equal(reading.Scenario is null, reading.Diagnostics.Any(d => d.Severity == Severity.Error));
                Assert.All(reading.Diagnostics, d => Assert.True(d.Line >= 1 && d.Column >= 1));
            }, iter: 3000);
}
