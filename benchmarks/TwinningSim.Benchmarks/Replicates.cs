using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using TwinningSim.Kernel.Tables;
using TwinningSim.Model;
using TwinningSim.Model.Observation;
using TwinningSim.Scenarios;

namespace TwinningSim.Benchmarks;

/// <summary>Time for one replicate of each shipped scenario as the programme was run, with the tables runs and months, on one core.</summary>
[MemoryDiagnoser]
public class Replicates
{
    private Simulation _simulation = null!;
    private RunTables _tables = null!;
    private int _replicate;

    [Params("chennai-footwear", "chennai-leather", "chennai-auto")]
    public string Name { get; set; } = "";

    [GlobalSetup]
    public void Read()
    {
        _simulation = new Simulation(Design(Name, "as-run"));
        _tables = new RunTables(new TableBuffer(Tables.Runs), new TableBuffer(Tables.Months));
        Replicate();
    }

    [Benchmark]
    public int Replicate()
    {
        _tables.Runs.Clear();
        _tables.Months!.Clear();
        _simulation.Run(20070226, _replicate++, _tables);
        return _tables.Months.Count;
    }

    internal static Model.Input.Design Design(string scenario, string design) => Designs(scenario).First(d => d.Id == design);

    internal static ImmutableArray<Model.Input.Design> Designs(string scenario)
    {
        ScenarioReading reading = ScenarioReader.Read(Path.Combine(Root(), "scenarios", scenario + ".yaml"));
        return (reading.Scenario ?? throw new InvalidOperationException(string.Join('\n', reading.Diagnostics))).Designs;
    }

    internal static string Root()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "TwinningSim.sln"))) return folder.FullName;
        }
        throw new InvalidOperationException("Run the benchmarks inside the source tree: they read the shipped scenarios.");
    }
}
