using System.Globalization;
using TwinningSim.Kernel.Tables;
using TwinningSim.Model;
using TwinningSim.Model.Input;
using TwinningSim.Model.Observation;
using Xunit.Abstractions;

namespace TwinningSim.Statistical.Docking;

public class DockingTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("learning_only")]
    [InlineData("bargaining_only")]
    public void The_tables_of_an_independent_implementation_are_reproduced(string world)
    {
        Design design = world == "learning_only" ? DockingWorlds.Learning : DockingWorlds.Bargaining;
        const int n = 400;
        var months = new TableBuffer(Tables.Months, n * design.Months);
        var runs = new TableBuffer(Tables.Runs, n);
        var simulation = new Simulation(design);
        for (int r = 0; r < n; r++) simulation.Run(20130228, r, new RunTables(runs, months));
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Docking", "tables.csv")).Skip(1))
        {
            string[] f = line.Split(',');
            if (f[0] != world) continue;
            int month = int.Parse(f[1], CultureInfo.InvariantCulture);
            double mean = double.Parse(f[3], CultureInfo.InvariantCulture), sd = double.Parse(f[4], CultureInfo.InvariantCulture);
            string column = f[2];
            output.WriteLine($"{column,-24} {month,3} their {mean,12:G6} sd {sd,10:G4} | {Ours(column, months, runs, design.Months, month, mean, sd)}");
        }
    }

    private static string Ours(string name, TableBuffer months, TableBuffer runs, int horizon, int month, double mean, double sd)
    {
        string? column = name switch
        {
            "kappa_participants" => "know_how_participants", "delta_participants" => "do_how_participants", "eff_participants" => "mastery_participants",
            "firms_dohow" => "firms_with_do_how", "inst_delta" => "institution_do_how", "trust_programme" => "programme_trust", "vision_all" => "vision",
            "trust_c2b" => "c2b", "trust_b2b" => "b2b", "spending" => "spending_eur", "firms_touched" => "firms_reached", "mean_match" => "match_mean",
            "deals_techtransfer" => "deals_technology", "deals_jv" => "deals_venture", "accept_rate" => "accepted",
            "deals_principal" or "deals_support" or "month_first_b2b" or "deals_small" => null,
            _ => name,
        };
        if (column is null) return "-";
        int at = Tables.Months.IndexOf(column), n = months.Count / horizon;
        double sum = 0, sum2 = 0;
        for (int r = 0; r < n; r++)
        {
            double value = months.Numbers(at)[(r * horizon) + month - 1];
            if (name == "accept_rate") value /= months.Numbers(Tables.Months.IndexOf("invited"))[(r * horizon) + month - 1];
            sum += value;
            sum2 += value * value;
        }
        double ours = sum / n, ourSd = Math.Sqrt(Math.Max(0, (sum2 / n) - (ours * ours)));
        double z = (ours - mean) / Math.Max(1e-9, sd * Math.Sqrt((1.0 / 400) + (1.0 / n)));
        return $"ours {ours,12:G6} sd {ourSd,10:G4} z {z,8:F1}";
    }
}
