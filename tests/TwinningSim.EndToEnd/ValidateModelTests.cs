using TwinningSim.Testing;

namespace TwinningSim.EndToEnd;

public sealed class ValidateModelTests : IDisposable
{
    private readonly TemporaryFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void One_command_writes_the_report_in_text_tables_and_pictures()
    {
        Ended ended = Twinsim.Run(_scratch.Path, "validate-model", "--quick", "--only", "p6,F88", "--out", "report", "--quiet");
        Assert.True(ended.Code == 0, ended.ToString());
        CommandLineTests.AssertIsClean(ended);
        Assert.Contains("A trusted third party unblocks a stuck negotiation", ended.Output, StringComparison.Ordinal);
        Assert.Contains("recorded 2 of 22", ended.Output, StringComparison.Ordinal);
        Assert.Equal(["checks.parquet", "facts.svg", "patterns.svg", "report.md"], Directory.GetFiles(_scratch["report"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.StartsWith("# Validity report", File.ReadAllText(Path.Combine(_scratch["report"], "report.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_check_is_an_error_that_names_the_nearest()
    {
        Ended ended = Twinsim.Run(_scratch.Path, "validate-model", "--only", "P66");
        Assert.Equal(2, ended.Code);
        Assert.Contains("The check 'P66' does not exist", ended.Error, StringComparison.Ordinal);
    }
}
