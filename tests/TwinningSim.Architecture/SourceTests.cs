using System.Text.RegularExpressions;

namespace TwinningSim.Architecture;

/// <summary>Rules about the text of the source.</summary>
public sealed class SourceTests
{
    [Fact]
    public void Every_draw_purpose_has_a_number_of_its_own()
    {
        int[] codes = [.. Purposes().Select(p => p.Code)];
        Assert.NotEmpty(codes);
        Assert.Equal(codes.Distinct(), codes);
        Assert.All(codes, c => Assert.InRange(c, 0, 255));
    }

    /// <summary>Two processes that shared a purpose would share their luck.</summary>
    [Fact]
    public void Every_draw_purpose_is_used_by_exactly_one_process()
    {
        Dictionary<string, string> files = Tree.Files("src", "*.cs").Where(f => f != PurposesFile).ToDictionary(f => f, Tree.Read);
        foreach ((string name, int _) in Purposes())
        {
            string[] users = [.. files.Where(f => Regex.IsMatch(f.Value, $@"\bPurposes\.{name}\b")).Select(f => f.Key)];
            Assert.True(users.Length == 1, $"Purposes.{name} is used by {(users.Length == 0 ? "no file" : string.Join(" and ", users))}");
        }
    }

    [Fact]
    public void A_draw_purpose_is_made_nowhere_else()
        => Assert.Equal([ChanceFile, PurposesFile], FilesWith("src", @"new DrawPurpose\(|DrawPurpose \w+ = new").Order(StringComparer.Ordinal));

    [Fact]
    public void The_month_of_the_model_document_has_the_order_of_the_code()
    {
        string month = Regex.Match(Tree.Read("docs/model.md"), @"^## [^\n]*\bmonth\b[^\n]*\n(.*?)(?=^## )", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.IgnoreCase).Groups[1].Value;
        string[] documented = [.. Regex.Matches(month, @"^### (.+?)\s*$", RegexOptions.Multiline).Select(m => m.Groups[1].Value)];
        string[] called = [.. Regex.Matches(Tree.Read("src/TwinningSim.Model/MonthlyStep.cs"), @"^\s+(\w+)\s*\.\w+\s*\(world, month\)", RegexOptions.Multiline).Select(m => m.Groups[1].Value)];
        Assert.NotEmpty(called);
        Assert.Equal(called, documented);
    }

    [Fact]
    public void Every_process_of_the_month_has_a_file_of_its_name()
    {
        string[] called = [.. Regex.Matches(Tree.Read("src/TwinningSim.Model/MonthlyStep.cs"), @"^\s+(\w+)\s*\.\w+\s*\(world, month\)", RegexOptions.Multiline).Select(m => m.Groups[1].Value)];
        string[] files = [.. Tree.Files("src/TwinningSim.Model", "*.cs").Select(f => Path.GetFileNameWithoutExtension(f))];
        Assert.Empty(called.Except(files));
    }

    [Fact]
    public void Nothing_is_left_for_later()
        => Assert.Empty(FilesWith("src", @"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException"));

    [Fact]
    public void No_test_is_skipped()
        => Assert.Empty(FilesWith("tests", @"\[(Fact|Theory)\(Skip\b"));

    [Fact]
    public void Every_source_file_has_the_namespace_of_its_folder()
    {
        foreach (string file in Tree.Files("src", "*.cs"))
        {
            Match match = Regex.Match(Tree.Read(file), @"^namespace ([\w.]+);", RegexOptions.Multiline);
            string expected = Path.GetDirectoryName(file)!.Replace('\\', '/')["src/".Length..].Replace('/', '.');
            if (match.Success) Assert.True(match.Groups[1].Value == expected, $"{file} is in {match.Groups[1].Value}");
            else Assert.EndsWith("Program.cs", file, StringComparison.Ordinal);
        }
    }

    /// <summary>A path of somebody's machine works nowhere else.</summary>
    [Fact]
    public void No_file_names_a_path_of_a_machine()
    {
        // Written in two parts, so that this file does not name one.
        string pattern = string.Join('|', "/ho" + @"me/\w", "/Us" + @"ers/\w", "/ro" + "ot/", "/wo" + "rk/", "/tm" + "p/", @"[A-Z]:\\\\?Us" + "ers");
        string[] kinds = ["*.cs", "*.md", "*.yaml", "*.json", "*.csproj", "*.props", "*.sln", "*.txt", "*.csv", "run"];
        Assert.Empty(kinds.SelectMany(kind => FilesWith(".", pattern, kind)));
    }

    [Fact]
    public void The_check_script_ends_with_the_line_that_sums_it_up()
    {
        string[] lines = Tree.Read(".ci/run").TrimEnd().Split('\n');
        Assert.Equal("""printf '%s passed, %s failed\n' "$passed" "$failed" """.TrimEnd(), lines[^2]);
    }

    internal static string[] FilesWith(string folder, string pattern, string kind = "*.cs")
        => [.. Tree.Files(folder, kind).Where(f => Regex.IsMatch(Tree.Read(f), pattern))];

    private const string PurposesFile = "src/TwinningSim.Model/Purposes.cs";

    /// <summary>The statistics draw under seeds of their own, which never meet those of the model.</summary>
    private const string ChanceFile = "src/TwinningSim.Analysis/Chance.cs";

    private static (string Name, int Code)[] Purposes()
        => [.. Regex.Matches(Tree.Read(PurposesFile), @"static readonly DrawPurpose (\w+) = new\((\d+)\);").Select(m => (m.Groups[1].Value, int.Parse(m.Groups[2].Value)))];
}
