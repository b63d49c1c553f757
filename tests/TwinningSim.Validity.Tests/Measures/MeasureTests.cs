using TwinningSim.Experiments;
using TwinningSim.Kernel.Tables;
using TwinningSim.Model;
using TwinningSim.Validity.Measures;
using ModelTables = TwinningSim.Model.Observation.Tables;

namespace TwinningSim.Validity.Tests.Measures;

public class MeasureTests
{
    /// <summary>A run written by hand: deals 3 at the end, 1 in month 0 and 2 in month 1; two firms; five events.</summary>
    private static RunTables Run()
    {
        var tables = new RunTables(new TableBuffer(ModelTables.Runs), new TableBuffer(ModelTables.Months), new TableBuffer(ModelTables.Firms), new TableBuffer(ModelTables.Events));
        void Add(TableBuffer table, params (string Column, object Value)[] values)
        {
            int row = table.AddRow();
            foreach ((string column, object value) in values)
            {
                if (value is string text) table.Set(row, table.Definition.IndexOf(column), text);
                else table.Set(row, table.Definition.IndexOf(column), (double)value);
            }
        }
        Add(tables.Runs, ("deals", 3.0), ("ties", 4.0), ("first_deal_month", double.NaN));
        Add(tables.Months!, ("deals", 1.0));
        Add(tables.Months!, ("deals", 2.0));
        Add(tables.Firms!, ("employees", 10.0), ("segment", "goat"), ("practices", 5.0), ("practices_start", 2.0), ("trained", 1.0));
        Add(tables.Firms!, ("employees", 30.0), ("segment", "bovine"), ("practices", 4.0), ("practices_start", 4.0), ("trained", 0.0));
        Add(tables.Events!, ("month", 3.0), ("kind", "took-part"), ("actor", "firm:0"), ("reason", "visit; a: know-how +0.1"), ("value", 0.8));
        Add(tables.Events!, ("month", 3.0), ("kind", "took-part"), ("actor", "firm:1"), ("reason", "visit; a: know-how +0.1"), ("value", 0.1));
        Add(tables.Events!, ("month", 3.0), ("kind", "practice-adopted"), ("actor", "firm:1"), ("reason", "b: own decision"), ("value", 0.4));
        Add(tables.Events!, ("month", 5.0), ("kind", "took-part"), ("actor", "firm:1"), ("reason", "visit-two"), ("value", 0.2));
        Add(tables.Events!, ("month", 9.0), ("kind", "practice-adopted"), ("actor", "firm:0"), ("reason", "a: own decision"), ("value", 0.6));
        return tables;
    }

    [Theory]
    [InlineData("deals", 3)]
    [InlineData("deals@0", 1)]
    [InlineData("deals@99", 2)] // beyond the horizon: the last month
    [InlineData("deals - deals@0 * 2", 1)]
    [InlineData("(deals - deals@0) / ties", 0.5)]
    [InlineData("deals / ties > 0.7", 1)]
    [InlineData("deals = 2", 0)]
    [InlineData("or(first_deal_month, 72)", 72)]
    [InlineData("first_deal_month < 99", 0)] // what never happened is not before anything
    [InlineData("min(deals, ties) + max(deals, ties)", 7)]
    [InlineData("sum(practices - practices_start)", 3)]
    [InlineData("mean(employees, segment = \"bovine\")", 30)]
    [InlineData("mean(employees, segment != \"bovine\", trained > 0)", 10)]
    [InlineData("count(practices > practices_start)", 1)]
    [InlineData("count()", 2)]
    [InlineData("events(\"took-part\")", 3)]
    [InlineData("events(\"took-part\", about: \"visit\")", 2)] // 'visit-two' is another entry
    [InlineData("events(\"took-part\", about: \"visit|visit-two\")", 3)]
    [InlineData("events(\"took-part\", actor: \"firm:1\", since: 4)", 1)]
    [InlineData("total(\"took-part\", most: 0.5)", 0.3)]
    [InlineData("first(\"practice-adopted\", about: \"a\")", 9)]
    [InlineData("or(first(\"practice-adopted\", about: \"c\"), 50)", 50)]
    [InlineData("firms(\"took-part\")", 2)]
    [InlineData("firms(\"took-part\", times: 2)", 1)]
    [InlineData("firms(\"took-part\", since: 4)", 0)] // the first time of firm 1 was before
    [InlineData("firms(\"took-part\", about: \"visit\", then: \"practice-adopted\")", 2)] // the same month counts
    [InlineData("firms(\"took-part\", about: \"visit\", then: \"practice-adopted\", within: 5)", 1)]
    [InlineData("firms(\"took-part\", about: \"visit\", then: \"practice-adopted\", then_about: \"a\")", 1)]
    [InlineData("average(employees, \"took-part\", least: 0.5)", 10)]
    public void A_formula_reads_a_number_from_the_tables_of_a_run(string formula, double value) => Assert.Equal(value, Measure.Parse(formula).Of(Run()), 1e-12);

    [Theory]
    [InlineData("deals", ObservedTables.Runs)]
    [InlineData("deals@3", ObservedTables.Months)]
    [InlineData("sum(employees)", ObservedTables.Firms)]
    [InlineData("events(\"protest\") + deals@2", ObservedTables.Events | ObservedTables.Months)]
    [InlineData("average(employees, \"took-part\")", ObservedTables.Events | ObservedTables.Firms)]
    public void A_formula_knows_the_tables_that_it_reads(string formula, ObservedTables tables) => Assert.Equal(tables, Measure.Parse(formula).Tables);

    [Theory]
    [InlineData("deal", "'deal' is none")]
    [InlineData("deals +", "a name at position 8")]
    [InlineData("deals ties", "an operator or the end at position 7")]
    [InlineData("median(deals)", "one of the functions")]
    [InlineData("(deals", "')' at position 7")]
    [InlineData("events(\"protest)", "a closing quote")]
    [InlineData("events(\"protest\", colour: 1)", "before ':'")]
    [InlineData("count(employees)", "a comparison")]
    public void What_is_wrong_with_a_formula_is_said(string formula, string message)
        => Assert.Contains(message, Assert.Throws<FormatException>(() => Measure.Parse(formula)).Message, StringComparison.Ordinal);
}
