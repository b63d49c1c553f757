using System.Collections.Immutable;

namespace TwinningSim.Reports.Pages.Sections;

/// <summary>What the model leaves out, so that nobody reads more into the numbers than is there.</summary>
public sealed class LimitsSection : ReportSection
{
    private static readonly string[] Limits =
    [
        "Levels are not forecasts. The record behind the model is a self-report of six programmes without control groups; a dozen of its figures and two field experiments were used to fit eight parameters. Differences between designs under the same luck are what the model is for.",
        "The intervals count chance, not ignorance: they would shrink to nothing with enough replicates of a wrong model. How far the answer depends on assumptions is a question of its own (sensitivity).",
        "There is no map: firms have a place among products, not in space. Distance, roads and districts play no part.",
        "Firms do not enter, fail or move; prices, wages and exchange rates do not react to what firms do.",
        "A firm is one mind. Owners and workers, women and men, old and young hands are not told apart; staff turnover is a rate.",
        "Politics is a few numbers: appetite, pressure of imports, protest against an agreement. There are no elections, officials or laws.",
        "What firms learn is spread over a few subjects, each a level from 0 to 1. What is learned in one never helps in another.",
        "Effects of practices on productivity, rejects and energy are of the size of published trials of consulting, not measured in these clusters.",
        "Social and environmental effects are not counted unless they show in rejects, energy, turnover or jobs.",
    ];

    /// <inheritdoc/>
    public override string Id => "limits";

    /// <inheritdoc/>
    public override string Title => "What is not modelled";

    internal override void Write(HtmlWriter html)
    {
        html.Open("ul");
        foreach (string limit in Limits) html.Element("li", limit);
        html.Close("ul");
    }
}

/// <summary>How to get the same numbers again.</summary>
/// <param name="facts">What was run.</param>
/// <param name="replicates">Replicates of each design.</param>
/// <param name="hash">Hash of the scenario's text.</param>
/// <param name="scenarioText">The scenario's text.</param>
/// <param name="designs">Identifiers and hashes of the designs.</param>
/// <param name="parameters">The set of parameters that the command line named, or null.</param>
public sealed class ReproduceSection(ExperimentFacts facts, int replicates, string hash, string scenarioText, ImmutableArray<(string Id, string Hash)> designs, string? parameters = null) : ReportSection
{
    /// <inheritdoc/>
    public override string Id => "reproduce";

    /// <inheritdoc/>
    public override string Title => "How to get the same numbers";

    internal override void Write(HtmlWriter html)
    {
        html.Element("p", "Save the scenario below as a file and run it with the same version of the program. The numbers are the same to the last bit on any machine and with any number of threads.");
        html.Element("pre", $"twinsim run {facts.Scenario}.yaml --seed {facts.Seed} --replicates {replicates}{(parameters is null ? "" : $" --parameters {parameters}")}\ntwinsim report results/{facts.Scenario}{(parameters is null ? "" : "-" + parameters)}");
        html.Open("dl").Element("dt", "Program").Element("dd", "twinsim " + facts.Version).Element("dt", "Seed").Element("dd", facts.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .Element("dt", "Replicates").Element("dd", replicates.ToString("#,0", System.Globalization.CultureInfo.InvariantCulture))
            .Element("dt", "Horizon").Element("dd", $"{facts.Months} months from {facts.Start}").Element("dt", "Scenario, SHA-256").Open("dd").Element("code", hash).Close("dd").Close("dl");
        html.Open("details").Element("summary", "Hashes of the designs").Table("Each design is named by a hash of everything in it", ["Design", "Hash"], designs.Select(d => (IReadOnlyList<string>)[d.Id, d.Hash]), prose: true).Close("details");
        // Lines stay lines: only what stands in a line is cleaned.
        html.Open("details").Element("summary", "The scenario").Open("pre").Open("code");
        foreach (string line in scenarioText.Split('\n')) html.Text(line.TrimEnd('\r')).Own("\n");
        html.Close("code").Close("pre").Close("details");
    }
}
