namespace TwinningSim.Scenarios.Yaml;

/// <summary>What a scenario file may not exceed. Far above what people write, low enough to answer at once.</summary>
internal static class ReadLimits
{
    /// <summary>Bytes of the file.</summary>
    public const int Bytes = 2 * 1024 * 1024;

    /// <summary>Levels of nesting.</summary>
    public const int Depth = 32;

    /// <summary>Values, with aliases followed.</summary>
    public const int Nodes = 60_000;

    /// <summary>Aliases.</summary>
    public const int Aliases = 1_000;

    /// <summary>Characters of one text.</summary>
    public const int TextLength = 10_000;
}
