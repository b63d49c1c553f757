namespace TwinningSim.Reports;

/// <summary>Text in lines of limited width.</summary>
public static class TextLayout
{
    /// <summary>Columns of text that everything the program writes keeps to.</summary>
    public const int Width = 120;

    /// <summary>Breaks a text between words; a word longer than a line stays whole.</summary>
    /// <param name="text">The text.</param>
    /// <param name="indent">Stands before every line after the first.</param>
    /// <param name="first">Stands before the first line.</param>
    /// <param name="width">Columns, 20 or more.</param>
    public static IEnumerable<string> Wrap(string text, string indent = "", string first = "", int width = Width)
    {
        string line = "";
        string before = first;
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && before.Length + line.Length + 1 + word.Length > width)
            {
                yield return before + line;
                (line, before) = (word, indent);
            }
            else
            {
                line = line.Length == 0 ? word : line + " " + word;
            }
        }
        if (line.Length > 0) yield return before + line;
    }
}
