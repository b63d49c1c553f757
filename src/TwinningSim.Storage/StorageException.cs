namespace TwinningSim.Storage;

/// <summary>Results could not be written or read. The message is meant for the user: what failed, where, and what to do.</summary>
public class StorageException : Exception
{
    /// <summary>A failure with a message for the user.</summary>
    public StorageException(string message, Exception? cause = null) : base(message, cause)
    {
    }
}

/// <summary>No room is left where the results are written. What is committed is safe; the same command goes on once there is room.</summary>
public sealed class DiskFullException : StorageException
{
    /// <summary>A full disk.</summary>
    public DiskFullException(string message, Exception? cause = null) : base(message, cause)
    {
    }
}

/// <summary>Another program is writing to the folder.</summary>
public sealed class FolderInUseException : StorageException
{
    /// <summary>A locked folder.</summary>
    public FolderInUseException(string message) : base(message)
    {
    }
}

/// <summary>The folder holds something else than the experiment that is to be run; it was left as it is.</summary>
public sealed class FolderMismatchException : StorageException
{
    /// <summary>A folder with other contents.</summary>
    public FolderMismatchException(string message) : base(message)
    {
    }
}

/// <summary>A file of results is missing or its bytes are not those that were written.</summary>
public sealed class DamagedResultException : StorageException
{
    /// <summary>A damaged file.</summary>
    public DamagedResultException(string message, Exception? cause = null) : base(message, cause)
    {
    }
}
