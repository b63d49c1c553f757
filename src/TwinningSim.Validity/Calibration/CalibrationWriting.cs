using System.Globalization;
using System.Text;
using System.Text.Json;
using TwinningSim.Analysis.Calibration;
using TwinningSim.Kernel.Tables;
using TwinningSim.Model.Parameters;

namespace TwinningSim.Validity.Calibration;

/// <summary>A calibration as a page, a table and the draws that ship with the program.</summary>
public static class CalibrationWriting
{
    /// <summary>Draws that ship: enough that 200 replicates meet each twice.</summary>
    public const int ShippedDraws = 100;

    /// <summary>The page, in Markdown.</summary>
    public static string Page(CalibrationReport report)
    {
        Problem problem = report.Study.Problem;
        Posterior posterior = report.Whole.Posterior;
        var text = new StringBuilder();
        text.Append("# Calibration\n\n");
        text.Append(F($"{problem.Parameters.Length} parameters against {problem.Targets.Length} figures; seed {report.Options.Seed}; {report.Whole.Steps[^1].Points} points, each simulated once. "));
        text.Append(F($"Posterior: {posterior.Particles.Length} points, worth {posterior.EffectiveSize:0} equal ones. "));
        text.Append(F($"Mean distance from the record, in deviations: {report.PresentDistance:0.00} with the present values, {report.CalibratedDistance:0.00} with the calibrated ones, {posterior.Particles.Sum(p => p.Weight * p.Distance):0.00} in the posterior.\n\n"));
        text.Append("## Parameters\n\n| parameter | present | calibrated | range | median | 5 % | 95 % |\n|---|---|---|---|---|---|---|\n");
        for (int p = 0; p < problem.Parameters.Length; p++)
        {
            FreeParameter parameter = problem.Parameters[p];
            text.Append(F($"| {parameter.Name} | {ParameterValues.Defaults[parameter.Name]:G4} | {report.Calibrated[p]:G4} | {parameter.Low:G4} to {parameter.High:G4} | {posterior.Quantile(p, 0.5):G4} | {posterior.Quantile(p, 0.05):G4} | {posterior.Quantile(p, 0.95):G4} |\n"));
        }
        text.Append("\n## Figures of the record\n\nMedian (5 % to 95 % of runs).\n\n| figure | group | record | present values | posterior | inside |\n|---|---|---|---|---|---|\n");
        for (int t = 0; t < problem.Targets.Length; t++)
        {
            Target target = problem.Targets[t];
            FigureRange present = report.Present[t];
            double low = posterior.PredictedQuantile(t, 0.05), high = posterior.PredictedQuantile(t, 0.95);
            text.Append(F($"| {target.Name} | {target.Group} | {target.Observed:G4} | {present.Median:G3} ({present.Low:G3} to {present.High:G3}) | {posterior.PredictedQuantile(t, 0.5):G3} ({low:G3} to {high:G3}) | {(target.Observed >= low && target.Observed <= high ? "yes" : "no")} |\n"));
        }
        if (!report.HeldOut.IsEmpty)
        {
            text.Append(F($"\n## Each group foretold by the others\n\n{report.HeldOut.Count(s => s.Covered)} of {report.HeldOut.Length} figures lie between the 5 % and 95 % quantile of what is foretold. "));
            text.Append("Skill is the share of the score (CRPS) of runs over the whole ranges that the other groups' record takes away.\n\n| figure | group | record | foretold | inside | skill |\n|---|---|---|---|---|---|\n");
            foreach (HeldOutScore score in report.HeldOut)
                text.Append(F($"| {score.Target.Name} | {score.Target.Group} | {score.Target.Observed:G4} | {score.Median:G3} ({score.Low:G3} to {score.High:G3}) | {(score.Covered ? "yes" : "no")} | {score.Skill:0.00} |\n"));
        }
        text.Append("\n## How it went\n\n| step | points so far | tolerance | share plausible or accepted |\n|---|---|---|---|\n");
        foreach (CalibrationStep step in report.Whole.Steps) text.Append(F($"| {step.Name} | {step.Points} | {(double.IsNaN(step.Tolerance) ? "" : F($"{step.Tolerance:0.000}"))} | {step.Acceptance:0.000} |\n"));
        return text.ToString();
    }

    /// <summary>The posterior sample: weight, distance, parameters and figures of each point.</summary>
    public static TableBuffer Table(CalibrationReport report)
    {
        Problem problem = report.Study.Problem;
        var rows = new TableBuffer(new TableDefinition("posterior", "One point of the posterior sample of a calibration.",
        [
            new("weight", ColumnType.Real, "share", "Weight of the point; all weights sum to 1."),
            new("distance", ColumnType.Real, "deviations", "Root mean square distance of its run from the record."),
            .. problem.Parameters.Select(p => new ColumnDefinition(p.Name, ColumnType.Real, "as the parameter", "Value of the parameter.")),
            .. problem.Targets.Select(t => new ColumnDefinition(SimulationStore.ColumnOf(t), ColumnType.Real, "as the fact", $"Simulated figure of {t.Name}.")),
        ]));
        foreach (Particle particle in report.Whole.Posterior.Particles)
        {
            int row = rows.AddRow();
            rows.Set(row, 0, particle.Weight);
            rows.Set(row, 1, particle.Distance);
            for (int p = 0; p < particle.Values.Length; p++) rows.Set(row, 2 + p, particle.Values[p]);
            for (int t = 0; t < particle.Simulated.Length; t++) rows.Set(row, 2 + particle.Values.Length + t, particle.Simulated[t]);
        }
        return rows;
    }

    /// <summary>Equally weighted draws as JSON, in the form in which the program ships them.</summary>
    public static string Draws(CalibrationReport report)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("meaning", F($"{ShippedDraws} equally weighted draws of the posterior of twinsim calibrate, seed {report.Options.Seed}."));
            json.WriteStartArray("parameters");
            foreach (FreeParameter parameter in report.Study.Problem.Parameters) json.WriteStringValue(parameter.Name);
            json.WriteEndArray();
            Values("calibrated", report.Calibrated);
            json.WriteStartArray("draws");
            foreach (IReadOnlyList<double> draw in report.Whole.Posterior.Draw(ShippedDraws)) Values(null, draw);
            json.WriteEndArray();
            json.WriteEndObject();

            void Values(string? name, IReadOnlyList<double> values)
            {
                if (name is null) json.WriteStartArray();
                else json.WriteStartArray(name);
                // Five digits say more than the posterior knows.
                foreach (double value in values) json.WriteNumberValue(decimal.Parse(F($"{value:G5}"), NumberStyles.Float, CultureInfo.InvariantCulture));
                json.WriteEndArray();
            }
        }
        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }

    private static string F(FormattableString text) => FormattableString.Invariant(text);
}
