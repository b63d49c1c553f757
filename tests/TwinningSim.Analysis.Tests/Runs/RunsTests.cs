using TwinningSim.Analysis.Runs;

namespace TwinningSim.Analysis.Tests.Runs;

public class RunsTests
{
    [Fact]
    public void A_course_has_mean_interval_and_quantiles_of_each_month()
    {
        // Two months of five runs, rows in any order; one value is missing.
        double[] months = [1, 0, 0, 1, 0, 1, 0, 1, 0, 1], values = [10, 1, 2, 20, 3, 30, 4, 40, 5, double.NaN];
        MonthlyCourse course = MonthlyCourse.Of(months, values);
        Assert.Equal([0, 1], course.Months.Select(m => m.Month));
        Assert.Equal((3, 5), (course.Months[0].Mean.Value, course.Months[0].Mean.Count));
        Assert.Equal((25, 4), (course.Months[1].Mean.Value, course.Months[1].Mean.Count));
        // Type 7: h = 4p for five values.
        Assert.Equal([1.2, 2, 3, 4, 4.8], course.Months[0].Spread, (a, b) => Math.Abs(a - b) < 1e-12);
        // t(0.975; 4) = 2.776445, standard error sqrt(2.5/5).
        Assert.Equal(2.776445 * Math.Sqrt(0.5), course.Months[0].Mean.HalfWidth, 5);
    }

    [Fact]
    public void A_month_without_any_value_stays_empty()
    {
        MonthlyCourse course = MonthlyCourse.Of([0, 1], [1, double.NaN]);
        Assert.False(course.Months[1].Mean.HasValue);
        Assert.All(course.Months[1].Spread, q => Assert.True(double.IsNaN(q)));
        Assert.Throws<ArgumentException>(() => MonthlyCourse.Of([0], [1, 2]));
    }

    [Fact]
    public void The_typical_run_lies_nearest_to_the_medians()
    {
        // Medians 3 and 30; both columns have the same shape, so that run 2 (3, 20) is nearer than run 4 (5, 30).
        Assert.Equal(2, TypicalRun.Of([[1.0, 2, 3, 4, 5], [10.0, 50, 20, 40, 30]]));
        // A column that does not vary counts nothing, a missing value counts as one standard deviation away.
        Assert.Equal(2, TypicalRun.Of([[1.0, 2, 3, 4, 5], [7.0, 7, 7, 7, 7]]));
        Assert.Equal(1, TypicalRun.Of([[1.0, 2, 2, 3], [5.0, 5, double.NaN, 6]]));
        Assert.Throws<ArgumentException>(() => TypicalRun.Of([]));
    }
}
