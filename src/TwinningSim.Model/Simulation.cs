using TwinningSim.Kernel.Tables;
using TwinningSim.Model.Input;

namespace TwinningSim.Model;

/// <summary>The tables that a simulation fills. Leave out what is not wanted: it costs nothing then.</summary>
/// <param name="Runs">One row for each replicate (<see cref="Observation.Tables.Runs"/>).</param>
/// <param name="Months">One row for each replicate and month (<see cref="Observation.Tables.Months"/>).</param>
/// <param name="Firms">One row for each replicate and firm at the end (<see cref="Observation.Tables.Firms"/>).</param>
/// <param name="Events">One row for each thing that happened (<see cref="Observation.Tables.Events"/>).</param>
public sealed record RunTables(TableBuffer Runs, TableBuffer? Months = null, TableBuffer? Firms = null, TableBuffer? Events = null);

/// <summary>A design ready to run. Keeps its world between replicates, so that only the first one allocates; not for use by two threads at once.</summary>
public sealed class Simulation(Design design)
{
    /// <summary>What is simulated.</summary>
    public Design Design { get; } = design;

    /// <summary>Runs one replicate and appends its rows. The rows are a pure function of (design, seed, replicate).</summary>
    /// <param name="seed">Seed of the experiment.</param>
    /// <param name="replicate">Number of the replicate, 0 or more: the same number is the same luck in every design.</param>
    /// <param name="tables">Where the rows go.</param>
    /// <param name="cancel">Stops between months; the rows of the replicate are then incomplete and must be thrown away.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Run(ulong seed, int replicate, RunTables tables, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        int row = tables.Runs.AddRow();
        tables.Runs.Set(row, 0, replicate);
        tables.Runs.Set(row, 1, Design.Months);
    }
}
