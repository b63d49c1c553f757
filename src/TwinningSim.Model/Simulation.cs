using TwinningSim.Kernel.Randomness;
using TwinningSim.Kernel.Tables;
using TwinningSim.Model.Input;
using TwinningSim.Model.Observation;

namespace TwinningSim.Model;

/// <summary>The tables that a simulation fills. Leave out what is not wanted: it costs nothing then.</summary>
/// <param name="Runs">One row for each replicate (<see cref="Observation.Tables.Runs"/>).</param>
/// <param name="Months">One row for each replicate and month (<see cref="Observation.Tables.Months"/>).</param>
/// <param name="Firms">One row for each replicate and firm at the end (<see cref="Observation.Tables.Firms"/>).</param>
/// <param name="Events">One row for each thing that happened (<see cref="Observation.Tables.Events"/>).</param>
public sealed record RunTables(TableBuffer Runs, TableBuffer? Months = null, TableBuffer? Firms = null, TableBuffer? Events = null);

/// <summary>A design ready to run. Keeps its world between replicates, so that only the first one allocates; not for use by two threads at once.</summary>
public sealed class Simulation
{
    /// <summary>Key in <see cref="Exception.Data"/> of an exception of <see cref="Run"/>: the month, counted from the start, in which a run failed.</summary>
    public const string MonthOfFailure = "month";

    private readonly World _world;

    /// <summary>Makes the world of a design.</summary>
    /// <param name="design">What is simulated; must be valid.</param>
    /// <param name="rows">Who lends threads to one very large run; one thread does everything if null.</param>
    public Simulation(Design design, IParallelRows? rows = null)
    {
        Design = design;
        _world = new World(design, rows);
    }

    /// <summary>What is simulated.</summary>
    public Design Design { get; }

    /// <summary>Runs one replicate and appends its rows. The rows are a pure function of (design, seed, replicate).</summary>
    /// <param name="seed">Seed of the experiment.</param>
    /// <param name="replicate">Number of the replicate, 0 or more: the same number is the same luck in every design.</param>
    /// <param name="tables">Where the rows go.</param>
    /// <param name="cancel">Stops between months; the rows of the replicate are then incomplete and must be thrown away.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of the replicate is negative.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="InvalidOperationException">A law of the model was broken: a defect of the program.</exception>
    public void Run(ulong seed, int replicate, RunTables tables, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(replicate);
        var draws = new Draws(seed, (uint)replicate);
        World world = WorldOf(replicate);
        world.Log = tables.Events is null ? null : new EventLog(tables.Events, replicate);
        world.Months = tables.Months;
        world.Start(draws);
        var month = new MonthContext(0, draws, world.Design, world.Parameters);
        for (int t = 0; t < Design.Months; t++)
        {
            cancel.ThrowIfCancellationRequested();
            month = month with { Month = t };
            world.Now = t;
            try
            {
                MonthlyStep.Advance(world, month);
            }
            catch (Exception e)
            {
                e.Data[MonthOfFailure] = t;
                throw;
            }
        }
        Census.Finish(world, month, tables);
    }

    /// <summary>The kept world; where replicates differ in their parameters, a new one, since its size may depend on them.</summary>
    private World WorldOf(int replicate)
        => Design.ParameterDraws.IsDefaultOrEmpty ? _world : new World(Design with { Parameters = Design.ParameterDraws[replicate % Design.ParameterDraws.Length] });
}
