using Spectre.Console;
using TwinningSim.Analysis.Comparing;

namespace TwinningSim.Reports.Tests;

/// <summary>An experiment made of numbers that share their luck, for tests of what is written about it.</summary>
internal static class Example
{
    public static readonly ExperimentFacts Facts = new()
    {
        Scenario = "example", Title = "An example cluster", Question = "Which design works better?", Start = "2007-02", Months = 72, Seed = 20070226, Version = "0.1.0",
        WithoutProgramme = "no-programme",
    };

    public static DesignRuns Design(string id, double gain, double spending, int runs = 40, bool mixed = false, double agreement = 0.9)
    {
        var own = new Random(id.Length * 31 + 5);
        var luck = new Random(11);
        var columns = Outcomes.All.SelectMany(o => new[] { o.Column, o.Per }).Where(c => c.Length > 0).Distinct().ToDictionary(c => c, _ => new double[runs]);
        for (int r = 0; r < runs; r++)
        {
            double common = luck.NextDouble();
            double firms = Math.Round(40 + 20 * common + gain + 3 * own.NextDouble());
            foreach ((string name, double[] values) in columns)
            {
                values[r] = name switch
                {
                    "firms_with_do_how" => firms,
                    "first_agreement_month" => spending > 0 && own.NextDouble() < agreement ? Math.Floor(5 + 10 * common) : double.NaN,
                    "first_deal_month" => own.NextDouble() < 0.5 ? Math.Floor(20 + 10 * common) : double.NaN,
                    "spending_eur" => spending == 0 ? 0 : spending + 10_000 * own.NextDouble(),
                    "net_benefit_eur" => gain * 30_000 - spending + 200_000 * own.NextDouble(),
                    "deals" => Math.Round(gain / 5 + 3 * own.NextDouble()),
                    "productivity" => 1 + 0.001 * firms,
                    _ => firms * 2 + own.NextDouble(),
                };
            }
        }
        return new(id, "Title of " + id, mixed, [.. Enumerable.Range(0, runs)], name => columns[name]);
    }

    public static Comparison Compare(int runs = 40, IReadOnlyList<Outcome>? outcomes = null) => Comparison.Of(
        [
            Design("as-run", 20, 900_000, runs),
            Design("no-programme", 0, 0, runs),
            Design("technical-agent-marche", 26, 980_000, runs),
            Design("second-partner", 20.2, 920_000, runs),
            Design("per-firm-matching", 24, 905_000, runs),
            Design("trainers-early-and-local-re-training", 33, 1_150_000, runs),
            Design("less-staff-turnover", 45, 900_000, runs, mixed: true),
        ], "as-run", outcomes ?? Outcomes.Main, "no-programme");

    public static string Text(Comparison comparison, bool unicode = true, int width = TextLayout.Width)
    {
        var writer = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = unicode;
        ComparisonTable.Write(console, comparison, Facts);
        return writer.ToString();
    }
}
