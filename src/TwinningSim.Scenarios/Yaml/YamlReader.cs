using System.Globalization;
using TwinningSim.Scenarios.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace TwinningSim.Scenarios.Yaml;

/// <summary>Makes a tree of positioned values from a YAML text, under <see cref="ReadLimits"/>.</summary>
internal sealed class YamlReader
{
    private readonly Parser _parser;
    private readonly Problems _problems;
    private readonly Dictionary<AnchorName, Anchored> _anchors = [];
    private int _nodes;
    private int _aliases;

    // Nothing can be said about a tree with a hole in it, except where the holes are.
    private bool _badAlias;

    private YamlReader(string text, Problems problems)
    {
        _parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
        _problems = problems;
    }

    /// <summary>The only document of the text, or null if it cannot be understood.</summary>
    public static YamlNode? Read(string text, Problems problems)
    {
        var reader = new YamlReader(text, problems);
        try
        {
            return reader.ReadDocument();
        }
        catch (LimitException)
        {
            return null;
        }
        catch (YamlException e)
        {
            problems.Add(DiagnosticCatalogue.Syntax, PositionOf(e.Start), $"this is not valid YAML: {Words(e.Message)}");
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException or IndexOutOfRangeException or InvalidCastException)
        {
            // YamlDotNet leaves some broken brackets to its own internal checks.
            Position at = reader._parser.Current is { } last ? PositionOf(last.End) : Position.Start;
            problems.Add(DiagnosticCatalogue.Syntax, at, "this is not valid YAML: a bracket, brace or quote is not closed, or a comma is missing");
            return null;
        }
    }

    private YamlNode? ReadDocument()
    {
        Next();
        ParsingEvent first = Next();
        if (first is StreamEnd)
        {
            ReportEmpty();
            return null;
        }
        YamlNode root = ReadNode(Next(), 1).Node;
        if (root is ScalarNode { IsNull: true })
        {
            ReportEmpty();
            return null;
        }
        Next();
        if (Next() is DocumentStart second)
            _problems.Add(DiagnosticCatalogue.SeveralDocuments, PositionOf(second.Start), "a second YAML document starts here; a file holds one scenario");
        return _badAlias ? null : root;
    }

    private void ReportEmpty() => _problems.Add(DiagnosticCatalogue.FileEmpty, Position.Start, "the file holds no scenario; 'twinsim new' writes one to start from");

    private ParsingEvent Next()
        => _parser.MoveNext() && _parser.Current is { } current ? current : throw new InvalidOperationException("The YAML text ends too early.");

    // The height of a subtree and its size are known when an alias repeats it: the limits count what a reader of the tree will meet.
    private Anchored ReadNode(ParsingEvent current, int depth)
    {
        Position at = PositionOf(current.Start);
        if (depth > ReadLimits.Depth) throw Broken(DiagnosticCatalogue.TooDeep, at, $"the text is nested more than {ReadLimits.Depth} levels deep");
        if (current is AnchorAlias alias) return Follow(alias, at, depth);
        Count(1, at);
        var node = (NodeEvent)current;
        if (!node.Tag.IsEmpty) _problems.Add(DiagnosticCatalogue.Tag, at, $"the tag {ScalarNode.Shown(node.Tag.ToString())} is not part of the format; delete it");
        if (!node.Anchor.IsEmpty) _anchors[node.Anchor] = Anchored.Open;
        int before = _nodes;
        (YamlNode made, int height) = current switch
        {
            Scalar scalar => (ReadScalar(scalar, at), 1),
            SequenceStart => ReadSequence(at, depth),
            MappingStart => ReadMapping(at, depth),
            _ => throw new InvalidOperationException("The YAML parser sent an unexpected event."),
        };
        var result = new Anchored(made, height, _nodes - before + 1);
        if (!node.Anchor.IsEmpty) _anchors[node.Anchor] = result;
        return result;
    }

    private Anchored Follow(AnchorAlias alias, Position at, int depth)
    {
        if (++_aliases > ReadLimits.Aliases)
            throw Broken(DiagnosticCatalogue.TooManyAliases, at, string.Create(CultureInfo.InvariantCulture, $"the text has more than {ReadLimits.Aliases:N0} aliases"));
        string name = ScalarNode.Shown(alias.Value.Value);
        if (!_anchors.TryGetValue(alias.Value, out Anchored target))
        {
            _problems.Add(DiagnosticCatalogue.BadAlias, at, $"the alias *{name} points to nothing; the anchor &{name} must stand before it",
                nearest: NearestName.Of(alias.Value.Value, _anchors.Keys.Select(a => a.Value)) is { } near ? "*" + near : null);
            _badAlias = true;
            return new Anchored(new ScalarNode(at, "", plain: true), 1, 1);
        }
        if (target.Height == 0) throw Broken(DiagnosticCatalogue.BadAlias, at, $"the alias *{name} points into itself");
        if (depth + target.Height - 1 > ReadLimits.Depth)
            throw Broken(DiagnosticCatalogue.TooDeep, at, $"with the alias *{name} the text is nested more than {ReadLimits.Depth} levels deep");
        Count(target.Size, at);
        return target;
    }

    private ScalarNode ReadScalar(Scalar scalar, Position at)
    {
        if (scalar.Value.Length > ReadLimits.TextLength)
        {
            throw Broken(DiagnosticCatalogue.TextTooLong, at,
                string.Create(CultureInfo.InvariantCulture, $"this text has {scalar.Value.Length:N0} characters"), string.Create(CultureInfo.InvariantCulture, $"at most {ReadLimits.TextLength:N0}"));
        }
        return new ScalarNode(at, scalar.Value, scalar.Style == ScalarStyle.Plain);
    }

    private (YamlNode, int) ReadSequence(Position at, int depth)
    {
        var items = new List<YamlNode>();
        int height = 0;
        while (Next() is var item and not SequenceEnd)
        {
            Anchored child = ReadNode(item, depth + 1);
            items.Add(child.Node);
            height = Math.Max(height, child.Height);
        }
        return (new SequenceNode(at, items), height + 1);
    }

    private (YamlNode, int) ReadMapping(Position at, int depth)
    {
        var entries = new List<MappingEntry>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        int height = 0;
        while (Next() is var keyEvent and not MappingEnd)
        {
            YamlNode key = ReadNode(keyEvent, depth + 1).Node;
            Anchored value = ReadNode(Next(), depth + 1);
            height = Math.Max(height, value.Height);
            // An alias as a key would bring the place of its anchor along.
            Position keyAt = PositionOf(keyEvent.Start);
            if (key is not ScalarNode { IsNull: false } word)
                _problems.Add(DiagnosticCatalogue.BadKey, keyAt, key is ScalarNode ? "a key is missing before the colon" : $"a key must be a word, not {key.Describe()}");
            else if (word is { Plain: true, Text: "<<" })
                _problems.Add(DiagnosticCatalogue.MergeKey, keyAt, "merge keys (<<) are not part of the format; write the keys out, or make a design that is based_on another");
            else if (!lines.TryAdd(word.Text, keyAt.Line))
                _problems.Add(DiagnosticCatalogue.DuplicateKey, keyAt, $"the key {ScalarNode.Shown(word.Text)} stands here for the second time; the first is on line {lines[word.Text]}");
            else
                entries.Add(new MappingEntry(new ScalarNode(keyAt, word.Text, word.Plain), value.Node));
        }
        return (new MappingNode(at, entries), height + 1);
    }

    private void Count(int nodes, Position at)
    {
        _nodes += nodes;
        if (_nodes > ReadLimits.Nodes)
        {
            throw Broken(DiagnosticCatalogue.TooManyNodes, at,
                string.Create(CultureInfo.InvariantCulture, $"up to here the text has more than {ReadLimits.Nodes:N0} values (what an alias repeats counts again)"));
        }
    }

    private LimitException Broken(DiagnosticKind kind, Position at, string message, string? allowed = null)
    {
        _problems.Add(kind, at, message, allowed);
        return new LimitException();
    }

    private static Position PositionOf(in Mark mark) => new((int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));

    // The parser's words are about its own workings; these are about what people do.
    private static readonly (string Parser, string Person)[] Translations =
    [
        ("found invalid mapping", "a colon stands inside a value (put the text in quotes), or a line is indented wrongly"),
        ("did not find expected '-' indicator", "a line is indented unlike the list that it belongs to, or its - is missing"),
        ("did not find expected key", "a line is indented unlike the lines above, or a colon followed by a space is missing"),
        ("cannot start any token", "a value cannot start with this character; put it in quotes"),
        ("quoted scalar", "a quote is not closed"),
        ("did not find expected ',' or", "a bracket or brace is not closed, or a comma is missing"),
    ];

    private static string Words(string message)
    {
        foreach ((string parser, string person) in Translations)
        {
            if (message.Contains(parser, StringComparison.Ordinal)) return person;
        }
        string words = ScalarNode.Shown(message.TrimEnd('.').Replace("violate", "violates", StringComparison.Ordinal), 200);
        return words.Length > 0 ? char.ToLowerInvariant(words[0]) + words[1..] : "it cannot be understood";
    }

    private readonly record struct Anchored(YamlNode Node, int Height, int Size)
    {
        /// <summary>An anchor whose value is still being read: an alias to it here would never end.</summary>
        public static readonly Anchored Open = new(new ScalarNode(Position.Start, "", plain: true), 0, 0);
    }

    private sealed class LimitException : Exception;
}
