using TwinningSim.Kernel.Time;
using TwinningSim.Model.Input;
using TwinningSim.Model.Parameters;
using TwinningSim.Scenarios.Diagnostics;
using TwinningSim.Scenarios.Format;
using TwinningSim.Scenarios.Yaml;

namespace TwinningSim.Scenarios.Designs;

/// <summary>What must hold between the values of a policy, and between them and the world.</summary>
internal sealed class PolicyChecks
{
    private static readonly ProviderKind[] Teachers =
        [ProviderKind.International, ProviderKind.National, ProviderKind.Institution, ProviderKind.PartnerInstitution, ProviderKind.PartnerFirms];

    private readonly PolicySource _policy;
    private readonly World _world;
    private readonly Horizon? _horizon;
    private readonly Report _report;
    private readonly YamlNode _partnersAt;
    private readonly YamlNode _planAt;

    private PolicyChecks(PolicySource policy, World world, Horizon? horizon, Report report)
    {
        (_policy, _world, _horizon, _report) = (policy, world, horizon, report);
        _partnersAt = policy.At("partners");
        _planAt = policy.At("plan");
    }

    public static void Check(PolicySource policy, World world, Horizon? horizon, Report report) => new PolicyChecks(policy, world, horizon, report).Check();

    private void Check()
    {
        References.Check(_policy, _world.Names, _report);
        WorldChecks.Unique(_policy.Agents, a => a.Id, "id", "agent", _report);
        WorldChecks.Unique(_policy.Plan, e => e.Id, "id", "plan entry", _report);
        WorldChecks.Repeated(_policy, "partners", _policy.Partners, _report);
        for (int i = 0; i < _policy.Partners.Count; i++)
        {
            if (_world.Emerging?.Id == _policy.Partners[i])
                _report.Add(DiagnosticCatalogue.WrongSide, $"partners names '{_policy.Partners[i]}', which is the emerging cluster itself", PossiblePartners(), null, _policy.At("partners", i), _world.Emerging.At("role"));
        }
        if (_policy.ProgrammeEnd is { } end && _horizon is { } horizon && end < horizon.Start)
            _report.Add(DiagnosticCatalogue.OutsideHorizon, $"programme_end is {end}, before the start", $"{horizon.Start} or later", null, _policy.At("programme_end"));
        foreach (AgentSource agent in _policy.Agents) CheckAgent(agent);
        foreach (PlanEntrySource entry in _policy.Plan) CheckEntry(entry);
    }

    private string PossiblePartners() => string.Join(", ", _world.Clusters.Keys.Where(c => c != _world.Emerging?.Id)) is { Length: > 0 } names ? names : "nothing: there is no other cluster";

    private string Partners() => _policy.Partners.Count > 0 ? string.Join(", ", _policy.Partners) : "nothing: the policy has no partners";

    private void CheckAgent(AgentSource agent)
    {
        string name = $"the agent '{agent.Id}'";
        if (agent.Cluster is { } cluster && _world.Emerging is { } emerging && _world.Clusters.ContainsKey(cluster) && _policy.Usable("partners"))
        {
            bool atHome = cluster == emerging.Id;
            if (!atHome && !_policy.Partners.Contains(cluster))
                _report.Add(DiagnosticCatalogue.WrongSide, $"{name} sits in '{cluster}', which is not a partner of the policy", $"{emerging.Id}, {Partners()}", null, agent.At("cluster"), _partnersAt);
            if (agent.Partner is { } partner && _world.Clusters.ContainsKey(partner))
            {
                if (!atHome && partner != cluster)
                    _report.Add(DiagnosticCatalogue.WrongSide, $"{name} sits in '{cluster}' but works towards '{partner}'", $"{cluster}, or leave the line out", null, agent.At("partner"), agent.At("cluster"));
                else if (!_policy.Partners.Contains(partner))
                    _report.Add(DiagnosticCatalogue.WrongSide, $"{name} works towards '{partner}', which is not a partner of the policy", Partners(), null, agent.At("partner"), _partnersAt);
            }
        }
        if (agent.From is { } from && agent.Until is { } until && until < from)
            _report.Add(DiagnosticCatalogue.MonthOrder, $"until of {name} is {until}, before from", $"{from} or later", null, agent.At("until"), agent.At("from"));
        if (_horizon is not { } horizon) return;
        if (agent.From is { } first && !horizon.Contains(first)) Outside("from", first, agent.At("from"), name);
        if (agent.Until is { } last && last < horizon.Start) Outside("until", last, agent.At("until"), name);
    }

    private void Outside(string key, Month month, YamlNode at, string name)
        => _report.Add(DiagnosticCatalogue.OutsideHorizon, $"{key} of {name} is {month}, outside the months that are simulated", $"{_horizon!.Value.Start} to {_horizon.Value.Last}", null, at);

    private void CheckEntry(PlanEntrySource entry)
    {
        CheckMonths(entry);
        CheckDomains(entry);
        WorldChecks.Repeated(entry, "institutions_attend", entry.InstitutionsAttend, _report);
        if (entry.Usable("quorum", "places") && entry.Quorum > entry.Places)
        {
            _report.Add(DiagnosticCatalogue.QuorumAbovePlaces, $"quorum of the plan entry '{entry.Id}' is {Number.Show(entry.Quorum)}", $"at most its places, {Number.Show(entry.Places)}", null,
                entry.At("quorum"), entry.At("places"));
        }
        double last = entry.CostShare + (entry.CostShareStep * (entry.Repeats - 1));
        if (entry.Usable("cost_share", "cost_share_step", "repeats") && last is < -1e-9 or > 1 + 1e-9)
        {
            _report.Add(DiagnosticCatalogue.CostShareLeavesRange, $"the cost share of the plan entry '{entry.Id}' would be {Number.Show(last)} at the last of {entry.Repeats} times", "0 to 1", null,
                entry.At("cost_share_step"), entry.At("cost_share"), entry.At("repeats"));
        }
        if (entry.Kind is null || _world.Catalogue.Find(entry.Kind) is not { } kind || _world.Emerging is not { } emerging) return;
        ClusterSource? partner = CheckPartner(entry, kind);
        CheckParticipants(entry, kind, emerging, partner);
        CheckProvider(entry, kind, emerging, partner);
        CheckActors(entry, kind, emerging, partner);
        CheckAmounts(entry, kind);
        CheckConditions(entry);
    }

    private void CheckMonths(PlanEntrySource entry)
    {
        if (entry.Month is not { } month || _horizon is not { } horizon) return;
        if (!horizon.Contains(month))
        {
            Outside("month", month, entry.At("month"), $"the plan entry '{entry.Id}'");
            return;
        }
        if (!entry.Usable("repeats", "every")) return;
        int possible = ((horizon.Months - 1 - month.Since(horizon.Start)) / entry.Every) + 1;
        if (entry.Repeats > possible)
        {
            _report.Add(DiagnosticCatalogue.RepeatsTooLate, $"of the {entry.Repeats} times of the plan entry '{entry.Id}' only {possible} lie within the months that are simulated", null, null,
                entry.At("repeats"), entry.At("every"), entry.At("month"));
        }
    }

    private void CheckDomains(PlanEntrySource entry)
    {
        WorldChecks.Repeated(entry, "domains", entry.Domains, _report);
        if (entry.MostWanted is not { } most) return;
        if (entry.Domains.Count > 0)
            _report.Add(DiagnosticCatalogue.DomainsTwice, $"the plan entry '{entry.Id}' has both most_wanted and domains", "one of them", null, entry.At("most_wanted"), entry.At("domains"));
        if (_world.Domains.Count is var known and > 0 && most > known)
            _report.Add(DiagnosticCatalogue.OutOfRange, $"most_wanted is {most}, but there are {known} domains", $"1 to {known}", null, entry.At("most_wanted"));
    }

    // The partner that the entry concerns; null if it has none, or an unknown one.
    private ClusterSource? CheckPartner(PlanEntrySource entry, ActivityKind kind)
    {
        if (!_policy.Usable("partners")) return null;
        if (entry.Partner is { } named)
        {
            if (!_world.Clusters.TryGetValue(named, out ClusterSource? cluster)) return null;
            if (_policy.Partners.Contains(named)) return cluster;
            _report.Add(DiagnosticCatalogue.WrongSide, $"partner of the plan entry '{entry.Id}' is '{named}', which is not a partner of the policy", Partners(), null, entry.At("partner"), _partnersAt);
            return null;
        }
        if (_policy.Partners.Count > 0) return _world.Clusters.GetValueOrDefault(_policy.Partners[0]);
        if (WhyPartner(entry, kind) is { } why)
        {
            _report.Add(DiagnosticCatalogue.NeedsPartner, $"the plan entry '{entry.Id}' needs a partner cluster ({why}), but the policy has no partners", null, null,
                entry.At("kind"), entry.At("provider"), _partnersAt);
        }
        return null;
    }

    private static string? WhyPartner(PlanEntrySource entry, ActivityKind kind) => entry.Provider switch
    {
        ProviderKind.International when entry.Roster != Roster.Independent => "its experts come from there",
        ProviderKind.PartnerInstitution or ProviderKind.PartnerFirms => "its provider is there",
        _ when kind.Travel => $"{kind.Name} goes there",
        _ when kind.Audience is Audience.PartnerFirms or Audience.Associations or Audience.Negotiations => $"{kind.Name} concerns both sides",
        _ when kind.Contacts > 0 => $"{kind.Name} makes contacts there",
        _ when entry.NeedsAgreement != AgreementCondition.None => "it waits for an agreement",
        _ => null,
    };

    private void CheckParticipants(PlanEntrySource entry, ActivityKind kind, ClusterSource emerging, ClusterSource? partner)
    {
        if ((kind.Audience == Audience.Firms || kind.Effect == SpecialEffect.PartnerStudy) && entry.Usable("places") && entry.Places == 0)
            _report.Add(DiagnosticCatalogue.NoPlaces, $"the plan entry '{entry.Id}' of kind {kind.Name} is for firms but has no places", "places of 1 or more", null, entry.At("places"), entry.At("kind"));
        if (kind.Audience == Audience.Firms && entry.Usable("pool") && entry.Pool == InvitationPool.Members && emerging.Associations.Count == 0 && emerging.Usable("associations"))
        {
            _report.Add(DiagnosticCatalogue.NobodyToInvite, $"the plan entry '{entry.Id}' invites members of associations, but the cluster '{emerging.Id}' has no association", "pool: all", null,
                entry.At("pool"), emerging.At("associations"));
        }
        if (kind.Audience == Audience.Institutions && emerging.Institutions.Count == 0 && emerging.Usable("institutions"))
        {
            _report.Add(DiagnosticCatalogue.NobodyToInvite, $"the plan entry '{entry.Id}' of kind {kind.Name} is for institutions, but the cluster '{emerging.Id}' has none", null, null,
                entry.At("kind"), emerging.At("institutions"));
        }
        if (kind.Audience != Audience.Associations) return;
        foreach (ClusterSource? side in (ReadOnlySpan<ClusterSource?>)[emerging, partner])
        {
            if (side is null || side.Associations.Count + side.Institutions.Count > 0 || !side.Usable("associations", "institutions")) continue;
            _report.Add(DiagnosticCatalogue.NobodyToInvite, $"the plan entry '{entry.Id}' of kind {kind.Name} is for associations, but the cluster '{side.Id}' has none", null, null,
                entry.At("kind"), entry.At("partner"), side.At("associations"), _partnersAt);
        }
    }

    private void CheckProvider(PlanEntrySource entry, ActivityKind kind, ClusterSource emerging, ClusterSource? partner)
    {
        bool teaches = (kind.Training || kind.Audience == Audience.Institutions) && kind.KnowHowRate + kind.DoHowRate > 0;
        if (entry.Usable("provider"))
        {
            // The programme's own staff can teach firms, not the teachers themselves.
            ProviderKind[] teachers = kind.Audience == Audience.Institutions ? Teachers : [.. Teachers, ProviderKind.Programme];
            if (teaches && !teachers.Contains(entry.Provider))
            {
                string given = entry.Node.Find("provider") is null ? "has no provider who teaches" : $"has the provider '{Naming.Kebab(entry.Provider.ToString())}', who cannot teach";
                _report.Add(DiagnosticCatalogue.NobodyTeaches, $"{Named(entry, kind)} {given}", string.Join(", ", teachers.Select(t => Naming.Kebab(t.ToString()))), null, entry.At("provider"), entry.At("kind"));
            }
            CheckProviderExists(entry, kind, emerging, partner);
        }
        if (entry.NationalsAttend && _world.Source.NationalProviders is { Count: 0 } nationals && nationals.Usable("count"))
        {
            _report.Add(DiagnosticCatalogue.NobodyToInvite, $"national experts attend {Named(entry, kind)}, but there are none", "national_providers with a count of 1 or more", null,
                entry.At("nationals_attend"), _world.Source.At("national_providers"));
        }
        if (teaches && entry.Usable("domains", "most_wanted") && entry.Domains.Count == 0 && entry.MostWanted is null && !kind.Travel)
            _report.Add(DiagnosticCatalogue.NoDomain, $"{Named(entry, kind)} teaches, but names no domain", "domains, or most_wanted", null, entry.At("domains"), entry.At("kind"));
        if (kind.KnowHowRate + kind.DoHowRate + kind.VisionRate > 0 && entry.Usable("days") && entry.Days == 0)
            _report.Add(DiagnosticCatalogue.NoDays, $"{Named(entry, kind)} teaches, but has 0 days", "above 0", null, entry.At("days"), entry.At("kind"));
    }

    private static string Named(PlanEntrySource entry, ActivityKind kind) => $"the plan entry '{entry.Id}' of kind {kind.Name}";

    private void CheckProviderExists(PlanEntrySource entry, ActivityKind kind, ClusterSource emerging, ClusterSource? partner)
    {
        if (entry.Provider == ProviderKind.National && _world.Source.NationalProviders is { Count: 0 } nationals && nationals.Usable("count"))
        {
            _report.Add(DiagnosticCatalogue.NobodyTeaches, $"{Named(entry, kind)} has a national expert, but there are none", "national_providers with a count of 1 or more", null,
                entry.At("provider"), _world.Source.At("national_providers"));
        }
        ClusterSource? home = entry.Provider switch
        {
            ProviderKind.Institution => emerging,
            ProviderKind.PartnerInstitution => partner,
            _ => null,
        };
        if (home is { Institutions.Count: 0 } && home.Usable("institutions"))
        {
            _report.Add(DiagnosticCatalogue.NobodyTeaches, $"{Named(entry, kind)} is taught by an institution, but the cluster '{home.Id}' has none", null, null,
                entry.At("provider"), entry.At("partner"), home.At("institutions"), _partnersAt);
        }
    }

    private void CheckActors(PlanEntrySource entry, ActivityKind kind, ClusterSource emerging, ClusterSource? partner)
    {
        for (int i = 0; i < entry.InstitutionsAttend.Count; i++) CheckSide("institutions_attend", entry.InstitutionsAttend[i], emerging, institutions: true, entry.At("institutions_attend", i), entry);
        if (entry.Between is [var first, var second])
        {
            CheckSide("between", first, emerging, institutions: false, entry.At("between", 0), entry);
            if (partner is not null) CheckSide("between", second, partner, institutions: false, entry.At("between", 1), entry);
        }
        if (entry.Institution is not { } named) return;
        // An institution that is trained is the emerging cluster's, whoever teaches it.
        bool abroad = entry.Provider == ProviderKind.PartnerInstitution && kind.Audience != Audience.Institutions;
        ClusterSource? home = abroad ? partner : emerging;
        if (home is null || !CheckSide("institution", named, home, institutions: true, entry.At("institution"), entry)) return;
        InstitutionSource institution = home.Institutions.First(i => i.Id == named);
        if (entry.Domains.Count > 0 && institution.Usable("domains") && kind.Audience != Audience.Institutions && !entry.Domains.Any(institution.Domains.Contains))
        {
            _report.Add(DiagnosticCatalogue.NobodyTeaches, $"the institution '{named}' knows no domain of the plan entry '{entry.Id}'", $"domains among {string.Join(", ", institution.Domains)}", null,
                entry.At("institution"), entry.At("domains"), institution.At("domains"));
        }
    }

    // Names that do not exist at all are reported with the references.
    private bool CheckSide(string key, string name, ClusterSource side, bool institutions, YamlNode at, PlanEntrySource entry)
    {
        if (_world.ClusterOf(name) is not { } home) return false;
        if (home == side) return !institutions || side.Institutions.Any(i => i.Id == name);
        IEnumerable<string?> names = side.Institutions.Select(i => i.Id);
        if (!institutions) names = side.Associations.Select(a => a.Id).Concat(names);
        _report.Add(DiagnosticCatalogue.WrongSide, $"{key} names '{name}', which belongs to the cluster '{home.Id}'",
            string.Join(", ", names.OfType<string>()) is { Length: > 0 } valid ? valid : $"nothing: '{side.Id}' has none", null, at, entry.At("partner"), _partnersAt);
        return false;
    }

    private void CheckAmounts(PlanEntrySource entry, ActivityKind kind)
    {
        bool supports = kind.Effect is SpecialEffect.SupportsDeals or SpecialEffect.OpensCredit;
        if (supports && entry.Usable("window") && entry.Window == 0)
            _report.Add(DiagnosticCatalogue.SupportMissing, $"the plan entry '{entry.Id}' of kind {kind.Name} has no window", "a window of 1 to 240 months", null, entry.At("window"), entry.At("kind"));
        if (kind.Effect == SpecialEffect.OpensCredit && entry.Usable("credit_eur") && entry.CreditEur == 0)
            _report.Add(DiagnosticCatalogue.SupportMissing, $"the plan entry '{entry.Id}' of kind {kind.Name} has no credit_eur", "a credit limit above 0", null, entry.At("credit_eur"), entry.At("kind"));
        NoEffect("window", supports);
        NoEffect("credit_eur", kind.Effect == SpecialEffect.OpensCredit);
        NoEffect("unit_cost_eur", kind.Effect == SpecialEffect.Installs);
        NoEffect("diagnosis", kind.Effect == SpecialEffect.Diagnosis);
        NoEffect("brokered", kind.Effect == SpecialEffect.OpensNegotiation);

        void NoEffect(string key, bool has)
        {
            if (!has && entry.Node.Find(key) is { } value) _report.Add(DiagnosticCatalogue.NoEffect, $"{key} has no effect on the plan entry '{entry.Id}' of kind {kind.Name}", null, null, value, entry.At("kind"));
        }
    }

    private void CheckConditions(PlanEntrySource entry)
    {
        if (entry.NeedsDiagnosis && !Brings(SpecialEffect.Diagnosis, null))
            _report.Add(DiagnosticCatalogue.NeverMet, $"the plan entry '{entry.Id}' waits for a diagnosis, but the plan has none", null, null, entry.At("needs_diagnosis"), _planAt);
        if (entry.NeedsAgreement == AgreementCondition.None || _policy.Partners.Count == 0) return;
        string partner = entry.Partner ?? _policy.Partners[0];
        if (!Brings(SpecialEffect.OpensNegotiation, partner))
        {
            _report.Add(DiagnosticCatalogue.NeverMet, $"the plan entry '{entry.Id}' waits for an agreement with '{partner}', but the plan facilitates none", null, null,
                entry.At("needs_agreement"), entry.At("partner"), _planAt, _partnersAt);
        }
    }

    private bool Brings(SpecialEffect effect, string? partner)
        => _policy.Plan.Any(e => e.Kind is not null && _world.Catalogue.Find(e.Kind)?.Effect == effect && (partner is null || (e.Partner ?? _policy.Partners[0]) == partner));
}

/// <summary>The months that are simulated.</summary>
internal readonly record struct Horizon(Month Start, int Months)
{
    public Month Last => Start.Plus(Months - 1);

    public bool Contains(Month month) => month >= Start && month <= Last;
}
