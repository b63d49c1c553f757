namespace TwinningSim.Experiments;

/// <summary>Counts runs and tells how far the experiment is, at most ten times a second.</summary>
internal sealed class ProgressMeter(int total, IProgress<ExperimentProgress>? listener, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.1);

    private readonly Lock _gate = new();
    private readonly long _start = time.GetTimestamp();
    private int _run;
    private long _lastReport = time.GetTimestamp();

    /// <summary>Runs in committed shards, those that failed included.</summary>
    public int Committed { get; private set; }

    /// <summary>Of these, runs that failed.</summary>
    public int Failed { get; private set; }

    /// <summary>Runs in shards that were committed before.</summary>
    public int Reused { get; private set; }

    public void RunDone()
    {
        lock (_gate)
        {
            _run++;
            ReportIfDue();
        }
    }

    /// <summary>A run is over, although without a result.</summary>
    public void RunFailed() => RunDone();

    public void ShardCommitted(int runs, int failed)
    {
        lock (_gate)
        {
            Committed += runs;
            Failed += failed;
        }
    }

    public void ShardReused(int runs, int failed)
    {
        lock (_gate)
        {
            Committed += runs;
            Reused += runs;
            Failed += failed;
            ReportIfDue();
        }
    }

    public void Finish()
    {
        lock (_gate) Report(time.GetElapsedTime(_start));
    }

    private void ReportIfDue()
    {
        if (listener is null || time.GetElapsedTime(_lastReport) < Interval) return;
        _lastReport = time.GetTimestamp();
        Report(time.GetElapsedTime(_start));
    }

    private void Report(TimeSpan elapsed)
    {
        double rate = _run == 0 || elapsed <= TimeSpan.Zero ? 0 : _run / elapsed.TotalSeconds;
        int done = Math.Min(total, Reused + _run);
        listener?.Report(new ExperimentProgress(done, Reused, total, elapsed, rate, rate == 0 ? null : TimeSpan.FromSeconds((total - done) / rate)));
    }
}
