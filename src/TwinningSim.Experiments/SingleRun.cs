using TwinningSim.Kernel.Tables;
using TwinningSim.Model;
using TwinningSim.Model.Input;
using TwinningSim.Storage;
using ModelTables = TwinningSim.Model.Observation.Tables;

namespace TwinningSim.Experiments;

/// <summary>One replicate of one design.</summary>
public static class SingleRun
{
    /// <summary>Runs a replicate as an experiment would, keeping nothing on disk: to see again how a run failed.</summary>
    /// <param name="design">What is simulated; must be valid.</param>
    /// <param name="seed">Seed of the experiment.</param>
    /// <param name="replicate">Number of the replicate.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>All its tables, without what needs a second run (net benefit); or how it failed.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static (RunTables Tables, RunFailedException? Failure) Of(Design design, ulong seed, int replicate, CancellationToken cancel = default)
    {
        var tables = new RunTables(
            new TableBuffer(ModelTables.Runs), new TableBuffer(ModelTables.Months), new TableBuffer(ModelTables.Firms), new TableBuffer(ModelTables.Events));
        return (tables, Try(new Simulation(design).Run, design.Id, seed, replicate, tables, cancel));
    }

    /// <summary>Runs a replicate; one that fails leaves no row.</summary>
    /// <returns>How it failed, or null.</returns>
    internal static RunFailedException? Try(RunReplicate run, string design, ulong seed, int replicate, RunTables tables, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        TableBuffer[] buffers = [.. new[] { tables.Runs, tables.Months, tables.Firms, tables.Events }.OfType<TableBuffer>()];
        int[] before = [.. buffers.Select(buffer => buffer.Count)];
        try
        {
            run(seed, replicate, tables, cancel);
            if (tables.Runs.Count != before[0] + 1) throw new InvalidOperationException($"A replicate made {tables.Runs.Count - before[0]} rows in the table of runs instead of one.");
            for (int b = 0; b < buffers.Length; b++)
            {
                if (ParquetTable.FindMisfit(buffers[b], before[b]) is { } misfit) throw new InvalidOperationException(misfit);
            }
            return null;
        }
        // For want of memory another machine, or this one tomorrow, may do better: no property of the run.
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            for (int b = 0; b < buffers.Length; b++) buffers[b].Truncate(before[b]);
            return new RunFailedException(design, replicate, seed, e);
        }
    }
}
