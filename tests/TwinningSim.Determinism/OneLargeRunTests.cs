using System.Collections.Immutable;
using TwinningSim.Experiments;
using TwinningSim.Kernel.Tables;
using TwinningSim.Model;
using TwinningSim.Model.Input;
using TwinningSim.Model.Observation;
using static TwinningSim.Determinism.Experiments;

namespace TwinningSim.Determinism;

public class OneLargeRunTests
{
    /// <summary>Three parts, the last of them not whole; with events, which are written in the order of firms, and without.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Parts_done_at_once_or_in_any_order_give_the_bits_of_one_thread(bool events)
    {
        Design design = Shipped("chennai-footwear").Designs.First(d => d.Id == "as-run");
        design = design with { Months = 10, Clusters = design.Clusters.SetItem(0, design.Clusters[0] with { Firms = 20_003 }) };
        RunTables alone = Run(design, null, events);
        var backwards = new Backwards();
        foreach (IParallelRows rows in (IParallelRows[])[new ThreadedRows(2), new ThreadedRows(5), backwards])
        {
            RunTables parts = Run(design, rows, events);
            Assert.Equal(Bits(alone.Runs), Bits(parts.Runs));
            Assert.Equal(Bits(alone.Months!), Bits(parts.Months!));
            Assert.Equal(Bits(alone.Firms!), Bits(parts.Firms!));
            Assert.Equal(alone.Events?.Count, parts.Events?.Count);
        }
        Assert.True(backwards.Parts > 100);
    }

    [Fact]
    public void What_a_part_throws_reaches_the_caller()
    {
        var failure = new InvalidOperationException("a law is broken");
        Assert.Same(failure, Assert.Throws<InvalidOperationException>(() => new ThreadedRows(3).ForEach(5, part =>
        {
            if (part == 3) throw failure;
        })));
    }

    private static RunTables Run(Design design, IParallelRows? rows, bool events)
    {
        var tables = new RunTables(new TableBuffer(Tables.Runs), new TableBuffer(Tables.Months), new TableBuffer(Tables.Firms), events ? new TableBuffer(Tables.Events) : null);
        new Simulation(design, rows).Run(11, 2, tables);
        return tables;
    }

    private static long[] Bits(TableBuffer table)
        => [.. Enumerable.Range(0, table.Definition.Columns.Length).Where(c => table.Definition.Columns[c].Type != ColumnType.Text)
            .SelectMany(c => table.Numbers(c).ToArray().Select(BitConverter.DoubleToInt64Bits))];

    /// <summary>Lends no thread, but does the last part first.</summary>
    private sealed class Backwards : IParallelRows
    {
        public int Parts { get; private set; }

        public void ForEach(int parts, Action<int> part)
        {
            for (int p = parts - 1; p >= 0; p--, Parts++) part(p);
        }
    }
}
