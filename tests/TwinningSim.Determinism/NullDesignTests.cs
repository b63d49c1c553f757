using TwinningSim.Experiments;
using TwinningSim.Kernel.Tables;
using TwinningSim.Storage;
using TwinningSim.Testing;
using static TwinningSim.Determinism.Experiments;

namespace TwinningSim.Determinism;

public sealed class NullDesignTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("chennai-footwear")]
    [InlineData("chennai-leather")]
    [InlineData("chennai-auto")]
    public void A_design_that_changes_nothing_equals_its_base_in_every_value_of_every_table(string scenario)
    {
        ExperimentSource source = Shipped(scenario, "\n  - id: nothing\n    title: Changes nothing\n    based_on: as-run\n");
        source = source with { Designs = [.. source.Designs.Where(d => d.Id is "nothing" or "as-run" or "no-programme")] };

        ExperimentReader reader = Run(source, _folder["x"], threads: 2, replicates: 2);

        int values = 0, differentFromNoProgramme = 0;
        foreach (TableDefinition table in reader.Tables)
        {
            foreach (ColumnDefinition column in table.Columns)
            {
                if (column.Type == ColumnType.Text)
                {
                    Assert.Equal(reader.Texts(table.Name, "as-run", column.Name), reader.Texts(table.Name, "nothing", column.Name));
                    continue;
                }
                double[] asRun = reader.Numbers(table.Name, "as-run", column.Name), nothing = reader.Numbers(table.Name, "nothing", column.Name);
                Assert.Equal(asRun.Select(BitConverter.DoubleToInt64Bits), nothing.Select(BitConverter.DoubleToInt64Bits));
                values += asRun.Length;
                if (!asRun.SequenceEqual(reader.Numbers(table.Name, "no-programme", column.Name))) differentFromNoProgramme++;
            }
        }
        // The comparison sees differences where there are some.
        Assert.True(values > 10_000 && differentFromNoProgramme > 50, $"{values} values, {differentFromNoProgramme} columns");
    }
}
