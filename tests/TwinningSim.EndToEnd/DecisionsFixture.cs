using System.Text.Json;
using TwinningSim.Testing;

namespace TwinningSim.EndToEnd;

/// <summary>The starter scenario with a design that changes an assumption too, and a folder of its results: what the verbs of decision work on.</summary>
public sealed class DecisionsFixture : IDisposable
{
    private readonly TemporaryFolder _scratch = new();

    public DecisionsFixture()
    {
        Twinsim.Run(_scratch.Path, "new", "s.yaml");
        string file = System.IO.Path.Combine(_scratch.Path, "s.yaml");
        string text = File.ReadAllText(file);
        File.WriteAllText(file, text.TrimEnd() + "\n\n  - id: calm\n    title: Staff stays\n    assumptions: {clusters: {home: {staff_turnover: 0.001}}}\n");
        First = Twinsim.Run(_scratch.Path, "run", "s.yaml", "--replicates", "40", "--out", "r", "-q");
    }

    public string Path => _scratch.Path;

    internal Ended First { get; }

    internal Ended Run(params string[] arguments) => Twinsim.Run(Path, arguments);

    /// <summary>Runs a verb with --json and reads the answer.</summary>
    internal JsonElement Json(params string[] arguments)
    {
        Ended ended = Run([.. arguments, "--json"]);
        Assert.True(ended.Code == 0, ended.ToString());
        return JsonDocument.Parse(ended.Output).RootElement;
    }

    public void Dispose() => _scratch.Dispose();
}
