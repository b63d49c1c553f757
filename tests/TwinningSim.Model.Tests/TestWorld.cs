using TwinningSim.Kernel.Randomness;
using TwinningSim.Kernel.Tables;
using TwinningSim.Model.Input;
using TwinningSim.Model.Observation;
using TwinningSim.Model.Parameters;
using TwinningSim.Model.Processes;
using TwinningSim.Model.State;
using TwinningSim.Testing;

namespace TwinningSim.Model.Tests;

/// <summary>A started world that a test can arrange and push on, process by process or month by month.</summary>
internal sealed class TestWorld
{
    /// <summary>The parameters of a design of which a test says nothing.</summary>
    public static readonly Coefficients P = new(DesignBuilder.RoundParameters);

    private readonly Draws _draws;

    public TestWorld(Design design, int replicate = 0)
    {
        World = new World(design);
        _draws = new Draws(20130228, (uint)replicate);
        World.Start(_draws);
    }

    public TestWorld(DesignBuilder design, int replicate = 0)
        : this(design.Build(), replicate)
    {
    }

    public World World { get; }

    public Firms Firms => World.Firms;

    public Coefficients Parameters => World.Parameters;

    /// <summary>Makes the world of the replicate anew, in the same memory.</summary>
    public void Restart() => World.Start(_draws);

    /// <summary>The context of a month; the world's clock is set to it.</summary>
    public MonthContext At(int month)
    {
        World.Now = month;
        return new MonthContext(month, _draws, World.Design, World.Parameters);
    }

    /// <summary>The climate of month 0, then what the plan schedules from month 0 to a month, both included, and no other process.</summary>
    public void Deliver(int month)
    {
        Climate.Move(World, At(0));
        for (int t = 0; t <= month; t++) Programme.Deliver(World, At(t));
    }

    /// <summary>Whole months, from one to another, both included.</summary>
    public void Advance(int first, int last)
    {
        for (int t = first; t <= last; t++) MonthlyStep.Advance(World, At(t));
    }

    /// <summary>Sets know-how and do-how of a firm in every domain, and the same as its start if it is an emerging firm.</summary>
    public void SetSkill(int firm, float knowHow, float doHow, bool start = true)
    {
        Firms.KnowHowOf(firm).Fill(knowHow);
        Firms.DoHowOf(firm).Fill(doHow);
        if (!start || firm >= Firms.Emerging) return;
        Firms.StartKnowHow.AsSpan(firm * Firms.Stride, Firms.Domains).Fill(knowHow);
        Firms.StartDoHow.AsSpan(firm * Firms.Stride, Firms.Domains).Fill(doHow);
    }

    /// <summary>Gives all emerging firms the same skill, vision and practices.</summary>
    public void MakeAlike(float knowHow, float doHow, float vision, ushort practised = 0)
    {
        for (int i = 0; i < Firms.Emerging; i++)
        {
            SetSkill(i, knowHow, doHow);
            Firms.Vision[i] = Firms.StartVision[i] = vision;
            Firms.Practised[i] = Firms.PractisedAtStart[i] = Firms.PractisedLastMonth[i] = practised;
            Diffusion.Show(Firms, i);
        }
    }

    /// <summary>Sets a trust record to a value with the weight of a prior.</summary>
    public static void SetTrust(TrustRecords records, int holder, double trust)
    {
        records.Good[holder] = (float)(4 * trust);
        records.Bad[holder] = (float)(4 * (1 - trust));
    }

    /// <summary>The first firm of which something is true.</summary>
    public int FirstFirm(Func<int, bool> isTrue) => Enumerable.Range(0, Firms.Count).First(isTrue);

    /// <summary>The peers of a firm.</summary>
    public int[] PeersOf(int firm)
    {
        List<int> peers = [];
        foreach (int peer in World.Peers.Of(firm)) peers.Add(peer);
        return [.. peers];
    }

    /// <summary>Firms that took part in something.</summary>
    public int[] Reached() => [.. Enumerable.Range(0, Firms.Emerging).Where(i => Firms.Reached[i])];

    /// <summary>A design in which every firm accepts every invitation.</summary>
    public static DesignBuilder Willing() => new DesignBuilder().WithParameter("accept_intercept", 20).WithParameter("accept_price", 0);

    /// <summary>A design in which all firms of both sides stand at one point of the product space, so that only size divides them.</summary>
    public static DesignBuilder AtOnePoint(DesignBuilder design) => design
        .WithParameter("position_spread", 0)
        .WithEmerging(c => c with { Segments = [new Segment("all", 0, 0, 1)] })
        .WithPartner(c => c with { Segments = [new Segment("all", 0, 0, 1)] });
}

/// <summary>The tables that a design writes, to be compared.</summary>
internal sealed class Output
{
    private Output(RunTables tables) => Tables = tables;

    public RunTables Tables { get; }

    public static Output Of(Design design, int replicates = 1, int first = 0, ulong seed = 7) => Of(new Simulation(design), replicates, first, seed);

    public static Output Of(Simulation simulation, int replicates = 1, int first = 0, ulong seed = 7)
    {
        var tables = new RunTables(new TableBuffer(Model.Observation.Tables.Runs), new TableBuffer(Model.Observation.Tables.Months), new TableBuffer(Model.Observation.Tables.Firms),
            new TableBuffer(Model.Observation.Tables.Events));
        for (int r = first; r < first + replicates; r++) simulation.Run(seed, r, tables);
        return new Output(tables);
    }

    /// <summary>The final value of a column of the table of runs.</summary>
    public double Final(string column) => Tables.Runs.Numbers(Tables.Runs.Definition.IndexOf(column))[^1];

    /// <summary>The first difference in a table, as a text; empty if there is none.</summary>
    public static string Difference(TableBuffer a, TableBuffer b, params string[] without)
    {
        if (a.Count != b.Count) return $"{a.Definition.Name}: {a.Count} and {b.Count} rows";
        for (int c = 0; c < a.Definition.Columns.Length; c++)
        {
            ColumnDefinition column = a.Definition.Columns[c];
            if (without.Contains(column.Name)) continue;
            for (int row = 0; row < a.Count; row++)
            {
                bool same = column.Type == ColumnType.Text
                    ? a.Texts(c)[row] == b.Texts(c)[row]
                    : BitConverter.DoubleToInt64Bits(a.Numbers(c)[row]) == BitConverter.DoubleToInt64Bits(b.Numbers(c)[row]);
                if (!same) return $"{a.Definition.Name}, row {row}: {column.Name}";
            }
        }
        return "";
    }

    /// <summary>The first difference of two outputs in any table.</summary>
    public static string Difference(Output a, Output b)
    {
        string[] all = [Difference(a.Tables.Runs, b.Tables.Runs), Difference(a.Tables.Months!, b.Tables.Months!), Difference(a.Tables.Firms!, b.Tables.Firms!),
            Difference(a.Tables.Events!, b.Tables.Events!)];
        return all.FirstOrDefault(d => d.Length > 0) ?? "";
    }
}
