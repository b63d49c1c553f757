using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using TwinningSim.Kernel.Randomness;
using TwinningSim.Kernel.Tables;
using TwinningSim.Model;
using TwinningSim.Model.Input;
using TwinningSim.Model.Observation;
using TwinningSim.Model.Processes;
using TwinningSim.Testing;

namespace TwinningSim.Benchmarks;

/// <summary>
/// A month by process, by a clock around each of them: its time, how much of it can be shared by threads (the parts of a large run), and how close it comes to the roof of the machine.
/// </summary>
internal static class Processes
{
    private delegate void Process(World world, in MonthContext month);

    /// <summary>The processes in the order of <see cref="MonthlyStep"/>.</summary>
    private static readonly (string Name, Process Run)[] Month =
    [
        ("Climate.Move", Climate.Move), ("Programme.Deliver", Programme.Deliver), ("Agents.Visit", Agents.Visit), ("AssociationTalks.Move", AssociationTalks.Move),
        ("OwnCourses.Run", OwnCourses.Run), ("Diffusion.Spread", Diffusion.Spread), ("Practice.Move", Practice.Move), ("Business.Meet", Business.Meet), ("Trust.Fade", Trust.Fade),
        ("Census.Record", Census.Record), ("Invariants.Check", Invariants.Check),
    ];

    /// <summary>The processes of a month, and the making of the population.</summary>
    public static readonly ImmutableArray<string> Names = [.. Month.Select(p => p.Name), "Synthesis"];

    /// <summary>Time of a process: all of it, and what of it is in parts.</summary>
    internal record struct Time(long All, long InParts);

    /// <summary>Does the parts one after the other and takes their time.</summary>
    private sealed class Clocked : IParallelRows
    {
        public long Ticks { get; private set; }

        public void ForEach(int parts, Action<int> part)
        {
            long start = Stopwatch.GetTimestamp();
            for (int p = 0; p < parts; p++) part(p);
            Ticks += Stopwatch.GetTimestamp() - start;
        }
    }

    /// <summary>The processes of a scenario's month, the least time of several replicates: whatever else the machine does only adds.</summary>
    public static Time[] Of(Design design, int replicates)
    {
        var rows = new Clocked();
        var world = new World(design, rows);
        var months = new TableBuffer(Tables.Months);
        world.Months = months;
        return Least(replicates, r =>
        {
            var draws = new Draws(7, (uint)r);
            months.Clear();
            return Advance(world, draws, rows, () => world.Start(draws));
        });
    }

    /// <summary>The same of the diffusion core.</summary>
    public static Time[] OfCore(int firms, int months, int replicates)
    {
        var rows = new Clocked();
        var core = new DiffusionCore(firms, months, rows: rows);
        return Least(replicates, r => Advance(core.World, new Draws((ulong)(r + 3), 0), rows, () => core.Start((ulong)(r + 3))));
    }

    /// <summary>The time of one of them for a firm in a month.</summary>
    public static double Nanoseconds(Time[] processes, string name, double firmMonths) => processes[Names.IndexOf(name)].All * 1e9 / Stopwatch.Frequency / firmMonths;

    /// <summary>Time of one thread over that of several, if parts are shared evenly and threads do not get in each other's way (Amdahl).</summary>
    public static double Gain(Time[] processes, int threads)
    {
        double all = processes.Sum(p => (double)p.All), parts = processes.Sum(p => (double)p.InParts);
        return all / (all - parts + (parts / threads));
    }

    public static void Print(Time[] processes, double firmMonths, Machine? machine, TextWriter to)
    {
        double scale = 1e9 / Stopwatch.Frequency / firmMonths;
        to.WriteLine($"{"",-22} {"ns/firm-month",14} {"in parts",9}{(machine is null ? "" : $" {"bytes",6} {"operations",11} {"of the roof",12}")}");
        for (int p = 0; p < processes.Length; p++)
        {
            double ns = processes[p].All * scale;
            to.Write(string.Create(CultureInfo.InvariantCulture, $"{Names[p],-22} {ns,14:0.00} {(double)processes[p].InParts / Math.Max(1, processes[p].All),9:0.00}"));
            if (machine is not null && Roofline.Of(Names[p]) is { } work)
                to.Write(string.Create(CultureInfo.InvariantCulture, $" {work.Bytes,6} {work.Operations,11} {machine.Roof(work) / ns,12:0.00}"));
            to.WriteLine();
        }
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"total",-22} {processes.Sum(p => p.All) * scale,14:0.00} {(double)processes.Sum(p => p.InParts) / processes.Sum(p => p.All),9:0.00}"));
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"two threads could be {Gain(processes, 2):0.00} times as fast"));
    }

    private static Time[] Least(int replicates, Func<int, Time[]> run)
    {
        Time[] least = run(0);
        for (int r = 1; r < replicates; r++)
        {
            Time[] times = run(r);
            for (int p = 0; p < least.Length; p++)
            {
                if (times[p].All < least[p].All) least[p] = times[p];
            }
        }
        return least;
    }

    private static Time[] Advance(World world, Draws draws, Clocked rows, Action start)
    {
        var times = new Time[Names.Length];
        times[^1] = Timed(rows, start);
        for (int t = 0; t < world.Design.Months; t++)
        {
            var month = new MonthContext(t, draws, world.Design, world.Parameters);
            world.Now = t;
            for (int p = 0; p < Month.Length; p++)
            {
                Process run = Month[p].Run;
                Time time = Timed(rows, () => run(world, month));
                times[p] = new Time(times[p].All + time.All, times[p].InParts + time.InParts);
            }
        }
        return times;
    }

    private static Time Timed(Clocked rows, Action act)
    {
        long parts = rows.Ticks, start = Stopwatch.GetTimestamp();
        act();
        return new Time(Stopwatch.GetTimestamp() - start, rows.Ticks - parts);
    }
}
