using Microsoft.Extensions.Logging.Abstractions;
using TwinningSim.Analysis.Comparing;
using TwinningSim.Experiments;
using TwinningSim.Kernel.Tables;
using TwinningSim.Model.Input;
using TwinningSim.Scenarios;
using TwinningSim.Storage;
using TwinningSim.Storage.Disk;
using TwinningSim.Testing;
using ModelTables = TwinningSim.Model.Observation.Tables;

namespace TwinningSim.Statistical;

/// <summary>What common random numbers are worth in the footwear scenario, and that nothing in the model breaks them.</summary>
public sealed class CommonRandomNumbersTests : IDisposable
{
    private const int Replicates = 25;

    private static readonly Scenario Footwear = ScenarioReader.Read(Path.Combine(AppContext.BaseDirectory, "scenarios", "chennai-footwear.yaml")).Scenario!;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>
    /// Variance of a difference with different luck, divided by its variance with the same luck: over all designs and main outcomes. With 300 replicates the median is 4.7. The
    /// canary: against another replicate of the baseline the ratio is 1, but for chance.
    /// </summary>
    [Fact]
    public async Task The_same_luck_is_worth_three_times_the_replicates()
    {
        var plan = ExperimentPlan.For(Footwear, new PlanOptions { Replicates = Replicates });
        var runner = new ExperimentRunner(NullLogger<ExperimentRunner>.Instance) { Disk = RealDisk.Hasty };
        Assert.True((await runner.RunAsync(plan, _folder["x"], new RunOptions())).Complete);
        ExperimentReader reader = ExperimentReader.Open(_folder["x"]);

        double same = MedianRatio(reader, 0), other = MedianRatio(reader, 1);
        Assert.True(same >= 3, $"median {same:F2}");
        Assert.InRange(other, 0.8, 1.25);
    }

    /// <summary>The strongest form of pairing: until the month in which two designs differ for the first time, every number of every month is the same to the bit.</summary>
    [Fact]
    public void Two_designs_are_one_until_the_month_in_which_they_first_differ()
    {
        Design baseline = Footwear.Find(Footwear.BaselineDesign)!;
        // Another partner is another world from the start: appetite is a mean over partners. The same money, because what is left of it is a column.
        Design[] others =
        [
            .. Footwear.Designs.Where(d => d != baseline && d.Clusters.Select(c => c.Id).SequenceEqual(baseline.Clusters.Select(c => c.Id))).Select(d => d with { BudgetEur = baseline.BudgetEur }),
        ];
        double[][] expected = MonthsOf(baseline);
        int compared = 0, latest = 0;
        foreach (Design design in others)
        {
            int first = FirstDifference(baseline, design);
            double[][] months = MonthsOf(design);
            for (int row = 0; row < months.Length; row++)
            {
                if (months[row][1] >= first) continue;
                Assert.True(expected[row].AsSpan().SequenceEqual(months[row]), $"{design.Id}, replicate {months[row][0]}, month {months[row][1]}; they differ from month {first} on");
                compared++;
            }
            latest = Math.Max(latest, first);
            // They do differ later: the comparison sees something.
            Assert.False(expected.Zip(months, (a, b) => a.AsSpan().SequenceEqual(b)).All(same => same));
        }
        Assert.True(compared > 200 && latest > 12, $"{compared} rows, the latest difference in month {latest}");
    }

    private static double[][] MonthsOf(Design design)
    {
        int[] columns = [ModelTables.Months.IndexOf("replicate"), ModelTables.Months.IndexOf("month"), .. Enumerable.Range(0, ModelTables.Months.Columns.Length)
            .Where(c => ModelTables.Months.Columns[c].Type != ColumnType.Text && ModelTables.Months.Columns[c].Name is not ("replicate" or "month"))];
        var laboratory = new Laboratory(Footwear.Seed, Environment.ProcessorCount);
        return [.. laboratory.Run([new RunRequest(design, 0, 2)], ObservedTables.Months,
            tables => Enumerable.Range(0, tables.Months!.Count).Select(row => columns.Select(c => BitsSafe(tables.Months.Numbers(c)[row])).ToArray()).ToArray())[0].SelectMany(rows => rows)];

        // Empty is empty.
        static double BitsSafe(double value) => double.IsNaN(value) ? -1e300 : value;
    }

    // The first month in which an entry or an agent acts that the other design has not, or has otherwise.
    private static int FirstDifference(Design a, Design b)
    {
        IEnumerable<(string Text, int Month)> Things(Design d) => d.Plan.Select(e => (Text(e), e.Month)).Concat(d.Agents.Select(g => (g.ToString(), g.From)));
        HashSet<(string, int)> own = [.. Things(a)], others = [.. Things(b)];
        return own.Except(others).Concat(others.Except(own)).Min(t => t.Item2);

        static string Text(PlanEntry e) => $"{e with { Domains = [], InstitutionsAttend = [] }} {string.Join(',', e.Domains)} {string.Join(',', e.InstitutionsAttend)}";
    }

    private static double MedianRatio(ExperimentReader reader, int shift)
    {
        DesignRuns[] runs = [.. Footwear.Designs.Select(d => RunsOf(reader, d.Id, d.Id == Footwear.BaselineDesign ? shift : 0))];
        Comparison comparison = Comparison.Of(runs, Footwear.BaselineDesign, [.. Outcomes.Main.Where(o => shift == 0 || o.Kind == OutcomeKind.Mean)], Footwear.WithoutProgrammeDesign);
        return comparison.MedianVarianceRatio;
    }

    private static DesignRuns RunsOf(ExperimentReader reader, string design, int shift)
        => new(design, design, false, [.. reader.Numbers("runs", design, "replicate").Select(r => ((int)r + shift) % Replicates)], column => reader.Numbers("runs", design, column));
}
