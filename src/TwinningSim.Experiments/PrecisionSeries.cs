using TwinningSim.Analysis.Comparing;
using TwinningSim.Analysis.Stopping;
using TwinningSim.Scenarios.Experiments;

namespace TwinningSim.Experiments;

/// <summary>What a stopping rule looks at: each target in each design.</summary>
public static class PrecisionSeries
{
    /// <summary>The outcomes that a target can be about: means of a column, and shares of runs in which something happened.</summary>
    public static IEnumerable<Outcome> Outcomes => Analysis.Comparing.Outcomes.All.Where(o => o.Kind is OutcomeKind.Mean or OutcomeKind.Occurrence);

    /// <summary>The series of an experiment's replicates so far. A difference is that from the baseline in the same world and the same replicate.</summary>
    /// <param name="reader">The results.</param>
    /// <param name="grid">The designs.</param>
    /// <param name="targets">What must be known.</param>
    public static IReadOnlyList<Series> Of(Storage.ExperimentReader reader, ExperimentGrid grid, StoppingTargets targets)
    {
        var series = new List<Series>();
        foreach (PrecisionTarget target in targets.Targets)
        {
            Outcome outcome = Analysis.Comparing.Outcomes.Find(target.Outcome)!;
            var precision = new Precision(target.HalfWidth, target.Relative, targets.Level);
            var baselines = new Dictionary<int, double[]>();
            if (target.Of == TargetOf.Differences)
            {
                foreach (GridDesign baseline in grid.Designs.Where(d => d.Base == grid.Experiment.Baseline && (d.Policy == 0 || grid.Experiment.Joint is not null)))
                    baselines[baseline.World] = Values(reader, baseline.Design.Id, outcome);
            }
            foreach (GridDesign design in grid.Designs)
            {
                double[] own = Values(reader, design.Design.Id, outcome);
                if (own.All(double.IsNaN)) continue;
                string name = $"{target.Outcome} of {design.Design.Id}";
                if (target.Of == TargetOf.Means) series.Add(new(name, own, precision));
                else if (design.Base != grid.Experiment.Baseline || design.Policy > 0)
                {
                    double[] other = baselines.TryGetValue(design.World, out double[]? world) ? world : baselines.Values.First();
                    series.Add(new(name + " less its baseline", [.. own.Zip(other, (a, b) => a - b)], precision));
                }
            }
        }
        return series;
    }

    private static double[] Values(Storage.ExperimentReader reader, string design, Outcome outcome)
    {
        double[][] columns = reader.Numbers("runs", design, ["replicate", outcome.Column]);
        Array.Sort(columns[0], columns[1]);
        return outcome.Kind == OutcomeKind.Occurrence ? [.. columns[1].Select(v => double.IsNaN(v) ? 0.0 : 1.0)] : columns[1];
    }
}
