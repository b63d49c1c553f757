using TwinningSim.Model.Input;

namespace TwinningSim.Model.State;

/// <summary>State of the agreement of a pair of institutional actors.</summary>
internal enum AgreementState : byte
{
    None,
    Negotiating,
    Signed,
    Lapsed,

    /// <summary>Negotiating again after a lapse: counts like a lapsed agreement (T3).</summary>
    Renegotiating,
}

/// <summary>Business associations of all clusters, as columns.</summary>
internal sealed class Associations
{
    public Associations(Design design)
    {
        int count = design.Clusters.Sum(c => c.Associations.Length), partners = design.Clusters.Length;
        Ids = new string[count];
        ClusterOf = new int[count];
        MemberCount = new int[count];
        WorkedBefore = new bool[count];
        Members = new int[count][];
        Backlash = new double[count];
        Engagement = new double[count];
        Gain = new double[count];
        NewGainEur = new double[count];
        Information = new double[count * partners];
        Complementarity = new double[count * partners];
        Rivalry = new double[count * partners];
        Clusters = partners;
        FirstOf = new int[partners];
        int a = 0;
        for (int c = 0; c < design.Clusters.Length; c++)
        {
            FirstOf[c] = design.Clusters[c].Associations.IsEmpty ? -1 : a;
            foreach (Association association in design.Clusters[c].Associations)
            {
                Ids[a] = association.Id;
                ClusterOf[a] = c;
                MemberCount[a] = association.Members;
                WorkedBefore[a] = association.WorkedBefore;
                Members[a] = new int[association.Members];
                a++;
            }
        }
    }

    public int Count => Ids.Length;

    public int Clusters { get; }

    public string[] Ids { get; }

    public int[] ClusterOf { get; }

    public int[] MemberCount { get; }

    public bool[] WorkedBefore { get; }

    /// <summary>Rows of the member firms, ascending.</summary>
    public int[][] Members { get; }

    /// <summary>The first association of a cluster, -1 for none.</summary>
    public int[] FirstOf { get; }

    public double[] Backlash { get; }

    public double[] Engagement { get; }

    /// <summary>Realised gain G (A8).</summary>
    public double[] Gain { get; }

    /// <summary>Deal gains of members since the last look, EUR.</summary>
    public double[] NewGainEur { get; }

    /// <summary>Information about a cluster, at [association * Clusters + cluster].</summary>
    public double[] Information { get; }

    /// <summary>gA, likewise.</summary>
    public double[] Complementarity { get; }

    /// <summary>rA, likewise.</summary>
    public double[] Rivalry { get; }

    public int At(int association, int cluster) => (association * Clusters) + cluster;

    /// <summary>Engagement e_p of a partner: the largest over its associations (A7).</summary>
    public double LargestEngagement(int partner) => Largest(partner, Engagement, 1);

    /// <summary>Information I_p of a partner about the emerging cluster: the largest over its associations (A7).</summary>
    public double LargestInformation(int partner) => Largest(partner, Information, Clusters);

    /// <summary>Mean rivalry rA of a partner with the emerging cluster: the largest over its associations (A7).</summary>
    public double LargestRivalry(int partner) => Largest(partner, Rivalry, Clusters);

    /// <summary>The largest realised gain among a cluster's associations.</summary>
    public double LargestGain(int cluster) => Largest(cluster, Gain, 1);

    private double Largest(int cluster, double[] column, int step)
    {
        double largest = 0;
        for (int a = 0; a < Count; a++)
        {
            if (ClusterOf[a] == cluster) largest = Math.Max(largest, column[a * step]);
        }
        return largest;
    }

    /// <summary>News (A2): information closes a share x of the gap to 1.</summary>
    public void Inform(int association, int cluster, double x)
    {
        if (association < 0 || x <= 0) return;
        ref double information = ref Information[At(association, cluster)];
        information = 1 - ((1 - information) * (1 - Math.Min(1, x)));
    }
}

/// <summary>Technical institutions of all clusters, as columns.</summary>
internal sealed class Institutions
{
    public Institutions(Design design, int stride)
    {
        int count = design.Clusters.Sum(c => c.Institutions.Length);
        Stride = stride;
        Ids = new string[count];
        ClusterOf = new int[count];
        DomainMask = new ushort[count];
        DaysPerMonth = new double[count];
        FeeEurPerDay = new double[count];
        KnowHow = new float[count * stride];
        DoHow = new float[count * stride];
        _input = new Institution[count];
        int t = 0;
        for (int c = 0; c < design.Clusters.Length; c++)
        {
            foreach (Institution institution in design.Clusters[c].Institutions)
            {
                Ids[t] = institution.Id;
                ClusterOf[t] = c;
                foreach (int k in institution.Domains) DomainMask[t] |= (ushort)(1 << k);
                DaysPerMonth[t] = institution.DaysPerMonth;
                FeeEurPerDay[t] = institution.FeeEurPerDay;
                _input[t] = institution;
                t++;
            }
        }
    }

    private readonly Institution[] _input;

    public int Count => Ids.Length;

    public int Stride { get; }

    public string[] Ids { get; }

    public int[] ClusterOf { get; }

    public ushort[] DomainMask { get; }

    public double[] DaysPerMonth { get; }

    public double[] FeeEurPerDay { get; }

    public float[] KnowHow { get; }

    public float[] DoHow { get; }

    public void Start()
    {
        Array.Clear(KnowHow);
        Array.Clear(DoHow);
        for (int t = 0; t < Count; t++)
        {
            foreach (int k in _input[t].Domains)
            {
                KnowHow[(t * Stride) + k] = (float)_input[t].KnowHow;
                DoHow[(t * Stride) + k] = (float)_input[t].DoHow;
            }
        }
    }

    /// <summary>Mean do-how over the institution's domains.</summary>
    public double MeanDoHow(int institution) => MeanOverDomains(DoHow, institution);

    /// <summary>Mean know-how over the institution's domains.</summary>
    public double MeanKnowHow(int institution) => MeanOverDomains(KnowHow, institution);

    private double MeanOverDomains(float[] column, int institution)
    {
        double sum = 0;
        int n = 0;
        for (int k = 0; k < Stride; k++)
        {
            if ((DomainMask[institution] >> k & 1) == 0) continue;
            sum += column[(institution * Stride) + k];
            n++;
        }
        return n == 0 ? 0 : sum / n;
    }
}

/// <summary>
/// Pairs of institutional actors, one of the emerging cluster and one of a partner: trust and agreement. Actors are numbered associations first, then institutions.
/// </summary>
internal sealed class Agreements
{
    public Agreements(Design design, Associations associations, Institutions institutions)
    {
        _associations = associations.Count;
        var pairs = new List<(int Emerging, int Partner)>();
        int actors = associations.Count + institutions.Count;
        ClusterOfActor = new int[actors];
        ActorIds = new string[actors];
        for (int x = 0; x < actors; x++)
        {
            bool association = x < associations.Count;
            ClusterOfActor[x] = association ? associations.ClusterOf[x] : institutions.ClusterOf[x - associations.Count];
            ActorIds[x] = association ? associations.Ids[x] : institutions.Ids[x - associations.Count];
        }
        for (int e = 0; e < actors; e++)
        {
            if (ClusterOfActor[e] != 0) continue;
            for (int x = 0; x < actors; x++)
            {
                if (ClusterOfActor[x] != 0) pairs.Add((e, x));
            }
        }
        Emerging = [.. pairs.Select(q => q.Emerging)];
        Partner = [.. pairs.Select(q => q.Partner)];
        Cluster = [.. Partner.Select(x => ClusterOfActor[x])];
        EarlierRelation = [.. pairs.Select(q => design.EarlierRelations.Any(r => Names(r, ActorIds[q.Emerging], ActorIds[q.Partner])))];
        // The key of an actor's draws is its name, not its position: another partner must not change anybody's luck.
        Key = [.. pairs.Select(q => (int)(World.Hash(ActorIds[q.Emerging] + "|" + ActorIds[q.Partner]) & 0x7FFFFFFF))];
        Trust = new TrustRecords(pairs.Count);
        State = new AgreementState[pairs.Count];
        Until = new int[pairs.Count];
        Brokered = new bool[pairs.Count];
        EverSigned = new bool[pairs.Count];
    }

    private readonly int _associations;

    public int Count => Emerging.Length;

    public string[] ActorIds { get; }

    public int[] ClusterOfActor { get; }

    public int[] Emerging { get; }

    public int[] Partner { get; }

    /// <summary>The partner's cluster.</summary>
    public int[] Cluster { get; }

    public bool[] EarlierRelation { get; }

    public int[] Key { get; }

    public TrustRecords Trust { get; }

    public AgreementState[] State { get; }

    /// <summary>Month in which the negotiation or the agreement ends.</summary>
    public int[] Until { get; }

    public bool[] Brokered { get; }

    public bool[] EverSigned { get; }

    public bool IsAssociation(int actor) => actor < _associations;

    /// <summary>Position among the institutions of an actor that is one.</summary>
    public int InstitutionOf(int actor) => actor - _associations;

    public int PairOf(int emergingActor, int partnerActor)
    {
        for (int q = 0; q < Count; q++)
        {
            if (Emerging[q] == emergingActor && Partner[q] == partnerActor) return q;
        }
        return -1;
    }

    public int ActorNamed(string id) => Array.IndexOf(ActorIds, id);

    private static bool Names((string, string) relation, string a, string b)
        => (relation.Item1 == a && relation.Item2 == b) || (relation.Item1 == b && relation.Item2 == a);
}
