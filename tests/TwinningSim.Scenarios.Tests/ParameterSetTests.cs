using TwinningSim.Model.Input;
using TwinningSim.Model.Parameters;
using TwinningSim.Scenarios.Diagnostics;
using TwinningSim.Scenarios.Experiments;
using TwinningSim.Scenarios.Levers;
using TwinningSim.Testing;

namespace TwinningSim.Scenarios.Tests;

/// <summary>Files that name a set of parameters.</summary>
public class ParameterSetTests
{
    private const double Hand = -4.9;

    private static string Text(string set) => SmallScenario.With("run: {seed: 7,", $"run: {{parameters: {set}, seed: 7,");

    [Fact]
    public void A_scenario_starts_from_the_set_that_it_names_and_what_it_sets_itself_stays()
    {
        // What is set is set, even to the default.
        double own = ParameterTable.Find("signing_hazard")!.Default;
        Design design = SmallScenario.Read(Text("specification-2.1").Replace("assumptions:", $"assumptions:\n  parameters: {{signing_hazard: {own}}}", StringComparison.Ordinal)).Designs[0];
        Assert.Equal(Hand, design.Parameters["accept_intercept"]);
        Assert.Equal(own, design.Parameters["signing_hazard"]);
        Assert.Empty(design.ParameterDraws);
    }

    [Fact]
    public void Over_the_posterior_every_design_has_the_draws_and_a_lever_moves_all_of_them()
    {
        Scenario scenario = SmallScenario.Read(Text("posterior"));
        Assert.All(scenario.Designs, d => Assert.Equal(PosteriorDraws.Shipped.Draws.Select(draw => draw[0]), d.ParameterDraws.Select(draw => draw[PosteriorDraws.Shipped.Parameters[0]])));
        Assert.True(Lever.TryParse("parameters.trust_negativity", scenario.Designs[0], out Lever? lever, out _));
        Assert.Equal((1.5, 5), lever.Plausible);
        Assert.Equal((1, 5), (lever.Low, lever.High));
        Design moved = lever.Set(scenario.Designs[0], 2);
        Assert.All(moved.ParameterDraws.Append(moved.Parameters), values => Assert.Equal(2, values["trust_negativity"]));
    }

    [Fact]
    public void Whoever_reads_the_file_can_ask_for_another_set()
    {
        Design usual = ScenarioReader.Parse(Text("posterior"), "x.yaml", ParameterSets.Defaults).Scenario!.Designs[0];
        Assert.Empty(usual.ParameterDraws);
        Assert.All(ParameterTable.All, p => Assert.Equal(p.Default, usual.Parameters[p.Name]));
    }

    [Fact]
    public void A_set_that_does_not_exist_is_told_with_the_nearest_name()
    {
        Diagnostic problem = SmallScenario.OnlyProblem(Text("posteriors"));
        Assert.Equal("small.yaml:6:19: error TS1301: parameters names the set of parameters 'posteriors', which does not exist; allowed defaults, posterior, specification-2.1. Did you mean posterior?", problem.ToString());
    }

    [Fact]
    public void An_experiment_names_a_set_too_and_it_goes_before_that_of_its_scenario()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "small.yaml"), Text("posterior"));
        string file = Path.Combine(folder.Path, "x.yaml");
        string Experiment(string run) => $"experiment: test\ntitle: Test\nquestion: Does it work?\nscenario: small.yaml\n{run}";
        File.WriteAllText(file, Experiment("run: {parameters: specification-2.1}\n"));
        Design named = ExperimentFileReader.Read(file, []).Experiment!.Scenario.Designs[0], asked = ExperimentFileReader.Read(file, [], ParameterSets.Defaults).Experiment!.Scenario.Designs[0];
        Assert.Equal(Hand, named.Parameters["accept_intercept"]);
        Assert.Empty(named.ParameterDraws);
        Assert.Equal(ParameterTable.Find("accept_intercept")!.Default, asked.Parameters["accept_intercept"]);
        File.WriteAllText(file, Experiment(""));
        Assert.NotEmpty(ExperimentFileReader.Read(file, []).Experiment!.Scenario.Designs[0].ParameterDraws);
        File.WriteAllText(file, Experiment("run: {parameters: prior}\n"));
        Assert.Contains("the set of parameters 'prior'", Assert.Single(ExperimentFileReader.Read(file, []).Diagnostics).ToString(), StringComparison.Ordinal);
    }
}
