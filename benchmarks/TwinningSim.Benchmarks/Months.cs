using BenchmarkDotNet.Attributes;
using TwinningSim.Experiments;
using TwinningSim.Kernel.Tables;
using TwinningSim.Model;
using TwinningSim.Model.Observation;
using TwinningSim.Storage;
using TwinningSim.Testing;

namespace TwinningSim.Benchmarks;

/// <summary>A month of the diffusion core: vectors and shortcuts against the plain paths, which give the same bits.</summary>
[MemoryDiagnoser]
public class Months
{
    private DiffusionCore _vectors = null!, _plain = null!;

    [Params(1_000, 10_000, 100_000, 1_000_000)]
    public int Firms { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        _vectors = new DiffusionCore(Firms, 240);
        _plain = new DiffusionCore(Firms, 240, plain: true);
        _vectors.Start(1);
        _plain.Start(1);
        for (int t = 0; t < 12; t++)
        {
            _vectors.Advance();
            _plain.Advance();
        }
    }

    [Benchmark(Baseline = true)]
    public void Plain() => Advance(_plain);

    [Benchmark]
    public void Vectors() => Advance(_vectors);

    private static void Advance(DiffusionCore core)
    {
        if (core.MonthsLeft == 0) core.Start(1);
        core.Advance();
    }
}

/// <summary>A year of a large cluster on one thread and on two; the same bits.</summary>
public class LargeRuns
{
    private Simulation _one = null!, _two = null!;

    [Params(100_000, 1_000_000)]
    public int Firms { get; set; }

    [GlobalSetup]
    public void Make()
    {
        _one = new Simulation(Measurements.Scaled(Firms, 12));
        _two = new Simulation(Measurements.Scaled(Firms, 12), new ThreadedRows(2));
    }

    [Benchmark(Baseline = true)]
    public void One_thread() => _one.Run(1, 0, new RunTables(new TableBuffer(Tables.Runs)));

    [Benchmark]
    public void Two_threads() => _two.Run(1, 0, new RunTables(new TableBuffer(Tables.Runs)));
}
