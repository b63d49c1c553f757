using System.Collections.Immutable;
using TwinningSim.Experiments;
using TwinningSim.Validity.Checks;
using TwinningSim.Validity.Measures;

namespace TwinningSim.Validity;

/// <summary>How much is run.</summary>
public sealed record ValidityOptions
{
    /// <summary>Replicates of a pattern's designs.</summary>
    public int Replicates { get; init; } = 160;

    /// <summary>Replicates of the cases that facts are compared with.</summary>
    public int FactReplicates => 2 * Replicates;

    /// <summary>Replicates of a pattern's designs in the table of ablations; 0 leaves the table out.</summary>
    public int TableReplicates { get; init; } = 30;

    /// <summary>Only checks whose id is one of these; all if empty.</summary>
    public ImmutableArray<string> Only { get; init; } = [];

    /// <summary>Name of a set of parameters, or null for the model's defaults.</summary>
    public string? Parameters { get; init; }

    /// <summary>Seed: no value of the model was chosen by looking at runs with it.</summary>
    public ulong Seed { get; init; } = 20130228;

    /// <summary>Worker threads; they never change a result.</summary>
    public int Threads { get; init; } = 1;
}

/// <summary>A cell of the table of ablations: how a pattern fares without a mechanism.</summary>
/// <param name="Pattern">The pattern.</param>
/// <param name="Ablation">The ablation.</param>
/// <param name="Kept">The smallest of its effects, as a share of the effect with the mechanism.</param>
/// <param name="Verdict">Its verdict without the mechanism.</param>
public sealed record AblationCell(string Pattern, string Ablation, double Kept, Verdict Verdict);

/// <summary>The validity report: what was checked and what came out.</summary>
public sealed class ValidityReport
{
    private ValidityReport(ValidityOptions options, ImmutableArray<CheckResult> results, ImmutableArray<AblationCell> ablations)
    {
        Options = options;
        Results = results;
        Ablations = ablations;
    }

    /// <summary>What was asked for.</summary>
    public ValidityOptions Options { get; }

    /// <summary>The results, by section and in the order of the data.</summary>
    public ImmutableArray<CheckResult> Results { get; }

    /// <summary>Every claimed pattern without each mechanism; empty if that was left out.</summary>
    public ImmutableArray<AblationCell> Ablations { get; }

    /// <summary>The ids of all checks that exist.</summary>
    public static IEnumerable<string> Ids => Catalogue.Patterns.Select(p => p.Id).Concat(Catalogue.Facts.Select(f => f.Id)).Concat(Catalogue.Trials.Select(t => t.Id)).Concat(MathematicsCheck.All.Select(c => c.Id));

    /// <summary>Runs the checks.</summary>
    /// <param name="options">How much.</param>
    /// <param name="progress">Told the number of finished runs and of all.</param>
    /// <param name="cancel">Stops.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static ValidityReport Run(ValidityOptions options, IProgress<(int Done, int Total)>? progress = null, CancellationToken cancel = default)
    {
        bool Wanted(string id) => options.Only.IsEmpty || options.Only.Contains(id, StringComparer.OrdinalIgnoreCase);
        var worlds = new Worlds(Catalogue.Patterns, options.Parameters);
        PatternCheck[] patterns = [.. Catalogue.Patterns.Where(p => Wanted(p.Id)).Select(p => new PatternCheck(p, worlds, options.Replicates))];
        ICheck[] checks =
        [
            .. patterns,
            .. Catalogue.Facts.Where(f => Wanted(f.Id)).Select(f => new FactCheck(f, options.FactReplicates)),
            .. Catalogue.Trials.Where(t => Wanted(t.Id)).Select(t => new TrialCheck(t, options.FactReplicates)),
            .. MathematicsCheck.All.Where(c => Wanted(c.Id)),
        ];
        int table = options.TableReplicates;
        string[] everywhere = table == 0 ? [] : [.. Catalogue.Ablations.Where(a => a.Everywhere).Select(a => a.Id)];
        Samples samples = RunAll(
            [.. checks.SelectMany(c => c.Needs), .. patterns.SelectMany(p => everywhere.Prepend("").SelectMany(a => p.NeedsUnder(a, Math.Max(1, table))))],
            worlds, options, progress, cancel);
        ImmutableArray<CheckResult> results = [.. checks.Select(c => c.Judge(samples)).OrderBy(r => r.Section)];
        return new ValidityReport(options, results, [.. patterns.SelectMany(p => everywhere.Select(a => CellOf(p, a, samples, table)))]);
    }

    private static AblationCell CellOf(PatternCheck pattern, string ablation, Samples samples, int count)
    {
        ImmutableArray<Figure> whole = pattern.FiguresUnder("", samples, count), without = pattern.FiguresUnder(ablation, samples, count);
        double kept = whole.Zip(without, (w, o) => w.Effect.Value == 0 ? double.NaN : o.Effect.Value / w.Effect.Value).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min();
        return new AblationCell(pattern.Id, ablation, kept, PatternCheck.Worst(without));
    }

    /// <summary>Makes every run once, whoever needs it.</summary>
    private static Samples RunAll(IReadOnlyList<Need> needs, Worlds worlds, ValidityOptions options, IProgress<(int Done, int Total)>? progress, CancellationToken cancel)
    {
        (RunKey Key, int Replicates, Measure[] Measures)[] runs =
        [
            .. needs.GroupBy(n => n.Key).Select(g => (g.Key, g.Max(n => n.Replicates), g.Select(n => n.Measure).Distinct(StringComparer.Ordinal).Select(Measure.Parse).ToArray())),
        ];
        int total = runs.Sum(r => r.Replicates), done = 0;
        var laboratory = new Laboratory(options.Seed, options.Threads);
        var samples = new Samples();
        foreach ((RunKey key, int replicates, Measure[] measures) in runs)
        {
            ObservedTables tables = measures.Aggregate(ObservedTables.Runs, (all, m) => all | m.Tables);
            double[][] rows = laboratory.Run([new RunRequest(worlds.Find(key), 0, replicates)], tables, run => Array.ConvertAll(measures, m => m.Of(run)), null, cancel)[0];
            for (int m = 0; m < measures.Length; m++) samples.Add(key, measures[m].Text, Array.ConvertAll(rows, row => row[m]));
            progress?.Report((done += replicates, total));
        }
        return samples;
    }
}
