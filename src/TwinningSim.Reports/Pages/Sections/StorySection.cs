using System.Collections.Immutable;
using TwinningSim.Reports.Stories;

namespace TwinningSim.Reports.Pages.Sections;

/// <summary>The story of a typical run.</summary>
/// <param name="lines">Sentences; the main ones are shown.</param>
/// <param name="names">Names.</param>
/// <param name="design">Identifier of the design.</param>
/// <param name="replicate">Number of the replicate.</param>
/// <param name="command">The command that tells all of it.</param>
public sealed class StorySection(ImmutableArray<StoryLine> lines, StoryNames names, string design, int replicate, string command) : ReportSection
{
    /// <inheritdoc/>
    public override string Id => "story";

    /// <inheritdoc/>
    public override string Title => "The story of a typical run";

    internal override void Write(HtmlWriter html)
    {
        html.Open("p").Text($"Replicate {replicate} of {design} lies nearest to the middle of all runs in its outcomes. This is one way in which things may go, not a forecast. All of it: ").Element("code", command).Text(".").Close("p");
        foreach (IGrouping<int, StoryLine> year in lines.Where(l => l.Weight == Weight.Main).GroupBy(l => names.Start.Plus(l.Month).Year))
        {
            html.Element("h3", year.Key.ToString(System.Globalization.CultureInfo.InvariantCulture)).Open("ul", ("class", "story"));
            foreach (IGrouping<int, StoryLine> month in year.GroupBy(l => l.Month))
            {
                html.Open("li").Element("strong", StoryTeller.Date(names, month.Key)[..^5] + ".");
                foreach (StoryLine line in month) html.Text(" " + line.Text);
                html.Close("li");
            }
            html.Close("ul");
        }
    }
}
