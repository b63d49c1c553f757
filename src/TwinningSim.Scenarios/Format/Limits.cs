namespace TwinningSim.Scenarios.Format;

/// <summary>How long the lists of a scenario may be.</summary>
internal static class Limits
{
    public const int Domains = 16;
    public const int Clusters = 16;
    public const int Segments = 64;
    public const int Associations = 32;
    public const int Institutions = 32;
    public const int SeriesPoints = 1_000;
    public const int Relations = 500;
    public const int ActivityKinds = 200;
    public const int Agents = 100;
    public const int Plan = 1_000;
    public const int Designs = 200;
    public const int Factors = 100;

    /// <summary>Plan entries of all designs together, overlays resolved.</summary>
    public const int ResolvedEntries = 50_000;
}
