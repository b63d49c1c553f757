using TwinningSim.Analysis.Comparing;

namespace TwinningSim.Reports.Pages.Sections;

/// <summary>The answer in words, and how to read the rest.</summary>
/// <param name="comparison">What was compared.</param>
/// <param name="facts">What was run.</param>
public sealed class AnswerSection(Comparison comparison, ExperimentFacts facts) : ReportSection
{
    /// <inheritdoc/>
    public override string Id => "answer";

    /// <inheritdoc/>
    public override string Title => "The answer";

    internal override void Write(HtmlWriter html)
    {
        html.Open("div", ("class", "answer"));
        foreach (string sentence in PlainWords.Answer(comparison, facts)) html.Element("p", sentence);
        html.Close("div");
        html.Element("p", "Every design met the same worlds: replicate 7 of one has the same firms, the same partners and the same luck as replicate 7 of another. "
            + "So read the differences between designs; the levels belong to an assumed cluster. An interval says how well a number is known from this many replicates. It does not say how right the model is.");
    }
}
