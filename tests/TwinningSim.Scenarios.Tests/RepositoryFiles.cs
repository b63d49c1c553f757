using TwinningSim.Testing;

namespace TwinningSim.Scenarios.Tests;

/// <summary>Folders of the repository.</summary>
internal static class RepositoryFiles
{
    public static string Scenarios { get; } = Path.Combine(Repository.Root, "scenarios");

    public static string Invalid { get; } = Path.Combine(Scenarios, "invalid");
}
