using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TwinningSim.Kernel.Time;
using TwinningSim.Model.Parameters;
using TwinningSim.Scenarios.Diagnostics;
using TwinningSim.Scenarios.Yaml;

namespace TwinningSim.Scenarios.Format;

/// <summary>What a value of the format may be: reads it, reports what is wrong, and describes itself as JSON Schema.</summary>
internal abstract class ValueShape
{
    /// <summary>The value, or null after a report.</summary>
    /// <param name="node">What the file says.</param>
    /// <param name="label">The key, for messages.</param>
    /// <param name="reading">Where problems go.</param>
    public abstract object? Read(YamlNode node, string label, Reading reading);

    /// <summary>The same rule as JSON Schema (draft-07).</summary>
    public abstract JsonObject Schema(SchemaDefinitions definitions);

    /// <summary>The text of a scalar, or null after a report.</summary>
    protected static ScalarNode? Word(YamlNode node, string label, string expected, Reading reading)
    {
        if (node is ScalarNode scalar && !scalar.IsNull) return scalar;
        if (node is ScalarNode)
            reading.Problems.Add(DiagnosticCatalogue.NoValue, node.At, $"{label} has no value; give one or leave the line out", expected);
        else
            reading.Problems.Add(DiagnosticCatalogue.WrongType, node.At, $"{label} is {node.Describe()}", expected);
        return null;
    }
}

/// <summary>Free text.</summary>
internal sealed class TextShape(int longest) : ValueShape
{
    public override object? Read(YamlNode node, string label, Reading reading)
    {
        if (Word(node, label, "a text", reading) is not { } word) return null;
        if (word.Plain && PlainScalar.IsNotText(word.Text))
        {
            reading.Problems.Add(DiagnosticCatalogue.WrongType, node.At, $"{label} is {word.Describe()}, which YAML does not read as a text", "a text; put it in quotes");
            return null;
        }
        string text = word.Text.Trim();
        if (text.Length > 0 && text.Length <= longest) return text;
        string message = text.Length == 0 ? $"{label} is empty" : string.Create(CultureInfo.InvariantCulture, $"{label} has {text.Length:N0} characters");
        reading.Problems.Add(DiagnosticCatalogue.TextLength, node.At, message, string.Create(CultureInfo.InvariantCulture, $"1 to {longest:N0} characters"));
        return null;
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => new() { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = longest };
}

/// <summary>An id: names what it stands in, and may become a folder name.</summary>
internal sealed partial class IdShape : ValueShape
{
    public const string Pattern = "^[a-z0-9][a-z0-9-]{0,63}$";
    public const string Rule = "a to z, 0 to 9 and -, not - first, at most 64 characters";

    [GeneratedRegex(Pattern + "(?!\n)", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern();

    // Windows keeps these names for devices.
    private static readonly HashSet<string> Devices =
        ["con", "prn", "aux", "nul", .. Enumerable.Range(0, 10).SelectMany(i => new[] { $"com{i}", $"lpt{i}" })];

    public override object? Read(YamlNode node, string label, Reading reading)
    {
        if (Word(node, label, "an id", reading) is not { } word) return null;
        if (word.Plain && PlainScalar.IsNotText(word.Text))
        {
            reading.Problems.Add(DiagnosticCatalogue.WrongType, node.At, $"{label} is {word.Describe()}, which YAML does not read as a text", "an id; put it in quotes");
            return null;
        }
        return Check(word, label, reading) ? word.Text : null;
    }

    /// <summary>Whether a key or value can be an id; reports if not.</summary>
    public static bool Check(ScalarNode word, string label, Reading reading)
    {
        if (Devices.Contains(word.Text))
        {
            reading.Problems.Add(DiagnosticCatalogue.BadId, word.At, $"{label} is '{word.Text}', a name that Windows keeps for itself", Rule);
            return false;
        }
        if (IdPattern().IsMatch(word.Text)) return true;
        string made = Make(word.Text);
        reading.Problems.Add(DiagnosticCatalogue.BadId, word.At, $"{label} is '{ScalarNode.Shown(word.Text)}'", Rule,
            word.Text.Length <= 64 && IdPattern().IsMatch(made) ? made : null);
        return false;
    }

    private static string Make(string text)
    {
        string plain = new([.. text.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]);
        return string.Join('-', plain.Split('-', StringSplitOptions.RemoveEmptyEntries));
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => new() { ["type"] = "string", ["pattern"] = Pattern };
}

/// <summary>The id of something else. Whether it exists is checked once everything is read (by References).</summary>
internal sealed class NameShape(To to) : ValueShape
{
    public To To { get; } = to;

    public override object? Read(YamlNode node, string label, Reading reading) => Word(node, label, "a name", reading)?.Text;

    public override JsonObject Schema(SchemaDefinitions definitions)
    {
        // Outcomes are named as columns are.
        if (To == To.Outcome) return new JsonObject { ["type"] = "string", ["pattern"] = "^[a-z0-9_]+$" };
        if (To == To.ParameterSet) return new JsonObject { ["enum"] = new JsonArray([.. ParameterSets.Names.Select(name => JsonValue.Create(name))]) };
        var id = new JsonObject { ["type"] = "string", ["pattern"] = IdShape.Pattern };
        if (To != To.ActivityKind) return id;
        // Editors offer the shipped kinds; a scenario's own ones are allowed too.
        return definitions.Shared("kind_name", () => new JsonObject
        {
            ["anyOf"] = new JsonArray(new JsonObject { ["enum"] = new JsonArray([.. ActivityCatalogue.ShippedKinds.Select(k => JsonValue.Create(k.Name))]) }, id),
        });
    }
}

/// <summary>A number with a range.</summary>
internal sealed class NumberShape(double min, double max, bool aboveMin = false) : ValueShape
{
    public double Min => min;

    public double Max => max;

    public bool AboveMin => aboveMin;

    public override object? Read(YamlNode node, string label, Reading reading)
    {
        if (Word(node, label, "a number", reading) is not { } word) return null;
        if (!word.Plain)
        {
            string? unquoted = PlainScalar.TryReal(word.Text, out _) ? word.Text : null;
            reading.Problems.Add(DiagnosticCatalogue.BadNumber, node.At, $"{label} is {word.Describe()}", $"{Range()}, without quotes", unquoted);
            return null;
        }
        if (!PlainScalar.TryReal(word.Text, out double value))
        {
            string? nearest = PlainScalar.TryReal(word.Text.Replace(',', '.'), out double comma) && double.IsFinite(comma) && Within(comma) ? word.Text.Replace(',', '.') : null;
            reading.Problems.Add(DiagnosticCatalogue.BadNumber, node.At, $"{label} is {word.Describe()}, not a number", Range(), nearest);
            return null;
        }
        if (!double.IsFinite(value))
        {
            reading.Problems.Add(DiagnosticCatalogue.BadNumber, node.At, $"{label} is {word.Describe()}, too large for a number", Range());
            return null;
        }
        if (Within(value)) return value == 0 ? 0.0 : value;
        reading.Problems.Add(DiagnosticCatalogue.OutOfRange, node.At, $"{label} is {ScalarNode.Shown(word.Text)}", Range(), Nearest(value));
        return null;
    }

    private bool Within(double value) => (aboveMin ? value > min : value >= min) && value <= max;

    private string Range() => $"{(aboveMin ? "above " : "")}{Number.Show(min)}{(aboveMin ? ", at most " : " to ")}{Number.Show(max)}";

    // Shares are often written as percentages, or with the point in the wrong place.
    private string? Nearest(double value)
    {
        if (value < min) return value < 0 && Within(-value) ? Number.Show(-value) : null;
        if (max > 1) return null;
        double smaller = value == Math.Floor(value) || value >= 10 ? value / 100 : value / 10;
        return Within(smaller) ? Number.Show(smaller) : null;
    }

    public override JsonObject Schema(SchemaDefinitions definitions)
        => new() { ["type"] = "number", [aboveMin ? "exclusiveMinimum" : "minimum"] = Number.Json(min), ["maximum"] = Number.Json(max) };
}

/// <summary>A whole number with a range.</summary>
internal sealed class WholeShape(long min, long max) : ValueShape
{
    public long Min => min;

    public long Max => max;

    public override object? Read(YamlNode node, string label, Reading reading)
    {
        if (Word(node, label, "a whole number", reading) is not { } word) return null;
        if (!word.Plain || !PlainScalar.TryWhole(word.Text, out long value))
        {
            string? nearest = PlainScalar.TryReal(word.Text.Replace("_", "", StringComparison.Ordinal), out double real) && real >= min && real <= max
                && Math.Round(real) is var rounded && rounded >= min && rounded <= max ? Number.Show(rounded) : null;
            bool isNumber = word.Plain && PlainScalar.TryReal(word.Text, out double any) && double.IsFinite(any);
            reading.Problems.Add(DiagnosticCatalogue.BadNumber, node.At, $"{label} is {word.Describe()}, not a {(isNumber ? "whole " : "")}number", Range(), nearest);
            return null;
        }
        if (value >= min && value <= max) return value;
        reading.Problems.Add(DiagnosticCatalogue.OutOfRange, node.At, $"{label} is {ScalarNode.Shown(word.Text)}", Range(),
            value < 0 && value != long.MinValue && -value >= min && -value <= max ? Number.Show(-value) : null);
        return null;
    }

    private string Range() => $"{Number.Show(min)} to {Number.Show(max)}";

    public override JsonObject Schema(SchemaDefinitions definitions) => new() { ["type"] = "integer", ["minimum"] = min, ["maximum"] = max };
}

/// <summary>true or false.</summary>
internal sealed class FlagShape : ValueShape
{
    public override object? Read(YamlNode node, string label, Reading reading)
    {
        if (Word(node, label, "true or false", reading) is not { } word) return null;
        if (word is { Plain: true, Text: "true" or "false" }) return word.Text == "true";
        string? nearest = word.Text.ToLowerInvariant() switch
        {
            "yes" or "y" or "on" or "1" or "true" => "true",
            "no" or "n" or "off" or "0" or "false" => "false",
            _ => null,
        };
        reading.Problems.Add(DiagnosticCatalogue.WrongType, node.At, $"{label} is {word.Describe()}", "true or false", nearest);
        return null;
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => new() { ["type"] = "boolean" };
}

/// <summary>A calendar month, yyyy-MM.</summary>
internal sealed partial class MonthShape : ValueShape
{
    private const int FirstYear = 1900, LastYear = 2199;
    private const string Rule = "a month from 1900-01 to 2199-12, written yyyy-MM";

    [GeneratedRegex("^([0-9]{4})[-/. ]?([0-9]{1,2})([-/. ][0-9]{1,2})?$", RegexOptions.CultureInvariant)]
    private static partial Regex YearFirst();

    [GeneratedRegex("^([0-9]{1,2})[-/. ]([0-9]{4})$", RegexOptions.CultureInvariant)]
    private static partial Regex MonthFirst();

    public override object? Read(YamlNode node, string label, Reading reading)
    {
        if (Word(node, label, Rule, reading) is not { } word) return null;
        if (Month.TryParse(word.Text, out Month month) && month.Year is >= FirstYear and <= LastYear) return month;
        reading.Problems.Add(DiagnosticCatalogue.BadMonth, node.At, $"{label} is {word.Describe()}, not a month", Rule, Nearest(word.Text));
        return null;
    }

    private static string? Nearest(string text)
    {
        if (text.Length > 20) return null;
        Match match = YearFirst().Match(text);
        (string year, string ofYear) = (match.Groups[1].Value, match.Groups[2].Value);
        if (!match.Success)
        {
            match = MonthFirst().Match(text);
            (year, ofYear) = (match.Groups[2].Value, match.Groups[1].Value);
        }
        string made = $"{year}-{ofYear.PadLeft(2, '0')}";
        return match.Success && Month.TryParse(made, out Month month) && month.Year is >= FirstYear and <= LastYear ? made : null;
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => new() { ["type"] = "string", ["pattern"] = "^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$" };
}

/// <summary>One of the names of an enumeration, in kebab-case.</summary>
internal sealed class ChoiceShape : ValueShape
{
    private readonly (string Name, object Value)[] _choices;

    public ChoiceShape(Type type) => _choices = [.. Enum.GetValues(type).Cast<object>().Select(v => (Naming.Kebab(v.ToString()!), v))];

    public override object? Read(YamlNode node, string label, Reading reading)
    {
        string[] names = [.. _choices.Select(c => c.Name)];
        if (Word(node, label, string.Join(", ", names), reading) is not { } word) return null;
        foreach ((string name, object value) in _choices)
        {
            if (name == word.Text) return value;
        }
        reading.Problems.Add(DiagnosticCatalogue.BadChoice, node.At, $"{label} is {(word.Plain ? $"'{ScalarNode.Shown(word.Text)}'" : word.Describe())}", string.Join(", ", names),
            NearestName.Of(word.Text, names));
        return null;
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => new() { ["type"] = "string", ["enum"] = new JsonArray([.. _choices.Select(c => JsonValue.Create(c.Name))]) };
}

/// <summary>A list.</summary>
internal sealed class ListShape(ValueShape item, int min, int max, Func<IEnumerable<object>, object> gather) : ValueShape
{
    public ValueShape Item { get; } = item;

    public override object? Read(YamlNode node, string label, Reading reading)
    {
        if (node is not SequenceNode list)
        {
            bool none = node is ScalarNode { IsNull: true };
            reading.Problems.Add(none ? DiagnosticCatalogue.NoValue : DiagnosticCatalogue.WrongType, node.At,
                none ? $"{label} has no value; write [] for none, or leave the line out" : $"{label} is {node.Describe()}", "a list");
            return null;
        }
        if (list.Items.Count < min || list.Items.Count > max)
        {
            reading.Problems.Add(DiagnosticCatalogue.ListLength, node.At,
                string.Create(CultureInfo.InvariantCulture, $"{label} has {list.Items.Count:N0} item{(list.Items.Count == 1 ? "" : "s")}"),
                min == max ? string.Create(CultureInfo.InvariantCulture, $"{min}") : string.Create(CultureInfo.InvariantCulture, $"{min} to {max:N0}"));
            return null;
        }
        var values = new List<object>(list.Items.Count);
        bool good = true;
        for (int i = 0; i < list.Items.Count; i++)
        {
            object? value = Item.Read(list.Items[i], Item is ObjectShape ? label : $"{label}[{i + 1}]", reading);
            if (value is null) good = false;
            else values.Add(value);
        }
        // Things with keys of their own are kept, bad ones too: what they say can still be checked.
        return good || Item is ObjectShape ? gather(values) : null;
    }

    public override JsonObject Schema(SchemaDefinitions definitions)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = Item.Schema(definitions) };
        if (min > 0) schema["minItems"] = min;
        schema["maxItems"] = max;
        return schema;
    }
}

/// <summary>Values of parameters by name, each within its range.</summary>
internal sealed class ParametersShape : ValueShape
{
    public override object? Read(YamlNode node, string label, Reading reading)
    {
        if (node is not MappingNode mapping)
        {
            reading.Problems.Add(node is ScalarNode { IsNull: true } ? DiagnosticCatalogue.NoValue : DiagnosticCatalogue.WrongType, node.At, $"{label} is {node.Describe()}",
                "a mapping of names to numbers");
            return null;
        }
        var values = new List<KeyValuePair<string, double>>();
        foreach (MappingEntry entry in mapping.Entries)
        {
            string name = entry.Key.Text;
            if (ParameterTable.Find(name) is not { } parameter)
            {
                reading.Problems.Add(DiagnosticCatalogue.UnknownName, entry.Key.At, $"there is no parameter '{ScalarNode.Shown(name)}'; 'twinsim list parameters' shows all",
                    nearest: NearestName.Of(name, ParameterTable.All.Select(p => p.Name)));
                continue;
            }
            if (new NumberShape(parameter.Min, parameter.Max).Read(entry.Value, name, reading) is double value) values.Add(new(name, value));
        }
        return (IReadOnlyList<KeyValuePair<string, double>>)values;
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => definitions.Shared("parameters", () =>
    {
        var properties = new JsonObject();
        foreach (ParameterDefinition parameter in ParameterTable.All)
        {
            JsonObject number = new NumberShape(parameter.Min, parameter.Max).Schema(definitions);
            number["default"] = Number.Json(parameter.Default);
            number["description"] = $"{parameter.Meaning} ({parameter.Unit}; plausible {Number.Show(parameter.PlausibleLow)} to {Number.Show(parameter.PlausibleHigh)}; {parameter.Source})";
            properties[parameter.Name] = number;
        }
        return new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
    });
}

/// <summary>In an overlay: changes of some keys of things, by id.</summary>
internal sealed class PatchShape(ObjectShape item) : ValueShape
{
    public override object? Read(YamlNode node, string label, Reading reading)
    {
        if (node is not MappingNode mapping)
        {
            reading.Problems.Add(node is ScalarNode { IsNull: true } ? DiagnosticCatalogue.NoValue : DiagnosticCatalogue.WrongType, node.At, $"{label} is {node.Describe()}",
                "a mapping of ids to changes");
            return null;
        }
        bool good = true;
        foreach (MappingEntry entry in mapping.Entries)
        {
            if (item.ReadPartial(entry.Value, entry.Key.Text, reading) is null) good = false;
        }
        return good ? mapping : null;
    }

    public override JsonObject Schema(SchemaDefinitions definitions)
        => new() { ["type"] = "object", ["additionalProperties"] = definitions.Partial(item) };
}

/// <summary>In an overlay: what is removed from a list, added to it and changed in it.</summary>
internal sealed class ListChangeShape(ObjectShape item) : ValueShape
{
    private static readonly string[] Keys = ["remove", "add", "change"];

    public override object? Read(YamlNode node, string label, Reading reading)
    {
        if (node is not MappingNode mapping)
        {
            reading.Problems.Add(node is ScalarNode { IsNull: true } ? DiagnosticCatalogue.NoValue : DiagnosticCatalogue.WrongType, node.At,
                $"{label} is {node.Describe()}; a design says what it does to the list of the base", "a mapping with remove, add, change");
            return null;
        }
        bool good = true, all = false;
        var removed = new List<ScalarNode>();
        SequenceNode? added = null;
        MappingNode? changed = null;
        foreach (MappingEntry entry in mapping.Entries)
        {
            switch (entry.Key.Text)
            {
                case "remove":
                    good &= ReadRemoved(entry.Value, reading, removed, out all);
                    break;
                case "add":
                    good &= new ListShape(item, 0, Limits.Plan, v => v.ToArray()).Read(entry.Value, "add", reading) is object[];
                    added = entry.Value as SequenceNode;
                    break;
                case "change":
                    good &= new PatchShape(item).Read(entry.Value, "change", reading) is not null;
                    changed = entry.Value as MappingNode;
                    break;
                default:
                    reading.Problems.Add(DiagnosticCatalogue.UnknownKey, entry.Key.At, $"'{ScalarNode.Shown(entry.Key.Text)}' is not something that a design does to {label}",
                        string.Join(", ", Keys), NearestName.Of(entry.Key.Text, Keys));
                    good = false;
                    break;
            }
        }
        return good ? new ListChange(all, removed, added, changed) : null;
    }

    private static bool ReadRemoved(YamlNode node, Reading reading, List<ScalarNode> removed, out bool all)
    {
        all = node is ScalarNode { Text: "all" };
        if (all) return true;
        if (node is not SequenceNode list)
        {
            reading.Problems.Add(node is ScalarNode { IsNull: true } ? DiagnosticCatalogue.NoValue : DiagnosticCatalogue.WrongType, node.At, $"remove is {node.Describe()}",
                "a list of ids, or all");
            return false;
        }
        bool good = true;
        foreach (YamlNode id in list.Items)
        {
            if (Word(id, "remove", "an id", reading) is { } word) removed.Add(word);
            else good = false;
        }
        return good;
    }

    public override JsonObject Schema(SchemaDefinitions definitions)
    {
        var ids = new JsonObject { ["type"] = "array", ["items"] = new IdShape().Schema(definitions) };
        var all = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("all") };
        return new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = new JsonObject
            {
                ["remove"] = new JsonObject { ["description"] = "Ids that this design does without, or the word all.", ["anyOf"] = new JsonArray(all, ids) },
                ["add"] = new JsonObject { ["description"] = "What this design has besides.", ["type"] = "array", ["items"] = item.Schema(definitions) },
                ["change"] = new JsonObject { ["description"] = "Ids with the keys that this design sets otherwise.", ["type"] = "object", ["additionalProperties"] = definitions.Partial(item) },
            },
        };
    }
}
