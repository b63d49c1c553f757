namespace TwinningSim.Analysis.Sampling;

/// <summary>How evenly points fill the unit cube.</summary>
public static class Discrepancy
{
    /// <summary>The squared centred L2 discrepancy (Hickernell 1998, Math. Comp. 67:299-322); 0 would be perfectly even.</summary>
    /// <param name="points">[point][dimension], within 0 and 1; at least one.</param>
    public static double Centred(IReadOnlyList<double[]> points)
    {
        int n = points.Count, d = points[0].Length;
        double single = 0, pairs = 0;
        for (int i = 0; i < n; i++)
        {
            double product = 1;
            foreach (double x in points[i])
            {
                double c = Math.Abs(x - 0.5);
                product *= 1 + (0.5 * c) - (0.5 * c * c);
            }
            single += product;
            for (int j = 0; j < n; j++)
            {
                double both = 1;
                for (int k = 0; k < d; k++)
                {
                    double x = points[i][k], y = points[j][k];
                    both *= 1 + (0.5 * Math.Abs(x - 0.5)) + (0.5 * Math.Abs(y - 0.5)) - (0.5 * Math.Abs(x - y));
                }
                pairs += both;
            }
        }
        double constant = 1;
        for (int k = 0; k < d; k++) constant *= 13.0 / 12;
        return constant - (2.0 / n * single) + (pairs / ((double)n * n));
    }
}
