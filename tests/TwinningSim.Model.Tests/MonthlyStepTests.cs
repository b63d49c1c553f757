using TwinningSim.Kernel.Tables;
using TwinningSim.Model.Observation;

namespace TwinningSim.Model.Tests;

public class MonthlyStepTests
{
    [Fact]
    public void The_monthly_loop_of_a_rich_world_allocates_nothing_after_warm_up()
    {
        TestWorld test = new(RichWorlds.Boom());
        int months = test.World.Design.Months;
        test.World.Months = new TableBuffer(Tables.Months, 2 * months);
        test.Advance(0, months - 1);
        test.Restart();
        var allocated = new long[months];
        for (int t = 0; t < months; t++)
        {
            MonthContext month = test.At(t);
            long before = GC.GetAllocatedBytesForCurrentThread();
            MonthlyStep.Advance(test.World, month);
            allocated[t] = GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Assert.True(test.World.Counters.AllDeals > 0 && test.World.Counters.PracticesAdopted > 0 && test.World.Circles.Count > 0);
        Assert.All(allocated, bytes => Assert.Equal(0, bytes));
    }
}
