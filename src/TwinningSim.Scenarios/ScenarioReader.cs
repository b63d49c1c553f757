using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TwinningSim.Model.Input;
using TwinningSim.Model.Parameters;
using TwinningSim.Scenarios.Designs;
using TwinningSim.Scenarios.Diagnostics;
using TwinningSim.Scenarios.Format;
using TwinningSim.Scenarios.Yaml;

namespace TwinningSim.Scenarios;

/// <summary>Reads scenario files. Whatever the file holds, the answer is a scenario or a list of diagnostics, never an exception.</summary>
public static class ScenarioReader
{
    /// <summary>The id of the only design of a scenario that lists none.</summary>
    public const string BaseDesignId = "base";

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; diagnostics name it as given here.</param>
    /// <param name="parameters">Name of a set of parameters instead of the one that the file names.</param>
    public static ScenarioReading Read(string path, string? parameters = null)
    {
        var problems = new Problems(path);
        return SourceText.Read(path, problems) is { } text ? Parse(text, problems, parameters) : new ScenarioReading(null, problems.Sorted());
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text of a scenario file.</param>
    /// <param name="fileName">The name that diagnostics show.</param>
    /// <param name="parameters">Name of a set of parameters instead of the one that the text names.</param>
    public static ScenarioReading Parse(string text, string fileName, string? parameters = null) => Parse(text, new Problems(fileName), parameters);

    private static ScenarioReading Parse(string text, Problems problems, string? parameters)
    {
        Scenario? scenario = null;
        if (SourceText.Check(text, problems) is { } good && YamlReader.Read(good, problems) is { } root) scenario = new ScenarioMaker(good, problems, parameters).Make(root);
        return new ScenarioReading(problems.AnyError ? null : scenario, problems.Sorted());
    }

    /// <summary>Resolves the designs of one file.</summary>
    private sealed class ScenarioMaker(string text, Problems problems, string? parameters)
    {
        private readonly Format.Reading _reading = new(problems);
        private readonly Dictionary<AssumptionsSource, World> _worlds = [];
        private Horizon? _horizon;
        private string _parameters = ParameterSets.Defaults;

        public Scenario? Make(YamlNode root)
        {
            if (ObjectShape.Of(typeof(ScenarioSource)).Read(root, "the file", _reading) is not ScenarioSource source) return null;
            if (source is { Start: { } start, Months: { } months }) _horizon = new Horizon(start, months);
            MarkOwners(source, root);
            CheckNames(source);
            _parameters = parameters ?? source.Run?.Parameters ?? ParameterSets.Defaults;
            if (source.Assumptions is not { } assumptions || source.Policy is not { } policy) return null;

            var report = new Report(problems, []);
            World world = WorldOf(assumptions, report);
            PolicyChecks.Check(policy, world, _horizon, report);
            ScenarioDesign[]? designs = source.Designs.Count == 0
                ? [new ScenarioDesign(Assemble(BaseDesignId, source.Title ?? BaseDesignId, world, policy)!, null, false, false)]
                : Resolve(source, assumptions, policy);
            if (problems.AnyError || designs is null) return null;
            return new Scenario
            {
                Id = source.Scenario!,
                Title = source.Title!,
                Question = source.Question!,
                Start = source.Start!.Value,
                Months = source.Months!.Value,
                Seed = (ulong)(source.Run ?? new RunSource()).Seed!.Value,
                Replicates = (source.Run ?? new RunSource()).Replicates!.Value,
                BaselineDesign = source.Run?.Baseline ?? designs[0].Design.Id,
                WithoutProgrammeDesign = source.Run?.WithoutProgramme,
                Designs = [.. designs.Select(d => d.Design)],
                DesignChanges = [.. designs],
                Text = text,
                TextHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
            };
        }

        private ScenarioDesign[]? Resolve(ScenarioSource source, AssumptionsSource assumptions, PolicySource policy)
        {
            var byId = new Dictionary<string, int>(StringComparer.Ordinal);
            for (int i = 0; i < source.Designs.Count; i++)
            {
                if (source.Designs[i].Id is { } id) byId.TryAdd(id, i);
            }
            var designs = new List<ScenarioDesign>();
            var resolved = new Dictionary<int, (MappingNode Assumptions, MappingNode Policy)>();
            int entries = 0;
            for (int i = 0; i < source.Designs.Count; i++)
            {
                if (problems.Full) return null;
                DesignSource design = source.Designs[i];
                if (ChainOf(i, source.Designs, byId) is not { } chain) continue;
                var report = new Report(problems, chain);
                (MappingNode Assumptions, MappingNode Policy) nodes = NodesOf(chain, source, assumptions, policy, report, resolved);
                if (ObjectShape.Of(typeof(AssumptionsSource)).Read(nodes.Assumptions, "assumptions", _reading) is not AssumptionsSource changedAssumptions
                    || ObjectShape.Of(typeof(PolicySource)).Read(nodes.Policy, "policy", _reading) is not PolicySource changedPolicy)
                    continue;
                entries += changedPolicy.Plan.Count;
                if (entries > Limits.ResolvedEntries)
                {
                    string message = string.Create(CultureInfo.InvariantCulture, $"up to here the plans of the designs have {entries:N0} entries together");
                    problems.Add(DiagnosticCatalogue.ListLength, design.Node.At, message, string.Create(CultureInfo.InvariantCulture, $"at most {Limits.ResolvedEntries:N0}"));
                    return null;
                }
                World world = WorldOf(changedAssumptions, report);
                PolicyChecks.Check(changedPolicy, world, _horizon, report);
                if (Assemble(design.Id ?? "", design.Title ?? design.Id ?? "", world, changedPolicy) is { } made)
                {
                    bool changesPolicy = chain.Any(d => source.Designs[d].Policy is { Node.Entries.Count: > 0 });
                    bool changesAssumptions = chain.Any(d => source.Designs[d].Assumptions is { Node.Entries.Count: > 0 });
                    designs.Add(new ScenarioDesign(made, design.BasedOn, changesPolicy, changesAssumptions));
                }
            }
            return [.. designs];
        }

        private Design? Assemble(string id, string title, World world, PolicySource policy)
            => problems.AnyError ? null : DesignAssembler.Assemble(id, title, world, policy, _horizon!.Value, _parameters);

        // Designs that leave the assumptions alone share one world.
        private World WorldOf(AssumptionsSource assumptions, Report report)
        {
            if (_worlds.TryGetValue(assumptions, out World? known)) return known;
            var world = new World(assumptions, report);
            _worlds.Add(assumptions, world);
            WorldChecks.Check(world, report);
            return world;
        }

        // Applies the overlays of a chain; what a design shares with the one it is based on is made once.
        private static (MappingNode, MappingNode) NodesOf(IReadOnlyList<int> chain, ScenarioSource source, AssumptionsSource assumptions, PolicySource policy, Report report,
            Dictionary<int, (MappingNode, MappingNode)> resolved)
        {
            (MappingNode Assumptions, MappingNode Policy) nodes = (assumptions.Node, policy.Node);
            var overlay = new Overlay(report);
            foreach (int d in chain)
            {
                if (resolved.TryGetValue(d, out (MappingNode, MappingNode) known))
                {
                    nodes = known;
                    continue;
                }
                DesignSource design = source.Designs[d];
                if (design.Assumptions is { Node.Entries.Count: > 0 } changedAssumptions) nodes.Assumptions = overlay.Apply(nodes.Assumptions, changedAssumptions);
                if (design.Policy is { Node.Entries.Count: > 0 } changedPolicy) nodes.Policy = overlay.Apply(nodes.Policy, changedPolicy);
                resolved.Add(d, nodes);
            }
            return nodes;
        }

        // The designs whose overlays make a design, the first one first; null in a circle, which is reported for each design in it.
        private List<int>? ChainOf(int design, IReadOnlyList<DesignSource> designs, Dictionary<string, int> byId)
        {
            var chain = new List<int> { design };
            for (int next = design; designs[next].BasedOn is { } name && byId.TryGetValue(name, out int based); next = based)
            {
                int at = chain.IndexOf(based);
                if (at == 0)
                {
                    string circle = string.Join(" -> ", chain.Append(design).Select(d => designs[d].Id));
                    problems.Add(DiagnosticCatalogue.Circular, designs[design].At("based_on").At, $"the design '{designs[design].Id}' is based on itself ({circle})");
                }
                if (at >= 0) return null;
                chain.Add(based);
            }
            chain.Reverse();
            return chain;
        }

        private void CheckNames(ScenarioSource source)
        {
            var report = new Report(problems, []);
            WorldChecks.Unique(source.Designs, d => d.Id, "id", "design", report);
            string[] names = source.Node.Find("designs") is null ? [BaseDesignId] : [.. source.Designs.Select(d => d.Word("id")).OfType<string>().Distinct(StringComparer.Ordinal)];
            if (!source.Usable("designs")) return;
            IReadOnlyCollection<string>? Valid(To to) => to switch { To.Design => names, To.ParameterSet => ParameterSets.Names, _ => null };
            if (source.Run is { } run) References.Check(run, Valid, report);
            foreach (DesignSource design in source.Designs) References.Check(design, Valid, report);
        }

        // What an alias repeats belongs to where its anchor stands.
        private static void MarkOwners(ScenarioSource source, YamlNode root)
        {
            var seen = new HashSet<YamlNode>(ReferenceEqualityComparer.Instance);
            if (root is MappingNode mapping)
            {
                foreach (MappingEntry entry in mapping.Entries.Where(e => e.Key.Text != "designs")) Mark(entry.Value, -1, seen);
            }
            for (int i = 0; i < source.Designs.Count; i++) Mark(source.Designs[i].Node, i, seen);
        }

        private static void Mark(YamlNode node, int owner, HashSet<YamlNode> seen)
        {
            if (!seen.Add(node)) return;
            node.Owner = owner;
            if (node is SequenceNode list)
            {
                foreach (YamlNode item in list.Items) Mark(item, owner, seen);
            }
            else if (node is MappingNode mapping)
            {
                foreach (MappingEntry entry in mapping.Entries)
                {
                    entry.Key.Owner = owner;
                    Mark(entry.Value, owner, seen);
                }
            }
        }
    }
}
