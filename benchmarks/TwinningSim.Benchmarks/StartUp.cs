using System.Diagnostics;
using BenchmarkDotNet.Attributes;

namespace TwinningSim.Benchmarks;

/// <summary>The built program from its start to its end, as a user waits for it.</summary>
public class StartUp
{
    [Benchmark]
    public void Twinsim_help() => Help();

    [Benchmark]
    public void Small_run_to_its_table() => FirstResult("as-run,no-programme");

    internal static void Help() => Start("--help");

    /// <summary>Three replicates of some designs of the footwear scenario, or of all: run, written, read again and compared.</summary>
    internal static void FirstResult(string? designs)
    {
        string folder = Directory.CreateTempSubdirectory("twinsim-benchmark").FullName;
        Start(["run", Path.Combine(Replicates.Root(), "scenarios", "chennai-footwear.yaml"), "--replicates", "3", "--out", Path.Combine(folder, "run"), .. designs is null ? [] : (string[])["--designs", designs]]);
        Directory.Delete(folder, recursive: true);
    }

    private static void Start(params string[] arguments)
    {
        string program = Path.Combine(Replicates.Root(), "src", "TwinningSim.Cli", "bin", "Release", "net10.0", OperatingSystem.IsWindows() ? "twinsim.exe" : "twinsim");
        if (!File.Exists(program)) throw new FileNotFoundException("Build the program first: dotnet build -c Release src/TwinningSim.Cli");
        using Process child = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        // Both are read, so that neither pipe can fill and hold the program up.
        Task<string> errors = child.StandardError.ReadToEndAsync();
        child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        if (child.ExitCode != 0) throw new InvalidOperationException($"twinsim {string.Join(' ', arguments)} ended with {child.ExitCode}: {errors.GetAwaiter().GetResult()}");
    }
}
