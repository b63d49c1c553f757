using System.Collections.Immutable;
using TwinningSim.Analysis.Comparing;
using TwinningSim.Analysis.Estimation;
using TwinningSim.Analysis.Stopping;
using TwinningSim.Scenarios.Experiments;

namespace TwinningSim.Experiments;

/// <summary>How exactly an outcome is known after so many replicates.</summary>
/// <param name="Outcome">Which outcome.</param>
/// <param name="Means">Widest half-width of the mean of a design.</param>
/// <param name="Differences">Widest half-width of a difference from the baseline in the same replicates; NaN if there is none.</param>
public sealed record ExpectedPrecision(Outcome Outcome, double Means, double Differences);

/// <summary>What a pilot found.</summary>
/// <param name="Designs">Designs that were run.</param>
/// <param name="Replicates">Replicates of each.</param>
/// <param name="CpuSeconds">Processor time of a run, s.</param>
/// <param name="Bytes">Disk of a run.</param>
/// <param name="Wanted">Replicates of each design that the experiment needs: those that its rule expects, at most its cap, or the given number.</param>
/// <param name="State">What the stopping rule says; null if there is none.</param>
/// <param name="Precision">How exactly the main outcomes will be known then, as far as the pilot tells.</param>
public sealed record PilotResult(int Designs, int Replicates, double CpuSeconds, double Bytes, int Wanted, StoppingState? State, ImmutableArray<ExpectedPrecision> Precision);

/// <summary>A small run of an experiment that says what the whole will need.</summary>
public static class Pilot
{
    /// <summary>The largest number of designs that a pilot runs.</summary>
    public const int MostDesigns = 40;

    private const int WarmUp = 3;

    /// <summary>Runs some replicates of an experiment's designs, or of some of them if they are many.</summary>
    /// <param name="grid">The experiment.</param>
    /// <param name="targets">Its stopping rule; null if the number of replicates is given.</param>
    /// <param name="wanted">The number of replicates where there is no rule.</param>
    /// <param name="replicates">Replicates of the pilot, 5 or more.</param>
    /// <param name="seed">Seed of the model.</param>
    /// <param name="threads">Worker threads.</param>
    /// <param name="folder">An empty folder for the results of the pilot.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>What was found; null if it was stopped.</returns>
    public static async Task<PilotResult?> Run(ExperimentGrid grid, StoppingTargets? targets, int wanted, int replicates, ulong seed, int threads, string folder, CancellationToken cancel)
    {
        ExperimentGrid part = grid.Part(MostDesigns);
        var options = new RunOptions { Threads = threads };
        // The first runs compile the program; what they cost says nothing about the rest.
        RunOutcome warm = await ExperimentHost.RunAsync(PlanOf(part, seed, WarmUp), folder, options with { Fresh = true }, cancel: cancel);
        TimeSpan start = Environment.CpuUsage.TotalTime;
        ExperimentPlan plan = PlanOf(part, seed, replicates);
        RunOutcome end = await ExperimentHost.RunAsync(plan, folder, options with { Fresh = true }, cancel: cancel);
        double seconds = (Environment.CpuUsage.TotalTime - start).TotalSeconds;
        if (!warm.Complete || !end.Complete) return null;

        Storage.ExperimentReader reader = Storage.ExperimentReader.Open(folder);
        StoppingState? state = targets is null ? null : StoppingRule.Look(PrecisionSeries.Of(reader, part, targets));
        if (state is not null) wanted = state.Replicates is null ? Math.Min(targets!.Most, state.Expected ?? targets.Most) : state.Looked;
        double level = targets?.Level ?? Estimates.UsualLevel;
        ImmutableArray<ExpectedPrecision> precision =
        [
            .. Outcomes.Main.Where(o => o.Kind is OutcomeKind.Mean or OutcomeKind.Occurrence)
                .Select(o => new ExpectedPrecision(o, Widest(o, TargetOf.Means), Widest(o, TargetOf.Differences))),
        ];
        return new PilotResult(part.Designs.Length, replicates, seconds / plan.Runs, reader.Manifest.Files.Sum(f => (double)f.Bytes) / plan.Runs, wanted, state, precision);

        double Widest(Outcome outcome, TargetOf of)
        {
            var target = new StoppingTargets(level, wanted, [new PrecisionTarget(outcome.Name, of, 1, null)]);
            return PrecisionSeries.Of(reader, part, target).Select(s => Precision.Absolute(1, level).HalfWidthAt(Moments.Of([.. s.Values.Where(v => !double.IsNaN(v))]), wanted))
                .Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max();
        }
    }

    private static ExperimentPlan PlanOf(ExperimentGrid grid, ulong seed, int replicates) => ExperimentPlan.For(grid.ToSource(), new PlanOptions { Seed = seed, Replicates = replicates });
}
