using CsCheck;
using NJsonSchema;
using TwinningSim.Scenarios.Diagnostics;
using TwinningSim.Scenarios.Yaml;
using TwinningSim.Testing;

namespace TwinningSim.Scenarios.Tests;

/// <summary>The schema for editors. After a change of the format: <c>TWINSIM_UPDATE_EXPECTED=1 dotnet test tests/TwinningSim.Scenarios.Tests</c>.</summary>
public sealed class ScenarioSchemaTests
{
    private static readonly Lazy<JsonSchema> Schema = new(() => JsonSchema.FromJsonAsync(ScenarioSchema.Generate()).GetAwaiter().GetResult());

    [Fact]
    public void The_committed_schema_is_current()
    {
        string file = Path.Combine(RepositoryFiles.Scenarios, "schema", "scenario.schema.json");
        if (Environment.GetEnvironmentVariable("TWINSIM_UPDATE_EXPECTED") == "1") File.WriteAllText(file, ScenarioSchema.Generate());
        Assert.Equal(ScenarioSchema.Generate(), File.ReadAllText(file));
    }

    [Fact]
    public void The_committed_schema_of_experiments_is_current()
    {
        string file = Path.Combine(RepositoryFiles.Scenarios, "schema", "experiment.schema.json");
        if (Environment.GetEnvironmentVariable("TWINSIM_UPDATE_EXPECTED") == "1") File.WriteAllText(file, ScenarioSchema.GenerateExperiment());
        Assert.Equal(ScenarioSchema.GenerateExperiment(), File.ReadAllText(file));
    }

    public static TheoryData<string> ShippedExperiments { get; }
        = [.. Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Scenarios, "experiments"), "*.yaml").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(ShippedExperiments))]
    public async Task A_shipped_experiment_names_the_schema_and_satisfies_it(string name)
    {
        string text = File.ReadAllText(Path.Combine(RepositoryFiles.Scenarios, "experiments", name));
        JsonSchema schema = await JsonSchema.FromJsonAsync(ScenarioSchema.GenerateExperiment());
        Assert.Empty(schema.Validate(AsJson(text)));
        Assert.NotEmpty(schema.Validate(AsJson(text.Replace("factors:", "factor:", StringComparison.Ordinal).Replace("targets:", "target:", StringComparison.Ordinal))));
        Assert.Equal(ScenarioSchema.ExperimentEditorLine, text.Split('\n')[0]);
    }

    public static TheoryData<string> Shipped { get; } = [.. Directory.EnumerateFiles(RepositoryFiles.Scenarios, "*.yaml").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void A_shipped_scenario_names_the_schema_satisfies_it_and_reads_without_errors(string name)
    {
        string path = Path.Combine(RepositoryFiles.Scenarios, name);
        string text = File.ReadAllText(path);
        Assert.Empty(ScenarioReader.Read(path).Diagnostics.Where(d => d.Severity == Severity.Error));
        Assert.Empty(Errors(text));
        Assert.Equal(ScenarioSchema.EditorLine, text.Split('\n')[0]);
    }

    [Fact]
    public void The_starter_reads_without_any_diagnostic_and_satisfies_the_schema_that_it_names()
    {
        ScenarioReading reading = ScenarioReader.Parse(StarterScenario.Text, "starter.yaml");
        Assert.Empty(reading.Diagnostics);
        Assert.True(reading.Scenario!.Designs.Length >= 3);
        Assert.Empty(Errors(StarterScenario.Text));
        Assert.StartsWith(ScenarioSchema.EditorLine + "\n", StarterScenario.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_the_reader_accepts_satisfies_the_schema() => Generators.ScenarioText.Sample(text => Assert.Empty(Errors(text)), iter: 100);

    [Theory]
    [InlineData("months: 24", "months: 6")]
    [InlineData("months: 24", "months: many")]
    [InlineData("months: 24", "monhts: 24")]
    [InlineData("start: 2010-01", "start: 2010-13")]
    [InlineData("budget_eur: 100000", "budget_eur: -1")]
    [InlineData("role: domestic", "role: Domestic")]
    [InlineData("title: A small scenario", "title: 2010")]
    [InlineData("id: agent-valley, cluster: valley", "id: agent-valley, cluster: valley, fte: 0")]
    [InlineData("members: 10", "members: 10, worked_before: yes")]
    [InlineData("policy: {plan: {remove: all}, agents", "policy: {plan: {remove: everything}, agents")]
    [InlineData("partners: [valley]", "partners: valley")]
    [InlineData("kind: classroom-training", "knid: classroom-training")]
    public void What_breaks_a_rule_of_a_single_value_breaks_the_schema_too(string passage, string replacement)
    {
        Assert.Empty(Errors(SmallScenario.Text));
        string text = SmallScenario.With(passage, replacement);
        Assert.NotEmpty(Errors(text));
        Assert.False(ScenarioReader.Parse(text, "x.yaml").Succeeded);
    }

    [Fact]
    public void Every_parameter_and_every_shipped_kind_is_in_the_schema()
    {
        string schema = ScenarioSchema.Generate();
        Assert.All(Model.Parameters.ParameterTable.All, p => Assert.Contains($"\"{p.Name}\"", schema, StringComparison.Ordinal));
        Assert.All(Model.Parameters.ActivityCatalogue.ShippedKinds, k => Assert.Contains($"\"{k.Name}\"", schema, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Errors(string text) => Schema.Value.Validate(AsJson(text)).Select(e => e.ToString());

    private static string AsJson(string text)
    {
        var problems = new Problems("x.yaml");
        YamlNode root = YamlReader.Read(text, problems)!;
        Assert.False(problems.AnyError);
        return YamlAsJson.Convert(root);
    }
}
