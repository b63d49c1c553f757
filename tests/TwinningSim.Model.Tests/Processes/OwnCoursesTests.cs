using TwinningSim.Model.Processes;
using TwinningSim.Testing;

namespace TwinningSim.Model.Tests.Processes;

public class OwnCoursesTests
{
    private static DesignBuilder Teaching(double doHow, double days) => TestWorld.Willing().WithParameter("accept_price", 0).WithEmerging(c => c with
    {
        Institutions = [c.Institutions[0] with { KnowHow = 0.5, DoHow = doHow, DaysPerMonth = days, FeeEurPerDay = 60 }],
    });

    private static TestWorld Alike(DesignBuilder design)
    {
        TestWorld test = new(design);
        test.MakeAlike(0.3f, 0.1f, 0.5f);
        test.Firms.Slack.Span.Fill(1_000);
        return test;
    }

    [Theory]
    [Trait("Equation", "N1")]
    [InlineData(0.35, 6, 2)]
    [InlineData(0.34, 6, 0)] // cannot do enough
    [InlineData(0.4, 0, 0)]
    public void An_institution_that_can_do_what_it_teaches_sells_blocks_of_three_days(double doHow, double days, int courses)
    {
        TestWorld test = Alike(Teaching(doHow, days));
        OwnCourses.Run(test.World, test.At(0));
        Assert.Equal(courses, test.World.Counters.OwnCourses);
    }

    [Fact]
    [Trait("Equation", "N1")]
    public void An_own_course_teaches_the_most_useful_domain_and_the_firm_pays()
    {
        TestWorld test = Alike(Teaching(0.4, 3));
        int eager = test.World.Associations.Members[0][5];
        test.Firms.Attention[eager] = 0.5f;
        float local = test.Firms.TrustLocal.Good[eager];
        OwnCourses.Run(test.World, test.At(4));
        Assert.Equal([eager], test.Reached()); // members by attention
        Assert.Equal(820, test.Firms.Slack[eager], 1e-9); // 3 * 60
        Assert.Equal(0, test.World.Ledger.Spent);
        // Match 0.8, capacity 0.62: dose 0.3 * 3 * 0.496 = 0.4464, 0.3 + 0.360072 * 0.2; do-how 0.72 * 3 * 0.496 = 1.07136, 0.1 + 0.657458 * 0.272014.
        Assert.Equal(0.372014450, test.Firms.KnowHowOf(eager)[0], 1e-6);
        Assert.Equal(0.278837983, test.Firms.DoHowOf(eager)[0], 1e-6);
        Assert.Equal(0.3f, test.Firms.KnowHowOf(eager)[1]);
        Assert.Equal(local + 0.3, test.Firms.TrustLocal.Good[eager], 1e-6); // 0.3 * (2 * 0.8 - 0.6)
        Assert.Equal(0.518, test.Firms.Attention[eager], 1e-6); // 0.5 + 0.15 * 0.12
        Assert.Equal(1f, test.Firms.LastPaid[eager]);
        OwnCourses.Run(test.World, test.At(15));
        Assert.Equal(2, test.Reached().Length); // not trained in the last 12 months: another firm
        OwnCourses.Run(test.World, test.At(16));
        Assert.Equal(2, test.Reached().Length); // now the first one again
        Assert.Equal(16, test.Firms.LastTraining[eager]);
    }

    [Fact]
    [Trait("Equation", "N1")]
    public void What_is_left_of_the_days_is_one_more_block_now_and_then()
    {
        TestWorld test = Alike(Teaching(0.4, 4).WithMonths(240).WithParameter("own_course_pause", 0));
        for (int t = 0; t < 240; t++)
        {
            test.MakeAlike(0.3f, 0.1f, 0.5f);
            test.Firms.Slack.Span.Fill(1_000);
            OwnCourses.Run(test.World, test.At(t));
        }
        // 240 blocks and another in a third of the months: 320 within 4 * sqrt(240 * 2/9) = 29 (error probability 6e-5).
        Assert.InRange(test.World.Counters.OwnCourses, 291, 349);
    }

    [Fact]
    [Trait("Equation", "N2")]
    public void National_providers_sell_courses_likewise_at_the_price_of_their_day()
    {
        TestWorld test = Alike(Teaching(0.1, 0).With(d => d with { Nationals = d.Nationals with { Count = 2, DaysPerMonth = 3 } }));
        OwnCourses.Run(test.World, test.At(0));
        Assert.Equal(2, test.World.Counters.OwnCourses);
        Assert.All(test.Reached(), i => Assert.Equal(400, test.Firms.Slack[i], 1e-9)); // 1,000 - 3 * 200
        TestWorld unable = Alike(Teaching(0.1, 0).With(d => d with { Nationals = d.Nationals with { Count = 2, DaysPerMonth = 3, DoHow = 0.3 } }));
        OwnCourses.Run(unable.World, unable.At(0));
        Assert.Equal(0, unable.World.Counters.OwnCourses);
    }
}
