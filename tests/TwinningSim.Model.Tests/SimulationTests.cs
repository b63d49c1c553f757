using System.Runtime.InteropServices;
using System.Security.Cryptography;
using TwinningSim.Kernel.Tables;
using TwinningSim.Model.Input;
using TwinningSim.Model.Observation;
using TwinningSim.Model.Parameters;
using TwinningSim.Model.Processes;
using TwinningSim.Model.State;
using TwinningSim.Testing;

namespace TwinningSim.Model.Tests;

public class SimulationTests
{
    [Fact]
    public void Each_replicate_takes_its_own_draw_of_the_parameters()
    {
        Design design = RichWorlds.Everything().WithMonths(24).Build();
        Design easy = design with { Parameters = design.Parameters.With("accept_intercept", -2) }, hard = design with { Parameters = design.Parameters.With("accept_intercept", -6) };
        Design drawn = design with { ParameterDraws = [easy.Parameters, hard.Parameters] };
        for (int r = 0; r < 3; r++) Assert.Equal("", Output.Difference(Output.Of(r % 2 == 0 ? easy : hard, first: r), Output.Of(drawn, first: r)));
        Assert.NotEqual("", Output.Difference(Output.Of(easy, first: 1), Output.Of(drawn, first: 1)));
    }

    [Fact]
    public void A_design_that_changes_nothing_differs_in_no_column()
    {
        Design design = RichWorlds.Boom().Build();
        Output output = Output.Of(design, 2);
        Assert.Equal("", Output.Difference(output, Output.Of(design with { Id = "another", Title = "Another" }, 2)));
        PlanEntry beyond = design.Plan[^1] with { Id = "beyond", Month = design.Months + 5 };
        Assert.Equal("", Output.Difference(output, Output.Of(design with { Plan = design.Plan.Add(beyond) }, 2)));
    }

    [Fact]
    public void A_world_used_again_gives_the_same_rows_as_a_fresh_one()
    {
        Design design = RichWorlds.Boom().Build();
        var simulation = new Simulation(design);
        Output first = Output.Of(simulation, first: 3);
        Output.Of(simulation, replicates: 2, first: 8);
        Assert.Equal("", Output.Difference(first, Output.Of(simulation, first: 3)));
        Assert.Equal("", Output.Difference(first, Output.Of(design, first: 3)));
        Assert.NotEqual("", Output.Difference(first, Output.Of(design, first: 4)));
        Assert.NotEqual("", Output.Difference(first, Output.Of(design, first: 3, seed: 8)));
    }

    [Fact]
    public void Leaving_tables_out_changes_nothing_in_the_others()
    {
        Design design = RichWorlds.Boom().Build();
        var alone = new TableBuffer(Tables.Runs);
        new Simulation(design).Run(7, 0, new RunTables(alone));
        Assert.Equal("", Output.Difference(alone, Output.Of(design).Tables.Runs));
    }

    [Fact]
    public void Events_stand_in_the_order_of_months()
    {
        TableBuffer events = Output.Of(RichWorlds.Boom().Build()).Tables.Events!;
        double[] months = events.Numbers(EventColumn.Month).ToArray();
        Assert.True(months.Length > 100);
        Assert.Equal(months.Order(), months);
        Assert.All(events.Texts(EventColumn.Kind).ToArray(), k => Assert.False(string.IsNullOrEmpty(k)));
    }

    [Fact]
    public void The_table_of_runs_repeats_the_last_month()
    {
        RunTables tables = Output.Of(RichWorlds.Everything().Build()).Tables;
        for (int c = MonthColumn.Climate; c < MonthColumn.All.Length; c++) Assert.Equal(tables.Months!.Numbers(c)[^1], tables.Runs.Numbers(RunColumn.OfState(c))[^1]);
    }

    [Fact]
    public void The_bits_of_a_small_experiment_stay_the_same()
    {
        // Changes only together with a line under "Results change" in CHANGELOG.md.
        Output output = Output.Of(RichWorlds.Boom().Build(), 3);
        Assert.Equal("f1949c0e41de59a9 a809bf7759399b6f", Bits(output));
    }

    [Fact]
    public void The_bits_of_a_small_experiment_at_the_defaults_stay_the_same()
    {
        // Changes only together with a line under "Results change" in CHANGELOG.md.
        Output output = Output.Of(RichWorlds.Everything().With(d => d with { Parameters = ParameterValues.Defaults }).Build(), 3);
        Assert.Equal("553928d68dcee8cd 83e176fe83fcb38e", Bits(output));
    }

    /// <summary>The bits of the tables of runs and months as a short text.</summary>
    internal static string Bits(Output output) => $"{Hash(output.Tables.Runs)} {Hash(output.Tables.Months!)}";

    /// <summary>SHA-256 over the bits of all numbers, column by column; the first 16 digits.</summary>
    private static string Hash(TableBuffer table)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int c = 0; c < table.Definition.Columns.Length; c++)
        {
            if (table.Definition.Columns[c].Type != ColumnType.Text) hash.AppendData(MemoryMarshal.AsBytes(table.Numbers(c)));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    [Fact]
    public void One_more_participant_leaves_the_history_of_firms_out_of_reach_unchanged()
    {
        const int held = 9, last = 11;
        DesignBuilder Design(int places) => new DesignBuilder().WithMonths(12).WithParameter("accept_intercept", 20).WithParameter("peers", 2).WithParameter("attention_scale", 0.6)
            .WithParameter("adopt_threshold", 2).WithParameter("scope_firms", 0.5)
            .WithEmerging(c => c with { Firms = 400, Associations = [c.Associations[0] with { Members = 200 }], Institutions = [] })
            .WithAgent()
            .WithEntry("b2b-meeting", e => e with { Places = 50 })
            .WithEntry("national-handholding", e => e with { Month = held, Places = places, Match = Matching.Firm, Days = 6 });
        TestWorld fewer = new(Design(20)), more = new(Design(21));
        fewer.Advance(0, last);
        more.Advance(0, last);
        int added = Assert.Single(Enumerable.Range(0, 400), i => fewer.Firms.LastTraining[i] != more.Firms.LastTraining[i]);
        Assert.NotEqual("", Difference(fewer, more, added));
        // What is learned in a month is shown at its end: from the month held to the last one it can travel one link a month.
        HashSet<int> reach = [added];
        for (int step = held; step <= last; step++) reach.UnionWith(reach.SelectMany(i => more.PeersOf(i)).ToArray());
        int[] outside = [.. Enumerable.Range(0, 400).Except(reach)];
        Assert.True(outside.Length > 300, $"{outside.Length} firms are out of reach.");
        Assert.All(outside, i => Assert.Equal("", Difference(fewer, more, i)));
    }

    [Fact]
    public void A_partner_without_activities_leaves_the_start_and_the_history_of_the_others_alone()
    {
        DesignBuilder one = new DesignBuilder().WithAgent(a => a with { Cluster = 1 }).WithEntry("agreement-facilitation").WithEntry("onsite-handholding", e => e with { Month = 4 })
            .WithEntry("b2b-meeting", e => e with { Month = 6, Repeats = 4, Every = 4 });
        TestWorld alone = new(one), second = new(one.WithDomesticPartner());
        for (int i = 0; i < 100; i++) Assert.Equal("", Difference(alone, second, i)); // 60 emerging, 40 of the first partner
        alone.Advance(0, 23);
        second.Advance(0, 23);
        for (int i = 0; i < 100; i++) Assert.Equal("", Difference(alone, second, i));
        Assert.Equal(alone.World.Ledger.Spent, second.World.Ledger.Spent);
        Assert.Equal(alone.World.Associations.Engagement[1], second.World.Associations.Engagement[1]);
    }

    /// <summary>The first difference of a firm's state in two worlds; empty if there is none.</summary>
    private static string Difference(TestWorld a, TestWorld b, int i)
    {
        Firms x = a.Firms, y = b.Firms;
        if (!x.KnowHowOf(i).SequenceEqual(y.KnowHowOf(i))) return "know-how";
        if (!x.DoHowOf(i).SequenceEqual(y.DoHowOf(i))) return "do-how";
        (string Name, object Own, object Other)[] all =
        [
            ("position", (x.X[i], x.Y[i], x.Scale[i], x.Role[i], x.Association[i]), (y.X[i], y.Y[i], y.Scale[i], y.Role[i], y.Association[i])),
            ("vision", x.Vision[i], y.Vision[i]), ("practices", x.Practised[i], y.Practised[i]),
            ("other side", (x.TrustOtherSide.Good[i], x.TrustOtherSide.Bad[i]), (y.TrustOtherSide.Good[i], y.TrustOtherSide.Bad[i])),
            ("association", (x.TrustAssociation.Good[i], x.TrustAssociation.Bad[i]), (y.TrustAssociation.Good[i], y.TrustAssociation.Bad[i])),
        ];
        foreach ((string name, object own, object other) in all)
        {
            if (!own.Equals(other)) return name;
        }
        if (i >= x.Emerging) return "";
        (string Name, object Own, object Other)[] emerging =
        [
            ("programme", (x.TrustProgramme.Good[i], x.TrustProgramme.Bad[i]), (y.TrustProgramme.Good[i], y.TrustProgramme.Bad[i])),
            ("local", (x.TrustLocal.Good[i], x.TrustLocal.Bad[i]), (y.TrustLocal.Good[i], y.TrustLocal.Bad[i])),
            ("attention", x.Attention[i], y.Attention[i]), ("slack", x.Slack[i], y.Slack[i]), ("customers", x.Customers[i], y.Customers[i]),
            ("performance", (x.Productivity[i], x.Rejects[i], x.Energy[i]), (y.Productivity[i], y.Rejects[i], y.Energy[i])),
            ("activity", (x.LastActivity[i], x.LastTraining[i], x.LastMatch[i]), (y.LastActivity[i], y.LastTraining[i], y.LastMatch[i])),
            ("business", (x.TieCount[i], x.DealCount[i], x.ExtraTurnover[i]), (y.TieCount[i], y.DealCount[i], y.ExtraTurnover[i])),
        ];
        foreach ((string name, object own, object other) in emerging)
        {
            if (!own.Equals(other)) return name;
        }
        return "";
    }

    [Fact]
    public void Diffusion_gives_the_same_in_reverse_order_one_firm_after_the_other()
    {
        TestWorld test = new(RichWorlds.Everything());
        test.Advance(0, 20);
        Firms firms = test.Firms;
        float[] expected = [.. firms.KnowHow.Span];
        for (int i = firms.Emerging - 1; i >= 0; i--)
        {
            for (int k = firms.Domains - 1; k >= 0; k--)
            {
                double own = firms.KnowHow[(i * firms.Stride) + k], gain = 0;
                foreach (int j in test.PeersOf(i).Reverse())
                {
                    if (!firms.Practises(j, k)) continue;
                    double dx = firms.X[i] - firms.X[j], dy = firms.Y[i] - firms.Y[j], lead = firms.KnowHow[(j * firms.Stride) + k] - own;
                    if (lead <= 0) continue;
                    double secrecy = firms.Segment[i] == firms.Segment[j] ? 0.5 * test.World.Design.Domains[k].Secrecy : 0;
                    gain += 0.010 * Math.Exp(-((dx * dx) + (dy * dy)) / 0.18) * (1 - secrecy) * lead;
                }
                expected[(i * firms.Stride) + k] = (float)(own + gain);
            }
        }
        test.World.Circles.Clear();
        Diffusion.Spread(test.World, test.At(21));
        Diffusion.FromPeers(test.World, test.At(21));
        for (int at = 0; at < firms.Emerging * firms.Stride; at++) Assert.Equal(expected[at], firms.KnowHow[at], 1e-6);
    }
}
