using System.Runtime.ExceptionServices;

namespace TwinningSim.Storage;

/// <summary>Threads that share a list of tasks.</summary>
public static class Workers
{
    /// <summary>Does every task once. The first exception stops the others and is thrown when all have stopped.</summary>
    /// <param name="tasks">Number of tasks.</param>
    /// <param name="threads">Number of threads, 1 or more.</param>
    /// <param name="work">Does the task of a number; called by several threads at once.</param>
    public static void Run(int tasks, int threads, Action<int> work) => Run(tasks, threads, () => work);

    /// <summary>The same where each thread has something of its own.</summary>
    /// <inheritdoc cref="Run(int, int, Action{int})"/>
    /// <param name="tasks">Number of tasks.</param>
    /// <param name="threads">Number of threads, 1 or more.</param>
    /// <param name="start">Called once by each thread; makes what does its tasks.</param>
    /// <param name="stop">Stops before the next task.</param>
    public static void Run(int tasks, int threads, Func<Action<int>> start, CancellationToken stop = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Exception? failure = null;
        int next = -1;
        var all = new Thread[Math.Min(threads, tasks)];
        for (int t = 0; t < all.Length; t++)
        {
            all[t] = new Thread(Work) { IsBackground = true, Name = $"worker {t}" };
            all[t].Start();
        }
        foreach (Thread thread in all) thread.Join();
        if (failure is not null) ExceptionDispatchInfo.Throw(failure);

        void Work()
        {
            try
            {
                Action<int> work = start();
                while (!stop.IsCancellationRequested && Volatile.Read(ref failure) is null && Interlocked.Increment(ref next) is var i && i < tasks) work(i);
            }
            catch (Exception e)
            {
                // The first failure is the one to report; those after it are mostly its consequences.
                Interlocked.CompareExchange(ref failure, e, null);
            }
        }
    }
}
