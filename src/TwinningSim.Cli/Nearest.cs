namespace TwinningSim.Cli;

/// <summary>Finds the name that somebody probably meant.</summary>
internal static class Nearest
{
    /// <summary>The sentence " Did you mean 'x'?", or nothing if no name is near.</summary>
    public static string Hint(string given, IEnumerable<string> names) => Name(given, names) is { } name ? $" Did you mean '{name}'?" : "";

    /// <summary>The nearest name by number of letters inserted, left out, changed or swapped; null if a third of the letters or more would have to change.</summary>
    public static string? Name(string given, IEnumerable<string> names)
    {
        (string? best, int least) = (null, int.MaxValue);
        foreach (string name in names)
        {
            int distance = Distance(given.ToLowerInvariant(), name.ToLowerInvariant());
            if (distance < least) (best, least) = (name, distance);
        }
        return best is not null && least <= Math.Max(1, Math.Max(given.Length, best.Length) / 3) ? best : null;
    }

    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++) d[i, 0] = i;
        for (int j = 0; j <= b.Length; j++) d[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int change = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }
        return d[a.Length, b.Length];
    }
}
