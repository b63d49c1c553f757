using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging.Abstractions;
using TwinningSim.Experiments;
using TwinningSim.Kernel.Tables;
using TwinningSim.Model;
using TwinningSim.Model.Input;
using TwinningSim.Model.Observation;
using TwinningSim.Scenarios;
using TwinningSim.Storage;

namespace TwinningSim.Benchmarks;

/// <summary>
/// Folders of results as large as a long sweep leaves them, made without running the model so often: each number of a run is one that a real run of the design had in that
/// column, and real numbers are moved a little, so that no two are the same and files are as large as real ones. The runner writes, hashes and joins them as always.
/// </summary>
internal static partial class LargeResults
{
    private const int RealRuns = 50;
    private const int OfChildren = -1; // RUSAGE_CHILDREN of Linux

    /// <summary>Writes a folder of results of the footwear scenario: a design without a programme and others with budgets of their own.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="designs">Number of designs, 2 or more.</param>
    /// <param name="replicates">Replicates of each.</param>
    public static void Write(string folder, int designs, int replicates)
    {
        Scenario scenario = ScenarioReader.Read(Path.Combine(Replicates.Root(), "scenarios", "chennai-footwear.yaml")).Scenario!;
        Design none = scenario.Designs.First(d => d.Id == "no-programme"), asRun = scenario.Designs.First(d => d.Id == "as-run");
        TableBuffer without = Real(none), with = Real(asRun);
        var source = new ExperimentSource
        {
            Id = "large", Title = "A sweep of budgets", Text = scenario.Text, Hash = scenario.TextHash, Baseline = "as-run", WithoutProgramme = none.Id, Seed = scenario.Seed,
            Designs = [asRun, none, .. Enumerable.Range(2, designs - 2).Select(d => asRun with { Id = $"p{d:D5}", BudgetEur = asRun.BudgetEur * (0.5 + ((double)d / designs)) })],
        };
        Dictionary<string, int> positions = source.Designs.Select((d, i) => (d.Id, i)).ToDictionary(d => d.Id, d => d.i, StringComparer.Ordinal);
        var runner = new ExperimentRunner(NullLogger<ExperimentRunner>.Instance)
        {
            Model = design => (_, replicate, tables, _) => Row(design.Id == none.Id ? without : with, (ulong)positions[design.Id], replicate, tables.Runs),
        };
        runner.RunAsync(ExperimentPlan.For(source, new PlanOptions { Replicates = replicates }), folder, new RunOptions()).GetAwaiter().GetResult();
    }

    /// <summary>Writes a folder, starts the real program on it, and prints what it took.</summary>
    public static void Compare(int rows, int designs, string[] arguments, TextWriter output)
    {
        string program = Path.Combine(Replicates.Root(), "src", "TwinningSim.Cli", "bin", "Release", "net10.0", "twinsim.dll");
        if (!File.Exists(program)) throw new InvalidOperationException($"There is no {program}: build the program first (dotnet build -c Release).");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("twinsim-large-");
        try
        {
            string results = Path.Combine(folder.FullName, "large");
            Write(results, designs, rows / designs);
            Manifest manifest = ExperimentReader.Open(results).Manifest;
            CommittedFile[] files = [.. manifest.Files.Where(f => f.Table == "runs")];
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{files.Sum(f => f.Rows)} rows of {designs} designs in {files.Length} files of {files.Sum(f => f.Bytes) / 1e6:F0} MB"));
            for (int time = 0; time < 5; time++)
            {
                var start = new ProcessStartInfo("dotnet", [program, "compare", results, .. arguments]) { RedirectStandardOutput = true };
                double before = ProcessorSecondsOfChildren();
                var clock = Stopwatch.StartNew();
                using Process process = Process.Start(start)!;
                int characters = process.StandardOutput.ReadToEnd().Length;
                process.WaitForExit();
                double wall = clock.Elapsed.TotalSeconds;
                if (process.ExitCode != 0) throw new InvalidOperationException($"twinsim compare ended with {process.ExitCode}.");
                output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"twinsim compare: {wall:F2} s by the clock, {ProcessorSecondsOfChildren() - before:F2} s of processor time, {characters} characters"));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static TableBuffer Real(Design design)
    {
        var simulation = new Simulation(design);
        var tables = new RunTables(new TableBuffer(Tables.Runs), new TableBuffer(Tables.Months));
        for (int r = 0; r < RealRuns; r++)
        {
            simulation.Run(20070226, r, tables);
            tables.Months!.Clear();
        }
        return tables.Runs;
    }

    /// <summary>A row whose numbers come from rows of real runs. Designs of a replicate share half of their luck.</summary>
    private static void Row(TableBuffer real, ulong design, int replicate, TableBuffer into)
    {
        int row = into.AddRow();
        ImmutableArray<ColumnDefinition> columns = into.Definition.Columns;
        for (int c = 0; c < columns.Length; c++)
        {
            ulong shared = Mixed(((ulong)replicate << 8) + (ulong)c), own = Mixed(shared ^ (design << 40));
            double value = real.Numbers(c)[(int)(((own & 1) == 0 ? shared : own) % RealRuns)];
            if (columns[c].Type == ColumnType.Real && value != 0) value *= 1 + (0.01 * ((own >> 11) * 1.1102230246251565e-16));
            into.Set(row, c, c == 0 ? replicate : value);
        }
    }

    private static double ProcessorSecondsOfChildren()
        => GetResourceUsage(OfChildren, out ResourceUsage usage) == 0
            ? usage.UserSeconds + usage.SystemSeconds + ((usage.UserMicroseconds + usage.SystemMicroseconds) / 1e6) : throw new InvalidOperationException("getrusage failed");

    [LibraryImport("libc", EntryPoint = "getrusage")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetResourceUsage(int who, out ResourceUsage usage);

    [StructLayout(LayoutKind.Sequential, Size = 144)]
    private struct ResourceUsage
    {
        public long UserSeconds;
        public long UserMicroseconds;
        public long SystemSeconds;
        public long SystemMicroseconds;
    }

    /// <summary>SplitMix64 (Steele, Lea and Flood 2014): a number for each number.</summary>
    private static ulong Mixed(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
