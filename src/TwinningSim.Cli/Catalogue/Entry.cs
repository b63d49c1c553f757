namespace TwinningSim.Cli.Catalogue;

/// <summary>One thing that is known of an entry.</summary>
/// <param name="Key">Key in JSON, snake_case.</param>
/// <param name="Title">Words for people.</param>
/// <param name="Text">The value as text.</param>
/// <param name="Number">The value as a number, if it is one.</param>
/// <param name="Brief">Whether it is shown in a list of many entries too.</param>
internal sealed record Fact(string Key, string Title, string Text, double? Number = null, bool Brief = false);

/// <summary>One line of a list.</summary>
/// <param name="Group">The table that a column belongs to; else empty.</param>
/// <param name="Name">Its name.</param>
/// <param name="Short">What stands beside the name.</param>
/// <param name="Meaning">What it means.</param>
/// <param name="Facts">All else that is known of it.</param>
internal sealed record Entry(string Group, string Name, string Short, string Meaning, IReadOnlyList<Fact> Facts);

/// <summary>A list.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Title">Title of its page.</param>
/// <param name="About">What it is about.</param>
/// <param name="Entries">Its entries.</param>
/// <param name="MeaningOf">The meaning of a group.</param>
internal sealed record CatalogueList(string Name, string Title, string About, IReadOnlyList<Entry> Entries, Func<string, string> MeaningOf);
