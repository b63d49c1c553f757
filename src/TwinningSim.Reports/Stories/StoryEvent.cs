using System.Collections.Immutable;
using TwinningSim.Kernel.Tables;

namespace TwinningSim.Reports.Stories;

/// <summary>A row of the table of events.</summary>
/// <param name="Month">Months since the start.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Actor">Who.</param>
/// <param name="Other">With whom; may be empty.</param>
/// <param name="Reason">Why, or about what; may be empty.</param>
/// <param name="Value">Size.</param>
public sealed record StoryEvent(int Month, string Kind, string Actor, string Other, string Reason, double Value)
{
    /// <summary>The events of one replicate, in their order.</summary>
    /// <param name="table">Rows of the table of events.</param>
    public static ImmutableArray<StoryEvent> Of(TableBuffer table)
    {
        int month = table.Definition.IndexOf("month"), kind = table.Definition.IndexOf("kind"), actor = table.Definition.IndexOf("actor"),
            other = table.Definition.IndexOf("other"), reason = table.Definition.IndexOf("reason"), value = table.Definition.IndexOf("value");
        var events = ImmutableArray.CreateBuilder<StoryEvent>(table.Count);
        for (int row = 0; row < table.Count; row++)
        {
            events.Add(new((int)table.Numbers(month)[row], table.Texts(kind)[row] ?? "", table.Texts(actor)[row] ?? "", table.Texts(other)[row] ?? "",
                table.Texts(reason)[row] ?? "", table.Numbers(value)[row]));
        }
        return events.MoveToImmutable();
    }
}

/// <summary>What a story must know of the scenario to name things as people do.</summary>
public sealed record StoryNames
{
    /// <summary>Calendar month of step 0.</summary>
    public required Kernel.Time.Month Start { get; init; }

    /// <summary>Kind of activity of each entry of the plan, by identifier.</summary>
    public required ImmutableDictionary<string, string> KindOfEntry { get; init; }
}

/// <summary>How much a sentence matters.</summary>
public enum Weight
{
    /// <summary>Turns the story: an agreement, a deal, an activity held or lost.</summary>
    Main,

    /// <summary>Something that a firm did: adopted, dropped, opened a negotiation.</summary>
    Firm,

    /// <summary>Each lesson and each tie.</summary>
    Detail,
}

/// <summary>A sentence of a story.</summary>
/// <param name="Month">Months since the start.</param>
/// <param name="Weight">How much it matters.</param>
/// <param name="Text">The sentence.</param>
public sealed record StoryLine(int Month, Weight Weight, string Text);
