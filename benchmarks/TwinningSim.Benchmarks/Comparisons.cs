using BenchmarkDotNet.Attributes;
using TwinningSim.Analysis.Comparing;
using TwinningSim.Storage;

namespace TwinningSim.Benchmarks;

/// <summary>Time for reading a folder of results by design and for comparing the designs on all outcomes, on all cores.</summary>
[MemoryDiagnoser]
public class Comparisons
{
    private DirectoryInfo _folder = null!;
    private DesignRuns[] _runs = null!;
    private string[] _designs = null!;
    private string[] _columns = null!;

    [Params(20)]
    public int Designs { get; set; }

    [Params(1_000)]
    public int ReplicatesOfEach { get; set; }

    [GlobalSetup]
    public void Write()
    {
        _folder = Directory.CreateTempSubdirectory("twinsim-comparisons-");
        LargeResults.Write(_folder.FullName, Designs, ReplicatesOfEach);
        _designs = [.. ExperimentReader.Open(_folder.FullName).Designs];
        _columns = [.. Outcomes.All.SelectMany(o => new[] { o.Column, o.Per }).Append("replicate").Where(c => c.Length > 0).Distinct(StringComparer.Ordinal)];
        ResultColumns read = Read();
        _runs = [.. _designs.Select(d => new DesignRuns(d, d, false, [.. read.Numbers(d, "replicate").Select(r => (int)r)], column => read.Numbers(d, column)))];
    }

    [GlobalCleanup]
    public void Delete() => _folder.Delete(recursive: true);

    [Benchmark]
    public ResultColumns Read() => ExperimentReader.Open(_folder.FullName).Columns("runs", _designs, _columns);

    [Benchmark]
    public Comparison Compare() => Comparison.Of(_runs, "as-run", Outcomes.All, "no-programme");
}
