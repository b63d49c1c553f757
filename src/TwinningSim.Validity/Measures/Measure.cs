using TwinningSim.Experiments;
using TwinningSim.Model;

namespace TwinningSim.Validity.Measures;

/// <summary>
/// A number read from the tables of one run, written as a formula: <c>practices_new</c> is a column of the table of runs, <c>c2b@24</c> the value of a column of the table of
/// months in month 24, <c>mean(employees, trained &gt; 0)</c> goes over the table of firms, <c>firms("took-part", about: "onsite")</c> over the table of events. What such a
/// formula may say is listed in docs/validity.md, section "How a pattern is written down".
/// </summary>
public sealed class Measure
{
    private readonly Func<RunTables, double> _of;

    private Measure(string text, ObservedTables tables, Func<RunTables, double> of)
    {
        Text = text;
        Tables = tables;
        _of = of;
    }

    /// <summary>The formula.</summary>
    public string Text { get; }

    /// <summary>The tables that it reads.</summary>
    public ObservedTables Tables { get; }

    /// <summary>Reads a formula.</summary>
    /// <exception cref="FormatException">It cannot be read; the message says where and why.</exception>
    public static Measure Parse(string text)
    {
        var parser = new MeasureParser(text);
        Func<RunTables, double> of = parser.Parse();
        return new Measure(text, parser.Tables, of);
    }

    /// <summary>Its value in a run: row 0 of the table of runs, all rows of the others. NaN if there is none.</summary>
    public double Of(RunTables rows) => _of(rows);
}
