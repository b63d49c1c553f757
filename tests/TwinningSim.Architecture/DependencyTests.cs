using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using TwinningSim.Testing;

namespace TwinningSim.Architecture;

/// <summary>Who may use whom and what: decision 0001.</summary>
public sealed class DependencyTests
{
    /// <summary>Every project of <c>src</c> and the projects that it names.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Kernel"] = [],
        ["Model"] = ["Kernel"],
        ["Scenarios"] = ["Model"],
        ["Storage"] = ["Kernel"],
        ["Experiments"] = ["Analysis", "Scenarios", "Storage"],
        ["Analysis"] = ["Storage"],
        ["Reports"] = ["Analysis"],
        ["Validity"] = ["Experiments", "Analysis"],
        ["Cli"] = ["Experiments", "Reports", "Validity"],
    };

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    [Fact]
    public void The_source_projects_are_those_of_the_layout()
        => Assert.Equal(Allowed.Keys.Order(), Tree.Files("src", "*.csproj").Select(NameOf).Order());

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_names_exactly_the_projects_that_the_layout_gives_it(string project)
        => Assert.Equal(Allowed[project].Order(), References($"src/TwinningSim.{project}/TwinningSim.{project}.csproj").Order());

    [Theory]
    [MemberData(nameof(Projects))]
    public void What_a_project_uses_lies_below_it(string project)
    {
        IEnumerable<string> used = Metadata.Of(project).Assemblies.Where(a => a.StartsWith("TwinningSim.", StringComparison.Ordinal)).Select(a => a["TwinningSim.".Length..]);
        Assert.Empty(used.Except(Below(project)));
    }

    [Theory]
    [InlineData("Parquet", "Storage")]
    [InlineData("DuckDB.NET.Data", "Storage")]
    [InlineData("YamlDotNet", "Scenarios")]
    [InlineData("NJsonSchema", "Scenarios")]
    [InlineData("System.CommandLine", "Cli")]
    [InlineData("Spectre.Console", "Reports", "Cli")]
    [InlineData("ScottPlot", "Reports")]
    [InlineData("SkiaSharp", "Reports")]
    [InlineData("MathNet.Numerics", "Kernel", "Analysis", "Validity")]
    [InlineData("Microsoft.Extensions.Hosting", "Experiments", "Cli")]
    public void A_library_is_used_only_where_it_belongs(string library, params string[] projects)
        => Assert.Empty(Allowed.Keys.Where(p => Metadata.Of(p).Assemblies.Contains(library)).Except(projects));

    [Theory]
    [InlineData("Kernel")]
    [InlineData("Model")]
    public void The_kernel_and_the_model_touch_no_file_console_clock_thread_or_chance(string project)
    {
        string[] forbidden =
        [
            "System.IO.File", "System.IO.FileInfo", "System.IO.FileStream", "System.IO.Directory", "System.IO.DirectoryInfo", "System.IO.Path", "System.IO.StreamWriter",
            "System.Console", "System.Environment", "System.Random", "System.Security.Cryptography.RandomNumberGenerator",
            "System.TimeProvider", "System.DateTimeOffset", "System.Diagnostics.Stopwatch",
            "System.Threading.Thread", "System.Threading.ThreadPool", "System.Threading.Timer", "System.Threading.Monitor", "System.Threading.Lock",
            "System.Threading.Interlocked", "System.Threading.Tasks.Parallel", "System.Threading.Tasks.Task", "System.Threading.Tasks.Task`1", "System.Net.Http.HttpClient",
            "System.Linq.ParallelEnumerable", "System.Diagnostics.Process",
        ];
        Assert.Empty(Metadata.Of(project).Types.Intersect(forbidden));
    }

    /// <summary>Storage owns the disk. Apart from it, one file of Scenarios reads scenario files, and the command line may look at the paths that a user typed.</summary>
    [Fact]
    public void Only_storage_touches_the_disk()
    {
        string[] disk = ["System.IO.File", "System.IO.FileInfo", "System.IO.FileStream", "System.IO.Directory", "System.IO.DirectoryInfo", "System.IO.RandomAccess"];
        Assert.Contains("System.IO.File", Metadata.Of("Storage").Types);
        foreach (string project in Allowed.Keys.Except(["Storage", "Scenarios", "Cli"]))
        {
            Assert.True(!Metadata.Of(project).Types.Overlaps(disk), $"{project} touches the disk");
        }
        Assert.Equal(
            ["src/TwinningSim.Scenarios/Yaml/SourceText.cs"],
            SourceTests.FilesWith("src/TwinningSim.Scenarios", @"\b(File|Directory)\.[A-Z]|\bnew (FileStream|FileInfo|DirectoryInfo)\b|\bFileStream \w+ = new"));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_banned_symbol_is_used_even_where_the_analyzer_was_switched_off(string project)
    {
        Metadata used = Metadata.Of(project);
        string[] banned = [.. Tree.Read("BannedSymbols.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(';')[0])];
        Assert.NotEmpty(banned);
        foreach (string symbol in banned)
        {
            string name = symbol[2..].Split('(')[0];
            string member = symbol[0] == 'P' ? $"{name[..name.LastIndexOf('.')]}.get_{name[(name.LastIndexOf('.') + 1)..]}" : name;
            // An overload that is not banned has the same name (Math.Log with a base): as unwanted.
            Assert.True(symbol[0] == 'T' ? !used.Types.Contains(name) : !used.Members.Contains(member), $"{project} uses {name}");
        }
    }

    [Fact]
    public void The_metadata_shows_methods_properties_and_types_by_the_names_that_the_rules_use()
    {
        Assert.Contains("System.Math.Sqrt", Metadata.Of("Kernel").Members);
        Assert.Contains("System.TimeProvider.get_System", Metadata.Of("Experiments").Members);
        Assert.Contains("System.Threading.Thread", Metadata.Of("Experiments").Types);
        Assert.Contains("System.Console", Metadata.Of("Cli").Types);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Nothing_that_can_change_is_static(string project)
    {
        string name = project == "Cli" ? "twinsim" : $"TwinningSim.{project}";
        IEnumerable<string> changeable = Assembly.Load(name).GetTypes()
            .Where(t => !t.IsDefined(typeof(CompilerGeneratedAttribute), false) && !t.FullName!.Contains('<', StringComparison.Ordinal))
            .SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(f => !f.IsInitOnly && !f.IsLiteral && !f.IsDefined(typeof(CompilerGeneratedAttribute), false) && !GeneratedFor(f.DeclaringType!))
            .Select(f => $"{f.DeclaringType}.{f.Name}");
        Assert.Empty(changeable);
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        string solution = Tree.Read("TwinningSim.sln").Replace('\\', '/');
        string[] projects = [.. Tree.Files("src", "*.csproj"), .. Tree.Files("tests", "*.csproj"), .. Tree.Files("benchmarks", "*.csproj")];
        Assert.InRange(projects.Length, 15, 100);
        Assert.All(projects, p => Assert.Contains($"\"{p}\"", solution, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_project_has_the_banned_symbols_in_force_and_no_version_of_its_own_for_a_package()
    {
        XDocument common = XDocument.Parse(Tree.Read("Directory.Build.props"));
        Assert.Contains(common.Descendants("AdditionalFiles"), e => e.Attribute("Include")!.Value.EndsWith("BannedSymbols.txt", StringComparison.Ordinal));
        Assert.Contains(common.Descendants("PackageReference"), e => e.Attribute("Include")!.Value == "Microsoft.CodeAnalysis.BannedApiAnalyzers");
        Assert.Equal("true", common.Descendants("TreatWarningsAsErrors").Single().Value);
        foreach (string project in Tree.Files(".", "*.csproj"))
        {
            Assert.DoesNotContain(XDocument.Parse(Tree.Read(project)).Descendants("PackageReference"), e => e.Attribute("Version") is not null);
            Assert.True(File.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(project)!, "packages.lock.json")), $"{project} has no lock file");
        }
    }

    private static bool GeneratedFor(Type type) => type.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute), false);

    private static string NameOf(string project) => Path.GetFileNameWithoutExtension(project)["TwinningSim.".Length..];

    private static IEnumerable<string> References(string project)
        => XDocument.Parse(Tree.Read(project)).Descendants("ProjectReference").Select(r => NameOf(r.Attribute("Include")!.Value));

    private static IEnumerable<string> Below(string project) => Allowed[project].SelectMany(p => Below(p).Append(p)).Distinct();
}
