using System.Collections.Immutable;
using TwinningSim.Kernel.Randomness;

namespace TwinningSim.Analysis.Appraising;

/// <summary>One indicator of a composite index.</summary>
/// <param name="Name">Name.</param>
/// <param name="MoreIsBetter">Which direction speaks for a candidate.</param>
/// <param name="Weight">Its weight, above 0; only the proportions count.</param>
public sealed record Indicator(string Name, bool MoreIsBetter, double Weight);

/// <summary>How values of different units are made comparable (OECD/JRC 2008, step 5).</summary>
public enum Normalisation
{
    /// <summary>From 0 for the worst candidate to 1 for the best.</summary>
    MinMax,

    /// <summary>Distance from the mean in standard deviations.</summary>
    ZScore,

    /// <summary>Place in the order of candidates.</summary>
    Rank,
}

/// <summary>How indicators become one number (OECD/JRC 2008, step 7).</summary>
public enum Aggregation
{
    /// <summary>Weighted sum: a strength makes up for a weakness in full.</summary>
    Linear,

    /// <summary>Weighted product: a weakness is made up for less, the worse it is.</summary>
    Geometric,
}

/// <summary>What is said of one candidate.</summary>
/// <param name="Name">The candidate.</param>
/// <param name="Score">Score of the plain index (min-max, stated weights, weighted sum), 0 to 100.</param>
/// <param name="Rank">Rank by it, from 1; equals share the mean of their ranks.</param>
/// <param name="Median">Median rank over all variants.</param>
/// <param name="Low">Rank below which 5 % of the variants lie.</param>
/// <param name="High">Rank above which 5 % of the variants lie.</param>
/// <param name="First">Share of the variants in which it comes first, alone or with others.</param>
/// <param name="Chosen">Share of the variants in which it is among as many as are to be chosen.</param>
public sealed record Candidate(string Name, double Score, double Rank, double Median, double Low, double High, double First, double Chosen);

/// <summary>
/// A composite index for choosing clusters, and how far its ranking rests on choices that nobody can prove right: normalisation, aggregation and weights are varied
/// together (OECD/JRC, Handbook on Constructing Composite Indicators, 2008, steps 5 to 7; Saisana, Saltelli and Tarantola 2005).
/// </summary>
public sealed class CompositeIndex
{
    /// <summary>Variants by default.</summary>
    public const int UsualVariants = 12_000;

    private CompositeIndex()
    {
    }

    /// <summary>The candidates, in the order of their rank by the plain index.</summary>
    public required ImmutableArray<Candidate> Candidates { get; init; }

    /// <summary>Mean shift of a candidate's rank between the plain index and a variant, ranks.</summary>
    public required double MeanShift { get; init; }

    /// <summary>
    /// Share of the variance of that shift that each choice explains alone (correlation ratio): normalisation, aggregation, leaving the rest to the weights and to
    /// choices that matter only together. Zero if the ranking never moves.
    /// </summary>
    public required (double Normalisation, double Aggregation, double Remainder) Causes { get; init; }

    /// <summary>Ranks candidates.</summary>
    /// <param name="indicators">The indicators, 1 or more.</param>
    /// <param name="names">Names of the candidates, 2 or more.</param>
    /// <param name="values">[candidate][indicator], all finite.</param>
    /// <param name="chosen">How many candidates are to be chosen, 1 or more.</param>
    /// <param name="spread">Weights vary by up to this share of themselves, up and down, 0 to 1.</param>
    /// <param name="variants">Number of variants, 6 or more.</param>
    /// <param name="seed">Seed of the variants.</param>
    /// <exception cref="ArgumentException">There is nothing to rank, a value is missing, or a number lies outside its range.</exception>
    public static CompositeIndex Of(IReadOnlyList<Indicator> indicators, IReadOnlyList<string> names, IReadOnlyList<IReadOnlyList<double>> values,
        int chosen = 1, double spread = 0.5, int variants = UsualVariants, ulong seed = 1)
    {
        if (indicators.Count == 0 || names.Count < 2 || values.Count != names.Count) throw new ArgumentException("An index needs an indicator and two candidates.", nameof(names));
        if (values.Any(v => v.Count != indicators.Count || v.Any(x => !double.IsFinite(x)))) throw new ArgumentException("A value is missing.", nameof(values));
        if (indicators.Any(i => !(i.Weight > 0) || !double.IsFinite(i.Weight))) throw new ArgumentException("A weight must be above 0.", nameof(indicators));
        if (chosen < 1 || !(spread is >= 0 and <= 1) || variants < 6) throw new ArgumentException("The number to choose, the spread or the number of variants is out of range.", nameof(spread));
        int n = names.Count, methods = 6;
        double[][][] normalised = [.. Enum.GetValues<Normalisation>().Select(method => Normalise(values, indicators, method))];
        double[] stated = [.. indicators.Select(i => i.Weight / indicators.Sum(w => w.Weight))];
        double[] plain = Scores(normalised[0], stated, Aggregation.Linear), plainRanks = Ranks(plain);
        var ranks = new double[n][];
        for (int c = 0; c < n; c++) ranks[c] = new double[variants];
        var shift = new double[variants];
        var draws = new Draws(seed, 0);
        for (int v = 0; v < variants; v++)
        {
            // Every pair of methods gets its turn; only weights are by lot.
            double[] weights = [.. stated.Select((w, i) => w * (1 + (spread * ((2 * draws.Uniform(Chance.Weights, v, 0, i)) - 1))))];
            double sum = weights.Sum();
            for (int i = 0; i < weights.Length; i++) weights[i] /= sum;
            double[] own = Ranks(Scores(normalised[v % 3], weights, (Aggregation)(v % methods / 3)));
            for (int c = 0; c < n; c++)
            {
                ranks[c][v] = own[c];
                shift[v] += Math.Abs(own[c] - plainRanks[c]) / n;
            }
        }
        return new()
        {
            Candidates =
            [
                .. Enumerable.Range(0, n).OrderBy(c => plainRanks[c]).ThenBy(c => c).Select(c =>
                {
                    double[] sorted = [.. ranks[c].Order()];
                    return new Candidate(names[c], 100 * plain[c], plainRanks[c], Quantile(sorted, 0.5), Quantile(sorted, 0.05), Quantile(sorted, 0.95),
                        ranks[c].Count(r => r < 2) / (double)variants, ranks[c].Count(r => r <= chosen) / (double)variants);
                }),
            ],
            MeanShift = shift.Sum() / variants,
            Causes = CausesOf(shift, methods),
        };
    }

    /// <summary>Values made comparable; larger is better. [candidate][indicator].</summary>
    /// <param name="values">[candidate][indicator].</param>
    /// <param name="indicators">The indicators.</param>
    /// <param name="method">How. An indicator in which all candidates are equal tells nothing: all get the middle.</param>
    internal static double[][] Normalise(IReadOnlyList<IReadOnlyList<double>> values, IReadOnlyList<Indicator> indicators, Normalisation method)
    {
        var result = new double[values.Count][];
        for (int c = 0; c < values.Count; c++) result[c] = new double[indicators.Count];
        for (int i = 0; i < indicators.Count; i++)
        {
            double[] column = [.. values.Select(v => indicators[i].MoreIsBetter ? v[i] : -v[i])];
            double least = column.Min(), most = column.Max(), mean = column.Sum() / column.Length;
            double deviation = Math.Sqrt(column.Sum(x => (x - mean) * (x - mean)) / column.Length);
            double[] places = Ranks(column);
            for (int c = 0; c < column.Length; c++)
            {
                result[c][i] = method switch
                {
                    Normalisation.MinMax => most > least ? (column[c] - least) / (most - least) : 0.5,
                    Normalisation.ZScore => deviation > 0 ? (column[c] - mean) / deviation : 0,
                    _ => (column.Length - places[c]) / (column.Length - 1),
                };
            }
        }
        return result;
    }

    /// <summary>Ranks from 1 for the largest; equals share the mean of their ranks.</summary>
    internal static double[] Ranks(IReadOnlyList<double> scores)
        => [.. scores.Select(s => 1 + scores.Count(o => o > s) + ((scores.Count(o => o == s) - 1) / 2.0))];

    private static double[] Scores(double[][] normalised, double[] weights, Aggregation aggregation)
    {
        double least = normalised.Min(row => row.Min()), most = normalised.Max(row => row.Max());
        return
        [
            .. normalised.Select(row =>
            {
                double score = aggregation == Aggregation.Linear ? 0 : 1;
                for (int i = 0; i < row.Length; i++)
                {
                    // A product needs positive numbers: from 0.1 for the worst value of all to 1 for the best.
                    if (aggregation == Aggregation.Linear) score += weights[i] * row[i];
                    else score *= Kernel.Numerics.PortableMath.Pow(most > least ? 0.1 + (0.9 * (row[i] - least) / (most - least)) : 1, weights[i]);
                }
                // The last digits of a sum depend on its order; candidates that are equal stay equal.
                return Math.Round(score, 12);
            }),
        ];
    }

    private static (double, double, double) CausesOf(double[] shift, int methods)
    {
        double mean = shift.Sum() / shift.Length, variance = shift.Sum(s => (s - mean) * (s - mean)) / shift.Length;
        if (variance <= 1e-24) return (0, 0, 0);
        double Explained(Func<int, int> group)
            => Enumerable.Range(0, shift.Length).GroupBy(group).Sum(g => g.Count() * Square((g.Sum(v => shift[v]) / g.Count()) - mean)) / shift.Length / variance;
        double normalisation = Explained(v => v % 3), aggregation = Explained(v => v % methods / 3);
        return (normalisation, aggregation, Math.Max(0, 1 - normalisation - aggregation));
    }

    private static double Square(double x) => x * x;

    private static double Quantile(double[] sorted, double p) => Runs.MonthlyCourse.QuantileOf(sorted, p);
}
