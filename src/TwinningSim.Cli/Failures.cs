using TwinningSim.Experiments;
using TwinningSim.Storage;

namespace TwinningSim.Cli;

/// <summary>What is said, and which exit code follows, when something failed.</summary>
internal static class Failures
{
    public static int Report(Exception failure, bool verbose, TextWriter error)
    {
        while (failure is AggregateException { InnerExceptions: [var only] }) failure = only;
        (string message, int code) = failure switch
        {
            DiskFullException => (failure.Message, ExitCode.DiskFull),
            FolderMismatchException => (failure.Message, ExitCode.BadInput),
            StorageException => (failure.Message, ExitCode.Failure),
            RunFailedException => (failure.Message + " This is a fault of the program: please report it with the scenario.", ExitCode.Failure),
            UnauthorizedAccessException or IOException => (failure.Message, ExitCode.Failure),
            _ => ($"Unexpected failure: {failure.GetType().Name}: {FirstLine(failure.Message)}", ExitCode.Failure),
        };
        error.WriteLine(message);
        if (verbose) error.WriteLine(failure);
        else if (code == ExitCode.Failure && failure is not StorageException) error.WriteLine("The same command with --verbose shows the details.");
        return code;
    }

    private static string FirstLine(string text) => text.Split('\n')[0].TrimEnd();
}
