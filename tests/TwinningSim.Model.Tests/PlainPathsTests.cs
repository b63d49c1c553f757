using System.Reflection;
using System.Runtime.InteropServices;
using TwinningSim.Kernel.Columns;
using TwinningSim.Kernel.Randomness;
using TwinningSim.Kernel.Tables;
using TwinningSim.Model.Input;
using TwinningSim.Model.Observation;
using TwinningSim.Model.State;
using TwinningSim.Testing;

namespace TwinningSim.Model.Tests;

/// <summary>Vectors, the order of degree and all other shortcuts give the bits of the plain paths, month by month and column by column.</summary>
public class PlainPathsTests
{
    public static TheoryData<string, int, int> Worlds()
    {
        var data = new TheoryData<string, int, int>();
        // Whole groups of eight and of 64, and every kind of rest; more than eight domains; money that runs out; nobody to pay.
        foreach (int firms in (int[])[60, 64, 71, 133, 200]) data.Add("everything", firms, 3);
        data.Add("everything", 90, 8);
        data.Add("everything", 90, 9);
        data.Add("everything", 77, 16);
        data.Add("poor", 95, 3);
        data.Add("no subsidy", 95, 11);
        data.Add("boom", 83, 3);
        // No programme and no circles, so that firms learn from peers block by block; weights at the ends of their ranges, where what turns lots down has to be careful.
        foreach (int firms in (int[])[70, 135, 200]) data.Add("alone", firms, 8);
        data.Add("alone", 150, 11);
        data.Add("restless", 141, 5);
        data.Add("restless", 78, 13);
        data.Add("steep", 150, 8);
        return data;
    }

    [Theory]
    [MemberData(nameof(Worlds))]
    public void Shortcuts_give_the_bits_of_the_plain_paths(string kind, int firms, int domains)
    {
        Design design = (kind switch
        {
            "boom" => RichWorlds.Boom(),
            "poor" => RichWorlds.Everything().WithBudget(120_000),
            "alone" => Alone(),
            "restless" => Alone().WithParameter("attention_base", 0.2).WithParameter("drop_unmastered", 0.5).WithParameter("drop_mastery", 0.05).WithParameter("drop_base", 0).WithParameter("fade_do_how_practised", 0.01),
            "steep" => Alone().WithParameter("attention_base", 0.2).WithParameter("adopt_mastery", 20).WithParameter("adopt_peers", 10).WithParameter("adopt_trust", 10).WithParameter("adopt_threshold", 14).WithParameter("drop_mastery", 1),
            "no subsidy" => RichWorlds.Everything().With(d => d with { InvestmentSubsidy = 0 }),
            _ => RichWorlds.Everything(),
        }).WithEmerging(c => c with { Firms = firms }).With(d => d with { Domains = [.. Enumerable.Range(0, domains).Select(k => d.Domains[k % 3] with { Id = $"domain-{k}" })] }).Build();
        Compare(new World(design) { Months = new TableBuffer(Tables.Months) }, new World(design) { Plain = true, Months = new TableBuffer(Tables.Months) }, w => w.Start(new Draws(77, 3)));
    }

    private static DesignBuilder Alone() => new DesignBuilder().WithId("alone").WithMonths(48).WithParameter("diffusion_rate", 0.05).WithEmerging(c => c with { StaffTurnover = 0.02 });

    [Fact]
    public void The_diffusion_core_has_the_bits_of_the_plain_paths()
    {
        DiffusionCore fast = new(1003, 36), plain = new(1003, 36, plain: true);
        fast.Start(5);
        plain.Start(5);
        for (int t = 0; t < 36; t++)
        {
            fast.Advance();
            plain.Advance();
            Assert.Equal("", Difference(fast.World.Firms, plain.World.Firms));
        }
        Assert.True(fast.World.Counters.PracticesAdopted > 500 && fast.World.Counters.PracticesDropped > 10);
    }

    private static void Compare(World fast, World plain, Action<World> start)
    {
        start(fast);
        start(plain);
        var draws = new Draws(77, 3);
        for (int t = 0; t < fast.Design.Months; t++)
        {
            foreach (World world in (World[])[fast, plain])
            {
                world.Now = t;
                MonthlyStep.Advance(world, new MonthContext(t, draws, world.Design, world.Parameters));
            }
            Assert.Equal("", Difference(fast.Firms, plain.Firms));
            Assert.Equal(plain.Ledger.Balance, fast.Ledger.Balance);
        }
        Assert.Equal("", Output.Difference(fast.Months!, plain.Months!));
        Assert.True(fast.Counters.PracticesAdopted > 0);
    }

    /// <summary>The first column in which two sets of firms differ.</summary>
    private static string Difference(Firms a, Firms b)
    {
        foreach (PropertyInfo property in typeof(Firms).GetProperties())
        {
            (object? x, object? y) = (property.GetValue(a), property.GetValue(b));
            if (x is TrustRecords trust && y is TrustRecords other)
            {
                if (!Bits(trust.Good).SequenceEqual(Bits(other.Good)) || !Bits(trust.Bad).SequenceEqual(Bits(other.Bad))) return property.Name;
            }
            else if (x is AlignedColumn<float> column && y is AlignedColumn<float> another)
            {
                if (!Bits(column.Span.ToArray()).SequenceEqual(Bits(another.Span.ToArray()))) return property.Name;
            }
            else if (x is Array array && y is Array second && array.GetType().GetElementType()!.IsPrimitive && !Bits(array).SequenceEqual(Bits(second)))
            {
                return property.Name;
            }
        }
        return "";
    }

    private static ReadOnlySpan<byte> Bits(Array column) => MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(column), Buffer.ByteLength(column));
}
