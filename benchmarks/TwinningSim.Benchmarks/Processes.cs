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

/// <summary>The time of a month by process, measured with a clock around each of them.</summary>
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

    public static void Print(Design design, int replicates, TextWriter to)
    {
        var world = new World(design);
        var months = new TableBuffer(Tables.Months);
        world.Months = months;
        long[] least = NoTime();
        for (int r = 0; r < replicates; r++)
        {
            var draws = new Draws(7, (uint)r);
            months.Clear();
            long[] ticks = new long[Month.Length + 1];
            long at = Stopwatch.GetTimestamp();
            world.Start(draws);
            ticks[^1] = Stopwatch.GetTimestamp() - at;
            Advance(world, draws, ticks);
            Keep(ticks, least);
        }
        Write(to, least, (double)design.Clusters[0].Firms * design.Months);
    }

    public static void PrintCore(int firms, int months, int replicates, TextWriter to)
    {
        var core = new DiffusionCore(firms, months);
        long[] least = NoTime();
        for (int r = 0; r < replicates; r++)
        {
            long[] ticks = new long[Month.Length + 1];
            core.Start((ulong)(r + 3));
            Advance(core.World, core.Month.Draws, ticks);
            Keep(ticks, least);
        }
        Write(to, least, (double)firms * months);
    }

    private static long[] NoTime() => [.. Enumerable.Repeat(long.MaxValue, Month.Length + 1)];

    /// <summary>The least of several replicates: whatever else the machine does only adds.</summary>
    private static void Keep(long[] ticks, long[] least)
    {
        for (int p = 0; p < ticks.Length; p++) least[p] = Math.Min(least[p], ticks[p]);
    }

    private static void Advance(World world, Draws draws, long[] ticks)
    {
        for (int t = 0; t < world.Design.Months; t++)
        {
            var month = new MonthContext(t, draws, world.Design, world.Parameters);
            world.Now = t;
            for (int p = 0; p < Month.Length; p++)
            {
                long start = Stopwatch.GetTimestamp();
                Month[p].Run(world, month);
                ticks[p] += Stopwatch.GetTimestamp() - start;
            }
        }
    }

    private static void Write(TextWriter to, long[] ticks, double firmMonths)
    {
        double scale = 1e9 / Stopwatch.Frequency / firmMonths;
        for (int p = 0; p < ticks.Length; p++)
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(p < Month.Length ? Month[p].Name : "Synthesis"),-22} {ticks[p] * scale,8:0.00} ns per firm-month"));
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"total",-22} {ticks.Sum() * scale,8:0.00}"));
    }
}
