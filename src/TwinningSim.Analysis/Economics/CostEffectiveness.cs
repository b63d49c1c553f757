using System.Collections.Immutable;
using TwinningSim.Analysis.Estimation;
using TwinningSim.Kernel.Numerics;

namespace TwinningSim.Analysis.Economics;

/// <summary>Where an option stands on the cost-effectiveness plane.</summary>
public enum Standing
{
    /// <summary>On the frontier: for some price of an effect it is the one to choose.</summary>
    Frontier,

    /// <summary>Dominated: another option costs no more and does no less.</summary>
    Dominated,

    /// <summary>Dominated by a mixture of two others (extended dominance).</summary>
    ExtendedDominated,
}

/// <summary>An option on the cost-effectiveness plane.</summary>
/// <param name="Option">Its position in the list given.</param>
/// <param name="Cost">Mean cost.</param>
/// <param name="Effect">Mean effect.</param>
/// <param name="Standing">Where it stands.</param>
/// <param name="Icer">Incremental cost-effectiveness ratio against the next cheaper option of the frontier; null for the first of the frontier and for what is not on it.</param>
/// <param name="Against">That option; null without a ratio.</param>
public sealed record FrontierOption(int Option, double Cost, double Effect, Standing Standing, double? Icer, int? Against);

/// <summary>Plane and frontier of cost-effectiveness.</summary>
public static class CostEffectivenessFrontier
{
    /// <summary>Finds the frontier: sorted by cost, without what is dominated, then without what is extended-dominated until the ratios rise.</summary>
    /// <param name="costs">Mean cost of each option.</param>
    /// <param name="effects">Mean effect of each option; more is better.</param>
    /// <returns>The options in the order given.</returns>
    /// <exception cref="ArgumentException">The lists differ in length, or a number is not finite.</exception>
    public static ImmutableArray<FrontierOption> Of(IReadOnlyList<double> costs, IReadOnlyList<double> effects)
    {
        if (costs.Count != effects.Count) throw new ArgumentException("Each option needs a cost and an effect.", nameof(effects));
        if (costs.Concat(effects).Any(v => !double.IsFinite(v))) throw new ArgumentException("Costs and effects are finite.", nameof(costs));
        var standing = new Standing[costs.Count];
        var frontier = new List<int>();
        foreach (int i in Enumerable.Range(0, costs.Count).OrderBy(i => costs[i]).ThenByDescending(i => effects[i]).ThenBy(i => i))
        {
            if (frontier.Count > 0 && effects[i] <= effects[frontier[^1]])
            {
                standing[i] = Standing.Dominated;
                continue;
            }
            double Ratio(int a, int b) => (costs[b] - costs[a]) / (effects[b] - effects[a]);
            while (frontier.Count > 1 && Ratio(frontier[^1], i) <= Ratio(frontier[^2], frontier[^1]))
            {
                standing[frontier[^1]] = Standing.ExtendedDominated;
                frontier.RemoveAt(frontier.Count - 1);
            }
            frontier.Add(i);
        }
        return
        [
            .. Enumerable.Range(0, costs.Count).Select(i =>
            {
                int at = frontier.IndexOf(i);
                return at < 1
                    ? new FrontierOption(i, costs[i], effects[i], standing[i], null, null)
                    : new(i, costs[i], effects[i], standing[i], (costs[i] - costs[frontier[at - 1]]) / (effects[i] - effects[frontier[at - 1]]), frontier[at - 1]);
            }),
        ];
    }
}

/// <summary>What is uncertain in samples of costs and effects. The two are never mixed.</summary>
public enum UncertaintyKind
{
    /// <summary>What the world is like: each sample is a set of parameter values, with the noise of replicates averaged out.</summary>
    Parameters,

    /// <summary>Only how exactly the simulation knows its means: each sample is the mean over a bootstrap resample of the replicates. More replicates make it vanish.</summary>
    Simulation,
}

/// <summary>Acceptability at one price of an effect.</summary>
/// <param name="Price">Price lambda of a unit of effect.</param>
/// <param name="Probability">For each option the share of samples in which it has the highest net benefit (CEAC); they sum to 1, ties shared.</param>
/// <param name="Best">The option with the highest mean net benefit: its curve is the frontier (CEAF; Fenwick, Claxton and Sculpher 2001, Health Economics 10:779-787).</param>
/// <param name="NetBenefit">Mean net benefit of each option.</param>
/// <param name="Evpi">Expected value of perfect information: what knowing the sample before choosing would be worth, E max - max E.</param>
public sealed record Acceptability(double Price, ImmutableArray<double> Probability, int Best, ImmutableArray<double> NetBenefit, double Evpi)
{
    /// <summary>Curves over prices.</summary>
    /// <param name="costs">[option][sample].</param>
    /// <param name="effects">[option][sample].</param>
    /// <param name="prices">Prices of a unit of effect, 0 or more.</param>
    /// <exception cref="ArgumentException">The samples differ in number, or there are none.</exception>
    public static ImmutableArray<Acceptability> Curves(IReadOnlyList<IReadOnlyList<double>> costs, IReadOnlyList<IReadOnlyList<double>> effects, IReadOnlyList<double> prices)
    {
        int samples = costs.Count == 0 ? 0 : costs[0].Count;
        if (samples == 0 || costs.Count != effects.Count || costs.Concat(effects).Any(v => v.Count != samples))
            throw new ArgumentException("Each option needs the same samples of cost and effect.", nameof(costs));
        return [.. prices.Select(At)];

        Acceptability At(double price)
        {
            int options = costs.Count;
            double[] wins = new double[options], sums = new double[options], benefit = new double[options];
            double best = 0;
            for (int s = 0; s < samples; s++)
            {
                for (int o = 0; o < options; o++)
                {
                    benefit[o] = price * effects[o][s] - costs[o][s];
                    sums[o] += benefit[o];
                }
                double most = benefit.Max();
                best += most;
                int ties = benefit.Count(b => b == most);
                for (int o = 0; o < options; o++)
                {
                    if (benefit[o] == most) wins[o] += 1.0 / ties;
                }
            }
            double[] means = [.. sums.Select(s => s / samples)];
            int leader = Enumerable.Range(0, options).MaxBy(o => means[o]);
            return new(price, [.. wins.Select(w => w / samples)], leader, [.. means], Math.Max(0, best / samples - means[leader]));
        }
    }

    /// <summary>The same in closed form for two options whose differences in effect and cost are normal: the probability that the second has the higher net benefit, and the EVPI.</summary>
    /// <param name="price">Price of a unit of effect.</param>
    /// <param name="effect">Mean difference in effect.</param>
    /// <param name="effectDeviation">Its standard deviation.</param>
    /// <param name="cost">Mean difference in cost.</param>
    /// <param name="costDeviation">Its standard deviation.</param>
    /// <param name="correlation">Correlation of the two, -1 to 1.</param>
    public static (double Probability, double Evpi) Normal(double price, double effect, double effectDeviation, double cost, double costDeviation, double correlation)
    {
        double mean = price * effect - cost;
        double variance = price * price * effectDeviation * effectDeviation + costDeviation * costDeviation - 2 * price * correlation * effectDeviation * costDeviation;
        double deviation = Math.Sqrt(Math.Max(0, variance));
        if (deviation == 0) return (mean > 0 ? 1 : mean < 0 ? 0 : 0.5, 0);
        double u = Math.Abs(mean) / deviation;
        double loss = PortableMath.Exp(-0.5 * u * u) / Math.Sqrt(2 * Math.PI) - u * Quantiles.NormalBelow(-u);
        return (Quantiles.NormalBelow(mean / deviation), deviation * loss);
    }
}

/// <summary>The costs and effects of one option, replicate by replicate.</summary>
/// <param name="Id">Identifier of the design.</param>
/// <param name="Title">A title for people.</param>
/// <param name="Costs">One for each replicate, EUR.</param>
/// <param name="Effects">One for each replicate, in the same order.</param>
public sealed record EconomicRuns(string Id, string Title, IReadOnlyList<double> Costs, IReadOnlyList<double> Effects);

/// <summary>An option of a cost-effectiveness analysis.</summary>
/// <param name="Id">Identifier of the design.</param>
/// <param name="Title">A title for people.</param>
/// <param name="Cost">Mean cost, EUR.</param>
/// <param name="Effect">Mean effect.</param>
/// <param name="Place">Standing on the plane.</param>
/// <param name="Icer">The ratio against the next cheaper option of the frontier with Fieller's interval over replicates; null where there is none.</param>
/// <param name="NetBenefit">Mean net benefit at the price asked for, with its interval; null without a price.</param>
public sealed record EconomicOption(string Id, string Title, Estimate Cost, Estimate Effect, FrontierOption Place, Estimate? Icer, Estimate? NetBenefit);

/// <summary>A cost-effectiveness analysis of designs.</summary>
/// <param name="Options">The designs in their order.</param>
/// <param name="Kind">What is uncertain in the curves.</param>
/// <param name="Samples">Samples that the curves are made of.</param>
/// <param name="Curves">Acceptability over prices.</param>
/// <param name="Price">The price of a unit of effect that was asked for; null if none was.</param>
/// <param name="AtPrice">Acceptability at that price.</param>
/// <param name="LuckAtPrice">The share of single replicates in which each option has the highest net benefit at that price: the spread of luck, not of what is known. Null without a price.</param>
/// <param name="ResidualNoise">Largest standard error of a mean net benefit, over options, that the number of replicates leaves in each sample at the price (or the middle price), EUR.</param>
public sealed record CostEffectiveness(
    ImmutableArray<EconomicOption> Options, UncertaintyKind Kind, int Samples, ImmutableArray<Acceptability> Curves, double? Price, Acceptability? AtPrice,
    ImmutableArray<double>? LuckAtPrice, double ResidualNoise)
{
    /// <summary>Analyses designs of which only replicates are known: the curves show how exactly the simulation knows its means, and nothing about the world.</summary>
    /// <param name="runs">The same replicates of each design; two designs or more.</param>
    /// <param name="prices">Prices for the curves.</param>
    /// <param name="price">A price to look at more closely; null for none.</param>
    /// <param name="level">Level of the intervals.</param>
    /// <param name="resamples">Bootstrap resamples.</param>
    /// <param name="seed">Seed of the resamples.</param>
    public static CostEffectiveness OfReplicates(
        IReadOnlyList<EconomicRuns> runs, IReadOnlyList<double> prices, double? price = null, double level = Estimates.UsualLevel, int resamples = 1000, ulong seed = 0)
    {
        int n = Checked(runs);
        int k = runs.Count;
        double[][] drawn = Bootstrap.Resample(n, 2 * k, (rows, into) =>
        {
            for (int d = 0; d < k; d++)
            {
                (double cost, double effect) = (0, 0);
                foreach (int r in rows)
                {
                    cost += runs[d].Costs[r];
                    effect += runs[d].Effects[r];
                }
                (into[2 * d], into[2 * d + 1]) = (cost / rows.Length, effect / rows.Length);
            }
        }, resamples, seed);
        return Make(runs, UncertaintyKind.Simulation, [.. Enumerable.Range(0, k).Select(d => drawn[2 * d])], [.. Enumerable.Range(0, k).Select(d => drawn[2 * d + 1])], prices, price, level);
    }

    /// <summary>Analyses designs over sets of parameter values: replicates are averaged first, so that the curves show what is not known about the world.</summary>
    /// <param name="sets">For each set of parameter values the designs in the same order, with the same replicates.</param>
    /// <param name="prices">Prices for the curves.</param>
    /// <param name="price">A price to look at more closely; null for none.</param>
    /// <param name="level">Level of the intervals.</param>
    /// <exception cref="ArgumentException">The sets differ in their designs, or there are fewer than two.</exception>
    public static CostEffectiveness OfParameterSets(
        IReadOnlyList<IReadOnlyList<EconomicRuns>> sets, IReadOnlyList<double> prices, double? price = null, double level = Estimates.UsualLevel)
    {
        if (sets.Count < 2 || sets.Any(s => !s.Select(r => r.Id).SequenceEqual(sets[0].Select(r => r.Id), StringComparer.Ordinal)))
            throw new ArgumentException("Two sets of parameter values or more are needed, with the same designs in each.", nameof(sets));
        foreach (IReadOnlyList<EconomicRuns> set in sets) Checked(set);
        int k = sets[0].Count;
        double[][] costs = [.. Enumerable.Range(0, k).Select(d => sets.Select(s => Moments.Of([.. s[d].Costs]).Mean).ToArray())];
        double[][] effects = [.. Enumerable.Range(0, k).Select(d => sets.Select(s => Moments.Of([.. s[d].Effects]).Mean).ToArray())];
        // Means over sets: each set is one observation, and its replicates have been averaged out.
        EconomicRuns[] means = [.. sets[0].Select((r, d) => r with { Costs = costs[d], Effects = effects[d] })];
        CostEffectiveness result = Make(means, UncertaintyKind.Parameters, costs, effects, prices, price, level);
        double at = price ?? prices[prices.Count / 2];
        return result with { LuckAtPrice = null, ResidualNoise = sets.Max(s => s.Max(r => StandardError(r, at))) };
    }

    private static CostEffectiveness Make(
        IReadOnlyList<EconomicRuns> runs, UncertaintyKind kind, double[][] costs, double[][] effects, IReadOnlyList<double> prices, double? price, double level)
    {
        Estimate[] cost = [.. runs.Select(r => Estimates.Mean([.. r.Costs], level))], effect = [.. runs.Select(r => Estimates.Mean([.. r.Effects], level))];
        ImmutableArray<FrontierOption> places = CostEffectivenessFrontier.Of([.. cost.Select(c => c.Value)], [.. effect.Select(e => e.Value)]);
        double at = price ?? prices[prices.Count / 2];
        return new(
            [.. runs.Select((r, d) => new EconomicOption(
                r.Id, r.Title, cost[d], effect[d], places[d],
                places[d].Against is { } other ? Estimates.FiellerRatio(Less(r.Costs, runs[other].Costs), Less(r.Effects, runs[other].Effects), level) : null,
                price is { } p ? Estimates.Mean([.. r.Costs.Select((c, i) => p * r.Effects[i] - c)], level) : null))],
            kind, costs[0].Length, Acceptability.Curves(costs, effects, prices), price,
            price is { } wanted ? Acceptability.Curves(costs, effects, [wanted])[0] : null,
            price is { } luck ? Acceptability.Curves([.. runs.Select(r => r.Costs)], [.. runs.Select(r => r.Effects)], [luck])[0].Probability : null,
            runs.Max(r => StandardError(r, at)));
    }

    private static int Checked(IReadOnlyList<EconomicRuns> runs)
    {
        int n = runs.Count == 0 ? 0 : runs[0].Costs.Count;
        if (runs.Count < 2 || n < 2 || runs.Any(r => r.Costs.Count != n || r.Effects.Count != n))
            throw new ArgumentException("Two designs or more are needed, with the same two replicates or more of each.", nameof(runs));
        return n;
    }

    private static double[] Less(IReadOnlyList<double> a, IReadOnlyList<double> b) => [.. a.Select((x, i) => x - b[i])];

    private static double StandardError(EconomicRuns runs, double price)
    {
        Moments benefit = Moments.Of([.. runs.Costs.Select((c, i) => price * runs.Effects[i] - c)]);
        return Math.Sqrt(benefit.Variance / benefit.Count);
    }
}
