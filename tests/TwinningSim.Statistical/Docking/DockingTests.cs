using System.Globalization;
using TwinningSim.Kernel.Tables;
using TwinningSim.Model;
using TwinningSim.Model.Input;
using TwinningSim.Model.Observation;
using Xunit.Abstractions;

namespace TwinningSim.Statistical.Docking;

/// <summary>
/// An independent implementation of the same specification, with another generator, ran the same two worlds 400 times. Every mean must agree within 3.3 standard errors of the
/// difference: for one output the error probability is 0.001, and the outputs of a world move together.
/// </summary>
public class DockingTests(ITestOutputHelper output)
{
    private const int Replicates = 1000, Theirs = 400;
    private const double Bound = 3.3;

    [Theory]
    [InlineData("learning_only", 45)]
    [InlineData("bargaining_only", 36)]
    public void The_tables_of_an_independent_implementation_are_reproduced(string world, int comparisons)
    {
        Design design = world == "learning_only" ? DockingWorlds.Learning : DockingWorlds.Bargaining;
        var months = new TableBuffer(Tables.Months, Replicates * design.Months);
        var runs = new TableBuffer(Tables.Runs, Replicates);
        var simulation = new Simulation(design);
        for (int r = 0; r < Replicates; r++) simulation.Run(20130228, r, new RunTables(runs, months));
        var apart = new List<string>();
        int compared = 0;
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Docking", "tables.csv")).Skip(1))
        {
            string[] f = line.Split(',');
            if (f[0] != world) continue;
            int month = int.Parse(f[1], CultureInfo.InvariantCulture);
            if (Sample(f[2], month, design.Months, months, runs) is not { } sample) continue;
            compared++;
            double mean = double.Parse(f[3], CultureInfo.InvariantCulture), sd = double.Parse(f[4], CultureInfo.InvariantCulture), ours = sample.Average();
            // What does not vary must agree to the digits of the table (and of single precision).
            double tolerance = (Bound * sd * Math.Sqrt((1.0 / Theirs) + (1.0 / Replicates))) + 1e-6;
            string text = $"{f[2],-22} month {month}: they {mean:G6}, we {ours:G6}, {(ours - mean) / tolerance * Bound:F1} standard errors";
            output.WriteLine(text);
            if (!(Math.Abs(ours - mean) <= tolerance)) apart.Add(text);
        }
        Assert.Equal(comparisons, compared);
        Assert.True(apart.Count == 0, string.Join('\n', apart));
    }

    /// <summary>One value for each replicate, as their table defines it; null where our tables have it at the end of the run only.</summary>
    private static double[]? Sample(string name, int month, int horizon, TableBuffer months, TableBuffer runs)
    {
        double[] At(string column)
        {
            ReadOnlySpan<double> values = months.Numbers(Tables.Months.IndexOf(column));
            var sample = new double[Replicates];
            for (int r = 0; r < Replicates; r++) sample[r] = values[(r * horizon) + month - 1];
            return sample;
        }
        double[]? AtTheEnd(string column) => month == horizon ? runs.Numbers(Tables.Runs.IndexOf(column)).ToArray() : null;
        double[] Combined(string a, string b, Func<double, double, double> of) => [.. At(a).Zip(At(b), of)];
        return name switch
        {
            "kappa_participants" => At("know_how_participants"),
            "delta_participants" => At("do_how_participants"),
            "eff_participants" => At("mastery_participants"),
            "firms_dohow" => At("firms_with_do_how"),
            "firms_touched" => At("firms_reached"),
            "inst_delta" => At("institution_do_how"),
            "trust_programme" => At("programme_trust"),
            "vision_all" => At("vision"),
            "trust_c2b" => At("c2b"),
            "trust_b2b" => At("b2b"),
            "mean_match" => At("match_mean"),
            "accept_rate" => Combined("accepted", "invited", (a, b) => a / b),
            "spending" => Combined("spending_eur", "fees_eur", (a, b) => a - b),
            "deals_techtransfer" => At("deals_technology"),
            "deals_jv" => At("deals_venture"),
            "deals_small" or "deals_support" => AtTheEnd(name),
            "month_first_b2b" => AtTheEnd("first_deal_month")?.Select(m => double.IsNaN(m) ? 999 : m).ToArray(),
            "deals_principal" => null,
            _ => At(name),
        };
    }
}
