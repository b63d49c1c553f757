using System.Diagnostics;
using TwinningSim.Analysis.Comparing;
using TwinningSim.Analysis.Targets;
using TwinningSim.Experiments;
using TwinningSim.Model;
using TwinningSim.Model.Input;
using TwinningSim.Scenarios;
using TwinningSim.Scenarios.Levers;
using ModelTables = TwinningSim.Model.Observation.Tables;

namespace TwinningSim.Cli;

/// <summary>A design, and the design without a programme in the same world that its net benefit is measured against.</summary>
/// <param name="Design">The design.</param>
/// <param name="Reference">The design without a programme; null if the scenario has none.</param>
internal sealed record LiveWorld(Design Design, Design? Reference)
{
    /// <summary>The same with other values of some levers; assumptions change in both, or the two would be different worlds.</summary>
    /// <returns>Null if the values do not go together.</returns>
    public LiveWorld? With(IReadOnlyList<Lever> levers, IReadOnlyList<double> values)
    {
        if (!Lever.TrySet(Design, levers, values, out Design? changed, out _)) return null;
        if (Reference is null) return new(changed, null);
        int[] shared = [.. Enumerable.Range(0, levers.Count).Where(i => levers[i].IsAssumption && levers[i].AppliesTo(Reference))];
        return Lever.TrySet(Reference, [.. shared.Select(i => levers[i])], [.. shared.Select(i => values[i])], out Design? reference, out _) ? new(changed, reference) : null;
    }
}

/// <summary>Runs replicates for the verbs that decide from what they have seen what to run next, and makes outcomes of them.</summary>
internal sealed class LiveRuns
{
    /// <summary>An outcome that needs the course of a run and not only its end.</summary>
    public static readonly Outcome Persistence = new("persistence", "Persistence", "share", OutcomeKind.Mean, Better.More, "firms_with_do_how_touched", "",
        "Of the firms that the programme reached, those with do-how at the end of the horizon for each one in the month when the programme ended (its last activity, where no end is given).");

    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);

    private readonly Outcome[] _outcomes;
    private readonly Laboratory _laboratory;
    private readonly string[] _columns;
    private readonly bool _months;
    private readonly bool _quiet;
    private readonly CancellationToken _cancel;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _next = BetweenLines;

    /// <summary>Makes a runner.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="outcomes">The outcomes wanted of every run.</param>
    /// <param name="seed">Seed of all random numbers.</param>
    /// <param name="threads">Worker threads.</param>
    /// <param name="quiet">Say nothing about the progress.</param>
    /// <param name="cancel">Stops.</param>
    public LiveRuns(Scenario scenario, IReadOnlyList<Outcome> outcomes, ulong seed, int threads, bool quiet, CancellationToken cancel)
    {
        if (outcomes.Any(o => o.Name == "net_benefit_eur") && scenario.WithoutProgrammeDesign is null)
            throw new BadInputException("Net benefit needs a design without a programme: name it in the scenario under run, without_programme.");
        _outcomes = [.. outcomes];
        _laboratory = new Laboratory(seed, threads);
        _columns = [.. outcomes.Select(o => o.Column).Where(c => c != "net_benefit_eur").Concat(["spending_eur", "margin_gain_eur", "spending_discounted_eur"]).Distinct(StringComparer.Ordinal)];
        _months = outcomes.Any(o => o.Name == Persistence.Name);
        (_quiet, _cancel) = (quiet, cancel);
    }

    /// <summary>Runs so far.</summary>
    public long Done { get; private set; }

    /// <summary>Runs that failed so far.</summary>
    public int Failed { get; private set; }

    /// <summary>The outcome of that name, if it has a value in every single run.</summary>
    /// <exception cref="BadInputException">It has not, or there is none.</exception>
    public static Outcome OutcomeOf(string name)
    {
        if (name == Persistence.Name) return Persistence;
        Outcome[] possible = [.. Outcomes.All.Where(o => o.Kind is OutcomeKind.Mean or OutcomeKind.Occurrence)];
        if (Outcomes.Find(name) is { Kind: OutcomeKind.Ratio or OutcomeKind.RatioToGain } ratio)
            throw new BadInputException($"'{ratio.Name}' is a ratio of two means and has no value in a single run. Take one that has: {string.Join(", ", possible.Take(6).Select(o => o.Name))} ...");
        Input.CheckName("The outcome", name, [.. possible.Select(o => o.Name), Persistence.Name]);
        return Outcomes.Find(name)!;
    }

    /// <summary>A design of a scenario with its reference.</summary>
    public static LiveWorld World(Scenario scenario, Design design) => new(design, scenario.WithoutProgrammeDesign is { } id ? scenario.Find(id) : null);

    /// <summary>Runs replicates.</summary>
    /// <param name="requests">Which; a world that is null has no run, and its trials have no outcome.</param>
    /// <returns>[request][replicate][outcome], with the cost; NaN for a run that failed.</returns>
    public (double[] Outcomes, double CostEur)[][] Run(IReadOnlyList<(LiveWorld? World, int First, int Count)> requests)
    {
        bool needsReference = _outcomes.Any(o => o.Name == "net_benefit_eur");
        var runs = new List<RunRequest>();
        var own = new int[requests.Count];
        var reference = new int[requests.Count];
        var references = new Dictionary<(Design, int, int), int>();
        for (int i = 0; i < requests.Count; i++)
        {
            (LiveWorld? world, int first, int count) = requests[i];
            own[i] = world is null ? -1 : Add(new(world.Design, first, count));
            reference[i] = -1;
            if (world?.Reference is { } without && needsReference)
            {
                if (!references.TryGetValue((without, first, count), out reference[i])) references.Add((without, first, count), reference[i] = Add(new(without, first, count)));
            }
        }
        Row?[][] rows = RunAll(runs);
        var results = new (double[], double)[requests.Count][];
        for (int i = 0; i < requests.Count; i++)
        {
            results[i] = new (double[], double)[requests[i].Count];
            for (int r = 0; r < requests[i].Count; r++)
            {
                Row? row = own[i] < 0 ? null : rows[own[i]][r];
                Row? without = reference[i] < 0 ? null : rows[reference[i]][r];
                results[i][r] = row is null
                    ? (Array.ConvertAll(_outcomes, _ => double.NaN), double.NaN)
                    : (Array.ConvertAll(_outcomes, o => Value(o, row, without, requests[i].World!.Design)), row.Of("spending_eur", _columns));
            }
        }
        return results;

        int Add(RunRequest run)
        {
            runs.Add(run);
            return runs.Count - 1;
        }
    }

    /// <summary>The same for one outcome.</summary>
    public Trial[][] Trials(IReadOnlyList<(LiveWorld? World, int First, int Count)> requests) => [.. Run(requests).Select(r => r.Select(t => new Trial(t.Outcomes[0], t.CostEur)).ToArray())];

    private double Value(Outcome outcome, Row row, Row? without, Design design)
    {
        if (outcome.Name == Persistence.Name) return row.Months![^1] / Math.Max(1, row.Months[EndOf(design)]);
        if (outcome.Name == "net_benefit_eur")
        {
            return without is null ? double.NaN
                : row.Of("margin_gain_eur", _columns) - without.Of("margin_gain_eur", _columns) - row.Of("spending_discounted_eur", _columns);
        }
        double value = row.Of(outcome.Column, _columns);
        return outcome.Kind == OutcomeKind.Occurrence ? (double.IsNaN(value) ? 0 : 1) : value;
    }

    private static int EndOf(Design design)
    {
        int last = design.Plan.IsEmpty ? 0 : design.Plan.Max(e => e.Month + (e.Repeats - 1) * e.Every);
        return Math.Min(design.ProgrammeEnd < design.Months ? design.ProgrammeEnd : last, design.Months - 1);
    }

    private Row?[][] RunAll(List<RunRequest> runs)
    {
        try
        {
            return RunThese(runs);
        }
        catch (RunFailedException)
        {
            // Again one by one, so that only what fails is without an outcome.
            return
            [
                .. runs.Select(request => Enumerable.Range(request.First, request.Count).Select(r =>
                {
                    try
                    {
                        return RunThese([request with { First = r, Count = 1 }])[0][0];
                    }
                    catch (RunFailedException)
                    {
                        Failed++;
                        return null;
                    }
                }).ToArray()),
            ];
        }
    }

    private Row?[][] RunThese(List<RunRequest> runs)
    {
        if (runs.Count == 0) return [];
        int[] positions = [.. _columns.Select(ModelTables.Runs.IndexOf)];
        int month = ModelTables.Months.IndexOf(Persistence.Column);
        Row?[][] rows = _laboratory.Run<Row?>(runs, _months ? ObservedTables.Months : ObservedTables.Runs, Observe, null, _cancel);
        Done += runs.Sum(r => r.Count);
        if (!_quiet && _clock.Elapsed > _next)
        {
            _next = _clock.Elapsed + BetweenLines;
            Console.Error.WriteLine($"{Output.ProgressDisplay.Whole(Done)} runs, {Output.ProgressDisplay.Duration(_clock.Elapsed)}");
        }
        return rows;

        Row? Observe(RunTables tables) => new(Array.ConvertAll(positions, p => tables.Runs.Numbers(p)[0]), tables.Months is { } table ? table.Numbers(month)[..table.Count].ToArray() : null);
    }

    private sealed record Row(double[] Values, double[]? Months)
    {
        public double Of(string column, string[] columns) => Values[Array.IndexOf(columns, column)];
    }
}
