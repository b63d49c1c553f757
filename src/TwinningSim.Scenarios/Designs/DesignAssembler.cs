using System.Collections.Immutable;
using TwinningSim.Model.Input;
using TwinningSim.Model.Parameters;
using TwinningSim.Scenarios.Format;

namespace TwinningSim.Scenarios.Designs;

/// <summary>Makes the model's input from values that have been checked: names become positions, months become offsets.</summary>
internal sealed class DesignAssembler
{
    private readonly World _world;
    private readonly PolicySource _policy;
    private readonly Horizon _horizon;
    private readonly Dictionary<string, int> _domains;
    private readonly List<ClusterSource> _clusters;

    private DesignAssembler(World world, PolicySource policy, Horizon horizon)
    {
        (_world, _policy, _horizon) = (world, policy, horizon);
        _domains = world.Source.Domains.Select((d, i) => (d.Id, i)).ToDictionary(d => d.Id!, d => d.i, StringComparer.Ordinal);
        _clusters = [world.Emerging!, .. world.Source.Clusters.Where(c => policy.Partners.Contains(c.Id!))];
    }

    // The set of parameters comes first, then what the design itself sets.
    public static Design Assemble(string id, string title, World world, PolicySource policy, Horizon horizon, string parameters)
        => world.Source.Parameters.Aggregate(new DesignAssembler(world, policy, horizon).Assemble(id, title, parameters), (design, p) => design.WithParameter(p.Key, p.Value));

    private Design Assemble(string id, string title, string parameters)
    {
        AssumptionsSource source = _world.Source;
        var actors = new HashSet<string>(_clusters.SelectMany(c => c.Associations.Select(a => a.Id!).Concat(c.Institutions.Select(i => i.Id!))), StringComparer.Ordinal);
        return new Design
        {
            Id = id,
            Title = title,
            Start = _horizon.Start,
            Months = _horizon.Months,
            Domains = [.. source.Domains.Select(DomainOf)],
            Clusters = [.. _clusters.Select(ClusterOf)],
            // Relations with a cluster that is no partner of this design concern nobody in it.
            EarlierRelations = [.. source.EarlierRelations.Where(r => actors.Contains(r[0]) && actors.Contains(r[1])).Select(r => (r[0], r[1]))],
            Nationals = new NationalProviders
            {
                Count = source.NationalProviders.Count,
                KnowHow = source.NationalProviders.KnowHow,
                DoHow = source.NationalProviders.DoHow,
                DaysPerMonth = source.NationalProviders.DaysPerMonth,
                FeeEurPerDay = source.NationalProviders.FeeEurPerDay,
            },
            Prices = PricesOf(source.Prices),
            BudgetEur = _policy.BudgetEur!.Value,
            InvestmentSubsidy = _policy.InvestmentSubsidy,
            ProgrammeEnd = _policy.ProgrammeEnd is { } end ? end.Since(_horizon.Start) + 1 : int.MaxValue,
            Agents = [.. _policy.Agents.Select(AgentOf)],
            Plan = [.. _policy.Plan.Select(EntryOf)],
            Catalogue = _world.Catalogue,
            Parameters = ParameterSets.Values(parameters),
            ParameterDraws = ParameterSets.Draws(parameters),
        };
    }

    private static Domain DomainOf(DomainSource domain) => new()
    {
        Id = domain.Id!,
        Secrecy = domain.Secrecy!.Value,
        InvestmentEur = domain.InvestmentEur!.Value,
        Value = domain.Value,
        LeastDoHow = domain.LeastDoHow,
        Productivity = domain.Productivity,
        Rejects = domain.Rejects,
        Energy = domain.Energy,
        Customers = domain.Customers,
    };

    private Cluster ClusterOf(ClusterSource cluster) => new()
    {
        Id = cluster.Id!,
        Ordinal = _world.Source.Clusters.Index().First(c => c.Item == cluster).Index,
        Role = cluster.Role!.Value,
        Firms = cluster.Firms!.Value,
        SizeShares = [cluster.SizeShares!.Micro, cluster.SizeShares.Small, cluster.SizeShares.Medium, cluster.SizeShares.Large],
        RoleShares = [cluster.RoleShares!.Principal, cluster.RoleShares.Subcontractor, cluster.RoleShares.Support],
        Segments = [.. cluster.Segments.Select(s => new Segment(s.Id!, s.X!.Value, s.Y!.Value, s.Share!.Value))],
        Associations = [.. cluster.Associations.Select(a => new Association { Id = a.Id!, Members = a.Members!.Value, WorkedBefore = a.WorkedBefore })],
        Institutions = [.. cluster.Institutions.Select(InstitutionOf)],
        Climate = Series(cluster.Climate),
        ImportPressure = Series(cluster.ImportPressure),
        MarketOverlap = cluster.MarketOverlap,
        ChainLink = cluster.ChainLink,
        Language = cluster.Language,
        TurnoverPerEmployeeEur = cluster.TurnoverPerEmployeeEur,
        Margin = cluster.Margin,
        RejectRate = cluster.RejectRate,
        ComponentQuality = cluster.ComponentQuality,
        StaffTurnover = cluster.StaffTurnover,
        CaptiveShare = cluster.CaptiveShare,
        ControlPreference = cluster.ControlPreference,
        KnowHow = cluster.KnowHow,
        DoHowShare = cluster.DoHowShare,
    };

    private Institution InstitutionOf(InstitutionSource institution) => new()
    {
        Id = institution.Id!,
        Domains = Positions(institution.Domains),
        KnowHow = institution.KnowHow!.Value,
        DoHow = institution.DoHow!.Value,
        DaysPerMonth = institution.DaysPerMonth,
        FeeEurPerDay = institution.FeeEurPerDay,
    };

    private ImmutableArray<SeriesPoint> Series(IReadOnlyList<SeriesPointSource> points) => [.. points.Select(p => new SeriesPoint(p.Month!.Value.Since(_horizon.Start), p.Value!.Value))];

    private static Prices PricesOf(PricesSource prices) => new()
    {
        InternationalDayEur = prices.InternationalDayEur,
        ExpertTripEur = prices.ExpertTripEur,
        NationalDayEur = prices.NationalDayEur,
        InstitutionDayEur = prices.InstitutionDayEur,
        FirmTripEur = prices.FirmTripEur,
        StudyTourDayEur = prices.StudyTourDayEur,
        AgentMonthEmergingEur = prices.AgentMonthEmergingEur,
        AgentMonthPartnerEur = prices.AgentMonthPartnerEur,
        CommercialDealFeeEur = prices.CommercialDealFeeEur,
    };

    private Agent AgentOf(AgentSource agent)
    {
        int cluster = PositionOf(agent.Cluster!);
        return new Agent
        {
            Id = agent.Id!,
            Cluster = cluster,
            Partner = agent.Partner is { } named ? PositionOf(named) : cluster > 0 ? cluster : FirstPartner(),
            Fte = agent.Fte,
            Technical = agent.Technical,
            From = agent.From is { } from ? from.Since(_horizon.Start) : 0,
            Until = agent.Until is { } until ? until.Since(_horizon.Start) + 1 : int.MaxValue,
        };
    }

    private PlanEntry EntryOf(PlanEntrySource entry) => new()
    {
        Id = entry.Id!,
        Kind = entry.Kind!,
        Month = entry.Month!.Value.Since(_horizon.Start),
        Repeats = entry.Repeats,
        Every = entry.Every,
        Domains = Positions(entry.Domains),
        MostWanted = entry.MostWanted ?? 0,
        Places = entry.Places,
        Days = entry.Days,
        Provider = entry.Provider,
        Partner = entry.Partner is { } named ? PositionOf(named) : FirstPartner(),
        Roster = entry.Roster,
        Match = entry.Match,
        Select = entry.Select,
        Pool = entry.Pool,
        CostShare = entry.CostShare,
        CostShareStep = entry.CostShareStep,
        Quorum = entry.Quorum,
        NeedsAgreement = entry.NeedsAgreement,
        NeedsTrust = entry.NeedsTrust,
        NeedsDiagnosis = entry.NeedsDiagnosis,
        InstitutionsAttend = [.. entry.InstitutionsAttend],
        NationalsAttend = entry.NationalsAttend,
        Institution = entry.Institution ?? "",
        Between = entry.Between is [var first, var second] ? (first, second) : ("", ""),
        Brokered = entry.Brokered,
        Diagnosis = entry.Diagnosis,
        Window = entry.Window,
        UnitCostEur = entry.UnitCostEur,
        CreditEur = entry.CreditEur,
    };

    private int FirstPartner() => _policy.Partners.Count > 0 ? PositionOf(_policy.Partners[0]) : 0;

    private int PositionOf(string cluster) => _clusters.FindIndex(c => c.Id == cluster);

    private ImmutableArray<int> Positions(IReadOnlyList<string> domains) => [.. domains.Select(d => _domains[d]).Order()];
}
