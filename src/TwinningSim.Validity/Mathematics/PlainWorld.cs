using TwinningSim.Kernel.Tables;
using TwinningSim.Kernel.Time;
using TwinningSim.Model;
using TwinningSim.Model.Input;
using TwinningSim.Model.Parameters;
using ModelTables = TwinningSim.Model.Observation.Tables;

namespace TwinningSim.Validity.Mathematics;

/// <summary>Worlds so plain that one mechanism acts alone: everybody at one point, nobody practises or adopts, every invitation is accepted, nothing is paid for.</summary>
internal static class PlainWorld
{
    public const string Association = "association", PartnerAssociation = "partner-association", Institution = "institution";

    private const ulong Seed = 19_500_101;

    /// <summary>A plain world.</summary>
    /// <param name="firms">Firms of the emerging cluster, all members of its association.</param>
    /// <param name="months">Horizon.</param>
    /// <param name="parameters">Parameters that differ.</param>
    public static Design Of(int firms, int months, params (string Name, double Value)[] parameters)
    {
        ParameterValues values = ParameterValues.Defaults.With("position_spread", 0).With("start_mastery", 10).With("adopt_threshold", 999)
            .With("accept_intercept", 20).With("accept_price", 0).With("climate_noise", 0).With("brokerage_probability", 0);
        foreach ((string name, double value) in parameters) values = values.With(name, value);
        return new Design
        {
            Id = "plain", Title = "One mechanism alone", Start = Month.Of(2007, 2), Months = months,
            Domains = [new Domain { Id = "practice", Secrecy = 0, InvestmentEur = 0, LeastDoHow = 0 }],
            Clusters =
            [
                new Cluster
                {
                    Id = "emerging", Ordinal = 0, Role = ClusterRole.Emerging, Firms = firms, SizeShares = [0, 1, 0, 0], RoleShares = [1, 0, 0],
                    Segments = [new Segment("one", 0, 0, 1)], Associations = [new Association { Id = Association, Members = firms }],
                    Institutions = [new Institution { Id = Institution, Domains = [0], KnowHow = 1, DoHow = 1 }],
                },
            ],
            Nationals = new NationalProviders { Count = 0 },
            Prices = new Prices { InstitutionDayEur = 0 },
            BudgetEur = 0,
            Catalogue = ActivityCatalogue.Shipped,
            Parameters = values,
        };
    }

    /// <summary>The same with a partner cluster that neither rivals nor complements.</summary>
    public static Design WithPartner(Design design, int firms) => design with
    {
        Clusters =
        [
            design.Clusters[0],
            new Cluster
            {
                Id = "partner", Ordinal = 1, Role = ClusterRole.Advanced, Firms = firms, SizeShares = [0, 1, 0, 0], RoleShares = [1, 0, 0],
                Segments = [new Segment("one", 0, 0, 1)], Associations = [new Association { Id = PartnerAssociation, Members = firms }],
            },
        ],
    };

    /// <summary>The same with a kind of activity, held as an entry says.</summary>
    public static Design With(Design design, ActivityKind kind, PlanEntry entry)
        => design with { Catalogue = design.Catalogue.With(kind), Plan = design.Plan.Add(entry with { Kind = kind.Name }) };

    /// <summary>A kind of activity for firms that does nothing yet.</summary>
    public static ActivityKind Kind { get; } = new() { Name = "plain", Meaning = "One effect alone.", Source = "made for a check" };

    /// <summary>An entry of every month from the second on, for all firms.</summary>
    public static PlanEntry EveryMonth(Design design) => new()
    {
        Id = "lesson", Kind = "plain", Month = 1, Repeats = design.Months, Places = design.Clusters[0].Firms, Pool = InvitationPool.All, Select = Selection.Random,
    };

    /// <summary>Runs replicates.</summary>
    public static RunTables Run(Design design, int replicates, bool months = false, bool firms = false)
    {
        var tables = new RunTables(new TableBuffer(ModelTables.Runs, replicates), months ? new TableBuffer(ModelTables.Months) : null, firms ? new TableBuffer(ModelTables.Firms) : null);
        var simulation = new Simulation(design);
        for (int r = 0; r < replicates; r++) simulation.Run(Seed, r, tables);
        return tables;
    }

    /// <summary>The numbers of a column.</summary>
    public static double[] Column(TableBuffer? table, string name) => table!.Numbers(table.Definition.IndexOf(name)).ToArray();
}
