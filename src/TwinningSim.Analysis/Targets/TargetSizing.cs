using System.Collections.Immutable;
using TwinningSim.Analysis.Comparing;
using TwinningSim.Analysis.Estimation;

namespace TwinningSim.Analysis.Targets;

/// <summary>What came of a replicate at a value of a lever.</summary>
/// <param name="Outcome">The outcome; NaN if it has none, which misses every target.</param>
/// <param name="CostEur">What it cost, EUR.</param>
public readonly record struct Trial(double Outcome, double CostEur);

/// <summary>Runs replicates at steps of a lever; the answer stands in the order asked.</summary>
/// <param name="runs">Which.</param>
public delegate Trial[] TrialSource(IReadOnlyList<(int Step, int Replicate)> runs);

/// <summary>The planner's question: the smallest value of a lever with P(outcome reaches the target) at least p.</summary>
public sealed record SizingQuestion
{
    /// <summary>The values of the lever that can be chosen, ascending; two or more.</summary>
    public required ImmutableArray<double> Steps { get; init; }

    /// <summary>The target.</summary>
    public required double Target { get; init; }

    /// <summary>Whether an outcome at least (more) or at most (less) as large as the target reaches it.</summary>
    public Better Better { get; init; } = Better.More;

    /// <summary>Probability with which the target is to be reached, above 0 and below 1.</summary>
    public required double Probability { get; init; }

    /// <summary>Level of the intervals, above 0 and below 1.</summary>
    public double Level { get; init; } = Estimates.UsualLevel;

    /// <summary>Replicates of the main stage, and of each check, 20 or more.</summary>
    public int Replicates { get; init; } = 200;

    /// <summary>How often the main stage may be doubled where the check contradicts its answer, 0 or more.</summary>
    public int MostDoublings { get; init; } = 3;

    /// <summary>Replicates of the first look at five values of the lever, 10 or more.</summary>
    public int Pilot { get; init; } = 40;

    /// <summary>The way to go; null to let the first look decide.</summary>
    public SizingMethod? Method { get; init; }
}

/// <summary>How the answer was found.</summary>
public enum SizingMethod
{
    /// <summary>A threshold for each replicate: right where more of the lever never hurts under the same luck.</summary>
    Thresholds,

    /// <summary>Probabilistic bisection, then a curve through fresh replicates around where it ended.</summary>
    ProbabilisticBisection,
}

/// <summary>Whether there is an answer.</summary>
public enum SizingEnd
{
    /// <summary>There is.</summary>
    Found,

    /// <summary>Not within the range: even the largest value falls short.</summary>
    NotReachable,

    /// <summary>The smallest value is enough already.</summary>
    LeastIsEnough,

    /// <summary>The range ends about where the answer lies: its largest value cannot be told from one that is enough.</summary>
    AtTheEnd,
}

/// <summary>Fresh replicates at one value of the lever.</summary>
/// <param name="Lever">The value.</param>
/// <param name="Probability">Share of replicates that reach the target.</param>
/// <param name="Outcome">Mean outcome.</param>
/// <param name="CostEur">Mean cost, EUR.</param>
public sealed record SizingCheck(double Lever, Estimate Probability, Estimate Outcome, Estimate CostEur);

/// <summary>The answer.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="End">Whether there is an answer.</param>
/// <param name="Method">How it was found; null if the first look was enough.</param>
/// <param name="Lever">Where the probability is reached, with its interval: infinite where the range ends first. Of the value alone if there is no answer.</param>
/// <param name="Answer">The smallest step that is large enough; NaN if none is.</param>
/// <param name="Check">Fresh replicates at the answer (at the end of the range, if there is none).</param>
/// <param name="Below">Fresh replicates one step below; null at the least step.</param>
/// <param name="FirstLook">How often the target was reached at a few values, for a picture.</param>
/// <param name="Reversals">Replicates of the first look (and of a second one around an answer by thresholds) in which more of the lever lost the target again, under the same luck.</param>
/// <param name="Runs">Runs in all.</param>
public sealed record SizingAnswer(
    SizingQuestion Question, SizingEnd End, SizingMethod? Method, Estimate Lever, double Answer, SizingCheck Check, SizingCheck? Below,
    ImmutableArray<TargetCount> FirstLook, int Reversals, int Runs)
{
    /// <summary>Checks that contradicted an earlier answer: after each the main stage was doubled, and the next answer got fresh replicates of its own.</summary>
    public ImmutableArray<SizingCheck> Contradicted { get; init; } = [];

    /// <summary>
    /// Whether fresh replicates agree: enough at the answer, as far as they can tell. The luck of the answer and that of the check are allowed for, so that a right procedure is
    /// seldom called wrong: the interval is that of a variance twice as large.
    /// </summary>
    public bool Confirmed
    {
        get
        {
            double wide = 2 * Quantiles.NormalBelow(Math.Sqrt(2) * Quantiles.Normal(0.5 + 0.5 * Question.Level)) - 1;
            Estimate share = Estimates.Share((int)Math.Round(Check.Probability.Value * Check.Probability.Count), Check.Probability.Count, wide);
            return End switch
            {
                SizingEnd.NotReachable => share.Low < Question.Probability,
                SizingEnd.AtTheEnd => false,
                _ => share.High >= Question.Probability,
            };
        }
    }
}

/// <summary>
/// Finds the smallest value of a lever that reaches a target with a probability. A first look at five values under the same luck decides: if no replicate loses the target
/// again where there is more of the lever, here and around the answer, the thresholds of replicates give the answer (exact interval); otherwise probabilistic bisection finds the place and a curve through
/// fresh replicates around it gives the interval. Either way fresh replicates check the answer and the step below. Where they contradict it, the main stage is doubled, all that it
/// has run so far counting, and the new answer gets a check of its own.
/// </summary>
public static class TargetSizing
{
    private const int MostQueries = 30;
    private const int Batch = 20;
    private const int CurvePoints = 5;

    /// <summary>Answers a question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="source">Runs replicates.</param>
    /// <exception cref="ArgumentException">The steps are not ascending, or there are too few.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range.</exception>
    public static SizingAnswer Answer(SizingQuestion question, TrialSource source) => new Study(question, source).Answer();

    private sealed class Study
    {
        private readonly SizingQuestion _question;
        private readonly TrialSource _source;
        private readonly int _last;
        private readonly List<double> _thresholds = [];
        private readonly List<TargetCount> _curve = [];
        private int _half;
        private int _replicates;
        private int _fresh;
        private int _runs;

        public Study(SizingQuestion question, TrialSource source)
        {
            if (question.Steps.Length < 2) throw new ArgumentException("A lever needs two steps or more.", nameof(question));
            for (int i = 1; i < question.Steps.Length; i++)
            {
                if (!(question.Steps[i] > question.Steps[i - 1])) throw new ArgumentException("The steps of a lever ascend.", nameof(question));
            }
            Estimates.CheckBetween(question.Probability, nameof(question));
            Estimates.CheckBetween(question.Level, nameof(question));
            ArgumentOutOfRangeException.ThrowIfLessThan(question.Replicates, 20);
            ArgumentOutOfRangeException.ThrowIfLessThan(question.Pilot, 10);
            ArgumentOutOfRangeException.ThrowIfNegative(question.MostDoublings);
            _question = question;
            _replicates = question.Replicates;
            _source = source;
            _last = question.Steps.Length - 1;
        }

        private double Probability => _question.Probability;

        public SizingAnswer Answer()
        {
            (ImmutableArray<TargetCount> look, int reversals) = FirstLook();
            // The ends with as many replicates as the main stage has, where the first look leaves a doubt.
            SizingCheck top = Check(_last);
            if (top.Probability.High < Probability) return End(SizingEnd.NotReachable, null, Alone(_question.Steps[_last]), -1, top, look, reversals);
            SizingCheck bottom = Check(0);
            if (bottom.Probability.Low > Probability) return End(SizingEnd.LeastIsEnough, null, Alone(_question.Steps[0]), 0, bottom, look, reversals);
            SizingMethod method = _question.Method ?? (reversals == 0 ? SizingMethod.Thresholds : SizingMethod.ProbabilisticBisection);
            Estimate lever = Alone(double.NaN);
            if (method == SizingMethod.Thresholds)
            {
                lever = ByThresholds();
                if (_question.Method is null && SecondLook(lever) is > 0 and var lost)
                {
                    reversals += lost;
                    method = SizingMethod.ProbabilisticBisection;
                }
            }
            if (method == SizingMethod.ProbabilisticBisection) lever = ByBisection(look);
            var contradicted = ImmutableArray.CreateBuilder<SizingCheck>();
            while (true)
            {
                int step = StepFor(lever.Value);
                SizingCheck check = Check(Math.Min(step, _last));
                SizingEnd end = step <= _last ? SizingEnd.Found : check.Probability.High < Probability ? SizingEnd.NotReachable : SizingEnd.AtTheEnd;
                if (contradicted.Count == _question.MostDoublings || Agrees(end, check))
                    return End(end, method, lever, step > _last ? -1 : step, check, look, reversals) with { Contradicted = contradicted.ToImmutable() };
                contradicted.Add(check);
                _replicates *= 2;
                lever = method == SizingMethod.Thresholds ? ByThresholds() : ByCurve(Math.Min(step, _last));
            }
        }

        private SizingAnswer End(SizingEnd end, SizingMethod? method, Estimate lever, int step, SizingCheck check, ImmutableArray<TargetCount> look, int reversals)
        {
            SizingCheck? below = step > 0 ? Check(step - 1) : null;
            return new(_question, end, method, lever, step < 0 ? double.NaN : _question.Steps[step], check, below, look, reversals, _runs);
        }

        private bool Agrees(SizingEnd end, SizingCheck check) => new SizingAnswer(_question, end, null, Alone(double.NaN), double.NaN, check, null, [], 0, 0).Confirmed;

        private Estimate Alone(double value) => new(value, double.NaN, double.NaN, _question.Level, _replicates, IntervalMethod.OrderStatistics);

        /// <summary>The smallest step that is at least a value, beyond the last one if none is.</summary>
        private int StepFor(double value)
        {
            if (double.IsPositiveInfinity(value)) return _last + 1;
            int step = 0;
            while (step <= _last && _question.Steps[step] < value - 1e-9 * Math.Abs(value)) step++;
            return step;
        }

        private (ImmutableArray<TargetCount>, int Reversals) FirstLook()
        {
            (int[] counts, int reversals) = Look([.. FiveSteps(0, _last)]);
            return ([.. FiveSteps(0, _last).Select((s, i) => new TargetCount(_question.Steps[s], counts[i], _question.Pilot))], reversals);
        }

        /// <summary>Around the answer, where a replicate that loses the target again would spoil it.</summary>
        private int SecondLook(Estimate lever)
        {
            int low = Math.Min(_last, StepFor(lever.HasInterval ? lever.Low : lever.Value)), high = Math.Min(_last, StepFor(lever.HasInterval ? lever.High : lever.Value));
            int margin = Math.Max(2, high - low);
            return Look([.. FiveSteps(Math.Max(0, low - margin), Math.Min(_last, high + margin))]).Reversals;
        }

        private static IEnumerable<int> FiveSteps(int low, int high) => Enumerable.Range(0, 5).Select(i => low + i * (high - low) / 4).Distinct();

        /// <summary>How often the target is reached at some steps under the same luck, and in how many replicates more of the lever loses it again.</summary>
        private (int[] Reached, int Reversals) Look(int[] steps)
        {
            int first = Fresh(_question.Pilot);
            bool[] reached = Reached([.. Enumerable.Range(first, _question.Pilot).SelectMany(r => steps.Select(s => (s, r)))]);
            int reversals = 0;
            int[] counts = new int[steps.Length];
            for (int r = 0; r < _question.Pilot; r++)
            {
                bool before = false, lost = false;
                for (int s = 0; s < steps.Length; s++)
                {
                    bool now = reached[r * steps.Length + s];
                    if (now) counts[s]++;
                    lost |= before && !now;
                    before = now;
                }
                if (lost) reversals++;
            }
            return (counts, reversals);
        }

        private Estimate ByThresholds()
        {
            int more = _replicates - _thresholds.Count, first = Fresh(more);
            int[] found = Thresholds.Find(_last + 1, more, runs => Reached([.. runs.Select(run => (run.Step, first + run.Replicate))]));
            _thresholds.AddRange(found.Select(s => s > _last ? double.PositiveInfinity : _question.Steps[s]));
            return Thresholds.Quantile(_thresholds, Probability, _question.Level);
        }

        private Estimate ByBisection(ImmutableArray<TargetCount> look)
        {
            var search = new ProbabilisticBisection(0, _last);
            var seen = new SortedDictionary<int, (int Reached, int Count)>();
            foreach (TargetCount count in look) seen[_question.Steps.IndexOf(count.Lever)] = (count.Reached, count.Count);
            for (int q = 0; q < MostQueries && search.Quantile(0.975) - search.Quantile(0.025) > 1; q++)
            {
                int step = (int)Math.Round(search.Median);
                var test = new SignTest(Probability, error: 0.3);
                while (test.Sign == 0 && test.Count < _question.Replicates)
                {
                    int first = Fresh(Batch);
                    bool[] reached = Reached([.. Enumerable.Range(first, Batch).Select(r => (step, r))]);
                    foreach (bool success in reached) test.Add(success);
                    (int before, int count) = seen.GetValueOrDefault(step);
                    seen[step] = (before + reached.Count(x => x), count + Batch);
                }
                // What could not be told in the replicates that there are counts for less.
                search.Answer(right: test.Sign == 0 ? !test.LooksAbove : test.Sign < 0, test.Sign == 0 ? 0.6 : 0.85);
            }
            ProbabilityCurve? rough = ProbabilityCurve.Fit([.. seen.Select(s => new TargetCount(s.Key, s.Value.Reached, s.Value.Count))]);
            // A stretch over which the probability changes by about a quarter.
            double span = rough is { Slope: > 0 } ? 0.12 / (Probability * (1 - Probability) * rough.Slope) : _last / 8.0;
            _half = Math.Clamp((int)Math.Ceiling(span), 2, Math.Max(2, _last / 4));
            return ByCurve((int)Math.Round(search.Median));
        }

        /// <summary>Fresh replicates at a few steps around a place: the search chose the place by its luck, these had no part in that. Those of earlier rounds count too.</summary>
        private Estimate ByCurve(int centre)
        {
            List<TargetCount> counts = _curve;
            int half = _half;
            for (int round = 0; ; round++)
            {
                counts.AddRange(Around(centre, half));
                ProbabilityCurve? curve = ProbabilityCurve.Fit(counts);
                if (curve is { Slope: > 0 } && curve.Where(Probability, _question.Level) is { HasInterval: true } where) return where;
                if (round == 3) break;
                // Too flat to tell where it crosses: look further out.
                half = Math.Min(2 * half, Math.Max(2, _last / 2));
            }
            // No curve fits: from the last value that is too small to the first that is enough, as far as exact intervals can tell.
            Estimate[] shares = [.. counts.Select(c => Estimates.ExactShare(c.Reached, c.Count, _question.Level))];
            double low = counts.Where((_, i) => shares[i].High < Probability).Select(c => c.Lever).DefaultIfEmpty(double.NaN).Max();
            double high = counts.Where((_, i) => shares[i].Low > Probability).Select(c => c.Lever).DefaultIfEmpty(double.NaN).Min();
            double value = counts.Where((_, i) => shares[i].Value >= Probability).Select(c => c.Lever).DefaultIfEmpty(double.PositiveInfinity).Min();
            return new(value, low, high, _question.Level, counts.Sum(c => c.Count), IntervalMethod.InverseRegression);
        }

        private IEnumerable<TargetCount> Around(int centre, int half)
        {
            int[] steps = [.. Enumerable.Range(0, CurvePoints).Select(i => Math.Clamp(centre + (int)Math.Round(half * (i - 2) / 2.0), 0, _last)).Distinct()];
            int each = (2 * _replicates + CurvePoints - 1) / CurvePoints;
            (int Step, int Replicate)[] runs = [.. steps.SelectMany(s =>
            {
                int first = Fresh(each);
                return Enumerable.Range(first, each).Select(r => (s, r));
            })];
            bool[] reached = Reached(runs);
            return steps.Select((s, i) => new TargetCount(_question.Steps[s], reached.Skip(i * each).Take(each).Count(x => x), each));
        }

        private SizingCheck Check(int step)
        {
            int first = Fresh(_replicates);
            Trial[] trials = Run([.. Enumerable.Range(first, _replicates).Select(r => (step, r))]);
            double[] outcomes = [.. trials.Select(t => t.Outcome).Where(double.IsFinite)];
            return new(
                _question.Steps[step], Estimates.Share(trials.Count(Reaches), trials.Length, _question.Level), Estimates.Mean(outcomes, _question.Level),
                Estimates.Mean([.. trials.Select(t => t.CostEur)], _question.Level));
        }

        private int Fresh(int count)
        {
            int first = _fresh;
            _fresh += count;
            return first;
        }

        private Trial[] Run(IReadOnlyList<(int Step, int Replicate)> runs)
        {
            _runs += runs.Count;
            return _source(runs);
        }

        private bool[] Reached(IReadOnlyList<(int Step, int Replicate)> runs) => [.. Run(runs).Select(Reaches)];

        private bool Reaches(Trial trial) => _question.Better == Better.Less ? trial.Outcome <= _question.Target : trial.Outcome >= _question.Target;
    }
}
