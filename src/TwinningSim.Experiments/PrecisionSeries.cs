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
        Outcome[] outcomes = [.. targets.Targets.Select(t => Analysis.Comparing.Outcomes.Find(t.Outcome)!)];
        string[] columns = ["replicate", .. outcomes.Select(o => o.Column).Distinct(StringComparer.Ordinal)];
        IReadOnlyDictionary<string, double[][]> all = reader.Numbers("runs", [.. grid.Designs.Select(d => d.Design.Id)], columns);
        int replicates = reader.Manifest.Replicates;
        GridDesign[] compared = BaselinesOf(grid);
        HashSet<GridDesign> areCompared = [.. compared];
        var series = new List<Series>();
        foreach ((PrecisionTarget target, Outcome outcome) in targets.Targets.Zip(outcomes))
        {
            var precision = new Precision(target.HalfWidth, target.Relative, targets.Level);
            int column = Array.IndexOf(columns, outcome.Column);
            Dictionary<int, double[]> baselines = target.Of == TargetOf.Means ? [] : compared.ToDictionary(d => d.World, d => Values(d.Design.Id));
            foreach (GridDesign design in grid.Designs)
            {
                double[] own = Values(design.Design.Id);
                if (own.All(double.IsNaN)) continue;
                string name = $"{target.Outcome} of {design.Design.Id}";
                if (target.Of == TargetOf.Means) series.Add(new(name, own, precision));
                else if (!areCompared.Contains(design))
                    series.Add(new(name + " less its baseline", [.. own.Zip(baselines.GetValueOrDefault(design.World) ?? baselines.Values.First(), (a, b) => a - b)], precision));
            }

            // By replicate; NaN where the run failed or the outcome has no value.
            double[] Values(string design)
            {
                double[] values = new double[replicates];
                Array.Fill(values, double.NaN);
                if (!all.TryGetValue(design, out double[][]? rows)) return values;
                for (int row = 0; row < rows[0].Length; row++)
                {
                    double value = rows[column][row];
                    values[(int)rows[0][row]] = outcome.Kind == OutcomeKind.Occurrence ? double.IsNaN(value) ? 0 : 1 : value;
                }
                return values;
            }
        }
        return series;
    }

    // In each world the baseline design with the policy that it has.
    private static GridDesign[] BaselinesOf(ExperimentGrid grid)
        => [.. grid.Designs.Where(d => d.Base == grid.Experiment.Baseline && (d.Policy == 0 || grid.Experiment.Joint is not null)).DistinctBy(d => d.World)];
}
