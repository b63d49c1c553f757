using System.Collections.Immutable;
using TwinningSim.Analysis.Calibration;
using TwinningSim.Model.Parameters;
using TwinningSim.Testing;
using TwinningSim.Validity.Calibration;

namespace TwinningSim.Validity.Tests.Calibration;

/// <summary>What the shipped calibration may see, and that it can be stopped at any time.</summary>
public class CalibrationStudyTests
{
    private static readonly Worlds Worlds = new([]);

    private static CalibrationStudy Study(IReadOnlyList<FactSource>? facts = null, Func<CalibrationSource, CalibrationSource>? change = null)
        => CalibrationStudy.Of((change ?? (s => s))(Catalogue.Calibration), facts ?? Catalogue.Facts, Catalogue.Trials, Worlds);

    [Fact]
    public void Validation_facts_never_enter()
    {
        CalibrationStudy study = Study();
        // All of them gone, or all of them different: nothing that calibration simulates or compares with has changed.
        FactSource[] without = [.. Catalogue.Facts.Where(f => f.Use == "calibration")];
        FactSource[] different = [.. Catalogue.Facts.Select(f => f.Use == "calibration" ? f : f with { Observed = f.Observed + 1000, Measure = "practices" })];
        Assert.NotEqual(Catalogue.Facts.Length, without.Length);
        Assert.Equal(study.Hash(), Study(without).Hash());
        Assert.Equal(study.Hash(), Study(different).Hash());
        Assert.All(study.Problem.Targets.Where(t => t.Group != CalibrationStudy.TrialGroup), t => Assert.Equal("calibration", Catalogue.Facts.Single(f => f.Id == t.Name).Use));
        // A figure that does enter shows.
        Assert.NotEqual(study.Hash(), Study([.. Catalogue.Facts.Select(f => f.Id == "F126" ? f with { Observed = 26 } : f)]).Hash());
    }

    [Fact]
    public void The_choice_of_the_defaults_sees_neither_validation_facts_nor_patterns()
    {
        FactSource[] different = [.. Catalogue.Facts.Select(f => f.Use == "calibration" ? f : f with { Observed = f.Observed + 1000, Measure = "practices" })];
        string chosen = Chosen(Study()), blind = Chosen(CalibrationStudy.Of(Catalogue.Calibration, different, Catalogue.Trials, new Worlds(Catalogue.Patterns)));
        Assert.Contains("\"calibrated\"", chosen, StringComparison.Ordinal);
        Assert.Equal(chosen, blind);
        // What does enter changes the choice.
        TrialSource[] trials = [.. Catalogue.Trials.Select(t => t with { Effect = t.Effect + 0.2 })];
        Assert.NotEqual(chosen, Chosen(CalibrationStudy.Of(Catalogue.Calibration, Catalogue.Facts, trials, Worlds)));

        static string Chosen(CalibrationStudy study)
        {
            using var folder = new TemporaryFolder();
            return CalibrationWriting.Draws(CalibrationRun.Run(study.OnlyGroup(CalibrationStudy.TrialGroup), new CalibrationRequest
            {
                Folder = folder.Path, LeaveOneOut = false, Foretold = 3, Options = new CalibrationOptions { Seed = 4, Particles = 20, WavePoints = 0, MostGenerations = 1, LeastAcceptance = 0 },
            }));
        }
    }

    [Fact]
    public void Naming_a_validation_fact_is_an_error()
    {
        string forbidden = Catalogue.Facts.First(f => f.Use == "validation").Id;
        InvalidDataException told = Assert.Throws<InvalidDataException>(() => Study(change: s => s with { Targets = [.. s.Targets, new TargetSource(forbidden, 1, "")] }));
        Assert.Contains(forbidden, told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mistakes_in_the_data_are_told_by_name()
    {
        Assert.Contains("no_such", Assert.Throws<InvalidDataException>(() => Study(change: s => s with { Parameters = [new CalibratedParameter("no_such", "")] })).Message, StringComparison.Ordinal);
        Assert.Contains("plausible", Assert.Throws<InvalidDataException>(() => Study(change: s => s with { Parameters = [new CalibratedParameter("adopt_cost", "")] })).Message, StringComparison.Ordinal);
        Assert.Contains("F0", Assert.Throws<InvalidDataException>(() => Study(change: s => s with { Targets = [new TargetSource("F0", 1, "")] })).Message, StringComparison.Ordinal);
        Assert.Contains("deviation", Assert.Throws<InvalidDataException>(() => Study(change: s => s with { Targets = [new TargetSource("F126", 0, "")] })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_free_parameter_and_figure_says_why()
    {
        Assert.InRange(Catalogue.Calibration.Parameters.Length, 6, 8);
        Assert.All(Catalogue.Calibration.Parameters, p => Assert.True(p.Why.Length > 20, p.Name));
        Assert.All(Catalogue.Calibration.Targets, t => Assert.True(t.Why.Length > 5, t.Fact));
    }

    [Fact]
    public void Simulated_figures_do_not_depend_on_threads_and_leaving_a_group_out_changes_no_other()
    {
        CalibrationStudy trials = Study().OnlyGroup(CalibrationStudy.TrialGroup), without = Study().Without("footwear").Without("leather").Without("auto");
        ImmutableArray<double> values = [.. trials.Problem.Parameters.Select(p => ParameterValues.Defaults[p.Name])];
        ParameterPoint[] points = [.. Enumerable.Range(0, 4).Select(i => new ParameterPoint(i, values))];
        double[][] one = [.. trials.Simulate(points, 1).Select(f => f.ToArray())], three = [.. without.Simulate(points, 3).Select(f => f.ToArray())];
        Assert.Equal(one, three);
        Assert.NotEqual(one[0], one[1]);
    }

    [Fact]
    public void A_stopped_calibration_goes_on_and_ends_like_one_that_was_not()
    {
        using var whole = new TemporaryFolder();
        using var stopped = new TemporaryFolder();
        CalibrationStudy study = Study().OnlyGroup(CalibrationStudy.TrialGroup);
        CalibrationRequest Into(TemporaryFolder folder) => new()
        {
            Folder = folder.Path, LeaveOneOut = false, Foretold = 3,
            Options = new CalibrationOptions { Seed = 4, Particles = 20, WavePoints = 0, MostGenerations = 4, LeastAcceptance = 0 },
        };
        CalibrationReport expected = CalibrationRun.Run(study, Into(whole));
        Assert.Equal(0, expected.Reused);
        using var cancel = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => CalibrationRun.Run(study, Into(stopped), new StopAfter(2, cancel), cancel.Token));
        CalibrationReport resumed = CalibrationRun.Run(study, Into(stopped));
        Assert.Equal(3 + 20 + 10, resumed.Reused);
        Assert.Equal(CalibrationWriting.Page(expected), CalibrationWriting.Page(resumed));
        Assert.Equal(CalibrationWriting.Draws(expected), CalibrationWriting.Draws(resumed));
        Assert.Equal(3 + 20 + 30 + (2 * 20), CalibrationRun.Run(study, Into(stopped)).Reused);
    }

    private sealed class StopAfter(int steps, CancellationTokenSource cancel) : IProgress<CalibrationNews>
    {
        private int _seen;

        public void Report(CalibrationNews value)
        {
            if (++_seen == steps) cancel.Cancel();
        }
    }
}
