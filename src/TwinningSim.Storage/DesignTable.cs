using System.Globalization;
using System.Text;
using TwinningSim.Storage.Disk;

namespace TwinningSim.Storage;

/// <summary>The file <c>designs.csv</c> in the folder of an experiment: a row for each design with the value of each factor, to be joined with the tables by the column design.</summary>
public static class DesignTable
{
    /// <summary>Name in the experiment's folder.</summary>
    public const string FileName = "designs.csv";

    /// <summary>Writes the file; another one gives way when the new one is whole.</summary>
    /// <param name="folder">The experiment's folder; must be there.</param>
    /// <param name="columns">Names of the columns.</param>
    /// <param name="rows">Texts and numbers, one for each column; null is empty.</param>
    /// <exception cref="StorageException">It cannot be written.</exception>
    public static void Write(string folder, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows) => Write(RealDisk.Instance, folder, columns, rows);

    internal static void Write(IDisk disk, string folder, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows)
    {
        var text = new StringBuilder();
        text.AppendJoin(',', columns.Select(Quoted)).Append('\n');
        foreach (IReadOnlyList<object?> row in rows) text.AppendJoin(',', row.Select(Cell)).Append('\n');
        string path = Path.Combine(folder, FileName), temporary = Path.Combine(folder, $".{FileName}.tmp");
        try
        {
            using (IDiskFile file = disk.Create(temporary))
            {
                file.Write(Encoding.UTF8.GetBytes(text.ToString()));
                file.FlushToDisk();
            }
            disk.Rename(temporary, path);
            disk.SyncFolder(folder);
        }
        catch (Exception e) when (StorageFailure.IsOfTheDisk(e))
        {
            throw StorageFailure.WhileWriting(path, e);
        }
    }

    private static string Cell(object? value) => value switch
    {
        null or double.NaN => "",
        IFormattable number => number.ToString(value is double ? "R" : null, CultureInfo.InvariantCulture),
        _ => Quoted(value.ToString()!),
    };

    // RFC 4180.
    private static string Quoted(string text) => text.AsSpan().IndexOfAny("\",\n\r") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
