using Spectre.Console;

namespace TwinningSim.Reports;

/// <summary>A piece of text in a table, with a style for terminals that have any.</summary>
internal readonly record struct Cell(string Text, Style? Style = null);

/// <summary>
/// A table of plain text that never breaks a cell: columns that do not fit beside each other go into a further table below, under the same names of rows.
/// The first column is aligned left, the others right.
/// </summary>
internal sealed class TextTable(string[] head, string[][] heads)
{
    /// <summary>Names of rows are cut to no less than this to get all columns beside each other.</summary>
    private const int LeastName = 20;

    private const string Gap = "  ";
    private readonly List<Cell[]> _rows = [];
    private readonly List<bool> _joins = [];

    /// <summary>Adds a row: the name and a cell for each column.</summary>
    /// <param name="cells">The cells.</param>
    public void Add(params Cell[] cells) => _rows.Add(cells);

    /// <summary>Says of each column but the first, in order, whether it must stand beside the one before it.</summary>
    public void Join(IEnumerable<bool> joins) => _joins.AddRange(joins);

    /// <summary>Writes the table within a width.</summary>
    public void Write(IAnsiConsole console, int width)
    {
        int columns = heads.Length;
        int[] widths = [.. Enumerable.Range(0, columns).Select(c => Math.Max(heads[c].Max(h => h.Length), _rows.Max(r => r[c + 1].Text.Length)))];
        int name = Math.Max(head.Max(h => h.Length), _rows.Max(r => r[0].Text.Length));
        int left = width - widths.Sum(w => w + Gap.Length);
        if (left >= LeastName && left < name) name = left;
        for (int from = 0; from < columns;)
        {
            int to = from;
            for (int used = name; to < columns; to++)
            {
                used += Gap.Length + widths[to];
                if (used > width && to > from) break;
            }
            while (to < columns && to - 1 > from && to < _joins.Count && _joins[to]) to--;
            WriteBlock(console, name, widths, from, to);
            from = to;
        }
    }

    private void WriteBlock(IAnsiConsole console, int name, int[] widths, int from, int to)
    {
        int lines = Enumerable.Range(from, to - from).Select(c => heads[c].Length).Append(head.Length).Max();
        string HeadLine(string[] text, int line) => text.Length - lines + line is var i and >= 0 ? text[i] : "";
        for (int line = 0; line < lines; line++)
        {
            console.WriteLine((HeadLine(head, line).PadRight(name) + string.Concat(Enumerable.Range(from, to - from).Select(c => Gap + HeadLine(heads[c], line).PadLeft(widths[c])))).TrimEnd());
        }
        int total = name + Enumerable.Range(from, to - from).Sum(c => Gap.Length + widths[c]);
        console.WriteLine(new string(console.Profile.Capabilities.Unicode ? '\u2500' : '-', total));
        foreach (Cell[] row in _rows)
        {
            int last = to;
            while (last > from && row[last].Text.Length == 0) last--;
            string text = Fit(row[0].Text, name);
            Write(console, row[0], last > from ? text.PadRight(name) : text);
            for (int c = from; c < last; c++) Write(console, row[c + 1], Gap + row[c + 1].Text.PadLeft(widths[c]));
            console.WriteLine();
        }
        console.WriteLine();
    }

    private static void Write(IAnsiConsole console, Cell cell, string text) => console.Write(text, cell.Style ?? Style.Plain);

    private static string Fit(string text, int width) => text.Length <= width ? text : text[..(width - 2)] + "..";
}
