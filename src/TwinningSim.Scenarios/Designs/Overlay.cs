using TwinningSim.Scenarios.Diagnostics;
using TwinningSim.Scenarios.Format;
using TwinningSim.Scenarios.Yaml;

namespace TwinningSim.Scenarios.Designs;

/// <summary>
/// Applies the overlay of a design to the values of the base. It works on the text's own values, so that each keeps its place: a value of the overlay that is wrong, or that
/// makes something of the base wrong, is reported where it stands.
/// </summary>
internal sealed class Overlay(Report report)
{
    /// <summary>The policy with a design's changes.</summary>
    public MappingNode Apply(MappingNode policy, PolicyChangeSource change)
    {
        var merged = new List<MappingEntry>(policy.Entries);
        foreach (MappingEntry entry in Known(change))
        {
            YamlNode? old = policy.Find(entry.Key.Text);
            YamlNode? value = entry.Key.Text switch
            {
                "agents" => change.Agents is { } agents ? Apply(old as SequenceNode, agents, entry.Value, "agent") : null,
                "plan" => change.Plan is { } plan ? Apply(old as SequenceNode, plan, entry.Value, "plan entry") : null,
                _ => entry.Value,
            };
            if (value is not null) Set(merged, entry.Key, value);
        }
        return new MappingNode(policy.At, merged);
    }

    /// <summary>The assumptions with a design's changes.</summary>
    public MappingNode Apply(MappingNode assumptions, AssumptionsChangeSource change)
    {
        var merged = new List<MappingEntry>(assumptions.Entries);
        foreach (MappingEntry entry in Known(change))
        {
            YamlNode? old = assumptions.Find(entry.Key.Text);
            YamlNode? value = entry.Key.Text switch
            {
                "clusters" => change.Clusters is { } clusters ? Patch(old as SequenceNode, clusters, "id", "cluster") : null,
                "domains" => change.Domains is { } domains ? Patch(old as SequenceNode, domains, "id", "domain") : null,
                "activity_kinds" => change.ActivityKinds is { } kinds ? Patch(old as SequenceNode, kinds, "name", "activity kind of the scenario's own") : null,
                _ => Patch(old, entry.Value),
            };
            if (value is not null) Set(merged, entry.Key, value);
        }
        return new MappingNode(assumptions.At, merged);
    }

    private SequenceNode Apply(SequenceNode? list, ListChange change, YamlNode at, string noun)
    {
        IReadOnlyList<YamlNode> old = list?.Items ?? [];
        string[] ids = [.. old.Select(i => IdOf(i, "id")).OfType<string>()];
        var removed = new HashSet<string>(StringComparer.Ordinal);
        foreach (ScalarNode id in change.Remove)
        {
            if (!ids.Contains(id.Text)) Missing(id, ids, noun);
            else if (!removed.Add(id.Text)) report.Add(DiagnosticCatalogue.RepeatedName, $"remove names '{id.Text}' twice", null, null, id);
        }
        foreach (MappingEntry entry in change.Change?.Entries ?? [])
        {
            string id = entry.Key.Text;
            if (!ids.Contains(id)) Missing(entry.Key, ids, noun);
            else if (change.RemoveAll || removed.Contains(id))
                report.Add(DiagnosticCatalogue.RemovedAndChanged, $"the {noun} '{id}' is changed here, but the same design removes it", null, null, entry.Key);
        }
        var items = new List<YamlNode>();
        foreach (YamlNode item in old)
        {
            string? id = IdOf(item, "id");
            if (change.RemoveAll || (id is not null && removed.Contains(id))) continue;
            items.Add(id is not null && change.Change?.Find(id) is { } patch ? Patch(item, patch) : item);
        }
        items.AddRange(change.Add?.Items ?? []);
        return new SequenceNode(at.At, items) { Owner = at.Owner };
    }

    private SequenceNode? Patch(SequenceNode? list, MappingNode changes, string key, string noun)
    {
        string[] ids = [.. (list?.Items ?? []).Select(i => IdOf(i, key)).OfType<string>()];
        foreach (MappingEntry entry in changes.Entries)
        {
            if (!ids.Contains(entry.Key.Text)) Missing(entry.Key, ids, noun);
        }
        if (list is null) return null;
        return new SequenceNode(list.At, [.. list.Items.Select(item => IdOf(item, key) is { } id && changes.Find(id) is { } patch ? Patch(item, patch) : item)]) { Owner = list.Owner };
    }

    // Mappings merge key by key; everything else is replaced.
    private static YamlNode Patch(YamlNode? old, YamlNode change)
    {
        if (old is not MappingNode mapping || change is not MappingNode changes) return change;
        var merged = new List<MappingEntry>(mapping.Entries);
        foreach (MappingEntry entry in changes.Entries) Set(merged, entry.Key, Patch(mapping.Find(entry.Key.Text), entry.Value));
        return new MappingNode(mapping.At, merged) { Owner = mapping.Owner };
    }

    private static void Set(List<MappingEntry> entries, ScalarNode key, YamlNode value)
    {
        int i = entries.FindIndex(e => e.Key.Text == key.Text);
        if (i >= 0) entries[i] = new MappingEntry(key, value);
        else entries.Add(new MappingEntry(key, value));
    }

    // Unknown keys have been reported with the overlay itself.
    private static IEnumerable<MappingEntry> Known(Source change)
    {
        ObjectShape shape = ObjectShape.Of(change.GetType());
        return change.Node.Entries.Where(e => shape.Fields.Any(f => f.Key == e.Key.Text));
    }

    private static string? IdOf(YamlNode item, string key) => ((item as MappingNode)?.Find(key) as ScalarNode)?.Text;

    private void Missing(ScalarNode id, string[] ids, string noun)
    {
        string allowed = ids.Length switch
        {
            0 => "nothing: there is none",
            <= 12 => string.Join(", ", ids),
            _ => $"the ids of what this design is based on",
        };
        report.Add(DiagnosticCatalogue.NothingToChange, $"there is no {noun} '{ScalarNode.Shown(id.Text)}' to change or remove", allowed, NearestName.Of(id.Text, ids), id);
    }
}
