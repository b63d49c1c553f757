using System.Collections.Immutable;
using TwinningSim.Model.Input;
using TwinningSim.Model.Parameters;
using TwinningSim.Scenarios.Format;

namespace TwinningSim.Scenarios.Levers;

/// <summary>The places of a design that hold numbers.</summary>
internal static class LeverPlaces
{
    private const double MostDays = 250;

    public static IEnumerable<Lever> Of(Design design) => Policy(design).Concat(Assumptions(design));

    private static IEnumerable<Lever> Policy(Design design)
    {
        foreach (Lever lever in Fields<PolicySource, Design>("", false, design, d => d, (_, changed) => changed)) yield return lever;
        foreach (Agent agent in design.Agents)
        {
            foreach (Lever lever in Items<AgentSource, Agent>($"agents.{agent.Id}.", false, design, d => d.Agents, (d, agents) => d with { Agents = agents }, a => a.Id == agent.Id)) yield return lever;
        }
        foreach ((string name, Func<PlanEntry, bool> chosen) in Entries(design.Plan))
        {
            foreach (Lever lever in Items<PlanEntrySource, PlanEntry>($"plan.{name}.", false, design, d => d.Plan, (d, plan) => d with { Plan = plan }, chosen)) yield return Narrowed(lever, design, chosen);
            if (ExpertDays($"plan.{name}.expert_days", design, chosen) is { } days) yield return days;
        }
    }

    private static IEnumerable<Lever> Assumptions(Design design)
    {
        foreach (ParameterDefinition parameter in ParameterTable.All)
        {
            yield return new Lever($"parameters.{parameter.Name}", true, _ => true, d => d.Parameters[parameter.Name], (d, value) => d.WithParameter(parameter.Name, value))
            {
                Low = parameter.Min,
                High = parameter.Max,
                Plausible = (parameter.PlausibleLow, parameter.PlausibleHigh),
                Unit = parameter.Unit,
                Meaning = parameter.Meaning,
            };
        }
        foreach (Domain domain in design.Domains)
        {
            foreach (Lever lever in Items<DomainSource, Domain>($"domains.{domain.Id}.", true, design, d => d.Domains, (d, all) => d with { Domains = all }, x => x.Id == domain.Id)) yield return lever;
        }
        foreach (Cluster cluster in design.Clusters)
        {
            foreach (Lever lever in OfCluster(design, cluster)) yield return lever;
        }
        foreach (Lever lever in Fields<NationalProvidersSource, NationalProviders>("national_providers.", true, design, d => d.Nationals, (d, nationals) => d with { Nationals = nationals })) yield return lever;
        foreach (Lever lever in Fields<PricesSource, Prices>("prices.", true, design, d => d.Prices, (d, prices) => d with { Prices = prices })) yield return lever;
        foreach (ActivityKind kind in design.Catalogue.All)
        {
            foreach (Lever lever in Fields<ActivityKindSource, ActivityKind>($"activity_kinds.{kind.Name}.", true, design, d => d.Catalogue.Find(kind.Name), (d, changed) => d with { Catalogue = d.Catalogue.With(changed) }))
                yield return lever;
        }
    }

    private static IEnumerable<Lever> OfCluster(Design design, Cluster cluster)
    {
        string path = $"clusters.{cluster.Id}.";
        foreach (Lever lever in Items<ClusterSource, Cluster>(path, true, design, d => d.Clusters, (d, all) => d with { Clusters = all }, c => c.Id == cluster.Id)) yield return lever;
        foreach (Association association in cluster.Associations)
        {
            foreach (Lever lever in Fields<AssociationSource, Association>($"{path}associations.{association.Id}.", true, design,
                d => d.Clusters.SelectMany(c => c.Associations).FirstOrDefault(a => a.Id == association.Id),
                (d, changed) => d with { Clusters = Changed(d.Clusters, c => c.Id == cluster.Id, c => c with { Associations = Changed(c.Associations, a => a.Id == association.Id, _ => changed) }) }))
                yield return lever;
        }
        foreach (Institution institution in cluster.Institutions)
        {
            foreach (Lever lever in Fields<InstitutionSource, Institution>($"{path}institutions.{institution.Id}.", true, design,
                d => d.Clusters.SelectMany(c => c.Institutions).FirstOrDefault(i => i.Id == institution.Id),
                (d, changed) => d with { Clusters = Changed(d.Clusters, c => c.Id == cluster.Id, c => c with { Institutions = Changed(c.Institutions, i => i.Id == institution.Id, _ => changed) }) }))
                yield return lever;
        }
    }

    // Single entries, and groups of them: all of a kind, all of a provider, all.
    private static IEnumerable<(string Name, Func<PlanEntry, bool> Chosen)> Entries(ImmutableArray<PlanEntry> plan)
    {
        foreach (PlanEntry entry in plan) yield return (entry.Id, e => e.Id == entry.Id);
        foreach (string kind in plan.Select(e => e.Kind).Distinct(StringComparer.Ordinal)) yield return ($"kind:{kind}", e => e.Kind == kind);
        foreach (ProviderKind provider in plan.Select(e => e.Provider).Distinct()) yield return ($"provider:{Naming.Kebab(provider.ToString())}", e => e.Provider == provider);
        if (!plan.IsEmpty) yield return ("*", _ => true);
    }

    // The fields of a part of the design that exists once.
    private static IEnumerable<Lever> Fields<TSource, TRecord>(string path, bool isAssumption, Design design, Func<Design, TRecord?> find, Func<Design, TRecord, Design> replace)
        where TSource : Source
        where TRecord : class
        => RecordField.Of(typeof(TSource), typeof(TRecord)).Select(field => Make(path + field.Key, isAssumption, design, field, d => find(d) is not null,
            d => Value(field, find(d)!, d), (d, value) => replace(d, (TRecord)field.With(find(d)!, value))));

    // The fields of those things of a list that are chosen.
    private static IEnumerable<Lever> Items<TSource, TRecord>(
        string path, bool isAssumption, Design design, Func<Design, ImmutableArray<TRecord>> list, Func<Design, ImmutableArray<TRecord>, Design> replace, Func<TRecord, bool> chosen)
        where TSource : Source
        where TRecord : class
        => RecordField.Of(typeof(TSource), typeof(TRecord)).Select(field => Make(path + field.Key, isAssumption, design, field, d => list(d).Any(chosen),
            d => list(d).Where(chosen).Average(item => Value(field, item, d)), (d, value) => replace(d, Changed(list(d), chosen, item => (TRecord)field.With(item, value)))));

    private static Lever Make(string path, bool isAssumption, Design design, RecordField field, Func<Design, bool> applies, Func<Design, double> get, Func<Design, double, Design> set)
        => new(path, isAssumption, applies, get, set)
        {
            Low = field.Low,
            High = field.IsMonth ? design.Months - 1 : field.High,
            AboveLow = field.AboveLow,
            IsWhole = field.IsWhole,
            IsMonth = field.IsMonth,
            Unit = field.Unit,
            Meaning = field.Meaning,
        };

    private static ImmutableArray<T> Changed<T>(ImmutableArray<T> items, Func<T, bool> chosen, Func<T, T> change) => [.. items.Select(item => chosen(item) ? change(item) : item)];

    // What the model uses: a value that is left open is that of a parameter or a price, and an end that is left open is the horizon.
    private static double Value(RecordField field, object record, Design design) => field.Get(record) switch
    {
        { } month when field.IsMonth => Math.Min(month, design.Months - 1),
        { } value => value,
        null when record is Cluster cluster => design.Parameters[$"{field.Key}_{Naming.Snake(cluster.Role.ToString())}"],
        _ => design.Prices.NationalDayEur,
    };

    // Places and days that some kinds of activity cannot do without.
    private static Lever Narrowed(Lever lever, Design design, Func<PlanEntry, bool> chosen)
    {
        ActivityKind[] kinds = [.. design.Plan.Where(chosen).Select(e => design.Catalogue.Find(e.Kind)!)];
        string key = lever.Path[(lever.Path.LastIndexOf('.') + 1)..];
        bool above = key switch
        {
            "places" => kinds.Any(k => k.Audience == Audience.Firms || k.Effect == SpecialEffect.PartnerStudy),
            "days" => kinds.Any(k => k.KnowHowRate + k.DoHowRate + k.VisionRate > 0),
            "window" => kinds.Any(k => k.Effect is SpecialEffect.SupportsDeals or SpecialEffect.OpensCredit),
            "credit_eur" => kinds.Any(k => k.Effect == SpecialEffect.OpensCredit),
            _ => false,
        };
        return above ? lever.Above() : lever;
    }

    // Null where no entry is taught by experts who are paid by the day.
    private static Lever? ExpertDays(string path, Design design, Func<PlanEntry, bool> chosen)
    {
        PlanEntry[] entries = [.. design.Plan.Where(e => chosen(e) && PlannedDays(design, e) > 0)];
        if (entries.Length == 0) return null;
        var names = entries.Select(e => e.Id).ToHashSet(StringComparer.Ordinal);
        double total = entries.Sum(e => PlannedDays(design, e));
        // Days in proportion to those of the design in which the lever was found, so that setting it twice is setting it once.
        var days = entries.ToDictionary(e => e.Id, e => e.Days, StringComparer.Ordinal);
        return new Lever(path, false, d => d.Plan.Count(e => names.Contains(e.Id)) == names.Count, d => d.Plan.Where(e => names.Contains(e.Id)).Sum(e => PlannedDays(d, e)), Scale)
        {
            High = total * entries.Min(e => MostDays / e.Days),
            Unit = "expert-days",
            Meaning = "Expert-days planned in all; the days of each entry rise and fall alike, and 0 takes the entries out of the plan.",
        };

        Design Scale(Design d, double value)
        {
            if (value == 0) return d with { Plan = [.. d.Plan.Where(e => !names.Contains(e.Id))] };
            // The days that the design would plan with the remembered days of each entry: places and repeats may have been changed since.
            double planned = d.Plan.Where(e => names.Contains(e.Id)).Sum(e => PlannedDays(d, e with { Days = days[e.Id] }));
            return d with { Plan = Changed(d.Plan, e => names.Contains(e.Id), e => e with { Days = Math.Min(MostDays, days[e.Id] * (value / planned)) }) };
        }
    }

    // The experts' days of an entry if every place is taken and every time is held; 0 for providers who are not paid by the day.
    private static double PlannedDays(Design design, PlanEntry entry)
    {
        if (entry.Provider is not (ProviderKind.International or ProviderKind.PartnerInstitution or ProviderKind.National or ProviderKind.Institution)) return 0;
        ActivityKind kind = design.Catalogue.Find(entry.Kind)!;
        if (kind.Audience is not (Audience.Firms or Audience.Institutions) || kind.Effect == SpecialEffect.Diagnosis) return 0;
        int times = Math.Min(entry.Repeats, ((design.Months - 1 - entry.Month) / entry.Every) + 1);
        return times * entry.ProviderDays(kind, entry.Places, design.Parameters["group_size"]);
    }
}
