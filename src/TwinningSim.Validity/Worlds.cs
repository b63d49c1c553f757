using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TwinningSim.Model.Input;
using TwinningSim.Scenarios;

namespace TwinningSim.Validity;

/// <summary>A design of a world, with a mechanism taken out or with none.</summary>
/// <param name="World">footwear, leather, auto or bench.</param>
/// <param name="Design">Identifier of the design in that world.</param>
/// <param name="Ablation">Name of an ablation; empty for the model as it is.</param>
public sealed record RunKey(string World, string Design, string Ablation = "");

/// <summary>The worlds of the report: the shipped cases and a small bench, each with the designs that the patterns add to it.</summary>
public sealed class Worlds
{
    private readonly Dictionary<string, Scenario> _scenarios = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<PatternSource> _patterns;
    private readonly string? _parameters;

    /// <summary>The worlds with the designs of some patterns.</summary>
    /// <param name="patterns">Patterns whose designs are added.</param>
    /// <param name="parameters">A set of parameters that every design has, or null for the defaults. What a design or an ablation sets itself stays.</param>
    /// <exception cref="InvalidDataException">A design cannot be read; the message holds the diagnostics.</exception>
    public Worlds(IReadOnlyList<PatternSource> patterns, string? parameters = null)
    {
        _patterns = patterns;
        _parameters = parameters;
        foreach (string world in Names) _scenarios.Add(world, ReadWorld(world));
    }

    /// <summary>The names of the worlds.</summary>
    public static IReadOnlyList<string> Names { get; } = ["footwear", "leather", "auto", "bench", "india-2013", "colombia-2022"];

    /// <summary>The key of a design as a pattern names it: one of its own, one of its world's scenario, or <c>world/design</c>.</summary>
    /// <exception cref="InvalidDataException">There is no such design.</exception>
    public RunKey Resolve(PatternSource pattern, string name, string ablation = "")
    {
        (string world, string design) = name.Split('/') is [var other, var there] ? (other, there) : (pattern.World, name);
        foreach (string id in new[] { OwnId(pattern, design), design })
        {
            if (_scenarios[world].Find(id) is not null) return new RunKey(world, id, ablation);
        }
        throw new InvalidDataException($"{pattern.Id}: the world '{world}' has no design '{design}'.");
    }

    /// <summary>The complete input of a run.</summary>
    /// <exception cref="InvalidDataException">There is no such design or ablation.</exception>
    public Design Find(RunKey key)
    {
        Design design = _scenarios[key.World].Find(key.Design) ?? throw new InvalidDataException($"The world '{key.World}' has no design '{key.Design}'.");
        return key.Ablation.Length == 0 ? design : Without(design, Ablation(key.Ablation));
    }

    /// <summary>An ablation by name.</summary>
    /// <exception cref="InvalidDataException">There is no such ablation.</exception>
    public static AblationSource Ablation(string id)
        => Catalogue.Ablations.FirstOrDefault(a => a.Id == id) ?? throw new InvalidDataException($"There is no ablation '{id}'.");

    /// <summary>A design with a mechanism taken out.</summary>
    internal static Design Without(Design design, AblationSource ablation)
    {
        design = (ablation.Parameters ?? []).Aggregate(design, (changed, p) => changed.WithParameter(p.Key, p.Value));
        return design with
        {
            Domains =
            [
                .. design.Domains.Select(d => d with
                {
                    Secrecy = ablation.Secrecy ?? d.Secrecy,
                    LeastDoHow = ablation.LeastDoHow ?? d.LeastDoHow,
                    Rejects = ablation.Rejects ?? d.Rejects,
                    Value = ablation.Value ?? d.Value,
                    InvestmentEur = ablation.InvestmentEur ?? d.InvestmentEur,
                }),
            ],
        };
    }

    private Scenario ReadWorld(string world)
    {
        var text = new StringBuilder(Catalogue.Text(world + ".yaml"));
        if (text[^1] != '\n') text.Append('\n');
        foreach (PatternSource pattern in _patterns)
        {
            // JSON is YAML: what a pattern writes as a design is read, checked and laid over the world like a design of the scenario's own.
            foreach (JsonElement design in pattern.Designs ?? [])
            {
                if (!design.TryGetProperty("world", out JsonElement other) ? pattern.World == world : other.GetString() == world) text.Append("  - ").Append(Written(pattern, design)).Append('\n');
            }
        }
        ScenarioReading reading = ScenarioReader.Parse(text.ToString(), world + ".yaml", _parameters);
        return reading.Scenario ?? throw new InvalidDataException(string.Join('\n', reading.Diagnostics));
    }

    private static string Written(PatternSource pattern, JsonElement design)
    {
        JsonObject node = JsonObject.Create(design)!;
        node.Remove("world");
        node["id"] = OwnId(pattern, (string)node["id"]!);
        if ((string?)node["based_on"] is { } basis && pattern.Designs!.Any(d => d.GetProperty("id").GetString() == basis)) node["based_on"] = OwnId(pattern, basis);
        return node.ToJsonString();
    }

    private static string OwnId(PatternSource pattern, string design) => $"{pattern.Id.ToLowerInvariant()}-{design}";
}
