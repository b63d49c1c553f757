using TwinningSim.Kernel.Tables;
using TwinningSim.Model;
using TwinningSim.Model.Input;
using TwinningSim.Storage;

namespace TwinningSim.Experiments;

/// <summary>One worker: runs shards one after the other. Keeps its buffers, and the simulations of the last design and of the one without a programme.</summary>
internal sealed class ShardRunner(
    ExperimentPlan plan, ExperimentFolder folder, ReferenceRuns references, Func<Design, RunReplicate> model, ProgressMeter meter)
{
    // A row group of this size is large enough to be read fast and small enough for memory: with a million firms a block of replicates would not fit.
    private const int RowGroupRows = 65_536;

    private static readonly TableDefinition RunsTable = TwinningSim.Model.Observation.Tables.Runs;
    private static readonly int Replicate = RunsTable.IndexOf("replicate");
    private static readonly int MarginGain = RunsTable.IndexOf("margin_gain_eur");
    private static readonly int Spending = RunsTable.IndexOf("spending_discounted_eur");
    private static readonly int NetBenefit = RunsTable.IndexOf("net_benefit_eur");
    private static readonly int BenefitCost = RunsTable.IndexOf("benefit_cost_ratio");

    private readonly TableBuffer[] _buffers = [.. folder.Tables.Select(table => new TableBuffer(table))];
    private readonly TableBuffer _referenceRuns = new(RunsTable, 1);
    private int _design = -1;
    private int _reference = -1;
    private RunReplicate? _run;
    private RunReplicate? _runReference;

    public void Run(Shard shard, CancellationToken cancel)
    {
        if (_design != shard.Design) _run = model(plan.Designs[shard.Design]);
        _design = shard.Design;
        foreach (TableBuffer buffer in _buffers) buffer.Clear();
        TableBuffer runs = Buffer("runs")!;
        var tables = new RunTables(runs, Buffer("months"), Buffer("firms"), Buffer("events"));

        using ShardWriter writer = folder.Begin(new ShardName(shard.Key, plan.Designs[shard.Design].Id, shard.First, shard.Count));
        for (int i = 0; i < shard.Count; i++)
        {
            RunOne(_run!, shard.Design, shard.First + i, tables, cancel);
            if (runs.Count != i + 1) throw new InvalidOperationException($"A replicate made {runs.Count - i} rows in the table of runs instead of one.");
            if (plan.ReferenceOf(shard.Design) == shard.Design) references.Add(shard.Design, shard.First + i, runs.Numbers(MarginGain)[i]);
            foreach (TableBuffer buffer in _buffers)
            {
                if (buffer == runs || buffer.Count < RowGroupRows) continue;
                writer.Append(buffer);
                buffer.Clear();
            }
            meter.RunDone();
        }
        FillNetBenefit(runs, plan.ReferenceOf(shard.Design), cancel);
        foreach (TableBuffer buffer in _buffers) writer.Append(buffer);
        writer.Commit();
        meter.ShardCommitted(shard.Count);
    }

    private TableBuffer? Buffer(string table) => Array.Find(_buffers, b => b.Definition.Name == table);

    /// <summary>What needs two runs at once: the margin gain above the same replicate without a programme.</summary>
    private void FillNetBenefit(TableBuffer runs, int reference, CancellationToken cancel)
    {
        for (int row = 0; row < runs.Count; row++)
        {
            double gain = double.NaN;
            if (reference >= 0) gain = runs.Numbers(MarginGain)[row] - ReferenceMarginGain(reference, (int)runs.Numbers(Replicate)[row], cancel);
            double spending = runs.Numbers(Spending)[row];
            runs.Set(row, NetBenefit, gain - spending);
            runs.Set(row, BenefitCost, spending == 0 ? double.NaN : gain / spending);
        }
    }

    private double ReferenceMarginGain(int reference, int replicate, CancellationToken cancel)
    {
        if (references.TryGet(reference, replicate, out double known)) return known;
        if (_reference != reference) _runReference = model(plan.Designs[reference]);
        _reference = reference;
        _referenceRuns.Clear();
        RunOne(_runReference!, reference, replicate, new RunTables(_referenceRuns), cancel);
        double marginGain = _referenceRuns.Numbers(MarginGain)[0];
        references.Add(reference, replicate, marginGain);
        return marginGain;
    }

    private void RunOne(RunReplicate run, int design, int replicate, RunTables tables, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        try
        {
            run(plan.Seed, replicate, tables, cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new RunFailedException(plan.Designs[design].Id, replicate, plan.Seed, e);
        }
    }
}
