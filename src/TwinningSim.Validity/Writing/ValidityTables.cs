using TwinningSim.Kernel.Tables;
using TwinningSim.Validity.Checks;

namespace TwinningSim.Validity.Writing;

/// <summary>The report as tables.</summary>
public static class ValidityTables
{
    private static readonly TableDefinition ChecksTable = new("validity", "One figure of one check of the validity report.",
    [
        new("section", ColumnType.Text, "text", "Section of the report."),
        new("check", ColumnType.Text, "text", "Name of the check: a pattern (P), rows of the record (F, D, E), or another name."),
        new("claim", ColumnType.Text, "text", "What is claimed or recorded."),
        new("source", ColumnType.Text, "text", "Where that stands."),
        new("kind", ColumnType.Text, "text", "Strength of a pattern, use of a fact."),
        new("recorded", ColumnType.Text, "text", "The recorded figure; empty for a pattern."),
        new("compared", ColumnType.Text, "text", "What was simulated."),
        new("median", ColumnType.Real, "as compared", "Median over replicates.", Nullable: true),
        new("low", ColumnType.Real, "as compared", "5 % quantile over replicates.", Nullable: true),
        new("high", ColumnType.Real, "as compared", "95 % quantile over replicates.", Nullable: true),
        new("effect", ColumnType.Real, "effect_unit", "The size that is judged.", Nullable: true),
        new("effect_low", ColumnType.Real, "effect_unit", "Lower end of its 95 % interval.", Nullable: true),
        new("effect_high", ColumnType.Real, "effect_unit", "Upper end of its 95 % interval.", Nullable: true),
        new("effect_unit", ColumnType.Text, "text", "Unit of the effect; empty for that of what is compared."),
        new("required", ColumnType.Real, "effect_unit", "What the effect must reach."),
        new("p", ColumnType.Real, "0 to 1", "One-sided p-value; empty where none is made.", Nullable: true),
        new("sharpness", ColumnType.Real, "0 to 1", "How sharp the simulated range is; empty where that has no meaning.", Nullable: true),
        new("replicates", ColumnType.Whole, "runs", "Replicates."),
        new("figure_verdict", ColumnType.Text, "text", "holds, weak or fails: this figure."),
        new("verdict", ColumnType.Text, "text", "holds, weak or fails: the whole check."),
    ]);

    private static readonly TableDefinition AblationsTable = new("ablations", "One pattern without one mechanism.",
    [
        new("pattern", ColumnType.Text, "text", "The pattern."),
        new("ablation", ColumnType.Text, "text", "What was taken out."),
        new("kept", ColumnType.Real, "share", "Smallest of its effects as a share of the effect with the mechanism.", Nullable: true),
        new("verdict", ColumnType.Text, "text", "holds, weak or fails, without the mechanism."),
    ]);

    /// <summary>Every figure of every check.</summary>
    public static TableBuffer Checks(ValidityReport report)
    {
        var rows = new TableBuffer(ChecksTable);
        foreach (CheckResult result in report.Results)
        {
            foreach (Figure figure in result.Figures)
            {
                int row = rows.AddRow();
                string[] texts = [Titles.Of(result.Section), result.Id, result.Claim, result.Source, result.Kind, result.Recorded, figure.Says];
                for (int c = 0; c < texts.Length; c++) rows.Set(row, c, texts[c]);
                double[] numbers = [figure.Median, figure.Low, figure.High, figure.Effect.Value, figure.Effect.Low, figure.Effect.High];
                for (int c = 0; c < numbers.Length; c++) rows.Set(row, texts.Length + c, numbers[c]);
                rows.Set(row, 13, figure.Unit);
                rows.Set(row, 14, figure.Required);
                rows.Set(row, 15, figure.P);
                rows.Set(row, 16, result.Sharpness);
                rows.Set(row, 17, result.Replicates);
                rows.Set(row, 18, Words.Of(figure.Verdict));
                rows.Set(row, 19, Words.Of(result.Verdict));
            }
        }
        return rows;
    }

    /// <summary>The table of ablations.</summary>
    public static TableBuffer Ablations(ValidityReport report)
    {
        var rows = new TableBuffer(AblationsTable);
        foreach (AblationCell cell in report.Ablations)
        {
            int row = rows.AddRow();
            rows.Set(row, 0, cell.Pattern);
            rows.Set(row, 1, cell.Ablation);
            rows.Set(row, 2, cell.Kept);
            rows.Set(row, 3, Words.Of(cell.Verdict));
        }
        return rows;
    }
}
