using System.Numerics;
using TwinningSim.Model.Input;
using TwinningSim.Model.Parameters;

namespace TwinningSim.Model.State;

/// <summary>An entry of the plan with everything looked up that does not change in a run.</summary>
internal sealed record PlannedActivity(PlanEntry Entry, ActivityKind Kind, int Key, ushort DomainMask, int Pair, int Institution, int PartnerInstitution, int[] AttendingInstitutions)
{
    public int DomainCount => BitOperations.PopCount(DomainMask);
}

/// <summary>The plan and how far it has come, and what the programme knows.</summary>
internal sealed class ActionPlan
{
    public ActionPlan(Design design, Agreements agreements, Associations associations, Institutions institutions)
    {
        Activities = [.. design.Plan.Select(entry => Look(design, entry, agreements, associations, institutions))];
        Done = new int[Activities.Length];
        Due = new int[Activities.Length];
        ConditionWaits = new int[Activities.Length];
        GateWaits = new int[Activities.Length];
        SegmentVisits = new int[design.Clusters[0].Segments.Length];
        StudyVisits = new int[design.Clusters.Length];
        SupportUntil = new int[design.Clusters.Length];
        SupportIsCommercial = new bool[design.Clusters.Length];
        KnowHowFactor = new double[design.Domains.Length];
    }

    public PlannedActivity[] Activities { get; }

    /// <summary>Times held or given up.</summary>
    public int[] Done { get; }

    public int[] Due { get; }

    public int[] ConditionWaits { get; }

    public int[] GateWaits { get; }

    /// <summary>Diagnostic visits by segment (M1).</summary>
    public int[] SegmentVisits { get; }

    public bool Diagnosed { get; set; }

    /// <summary>Visits of the programme's study of each partner cluster.</summary>
    public int[] StudyVisits { get; }

    /// <summary>Until when negotiations with a partner are supported (B4).</summary>
    public int[] SupportUntil { get; }

    /// <summary>Whether a commercial intermediary supports them; else the programme itself does.</summary>
    public bool[] SupportIsCommercial { get; }

    /// <summary>Factor of visual tools on know-how learning, by domain.</summary>
    public double[] KnowHowFactor { get; }

    public void Start()
    {
        for (int e = 0; e < Activities.Length; e++) Due[e] = Activities[e].Entry.Month;
        Array.Clear(Done);
        Array.Clear(ConditionWaits);
        Array.Clear(GateWaits);
        Array.Clear(SegmentVisits);
        Array.Clear(StudyVisits);
        Array.Clear(SupportUntil);
        Array.Clear(SupportIsCommercial);
        Array.Fill(KnowHowFactor, 1);
        Diagnosed = false;
    }

    private static PlannedActivity Look(Design design, PlanEntry entry, Agreements agreements, Associations associations, Institutions institutions)
    {
        ActivityKind kind = design.Catalogue.Find(entry.Kind) ?? throw new ArgumentException($"Design '{design.Id}' has no activity kind '{entry.Kind}'.", nameof(design));
        ushort mask = 0;
        foreach (int k in entry.Domains) mask |= (ushort)(1 << k);
        int partner = Math.Min(entry.Partner, design.Clusters.Length - 1);
        int emergingActor = entry.Between.Emerging.Length > 0 ? agreements.ActorNamed(entry.Between.Emerging) : associations.FirstOf[0];
        int partnerActor = entry.Between.Partner.Length > 0 ? agreements.ActorNamed(entry.Between.Partner) : partner > 0 ? associations.FirstOf[partner] : -1;
        int pair = emergingActor < 0 || partnerActor < 0 ? -1 : agreements.PairOf(emergingActor, partnerActor);
        int institution = InstitutionFor(institutions, 0, entry.Institution, mask);
        // An institution that is trained is the emerging cluster's, whoever teaches it.
        bool named = entry.Institution.Length > 0 && entry.Provider == ProviderKind.PartnerInstitution && kind.Audience != Audience.Institutions;
        int partnerInstitution = partner == 0 ? -1 : named ? institution : partnerActor >= 0 && !agreements.IsAssociation(partnerActor)
            ? agreements.InstitutionOf(partnerActor)
            : InstitutionFor(institutions, partner, "", mask);
        int[] attending = [.. entry.InstitutionsAttend.Select(id => Array.IndexOf(institutions.Ids, id)).Where(t => t >= 0)];
        if (kind.Audience == Audience.Institutions && attending.Length == 0)
        {
            attending = entry.Institution.Length > 0
                ? [institution]
                : [.. Enumerable.Range(0, institutions.Count).Where(t => institutions.ClusterOf[t] == 0 && (mask == 0 || (institutions.DomainMask[t] & mask) != 0))];
        }
        return new(entry with { Partner = partner }, kind, (int)(World.Hash(entry.Id) & 0x7FFFFFFF), mask, pair, institution, partnerInstitution, attending);
    }

    private static int InstitutionFor(Institutions institutions, int cluster, string id, ushort mask)
    {
        if (id.Length > 0) return Array.IndexOf(institutions.Ids, id);
        int first = -1;
        for (int t = 0; t < institutions.Count; t++)
        {
            if (institutions.ClusterOf[t] != cluster) continue;
            if (first < 0) first = t;
            if ((institutions.DomainMask[t] & mask) != 0) return t;
        }
        return first;
    }
}
