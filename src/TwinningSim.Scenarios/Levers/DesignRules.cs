using TwinningSim.Model.Input;
using TwinningSim.Scenarios.Format;

namespace TwinningSim.Scenarios.Levers;

/// <summary>What must hold between the numbers of a design, whoever set them. Levers change nothing else, so that names and references need no second look.</summary>
internal static class DesignRules
{
    /// <summary>The first rule that a design breaks, in words; null if it breaks none.</summary>
    public static string? Broken(Design design)
        => design.Plan.Select(e => Broken(e, design)).Concat(design.Clusters.Select(Broken)).Concat(design.Agents.Select(Broken)).Append(Nationals(design)).FirstOrDefault(p => p is not null);

    private static string? Broken(PlanEntry entry, Design design)
    {
        string name = $"the plan entry '{entry.Id}'";
        double last = entry.CostShare + (entry.CostShareStep * (entry.Repeats - 1));
        if (entry.Quorum > entry.Places) return $"quorum of {name} is {Number.Show(entry.Quorum)}, above its {Number.Show(entry.Places)} places";
        if (last is < -1e-9 or > 1 + 1e-9) return $"the cost share of {name} would be {Number.Show(last)} at the last of {entry.Repeats} times; allowed 0 to 1";
        if (entry.MostWanted > 0 && !entry.Domains.IsEmpty) return $"{name} has both most_wanted and domains";
        if (entry.MostWanted > design.Domains.Length) return $"most_wanted of {name} is {entry.MostWanted}, but there are {design.Domains.Length} domains";
        return null;
    }

    private static string? Broken(Cluster cluster)
    {
        int members = cluster.Associations.Sum(a => a.Members);
        if (members > cluster.Firms) return $"the associations of the cluster '{cluster.Id}' have {Number.Show(members)} members, but it has {Number.Show(cluster.Firms)} firms";
        Institution? odd = cluster.Institutions.FirstOrDefault(i => i.DoHow > i.KnowHow);
        return odd is null ? null : $"do_how of the institution '{odd.Id}' is {Number.Show(odd.DoHow)}, above its know_how, {Number.Show(odd.KnowHow)}";
    }

    private static string? Broken(Agent agent) => agent.Until <= agent.From ? $"until of the agent '{agent.Id}' lies before from" : null;

    private static string? Nationals(Design design)
    {
        NationalProviders nationals = design.Nationals;
        if (nationals.DoHow > nationals.KnowHow) return $"do_how of the national providers is {Number.Show(nationals.DoHow)}, above their know_how, {Number.Show(nationals.KnowHow)}";
        PlanEntry? taught = nationals.Count > 0 ? null : design.Plan.FirstOrDefault(e => e.Provider == ProviderKind.National || e.NationalsAttend);
        return taught is null ? null : $"the plan entry '{taught.Id}' is for national experts, but there are none";
    }
}
