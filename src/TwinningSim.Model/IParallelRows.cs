namespace TwinningSim.Model;

/// <summary>
/// Does the independent parts of one month of a very large cluster at once. The model owns no threads: whoever runs it may lend some. The parts follow from the number of
/// firms alone, and no part reads what another writes, so that the results have the same bits whoever does them and in whatever order.
/// </summary>
public interface IParallelRows
{
    /// <summary>Does every part once and returns when all are done.</summary>
    /// <param name="parts">Number of parts, 1 or more.</param>
    /// <param name="part">Does the part of a number from 0 to <paramref name="parts"/> - 1; may be called by several threads at once. What it throws reaches the caller.</param>
    void ForEach(int parts, Action<int> part);
}
