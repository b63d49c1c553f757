using System.Text.RegularExpressions;
using TwinningSim.Testing;

namespace TwinningSim.EndToEnd;

/// <summary>
/// The commands that README.md gives work. A block of commands is tested if the comment <c>&lt;!-- tested --&gt;</c> stands in the line above it;
/// of its lines those that start the program are run, with few replicates and into a folder of their own.
/// </summary>
public sealed partial class ReadmeTests : IDisposable
{
    private const string FromSource = "dotnet run -c Release --project src/TwinningSim.Cli -- ";

    private readonly TemporaryFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void The_commands_of_the_readme_work()
    {
        string readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        string[] commands = [.. TestedBlock().Matches(readme).SelectMany(block => block.Groups["commands"].Value.Split('\n', StringSplitOptions.TrimEntries))
            .Select(line => line.Split(" # ")[0].Trim())
            .Where(line => line.StartsWith(FromSource, StringComparison.Ordinal) || line.StartsWith("twinsim ", StringComparison.Ordinal))];
        Assert.Contains(commands, c => c.Contains("run scenarios/", StringComparison.Ordinal));
        int number = 0;
        foreach (string command in commands)
        {
            string[] arguments = [.. command[(command.StartsWith(FromSource, StringComparison.Ordinal) ? FromSource.Length : "twinsim ".Length)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)];
            // Scenarios are named from the repository; what is written goes elsewhere.
            arguments = [.. arguments.Select(a => a.StartsWith("scenarios/", StringComparison.Ordinal) ? Path.Combine(Repository.Root, a) : a)];
            if (arguments[0] == "run")
            {
                int given = Array.IndexOf(arguments, "--replicates");
                if (given >= 0) arguments = [.. arguments[..given], .. arguments[(given + 2)..]];
                int folder = Array.IndexOf(arguments, "--out");
                if (folder >= 0) arguments = [.. arguments[..folder], .. arguments[(folder + 2)..]];
                arguments = [.. arguments, "--replicates", "2", "--out", $"results-{number++}"];
            }
            Ended ended = Twinsim.Run(_scratch.Path, arguments);
            Assert.True(ended.Code == 0, $"{command}\n{ended}");
            CommandLineTests.AssertIsClean(ended);
        }
    }

    [GeneratedRegex("<!-- tested -->\\s*\\n```sh\\n(?<commands>.*?)\\n```", RegexOptions.Singleline)]
    private static partial Regex TestedBlock();
}
