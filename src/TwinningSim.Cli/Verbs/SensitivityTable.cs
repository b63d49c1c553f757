using TwinningSim.Analysis.Estimation;
using TwinningSim.Analysis.Sensitivity;
using TwinningSim.Kernel.Tables;

namespace TwinningSim.Cli.Verbs;

/// <summary>A study of sensitivity as rows: one for each measure of each factor.</summary>
internal static class SensitivityTable
{
    private static readonly TableDefinition Definition = new("sensitivity", "One measure of how much an outcome depends on one factor.",
    [
        new("design", ColumnType.Text, "text", "The design that was studied."),
        new("outcome", ColumnType.Text, "text", "The outcome."),
        new("factor", ColumnType.Text, "text", "The factor: a parameter or lever; 'luck' for which replicates a point was run with."),
        new("factor_low", ColumnType.Real, "as the factor", "Smallest value of the factor; empty for luck.", Nullable: true),
        new("factor_high", ColumnType.Real, "as the factor", "Largest value of the factor; empty for luck.", Nullable: true),
        new("measure", ColumnType.Text, "text", "mu_star, mu and sigma of Morris' screening, in units of the outcome over the factor's range; first and total order index of Sobol', shares of variance."),
        new("value", ColumnType.Real, "as the measure", "The estimate; an index below 0 is chance. Empty where nothing varies.", Nullable: true),
        new("low", ColumnType.Real, "as the measure", "Lower end of the bootstrap interval; empty without one.", Nullable: true),
        new("high", ColumnType.Real, "as the measure", "Upper end of the bootstrap interval; empty without one.", Nullable: true),
        new("level", ColumnType.Real, "share", "Level of the interval; empty without one.", Nullable: true),
        new("replicates", ColumnType.Whole, "runs", "Runs that each value is a mean of."),
    ]);

    public static TableBuffer Of(SensitivityStudy study)
    {
        var rows = new TableBuffer(Definition);
        for (int i = 0; study.Morris is { } morris && i < study.Factors.Length; i++)
        {
            MorrisEffect effect = morris.Effects[i];
            Add(study.Factors[i], "mu_star", effect.Absolute);
            Add(study.Factors[i], "mu", effect.Mean);
            Add(study.Factors[i], "sigma", effect.Absolute with { Value = effect.Spread, Low = double.NaN, High = double.NaN, Level = double.NaN });
        }
        for (int i = 0; study.Sobol is { } sobol && i < sobol.Indices.Length; i++)
        {
            VariedFactor factor = i < study.SobolFactors.Length ? study.Factors.First(f => f.Name == study.SobolFactors[i]) : new("luck", double.NaN, double.NaN);
            Add(factor, "first", sobol.Indices[i].First);
            Add(factor, "total", sobol.Indices[i].Total);
        }
        return rows;

        void Add(VariedFactor factor, string measure, Estimate estimate)
        {
            int row = rows.AddRow();
            rows.Set(row, 0, study.Design);
            rows.Set(row, 1, study.Outcome);
            rows.Set(row, 2, factor.Name);
            rows.Set(row, 3, factor.Low);
            rows.Set(row, 4, factor.High);
            rows.Set(row, 5, measure);
            rows.Set(row, 6, estimate.Value);
            rows.Set(row, 7, estimate.Low);
            rows.Set(row, 8, estimate.High);
            rows.Set(row, 9, estimate.HasInterval ? estimate.Level : double.NaN);
            rows.Set(row, 10, study.Replicates);
        }
    }
}
