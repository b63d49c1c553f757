using Spectre.Console;

namespace TwinningSim.Reports;

/// <summary>A table of plain text within <see cref="TextLayout.Width"/>, the first column aligned left, the others right.</summary>
public static class PlainTable
{
    /// <summary>Writes a table.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="heads">Heads of the columns; a line break in a head makes a further line.</param>
    /// <param name="rows">The rows, a text for each column.</param>
    public static void Write(IAnsiConsole console, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows)
    {
        console.Profile.Width = 10 * TextLayout.Width;
        var table = new TextTable(heads[0].Split('\n'), [.. heads.Skip(1).Select(h => h.Split('\n'))]);
        foreach (IReadOnlyList<string> row in rows) table.Add([.. row.Select(text => new Cell(text))]);
        table.Write(console, TextLayout.Width);
    }
}
