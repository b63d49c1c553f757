using TwinningSim.Validity.Checks;

namespace TwinningSim.Validity.Tests.Checks;

/// <summary>The repeated trials with one set of parameters.</summary>
public class TrialCheckTests
{
    [Fact]
    public void Every_arm_of_both_trials_lies_inside_its_published_interval_with_the_calibrated_values()
    {
        // 30 repetitions: the means lie three and more of their standard errors inside the intervals.
        ValidityReport report = ValidityReport.Run(new ValidityOptions { Replicates = 15, TableReplicates = 0, Only = ["india-2013", "colombia-individual", "colombia-group"] });
        Assert.Equal(3, report.Results.Length);
        foreach (CheckResult trial in report.Results)
        {
            Assert.Equal(Section.Trials, trial.Section);
            Figure calibrated = trial.Figures[1];
            Assert.True(calibrated.Verdict == Verdict.Holds, $"{trial.Id}: {calibrated.Effect}");
            Assert.Equal(30, trial.Replicates);
        }
    }

    [Fact]
    public void A_trial_that_only_the_calibrated_values_repeat_is_weak_and_one_outside_its_interval_fails()
    {
        TrialSource trial = Catalogue.Trials.First(t => t.Id == "colombia-group");
        Assert.Equal(Verdict.Weak, Judged(trial, 0.22, 0.12));
        Assert.Equal(Verdict.Holds, Judged(trial, 0.10, 0.12));
        Assert.Equal(Verdict.Fails, Judged(trial, 0.10, 0.40));

        static Verdict Judged(TrialSource trial, double present, double calibrated)
        {
            var samples = new Samples();
            var check = new TrialCheck(trial, 4);
            Need[] needs = [.. check.Needs];
            samples.Add(needs[0].Key, trial.Measure, [present - 0.01, present, present, present + 0.01]);
            samples.Add(needs[1].Key, trial.Measure, [calibrated - 0.01, calibrated, calibrated, calibrated + 0.01]);
            return check.Judge(samples).Verdict;
        }
    }
}
