using TwinningSim.Kernel.Tables;
using TwinningSim.Model;
using TwinningSim.Model.Input;
using TwinningSim.Testing;

namespace TwinningSim.Experiments.Tests;

public sealed class LaboratoryTests
{
    private static readonly Design Small = new DesignBuilder().Build();

    [Fact]
    public void Numbers_are_those_of_single_runs_for_any_number_of_threads()
    {
        RunRequest[] requests = [new(Small, 0, 60), new(Small with { Months = 30 }, 3, 30)];
        string[] columns = ["practices_new", "productivity"];
        double[][][] expected = [.. requests.Select(request => columns.Select(column => OneByOne(request, column)).ToArray())];
        Assert.NotEqual(expected[0][1][3], expected[1][1][0]);
        foreach (int threads in new[] { 1, 2, 7 }) Assert.Equal(expected, new Laboratory(5, threads).Numbers(requests, columns));
    }

    [Fact]
    public void An_observer_sees_the_tables_it_asked_for()
    {
        int[][] months = new Laboratory(5, 2).Run([new(Small, 0, 3)], ObservedTables.Months, tables => tables.Firms is null ? tables.Months!.Count : -1);
        Assert.Equal([Small.Months, Small.Months, Small.Months], months[0]);
    }

    [Fact]
    public void A_run_that_fails_is_named()
    {
        var laboratory = new Laboratory(5, 2)
        {
            Model = _ => (_, replicate, tables, _) =>
            {
                if (replicate == 41) throw new InvalidOperationException("a law was broken");
                tables.Runs.AddRow();
            },
        };
        RunFailedException failure = Assert.Throws<RunFailedException>(() => laboratory.Numbers([new(Small, 0, 60)], ["deals"]));
        Assert.Equal((Small.Id, 41), (failure.Design, failure.Replicate));
    }

    [Fact]
    public void A_laboratory_that_is_stopped_says_so()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.Throws<OperationCanceledException>(() => new Laboratory(5, 2).Numbers([new(Small, 0, 10)], ["deals"], cancel: cancel.Token));
    }

    private static double[] OneByOne(RunRequest request, string column)
    {
        var simulation = new Simulation(request.Design);
        var rows = new TableBuffer(Model.Observation.Tables.Runs);
        for (int i = 0; i < request.Count; i++) simulation.Run(5, request.First + i, new RunTables(rows));
        return rows.Numbers(rows.Definition.IndexOf(column)).ToArray();
    }
}
