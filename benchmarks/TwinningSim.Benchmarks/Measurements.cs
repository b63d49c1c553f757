using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using TwinningSim.Experiments;
using TwinningSim.Kernel.Randomness;
using TwinningSim.Kernel.Tables;
using TwinningSim.Model;
using TwinningSim.Model.Input;
using TwinningSim.Model.Observation;
using TwinningSim.Scenarios;
using TwinningSim.Testing;

namespace TwinningSim.Benchmarks;

/// <summary>
/// The figures of docs/performance.md, to be compared with a baseline by ratio. Processor time where one thread works, so that other work on the machine disturbs little;
/// time on the clock where several do. Medians of several timings.
/// </summary>
internal static class Measurements
{
    private static readonly Lazy<Processes.Time[]> Footwear = new(() => Processes.Of(Scaled(400, 72), 200));
    private static readonly Lazy<Processes.Time[]> Core = new(() => Processes.OfCore(1_000_000, 12, 2));
    private static readonly Lazy<Machine> Box = new(Machine.Measured);
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>A figure: its unit says whether more is better (per second, times, share) or less (bytes, ms, ns).</summary>
    private sealed record Measure(string Name, string Unit, Func<double> Take);

    private static readonly ImmutableArray<Measure> All =
    [
        .. new[] { 10_000, 100_000 }.Select(n => new Measure($"diffusion-core month, {n} firms", "firm-months/s", () => Middle(Rate.OfCore(n, 50, 5)))),
        .. new[] { 10_000, 100_000 }.Select(n => new Measure($"diffusion-core processes, {n} firms", "firm-months/s", () => Middle(Rate.OfCore(n, 50, 5, whole: false)))),
        new("diffusion-core month, plain paths, 10000 firms", "firm-months/s", () => Middle(Rate.OfCore(10_000, 50, 3, plain: true))),
        .. new[] { "chennai-footwear", "chennai-auto", "chennai-leather" }.Select(name => new Measure($"{name} as run", "firm-months/s", () => Middle(Rate.OfScenario(Replicates.Design(name, "as-run"), 5)))),
        .. new[] { 1_000, 10_000, 100_000, 1_000_000 }.Select(n => new Measure($"footwear with {n} firms", "firm-months/s", () => Middle(Rate.OfScenario(Scaled(n, n < 1_000_000 ? 72 : 24), n < 1_000_000 ? 3 : 1)))),
        new("draws in vectors", "words/s", Draws),
        new("memory bandwidth, triad", "GB/s", () => Roofline.Bandwidth() / 1e9),
        new("vector instructions for arithmetic", "10^9/s", () => Roofline.Arithmetic() / 1e9),
        .. Processes.Names.Select(name => new Measure($"footwear, 400 firms: {name}", "ns/firm-month", () => Processes.Nanoseconds(Footwear.Value, name, 400 * 72))),
        .. Roofline.Processes.Select(name => new Measure($"roof reached, core of 1000000 firms: {name}", "share", () => Roofline.Reached(Box.Value, Core.Value, name, 1_000_000 * 12))),
        new("two threads across replicates", "times one", () => AcrossReplicates(2)),
        new("two threads inside a run of 1000000 firms", "times one", () => InsideARun(2)),
        new("the same by the parts that threads can share", "times one", () => Processes.Gain(Processes.Of(Scaled(1_000_000, 24), 2), 2)),
        new("peak memory, 1000000 firms", "bytes/firm", PeakBytes),
        new("processor time of the runner in the kernel", "share", ShareInKernel),
        new("twinsim run, 2 designs x 3 replicates", "ms", () => Median(() => StartUp.FirstResult("as-run,no-programme"))),
        new("twinsim run, all 14 designs x 3 replicates", "ms", () => Median(() => StartUp.FirstResult(null))),
        new("twinsim --help", "ms", () => Median(StartUp.Help)),
    ];

    /// <summary>Takes the figures whose names contain a text, writes them to a file if one is named and compares them with another.</summary>
    public static void Run(string? filter, string? to, string? against)
    {
        Dictionary<string, double> before = against is null ? [] : JsonSerializer.Deserialize<Dictionary<string, double>>(File.ReadAllText(against))!;
        var taken = new Dictionary<string, double>();
        foreach (Measure measure in All)
        {
            if (filter is not null && !measure.Name.Contains(filter, StringComparison.OrdinalIgnoreCase)) continue;
            double value = taken[measure.Name] = measure.Take();
            string ratio = before.TryGetValue(measure.Name, out double old) ? string.Create(CultureInfo.InvariantCulture, $"  {value / old,6:0.00} of the baseline") : "";
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{measure.Name,-48} {value,12:#,0.##} {measure.Unit}{ratio}"));
        }
        if (to is not null) File.WriteAllText(to, JsonSerializer.Serialize(taken, Indented) + "\n");
    }

    public static Design Scaled(int firms, int months)
    {
        Design design = Replicates.Design("chennai-footwear", "as-run");
        return design with { Months = months, Clusters = design.Clusters.SetItem(0, design.Clusters[0] with { Firms = firms }) };
    }

    private static double Middle(double[] sorted) => sorted[sorted.Length / 2];

    private static double Draws()
    {
        var draws = new Draws(1, 0);
        uint[] words = new uint[64];
        TimeSpan start = Environment.CpuUsage.TotalTime;
        for (int i = 0; i < 4_000_000; i++) draws.WordsOfEight(new DrawPurpose(1), i & 0xFFFFF, 5, 0, words);
        return 4_000_000.0 * 64 / (Environment.CpuUsage.TotalTime - start).TotalSeconds;
    }

    private static double AcrossReplicates(int threads)
    {
        Design design = Replicates.Design("chennai-footwear", "as-run");
        double one = double.MaxValue, many = double.MaxValue;
        for (int r = 0; r < 4; r++)
        {
            one = Math.Min(one, Seconds(1));
            many = Math.Min(many, Seconds(threads));
        }
        return one / many;

        double Seconds(int workers)
        {
            int next = -1;
            long start = Stopwatch.GetTimestamp();
            Thread[] all = [.. Enumerable.Range(0, workers).Select(_ => new Thread(() =>
            {
                var simulation = new Simulation(design);
                var tables = new RunTables(new TableBuffer(Tables.Runs), new TableBuffer(Tables.Months));
                while (Interlocked.Increment(ref next) is var r && r < 400)
                {
                    tables.Runs.Clear();
                    tables.Months!.Clear();
                    simulation.Run(1, r, tables);
                }
            }))];
            foreach (Thread thread in all) thread.Start();
            foreach (Thread thread in all) thread.Join();
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }

    private static double InsideARun(int threads)
    {
        Design design = Scaled(1_000_000, 24);
        Simulation alone = new(design), together = new(design, new ThreadedRows(threads));
        double one = double.MaxValue, many = double.MaxValue;
        // In turns, so that what else the machine does disturbs both alike.
        for (int r = 0; r < 4; r++)
        {
            one = Math.Min(one, Seconds(alone));
            many = Math.Min(many, Seconds(together));
        }
        return one / many;

        static double Seconds(Simulation simulation)
        {
            var tables = new RunTables(new TableBuffer(Tables.Runs), new TableBuffer(Tables.Months));
            long start = Stopwatch.GetTimestamp();
            simulation.Run(1, 0, tables);
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }

    /// <summary>Peak of a process of its own that runs a year of a million firms and keeps the tables of runs and months.</summary>
    private static double PeakBytes()
    {
        using Process child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["large", "1000000", "12"]) { RedirectStandardOutput = true })!;
        string said = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return double.Parse(said, CultureInfo.InvariantCulture);
    }

    /// <summary>What the child of <see cref="PeakBytes"/> does.</summary>
    public static void RunLarge(int firms, int months, int threads)
    {
        new Simulation(Scaled(firms, months), threads > 1 ? new ThreadedRows(threads) : null).Run(1, 0, new RunTables(new TableBuffer(Tables.Runs), new TableBuffer(Tables.Months)));
        // Bytes for each emerging firm, the runtime and all else of the process included.
        Console.WriteLine((Process.GetCurrentProcess().PeakWorkingSet64 / (double)firms).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The median of five experiments, after one in which most of the code is compiled: that is a matter of start-up and not of the runs that follow.</summary>
    private static double ShareInKernel()
    {
        double[] shares = [.. RunnerTimes(6).Skip(1).Select(time => time.Kernel / time.All)];
        Array.Sort(shares);
        return Middle(shares);
    }

    /// <summary>Prints <see cref="RunnerTimes"/>, each as it is taken.</summary>
    public static void PrintShares(int times)
    {
        foreach ((TimeSpan kernel, TimeSpan all) in RunnerTimes(times))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{all.TotalSeconds:0.000} s of processor time, {kernel.TotalSeconds:0.000} s of it in runs: {kernel / all:0.000}"));
    }

    /// <summary>
    /// Experiments with the footwear scenario, as it is run by itself but on one thread: processor time of the whole process, and that of the thread which
    /// makes the runs while it is inside a run.
    /// </summary>
    private static IEnumerable<(TimeSpan Kernel, TimeSpan All)> RunnerTimes(int times)
    {
        ScenarioReading reading = ScenarioReader.Read(Path.Combine(Replicates.Root(), "scenarios", "chennai-footwear.yaml"));
        ExperimentPlan plan = ExperimentPlan.For(reading.Scenario!);
        for (int time = 0; time < times; time++)
        {
            TimeSpan kernel = TimeSpan.Zero;
            var runner = new ExperimentRunner(NullLogger<ExperimentRunner>.Instance)
            {
                Model = design =>
                {
                    var simulation = new Simulation(design);
                    return (seed, replicate, tables, cancel) =>
                    {
                        TimeSpan before = ThreadTime.Now;
                        simulation.Run(seed, replicate, tables, cancel);
                        kernel += ThreadTime.Now - before;
                    };
                },
            };
            string folder = Directory.CreateTempSubdirectory("twinsim-benchmark").FullName;
            TimeSpan start = Environment.CpuUsage.TotalTime;
            runner.RunAsync(plan, folder, new RunOptions { Threads = 1, Fresh = true }).GetAwaiter().GetResult();
            TimeSpan all = Environment.CpuUsage.TotalTime - start;
            Directory.Delete(folder, recursive: true);
            yield return (kernel, all);
        }
    }

    /// <summary>The median time on the clock of seven starts of the program, ms.</summary>
    private static double Median(Action start)
    {
        double[] times = new double[7];
        for (int r = 0; r < times.Length; r++)
        {
            long before = Stopwatch.GetTimestamp();
            start();
            times[r] = Stopwatch.GetElapsedTime(before).TotalMilliseconds;
        }
        Array.Sort(times);
        return Middle(times);
    }
}
