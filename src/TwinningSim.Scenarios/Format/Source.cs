using TwinningSim.Scenarios.Yaml;

namespace TwinningSim.Scenarios.Format;

/// <summary>
/// A mapping of the file, read into an object. The properties of a source type are the keys of the format: name (in snake_case), type, range, meaning and default
/// (the value of a new object) stand there and nowhere else. What could not be read is null or has its default, and its key is in <see cref="Failed"/>.
/// </summary>
internal abstract class Source
{
    /// <summary>Where it stands.</summary>
    public MappingNode Node { get; set; } = new(Position.Start, []);

    /// <summary>Keys whose value could not be used; the problem has been reported.</summary>
    public HashSet<string> Failed { get; } = [];

    /// <summary>Whether all these keys are missing or good: only then a comparison of them says something new.</summary>
    public bool Usable(params ReadOnlySpan<string> keys)
    {
        foreach (string key in keys)
        {
            if (Failed.Contains(key)) return false;
        }
        return true;
    }

    /// <summary>The word of a key as it stands, also where it could not be used: a bad id is reported once, not with each name that refers to it.</summary>
    public string? Word(string key) => (Node.Find(key) as ScalarNode)?.Text;

    /// <summary>The value of a key, or the mapping itself: something to point at.</summary>
    public YamlNode At(string key) => Node.FindOrSelf(key);

    /// <summary>The item of a list, or the nearest thing to point at.</summary>
    public YamlNode At(string key, int item) => Node.Find(key) is SequenceNode list && item < list.Items.Count ? list.Items[item] : At(key);
}

/// <summary>What a design does to a list of things that have ids.</summary>
/// <param name="RemoveAll">Whether everything of the base goes.</param>
/// <param name="Remove">The ids that go.</param>
/// <param name="Add">What comes.</param>
/// <param name="Change">By id, the keys that become otherwise.</param>
internal sealed record ListChange(bool RemoveAll, IReadOnlyList<ScalarNode> Remove, SequenceNode? Add, MappingNode? Change);
