using TwinningSim.Testing;
using TwinningSim.Validity.Checks;
using TwinningSim.Validity.Writing;

namespace TwinningSim.Validity.Tests;

public class ReportTests
{
    /// <summary>The committed reports are what the program writes: a sample of their checks is run again in full and compared line by line.</summary>
    [Theory]
    [InlineData("validity", null, "P6,P20,F26,F70", 11)]
    [InlineData("validity-posterior", "posterior", "F26,F70", 5)]
    public void The_committed_report_is_what_the_program_writes(string folder, string? parameters, string checks, int least)
    {
        string committed = File.ReadAllText(Path.Combine(Repository.Root, "results", folder, "report.md"));
        ValidityReport again = ValidityReport.Run(new ValidityOptions { Only = [.. checks.Split(',')], Parameters = parameters, TableReplicates = 0, Threads = 2 });
        string[] lines = [.. ValidityMarkdown.Write(again).Split('\n').Where(l => l.StartsWith("| ", StringComparison.Ordinal) || l.StartsWith("Written by", StringComparison.Ordinal))];
        // One for the page, at least one for each check, one for each ablation, and the heads of the tables.
        Assert.InRange(lines.Length, least, 20);
        string[] other = [.. lines.Where(l => !committed.Contains(l, StringComparison.Ordinal))];
        Assert.True(other.Length == 0, $"Run 'twinsim validate-model' (with --parameters posterior for the second) and commit results/{folder}: the report is older than the model.\n" + string.Join('\n', other));
    }

    [Fact]
    public void The_page_on_validity_gives_the_summary_of_the_committed_report()
    {
        string report = File.ReadAllText(Path.Combine(Repository.Root, "results", "validity", "report.md")), page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "validity.md"));
        string[] lines = [.. report[..report.IndexOf("\n## Patterns", StringComparison.Ordinal)].Split('\n').Where(l => l.StartsWith("- ", StringComparison.Ordinal))];
        Assert.InRange(lines.Length, 4, 10);
        Assert.All(lines, line => Assert.Contains(line, page, StringComparison.Ordinal));
    }

    [Fact]
    public void Threads_and_other_checks_change_no_result()
    {
        var options = new ValidityOptions { Replicates = 30, Only = ["P30"], TableReplicates = 2, Threads = 1 };
        string alone = ValidityMarkdown.Write(ValidityReport.Run(options));
        Assert.Equal(alone, ValidityMarkdown.Write(ValidityReport.Run(options with { Threads = 3 })));
        string more = ValidityMarkdown.Write(ValidityReport.Run(options with { Only = ["P30", "P31"] }));
        Assert.All(alone.Split('\n').Where(l => l.StartsWith("| P30", StringComparison.Ordinal)), line => Assert.Contains(line, more, StringComparison.Ordinal));
    }

    [Fact]
    public void A_pattern_is_broken_by_taking_out_what_it_rests_on()
    {
        ValidityReport report = ValidityReport.Run(new ValidityOptions { Replicates = 40, Only = ["P20"], TableReplicates = 4, Threads = 2 });
        CheckResult result = Assert.Single(report.Results);
        Assert.Equal((Section.Patterns, "P20", Verdict.Holds), (result.Section, result.Id, result.Verdict));
        Assert.Equal(("no-matching", true), Assert.Single(result.RestsOn));
        Assert.Equal(Catalogue.Ablations.Count(a => a.Everywhere), report.Ablations.Length);
        Assert.Equal(Verdict.Fails, report.Ablations.Single(a => a.Ablation == "no-matching").Verdict);
        Assert.Contains("| P20 | holds | `no-matching`", ValidityMarkdown.Write(report), StringComparison.Ordinal);
        Assert.Equal(1, ValidityTables.Checks(report).Count);
        Assert.Equal(report.Ablations.Length, ValidityTables.Ablations(report).Count);
    }

    [Fact]
    public void It_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => ValidityReport.Run(new ValidityOptions { Replicates = 30, Only = ["P30"], TableReplicates = 0 }, new StopAtOnce(stop), stop.Token));
    }

    private sealed class StopAtOnce(CancellationTokenSource stop) : IProgress<(int Done, int Total)>
    {
        public void Report((int Done, int Total) value) => stop.Cancel();
    }
}
