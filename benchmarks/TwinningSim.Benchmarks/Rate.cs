using System.Globalization;
using TwinningSim.Kernel.Tables;
using TwinningSim.Model;
using TwinningSim.Model.Input;
using TwinningSim.Model.Observation;
using TwinningSim.Scenarios;
using TwinningSim.Testing;

namespace TwinningSim.Benchmarks;

/// <summary>Firm-months in a second of processor time, timed by hand: several runs for each timing, and several timings, sorted.</summary>
internal static class Rate
{
    /// <summary>Firm-months that one timing covers at least.</summary>
    private const double Least = 4e6;

    public static double[] OfCore(int firms, int months, int times, bool whole = true, bool plain = false)
    {
        var core = new DiffusionCore(firms, Math.Max(12, months), plain);
        int runs = Math.Max(1, (int)(Least / firms / months));
        var rates = new double[times];
        // The first timing warms up: code is compiled in tiers.
        for (int r = -3; r < times; r++)
        {
            double spent = 0;
            for (int q = 0; q < runs; q++)
            {
                core.Start((ulong)((Math.Max(0, r) * runs) + q + 1));
                TimeSpan start = Environment.CpuUsage.TotalTime;
                if (whole) for (int t = 0; t < months; t++) core.Advance();
                else for (int t = 0; t < months; t++) core.AdvanceCore();
                spent += (Environment.CpuUsage.TotalTime - start).TotalSeconds;
            }
            if (r >= 0) rates[r] = (double)firms * months * runs / spent;
        }
        Array.Sort(rates);
        return rates;
    }

    public static double[] OfScenario(Design design, int times)
    {
        var simulation = new Simulation(design);
        var tables = new RunTables(new TableBuffer(Tables.Runs), new TableBuffer(Tables.Months));
        int firms = design.Clusters[0].Firms, runs = Math.Max(1, (int)(Least / firms / design.Months)), replicate = 0;
        var rates = new double[times];
        for (int r = -2; r < times; r++)
        {
            TimeSpan start = Environment.CpuUsage.TotalTime;
            for (int q = 0; q < runs; q++)
            {
                tables.Runs.Clear();
                tables.Months!.Clear();
                simulation.Run(20070226, replicate++, tables);
            }
            if (r >= 0) rates[r] = (double)firms * design.Months * runs / (Environment.CpuUsage.TotalTime - start).TotalSeconds;
        }
        Array.Sort(rates);
        return rates;
    }

    public static string Line(string name, int firms, int months, double[] rates)
        => string.Create(CultureInfo.InvariantCulture, $"bench {name} {firms} {months} {rates.Length} {rates[rates.Length / 2]:0.####e+00} {rates[0]:0.####e+00} {rates[^1]:0.####e+00}");
}
