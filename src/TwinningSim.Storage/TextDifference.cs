namespace TwinningSim.Storage;

/// <summary>In which lines two texts differ, in a few words.</summary>
internal static class TextDifference
{
    private const int MostLines = 3;

    /// <summary>The first lines of the one and the other where they differ; empty if they do not.</summary>
    public static string Of(string there, string here)
    {
        string[] old = Lines(there), now = Lines(here);
        int start = 0, end = 0;
        while (start < Math.Min(old.Length, now.Length) && old[start] == now[start]) start++;
        while (end < Math.Min(old.Length, now.Length) - start && old[^(end + 1)] == now[^(end + 1)]) end++;
        string[] before = old[start..^end], after = now[start..^end];
        return before.Length + after.Length == 0 ? "" : $"from line {start + 1} on: {Quoted(before)} there, {Quoted(after)} here";
    }

    private static string[] Lines(string text) => [.. text.Split('\n').Select(line => line.TrimEnd())];

    private static string Quoted(string[] lines)
    {
        string[] said = [.. lines.Select(line => line.Trim()).Where(line => line.Length > 0)];
        string more = said.Length > MostLines ? $" and {said.Length - MostLines} lines more" : "";
        return said.Length == 0 ? "nothing" : string.Join(" / ", said.Take(MostLines).Select(line => $"'{line}'")) + more;
    }
}
