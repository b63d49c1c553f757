using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using TwinningSim.Kernel.Numerics;

namespace TwinningSim.Benchmarks;

/// <summary>Time for one value of exp, log and pow: the functions with the same bits everywhere against those of the platform.</summary>
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class ElementaryFunctions
{
    private const int Count = 4096;
    private readonly double[] _x = [.. Enumerable.Range(0, Count).Select(i => 0.001 + (i * 2654435761L % Count * (5.0 / Count)))];
    private readonly double[] _y = [.. Enumerable.Range(0, Count).Select(i => (i * 40503L % Count * (8.0 / Count)) - 4)];

    [BenchmarkCategory("exp"), Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public double Platform_exp() => Sum((_, y) => Math.Exp(y));

    [BenchmarkCategory("exp"), Benchmark(OperationsPerInvoke = Count)]
    public double Portable_exp() => Sum((_, y) => PortableMath.Exp(y));

    [BenchmarkCategory("log"), Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public double Platform_log() => Sum((x, _) => Math.Log(x));

    [BenchmarkCategory("log"), Benchmark(OperationsPerInvoke = Count)]
    public double Portable_log() => Sum((x, _) => PortableMath.Log(x));

    [BenchmarkCategory("pow"), Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public double Platform_pow() => Sum(Math.Pow);

    [BenchmarkCategory("pow"), Benchmark(OperationsPerInvoke = Count)]
    public double Portable_pow() => Sum(PortableMath.Pow);

    private double Sum(Func<double, double, double> f)
    {
        double sum = 0;
        for (int i = 0; i < Count; i++) sum += f(_x[i], _y[i]);
        return sum;
    }
}
