using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using TwinningSim.Experiments;

namespace TwinningSim.Cli.Output;

/// <summary>Shows on standard error how far an experiment is: a live bar on a terminal, a line every few seconds elsewhere, nothing where silence is wanted.</summary>
internal static class ProgressDisplay
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);

    /// <summary>Runs the work and shows its progress meanwhile.</summary>
    /// <param name="quiet">Show nothing.</param>
    /// <param name="work">The work, given whom to tell.</param>
    public static Task<RunOutcome> Show(bool quiet, Func<IProgress<ExperimentProgress>?, Task<RunOutcome>> work)
        => quiet ? work(null) : Terminal.ErrorIsLive ? ShowBar(work) : ShowLines(work);

    /// <summary>What there is to say about the rate and the time left.</summary>
    internal static string Words(ExperimentProgress progress)
        => $"{Whole(progress.Done)} of {Whole(progress.Total)} runs ({100.0 * progress.Done / Math.Max(1, progress.Total):F0} %)" + RateAndTimeLeft(progress);

    internal static string RateAndTimeLeft(ExperimentProgress progress)
    {
        string rate = progress.RunsPerSecond > 0 ? $", {Rate(progress.RunsPerSecond)} a second" : "";
        return progress.TimeLeft is { } left && progress.Done < progress.Total ? $"{rate}, {Duration(left)} left" : rate;
    }

    /// <summary>A duration as people say it: 12 s, 3 min 20 s, 2 h 05 min.</summary>
    internal static string Duration(TimeSpan time)
    {
        var whole = TimeSpan.FromSeconds(Math.Ceiling(time.TotalSeconds));
        return whole.TotalSeconds < 60 ? $"{whole.TotalSeconds:F0} s"
            : whole.TotalMinutes < 60 ? $"{whole.Minutes} min {whole.Seconds:00} s"
            : $"{Math.Floor(whole.TotalHours):F0} h {whole.Minutes:00} min";
    }

    internal static string Whole(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Rate(double perSecond) => perSecond.ToString(perSecond < 10 ? "0.0" : "#,0", CultureInfo.InvariantCulture);

    private static async Task<RunOutcome> ShowLines(Func<IProgress<ExperimentProgress>?, Task<RunOutcome>> work)
    {
        TimeSpan next = BetweenLines;
        return await work(new Listener(progress =>
        {
            if (progress.Elapsed < next || progress.Done == progress.Total) return;
            next = progress.Elapsed + BetweenLines;
            Console.Error.WriteLine(Words(progress));
        }));
    }

    private static async Task<RunOutcome> ShowBar(Func<IProgress<ExperimentProgress>?, Task<RunOutcome>> work)
    {
        var state = new RateColumn();
        return await Terminal.Error().Progress().AutoClear(true).HideCompleted(false)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn { Width = 40 }, new PercentageColumn(), state)
            .StartAsync(async context =>
            {
                ProgressTask task = context.AddTask("Runs");
                return await work(new Listener(progress =>
                {
                    state.Latest = progress;
                    task.MaxValue = Math.Max(1, progress.Total);
                    task.Value = progress.Done;
                }));
            });
    }

    private sealed class Listener(Action<ExperimentProgress> tell) : IProgress<ExperimentProgress>
    {
        public void Report(ExperimentProgress value) => tell(value);
    }

    private sealed class RateColumn : ProgressColumn
    {
        public ExperimentProgress? Latest { get; set; }

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
            => new Text(Latest is { } progress ? $"{Whole(progress.Done)} of {Whole(progress.Total)}{RateAndTimeLeft(progress)}" : "");
    }
}
