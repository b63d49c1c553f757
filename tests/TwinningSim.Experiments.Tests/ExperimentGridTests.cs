using System.Collections.Immutable;
using System.Globalization;
using TwinningSim.Scenarios;
using TwinningSim.Scenarios.Diagnostics;
using TwinningSim.Scenarios.Experiments;
using TwinningSim.Testing;

namespace TwinningSim.Experiments.Tests;

/// <summary>Experiment files on the footwear scenario, which has the designs that the names below refer to.</summary>
public sealed class ExperimentGridTests : IDisposable
{
    private static readonly string Scenario = Path.Combine(Repository.Root, "scenarios", "chennai-footwear.yaml");
    private static readonly ScenarioReading Footwear = ScenarioReader.Read(Scenario);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Shipped { get; }
        = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "scenarios", "experiments"), "*.yaml").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void A_shipped_experiment_makes_its_designs_and_can_be_planned(string name)
    {
        ExperimentReading reading = ExperimentFileReader.Read(Path.Combine(Repository.Root, "scenarios", "experiments", name), [.. PrecisionSeries.Outcomes.Select(o => o.Name)]);
        Assert.True(reading.Succeeded, string.Join('\n', reading.Diagnostics));
        ExperimentGrid? grid = ExperimentGrid.Make(reading.Experiment, out ImmutableArray<Diagnostic> problems);
        Assert.Empty(problems);
        Assert.Equal(grid!.Designs.Length, ExperimentPlan.For(grid.ToSource(), new PlanOptions { Replicates = 1 }).Runs);
        // A part of it, for a pilot, can be run as well.
        Assert.InRange(ExperimentPlan.For(grid.Part(5).ToSource(), new PlanOptions { Replicates = 1 }).Runs, 3, 30);
    }

    [Fact]
    public void Without_factors_the_designs_are_those_of_the_scenario()
    {
        ExperimentGrid grid = Made("");
        Assert.Equal(Footwear.Scenario!.Designs.Select(d => d.Id), grid.Designs.Select(d => d.Design.Id));
        Assert.Equal(("as-run", "no-programme"), (grid.ToSource().Baseline, grid.ToSource().WithoutProgramme));
        Assert.Equal(Footwear.Scenario.Seed, grid.ToSource().Seed);
    }

    [Fact]
    public void Every_combination_of_levels_is_a_policy_and_the_baseline_stays_as_it_is()
    {
        ExperimentGrid grid = Made("policy: {factors: [{lever: plan.onsite.days, levels: [1, 2]}, {lever: plan.onsite.places, levels: [10, 20]}]}");
        Assert.Equal(["as-run", "as-run-p1", "as-run-p2", "as-run-p3", "as-run-p4", "no-programme"], grid.Designs.Select(d => d.Design.Id));
        Assert.Equal([(3, 22), (1, 10), (1, 20), (2, 10), (2, 20)], grid.Designs.Take(5).Select(d => ((int)OnSite(d).Days, OnSite(d).Places)));
        Assert.Equal([3, 22], grid.Designs[0].Values.AsEnumerable());
        Assert.All(grid.Designs[5].Values, v => Assert.True(double.IsNaN(v)));
        Assert.All(grid.Designs, d => Assert.Equal("no-programme", d.Reference));
        Assert.Empty(grid.ToSource().OwnReferences);
        Assert.Equal("As the programme was run, plan.onsite.days 1, plan.onsite.places 10", grid.Designs[1].Design.Title);
    }

    [Fact]
    public void Points_that_differ_only_in_places_that_a_design_has_not_are_one_design()
    {
        ExperimentGrid grid = Made("""
            designs: [as-run, national-long-haul, no-programme]
            policy: {factors: [{lever: plan.onsite.days, levels: [1, 2]}, {lever: plan.long-haul.days, levels: [3, 6]}]}
            """);
        Assert.Equal(["as-run", "as-run-p1", "as-run-p3", "no-programme", "national-long-haul-p1", "national-long-haul-p2", "national-long-haul-p3", "national-long-haul-p4"],
            grid.Designs.Select(d => d.Design.Id));
    }

    [Fact]
    public void Every_policy_meets_the_same_worlds_and_each_world_has_its_own_design_without_a_programme()
    {
        ExperimentGrid grid = Made("""
            policy: {factors: [{lever: plan.onsite.days, levels: [1, 2]}]}
            assumptions:
              sample: {method: latin-hypercube, points: 10, seed: 3}
              factors: [{lever: parameters.trust_negativity, low: 2, high: 4}, {lever: national_providers.count, low: 5, high: 14}]
            """);
        Assert.Equal(10 * 4, grid.Designs.Length);
        foreach (IGrouping<int, GridDesign> world in grid.Designs.GroupBy(d => d.World))
        {
            string number = world.Key.ToString("D2", CultureInfo.InvariantCulture);
            Assert.Equal([$"as-run-w{number}", $"as-run-p1-w{number}", $"as-run-p2-w{number}", $"no-programme-w{number}"], world.Select(d => d.Design.Id));
            Assert.Single(world.Select(d => (d.Design.Parameters["trust_negativity"], d.Design.Nationals.Count)).Distinct());
            Assert.All(world, d => Assert.Equal($"no-programme-w{number}", d.Reference));
        }
        Assert.Equal(Enumerable.Range(0, 10), grid.WorldPoints.Select(p => (int)((p[0] - 2) * 5)).Order());
        Assert.Equal(Enumerable.Range(5, 10), grid.WorldPoints.Select(p => (int)p[1]).Order());
        ExperimentSource source = grid.ToSource();
        Assert.Null(source.WithoutProgramme);
        Assert.Equal(40, source.OwnReferences.Count);
        Assert.Equal(40, source.AssumptionDesigns.Length);
        Assert.Equal("as-run-w01", source.Baseline);
        // The plan can be made: every reference is a design.
        Assert.Equal(40, ExperimentPlan.For(source, new PlanOptions { Replicates = 1 }).Runs);
    }

    [Fact]
    public void Without_bounds_a_parameter_is_varied_where_it_is_plausible()
    {
        ExperimentGrid grid = Made("""
            assumptions:
              sample: {method: latin-hypercube, points: 10}
              factors: [{lever: parameters.trust_negativity, distribution: uniform}, {lever: clusters.marche.language, distribution: uniform}]
            """);
        // Allowed: 1 to 5, 0 to 1. One point in each tenth of 1.5 to 5, and of 0 to 1.
        Assert.Equal(Enumerable.Range(0, 10), grid.WorldPoints.Select(p => (int)((p[0] - 1.5) / 0.35)).Order());
        Assert.Equal(Enumerable.Range(0, 10), grid.WorldPoints.Select(p => (int)(p[1] * 10)).Order());
    }

    [Fact]
    public void One_sample_for_all_factors_varies_the_design_without_a_programme_by_the_assumptions_alone()
    {
        ExperimentGrid grid = Made("""
            sample: {method: sobol, points: 4}
            policy: {factors: [{lever: plan.onsite.days, low: 1, high: 5}]}
            assumptions: {factors: [{lever: parameters.trust_negativity, low: 2, high: 4}]}
            """);
        Assert.Equal(["as-run-x1", "as-run-x2", "as-run-x3", "as-run-x4", "no-programme-x1", "no-programme-x2", "no-programme-x3", "no-programme-x4"], grid.Designs.Select(d => d.Design.Id));
        for (int x = 0; x < 4; x++)
        {
            Assert.Equal(grid.Designs[x].Design.Parameters["trust_negativity"], grid.Designs[x + 4].Design.Parameters["trust_negativity"]);
            Assert.Equal(grid.PolicyPoints[x], grid.Designs[x].Values);
            Assert.Equal($"no-programme-x{x + 1}", grid.Designs[x].Reference);
            Assert.True(double.IsNaN(grid.Designs[x + 4].Values[0]));
        }
    }

    [Theory]
    [InlineData("{method: morris, trajectories: 3}", 9)]
    [InlineData("{method: saltelli, points: 4}", 16)]
    [InlineData("{method: list, list: [{values: [2, 0.95]}, {values: [3, 0.96]}]}", 2)]
    public void A_sample_has_as_many_points_as_its_method_makes(string sample, int points)
    {
        ExperimentGrid grid = Made($"assumptions:\n  sample: {sample}\n  factors: [{{lever: parameters.trust_negativity, low: 2, high: 4}}, {{lever: parameters.trust_retention, low: 0.95, high: 0.99}}]");
        Assert.Equal(points, grid.WorldPoints.Count);
        Assert.Equal(2 * points, grid.Designs.Length);
    }

    [Fact]
    public void Draws_of_parameters_are_read_from_a_table()
    {
        File.WriteAllText(_folder["draws.csv"], "draw,parameters.trust_retention,\"parameters.trust_negativity\"\n1,0.95,2.5\n2,0.96,3.5\n");
        ExperimentGrid grid = Made("assumptions:\n  sample: {method: list, table: draws.csv}\n  factors: [{lever: parameters.trust_negativity}, {lever: parameters.trust_retention}]", _folder["x.yaml"]);
        Assert.Equal([[2.5, 0.95], [3.5, 0.96]], grid.WorldPoints);
    }

    [Theory]
    [InlineData("draw\n1\n", "has no column 'parameters.trust_negativity'; allowed draw.")]
    [InlineData("parameters.trust_negativity\n2\nmany\n", ":3:1: 'many' of the column 'parameters.trust_negativity' is not a number.")]
    [InlineData("parameters.trust_negativity\n2,3\n", ":2:1: the line has 2 values, but there are 1 columns.")]
    [InlineData("parameters.trust_negativity\n9\n", "at the point 1 parameters.trust_negativity is 9; allowed ")]
    [InlineData(null, "There is no file")]
    public void A_table_that_cannot_be_used_is_told(string? table, string expected)
    {
        if (table is not null) File.WriteAllText(_folder["draws.csv"], table);
        string problem = Assert.Single(Problems("assumptions:\n  sample: {method: list, table: draws.csv}\n  factors: [{lever: parameters.trust_negativity}]", _folder["x.yaml"])).ToString();
        Assert.Contains("error TS1705: ", problem, StringComparison.Ordinal);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_that_do_not_fit_together_are_told_with_their_point_and_the_place_of_the_sample()
    {
        string problem = Problems("policy: {factors: [{lever: plan.onsite.quorum, levels: [5, 15]}, {lever: plan.onsite.places, levels: [10, 20]}]}").Single().ToString();
        Assert.Equal("x.yaml:5:9: error TS1705: at the point as-run-p3 quorum of the plan entry 'onsite' is 15, above its 10 places.", problem);
    }

    [Fact]
    public void More_combinations_than_anybody_can_run_are_refused()
    {
        string levels = string.Join(", ", Enumerable.Range(1, 100));
        string problem = Problems($"policy: {{factors: [{{lever: plan.onsite.days, levels: [{levels}]}}, {{lever: plan.onsite.places, levels: [{levels}]}}, {{lever: plan.italy.places, levels: [{levels}]}}]}}").Single().ToString();
        Assert.Contains("there are 1,000,000 combinations of levels; allowed at most 100,000.", problem, StringComparison.Ordinal);
    }

    private static Model.Input.PlanEntry OnSite(GridDesign design) => design.Design.Plan.Single(e => e.Id == "onsite");

    private static ExperimentReading Read(string rest, string file)
        => ExperimentFileReader.Parse($"experiment: test\ntitle: Test\nquestion: Does it work?\nscenario: footwear\n{rest}\n", file, ["deals"], _ => Footwear);

    private static ExperimentGrid Made(string rest, string file = "x.yaml")
    {
        ExperimentReading reading = Read(rest, file);
        Assert.True(reading.Succeeded, string.Join('\n', reading.Diagnostics));
        ExperimentGrid? grid = ExperimentGrid.Make(reading.Experiment, out ImmutableArray<Diagnostic> problems);
        Assert.True(grid is not null, string.Join('\n', problems));
        return grid;
    }

    private static ImmutableArray<Diagnostic> Problems(string rest, string file = "x.yaml")
    {
        ExperimentReading reading = Read(rest, file);
        Assert.True(reading.Succeeded, string.Join('\n', reading.Diagnostics));
        Assert.Null(ExperimentGrid.Make(reading.Experiment, out ImmutableArray<Diagnostic> problems));
        return problems;
    }
}
