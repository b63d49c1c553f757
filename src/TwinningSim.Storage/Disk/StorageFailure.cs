namespace TwinningSim.Storage.Disk;

/// <summary>Turns the operating system's errors into messages for the user.</summary>
internal static class StorageFailure
{
    private const int NoSpace = 28;          // ENOSPC
    private const int QuotaUsedUp = 122;     // EDQUOT on Linux
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);

    public static bool IsDiskFull(Exception e) => e is IOException && e.HResult is NoSpace or QuotaUsedUp or WindowsDiskFull or WindowsHandleDiskFull;

    public static bool IsOfTheDisk(Exception e) => e is IOException or UnauthorizedAccessException;

    /// <summary>The exception to throw instead of an error while writing.</summary>
    public static StorageException WhileWriting(string path, Exception e)
    {
        const string next = "Everything that was finished before is safe; the same command goes on from there.";
        return IsDiskFull(e)
            ? new DiskFullException($"No space left to write '{path}'. Make room and give the same command again. {next}", e)
            : new StorageException($"Cannot write '{path}': {Reason(e)} {next}", e);
    }

    /// <summary>The exception to throw instead of an error while reading.</summary>
    public static StorageException WhileReading(string path, Exception e)
        => e is FileNotFoundException or DirectoryNotFoundException
            ? new DamagedResultException($"'{path}' is missing. Run the experiment again with the same command: it replaces what is missing.", e)
            : new StorageException($"Cannot read '{path}': {Reason(e)}", e);

    private static string Reason(Exception e) => e.Message.EndsWith('.') ? e.Message : e.Message + ".";
}
