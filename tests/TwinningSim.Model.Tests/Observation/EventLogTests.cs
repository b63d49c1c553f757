using TwinningSim.Kernel.Tables;
using TwinningSim.Model.Input;
using TwinningSim.Model.Observation;

namespace TwinningSim.Model.Tests.Observation;

public class EventLogTests
{
    private sealed record Event(int Month, string Kind, string Actor, string Other, string Reason, double Value);

    private static (Design Design, Event[] Events, TableBuffer Runs) Run(Design design)
    {
        RunTables tables = Output.Of(design).Tables;
        TableBuffer events = tables.Events!;
        return (design, [.. Enumerable.Range(0, events.Count).Select(r => new Event((int)events.Numbers(EventColumn.Month)[r], events.Texts(EventColumn.Kind)[r]!, events.Texts(EventColumn.Actor)[r]!,
            events.Texts(EventColumn.Other)[r]!, events.Texts(EventColumn.Reason)[r]!, events.Numbers(EventColumn.Value)[r]))], tables.Runs);
    }

    [Theory]
    [InlineData("practice-adopted", "practices_adopted")]
    [InlineData("practice-dropped", "practices_dropped")]
    [InlineData("agreement-signed", "agreements_signed")]
    [InlineData("agreement-lapsed", "agreements_lapsed")]
    [InlineData("negotiation-opened", "letters_of_intent")]
    [InlineData("negotiation-failed", "negotiations_failed")]
    [InlineData("deal-closed", "deals")]
    [InlineData("own-course", "own_courses")]
    [InlineData("activity-dropped", "activities_dropped")]
    public void Events_and_counts_agree(string kind, string column)
    {
        (_, Event[] events, TableBuffer runs) = Run(RichWorlds.Boom().Build());
        int count = events.Count(e => e.Kind == kind);
        Assert.Equal(runs.Numbers(Tables.Runs.IndexOf(column))[0], count);
        Assert.True(count > 0, kind);
        Assert.All(events.Where(e => e.Kind == kind), e => Assert.NotEqual("", e.Reason + (kind == "deal-closed" ? "x" : "")));
    }

    [Fact]
    public void An_event_of_learning_says_from_whom_in_what_and_how_much()
    {
        (Design design, Event[] events, _) = Run(RichWorlds.Boom().Build());
        Event[] taught = [.. events.Where(e => e.Kind is "took-part" or "own-course" && e.Other.Length > 0)];
        Assert.True(taught.Length > 100);
        string[] domains = [.. design.Domains.Select(d => d.Id)];
        foreach (Event e in taught)
        {
            string[] parts = e.Reason.Split("; ");
            Assert.Matches(@"^match \d\.\d\d$", parts[^1]);
            string[] lessons = [.. parts[..^1].Where(p => p.Contains(": know-how +", StringComparison.Ordinal))];
            Assert.All(lessons, p => Assert.Contains(p.Split(':')[0], domains));
            Assert.InRange(e.Value, 0, 1);
            if (e.Kind == "own-course") Assert.Single(lessons);
            else Assert.Contains(parts[0], design.Plan.Select(p => p.Id));
        }
        // Whoever takes part in what nobody teaches has no teacher and learns nothing by it.
        Assert.Contains(events, e => e is { Kind: "took-part", Other: "" });
        Assert.Contains(taught, e => e.Other.StartsWith("an expert of ", StringComparison.Ordinal) && !e.Reason.Contains("do-how +0.000", StringComparison.Ordinal));
    }

    [Fact]
    public void A_tie_says_who_introduced_the_two_and_a_failed_negotiation_says_why()
    {
        (Design design, Event[] events, _) = Run(RichWorlds.Boom().Build());
        string[] entries = [.. design.Plan.Select(p => "introduced by " + p.Id)];
        Assert.All(events.Where(e => e.Kind == "tie-formed"), e => Assert.Contains(e.Reason, entries.Append("brokered by the associations")));
        Assert.Contains(events, e => e is { Kind: "tie-formed", Reason: "brokered by the associations" });
        Assert.Contains(events, e => e.Kind == "tie-formed" && e.Reason.Contains("b2b-meeting", StringComparison.Ordinal));
        Assert.All(events.Where(e => e.Kind == "negotiation-failed"), e => Assert.Matches("; (came to nothing|no agreement within the time|broken off, as the shares wanted were .*)$", e.Reason));
    }

    [Fact]
    public void An_activity_that_waits_is_told_once_and_then_held_or_dropped()
    {
        (_, Event[] events, _) = Run(RichWorlds.Slump().Build());
        foreach (IGrouping<string, Event> waits in events.Where(e => e.Kind == "activity-waits").GroupBy(e => e.Actor))
        {
            int[] months = [.. waits.Select(e => e.Month)];
            Assert.Equal(months.Distinct(), months);
        }
        Assert.Contains(events, e => e is { Kind: "activity-waits", Reason: "the other side does not send anybody" });
        Assert.Contains(events, e => e is { Kind: "activity-waits", Reason: "condition not met" });
    }

    [Fact]
    public void Agents_arrive_and_leave()
    {
        (Design design, Event[] events, _) = Run(RichWorlds.Everything().Build());
        foreach (Agent agent in design.Agents)
        {
            string[] kinds = [.. events.Where(e => e.Actor == agent.Id).Select(e => e.Kind)];
            for (int i = 0; i < kinds.Length; i++) Assert.Equal(i % 2 == 0 ? "agent-arrived" : "agent-left", kinds[i]);
            Assert.NotEmpty(kinds);
        }
    }
}
