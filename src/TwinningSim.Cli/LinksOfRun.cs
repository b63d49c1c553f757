using System.Collections.Immutable;
using TwinningSim.Kernel.Tables;
using TwinningSim.Model.Input;
using TwinningSim.Reports.Charts;
using TwinningSim.Reports.Stories;

namespace TwinningSim.Cli;

/// <summary>Who is linked to whom in a run, for the map: firms in groups by product, institutions one by one.</summary>
internal static class LinksOfRun
{
    private const int Member = 0, Agreement = 1, Taught = 2, Tie = 3, Deal = 4;

    public static (ImmutableArray<LinkNode> Nodes, ImmutableArray<Link> Before, ImmutableArray<Link> After) Of(Design design, ToldRun run)
    {
        var nodes = ImmutableArray.CreateBuilder<LinkNode>();
        Cluster own = design.Clusters[0];
        foreach (Segment segment in own.Segments) nodes.Add(new(FirmsOf(segment.Id), 0));
        foreach (string id in own.Associations.Select(a => a.Id).Concat(own.Institutions.Select(t => t.Id))) nodes.Add(new(id, 1));
        // Partners that the design does not deal with would be dots without a line.
        string[] touched = [.. run.Events.SelectMany(e => new[] { e.Actor, e.Other }).Distinct()];
        Cluster[] partners =
        [
            .. design.Clusters.Skip(1).Where(c => design.EarlierRelations.Any(r => ActorsOf(c).Contains(r.Item1) || ActorsOf(c).Contains(r.Item2))
                || touched.Any(t => t.StartsWith(c.Id + ":", StringComparison.Ordinal) || t == $"an expert of {c.Id}" || ActorsOf(c).Contains(t))),
        ];
        foreach (string id in partners.SelectMany(ActorsOf)) nodes.Add(new(id, 2));
        foreach (Cluster partner in partners) nodes.Add(new(FirmsOf(partner.Id), 3));
        var known = nodes.Select(n => n.Name).ToHashSet(StringComparer.Ordinal);

        TableBuffer firms = run.Firms;
        ReadOnlySpan<string?> segments = firms.Texts(firms.Definition.IndexOf("segment")), associations = firms.Texts(firms.Definition.IndexOf("association"));
        var segmentOf = new Dictionary<string, string>(StringComparer.Ordinal);
        var before = new Dictionary<(string, string, int), int>();
        for (int i = 0; i < firms.Count; i++)
        {
            segmentOf[$"firm:{i}"] = FirmsOf(segments[i]!);
            if (associations[i] is { Length: > 0 } association) Add(before, FirmsOf(segments[i]!), association, Member);
        }
        foreach ((string a, string b) in design.EarlierRelations)
        {
            if (known.Contains(a) && known.Contains(b)) Add(before, a, b, Agreement);
        }
        var after = new Dictionary<(string, string, int), int>(before);
        foreach (StoryEvent e in run.Events)
        {
            string actor = NodeOf(e.Actor), other = NodeOf(e.Other);
            if (!known.Contains(actor) || !known.Contains(other) || actor == other) continue;
            switch (e.Kind)
            {
                case "agreement-signed" when !after.ContainsKey((actor, other, Agreement)): Add(after, actor, other, Agreement); break;
                case "took-part" or "own-course": Add(after, actor, other, Taught); break;
                case "tie-formed": Add(after, actor, other, Tie); break;
                case "deal-closed": Add(after, actor, other, Deal); break;
                default: break;
            }
        }
        return (nodes.ToImmutable(), Links(before), Links(after));

        string NodeOf(string name)
        {
            if (segmentOf.TryGetValue(name, out string? segment)) return segment;
            if (known.Contains(name)) return name;
            foreach (Cluster partner in partners)
            {
                if (name.StartsWith(partner.Id + ":", StringComparison.Ordinal) || name == $"an expert of {partner.Id}") return FirmsOf(partner.Id);
            }
            return name;
        }
    }

    private static IEnumerable<string> ActorsOf(Cluster cluster) => cluster.Associations.Select(a => a.Id).Concat(cluster.Institutions.Select(t => t.Id));

    private static string FirmsOf(string group) => $"firms: {group}";

    private static void Add(Dictionary<(string, string, int), int> links, string from, string to, int kind) => links[(from, to, kind)] = links.GetValueOrDefault((from, to, kind)) + 1;

    private static ImmutableArray<Link> Links(Dictionary<(string From, string To, int Kind), int> links)
        => [.. links.Select(l => new Link(l.Key.From, l.Key.To, l.Key.Kind, l.Value)).OrderBy(l => l.Kind).ThenBy(l => l.From, StringComparer.Ordinal).ThenBy(l => l.To, StringComparer.Ordinal)];
}
