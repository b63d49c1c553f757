namespace TwinningSim.Experiments;

/// <summary>
/// The margin gain of the design without a programme, for the blocks of replicates that are being run. A run is a pure function, so that it does not matter who
/// finds a number first, or that two workers find the same one.
/// </summary>
internal sealed class ReferenceRuns(IEnumerable<Shard> shards)
{
    private readonly Dictionary<int, int> _shardsLeft = shards.GroupBy(s => s.First).ToDictionary(g => g.Key, g => g.Count());
    private readonly Dictionary<int, double> _marginGains = [];
    private readonly Lock _gate = new();

    /// <summary>The number of a replicate, if somebody has found it.</summary>
    public bool TryGet(int replicate, out double marginGain)
    {
        lock (_gate) return _marginGains.TryGetValue(replicate, out marginGain);
    }

    public void Add(int replicate, double marginGain)
    {
        lock (_gate) _marginGains[replicate] = marginGain;
    }

    /// <summary>Forgets a block when the last of its shards is done: what is kept does not grow with the number of replicates.</summary>
    public void Finished(Shard shard)
    {
        lock (_gate)
        {
            if (--_shardsLeft[shard.First] > 0) return;
            for (int replicate = shard.First; replicate < shard.First + shard.Count; replicate++) _marginGains.Remove(replicate);
        }
    }

    internal int Kept
    {
        get
        {
            lock (_gate) return _marginGains.Count;
        }
    }
}
