using System.CommandLine;
using TwinningSim.Scenarios;

namespace TwinningSim.Cli.Verbs;

/// <summary><c>twinsim new</c>: writes a commented scenario to start from.</summary>
internal static class NewVerb
{
    public static Command Make()
    {
        var file = new Argument<string>("file") { Description = "The scenario file to write, say my-cluster.yaml. An existing file is never overwritten." };
        var command = new Verb("new", "Write a commented scenario to start from; it runs as it is.") { file };
        command.Examples =
        [
            ("twinsim new my-cluster.yaml", "write it"),
            ("twinsim run my-cluster.yaml", "and run it"),
        ];
        command.SetAction(result => Write(result.GetRequiredValue(file)));
        return command;
    }

    private static int Write(string path)
    {
        if (Directory.Exists(path)) throw new BadInputException($"'{path}' is a folder. Give the name of a file, say '{Path.Combine(path, "my-cluster.yaml")}'.");
        if (File.Exists(path)) throw new BadInputException($"'{path}' exists already and is left as it is. Give another name.");
        try
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
            using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            using var writer = new StreamWriter(stream);
            writer.Write(StarterScenario.Named(Path.GetFileNameWithoutExtension(path)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new BadInputException($"'{path}' cannot be written: {e.Message}");
        }
        string quoted = path.Contains(' ') ? $"\"{path}\"" : path;
        Console.Out.WriteLine($"Wrote {path}. Next: twinsim run {quoted}");
        return ExitCode.Success;
    }
}
