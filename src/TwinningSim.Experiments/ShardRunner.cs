using TwinningSim.Kernel.Tables;
using TwinningSim.Model;
using TwinningSim.Model.Input;
using TwinningSim.Storage;

namespace TwinningSim.Experiments;

/// <summary>One worker: runs shards one after the other. Keeps its buffers, and the worlds of designs until they are too large together.</summary>
internal sealed class ShardRunner(
    ExperimentPlan plan, ExperimentFolder folder, ReferenceRuns references, Func<Design, RunReplicate> model, ProgressMeter meter)
{
    // A row group of this size is large enough to be read fast and small enough for memory: with a million firms a block of replicates would not fit.
    private const int RowGroupRows = 65_536;
    // Some ten megabytes: every worker keeps its own.
    private const int FirmsKept = 16_384;

    private static readonly TableDefinition RunsTable = TwinningSim.Model.Observation.Tables.Runs;
    private static readonly int Replicate = RunsTable.IndexOf("replicate");
    private static readonly int MarginGain = RunsTable.IndexOf("margin_gain_eur");
    private static readonly int Spending = RunsTable.IndexOf("spending_discounted_eur");
    private static readonly int NetBenefit = RunsTable.IndexOf("net_benefit_eur");
    private static readonly int BenefitCost = RunsTable.IndexOf("benefit_cost_ratio");

    private readonly Rows[] _tables = [.. folder.Tables.Select(table => new Rows(table))];
    private readonly Rows _failures = new(FailureTable.Definition);
    // The same tables as for any other run, so that it fails here exactly where it fails there.
    private readonly Rows[] _referenceTables = [.. folder.Tables.Select(table => new Rows(table))];
    private readonly Dictionary<int, RunReplicate> _worlds = [];
    private int _firms;

    public void Run(Shard shard, CancellationToken cancel)
    {
        foreach (Rows rows in _tables) rows.Clear();
        _failures.Clear();
        RunTables tables = TablesOf(_tables);
        Rows runs = Array.Find(_tables, rows => rows.Buffer == tables.Runs)!;
        references.Claim(shard);
        try
        {
            using ShardWriter writer = folder.Begin(plan.NameOf(shard));
            foreach (int design in shard.Designs)
            {
                RunReplicate run = WorldOf(design);
                for (int replicate = shard.First; replicate < shard.First + shard.Count; replicate++)
                {
                    if (RunOne(run, design, replicate, tables, cancel) is { } failure)
                    {
                        writer.AddFailed(new FailedRun(plan.Designs[design].Id, replicate));
                        FailureTable.Add(_failures.Buffer, replicate, failure.Month, failure.Message, plan.CommandOf(design, replicate));
                        _failures.Belongs(plan.Designs[design].Id);
                        meter.RunFailed();
                        // What a failed run left of its world is nobody's business.
                        run = WorldOf(design, fresh: true);
                        if (plan.IsReference(design)) references.Add(design, replicate, double.NaN);
                        continue;
                    }
                    if (plan.IsReference(design)) references.Add(design, replicate, runs.Buffer.Numbers(MarginGain)[^1]);
                    foreach (Rows rows in _tables)
                    {
                        rows.Belongs(plan.Designs[design].Id);
                        if (rows == runs || rows.Buffer.Count < RowGroupRows) continue;
                        writer.Append(rows.Buffer, rows.Designs);
                        rows.Clear();
                    }
                    meter.RunDone();
                }
            }
            FillNetBenefit(shard, runs, cancel);
            foreach (Rows rows in _tables) writer.Append(rows.Buffer, rows.Designs);
            if (_failures.Buffer.Count > 0) writer.Append(_failures.Buffer, _failures.Designs);
            writer.Commit();
        }
        finally
        {
            references.Release(shard);
        }
        meter.ShardCommitted(shard.Runs, _failures.Buffer.Count);
    }

    private static RunTables TablesOf(Rows[] rows)
    {
        return new RunTables(Find("runs")!, Find("months"), Find("firms"), Find("events"));

        TableBuffer? Find(string table) => Array.Find(rows, t => t.Buffer.Definition.Name == table)?.Buffer;
    }

    /// <summary>What needs two runs at once: the margin gain above the same replicate without a programme.</summary>
    private void FillNetBenefit(Shard shard, Rows rows, CancellationToken cancel)
    {
        TableBuffer runs = rows.Buffer;
        Dictionary<string, int> referenceOf = shard.Designs.ToDictionary(d => plan.Designs[d].Id, plan.ReferenceOf, StringComparer.Ordinal);
        for (int row = 0; row < runs.Count; row++)
        {
            double gain = double.NaN;
            int reference = referenceOf[rows.Designs[row]];
            if (reference >= 0) gain = runs.Numbers(MarginGain)[row] - ReferenceMarginGain(reference, (int)runs.Numbers(Replicate)[row], cancel);
            double spending = runs.Numbers(Spending)[row];
            runs.Set(row, NetBenefit, gain - spending);
            runs.Set(row, BenefitCost, spending == 0 ? double.NaN : gain / spending);
        }
    }

    private double ReferenceMarginGain(int reference, int replicate, CancellationToken cancel) => references.Get(reference, replicate, () =>
    {
        foreach (Rows rows in _referenceTables) rows.Clear();
        RunTables tables = TablesOf(_referenceTables);
        if (RunOne(WorldOf(reference), reference, replicate, tables, cancel) is null) return tables.Runs.Numbers(MarginGain)[0];
        WorldOf(reference, fresh: true);
        return double.NaN;
    });

    /// <summary>A design ready to run: as it was left, or made.</summary>
    private RunReplicate WorldOf(int design, bool fresh = false)
    {
        if (!fresh && _worlds.TryGetValue(design, out RunReplicate? there)) return there;
        int firms = plan.Designs[design].Clusters.Sum(cluster => cluster.Firms);
        if (!_worlds.Remove(design)) _firms += firms;
        if (_firms > FirmsKept)
        {
            _worlds.Clear();
            _firms = firms;
        }
        return _worlds[design] = model(plan.Designs[design]);
    }

    private RunFailedException? RunOne(RunReplicate run, int design, int replicate, RunTables tables, CancellationToken cancel)
        => SingleRun.Try(run, plan.Designs[design].Id, plan.Seed, replicate, tables, cancel);

    /// <summary>Rows of a table and the design of each.</summary>
    private sealed class Rows(TableDefinition table)
    {
        public TableBuffer Buffer { get; } = new(table);

        public List<string> Designs { get; } = [];

        /// <summary>Says to which design the rows added last belong.</summary>
        public void Belongs(string design)
        {
            while (Designs.Count < Buffer.Count) Designs.Add(design);
        }

        public void Clear()
        {
            Buffer.Clear();
            Designs.Clear();
        }
    }
}
