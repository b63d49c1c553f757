using System.Runtime.ExceptionServices;
using TwinningSim.Kernel.Tables;
using TwinningSim.Model;
using TwinningSim.Model.Input;
using ModelTables = TwinningSim.Model.Observation.Tables;

namespace TwinningSim.Experiments;

/// <summary>Replicates of a design that are wanted.</summary>
/// <param name="Design">What is simulated; must be valid.</param>
/// <param name="First">First replicate, 0 or more.</param>
/// <param name="Count">Number of replicates, 1 or more.</param>
public readonly record struct RunRequest(Design Design, int First, int Count);

/// <summary>Which tables an observer of runs wants besides the table of runs; each costs time.</summary>
[Flags]
public enum ObservedTables
{
    /// <summary>Only the row of the run.</summary>
    Runs = 0,

    /// <summary>A row for each month too.</summary>
    Months = 1,

    /// <summary>A row for each firm at the end too.</summary>
    Firms = 2,

    /// <summary>A row for each event too.</summary>
    Events = 4,
}

/// <summary>
/// Runs replicates on demand and hands back what an observer made of each: for procedures that decide from what they have seen what to run next (selection of the
/// best, sizing, calibration). A run is a pure function of (design, seed, replicate), so the number of threads never changes an answer. Keeps nothing on disk.
/// </summary>
/// <param name="seed">Seed of all random numbers: the same replicate is the same luck in every design.</param>
/// <param name="threads">Worker threads, 1 or more.</param>
public sealed class Laboratory(ulong seed, int threads)
{
    // Small, so that few requests keep all threads busy: there are no files to be saved here.
    private const int BlockSize = 25;

    /// <summary>Makes a design ready to run; another one in tests.</summary>
    internal Func<Design, RunReplicate> Model { get; init; } = design => new Simulation(design).Run;

    /// <summary>Seed of all random numbers.</summary>
    public ulong Seed => seed;

    /// <summary>Runs what is asked for.</summary>
    /// <typeparam name="T">What is kept of a run.</typeparam>
    /// <param name="requests">What to run.</param>
    /// <param name="tables">Tables that the observer reads besides the table of runs.</param>
    /// <param name="observe">Makes what is kept from the rows of one run: row 0 of the table of runs, all rows of the others. Called by several threads at once; the rows are gone afterwards.</param>
    /// <param name="progress">Told the number of finished runs, a block at a time, by one thread at once.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>For each request, what was kept of its replicates in their order.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="RunFailedException">A run failed.</exception>
    public T[][] Run<T>(
        IReadOnlyList<RunRequest> requests, ObservedTables tables, Func<RunTables, T> observe, IProgress<int>? progress = null, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        T[][] kept = [.. requests.Select(request => new T[request.Count])];
        // Blocks of one design follow each other, so that a worker makes few worlds.
        (int Request, int Start, int End)[] blocks =
        [
            .. requests.SelectMany((request, r) => Enumerable.Range(0, (request.Count + BlockSize - 1) / BlockSize)
                .Select(b => (r, b * BlockSize, Math.Min(request.Count, (b + 1) * BlockSize)))),
        ];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Exception? failure = null;
        int next = -1, done = 0;
        var gate = new Lock();
        var workers = new Thread[Math.Min(threads, blocks.Length)];
        for (int t = 0; t < workers.Length; t++)
        {
            workers[t] = new Thread(Work) { IsBackground = true, Name = $"laboratory {t}" };
            workers[t].Start();
        }
        foreach (Thread worker in workers) worker.Join();
        cancel.ThrowIfCancellationRequested();
        if (failure is not null) ExceptionDispatchInfo.Throw(failure);
        return kept;

        void Work()
        {
            var rows = new RunTables(
                new TableBuffer(ModelTables.Runs, 1),
                tables.HasFlag(ObservedTables.Months) ? new TableBuffer(ModelTables.Months) : null,
                tables.HasFlag(ObservedTables.Firms) ? new TableBuffer(ModelTables.Firms) : null,
                tables.HasFlag(ObservedTables.Events) ? new TableBuffer(ModelTables.Events) : null);
            Design? design = null;
            RunReplicate? run = null;
            while (!stop.IsCancellationRequested && Interlocked.Increment(ref next) is var b && b < blocks.Length)
            {
                (int request, int start, int end) = blocks[b];
                try
                {
                    if (!ReferenceEquals(design, requests[request].Design)) run = Model(requests[request].Design);
                    design = requests[request].Design;
                    for (int i = start; i < end; i++) kept[request][i] = RunOne(run!, design, requests[request].First + i, rows);
                }
                catch (OperationCanceledException) when (stop.IsCancellationRequested)
                {
                    return;
                }
                catch (Exception e)
                {
                    Interlocked.CompareExchange(ref failure, e, null);
                    stop.Cancel();
                    return;
                }
                if (progress is null) continue;
                lock (gate) progress.Report(done += end - start);
            }
        }

        T RunOne(RunReplicate run, Design design, int replicate, RunTables rows)
        {
            rows.Runs.Clear();
            rows.Months?.Clear();
            rows.Firms?.Clear();
            rows.Events?.Clear();
            try
            {
                run(seed, replicate, rows, stop.Token);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                throw new RunFailedException(design.Id, replicate, seed, e);
            }
            return observe(rows);
        }
    }

    /// <summary>
    /// Numbers of the table of runs. What needs two runs at once (net benefit) is not among them: take margin gain and discounted spending of both designs.
    /// </summary>
    /// <inheritdoc cref="Run{T}"/>
    /// <param name="requests">What to run.</param>
    /// <param name="columns">Names of numeric columns of the table of runs.</param>
    /// <param name="progress">Told the number of finished runs.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>[request][column][replicate]; a missing number is NaN.</returns>
    public double[][][] Numbers(IReadOnlyList<RunRequest> requests, IReadOnlyList<string> columns, IProgress<int>? progress = null, CancellationToken cancel = default)
    {
        int[] positions = [.. columns.Select(ModelTables.Runs.IndexOf)];
        double[][][] rows = Run(requests, ObservedTables.Runs, tables => Array.ConvertAll(positions, p => tables.Runs.Numbers(p)[0]), progress, cancel);
        return [.. rows.Select(replicates => positions.Select((_, c) => Array.ConvertAll(replicates, row => row[c])).ToArray())];
    }
}
