using TwinningSim.Model.Parameters;
using TwinningSim.Scenarios.Diagnostics;
using TwinningSim.Scenarios.Format;
using TwinningSim.Scenarios.Yaml;

namespace TwinningSim.Scenarios.Designs;

/// <summary>The assumptions of the base or of one design, with what they name.</summary>
internal sealed class World
{
    private readonly Dictionary<string, (ClusterSource Cluster, bool IsInstitution)> _actors = new(StringComparer.Ordinal);
    private readonly HashSet<string> _kinds;
    private readonly string[] _institutions;

    public World(AssumptionsSource source, Report report)
    {
        Source = source;
        foreach (ClusterSource cluster in source.Clusters)
        {
            if (cluster.Word("id") is { } id) Clusters.TryAdd(id, cluster);
            foreach (AssociationSource association in cluster.Associations)
            {
                if (association.Word("id") is { } name) _actors.TryAdd(name, (cluster, false));
            }
            foreach (InstitutionSource institution in cluster.Institutions)
            {
                if (institution.Word("id") is { } name) _actors.TryAdd(name, (cluster, true));
            }
        }
        Emerging = source.Clusters.Where(c => c.Role == Model.Input.ClusterRole.Emerging).ToArray() is [var only] ? only : null;
        Domains = [.. source.Domains.Select(d => d.Word("id")).OfType<string>().Distinct(StringComparer.Ordinal)];
        Catalogue = ReadKinds(source, report);
        _kinds = new HashSet<string>(Catalogue.All.Select(k => k.Name).Concat(source.ActivityKinds.Select(k => k.Word("name")).OfType<string>()), StringComparer.Ordinal);
        _institutions = [.. _actors.Where(a => a.Value.IsInstitution).Select(a => a.Key)];
    }

    public AssumptionsSource Source { get; }

    public Dictionary<string, ClusterSource> Clusters { get; } = new(StringComparer.Ordinal);

    /// <summary>The emerging cluster; null unless there is exactly one.</summary>
    public ClusterSource? Emerging { get; }

    public IReadOnlyList<string> Domains { get; }

    public ActivityCatalogue Catalogue { get; }

    /// <summary>The valid names of a kind; null where this cannot be said.</summary>
    public IReadOnlyCollection<string>? Names(To to) => to switch
    {
        To.Domain when Source.Usable("domains") => Domains,
        To.Cluster when Source.Usable("clusters") => Clusters.Keys,
        To.Actor when ActorsKnown => _actors.Keys,
        To.Institution when ActorsKnown => _institutions,
        To.ActivityKind when Source.Usable("activity_kinds") => _kinds,
        _ => null,
    };

    private bool ActorsKnown => Source.Usable("clusters") && Source.Clusters.All(c => c.Usable("associations", "institutions"));

    /// <summary>The cluster of an association or institution, or null.</summary>
    public ClusterSource? ClusterOf(string actor) => _actors.TryGetValue(actor, out (ClusterSource Cluster, bool) found) ? found.Cluster : null;

    private static ActivityCatalogue ReadKinds(AssumptionsSource source, Report report)
    {
        ActivityCatalogue catalogue = ActivityCatalogue.Shipped;
        foreach (ActivityKindSource kind in source.ActivityKinds)
        {
            if (kind.Name is null) continue;
            ActivityKind? start = catalogue.Find(kind.Name);
            if (kind.Like is not null)
            {
                start = catalogue.Find(kind.Like);
                if (start is null)
                {
                    report.Add(DiagnosticCatalogue.UnknownName, $"like names the kind of activity '{ScalarNode.Shown(kind.Like)}', which does not exist",
                        "a shipped kind ('twinsim list kinds') or one that stands earlier in this list", NearestName.Of(kind.Like, catalogue.All.Select(k => k.Name)), kind.At("like"));
                }
            }
            else if (start is null && kind.Usable("meaning", "source") && (kind.Meaning is null || kind.Source is null))
            {
                string lacking = kind.Meaning is null ? kind.Source is null ? "meaning and source" : "meaning" : "source";
                report.Add(DiagnosticCatalogue.KindIncomplete, $"the new activity kind '{kind.Name}' needs {lacking}, or a shipped kind that it is like", null,
                    NearestName.Of(kind.Name, ActivityCatalogue.ShippedKinds.Select(k => k.Name)), kind.At("name"));
            }
            start ??= new ActivityKind { Name = kind.Name, Meaning = "", Source = "" };
            catalogue = catalogue.With(Changed(start, kind));
        }
        return catalogue;
    }

    private static ActivityKind Changed(ActivityKind start, ActivityKindSource kind) => start with
    {
        Name = kind.Name!,
        Meaning = kind.Meaning ?? start.Meaning,
        Source = kind.Source ?? start.Source,
        Audience = kind.Audience ?? start.Audience,
        Group = kind.Group ?? start.Group,
        OnSite = kind.OnSite ?? start.OnSite,
        Travel = kind.Travel ?? start.Travel,
        Training = kind.Training ?? start.Training,
        VisitOnly = kind.VisitOnly ?? start.VisitOnly,
        KnowHowRate = kind.KnowHowRate ?? start.KnowHowRate,
        DoHowRate = kind.DoHowRate ?? start.DoHowRate,
        VisionRate = kind.VisionRate ?? start.VisionRate,
        Attention = kind.Attention ?? start.Attention,
        TrustProgramme = kind.TrustProgramme ?? start.TrustProgramme,
        TrustAssociation = kind.TrustAssociation ?? start.TrustAssociation,
        TrustOtherSide = kind.TrustOtherSide ?? start.TrustOtherSide,
        TrustLocal = kind.TrustLocal ?? start.TrustLocal,
        TrustPair = kind.TrustPair ?? start.TrustPair,
        InformationEmerging = kind.InformationEmerging ?? start.InformationEmerging,
        InformationPartner = kind.InformationPartner ?? start.InformationPartner,
        Contacts = kind.Contacts ?? start.Contacts,
        SupportContacts = kind.SupportContacts ?? start.SupportContacts,
        Effect = kind.Effect ?? start.Effect,
        Output = kind.Output ?? start.Output,
        FixedEur = kind.FixedEur ?? start.FixedEur,
        PerHeadEur = kind.PerHeadEur ?? start.PerHeadEur,
    };
}
