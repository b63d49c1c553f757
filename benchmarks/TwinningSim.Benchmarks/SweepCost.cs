using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging.Abstractions;
using TwinningSim.Experiments;
using TwinningSim.Model;
using TwinningSim.Model.Input;
using TwinningSim.Storage;

namespace TwinningSim.Benchmarks;

/// <summary>
/// What a sweep costs besides the model: processor time of the whole process and, by the clock of each worker thread, of the runs alone, so that what else the machine
/// does hardly matters. The rest is planning, making worlds, writing, hashing, reading back and joining.
/// </summary>
internal static partial class SweepCost
{
    private const int ThreadCpuTime = 3; // CLOCK_THREAD_CPUTIME_ID of Linux

    public static void Print(int designs, int replicates, int threads, TextWriter output, PlanPart? part = null)
    {
        Design asRun = Replicates.Design("chennai-footwear", "as-run"), none = Replicates.Design("chennai-footwear", "no-programme");
        var source = new ExperimentSource
        {
            Id = "sweep", Title = "A sweep of budgets", Text = "", Hash = "", Baseline = none.Id, WithoutProgramme = none.Id,
            Designs = [none, .. Enumerable.Range(1, designs - 1).Select(d => asRun with { Id = $"p{d:D5}", BudgetEur = asRun.BudgetEur * (0.5 + ((double)d / designs)) })],
        };
        long running = 0, making = 0;
        var runner = new ExperimentRunner(NullLogger<ExperimentRunner>.Instance)
        {
            Model = design =>
            {
                long before = Nanoseconds();
                var simulation = new Simulation(design);
                Interlocked.Add(ref making, Nanoseconds() - before);
                return (seed, replicate, tables, cancel) =>
                {
                    long start = Nanoseconds();
                    simulation.Run(seed, replicate, tables, cancel);
                    Interlocked.Add(ref running, Nanoseconds() - start);
                };
            },
        };
        DirectoryInfo folder = Directory.CreateTempSubdirectory("twinsim-sweep-");
        try
        {
            var clock = Stopwatch.StartNew();
            double cpuBefore = Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds;
            long planning = Nanoseconds();
            ExperimentPlan plan = ExperimentPlan.For(source, new PlanOptions { Replicates = replicates, Part = part });
            planning = Nanoseconds() - planning;
            string results = Path.Combine(folder.FullName, "x");
            RunOutcome outcome = runner.RunAsync(plan, results, new RunOptions { Threads = threads }).GetAwaiter().GetResult();
            double wall = clock.Elapsed.TotalSeconds, cpu = Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds - cpuBefore, model = running / 1e9, made = making / 1e9;
            Manifest manifest = ExperimentReader.Open(results).Manifest;
            using var process = Process.GetCurrentProcess();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{designs} designs x {replicates} replicates, {threads} threads: {outcome.Runs} runs in {wall:F1} s; processor {cpu:F1} s, of which runs {model:F1} s; "
                + $"besides the runs {100 * (cpu - model) / cpu:F1} % ({planning / 1e9:F1} s for planning, {made:F1} s for making worlds); {plan.Shards.Length} shards, {manifest.Files.Length} files, "
                + $"{manifest.Files.Sum(f => f.Bytes) / 1e6:F0} MB; largest memory {process.PeakWorkingSet64 / 1e6:F0} MB"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static long Nanoseconds() => ClockGetTime(ThreadCpuTime, out TimeSpec time) == 0 ? (time.Seconds * 1_000_000_000) + time.Nanoseconds : throw new InvalidOperationException("clock_gettime failed");

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ClockGetTime(int clock, out TimeSpec time);

    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
