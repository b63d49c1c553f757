using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using TwinningSim.Experiments;
using TwinningSim.Experiments.Tests;
using TwinningSim.Model.Input;
using TwinningSim.Scenarios;
using TwinningSim.Storage;
using TwinningSim.Storage.Disk;
using TwinningSim.Testing;

namespace TwinningSim.Determinism;

/// <summary>Experiments whose content must not depend on how they are run.</summary>
internal static class Experiments
{
    /// <summary>Small worlds with a little of everything that the model does.</summary>
    public static ExperimentSource SmallWorlds()
    {
        Design none = new DesignBuilder().WithId("none").Build();
        Design some = new DesignBuilder().WithId("some").WithAgent()
            .WithEntry("diagnostic-study").WithEntry("classroom-training").WithEntry("study-tour", e => e with { Month = 3 })
            .WithEntry("onsite-handholding", e => e with { Month = 5, Repeats = 3 }).Build();
        Design more = some with { Id = "more", BudgetEur = 60_000, Months = 30 };
        return new ExperimentSource
        {
            Id = "small", Title = "Small worlds", Text = "", Hash = "", Designs = [some, none, more], Baseline = "some", WithoutProgramme = "none", Seed = 11, Replicates = 120,
        };
    }

    /// <summary>A shipped scenario, with lines added at its end.</summary>
    public static ExperimentSource Shipped(string name, string more = "")
    {
        string text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "scenarios", name + ".yaml")) + more;
        ScenarioReading reading = ScenarioReader.Parse(text, name + ".yaml");
        Assert.True(reading.Succeeded, string.Join('\n', reading.Diagnostics));
        return ExperimentSource.From(reading.Scenario);
    }

    public static ExperimentReader Run(
        ExperimentSource source, string folder, int threads, int? replicates = null, bool fake = false, Func<ImmutableArray<Shard>, ImmutableArray<Shard>>? order = null)
    {
        var runner = new ExperimentRunner(NullLogger<ExperimentRunner>.Instance)
        {
            Disk = RealDisk.Hasty,
            Order = order ?? (shards => shards),
            Model = fake ? FakeModel.Of : design => new Model.Simulation(design).Run,
        };
        ExperimentPlan plan = ExperimentPlan.For(source, new PlanOptions { Replicates = replicates, Firms = true, Events = true });
        Assert.True(runner.RunAsync(plan, folder, new RunOptions { Threads = threads }).GetAwaiter().GetResult().Complete);
        return ExperimentReader.Open(folder);
    }

    /// <summary>One hash for each table.</summary>
    public static string ContentOf(ExperimentReader reader) => string.Join('\n', reader.Tables.Select(table => $"{table.Name} {reader.HashOf(table.Name)}"));
}
