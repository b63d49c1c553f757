using TwinningSim.Kernel.Numerics;
using TwinningSim.Kernel.Randomness;
using TwinningSim.Kernel.Time;
using TwinningSim.Model;
using TwinningSim.Model.Input;
using TwinningSim.Model.Parameters;
using TwinningSim.Model.Population;
using TwinningSim.Model.Processes;
using TwinningSim.Model.State;

namespace TwinningSim.Testing;

/// <summary>
/// The diffusion core: one cluster without associations, programme or partners whose firms forget, learn from peers, adopt, drop and perform. Its rules are those of a
/// yardstick written in other languages (docs/performance.md lists them), so that speed can be compared; they are reached by parameters alone and run by the processes of the whole model.
/// </summary>
public sealed class DiffusionCore
{
    private const int Domains = 8, LinksPerFirm = 3;
    private static readonly DrawPurpose Employees = new(200), Segment = new(201), Position = new(202), Link = new(203);

    private readonly World _world;
    private MonthContext _month;

    /// <summary>Makes the world; <see cref="Start"/> fills it.</summary>
    /// <param name="firms">Number of firms, 20 or more.</param>
    /// <param name="months">Horizon, 12 to 240.</param>
    /// <param name="plain">Whether to take the plain paths, firm by firm.</param>
    /// <param name="rows">Who lends threads, if anybody.</param>
    public DiffusionCore(int firms, int months = 72, bool plain = false, IParallelRows? rows = null) => _world = new World(DesignOf(firms, months), rows) { Plain = plain };

    internal World World => _world;

    internal MonthContext Month => _month;

    /// <summary>Months to the horizon.</summary>
    public int MonthsLeft => _world.Design.Months - 1 - _month.Month;

    /// <summary>A new population and network; the clock stands before month 0.</summary>
    public void Start(ulong seed)
    {
        var draws = new Draws(seed, 0);
        _world.Start(draws);
        for (int i = 0; i < _world.Firms.Emerging; i++) Arrange(draws, i);
        Connect(draws);
        _month = new MonthContext(-1, draws, _world.Design, _world.Parameters);
    }

    /// <summary>One month of the whole model.</summary>
    public void Advance()
    {
        _month = _month with { Month = _month.Month + 1 };
        _world.Now = _month.Month;
        MonthlyStep.Advance(_world, _month);
    }

    /// <summary>One month of the processes that the yardstick has too: peers, adoption and performance.</summary>
    public void AdvanceCore()
    {
        _month = _month with { Month = _month.Month + 1 };
        _world.Now = _month.Month;
        Diffusion.Spread(_world, _month);
        Practice.Move(_world, _month);
    }

    /// <summary>Means over firms and domains: know-how, do-how, practices in use; and over firms: productivity.</summary>
    public (double KnowHow, double DoHow, double Practices, double Productivity) Means()
    {
        Firms firms = _world.Firms;
        double knowHow = 0, doHow = 0, practices = 0, productivity = 0;
        for (int i = 0; i < firms.Emerging; i++)
        {
            for (int k = 0; k < Domains; k++)
            {
                knowHow += firms.KnowHowOf(i)[k];
                doHow += firms.DoHowOf(i)[k];
                practices += firms.Practises(i, k) ? 1 : 0;
            }
            productivity += firms.Productivity[i];
        }
        double cells = (double)firms.Emerging * Domains;
        return (knowHow / cells, doHow / cells, practices / cells, productivity / firms.Emerging);
    }

    /// <summary>Employees log-uniform from 5 to 250, segments at the corners of a square; every 20th firm is ahead and practises everything.</summary>
    private void Arrange(Draws draws, int i)
    {
        Firms firms = _world.Firms;
        Cluster cluster = _world.Design.Clusters[0];
        int segment = draws.Below(4, Segment, i, 0);
        firms.Segment[i] = (ushort)segment;
        firms.X[i] = (float)((segment & 1) + (0.05 * draws.Normal(Position, i, 0, 0)));
        firms.Y[i] = (float)((segment >> 1) + (0.05 * draws.Normal(Position, i, 0, 1)));
        firms.Employees[i] = (float)PortableMath.Exp(PortableMath.Log(5) + (draws.Uniform(Employees, i, 0) * PortableMath.Log(50)));
        firms.BaseTurnover[i] = (float)(firms.Employees[i] * cluster.TurnoverPerEmployeeEur);
        firms.Slack[i] = 3 * cluster.Margin * firms.BaseTurnover[i] / 12;
        if (i % 20 != 0) return;
        firms.KnowHowOf(i).Fill(0.8f);
        firms.DoHowOf(i).Fill(0.7f);
        firms.StartKnowHow.AsSpan(i * firms.Stride, Domains).Fill(0.8f);
        firms.StartDoHow.AsSpan(i * firms.Stride, Domains).Fill(0.7f);
        firms.Practised[i] = firms.PractisedAtStart[i] = firms.PractisedLastMonth[i] = (1 << Domains) - 1;
        Diffusion.Show(firms, i);
    }

    /// <summary>Random pairs, three for each firm; pairs of a firm with itself and repeated ones are left out.</summary>
    private void Connect(Draws draws)
    {
        int firms = _world.Firms.Emerging;
        _world.Peers.Clear();
        for (int m = 0; m < LinksPerFirm * firms; m++)
        {
            int a = draws.Below(firms, Link, m, 0, 0), b = draws.Below(firms, Link, m, 0, 1);
            if (a != b) _world.Peers.TryAdd(a, b);
        }
        Synthesis.BuildPeers(_world, draws);
    }

    private static Design DesignOf(int firms, int months)
    {
        ParameterValues p = DesignBuilder.RoundParameters;
        foreach ((string name, double value) in Rules) p = p.Beyond(name, value);
        return new Design
        {
            Id = "diffusion-core",
            Title = "The diffusion core",
            Start = Kernel.Time.Month.Of(2007, 1),
            Months = months,
            Domains = [.. Enumerable.Range(0, Domains).Select(k => new Domain
            {
                Id = $"domain-{k}", Secrecy = 0.3, InvestmentEur = 0, Value = 1, LeastDoHow = 0, Productivity = 0.05, Rejects = 0.15, Energy = 0.05, Customers = 0,
            })],
            Clusters =
            [
                new Cluster
                {
                    Id = "firms", Ordinal = 0, Role = ClusterRole.Emerging, Firms = firms, SizeShares = [0.25, 0.5, 0.25, 0], RoleShares = [1, 0, 0],
                    Segments = [new Segment("a", 0, 0, 0.25), new Segment("b", 1, 0, 0.25), new Segment("c", 0, 1, 0.25), new Segment("d", 1, 1, 0.25)],
                    TurnoverPerEmployeeEur = 30_000, Margin = 0.08, RejectRate = 0.08,
                },
            ],
            Nationals = new NationalProviders { Count = 0 },
            Prices = new Prices(),
            BudgetEur = 0,
            Catalogue = ActivityCatalogue.Shipped,
            Parameters = p,
        };
    }

    /// <summary>What differs from the defaults.</summary>
    private static readonly (string Name, double Value)[] Rules =
    [
        ("mastery_know_how", 0.25), ("fade_know_how", 0.015), ("fade_know_how_practised", 0.005), ("fade_do_how", 0.01), ("fade_do_how_practised", 0), ("practice_rate", 0.04),
        ("attention_scale", 1), ("demonstration_further", 1),
        // 6 eff + 2 D + 2 (0.4 - 0.5) - 2 * 0.3 - 3; the cost's share is the same for all and stands in the threshold.
        ("adopt_mastery", 6), ("adopt_threshold", 3.6), ("trust_prior_programme", 0.4), ("drop_trust_programme", 0),
        ("drop_base", 0), ("drop_unmastered", 0.06), ("drop_mastery", 0.45), ("slack_gains", 1),
        ("customers_rate", 0), ("vision_gain", 0), ("vision_fade", 0), ("know_how_scale", 0), ("do_how_share_emerging", 0.45), ("know_how_emerging", 0.3),
    ];
}
