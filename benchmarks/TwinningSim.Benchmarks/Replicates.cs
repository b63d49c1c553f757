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
        ScenarioReading reading = ScenarioReader.Read(Path.Combine(Root(), "scenarios", Name + ".yaml"));
        Scenario scenario = reading.Scenario ?? throw new InvalidOperationException(string.Join('\n', reading.Diagnostics));
        _simulation = new Simulation(scenario.Find("as-run")!);
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

    private static string Root()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "TwinningSim.sln"))) return folder.FullName;
        }
        throw new InvalidOperationException("Run the benchmarks inside the source tree: they read the shipped scenarios.");
    }
}
