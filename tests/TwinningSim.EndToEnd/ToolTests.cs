using System.Diagnostics;
using TwinningSim.Testing;

namespace TwinningSim.EndToEnd;

/// <summary>The program as a .NET tool: packed, installed from the package alone, used.</summary>
public sealed class ToolTests : IDisposable
{
    /// <summary>Native code for drawing and for SQL on four platforms is nearly all of it.</summary>
    private const int MostBytes = 150_000_000;

    private readonly TemporaryFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [LongFact]
    public void The_packed_tool_installs_without_a_network_and_does_the_work()
    {
        Assert.Equal(0, Run(Repository.Root, "dotnet", "pack", "src/TwinningSim.Cli", "-c", "Release", "-v", "quiet", "-o", _scratch["packages"]).Code);
        var package = new FileInfo(Assert.Single(Directory.GetFiles(_scratch["packages"], "*.nupkg")));
        Assert.InRange(package.Length, 1_000_000, MostBytes);
        // No other source, and a cache of its own: nothing but the package can have been installed.
        File.WriteAllText(_scratch["nuget.config"], "<configuration><packageSources><clear/><add key=\"local\" value=\"packages\"/></packageSources></configuration>");
        Ended installed = Run(_scratch.Path, "dotnet", "tool", "install", "TwinningSim", "--tool-path", "tools", "--configfile", "nuget.config");
        Assert.True(installed.Code == 0, installed.ToString());
        string program = Path.Combine(_scratch["tools"], OperatingSystem.IsWindows() ? "twinsim.exe" : "twinsim");
        Assert.Matches(@"^\d+\.\d+\.\d+\s*$", Run(_scratch.Path, program, "--version").Output);
        foreach (string[] arguments in new[] { new[] { "new", "my-cluster.yaml" }, ["run", "my-cluster.yaml", "-n", "3", "--quiet"], ["report", "results/my-cluster"], ["show", "my-cluster.yaml"] })
        {
            Ended ended = Run(_scratch.Path, program, arguments);
            Assert.True(ended.Code == 0, $"{string.Join(' ', arguments)}\n{ended}");
        }
        // Charts need native code and fonts: both came along.
        Assert.Contains("<figure id=\"figure-1\">", File.ReadAllText(_scratch["results/my-cluster/report.html"]), StringComparison.Ordinal);
    }

    private Ended Run(string folder, string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        if (arguments[0] == "tool") start.Environment["NUGET_PACKAGES"] = _scratch["cache"];
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return EndToEnd.Twinsim.End(process);
    }
}
