using System.Runtime.InteropServices;

namespace TwinningSim.Benchmarks;

/// <summary>Processor time of the thread that asks; .NET itself knows that of the whole process only. Linux.</summary>
internal static partial class ThreadTime
{
    private const int ClockOfThread = 3;

    /// <summary>Since the thread began.</summary>
    public static TimeSpan Now => GetTime(ClockOfThread, out Spec time) == 0
        ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / TimeSpan.NanosecondsPerTick)
        : throw new PlatformNotSupportedException("The processor time of a thread is not known here.");

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Spec time);

    private readonly struct Spec
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }
}
