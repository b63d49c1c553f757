using System.Runtime.ExceptionServices;
using TwinningSim.Model;

namespace TwinningSim.Experiments;

/// <summary>Lends a simulation several threads for the parts of a month: worth it for a cluster of very many firms, where there are fewer runs than processors.</summary>
/// <param name="threads">Threads, 1 or more.</param>
public sealed class ThreadedRows(int threads) : IParallelRows
{
    private readonly ParallelOptions _options = new() { MaxDegreeOfParallelism = threads };

    /// <inheritdoc/>
    public void ForEach(int parts, Action<int> part)
    {
        try
        {
            Parallel.For(0, parts, _options, part);
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }
    }
}
