namespace TwinningSim.Analysis.Estimation;

/// <summary>Order statistics without sorting everything (Hoare's quick selection).</summary>
internal static class Selection
{
    /// <summary>The value that would stand at a place if the values were sorted.</summary>
    /// <param name="values">The values; none may be missing. Their order is changed: what is asked for next is found the faster for it.</param>
    /// <param name="place">The place, from 0.</param>
    public static double Nth(Span<double> values, int place)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)place, (uint)values.Length, nameof(place));
        int from = 0, to = values.Length;
        // Each round halves the rest if the pivot is any good; where it is not, sorting bounds the work.
        for (int rounds = 2 * int.Log2(values.Length); to - from > 16 && rounds > 0; rounds--)
        {
            double pivot = Middle(values[from], values[from + (to - from) / 2], values[to - 1]);
            // Three parts, because months and counts have many equal values: below, equal, above.
            int below = from, at = from, above = to;
            while (at < above)
            {
                double value = values[at];
                if (value < pivot)
                {
                    values[at++] = values[below];
                    values[below++] = value;
                }
                else if (value > pivot)
                {
                    values[at] = values[--above];
                    values[above] = value;
                }
                else
                {
                    at++;
                }
            }
            if (place < below) to = below;
            else if (place >= above) from = above;
            else return pivot;
        }
        values[from..to].Sort();
        return values[place];
    }

    private static double Middle(double a, double b, double c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
