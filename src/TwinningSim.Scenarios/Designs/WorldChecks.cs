using TwinningSim.Scenarios.Diagnostics;
using TwinningSim.Scenarios.Format;
using TwinningSim.Scenarios.Yaml;

namespace TwinningSim.Scenarios.Designs;

/// <summary>What must hold between the values of the assumptions.</summary>
internal static class WorldChecks
{
    // Shares are written with a few decimals: three times 0.333333 is meant to be 1.
    private const double ShareTolerance = 2e-6;

    public static void Check(World world, Report report)
    {
        AssumptionsSource source = world.Source;
        References.Check(source, world.Names, report);
        Unique(source.Domains, d => d.Id, "id", "domain", report);
        Unique(source.Clusters, c => c.Id, "id", "cluster", report);
        Unique(source.ActivityKinds, k => k.Name, "name", "activity kind", report);
        var actors = new List<(Source Source, string? Id)>();
        foreach (ClusterSource cluster in source.Clusters)
        {
            CheckCluster(cluster, report);
            actors.AddRange(cluster.Associations.Select(a => ((Source)a, a.Id)));
            actors.AddRange(cluster.Institutions.Select(i => ((Source)i, i.Id)));
        }
        Unique(actors, a => a.Source, a => a.Id, "id", "association or institution", report);
        CheckEmerging(source, report);
        CheckDoHow(source.NationalProviders, source.NationalProviders.KnowHow, source.NationalProviders.DoHow, "the national providers", report);
        CheckRelations(source, report);
    }

    /// <summary>Reports ids that stand for the second time.</summary>
    public static void Unique<T>(IEnumerable<T> items, Func<T, string?> id, string key, string noun, Report report)
        where T : Source => Unique(items, i => i, id, key, noun, report);

    private static void Unique<T>(IEnumerable<T> items, Func<T, Source> source, Func<T, string?> id, string key, string noun, Report report)
    {
        var seen = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        foreach (T item in items)
        {
            if (id(item) is not { } name) continue;
            YamlNode at = source(item).At(key);
            if (seen.TryAdd(name, at)) continue;
            report.Add(DiagnosticCatalogue.DuplicateId, $"there is already {(noun[0] is 'a' ? "an" : "a")} {noun} '{name}', on line {seen[name].At.Line}", null, null, at, seen[name]);
        }
    }

    private static void CheckCluster(ClusterSource cluster, Report report)
    {
        if (cluster.SizeShares is { } sizes && sizes.Usable("micro", "small", "medium", "large"))
            CheckSum(sizes.Micro + sizes.Small + sizes.Medium + sizes.Large, "size_shares", cluster.At("size_shares"), Values(sizes), report);
        if (cluster.RoleShares is { } roles && roles.Usable("principal", "subcontractor", "support"))
            CheckSum(roles.Principal + roles.Subcontractor + roles.Support, "role_shares", cluster.At("role_shares"), Values(roles), report);
        if (cluster.Segments.Count > 0 && cluster.Segments.All(s => s.Share is not null))
            CheckSum(cluster.Segments.Sum(s => s.Share!.Value), "the shares of segments", cluster.At("segments"), [.. cluster.Segments.Select(s => s.At("share"))], report);
        Unique(cluster.Segments, s => s.Id, "id", "segment", report);
        CheckMembers(cluster, report);
        foreach (InstitutionSource institution in cluster.Institutions)
        {
            CheckDoHow(institution, institution.KnowHow, institution.DoHow, $"the institution '{institution.Id}'", report);
            Repeated(institution, "domains", institution.Domains, report);
        }
        CheckSeries(cluster.Climate, report);
        CheckSeries(cluster.ImportPressure, report);
    }

    private static YamlNode[] Values(Source shares) => [.. shares.Node.Entries.Select(e => e.Value)];

    private static void CheckSum(double sum, string what, YamlNode at, YamlNode[] values, Report report)
    {
        if (Math.Abs(sum - 1) > ShareTolerance) report.Add(DiagnosticCatalogue.ShareSum, $"{what} sum to {Number.Show(Math.Round(sum, 6))}", "a sum of 1", null, at, values);
    }

    private static void CheckMembers(ClusterSource cluster, Report report)
    {
        if (cluster.Firms is not { } firms) return;
        long before = 0;
        foreach (AssociationSource association in cluster.Associations)
        {
            if (association.Members is not { } members) continue;
            if (before + members > firms)
            {
                string others = before > 0 ? $" and the associations before it {Number.Show(before)}" : "";
                report.Add(DiagnosticCatalogue.TooManyMembers,
                    $"the association '{association.Id}' has {Number.Show(members)} members{others}, but the cluster '{cluster.Id}' has {Number.Show(firms)} firms (a firm joins one association)",
                    $"at most {Number.Show(Math.Max(0, firms - before))}", null, association.At("members"), cluster.At("firms"));
                return;
            }
            before += members;
        }
    }

    private static void CheckDoHow(Source source, double? knowHow, double? doHow, string what, Report report)
    {
        if (source.Usable("know_how", "do_how") && doHow > knowHow)
            report.Add(DiagnosticCatalogue.DoHowAboveKnowHow, $"do_how of {what} is {Number.Show(doHow.Value)}", $"at most know_how, {Number.Show(knowHow.Value)}", null, source.At("do_how"), source.At("know_how"));
    }

    private static void CheckSeries(IReadOnlyList<SeriesPointSource> points, Report report)
    {
        for (int i = 1; i < points.Count; i++)
        {
            if (points[i].Month is { } month && points[i - 1].Month is { } before && month <= before)
                report.Add(DiagnosticCatalogue.SeriesOrder, $"the point {month} comes after {before}", $"months later than {before}", null, points[i].At("month"));
        }
    }

    private static void CheckEmerging(AssumptionsSource source, Report report)
    {
        // With a role that cannot be read, the count says nothing.
        if (source.Clusters.Count == 0 || source.Clusters.Any(c => c.Role is null)) return;
        ClusterSource[] emerging = [.. source.Clusters.Where(c => c.Role == Model.Input.ClusterRole.Emerging)];
        if (emerging.Length == 0)
            report.Add(DiagnosticCatalogue.EmergingClusters, "no cluster has the role emerging", "exactly one", null, source.At("clusters"), [.. source.Clusters.Select(c => c.At("role"))]);
        foreach (ClusterSource other in emerging.Skip(1))
            report.Add(DiagnosticCatalogue.EmergingClusters, $"the cluster '{other.Id}' is emerging, but so is '{emerging[0].Id}'", "exactly one", null, other.At("role"), emerging[0].At("role"));
    }

    private static void CheckRelations(AssumptionsSource source, Report report)
    {
        var seen = new HashSet<(string, string)>();
        for (int i = 0; i < source.EarlierRelations.Count; i++)
        {
            if (source.EarlierRelations[i] is not [var first, var second]) continue;
            YamlNode at = source.At("earlier_relations", i);
            if (first == second) report.Add(DiagnosticCatalogue.RepeatedName, $"the relation is of '{first}' with itself", "two different ones", null, at);
            else if (!seen.Add(string.CompareOrdinal(first, second) < 0 ? (first, second) : (second, first)))
                report.Add(DiagnosticCatalogue.RepeatedName, $"the relation of '{first}' and '{second}' stands here for the second time", null, null, at);
        }
    }

    /// <summary>Reports a name that stands twice in a list.</summary>
    public static void Repeated(Source source, string key, IReadOnlyList<string> names, Report report)
    {
        for (int i = 1; i < names.Count; i++)
        {
            if (names.Take(i).Contains(names[i])) report.Add(DiagnosticCatalogue.RepeatedName, $"{key} names '{ScalarNode.Shown(names[i])}' twice", null, null, source.At(key, i));
        }
    }
}
