using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using TwinningSim.Benchmarks;

switch (args)
{
    // The figures of docs/performance.md: [--filter text] [--out file] [--against file].
    case ["measure", .. string[] rest]:
        Measurements.Run(Option(rest, "--filter"), Option(rest, "--out"), Option(rest, "--against"));
        break;

    // One line of the yardstick: core (its processes) or month (the whole month), firms, months, timings.
    case ["core" or "month", string firms, string months, string times]:
        Console.WriteLine(Rate.Line($"twinsim-{args[0]}", Number(firms), Number(months), Rate.OfCore(Number(firms), Number(months), Number(times), whole: args[0] == "month")));
        break;

    // The month by process: replicates, firms and months if not the usual, of footwear or of the diffusion core, there with the share of the roof that each process reaches.
    case ["processes", "core" or "footwear", string replicates, string firms, .. string[] rest]:
        bool core = args[1] == "core";
        int horizon = rest.Length > 0 ? Number(rest[0]) : core ? 50 : 72;
        Processes.Time[] month = core ? Processes.OfCore(Number(firms), horizon, Number(replicates)) : Processes.Of(Measurements.Scaled(Number(firms), horizon), Number(replicates));
        Processes.Print(month, (double)Number(firms) * horizon, core ? Machine.Measured() : null, Console.Out);
        break;

    // What a sweep costs besides the model: designs, replicates, threads if not all, and one part if anything more is said.
    case ["sweep", string designs, string replicates, .. string[] rest]:
        SweepCost.Print(Number(designs), Number(replicates), rest.Length > 0 ? Number(rest[0]) : Environment.ProcessorCount, Console.Out, rest.Length > 1 ? new TwinningSim.Experiments.PlanPart(0, 1) : null);
        break;

    // How long 'twinsim compare' takes over a folder of so many runs: rows, designs if not 100, and what else it is told.
    case ["compare", string rows, .. string[] rest]:
        LargeResults.Compare(Number(rows), rest.Length > 0 ? Number(rest[0]) : 100, rest.Length > 1 ? rest[1..] : [], Console.Out);
        break;

    // Such a folder to keep: where, designs, replicates.
    case ["results", string folder, string designs, string replicates]:
        LargeResults.Write(folder, Number(designs), Number(replicates));
        break;

    // Processor time of an experiment and of the runs in it: so many times.
    case ["share", string times]:
        Measurements.PrintShares(Number(times));
        break;

    // One large run and its peak of memory: firms, months, threads if not one.
    case ["large", string firms, string months, .. string[] rest]:
        Measurements.RunLarge(Number(firms), Number(months), rest.Length > 0 ? Number(rest[0]) : 1);
        break;

    default:
        // In this process: short, and the build's own settings and lock files stay out of it.
        IConfig config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
        BenchmarkSwitcher.FromAssembly(typeof(Replicates).Assembly).Run(args, config);
        break;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static string? Option(string[] rest, string name) => Array.IndexOf(rest, name) is var at and >= 0 && at + 1 < rest.Length ? rest[at + 1] : null;
