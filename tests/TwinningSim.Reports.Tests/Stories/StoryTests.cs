using System.Collections.Immutable;
using TwinningSim.Kernel.Tables;
using TwinningSim.Kernel.Time;
using TwinningSim.Reports.Stories;

namespace TwinningSim.Reports.Tests.Stories;

public class StoryTests
{
    private static readonly StoryNames Names = new()
    {
        Start = Month.Of(2007, 2),
        KindOfEntry = ImmutableDictionary.CreateRange<string, string>([new("onsite", "onsite-handholding"), new("fair", "fair-participation"), new("mou", "agreement-facilitation")]),
    };

    private static string[] Tell(params StoryEvent[] events) => [.. StoryTeller.Tell(events, Names).Select(l => l.Text)];

    [Fact]
    public void An_activity_says_who_came_who_taught_and_why_it_worked()
    {
        string[] told = Tell(
            new(1, "took-part", "firm:3", "an expert of marche", "onsite; lasting: know-how +0.100, do-how +0.200; match 0.90", 0.9),
            new(1, "took-part", "firm:4", "marche:7", "onsite; lasting: know-how +0.000, do-how +0.100; match 0.10", 0.1),
            new(1, "onsite-handholding", "onsite", "", "", 2));
        Assert.Equal("Firm 3 is taught by an expert of marche in onsite: lasting know-how +0.10, do-how +0.20 (match 0.90).", told[0]);
        Assert.Equal("onsite (onsite-handholding): 2 firms taught by an expert of marche, firm 7 of marche; mean match 0.50, too far from what 1 of them make."
            + " A firm gained on average 0.05 of know-how and 0.15 of do-how.", told[2]);
    }

    [Theory]
    [InlineData("onsite; lasting: know-how +0.010, do-how +0.010; match 0.10", 0.1, "what was taught did not fit them")]
    [InlineData("onsite; lasting: know-how +0.000, do-how +0.000; match 0.90", 0.9, "there was little left to learn, or too little time")]
    [InlineData("onsite; lasting: know-how +0.200, do-how +0.010; match 0.90", 0.9, "they know it now, but cannot do it yet")]
    public void A_lesson_that_did_little_says_why(string reason, double match, string why)
        => Assert.Contains(why, Tell(new(1, "took-part", "firm:3", "cfti", reason, match), new(1, "onsite-handholding", "onsite", "", "", 1))[1], StringComparison.Ordinal);

    [Fact]
    public void Each_turn_of_a_run_has_a_sentence()
    {
        Assert.Equal(
            [
                "isf and marche-chamber sign an agreement (willingness 0.80 and 0.70, trust 0.60).",
                "Firm 3 meets firm 9 of marche, brokered by the associations (complementarity 0.50).",
                "Firm 3 and firm 9 of marche start to negotiate a technology transfer in lasting.",
                "Firm 3 and firm 9 of marche negotiated a technology transfer in lasting for 5 months: no agreement within the time.",
                "Firm 3 and firm 9 of marche close a deal: machinery sale, 41,200 EUR.",
                "fair has to wait: condition not met.",
                "Firm 3 adopts lasting (mastery 0.40; own decision; peers that practise it 20 %, trust in the programme 0.50).",
                "Firm 3 drops lasting, mastered at 0.20.",
                "Firm 3 buys a course of cfti: lasting know-how +0.10, do-how +0.05 (match 0.80).",
                "Local institutes and experts teach 1 firm in courses of their own.",
            ],
            Tell(
                new(0, "agreement-signed", "isf", "marche-chamber", "willingness 0.80 and 0.70, trust 0.60", 0),
                new(0, "tie-formed", "firm:3", "marche:9", "brokered by the associations", 0.5),
                new(0, "negotiation-opened", "firm:3", "marche:9", "technology transfer: lasting", 0),
                new(0, "negotiation-failed", "firm:3", "marche:9", "technology transfer: lasting; no agreement within the time", 5),
                new(0, "deal-closed", "firm:3", "marche:9", "machinery sale", 41_200),
                new(0, "activity-waits", "fair", "", "condition not met", 0),
                new(0, "practice-adopted", "firm:3", "", "lasting: own decision; peers that practise it 20 %, trust in the programme 0.50", 0.4),
                new(0, "practice-dropped", "firm:3", "", "lasting", 0.2),
                new(0, "own-course", "firm:3", "cfti", "lasting: know-how +0.100, do-how +0.050; match 0.80", 0.8)));
    }

    [Fact]
    public void A_date_is_written_out() => Assert.Equal(("February 2007", "January 2008"), (StoryTeller.Date(Names, 0), StoryTeller.Date(Names, 11)));

    private static ToldRun Run(string design, ImmutableArray<StoryEvent> events, double[] doHow, double[] practices)
    {
        string[] columns = ["activities_held", "agreements_signed", "c2c", "c2b", "programme_trust", "international_days", "national_days", "institution_days", "persons_trained", "institution_do_how",
            "own_courses", "know_how", "do_how", "firms_with_do_how", "circles", "practices_adopted", "practices_new", "ties", "letters_of_intent", "deals", "productivity", "spending_eur"];
        var months = new TableBuffer(new("months", "Months.", [.. columns.Select(c => new ColumnDefinition(c, ColumnType.Real, "x", "x."))]));
        foreach (double level in doHow)
        {
            int row = months.AddRow();
            for (int c = 0; c < columns.Length; c++) months.Set(row, c, columns[c] == "do_how" ? level : 1);
        }
        var firms = new TableBuffer(new("firms", "Firms.", [new("practices", ColumnType.Real, "x", "x."), new("do_how", ColumnType.Real, "x", "x.")]));
        foreach (double n in practices)
        {
            int row = firms.AddRow();
            firms.Set(row, 0, n);
            firms.Set(row, 1, 0.1);
        }
        return new(design, events, months, firms);
    }

    [Fact]
    public void Two_runs_part_where_their_events_first_differ_and_the_chain_follows()
    {
        StoryEvent shared = new(0, "agreement-signed", "isf", "x", "y", 0), lesson = new(2, "own-course", "firm:1", "cfti", "lasting: know-how +0.100, do-how +0.050; match 0.80", 0.8);
        ToldRun a = Run("a", [shared, lesson, new(3, "practice-adopted", "firm:1", "", "lasting: own decision", 0.4)], [0.1, 0.1, 0.15, 0.2], [0, 3]), b = Run("b", [shared], [0.1, 0.1, 0.1, 0.1], [0, 1]);
        Divergence parted = Divergence.Of(a, b);
        Assert.Equal(2, parted.FirstMonth);
        Assert.Equal(lesson, Assert.Single(parted.OnlyOwn));
        Assert.Empty(parted.OnlyOther);
        Assert.Equal(new ChainLink("mean do-how", 2, 0.2, 0.1), Assert.Single(parted.Links));
        Assert.Equal(1, parted.Firm);
        Assert.Equal(
            [
                "Until March 2007 the two runs are the same. They part in April 2007.",
                "Only in a: Firm 1 buys a course of cfti: lasting know-how +0.10, do-how +0.05 (match 0.80).",
                "From April 2007: mean do-how, at the end 0.2 against 0.1 (+0.1).",
                "It told most on firm 1: at the end 3 practices and a do-how of 0.1, against 1 and 0.1.",
                "In a, April 2007: Firm 1 buys a course of cfti: lasting know-how +0.10, do-how +0.05 (match 0.80).",
                "In a, May 2007: Firm 1 adopts lasting (mastery 0.40; own decision).",
                "In b nothing happened to it.",
            ], parted.Tell(a, b, Names));
    }

    [Fact]
    public void Two_runs_that_are_the_same_have_nothing_to_tell()
    {
        ToldRun a = Run("a", [], [0.1, 0.2], [1]), b = Run("b", [], [0.1, 0.2], [1]);
        Assert.StartsWith("a and b are the same in this world", Assert.Single(Divergence.Of(a, b).Tell(a, b, Names)), StringComparison.Ordinal);
    }
}
