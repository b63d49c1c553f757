using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using TwinningSim.Model;
using TwinningSim.Model.Input;
using TwinningSim.Storage;
using TwinningSim.Storage.Disk;

namespace TwinningSim.Experiments;

/// <summary>How an experiment is run. Nothing here can change a result.</summary>
public sealed record RunOptions
{
    /// <summary>Worker threads, 1 or more; the number of processors if not set.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Whether to delete the results that the folder holds.</summary>
    public bool Fresh { get; init; }

    /// <summary>Told for every shard, in the order of the plan and before anything is run, why it is reused or run; nobody if null.</summary>
    public Action<ShardDecision>? Explain { get; init; }
}

/// <summary>What is done with a shard, and why.</summary>
/// <param name="Shard">Which one.</param>
/// <param name="Runs">Whether it is run; otherwise it is reused.</param>
/// <param name="Why">The reason, in words.</param>
public sealed record ShardDecision(ShardName Shard, bool Runs, string Why)
{
    /// <summary>One line: the shard, what is done with it, and why.</summary>
    public override string ToString()
    {
        string designs = Shard.Designs.Length == 1 ? Shard.Designs[0] : $"{Shard.Designs[0]} to {Shard.Designs[^1]} ({Shard.Designs.Length} designs)";
        return $"{designs}, replicates {Shard.First} to {Shard.First + Shard.Count - 1}: {(Runs ? "run" : "reused")}: {Why}";
    }
}

/// <summary>How far an experiment is.</summary>
/// <param name="Done">Runs that are there, whether run now or before.</param>
/// <param name="Reused">Of these, runs that were there before.</param>
/// <param name="Total">Runs wanted.</param>
/// <param name="Elapsed">Time since the start.</param>
/// <param name="RunsPerSecond">Runs made in a second so far; 0 before the first.</param>
/// <param name="TimeLeft">Time that the rest will take at this rate; null before the first run.</param>
public sealed record ExperimentProgress(int Done, int Reused, int Total, TimeSpan Elapsed, double RunsPerSecond, TimeSpan? TimeLeft);

/// <summary>How a call of the runner ended, if it did not fail.</summary>
/// <param name="Complete">Whether every run wanted is over; false if it was told to stop before.</param>
/// <param name="Runs">Runs that are there and committed; those that failed do not count.</param>
/// <param name="Reused">Runs that were there before, those that had failed included.</param>
/// <param name="Total">Runs wanted.</param>
/// <param name="Failed">Runs that failed: they have a row in the table of failures.</param>
public sealed record RunOutcome(bool Complete, int Runs, int Reused, int Total, int Failed = 0);

/// <summary>A run failed: the model is wrong for this input.</summary>
public sealed class RunFailedException : Exception
{
    /// <summary>A failed run.</summary>
    public RunFailedException(string design, int replicate, ulong seed, Exception cause)
        : base($"Design '{design}', replicate {replicate} (seed {seed}) failed: {cause.Message}", cause)
    {
        Design = design;
        Replicate = replicate;
        Month = cause.Data[Simulation.MonthOfFailure] is int month ? month : double.NaN;
    }

    /// <summary>Months since the start in which it failed; NaN if that is not known.</summary>
    public double Month { get; }

    /// <summary>Identifier of the design.</summary>
    public string Design { get; }

    /// <summary>Number of the replicate.</summary>
    public int Replicate { get; }
}

/// <summary>Runs one replicate of a design and appends its rows, as <see cref="Simulation.Run"/> does.</summary>
internal delegate void RunReplicate(ulong seed, int replicate, RunTables tables, CancellationToken cancel);

/// <summary>
/// Runs the shards of a plan on worker threads and commits each when it is done. The rows do not depend on the number of threads or on the order of shards,
/// and the memory needed does not depend on the number of replicates.
/// </summary>
public sealed partial class ExperimentRunner(ILogger<ExperimentRunner> logger)
{
    /// <summary>Makes a design ready to run; another one in tests. The model itself if null.</summary>
    internal Func<Design, RunReplicate>? Model { get; init; }

    internal IDisk Disk { get; init; } = RealDisk.Instance;

    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The order in which shards are taken; another one in tests.</summary>
    internal Func<ImmutableArray<Shard>, ImmutableArray<Shard>> Order { get; init; } = shards => shards;

    /// <summary>Runs what is missing of an experiment. Shards that are committed and intact are reused. A run that fails is kept as data and stops no other.</summary>
    /// <param name="plan">What to run.</param>
    /// <param name="folder">The experiment's folder; created if need be.</param>
    /// <param name="options">How to run it.</param>
    /// <param name="progress">Told about ten times a second, from the worker threads but never by two at once.</param>
    /// <param name="cancel">Stops: shards that are finished are kept, the others are thrown away.</param>
    /// <returns>How it ended; being told to stop is no failure.</returns>
    /// <exception cref="StorageException">The folder is refused or cannot be written; see its subclasses.</exception>
    public Task<RunOutcome> RunAsync(
        ExperimentPlan plan, string folder, RunOptions options, IProgress<ExperimentProgress>? progress = null, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1);
        return Task.Factory.StartNew(() => Run(plan, folder, options, progress, cancel), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private RunOutcome Run(ExperimentPlan plan, string path, RunOptions options, IProgress<ExperimentProgress>? progress, CancellationToken cancel)
    {
        using ExperimentFolder folder = ExperimentFolder.Open(Disk, path, plan.ToManifest(), options.Fresh);
        var meter = new ProgressMeter(plan.Runs, progress, Time);
        Shard[] wanted = Missing(plan, folder, options, meter);
        var references = new ReferenceRuns(plan, wanted);
        LogStart(plan.Source.Id, plan.Designs.Length, plan.Replicates, plan.Shards.Length, options.Threads);

        // Fewer shards than threads: what is left helps inside each run.
        int each = options.Threads / Math.Max(1, wanted.Length);
        ThreadedRows? rows = each > 1 ? new ThreadedRows(each) : null;
        Func<Design, RunReplicate> model = Model ?? (design => new Simulation(design, rows).Run);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Workers.Run(wanted.Length, options.Threads, () =>
        {
            var worker = new ShardRunner(plan, folder, references, model, meter);
            return i =>
            {
                try
                {
                    worker.Run(wanted[i], stop.Token);
                    references.Finished(wanted[i]);
                }
                catch (OperationCanceledException) when (stop.IsCancellationRequested)
                {
                }
                catch
                {
                    stop.Cancel();
                    throw;
                }
            };
        }, stop.Token);

        bool complete = meter.Committed == plan.Runs;
        // What is merged later is joined then.
        if (complete && plan.Part is null) folder.Compact(options.Threads);
        folder.WriteManifest(complete);
        meter.Finish();
        LogEnd(meter.Committed, plan.Runs, meter.Reused);
        return new RunOutcome(complete, meter.Committed - meter.Failed, meter.Reused, plan.Runs, meter.Failed);
    }

    /// <summary>The shards that have to be run.</summary>
    private Shard[] Missing(ExperimentPlan plan, ExperimentFolder folder, RunOptions options, ProgressMeter meter)
    {
        // Shards name the files that they had before the damaged ones are taken away.
        Dictionary<string, CommittedShard> before = plan.Shards.Select(shard => folder.Find(plan.NameOf(shard))).OfType<CommittedShard>().ToDictionary(s => s.Shard.Key);
        IReadOnlyDictionary<string, string> damaged = folder.RemoveDamaged(options.Threads);
        foreach ((string file, string reason) in damaged.OrderBy(d => d.Key, StringComparer.Ordinal)) LogDamaged(file, reason);
        var missing = new List<Shard>();
        foreach (Shard shard in Order(plan.Shards))
        {
            ShardName name = plan.NameOf(shard);
            CommittedShard? there = folder.Find(name);
            string? why = WhyRun(name, there);
            options.Explain?.Invoke(new ShardDecision(name, why is not null, why ?? "in the ledger, and every file has the bytes that were committed"));
            if (why is null) meter.ShardReused(shard.Runs, there!.Failed.Length);
            else missing.Add(shard);
        }
        return [.. missing];

        string? WhyRun(ShardName name, CommittedShard? there)
        {
            if (there is null) return "not in the ledger";
            if (there.Shard.Key != name.Key)
            {
                return there.Shard.Count != name.Count
                    ? $"it ended with replicate {there.Shard.First + there.Shard.Count - 1}"
                    : "what it was made from (program, designs, seed) has another hash";
            }
            string[] reasons = [.. before[name.Key].Files.Where(f => damaged.ContainsKey(f.Path)).Select(f => $"{f.Path}: {damaged[f.Path]}")];
            if (reasons.Length > 0) return string.Join("; ", reasons);
            string[] tables = [.. folder.Missing(there)];
            return tables.Length == 0 ? null : $"it has no table {string.Join(", ", tables)}";
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Experiment}: {Designs} designs x {Replicates} replicates in {Shards} shards on {Threads} threads")]
    private partial void LogStart(string experiment, int designs, int replicates, int shards, int threads);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Runs} of {Total} runs are there, {Reused} of them from before")]
    private partial void LogEnd(int runs, int total, int reused);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{File} is made again: {Reason}")]
    private partial void LogDamaged(string file, string reason);
}
