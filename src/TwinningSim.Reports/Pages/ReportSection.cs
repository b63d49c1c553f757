namespace TwinningSim.Reports.Pages;

/// <summary>
/// A part of a report: made from a finished result, independent of the other parts. A part whose result is missing says why instead (<see cref="MissingSection"/>).
/// </summary>
public abstract class ReportSection
{
    /// <summary>Its anchor: letters and hyphens, unique in a report.</summary>
    public abstract string Id { get; }

    /// <summary>Its heading.</summary>
    public abstract string Title { get; }

    /// <summary>The charts in it, in their order; to be written as pictures too.</summary>
    public virtual IEnumerable<Charts.Chart> Figures => [];

    /// <summary>Writes everything below the heading.</summary>
    internal abstract void Write(HtmlWriter html);
}

/// <summary>A part that cannot be written, and why.</summary>
/// <param name="id">Anchor.</param>
/// <param name="title">Heading.</param>
/// <param name="why">A sentence: what is missing and how to get it.</param>
public sealed class MissingSection(string id, string title, string why) : ReportSection
{
    /// <inheritdoc/>
    public override string Id => id;

    /// <inheritdoc/>
    public override string Title => title;

    internal override void Write(HtmlWriter html) => html.Element("p", why, ("class", "missing"));
}
