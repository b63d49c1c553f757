using TwinningSim.Validity.Checks;

namespace TwinningSim.Validity.Tests.Checks;

/// <summary>The repeated trials with the defaults of the model.</summary>
public class TrialCheckTests
{
    [Fact]
    public void Every_arm_of_both_trials_lies_inside_its_published_interval()
    {
        // 30 repetitions: the means lie three and more of their standard errors inside the intervals.
        ValidityReport report = ValidityReport.Run(new ValidityOptions { Replicates = 15, TableReplicates = 0, Only = ["india-2013", "colombia-individual", "colombia-group"] });
        Assert.Equal(3, report.Results.Length);
        foreach (CheckResult trial in report.Results)
        {
            Assert.Equal(Section.Trials, trial.Section);
            Figure figure = Assert.Single(trial.Figures);
            Assert.True(trial.Verdict == Verdict.Holds, $"{trial.Id}: {figure.Effect}");
            Assert.Equal(30, trial.Replicates);
        }
    }

    [Fact]
    public void A_trial_whose_mean_lies_across_an_end_of_its_interval_is_weak_and_one_outside_fails()
    {
        TrialSource trial = Catalogue.Trials.First(t => t.Id == "colombia-group");
        Assert.Equal(Verdict.Holds, Judged(trial, 0.12));
        Assert.Equal(Verdict.Weak, Judged(trial, 0.15));
        Assert.Equal(Verdict.Fails, Judged(trial, 0.22));

        static Verdict Judged(TrialSource trial, double effect)
        {
            var samples = new Samples();
            var check = new TrialCheck(trial, 4);
            samples.Add(Assert.Single(check.Needs).Key, trial.Measure, [effect - 0.01, effect, effect, effect + 0.01]);
            return check.Judge(samples).Verdict;
        }
    }
}
