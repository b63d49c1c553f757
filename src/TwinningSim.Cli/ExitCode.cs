namespace TwinningSim.Cli;

/// <summary>How the program ends, for scripts.</summary>
internal static class ExitCode
{
    public const int Success = 0;
    public const int Failure = 1;
    public const int BadInput = 2;
    public const int DiskFull = 4;
    public const int Cancelled = 130;
}

/// <summary>Something that the user gave is wrong. The message is for the user.</summary>
internal sealed class BadInputException(string message) : Exception(message);
