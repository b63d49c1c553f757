using TwinningSim.Scenarios.Diagnostics;

namespace TwinningSim.Cli;

/// <summary>Says which name somebody probably meant.</summary>
internal static class Nearest
{
    /// <summary>The sentence " Did you mean 'x'?", or nothing if no name is near.</summary>
    public static string Hint(string given, IEnumerable<string> names) => NearestName.Of(given, names) is { } name ? $" Did you mean '{name}'?" : "";
}
