using TwinningSim.Scenarios.Diagnostics;
using TwinningSim.Scenarios.Yaml;

namespace TwinningSim.Scenarios.Format;

/// <summary>The reading of one file: where problems go, and what has been read already (designs share most of their values with the base).</summary>
internal sealed class Reading(Problems problems)
{
    public Problems Problems { get; } = problems;

    public Dictionary<(MappingNode Node, ObjectShape Shape, bool Partial), Source> Done { get; } = [];
}
