using System.Collections.Immutable;
using TwinningSim.Analysis.Comparing;
using TwinningSim.Analysis.Estimation;
using TwinningSim.Kernel.Randomness;

namespace TwinningSim.Analysis.Optimising;

/// <summary>Runs mixes: for each mix (a step of each lever) the goals of some replicates, then the cost as the last row.</summary>
/// <param name="mixes">The mixes.</param>
/// <param name="first">First replicate.</param>
/// <param name="count">Number of replicates.</param>
/// <returns>[mix][goal, then cost][replicate]; NaN for a mix that is not possible or a run that failed.</returns>
public delegate double[][][] MixSource(IReadOnlyList<int[]> mixes, int first, int count);

/// <summary>What is looked for.</summary>
public sealed record SearchProblem
{
    /// <summary>Number of steps of each lever, 1 or more.</summary>
    public required ImmutableArray<int> Steps { get; init; }

    /// <summary>Which direction of each goal is the better one; one or more.</summary>
    public required ImmutableArray<Better> Goals { get; init; }

    /// <summary>The mean cost that a mix keeps to, EUR.</summary>
    public required double BudgetEur { get; init; }

    /// <summary>The mix to start from; always in the final comparison.</summary>
    public required ImmutableArray<int> Start { get; init; }

    /// <summary>Mixes in a generation, 4 or more.</summary>
    public int Population { get; init; } = 24;

    /// <summary>Generations, 1 or more.</summary>
    public int Generations { get; init; } = 10;

    /// <summary>Replicates of a new mix, and further ones for each generation that it survives, 2 or more.</summary>
    public int Replicates { get; init; } = 10;

    /// <summary>Fresh replicates of the mixes of the final comparison, 2 or more.</summary>
    public int FinalReplicates { get; init; } = 200;

    /// <summary>Mixes in the final comparison beside the start.</summary>
    public int Finalists { get; init; } = 8;

    /// <summary>Seed of the search.</summary>
    public ulong Seed { get; init; }

    /// <summary>Level of the intervals.</summary>
    public double Level { get; init; } = Estimates.UsualLevel;
}

/// <summary>A mix of the final comparison, all numbers from fresh replicates that had no part in choosing it.</summary>
/// <param name="Steps">The step of each lever.</param>
/// <param name="Goals">Mean of each goal.</param>
/// <param name="CostEur">Mean cost.</param>
/// <param name="FromStart">Difference from the start in the same replicates, for each goal, at a level that holds for all mixes together; empty for the start.</param>
/// <param name="WithinBudget">Whether the mean cost keeps to the budget.</param>
/// <param name="OnFrontier">Whether no other mix within the budget is at least as good on every goal and better on one.</param>
/// <param name="IsStart">Whether it is the mix to start from.</param>
public sealed record FinalMix(
    ImmutableArray<int> Steps, ImmutableArray<Estimate> Goals, Estimate CostEur, ImmutableArray<Estimate> FromStart, bool WithinBudget, bool OnFrontier, bool IsStart);

/// <summary>What a search found.</summary>
/// <param name="Mixes">The final comparison: the best on the first goal first.</param>
/// <param name="Best">The mix within the budget with the best first goal; null if none keeps to the budget.</param>
/// <param name="Tried">Mixes that were tried.</param>
/// <param name="Runs">Runs in all.</param>
public sealed record SearchResult(ImmutableArray<FinalMix> Mixes, FinalMix? Best, int Tried, int Runs);

/// <summary>
/// Looks for mixes of levers that are good on several goals under a budget: non-dominated sorting with crowding (NSGA-II; Deb and others 2002, IEEE Transactions on Evolutionary
/// Computation 6:182-197), made for noise: a mix that stays gets further replicates in every generation, so that luck does not keep it, and the final set is judged by fresh ones only.
/// </summary>
public static class ParetoSearch
{
    /// <summary>Searches.</summary>
    /// <param name="problem">What is looked for.</param>
    /// <param name="source">Runs mixes.</param>
    /// <exception cref="ArgumentException">The start is no mix of the levers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range.</exception>
    public static SearchResult Run(SearchProblem problem, MixSource source) => new Search(problem, source).Run();

    private sealed class Entry(int[] steps, int values)
    {
        public int[] Steps { get; } = steps;

        public Moments[] Values { get; } = new Moments[values];

        public int Count => Values[0].Count;

        /// <summary>Whether a run of it had no value: such a mix is never chosen.</summary>
        public bool Broken { get; set; }
    }

    private sealed class Search
    {
        private readonly SearchProblem _problem;
        private readonly MixSource _source;
        private readonly Dictionary<string, Entry> _known = new(StringComparer.Ordinal);
        private int _runs;

        public Search(SearchProblem problem, MixSource source)
        {
            if (problem.Start.Length != problem.Steps.Length || problem.Start.Where((s, i) => s < 0 || s >= problem.Steps[i]).Any())
                throw new ArgumentException("The start has a step of each lever.", nameof(problem));
            ArgumentOutOfRangeException.ThrowIfLessThan(problem.Population, 4);
            ArgumentOutOfRangeException.ThrowIfLessThan(problem.Generations, 1);
            ArgumentOutOfRangeException.ThrowIfLessThan(problem.Replicates, 2);
            ArgumentOutOfRangeException.ThrowIfLessThan(problem.FinalReplicates, 2);
            (_problem, _source) = (problem, source);
        }

        private int Goals => _problem.Goals.Length;

        public SearchResult Run()
        {
            int size = _problem.Population;
            List<Entry> population = Known([_problem.Start.ToArray(), .. Enumerable.Range(0, size - 1).Select(c => Anywhere(c))]);
            Evaluate(population);
            for (int g = 1; g <= _problem.Generations; g++)
            {
                List<Entry> ranked = Ranked(population);
                List<Entry> children = Known([.. Enumerable.Range(0, size).Select(c => Child(ranked, g, c))]);
                List<Entry> all = [.. population.Union(children)];
                // Everything gets further replicates, what stayed as well as what is new.
                Evaluate(all);
                population = [.. Ranked(all).Take(size)];
            }
            return Final(population);
        }

        private List<Entry> Known(IReadOnlyList<int[]> mixes) =>
        [
            .. mixes.Select(mix =>
            {
                string key = string.Join(',', mix);
                if (!_known.TryGetValue(key, out Entry? entry)) _known.Add(key, entry = new(mix, Goals + 1));
                return entry;
            }).Distinct(),
        ];

        private void Evaluate(List<Entry> entries)
        {
            // Together those with the same number of replicates, so that each mix sees replicates 0, 1, 2 ... and all share their luck.
            foreach (IGrouping<int, Entry> group in entries.Where(e => !e.Broken).GroupBy(e => e.Count).OrderBy(g => g.Key).ToArray())
            {
                Entry[] members = [.. group];
                double[][][] results = _source([.. members.Select(e => e.Steps)], group.Key, _problem.Replicates);
                _runs += members.Length * _problem.Replicates;
                for (int m = 0; m < members.Length; m++)
                {
                    for (int v = 0; v <= Goals; v++)
                    {
                        foreach (double value in results[m][v])
                        {
                            if (!double.IsFinite(value)) members[m].Broken = true;
                            members[m].Values[v].Add(value);
                        }
                    }
                }
            }
        }

        private double Goal(Entry e, int goal) => _problem.Goals[goal] == Better.Less ? -e.Values[goal].Mean : e.Values[goal].Mean;

        private double Excess(Entry e) => Math.Max(0, e.Values[Goals].Mean - _problem.BudgetEur);

        private bool Dominates(Entry a, Entry b)
        {
            if (a.Broken || b.Broken) return !a.Broken;
            (double overA, double overB) = (Excess(a), Excess(b));
            if (overA > 0 || overB > 0) return overA < overB;
            bool better = false;
            for (int g = 0; g < Goals; g++)
            {
                if (Goal(a, g) < Goal(b, g)) return false;
                better |= Goal(a, g) > Goal(b, g);
            }
            return better;
        }

        /// <summary>By fronts, inside a front the lonely ones first.</summary>
        private List<Entry> Ranked(IReadOnlyList<Entry> entries)
        {
            List<Entry> left = [.. entries], ranked = [];
            while (left.Count > 0)
            {
                List<Entry> front = [.. left.Where(a => !left.Any(b => !ReferenceEquals(a, b) && Dominates(b, a)))];
                // Broken ones all dominate each other's absence: take them together.
                if (front.Count == 0) front = [.. left];
                double[] crowding = new double[front.Count];
                for (int g = 0; g < Goals; g++)
                {
                    int goal = g;
                    int[] order = [.. Enumerable.Range(0, front.Count).OrderBy(i => Goal(front[i], goal))];
                    double span = Goal(front[order[^1]], goal) - Goal(front[order[0]], goal);
                    crowding[order[0]] = crowding[order[^1]] = double.PositiveInfinity;
                    for (int i = 1; i < order.Length - 1 && span > 0; i++) crowding[order[i]] += (Goal(front[order[i + 1]], goal) - Goal(front[order[i - 1]], goal)) / span;
                }
                ranked.AddRange(Enumerable.Range(0, front.Count).OrderByDescending(i => crowding[i]).Select(i => front[i]));
                left = [.. left.Except(front)];
            }
            return ranked;
        }

        private int[] Anywhere(int candidate)
        {
            var draws = new Draws(_problem.Seed, 0);
            return [.. _problem.Steps.Select((steps, lever) => draws.Below(steps, Chance.Search, candidate, 0, lever))];
        }

        private int[] Child(List<Entry> ranked, int generation, int candidate)
        {
            var draws = new Draws(_problem.Seed, (uint)generation);
            int move = 0;
            double Lot() => draws.Uniform(Chance.Search, candidate, 0, move++);
            // The better of two: ranked is in order.
            Entry Parent() => ranked[Math.Min((int)(Lot() * ranked.Count), (int)(Lot() * ranked.Count))];
            (Entry one, Entry two) = (Parent(), Parent());
            int[] child = [.. one.Steps.Select((step, lever) => Lot() < 0.5 ? step : two.Steps[lever])];
            for (int lever = 0; lever < child.Length; lever++)
            {
                if (Lot() >= Math.Max(1.0 / child.Length, 0.2)) continue;
                // Mostly a step or two, sometimes far.
                int reach = Math.Max(1, (int)Math.Round(Lot() * Lot() * Lot() * _problem.Steps[lever]));
                child[lever] = Math.Clamp(child[lever] + (Lot() < 0.5 ? -reach : reach), 0, _problem.Steps[lever] - 1);
            }
            return child;
        }

        private SearchResult Final(List<Entry> population)
        {
            Entry[] front = [.. population.Where(a => !a.Broken && Excess(a) == 0 && !population.Any(b => Dominates(b, a)))];
            int[][] finalists = [.. Known([_problem.Start.ToArray(), .. Ranked(front).Take(_problem.Finalists).Select(e => e.Steps)]).Select(e => e.Steps)];
            int fresh = _known.Values.Max(e => e.Count);
            double[][][] values = _source(finalists, fresh, _problem.FinalReplicates);
            _runs += finalists.Length * _problem.FinalReplicates;
            double adjusted = 1 - (1 - _problem.Level) / Math.Max(1, (finalists.Length - 1) * Goals);
            Estimate[][] goals = [.. values.Select(v => Enumerable.Range(0, Goals).Select(g => Estimates.Mean(v[g], _problem.Level)).ToArray())];
            Estimate[] costs = [.. values.Select(v => Estimates.Mean(v[Goals], _problem.Level))];
            bool[] within = [.. costs.Select(c => c.Value <= _problem.BudgetEur)];
            double Signed(int mix, int goal) => _problem.Goals[goal] == Better.Less ? -goals[mix][goal].Value : goals[mix][goal].Value;
            bool Beats(int a, int b) => Enumerable.Range(0, Goals).All(g => Signed(a, g) >= Signed(b, g)) && Enumerable.Range(0, Goals).Any(g => Signed(a, g) > Signed(b, g));
            FinalMix[] mixes = [.. Enumerable.Range(0, finalists.Length).Select(m => new FinalMix(
                [.. finalists[m]], [.. goals[m]], costs[m],
                m == 0 ? [] : [.. Enumerable.Range(0, Goals).Select(g => Estimates.FromMoments(
                    Moments.Of([.. values[m][g].Select((x, r) => x - values[0][g][r])]), adjusted, IntervalMethod.PairedStudentT))],
                within[m], within[m] && !Enumerable.Range(0, finalists.Length).Any(o => o != m && within[o] && Beats(o, m)), m == 0))];
            int[] order = [.. Enumerable.Range(0, mixes.Length).OrderByDescending(m => within[m]).ThenByDescending(m => Signed(m, 0))];
            return new([.. order.Select(m => mixes[m])], within[order[0]] ? mixes[order[0]] : null, _known.Count, _runs);
        }
    }
}
