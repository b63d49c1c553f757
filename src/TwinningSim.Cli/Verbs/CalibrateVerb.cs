using System.Collections.Immutable;
using System.CommandLine;
using TwinningSim.Analysis.Calibration;
using TwinningSim.Cli.Output;
using TwinningSim.Model.Parameters;
using TwinningSim.Reports.Charts;
using TwinningSim.Storage;
using TwinningSim.Validity.Calibration;

namespace TwinningSim.Cli.Verbs;

/// <summary><c>twinsim calibrate</c>: which values of the parameters does the record leave open?</summary>
internal static class CalibrateVerb
{
    private const int QuickParticles = 100, QuickWave = 60;

    public static Command Make()
    {
        var usual = new CalibrationOptions();
        var quick = new Option<bool>("--quick") { Description = $"A first look: {QuickParticles} points in a generation, no cluster left out." };
        Option<ulong?> particles = Input.WholeNumber("--particles", $"Points in a generation. Default: {usual.Particles}.", 20, 100_000);
        Option<ulong?> seed = Input.WholeNumber("--seed", $"Seed of the points that are tried. Default: {CalibrationStudy.Seed}.", 0, ulong.MaxValue);
        var whole = new Option<bool>("--whole-only") { Description = "Do not calibrate again without each cluster." };
        Option<ulong?> threads = Input.WholeNumber("--threads", "Worker threads; they never change a result. Default: one for each core.", 1, 1024);
        var folder = new Option<string>("--out", "-o") { Description = "Folder of the results. Default: results/calibration.", HelpName = "folder" };
        var fresh = new Option<bool>("--fresh") { Description = "Delete what the folder holds and start anew." };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "No progress." };
        var command = new Verb("calibrate", "Find the parameter values that the record leaves open. The same command given again goes on where it stopped.")
        {
            quick, particles, seed, whole, threads, folder, fresh, quiet,
        };
        command.Examples =
        [
            ("twinsim calibrate", "the whole calibration, into results/calibration"),
            ("twinsim calibrate --quick --out look", "a first look, a few minutes"),
            ("twinsim run my-cluster.yaml --parameters posterior", "run an experiment over what a calibration left open"),
        ];
        command.SetAction((result, cancel) => Task.Run(() => Run(
            new CalibrationRequest
            {
                Folder = result.GetValue(folder) ?? Path.Combine("results", "calibration"),
                Options = usual with
                {
                    Seed = result.GetValue(seed) ?? CalibrationStudy.Seed,
                    Particles = (int?)result.GetValue(particles) ?? (result.GetValue(quick) ? QuickParticles : usual.Particles),
                    WavePoints = result.GetValue(quick) ? QuickWave : usual.WavePoints,
                },
                LeaveOneOut = !result.GetValue(whole) && !result.GetValue(quick),
                Fresh = result.GetValue(fresh),
                Threads = (int?)result.GetValue(threads) ?? Environment.ProcessorCount,
            },
            result.GetValue(quiet), cancel)));
        return command;
    }

    private static int Run(CalibrationRequest request, bool quiet, CancellationToken cancel)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        CalibrationReport report;
        try
        {
            report = CalibrationRun.Run(CalibrationStudy.Shipped(), request, quiet ? null : new Listener(), cancel);
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine($"Stopped: finished generations are kept in {request.Folder}. The same command goes on from there.");
            return ExitCode.Cancelled;
        }
        catch (CalibrationException e)
        {
            Console.Error.WriteLine(e.Message);
            return ExitCode.Failure;
        }
        OutputFolder folder = OutputFolder.Open(request.Folder);
        string page = CalibrationWriting.Page(report);
        folder.Write("calibration.md", page);
        folder.Write("posterior.parquet", CalibrationWriting.Table(report));
        folder.Write("draws.json", CalibrationWriting.Draws(report));
        foreach ((string name, Chart chart) in Pictures(report)) folder.Write(name + ".svg", chart.ToSvg());
        Console.Out.Write(page);
        if (quiet) return ExitCode.Success;
        if (report.Reused > 0) Console.Error.WriteLine($"Resumed: {ProgressDisplay.Whole(report.Reused)} simulated points were there already (--fresh starts anew).");
        Console.Error.WriteLine($"The page, the posterior (Parquet), its draws and pictures are in {request.Folder}, after {ProgressDisplay.Duration(clock.Elapsed)}.");
        return ExitCode.Success;
    }

    private static IEnumerable<(string Name, Chart Chart)> Pictures(CalibrationReport report)
    {
        Problem problem = report.Study.Problem;
        Posterior posterior = report.Whole.Posterior;
        string source = FormattableString.Invariant($"twinsim calibrate, seed {report.Options.Seed}, {posterior.Particles.Length} points");
        ImmutableArray<ImmutableArray<double>> draws = posterior.Draw(1000);
        for (int p = 0; p < problem.Parameters.Length; p++)
        {
            int position = p;
            FreeParameter parameter = problem.Parameters[p];
            double present = ParameterValues.Defaults[parameter.Name];
            var text = new ChartText
            {
                Title = $"What the record leaves open: {parameter.Name}",
                Description = FormattableString.Invariant(
                    $"Posterior of {parameter.Name} over its range {parameter.Low:G3} to {parameter.High:G3}: median {posterior.Quantile(p, 0.5):G3}, 90 % between {posterior.Quantile(p, 0.05):G3} and {posterior.Quantile(p, 0.95):G3}."),
                Horizontal = parameter.Name, Vertical = "share of draws", Source = source,
            };
            yield return ("marginal-" + parameter.Name, new Histogram(text, ("posterior", [.. draws.Select(d => d[position])]))
            {
                Range = (parameter.Low, parameter.High), Bins = 24, Marks = [new Mark(present, "present value")],
            });
        }
        yield return ("figures", new IntervalChart(
            new ChartText
            {
                Title = "Figures of the record against simulations with the posterior",
                Description = $"Of {problem.Targets.Length} figures, {problem.Targets.Where((t, i) => t.Observed >= posterior.PredictedQuantile(i, 0.05) && t.Observed <= posterior.PredictedQuantile(i, 0.95)).Count()} lie between the 5 % and 95 % quantile of runs.",
                Horizontal = "simulated less recorded, in deviations of the record", Source = source,
            },
            [.. problem.Targets.Select((t, i) => new Interval($"{t.Name} ({t.Group})", Apart(t, posterior.PredictedQuantile(i, 0.5)), Apart(t, posterior.PredictedQuantile(i, 0.05)), Apart(t, posterior.PredictedQuantile(i, 0.95))))])
        {
            Reference = 0, Lines = "Lines: 5 % to 95 % of runs.",
        });

        static double Apart(Target target, double figure) => (figure - target.Observed) / target.Deviation;
    }

    private sealed class Listener : IProgress<CalibrationNews>
    {
        public void Report(CalibrationNews value) => Console.Error.WriteLine(FormattableString.Invariant(
            $"{value.Part}: {value.Step.Name}, {value.Step.Points} points so far, {(double.IsNaN(value.Step.Tolerance) ? $"{value.Step.Acceptance:P1} of the ranges plausible" : $"tolerance {value.Step.Tolerance:0.00}, {value.Step.Acceptance:P0} accepted")}"));
    }
}
