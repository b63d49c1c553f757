using TwinningSim.Scenarios.Diagnostics;
using TwinningSim.Scenarios.Experiments;

namespace TwinningSim.Scenarios.Tests;

/// <summary>
/// The wrong files of scenarios/invalid, each with the messages that it must get. After a wanted change of messages:
/// <c>TWINSIM_UPDATE_EXPECTED=1 dotnet test tests/TwinningSim.Scenarios.Tests</c>, then look at the difference.
/// </summary>
public sealed class InvalidFilesTests
{
    private static readonly bool Update = Environment.GetEnvironmentVariable("TWINSIM_UPDATE_EXPECTED") == "1";

    public static TheoryData<string> Files { get; } = [.. Directory.EnumerateFiles(RepositoryFiles.Invalid, "*.yaml").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_wrong_file_gets_its_messages_within_a_second(string name)
    {
        (string actual, TimeSpan time) = ReadTimed(Path.Combine(RepositoryFiles.Invalid, name), name);
        string expectedFile = Path.Combine(RepositoryFiles.Invalid, Path.ChangeExtension(name, ".expected"));
        if (Update) File.WriteAllText(expectedFile, actual);

        Assert.Equal(File.ReadAllText(expectedFile), actual);
        Assert.True(time < TimeSpan.FromSeconds(1), $"It took {time.TotalSeconds:F2} s.");
        Assert.Contains(": error TS", actual, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", actual, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", actual, StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_at_least_sixty_wrong_files_and_no_messages_without_a_file()
    {
        Assert.True(Files.Count >= 60);
        string[] orphans = [.. Directory.EnumerateFiles(RepositoryFiles.Invalid, "*.expected").Where(f => !File.Exists(Path.ChangeExtension(f, ".yaml")))];
        Assert.Empty(orphans);
    }

    [Fact]
    public void Every_code_of_the_catalogue_has_a_file_that_gets_it()
    {
        string all = string.Concat(Directory.EnumerateFiles(RepositoryFiles.Invalid, "*.expected").Select(File.ReadAllText))
            // Whether the values of a point fit together shows when the points are made.
            + Experiment.PointProblem(new FactorSample(SampleMethod.List, 0, 0, 0, 0, [], null, new FilePlace("x.yaml", 3, 5)), "x")
            + Messages(Path.Combine(RepositoryFiles.Scenarios, "no-such-file.yaml")) + Messages(RepositoryFiles.Scenarios) + Messages(LargeFile(50 * 1024 * 1024));
        Assert.Empty(DiagnosticCatalogue.All.Where(k => !all.Contains($" {k.Code}: ", StringComparison.Ordinal)).Select(k => k.Code));
    }

    [Fact]
    public void Codes_are_unique_and_in_order_and_have_a_meaning()
    {
        string[] codes = [.. DiagnosticCatalogue.All.Select(k => k.Code)];
        Assert.Equal(codes.Distinct().Order(StringComparer.Ordinal), codes);
        Assert.All(DiagnosticCatalogue.All, k => Assert.Matches(@"^[A-Z].*\.$", k.Meaning));
        int declared = typeof(DiagnosticCatalogue).GetFields(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic).Count(f => f.FieldType == typeof(DiagnosticKind));
        Assert.Equal(declared, codes.Length);
    }

    [Fact]
    public void A_file_of_fifty_megabytes_is_refused_without_reading_it()
    {
        (string actual, TimeSpan time) = ReadTimed(LargeFile(50 * 1024 * 1024), "large.yaml");
        Assert.Equal("large.yaml:1:1: error TS1003: the file has 52,428,800 bytes; allowed at most 2,097,152.\n", actual);
        Assert.True(time < TimeSpan.FromSeconds(1), $"It took {time.TotalSeconds:F2} s.");
    }

    [Fact]
    public void A_file_that_does_not_exist_gets_the_nearest_name()
    {
        string path = Path.Combine(RepositoryFiles.Scenarios, "chennai-fotwear.yaml");
        Assert.Equal($"{path}:1:1: error TS1001: there is no such file. Did you mean {Path.Combine(RepositoryFiles.Scenarios, "chennai-footwear.yaml")}?", Messages(path).TrimEnd());
        Assert.Contains("error TS1002: this is a folder", Messages(RepositoryFiles.Scenarios), StringComparison.Ordinal);
        Assert.Contains("error TS1001", Messages("no/such/folder/x.yaml"), StringComparison.Ordinal);
        Assert.Contains("error TS100", Messages(""), StringComparison.Ordinal);
        Assert.Contains("error TS100", Messages("a\0b"), StringComparison.Ordinal);
    }

    /// <summary>Texts of nearly the largest size, made to keep a careless reader busy.</summary>
    public static TheoryData<string, string, string> Hostile { get; } = new()
    {
        { "brackets", new string('[', 2_000_000), "TS1107" },
        { "braces", string.Concat(Enumerable.Repeat("{a: ", 500_000)), "TS1107" },
        { "question marks", string.Concat(Enumerable.Repeat("? ", 1_000_000)), "TS1107" },
        { "dashes", string.Concat(Enumerable.Repeat("- ", 1_000_000)), "TS1107" },
        { "list items", string.Concat(Enumerable.Repeat("- x\n", 500_000)), "TS1108" },
        { "keys", string.Concat(Enumerable.Range(0, 100_000).Select(i => $"k{i}: {i}\n")), "TS1108" },
        { "one word", "title: " + new string('x', 2_000_000), "TS1111" },
        { "words", "title: " + string.Concat(Enumerable.Repeat("word ", 400_000)), "TS1111" },
        { "quote", "title: \"" + new string('x', 2_000_000), "TS1101" },
        { "colons", string.Concat(Enumerable.Repeat("a:", 1_000_000)), "TS1111" },
        { "blanks", new string(' ', 2_000_000), "TS1004" },
        { "line feeds", new string('\n', 2_000_000), "TS1004" },
        { "tabs", string.Concat(Enumerable.Repeat("\tx\n", 600_000)), "TS1102" },
        { "long unknown keys", string.Concat(Enumerable.Range(0, 900).Select(i => $"{new string('k', 900)}{i}: 1\n")), "TS1201" },
        { "short unknown keys", string.Concat(Enumerable.Range(0, 29_000).Select(i => $"titel{i}: 1\n")), "TS1201" },
        { "the same key", string.Concat(Enumerable.Repeat("title: x\n", 45_000)), "TS1103" },
        { "tags", "title: !<" + new string('x', 2_000_000), "TS1101" },
        { "number", "months: " + new string('9', 9_999), "TS1205" },
        { "id", "scenario: " + new string('-', 9_999), "TS1208" },
        { "partners", "policy: {partners: [" + string.Join(", ", Enumerable.Range(0, 40_000).Select(i => $"p{i}")) + "]}", "TS1210" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_hostile_text_gets_its_message_within_a_second(string what, string text, string code)
    {
        _ = what;
        (ScenarioReading reading, TimeSpan time) = Timed(() => ScenarioReader.Parse(text, "x.yaml"));
        Assert.False(reading.Succeeded);
        Assert.Contains(reading.Diagnostics, d => d.Code == code);
        Assert.True(reading.Diagnostics.Length <= 501);
        Assert.True(time < TimeSpan.FromSeconds(1), $"It took {time.TotalSeconds:F2} s.");
    }

    [Fact]
    public void Two_hundred_designs_of_a_large_plan_are_refused_within_a_second()
    {
        string plan = string.Concat(Enumerable.Range(0, 500).Select(i => $"    - {{id: e{i}, kind: seminar, month: 2010-06, domains: [layout], places: 10, provider: national}}\n"));
        string designs = string.Concat(Enumerable.Range(0, 198).Select(i => $"  - {{id: d{i}, policy: {{budget_eur: {i}}}}}\n"));
        string text = SmallScenario.With("  plan:\n", "  plan:\n" + plan) + designs;
        (Diagnostic problem, TimeSpan time) = Timed(() => SmallScenario.OnlyProblem(text));
        Assert.Equal("TS1210", problem.Code);
        Assert.Contains("at most 50,000", problem.ToString(), StringComparison.Ordinal);
        Assert.True(time < TimeSpan.FromSeconds(1), $"It took {time.TotalSeconds:F2} s.");
    }

    private static (string Messages, TimeSpan Time) ReadTimed(string path, string shownAs)
    {
        _ = ScenarioReader.Parse(SmallScenario.Text, "warm-up.yaml");
        (string messages, TimeSpan time) = Timed(() => Messages(path));
        return (messages.Replace(path + ":", shownAs + ":", StringComparison.Ordinal).Replace(RepositoryFiles.Invalid + Path.DirectorySeparatorChar, "", StringComparison.Ordinal), time);
    }

    // Processor time, because others use the machine too; the best of three tries, because the tests of other classes count as well.
    private static (T Result, TimeSpan Time) Timed<T>(Func<T> read)
    {
        TimeSpan best = TimeSpan.MaxValue;
        for (int i = 0; ; i++)
        {
            TimeSpan start = Environment.CpuUsage.TotalTime;
            T result = read();
            TimeSpan time = Environment.CpuUsage.TotalTime - start;
            if (time < best) best = time;
            if (i == 2 || best < TimeSpan.FromSeconds(1)) return (result, best);
        }
    }

    private static string Messages(string path)
        => string.Concat((ExperimentFileReader.IsExperiment(path) ? ExperimentFileReader.Read(path, Outcomes).Diagnostics : ScenarioReader.Read(path).Diagnostics).Select(d => d + "\n"));

    private static readonly string[] Outcomes = ["deals", "practices_new", "net_benefit_eur"];

    // Sparse: takes no room on the disk.
    private static string LargeFile(long bytes)
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("twinsim-test").FullName, "large.yaml");
        using FileStream stream = File.Create(path);
        stream.SetLength(bytes);
        return path;
    }
}
