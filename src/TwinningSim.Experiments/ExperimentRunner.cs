using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
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
/// <param name="Complete">Whether every run wanted is there; false if it was told to stop before.</param>
/// <param name="Runs">Runs that are there and committed.</param>
/// <param name="Reused">Of these, runs that were there before.</param>
/// <param name="Total">Runs wanted.</param>
public sealed record RunOutcome(bool Complete, int Runs, int Reused, int Total);

/// <summary>A run failed: the model is wrong for this input. What was finished before is kept.</summary>
public sealed class RunFailedException : Exception
{
    /// <summary>A failed run.</summary>
    public RunFailedException(string design, int replicate, ulong seed, Exception cause)
        : base($"Design '{design}', replicate {replicate} (seed {seed}) failed: {cause.Message}", cause)
    {
        Design = design;
        Replicate = replicate;
    }

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
    /// <summary>Makes a design ready to run; another one in tests.</summary>
    internal Func<Design, RunReplicate> Model { get; init; } = design => new Simulation(design).Run;

    internal IDisk Disk { get; init; } = RealDisk.Instance;

    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The order in which shards are taken; another one in tests.</summary>
    internal Func<ImmutableArray<Shard>, ImmutableArray<Shard>> Order { get; init; } = shards => shards;

    /// <summary>Runs what is missing of an experiment. Shards that are committed and intact are reused.</summary>
    /// <param name="plan">What to run.</param>
    /// <param name="folder">The experiment's folder; created if need be.</param>
    /// <param name="options">How to run it.</param>
    /// <param name="progress">Told about ten times a second, from the worker threads but never by two at once.</param>
    /// <param name="cancel">Stops: shards that are finished are kept, the others are thrown away.</param>
    /// <returns>How it ended; being told to stop is no failure.</returns>
    /// <exception cref="StorageException">The folder is refused or cannot be written; see its subclasses.</exception>
    /// <exception cref="RunFailedException">A run failed.</exception>
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
        var references = new ReferenceRuns(plan);
        ImmutableArray<Shard> shards = Order(plan.Shards);
        LogStart(plan.Source.Id, plan.Designs.Length, plan.Replicates, shards.Length, options.Threads);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Exception? failure = null;
        int next = -1;
        var threads = new Thread[Math.Min(options.Threads, shards.Length)];
        for (int t = 0; t < threads.Length; t++)
        {
            threads[t] = new Thread(Work) { IsBackground = true, Name = $"shards {t}" };
            threads[t].Start();
        }
        foreach (Thread thread in threads) thread.Join();

        if (failure is not null) ExceptionDispatchInfo.Throw(failure);
        bool complete = meter.Committed == plan.Runs;
        folder.WriteManifest(complete);
        meter.Finish();
        LogEnd(meter.Committed, plan.Runs, meter.Reused);
        return new RunOutcome(complete, meter.Committed, meter.Reused, plan.Runs);

        void Work()
        {
            var worker = new ShardRunner(plan, folder, references, Model, meter);
            while (!stop.IsCancellationRequested && Interlocked.Increment(ref next) is var i && i < shards.Length)
            {
                try
                {
                    Shard shard = shards[i];
                    if (folder.Find(plan.Designs[shard.Design].Id, shard.First) is { } there && IsUsable(there, shard)) meter.ShardReused(shard.Count);
                    else worker.Run(shard, stop.Token);
                    references.Finished(shard);
                }
                catch (OperationCanceledException) when (stop.IsCancellationRequested)
                {
                    return;
                }
                catch (Exception e)
                {
                    // The first failure is the one to report; those after it are mostly its consequences.
                    Interlocked.CompareExchange(ref failure, e, null);
                    stop.Cancel();
                    return;
                }
            }
        }

        bool IsUsable(CommittedShard there, Shard wanted)
        {
            if (there.Shard.Key != wanted.Key) return false;
            if (folder.IsIntact(there)) return true;
            LogDamaged(there.Shard.Design, there.Shard.First);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Experiment}: {Designs} designs x {Replicates} replicates in {Shards} shards on {Threads} threads")]
    private partial void LogStart(string experiment, int designs, int replicates, int shards, int threads);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Runs} of {Total} runs are there, {Reused} of them from before")]
    private partial void LogEnd(int runs, int total, int reused);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Files of design '{Design}' from replicate {First} on are damaged or missing: they are run again")]
    private partial void LogDamaged(string design, int first);
}
