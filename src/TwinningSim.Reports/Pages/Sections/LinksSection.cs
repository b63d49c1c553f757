using System.Collections.Immutable;
using TwinningSim.Reports.Charts;

namespace TwinningSim.Reports.Pages.Sections;

/// <summary>Who was linked to whom before the programme and after it, in one run.</summary>
/// <param name="nodes">Actors and groups of firms.</param>
/// <param name="before">Links before the first month.</param>
/// <param name="after">Links at the end: what was there before, and what was added.</param>
/// <param name="source">What stands under every figure.</param>
/// <param name="run">Which run, in words.</param>
public sealed class LinksSection(ImmutableArray<LinkNode> nodes, ImmutableArray<Link> before, ImmutableArray<Link> after, string source, string run) : ReportSection
{
    /// <inheritdoc/>
    public override string Id => "links";

    /// <inheritdoc/>
    public override string Title => "Who was linked to whom, before and after";

    /// <inheritdoc/>
    public override IEnumerable<Chart> Figures => [Map("Before the programme", before), Map("At the end", after)];

    internal override void Write(HtmlWriter html)
    {
        html.Element("p", $"On the left the emerging cluster, firms by product and their institutions; on the right the partners. {run}");
        foreach (Chart chart in Figures) html.Figure(chart);
    }

    private LinkMap Map(string title, ImmutableArray<Link> links) => new(new ChartText
    {
        Title = $"{title}: links within and between clusters",
        Description = $"A map of {nodes.Length} actors. " + (links.IsEmpty ? "There are no links." : string.Join("; ", links.GroupBy(l => l.Kind).OrderBy(g => g.Key).Select(g => $"{LinkMap.Kinds[g.Key]}: {g.Sum(l => l.Count)}")) + "."),
        Source = source,
    }, nodes, links);
}
