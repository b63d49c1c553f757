using System.Globalization;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using TwinningSim.Experiments;
using TwinningSim.Kernel.Tables;
using TwinningSim.Model;
using TwinningSim.Model.Input;
using TwinningSim.Model.Observation;
using TwinningSim.Storage;

namespace TwinningSim.Benchmarks;

/// <summary>An experiment's folder written and read: the tables runs and months of a design of footwear, checksums, ledger and manifest included. The runs themselves are made before.</summary>
[MemoryDiagnoser]
public class Files
{
    private readonly string _folder = Directory.CreateTempSubdirectory("twinsim-benchmark").FullName;
    private ExperimentPlan _plan = null!;
    private RunTables _made = null!;
    private string _there = "";
    private int _written;

    /// <summary>Replicates; each has a row of the table of runs and 72 of the table of months.</summary>
    [Params(25, 500)]
    public int Replicates { get; set; }

    [GlobalSetup]
    public void Make()
    {
        Design design = Benchmarks.Replicates.Design("chennai-footwear", "as-run");
        var source = new ExperimentSource { Id = "files", Title = "Files", Text = "", Hash = "", Baseline = design.Id, Designs = [design] };
        _plan = ExperimentPlan.For(source, new PlanOptions { Replicates = Replicates });
        _made = new RunTables(new TableBuffer(Tables.Runs), new TableBuffer(Tables.Months));
        var simulation = new Simulation(_plan.Designs[0]);
        for (int r = 0; r < Replicates; r++) simulation.Run(_plan.Seed, r, _made);
        _there = Path.Combine(_folder, "there");
        WriteTo(_there);
    }

    [GlobalCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [Benchmark]
    public void Write() => WriteTo(Path.Combine(_folder, (_written++).ToString(CultureInfo.InvariantCulture)));

    [Benchmark]
    public double Read()
    {
        double sum = 0;
        ExperimentReader reader = ExperimentReader.Open(_there);
        foreach (TableDefinition table in reader.Tables)
        {
            foreach (TableBuffer rows in reader.Rows(table.Name, _plan.Designs[0].Id)) sum += rows.Count;
        }
        return sum;
    }

    private void WriteTo(string folder) => new ExperimentRunner(NullLogger<ExperimentRunner>.Instance) { Model = _ => Copy }
        .RunAsync(_plan, folder, new RunOptions { Threads = 1, Fresh = true }).GetAwaiter().GetResult();

    private void Copy(ulong seed, int replicate, RunTables tables, CancellationToken cancel)
    {
        tables.Runs.AddRow(_made.Runs, replicate);
        int months = _made.Months!.Count / Replicates;
        for (int t = 0; t < months; t++) tables.Months!.AddRow(_made.Months, (replicate * months) + t);
    }
}
