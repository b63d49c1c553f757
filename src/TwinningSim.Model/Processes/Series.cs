using System.Collections.Immutable;
using TwinningSim.Model.Input;

namespace TwinningSim.Model.Processes;

/// <summary>Series that are linear between their points and constant outside.</summary>
internal static class Series
{
    /// <summary>The value at a month; <paramref name="fallback"/> if there is no point.</summary>
    public static double At(ImmutableArray<SeriesPoint> points, int month, double fallback)
    {
        if (points.IsDefaultOrEmpty) return fallback;
        if (month <= points[0].Month) return points[0].Value;
        for (int i = 1; i < points.Length; i++)
        {
            if (month > points[i].Month) continue;
            SeriesPoint a = points[i - 1], b = points[i];
            return a.Value + ((b.Value - a.Value) * (month - a.Month) / (b.Month - a.Month));
        }
        return points[^1].Value;
    }
}
