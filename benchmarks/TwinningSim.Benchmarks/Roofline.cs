using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TwinningSim.Benchmarks;

/// <summary>What a process does for a firm in a month of the diffusion core (eight domains, six peers).</summary>
/// <param name="Process">Its name.</param>
/// <param name="Bytes">Bytes that it moves once its columns have left the caches, a gathered row of a peer included.</param>
/// <param name="Operations">Vector instructions for arithmetic.</param>
internal sealed record Work(string Process, int Bytes, int Operations);

/// <summary>The roof of one core, measured here: what memory can move and what arithmetic can do at best.</summary>
/// <param name="BytesPerSecond">The triad a = b + s c, 24 bytes for each element, as STREAM counts.</param>
/// <param name="OperationsPerSecond">Independent additions and multiplications of sixteen single-precision lanes.</param>
internal sealed record Machine(double BytesPerSecond, double OperationsPerSecond)
{
    public static Machine Measured() => new(Roofline.Bandwidth(), Roofline.Arithmetic());

    /// <summary>The least time for a process, ns per firm-month: memory and arithmetic at once, each at its best.</summary>
    public double Roof(Work work) => 1e9 * Math.Max(work.Bytes / BytesPerSecond, work.Operations / OperationsPerSecond);
}

/// <summary>Bytes and operations of the processes, counted by hand from their loops: the only place that says them. Change them with the loops.</summary>
internal static class Roofline
{
    private static readonly Work[] Counted =
    [
        // What firms learn from peers is taken in block by block: 48 links, 5 order, 6 x 32 rows gathered; 6 links x 8, and 10. The rest: 128 skills and start read, 64 written, 32 shown,
        // 71 of other columns read and written; 48 skills, gains and bounds, 17 by firm, 13 random numbers, 2 for decisions.
        new("Practice.Move", 540, 138),
        // Four records of good and bad, read and written, and the association.
        new("Trust.Fade", 66, 5),
        // Without the table of months: five columns of performance, the gains written and read again to be summed in their order.
        new("Census.Record", 40, 3),
        // Skills, four records of trust, vision.
        new("Invariants.Check", 100, 6),
    ];

    /// <summary>The processes that are counted.</summary>
    public static ImmutableArray<string> Processes => [.. Counted.Select(work => work.Process)];

    /// <summary>The least time that the machine needs over the time that a process takes.</summary>
    public static double Reached(Machine machine, Processes.Time[] times, string process, double firmMonths)
        => machine.Roof(Of(process)!) / TwinningSim.Benchmarks.Processes.Nanoseconds(times, process, firmMonths);

    public static Work? Of(string process) => Array.Find(Counted, work => work.Process == process);

    /// <summary>Bytes that the triad moves in a second over three arrays that no cache holds.</summary>
    public static double Bandwidth()
    {
        const int Length = 20_000_000;
        double[] a = new double[Length], b = new double[Length], c = new double[Length];
        return Best(24.0 * Length, () =>
        {
            for (int i = 0; i < a.Length; i++) a[i] = b[i] + (3 * c[i]);
        });
    }

    /// <summary>Vector instructions for additions and multiplications in a second, sixteen chains at once so that none waits for another.</summary>
    public static double Arithmetic()
    {
        const int Rounds = 2_000_000;
        float kept = 0;
        double rate = Best(32.0 * Rounds, () => kept += Chains(Rounds));
        GC.KeepAlive(kept);
        return rate;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Chains(int rounds)
    {
        Vector512<float> one = Vector512.Create(1.0000001f), two = Vector512.Create(0.9999999f);
        Vector512<float> a = one, b = one, c = one, d = one, e = one, f = one, g = one, h = one;
        Vector512<float> s = two, t = two, u = two, v = two, w = two, x = two, y = two, z = two;
        for (int r = 0; r < rounds; r++)
        {
            (a, b, c, d, e, f, g, h) = (a + two, b + two, c + two, d + two, e + two, f + two, g + two, h + two);
            (s, t, u, v, w, x, y, z) = (s * one, t * one, u * one, v * one, w * one, x * one, y * one, z * one);
            (a, b, c, d, e, f, g, h) = (a - one, b - one, c - one, d - one, e - one, f - one, g - one, h - one);
            (s, t, u, v, w, x, y, z) = (s * two, t * two, u * two, v * two, w * two, x * two, y * two, z * two);
        }
        return Vector512.Sum(a + b + c + d + e + f + g + h + s + t + u + v + w + x + y + z);
    }

    private static double Best(double amount, Action act)
    {
        double least = double.MaxValue;
        for (int r = 0; r < 8; r++)
        {
            TimeSpan start = Environment.CpuUsage.TotalTime;
            act();
            least = Math.Min(least, (Environment.CpuUsage.TotalTime - start).TotalSeconds);
        }
        return amount / least;
    }
}
