using Microsoft.Extensions.Logging.Abstractions;
using TwinningSim.Model.Input;
using TwinningSim.Storage;
using TwinningSim.Storage.Disk;
using TwinningSim.Testing;

namespace TwinningSim.Experiments.Tests;

/// <summary>Small experiments on the cheap model.</summary>
internal static class TestExperiment
{
    public static ExperimentSource Source(params string[] designs) => new()
    {
        Id = "test",
        Title = "An experiment for a test",
        Text = "scenario: test\n",
        Hash = "abc",
        Designs = [.. designs.Select((id, i) => Design(id, 1000 * (i + 1)))],
        Baseline = designs[0],
        WithoutProgramme = designs.Contains("none") ? "none" : null,
    };

    public static Design Design(string id, double budget = 1000) => new DesignBuilder().Build() with { Id = id, Title = id, BudgetEur = budget, Months = 12 };

    public static ExperimentPlan Plan(int replicates, params string[] designs) => ExperimentPlan.For(Source(designs), new PlanOptions { Seed = 7, Replicates = replicates });

    /// <summary>A sweep of many designs, the first of which is without a programme.</summary>
    public static ExperimentPlan Sweep(int designs, int replicates, PlanPart? part = null)
        => ExperimentPlan.For(SweepSource(designs), new PlanOptions { Seed = 7, Replicates = replicates, Part = part });

    public static ExperimentSource SweepSource(int designs)
    {
        Design one = Design("none");
        return Source("none") with { Designs = [one, .. Enumerable.Range(1, designs - 1).Select(d => one with { Id = $"p{d:D4}", BudgetEur = 1000 + d })] };
    }

    public static ExperimentPlan PlanWithAllTables(int replicates, params string[] designs)
        => ExperimentPlan.For(Source(designs), new PlanOptions { Seed = 7, Replicates = replicates, Firms = true, Events = true });

    public static ExperimentRunner Runner(IDisk? disk = null, Func<Design, RunReplicate>? model = null)
        => new(NullLogger<ExperimentRunner>.Instance) { Model = model ?? FakeModel.Of, Disk = disk ?? RealDisk.Instance };

    public static RunOutcome Run(ExperimentPlan plan, string folder, int threads = 2, bool fresh = false, IDisk? disk = null)
        => Runner(disk).RunAsync(plan, folder, new RunOptions { Threads = threads, Fresh = fresh }).GetAwaiter().GetResult();

    /// <summary>One hash for each table of the experiment.</summary>
    public static string ContentOf(string folder)
    {
        ExperimentReader reader = ExperimentReader.Open(folder);
        return string.Join('\n', reader.Tables.Append(FailureTable.Definition).Select(table => $"{table.Name} {reader.HashOf(table.Name)}"));
    }
}
