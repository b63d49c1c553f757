using TwinningSim.Cli;
using TwinningSim.Experiments;
using TwinningSim.Storage;

namespace TwinningSim.EndToEnd;

public class FailureTests
{
    private static (int Code, string Error) Report(Exception failure, bool verbose = false)
    {
        var error = new StringWriter();
        return (Failures.Report(failure, verbose, error), error.ToString());
    }

    [Fact]
    public void A_full_disk_has_an_exit_code_of_its_own()
        => Assert.Equal((4, "The disk is full." + Environment.NewLine), Report(new DiskFullException("The disk is full.")));

    [Fact]
    public void A_folder_with_another_experiment_is_bad_input() => Assert.Equal(2, Report(new FolderMismatchException("no")).Code);

    [Fact]
    public void A_damaged_file_and_a_folder_in_use_are_failures()
    {
        Assert.Equal(1, Report(new DamagedResultException("damaged")).Code);
        Assert.Equal(1, Report(new FolderInUseException("in use")).Code);
    }

    [Fact]
    public void A_failed_run_names_design_replicate_and_seed()
    {
        (int code, string error) = Report(new RunFailedException("as-run", 17, 42, new InvalidOperationException("trust is 1.2")));
        Assert.Equal(1, code);
        Assert.Contains("'as-run', replicate 17 (seed 42) failed: trust is 1.2", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_nobody_expected_is_one_line_and_verbose_shows_where()
    {
        Exception failure = Caught();
        (int code, string error) = Report(failure);
        Assert.Equal(1, code);
        Assert.StartsWith("Unexpected failure: InvalidOperationException: first line", error, StringComparison.Ordinal);
        Assert.DoesNotContain("second line", error, StringComparison.Ordinal);
        Assert.Contains("--verbose", error, StringComparison.Ordinal);
        Assert.Contains(nameof(Caught), Report(failure, verbose: true).Error, StringComparison.Ordinal);
    }

    private static InvalidOperationException Caught()
    {
        try
        {
            throw new InvalidOperationException("first line\nsecond line");
        }
        catch (InvalidOperationException e)
        {
            return e;
        }
    }
}
