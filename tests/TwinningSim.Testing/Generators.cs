using CsCheck;
using TwinningSim.Model.Input;
using TwinningSim.Scenarios;

namespace TwinningSim.Testing;

/// <summary>Random valid scenarios, for property tests. Small ones are found first when a test fails.</summary>
public static class Generators
{
    /// <summary>
    /// Texts of valid scenario files: one to three clusters, one to five domains, every kind of activity and provider, rosters, selections, conditions, agents, institutions,
    /// credit, support of deals, own kinds, parameters, and up to three designs besides the base.
    /// </summary>
    public static Gen<string> ScenarioText { get; } = new ScenarioTextGen();

    /// <summary>Valid scenarios.</summary>
    public static Gen<Scenario> Scenario { get; } = ScenarioText.Select(Read);

    /// <summary>Valid designs: one of a random scenario.</summary>
    public static Gen<Design> Design { get; } = Gen.Select(Scenario, Gen.Int[0, 999], (s, i) => s.Designs[i % s.Designs.Length]);

    /// <summary>The scenario of a text that must be valid.</summary>
    /// <exception cref="InvalidOperationException">The text is not valid; the message says why and shows it.</exception>
    public static Scenario Read(string text)
    {
        ScenarioReading reading = ScenarioReader.Parse(text, "generated.yaml");
        return reading.Scenario ?? throw new InvalidOperationException(string.Join('\n', reading.Diagnostics) + "\n" + text);
    }
}
