using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using TwinningSim.Model.Input;
using TwinningSim.Model.Parameters;
using TwinningSim.Scenarios.Designs;
using TwinningSim.Scenarios.Diagnostics;
using TwinningSim.Scenarios.Format;
using TwinningSim.Scenarios.Levers;
using TwinningSim.Scenarios.Yaml;

namespace TwinningSim.Scenarios.Experiments;

/// <summary>Reads experiment files. Whatever the file holds, the answer is an experiment or a list of diagnostics, never an exception.</summary>
public static class ExperimentFileReader
{
    private const string Divider = "\n---\n";

    /// <summary>Whether a file is meant to be an experiment and not a scenario: it has the key <c>experiment</c>.</summary>
    public static bool IsExperiment(string path)
    {
        var problems = new Problems(path);
        return SourceText.Read(path, problems) is { } text && SourceText.Check(Own(text), problems) is { } good && YamlReader.Read(good, problems) is MappingNode root && root.Find("experiment") is not null;
    }

    // Results keep an experiment and its scenario in one text. What belongs to which, with lines where they are.
    private static string Own(string text) => text.IndexOf(Divider, StringComparison.Ordinal) is var at and >= 0 ? text[..(at + 1)] : text;

    private static string? Kept(string text)
        => text.IndexOf(Divider, StringComparison.Ordinal) is var at and >= 0 ? new string('\n', text.AsSpan(0, at + Divider.Length).Count('\n')) + text[(at + Divider.Length)..] : null;

    /// <summary>Reads a file and the scenario that it names.</summary>
    /// <param name="path">The file; diagnostics name it as given here.</param>
    /// <param name="outcomes">Names of the outcomes that a stopping rule can be about.</param>
    /// <param name="parameters">Name of a set of parameters instead of the one that the files name.</param>
    public static ExperimentReading Read(string path, IReadOnlyCollection<string> outcomes, string? parameters = null)
    {
        var problems = new Problems(path);
        return SourceText.Read(path, problems) is { } text
            ? Parse(Own(text), path, outcomes,
                (name, set) => Kept(text) is { } kept ? ScenarioReader.Parse(kept, path, parameters ?? set) : ScenarioReader.Read(Beside(path, name), parameters ?? set), problems)
            : new ExperimentReading(null, problems.Sorted());
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text of an experiment file.</param>
    /// <param name="fileName">The name that diagnostics show.</param>
    /// <param name="outcomes">Names of the outcomes that a stopping rule can be about.</param>
    /// <param name="scenario">Reads the scenario of a name.</param>
    public static ExperimentReading Parse(string text, string fileName, IReadOnlyCollection<string> outcomes, Func<string, ScenarioReading> scenario)
        => Parse(text, fileName, outcomes, (name, _) => scenario(name), new Problems(fileName));

    private static ExperimentReading Parse(string text, string fileName, IReadOnlyCollection<string> outcomes, Func<string, string?, ScenarioReading> scenario, Problems problems)
    {
        Experiment? experiment = null;
        ImmutableArray<Diagnostic> others = [];
        if (SourceText.Check(text, problems) is { } good && YamlReader.Read(good, problems) is { } root
            && ObjectShape.Of(typeof(ExperimentSource)).Read(root, "the file", new Format.Reading(problems)) is ExperimentSource source)
        {
            ScenarioReading? reading = source.Scenario is { } name ? scenario(name, source.Run?.Parameters is { } set && ParameterSets.Names.Contains(set) ? set : null) : null;
            others = reading?.Diagnostics ?? [];
            experiment = new ExperimentMaker(good, fileName, problems, outcomes, reading?.Scenario).Make(source);
        }
        bool failed = problems.AnyError || others.Any(d => d.Severity == Severity.Error);
        return new ExperimentReading(failed ? null : experiment, [.. problems.Sorted(), .. others]);
    }

    private static string Beside(string path, string name) => Path.Combine(Path.GetDirectoryName(path) ?? "", name);

    /// <summary>Resolves the names of one file.</summary>
    private sealed class ExperimentMaker(string text, string fileName, Problems problems, IReadOnlyCollection<string> outcomes, Scenario? scenario)
    {
        private readonly Report _report = new(problems, []);

        public Experiment? Make(ExperimentSource source)
        {
            string[]? names = scenario?.Designs.Select(d => d.Id).ToArray();
            References.Check(source, to => to switch { To.Design => names, To.Outcome => outcomes, To.ParameterSet => ParameterSets.Names, _ => null }, _report);
            WorldChecks.Repeated(source, "designs", source.Designs, _report);
            CheckTargets(source.Stop);
            if (source is { Sample: not null, Policy: null, Assumptions: null })
                Add(DiagnosticCatalogue.BadSample, "there is a sample but no factor", "factors under policy or assumptions", source.At("sample"));
            if (scenario is null) return null;

            string baseline = source.Run?.Baseline ?? scenario.BaselineDesign;
            string? without = source.Run?.WithoutProgramme ?? scenario.WithoutProgrammeDesign;
            bool varied = source.Policy is not null || source.Assumptions is not null;
            ScenarioDesign[] designs =
            [
                .. scenario.DesignChanges.Where(d => source.Designs.Count > 0 ? source.Designs.Contains(d.Design.Id) : !varied || d.Design.Id == baseline || d.Design.Id == without),
            ];
            if (source.Designs.Count > 0 && source.Usable("designs") && names!.Contains(baseline) && !source.Designs.Contains(baseline))
                Add(DiagnosticCatalogue.UnknownName, $"the baseline '{baseline}' is not among the designs of the experiment", string.Join(", ", source.Designs), source.Run?.At("baseline") ?? source.At("designs"));
            if (without is not null && designs.All(d => d.Design.Id != without)) without = null;

            FactorGroup? policy = Group(source.Policy, false, designs, baseline, source.Sample is not null);
            FactorGroup? assumptions = Group(source.Assumptions, true, designs, baseline, source.Sample is not null);
            FactorGroup? joint = null;
            if (source.Sample is not null && (policy is not null || assumptions is not null))
            {
                ImmutableArray<Factor> all = [.. policy?.Factors ?? [], .. assumptions?.Factors ?? []];
                joint = new FactorGroup(all, SampleOf(source.Sample, all));
                (policy, assumptions) = (null, null);
            }
            if (problems.AnyError) return null;
            string whole = text.TrimEnd('\n') + Divider + scenario.Text.TrimStart('\n');
            return new Experiment
            {
                Id = source.Experiment!,
                Title = source.Title!,
                Question = source.Question!,
                Scenario = scenario,
                Designs = [.. designs],
                Baseline = baseline,
                WithoutProgramme = without,
                Seed = source.Run?.Seed is { } seed ? (ulong)seed : scenario.Seed,
                Replicates = source.Run?.Replicates ?? scenario.Replicates,
                Policy = policy,
                Assumptions = assumptions,
                Joint = joint,
                Stop = source.Stop is { } stop
                    ? new StoppingTargets(stop.Level, stop.Most, [.. stop.Targets.Select(t => new PrecisionTarget(t.Outcome!, t.Of, t.HalfWidth, t.Relative))])
                    : null,
                Text = whole,
                TextHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(whole))),
            };
        }

        private void Add(DiagnosticKind kind, string message, string? allowed, YamlNode at, string? nearest = null) => _report.Add(kind, message, allowed, nearest, at);

        private void CheckTargets(StopSource? stop)
        {
            foreach (TargetSource target in stop?.Targets ?? [])
            {
                if (target.Usable("half_width", "relative") && target.HalfWidth is null == target.Relative is null)
                    Add(DiagnosticCatalogue.BadTarget, $"the target for '{target.Outcome}' has {(target.Relative is null ? "neither" : "both")} half_width and relative".Replace("neither half_width and", "neither half_width nor", StringComparison.Ordinal), "one of them", target.Node);
                if (target is { Relative: not null, Of: TargetOf.Differences })
                    Add(DiagnosticCatalogue.BadTarget, "a difference may be 0, where no relative error can be reached", "half_width", target.At("relative"));
            }
        }

        // Null where there is none. Factors that cannot be used are left out: each has been reported.
        private FactorGroup? Group(FactorGroupSource? source, bool isAssumption, ScenarioDesign[] designs, string baseline, bool sampledTogether)
        {
            if (source is null) return null;
            var factors = ImmutableArray.CreateBuilder<Factor>();
            var seen = new HashSet<string>(StringComparer.Ordinal);
            bool listed = source.Sample?.Method == SampleMethod.List || sampledTogether;
            foreach (FactorSource factor in source.Factors)
            {
                if (factor.Lever is not { } path || LeverOf(factor, path, isAssumption, designs, baseline) is not { } lever) continue;
                if (!seen.Add(path)) Add(DiagnosticCatalogue.RepeatedName, $"the factor '{path}' stands here for the second time", null, factor.At("lever"));
                else if (FactorOf(factor, lever, listed) is { } made) factors.Add(made);
            }
            if (source.Sample is not null && sampledTogether)
                Add(DiagnosticCatalogue.BadSample, "these factors have a sample of their own, but there is also one for all factors together", "one of them", source.At("sample"));
            if (factors.Count == 0) return null;
            ImmutableArray<Factor> all = factors.ToImmutable();
            return new FactorGroup(all, sampledTogether ? EveryCombination(source.Node) : source.Sample is { } sample ? SampleOf(sample, all) : EveryCombinationOf(all, source.Node));
        }

        private FactorSample EveryCombination(YamlNode at) => new(SampleMethod.FullFactorial, 0, 0, 0, 0, [], null, FilePlace.Of(fileName, at.At));

        private FactorSample EveryCombinationOf(ImmutableArray<Factor> factors, YamlNode at)
        {
            CheckLevels(factors, at);
            return EveryCombination(at);
        }

        private void CheckLevels(ImmutableArray<Factor> factors, YamlNode at)
        {
            if (factors.FirstOrDefault(f => f.Levels.IsEmpty) is { } without)
                Add(DiagnosticCatalogue.BadSample, $"every combination of levels is to be run, but the factor '{without.Lever.Path}' has a distribution and no levels", "levels, or a sample with another method", at);
        }

        // The ranges are those of the baseline; a lever that it has not may be one of another design.
        private Lever? LeverOf(FactorSource source, string path, bool isAssumption, ScenarioDesign[] designs, string baseline)
        {
            LeverProblem? first = null;
            foreach (Design design in designs.Select(d => d.Design).OrderBy(d => d.Id == baseline ? 0 : 1))
            {
                if (!Lever.TryParse(path, design, out Lever? lever, out LeverProblem? problem))
                {
                    first ??= problem;
                    continue;
                }
                if (lever.IsAssumption == isAssumption) return lever;
                Add(DiagnosticCatalogue.WrongGroup, $"'{path}' is {(isAssumption ? "something that the programme decides" : "something that is assumed")}, and stands under {(isAssumption ? "assumptions" : "policy")}",
                    isAssumption ? "under policy" : "under assumptions", source.At("lever"));
                return null;
            }
            if (first is not null) Add(DiagnosticCatalogue.UnknownName, $"there is no lever '{ScalarNode.Shown(path)}': {first.Message}", first.Allowed, source.At("lever"), first.Nearest);
            return null;
        }

        private Factor? FactorOf(FactorSource source, Lever lever, bool listed)
        {
            bool hasDistribution = source.Distribution is not null || source.Low is not null || source.High is not null;
            int kinds = (source.Levels is null ? 0 : 1) + (source.Months is null ? 0 : 1) + (hasDistribution ? 1 : 0);
            if (!source.Usable("levels", "months", "distribution", "low", "high", "mode", "mean", "sd", "alpha", "beta")) return null;
            if (kinds > 1 || (kinds == 0 && !listed))
            {
                Add(DiagnosticCatalogue.BadFactor, $"the factor '{lever.Path}' has {(kinds == 0 ? "no values" : "levels and a distribution")}", "levels, or a distribution with low and high", source.Node);
                return null;
            }
            if (source.Levels is { } levels) return Leveled(source, lever, levels, "levels");
            if (source.Months is { } months)
            {
                if (lever.IsMonth) return Leveled(source, lever, [.. months.Select(m => (double)m.Since(scenario!.Start))], "months");
                Add(DiagnosticCatalogue.BadFactor, $"'{lever.Path}' is no month", "levels", source.At("months"));
                return null;
            }
            return Distributed(source, lever, kinds == 0 ? null : source.Distribution ?? FactorDistribution.Uniform);
        }

        private Factor? Leveled(FactorSource source, Lever lever, IReadOnlyList<double> levels, string key)
        {
            bool good = true;
            for (int i = 0; i < levels.Count; i++)
            {
                if (Fits(lever, levels[i], source.At(key, i))) continue;
                good = false;
            }
            if (good && levels.Select(lever.Allowed).Distinct().Count() < levels.Count)
            {
                Add(DiagnosticCatalogue.RepeatedName, $"the {key} of '{lever.Path}' name the same value twice", null, source.At(key));
                good = false;
            }
            return good ? new Factor(lever, [.. levels.Select(lever.Allowed)], null, levels.Min(), levels.Max(), 0, 0, 0, 0, 0) : null;
        }

        private bool Fits(Lever lever, double value, YamlNode at)
        {
            if (value >= lever.Low && value <= lever.High && !(lever.AboveLow && value == lever.Low) && (!lever.IsWhole || value == Math.Floor(value))) return true;
            string shown = lever.IsMonth ? scenario!.Start.Plus((int)value).ToString() : Number.Show(value);
            string allowed = lever.IsMonth ? $"{scenario!.Start} to {scenario.Start.Plus((int)lever.High)}" : (lever.IsWhole ? "whole numbers, " : "") + lever.Range;
            Add(DiagnosticCatalogue.OutOfRange, $"{lever.Path} is {shown}", allowed, at);
            return false;
        }

        private Factor? Distributed(FactorSource source, Lever lever, FactorDistribution? distribution)
        {
            if (distribution is null) return new Factor(lever, [], null, lever.Low, lever.High, 0, 0, 0, 0, 0);
            // A distribution with a centre of its own is cut off only where nothing is allowed.
            (double Low, double High) usual = distribution is FactorDistribution.Normal or FactorDistribution.Triangular ? (lever.Low, lever.High) : lever.Plausible;
            double low = source.Low ?? usual.Low, high = source.High ?? usual.High;
            bool good = (source.Low is null || FitsBound(lever, low, source.At("low"))) & (source.High is null || FitsBound(lever, high, source.At("high")));
            good &= Needs(source, distribution.Value);
            if (good && !(low < high)) good = Bad(source, $"low is {Number.Show(low)} and high is {Number.Show(high)}", "low below high", "low");
            if (good && distribution == FactorDistribution.LogUniform && low <= 0) good = Bad(source, $"low is {Number.Show(low)}, which has no logarithm", "above 0", "low");
            if (good && source.Mode is { } mode && (mode < low || mode > high)) good = Bad(source, $"mode is {Number.Show(mode)}", $"{Number.Show(low)} to {Number.Show(high)}", "mode");
            if (good && distribution == FactorDistribution.Normal && (source.Mean < low - (6 * source.Sd) || source.Mean > high + (6 * source.Sd)))
                good = Bad(source, $"mean is {Number.Show(source.Mean!.Value)}, more than six standard deviations outside {Number.Show(low)} to {Number.Show(high)}", null, "mean");
            return good ? new Factor(lever, [], distribution, low, high, source.Mode ?? 0, source.Mean ?? 0, source.Sd ?? 0, source.Alpha ?? 0, source.Beta ?? 0) : null;
        }

        // A bound may be one that the lever itself does not take.
        private bool FitsBound(Lever lever, double value, YamlNode at)
        {
            if (value >= lever.Low && value <= lever.High) return true;
            Add(DiagnosticCatalogue.OutOfRange, $"{lever.Path} would be {Number.Show(value)}", lever.Range, at);
            return false;
        }

        private bool Needs(FactorSource source, FactorDistribution distribution)
        {
            string[] wanted = distribution switch
            {
                FactorDistribution.Triangular => ["mode"],
                FactorDistribution.Normal => ["mean", "sd"],
                FactorDistribution.Beta => ["alpha", "beta"],
                _ => [],
            };
            string name = Naming.Kebab(distribution.ToString());
            string[] shapes = ["mode", "mean", "sd", "alpha", "beta"];
            bool good = true;
            foreach (string key in shapes)
            {
                bool given = source.Node.Find(key) is not null;
                if (given && !wanted.Contains(key)) good = Bad(source, $"{key} says nothing about a distribution that is {name}", wanted.Length == 0 ? "low and high" : string.Join(" and ", wanted), key);
                if (!given && wanted.Contains(key)) good = Bad(source, $"a distribution that is {name} needs {string.Join(" and ", wanted)}", null, "distribution");
            }
            return good;
        }

        private bool Bad(FactorSource source, string message, string? allowed, string key)
        {
            Add(DiagnosticCatalogue.BadFactor, message, allowed, source.At(key));
            return false;
        }

        private FactorSample SampleOf(SampleSource source, ImmutableArray<Factor> factors)
        {
            YamlNode at = source.Node;
            SampleMethod method = source.Method ?? SampleMethod.List;
            bool wantsPoints = method is SampleMethod.LatinHypercube or SampleMethod.Sobol or SampleMethod.Saltelli;
            string name = Naming.Kebab(method.ToString());
            if (source.Method is not null)
            {
                Expect("points", wantsPoints, true);
                Expect("trajectories", method == SampleMethod.Morris, true);
                Expect("grid_levels", method == SampleMethod.Morris, false);
                Expect("seed", wantsPoints || method == SampleMethod.Morris, false);
                Expect("list", method == SampleMethod.List, source.Table is null);
                Expect("table", method == SampleMethod.List, source.List is null);
            }
            if (method == SampleMethod.List && source is { List: not null, Table: not null })
                Add(DiagnosticCatalogue.BadSample, "the points stand in a list and in a table", "one of them", source.At("table"));
            if (method == SampleMethod.FullFactorial) CheckLevels(factors, source.At("method"));
            if (method == SampleMethod.Morris && source.GridLevels % 2 != 0) Add(DiagnosticCatalogue.BadSample, $"grid_levels is {source.GridLevels}", "an even number", source.At("grid_levels"));
            if (method == SampleMethod.Morris && factors.FirstOrDefault(f => !f.Levels.IsEmpty) is { } leveled)
                Add(DiagnosticCatalogue.BadSample, $"trajectories move along distributions, but the factor '{leveled.Lever.Path}' has levels", "a distribution", source.At("method"));
            for (int i = 0; i < (source.List?.Count ?? 0); i++) CheckPoint(source.List![i], factors);
            return new FactorSample(method, source.Points ?? 0, source.Trajectories ?? 0, source.GridLevels, (ulong)source.Seed,
                [.. (source.List ?? []).Select(p => p.Values.ToImmutableArray())], source.Table is { } table ? Beside(fileName, table) : null, FilePlace.Of(fileName, at.At));

            void Expect(string key, bool belongs, bool needed)
            {
                bool given = source.Node.Find(key) is not null;
                if (given && !belongs) Add(DiagnosticCatalogue.BadSample, $"{key} says nothing about a sample with the method {name}", null, source.At(key));
                if (!given && belongs && needed) Add(DiagnosticCatalogue.BadSample, $"a sample with the method {name} needs {(key is "list" or "table" ? "a list or a table" : key)}", null, source.Node);
            }
        }

        private void CheckPoint(PointSource point, ImmutableArray<Factor> factors)
        {
            if (!point.Usable("values")) return;
            if (point.Values.Count != factors.Length)
            {
                Add(DiagnosticCatalogue.BadSample, $"the point has {point.Values.Count} values, but there are {factors.Length} factors", null, point.At("values"));
                return;
            }
            for (int j = 0; j < factors.Length; j++) Fits(factors[j].Lever, point.Values[j], point.At("values", j));
        }
    }
}
