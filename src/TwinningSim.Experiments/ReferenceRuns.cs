namespace TwinningSim.Experiments;

/// <summary>
/// The margin gains of the designs without a programme, for the blocks of replicates that are being run. A run is a pure function, so that it does not matter who
/// finds a number first, or that two workers find the same one.
/// </summary>
internal sealed class ReferenceRuns(ExperimentPlan plan)
{
    private readonly Dictionary<(int Reference, int First), int> _shardsLeft = plan.Shards.GroupBy(s => (plan.ReferenceOf(s.Design), s.First)).ToDictionary(g => g.Key, g => g.Count());
    private readonly Dictionary<(int Reference, int Replicate), double> _marginGains = [];
    private readonly Lock _gate = new();

    /// <summary>The number of a replicate of a design without a programme, if somebody has found it.</summary>
    public bool TryGet(int reference, int replicate, out double marginGain)
    {
        lock (_gate) return _marginGains.TryGetValue((reference, replicate), out marginGain);
    }

    public void Add(int reference, int replicate, double marginGain)
    {
        lock (_gate) _marginGains[(reference, replicate)] = marginGain;
    }

    /// <summary>Forgets a block when the last shard that needs it is done: what is kept does not grow with the number of replicates.</summary>
    public void Finished(Shard shard)
    {
        int reference = plan.ReferenceOf(shard.Design);
        lock (_gate)
        {
            if (--_shardsLeft[(reference, shard.First)] > 0) return;
            for (int replicate = shard.First; replicate < shard.First + shard.Count; replicate++) _marginGains.Remove((reference, replicate));
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
