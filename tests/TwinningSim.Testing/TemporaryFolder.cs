namespace TwinningSim.Testing;

/// <summary>A folder that is gone when the test is over. Its name has a space, as names of folders have.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("twinsim test ");

    public string Path => _folder.FullName;

    /// <summary>The path of a file or folder in it.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
