namespace TwinningSim.Scenarios.Yaml;

/// <summary>A place in the text.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1, in characters.</param>
internal readonly record struct Position(int Line, int Column)
{
    public static readonly Position Start = new(1, 1);
}

/// <summary>A value of the text, with its place.</summary>
internal abstract class YamlNode(Position at)
{
    public Position At { get; } = at;

    /// <summary>The number of the design (from 0) in whose overlay the value stands; -1 in the base.</summary>
    public int Owner { get; set; } = -1;

    /// <summary>What the value is, in the words of a message.</summary>
    public abstract string Describe();
}

/// <summary>A single word, number or text.</summary>
internal sealed class ScalarNode(Position at, string text, bool plain) : YamlNode(at)
{
    public string Text { get; } = text;

    /// <summary>Written without quotes; only then it can be a number, a truth value or nothing.</summary>
    public bool Plain { get; } = plain;

    public bool IsNull => Plain && (Text is "" or "~" or "null" or "Null" or "NULL");

    public override string Describe() => IsNull ? "nothing" : Plain && !Text.Contains(' ', StringComparison.Ordinal) ? Shown(Text) : $"the text '{Shown(Text)}'";

    /// <summary>A text as a message shows it: one line, not long.</summary>
    public static string Shown(string text, int most = 60)
    {
        string line = string.Create(Math.Min(text.Length, most), text, (span, t) =>
        {
            for (int i = 0; i < span.Length; i++) span[i] = char.IsControl(t[i]) ? ' ' : t[i];
        });
        return text.Length > most ? line + "..." : line;
    }
}

/// <summary>A list.</summary>
internal sealed class SequenceNode(Position at, IReadOnlyList<YamlNode> items) : YamlNode(at)
{
    public IReadOnlyList<YamlNode> Items { get; } = items;

    public override string Describe() => "a list";
}

/// <summary>A key and its value.</summary>
internal readonly record struct MappingEntry(ScalarNode Key, YamlNode Value);

/// <summary>Keys with values, in the order of the text. Keys are unique.</summary>
internal sealed class MappingNode(Position at, IReadOnlyList<MappingEntry> entries) : YamlNode(at)
{
    private readonly Dictionary<string, int> _positions = entries.Select((e, i) => (e.Key.Text, i)).ToDictionary(p => p.Text, p => p.i, StringComparer.Ordinal);

    public IReadOnlyList<MappingEntry> Entries { get; } = entries;

    /// <summary>The value of a key, or null.</summary>
    public YamlNode? Find(string key) => _positions.TryGetValue(key, out int i) ? Entries[i].Value : null;

    /// <summary>The value of a key, or the mapping itself where the key is missing: something to point at.</summary>
    public YamlNode FindOrSelf(string key) => Find(key) ?? this;

    public override string Describe() => "a mapping";
}
