using System.Globalization;
using System.Text.RegularExpressions;

namespace TwinningSim.Scenarios.Format;

/// <summary>How words without quotes are read: numbers as in JSON (with an optional leading sign), nothing else.</summary>
internal static partial class PlainScalar
{
    [GeneratedRegex(@"^[-+]?(0|[1-9][0-9]*)(\.[0-9]*)?([eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Real();

    [GeneratedRegex(@"^[-+]?(0|[1-9][0-9]*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Whole();

    [GeneratedRegex(@"^([-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|0x[0-9a-fA-F]+|0o[0-7]+|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)|true|True|TRUE|false|False|FALSE)\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex CoreSchemaNotText();

    /// <summary>The number; infinite if it is too large for one.</summary>
    public static bool TryReal(string text, out double value)
    {
        value = 0;
        return text.Length <= 400 && Real().IsMatch(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>The whole number; one that is too large becomes the largest there is.</summary>
    public static bool TryWhole(string text, out long value)
    {
        value = 0;
        if (text.Length > 400 || !Whole().IsMatch(text)) return false;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)) value = text[0] == '-' ? long.MinValue : long.MaxValue;
        return true;
    }

    /// <summary>Whether YAML 1.2 takes the word without quotes for a number or a truth value.</summary>
    public static bool IsNotText(string text) => CoreSchemaNotText().IsMatch(text);
}

/// <summary>Numbers as messages and the schema show them.</summary>
internal static class Number
{
    public static string Show(double value) => Math.Abs(value) is >= 10_000 and < 1e18 && value == Math.Floor(value)
        ? value.ToString("N0", CultureInfo.InvariantCulture)
        : Math.Round(value, 12).ToString("0.############", CultureInfo.InvariantCulture);

    public static System.Text.Json.Nodes.JsonNode Json(double value)
        => value == Math.Floor(value) && Math.Abs(value) < 9e15 ? System.Text.Json.Nodes.JsonValue.Create((long)value) : System.Text.Json.Nodes.JsonValue.Create(value);
}

/// <summary>Names of the format from names of the code.</summary>
internal static class Naming
{
    /// <summary>CostShare becomes cost_share.</summary>
    public static string Snake(string name) => Join(name, '_');

    /// <summary>MediumFirst becomes medium-first.</summary>
    public static string Kebab(string name) => Join(name, '-');

    private static string Join(string name, char separator)
        => string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? separator.ToString() : "") + char.ToLowerInvariant(c) : c.ToString()));
}
