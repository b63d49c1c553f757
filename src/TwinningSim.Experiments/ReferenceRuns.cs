namespace TwinningSim.Experiments;

/// <summary>
/// The margin gains of the designs without a programme, for the blocks of replicates that are being run. A run is a pure function, so that it does not matter who
/// finds a number first; who needs one that another worker is at waits for it, so that no run is made twice.
/// </summary>
internal sealed class ReferenceRuns(ExperimentPlan plan, IEnumerable<Shard> shards)
{
    private readonly Dictionary<(int Reference, int First), int> _shardsLeft = shards.SelectMany(s => plan.ReferencesOf(s).Select(r => (r, s.First))).CountBy(key => key).ToDictionary();
    private readonly Dictionary<(int Reference, int Replicate), double> _marginGains = [];
    private readonly HashSet<(int Reference, int Replicate)> _underWay = [];
    private readonly object _gate = new();

    /// <summary>Announces that a worker is about to run a shard, and so to find the numbers of the designs in it that others need; it must end with <see cref="Release"/>.</summary>
    public void Claim(Shard shard)
    {
        lock (_gate) _underWay.UnionWith(Held(shard));
    }

    /// <summary>Says that the worker has stopped, whether it found the numbers or not.</summary>
    public void Release(Shard shard)
    {
        lock (_gate)
        {
            _underWay.ExceptWith(Held(shard));
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>The number of a replicate: known, found by another worker in a moment, or made here.</summary>
    public double Get(int reference, int replicate, Func<double> run)
    {
        lock (_gate)
        {
            while (true)
            {
                if (_marginGains.TryGetValue((reference, replicate), out double known)) return known;
                if (_underWay.Add((reference, replicate))) break;
                Monitor.Wait(_gate);
            }
        }
        try
        {
            double found = run();
            Add(reference, replicate, found);
            return found;
        }
        finally
        {
            lock (_gate)
            {
                _underWay.Remove((reference, replicate));
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>Adds the number of a replicate; NaN if the run failed.</summary>
    public void Add(int reference, int replicate, double marginGain)
    {
        lock (_gate)
        {
            _marginGains[(reference, replicate)] = marginGain;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Forgets blocks when the last shard that needs them is done: what is kept does not grow with the number of replicates.</summary>
    public void Finished(Shard shard)
    {
        lock (_gate)
        {
            foreach (int reference in plan.ReferencesOf(shard))
            {
                if (--_shardsLeft[(reference, shard.First)] > 0) continue;
                for (int replicate = shard.First; replicate < shard.First + shard.Count; replicate++) _marginGains.Remove((reference, replicate));
            }
        }
    }

    internal int Kept
    {
        get
        {
            lock (_gate) return _marginGains.Count;
        }
    }

    private IEnumerable<(int, int)> Held(Shard shard)
        => shard.Designs.Where(plan.IsReference).SelectMany(d => Enumerable.Range(shard.First, shard.Count).Select(r => (d, r)));
}
