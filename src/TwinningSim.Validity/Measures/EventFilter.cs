using TwinningSim.Kernel.Tables;
using ModelTables = TwinningSim.Model.Observation.Tables;

namespace TwinningSim.Validity.Measures;

/// <summary>Which rows of the table of events a formula counts.</summary>
internal sealed class EventFilter
{
    private static readonly int Month = ModelTables.Events.IndexOf("month"), KindColumn = ModelTables.Events.IndexOf("kind"), ActorColumn = ModelTables.Events.IndexOf("actor"),
        Reason = ModelTables.Events.IndexOf("reason"), Value = ModelTables.Events.IndexOf("value");

    public required string Kind { get; init; }

    public string? Actor { get; set; }

    /// <summary>What the reason must be about, one of these: its part before the first colon or semicolon.</summary>
    public string[] About { get; set; } = [];

    public double Since { get; set; } = double.NegativeInfinity;

    public double Before { get; set; } = double.PositiveInfinity;

    public double Least { get; set; } = double.NegativeInfinity;

    public double Most { get; set; } = double.PositiveInfinity;

    /// <summary>What has to happen to the same actor in the same month or later.</summary>
    public string? Then { get; set; }

    public string[] ThenAbout { get; set; } = [];

    public double Within { get; set; } = double.PositiveInfinity;

    /// <summary>Least number of rows that an actor must have.</summary>
    public double Times { get; set; } = 1;

    public static double MonthOf(TableBuffer events, int row) => events.Numbers(Month)[row];

    public static double ValueOf(TableBuffer events, int row) => events.Numbers(Value)[row];

    /// <summary>The rows that fit, in their order.</summary>
    public IEnumerable<int> Rows(TableBuffer events)
    {
        for (int r = 0; r < events.Count; r++)
        {
            if (IsOf(events, r, Kind, About) && InTime(events, r) && (Actor is null || events.Texts(ActorColumn)[r] == Actor)
                && ValueOf(events, r) >= Least && ValueOf(events, r) <= Most && (Then is null || Follows(events, r))) yield return r;
        }
    }

    /// <summary>The actors of the rows that fit, each once; with a window of time, those whose first row of the kind lies in it.</summary>
    public List<string> Actors(TableBuffer events)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var actors = new List<string>();
        HashSet<string>? early = double.IsNegativeInfinity(Since) ? null : [];
        for (int r = 0; early is not null && r < events.Count; r++)
        {
            if (IsOf(events, r, Kind, About) && MonthOf(events, r) < Since) early.Add(events.Texts(ActorColumn)[r]!);
        }
        foreach (int r in Rows(events))
        {
            string actor = events.Texts(ActorColumn)[r]!;
            if (early?.Contains(actor) == true) continue;
            int times = seen[actor] = seen.GetValueOrDefault(actor) + 1;
            if (times == Times) actors.Add(actor);
        }
        return actors;
    }

    private bool InTime(TableBuffer events, int row) => MonthOf(events, row) >= Since && MonthOf(events, row) < Before;

    private bool Follows(TableBuffer events, int row)
    {
        string actor = events.Texts(ActorColumn)[row]!;
        double month = MonthOf(events, row);
        // Rows stand in the order of months; the same month counts, before or after.
        int from = row;
        while (from > 0 && MonthOf(events, from - 1) == month) from--;
        for (int r = from; r < events.Count && MonthOf(events, r) <= month + Within; r++)
        {
            if (IsOf(events, r, Then!, ThenAbout) && events.Texts(ActorColumn)[r] == actor) return true;
        }
        return false;
    }

    private static bool IsOf(TableBuffer events, int row, string kind, string[] about)
    {
        if (events.Texts(KindColumn)[row] != kind) return false;
        if (about.Length == 0) return true;
        string reason = events.Texts(Reason)[row] ?? "";
        int end = reason.AsSpan().IndexOfAny(':', ';');
        ReadOnlySpan<char> subject = end < 0 ? reason : reason.AsSpan(0, end);
        foreach (string wanted in about)
        {
            if (subject.SequenceEqual(wanted)) return true;
        }
        return false;
    }
}
