namespace TwinningSim.Cli;

/// <summary>How the program ends, for scripts.</summary>
internal static class ExitCode
{
    public const int Success = 0;
    public const int Failure = 1;
    public const int BadInput = 2;

    /// <summary>Everything was run, and some runs failed: they are in the table of failures.</summary>
    public const int SomeRunsFailed = 3;

    public const int DiskFull = 4;

    /// <summary>The time given with --stop-after was up: the same command goes on (EX_TEMPFAIL of sysexits.h).</summary>
    public const int TimeIsUp = 75;

    public const int Cancelled = 130;
}

/// <summary>Something that the user gave is wrong. The message is for the user.</summary>
internal sealed class BadInputException(string message) : Exception(message);
