namespace TwinningSim.Scenarios.Diagnostics;

/// <summary>Finds the valid name that a mistyped one was probably meant to be.</summary>
public static class NearestName
{
    // Longer words are not looked at: no name of the format is that long, and the work grows with the square.
    private const int LongestWord = 80;

    /// <summary>The candidate with the fewest typing mistakes (insert, delete, replace, swap), or null if more than a third of the letters differ.</summary>
    public static string? Of(string word, IEnumerable<string> candidates)
    {
        if (word.Length is 0 or > LongestWord) return null;
        string plain = Plain(word);
        string? best = null;
        int bestDistance = int.MaxValue;
        foreach (string candidate in candidates)
        {
            if (candidate.Length > LongestWord || candidate == word) continue;
            string plainCandidate = Plain(candidate);
            int distance = Distance(plain, plainCandidate);
            int allowed = Math.Max(1, Math.Max(plain.Length, plainCandidate.Length) / 3);
            if (distance > allowed || distance >= bestDistance) continue;
            best = candidate;
            bestDistance = distance;
        }
        return best;
    }

    private static string Plain(string word) => word.Replace('_', '-').Replace(' ', '-').ToLowerInvariant();

    /// <summary>Optimal string alignment distance.</summary>
    internal static int Distance(string a, string b)
    {
        int[] before = new int[b.Length + 1], previous = new int[b.Length + 1], current = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++) previous[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replace = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                int best = Math.Min(replace, Math.Min(previous[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) best = Math.Min(best, before[j - 2] + 1);
                current[j] = best;
            }
            (before, previous, current) = (previous, current, before);
        }
        return previous[b.Length];
    }
}
