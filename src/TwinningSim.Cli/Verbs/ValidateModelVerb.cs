using System.CommandLine;
using TwinningSim.Cli.Output;
using TwinningSim.Storage;
using TwinningSim.Validity;
using TwinningSim.Validity.Checks;
using TwinningSim.Validity.Writing;

namespace TwinningSim.Cli.Verbs;

/// <summary><c>twinsim validate-model</c>: does the model show what the record shows?</summary>
internal static class ValidateModelVerb
{
    private const int QuickReplicates = 20, Width = 118;

    public static Command Make()
    {
        var quick = new Option<bool>("--quick") { Description = $"A first look: {QuickReplicates} replicates and no table of ablations. Small effects are then not told from chance." };
        Option<ulong?> replicates = Input.WholeNumber("--replicates", "Replicates of each pattern's designs; facts take twice as many. Default: 160.", 2, 100_000, "-n");
        Option<string[]> only = Input.Names("--only", "Only these patterns and facts.", "P1,F26,...");
        Option<ulong?> threads = Input.WholeNumber("--threads", "Worker threads; they never change a result. Default: one for each core.", 1, 1024);
        Option<string> parameters = Input.ParameterSet();
        var folder = new Option<string>("--out", "-o") { Description = "Folder of the report. Default: results/validity.", HelpName = "folder" };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "No progress." };
        var command = new Verb("validate-model", "Test the model against the record: patterns, figures, ablations. Writes a report in Markdown, Parquet and pictures.")
        {
            quick, replicates, only, threads, parameters, folder, quiet,
        };
        command.Examples =
        [
            ("twinsim validate-model", "the whole report, into results/validity"),
            ("twinsim validate-model --parameters posterior", "the same over what calibration left open"),
            ("twinsim validate-model --quick --out first-look", "a first look"),
            ("twinsim validate-model --only P16,P22 -n 400", "two patterns, surer"),
        ];
        command.SetAction((result, cancel) => Task.Run(() => Run(
            new ValidityOptions
            {
                Replicates = (int?)result.GetValue(replicates) ?? (result.GetValue(quick) ? QuickReplicates : new ValidityOptions().Replicates),
                TableReplicates = result.GetValue(quick) ? 0 : new ValidityOptions().TableReplicates,
                Only = [.. Input.Given(result, only) ?? []],
                Threads = (int?)result.GetValue(threads) ?? Environment.ProcessorCount,
                Parameters = Input.GivenSet(result, parameters),
            },
            result.GetValue(folder) ?? RunVerb.FolderOf("validity", Input.GivenSet(result, parameters)), result.GetValue(quiet), cancel)));
        return command;
    }

    private static int Run(ValidityOptions options, string path, bool quiet, CancellationToken cancel)
    {
        string[] ids = [.. ValidityReport.Ids];
        foreach (string id in options.Only) Input.CheckName("The check", ids.FirstOrDefault(i => i.Equals(id, StringComparison.OrdinalIgnoreCase)) ?? id, ids);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        TimeSpan next = TimeSpan.Zero;
        ValidityReport report;
        try
        {
            report = ValidityReport.Run(options, quiet ? null : new Listener(p =>
            {
                if (clock.Elapsed < next || p.Done == p.Total) return;
                next = clock.Elapsed + TimeSpan.FromSeconds(5);
                Console.Error.WriteLine($"{ProgressDisplay.Whole(p.Done)} of {ProgressDisplay.Whole(p.Total)} runs, about {ProgressDisplay.Duration(clock.Elapsed * ((double)(p.Total - p.Done) / p.Done))} left");
            }), cancel);
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped: nothing was written.");
            return ExitCode.Cancelled;
        }
        OutputFolder folder = OutputFolder.Open(path);
        folder.Write("report.md", ValidityMarkdown.Write(report));
        folder.Write("checks.parquet", ValidityTables.Checks(report));
        ValidityCharts.Write(folder, report);
        if (!report.Ablations.IsEmpty) folder.Write("ablations.parquet", ValidityTables.Ablations(report));
        WriteTable(report);
        if (!quiet) Console.Error.WriteLine($"The report is in {path}, after {ProgressDisplay.Duration(clock.Elapsed)}.");
        return ExitCode.Success;
    }

    private static void WriteTable(ValidityReport report)
    {
        foreach (IGrouping<Section, CheckResult> section in report.Results.GroupBy(r => r.Section))
        {
            Console.Out.WriteLine(Titles.Of(section.Key));
            foreach (CheckResult result in section)
            {
                Console.Out.WriteLine(Cut($"  {Words.Of(result.Verdict),-6} {result.Id,-8} {result.Claim}", Width));
                foreach (Figure f in result.Figures) Console.Out.WriteLine(Cut($"                  {FigureText.Of(result, f)}", Width));
            }
            Console.Out.WriteLine();
        }
        foreach (string line in Summary.Of(report)) Console.Out.WriteLine(line);
    }

    private static string Cut(string text, int width) => text.Length <= width ? text : text[..(width - 2)] + "..";

    private sealed class Listener(Action<(int Done, int Total)> tell) : IProgress<(int Done, int Total)>
    {
        public void Report((int Done, int Total) value) => tell(value);
    }
}
