using System.Globalization;

namespace TwinningSim.Reports.Stories;

/// <summary>Tells a run in sentences: who met whom, what was signed, who came, who learned what from whom and whether it worked, what was adopted, which deals broke and why.</summary>
public static class StoryTeller
{
    /// <summary>As many firms as make a turn of the story of what each of them does alone.</summary>
    private const int Many = 5;

    /// <summary>All sentences, by month.</summary>
    /// <param name="events">What happened.</param>
    /// <param name="names">Names.</param>
    /// <param name="together">Whether what many firms did in a month also becomes one sentence; not in the story of a single firm.</param>
    public static IEnumerable<StoryLine> Tell(IEnumerable<StoryEvent> events, StoryNames names, bool together = true)
    {
        foreach (IGrouping<int, StoryEvent> month in events.GroupBy(e => e.Month))
        {
            StoryEvent[] all = [.. month];
            foreach (StoryEvent e in all)
            {
                if (IsActivity(e, names)) yield return new(e.Month, Weight.Main, Activity(e, all));
                else if (Sentence(e) is { } line) yield return line;
            }
            if (!together) continue;
            foreach (StoryLine line in Together(month.Key, all)) yield return line;
        }
    }

    /// <summary>A calendar month in words: March 2008.</summary>
    public static string Date(StoryNames names, int month)
    {
        Kernel.Time.Month calendar = names.Start.Plus(month);
        return $"{CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(calendar.MonthOfYear)} {calendar.Year.ToString(CultureInfo.InvariantCulture)}";
    }

    /// <summary>A firm as a story names it: firm 12, firm 7 of marche.</summary>
    public static string Who(string actor)
    {
        int colon = actor.LastIndexOf(':');
        if (colon < 0 || !actor.AsSpan(colon + 1).ContainsAnyInRange('0', '9')) return actor;
        string number = actor[(colon + 1)..];
        return actor.StartsWith("firm:", StringComparison.Ordinal) ? $"firm {number}" : $"firm {number} of {actor[..colon]}";
    }

    private static bool IsActivity(StoryEvent e, StoryNames names) => names.KindOfEntry.ContainsKey(e.Actor) && e.Kind is not ("activity-dropped" or "activity-waits");

    /// <summary>An activity that was held: who came, who taught, what it brought.</summary>
    private static string Activity(StoryEvent e, StoryEvent[] month)
    {
        string what = e.Actor == e.Kind ? e.Actor : $"{e.Actor} ({e.Kind})";
        StoryEvent[] took = [.. month.Where(p => p.Kind == "took-part" && About(p.Reason) == e.Actor)];
        if (took.Length == 0)
        {
            string with = e.Other.Length > 0 ? $" with {e.Other}" : e.Value > 0 ? $", {Number(e.Value)} visited or trained" : "";
            return $"{what} took place{with}.";
        }
        StoryEvent[] taught = [.. took.Where(p => p.Other.Length > 0)];
        if (taught.Length == 0) return $"{what}: {Count(took.Length, "firm")} took part.";
        string[] teachers = [.. taught.Select(p => Who(p.Other)).Distinct()];
        string by = teachers.Length <= 3 ? string.Join(", ", teachers) : $"{teachers.Length} different teachers";
        double match = taught.Average(p => p.Value), knowHow = taught.Average(p => Gains(p.Reason).Sum(g => g.KnowHow)), doHow = taught.Average(p => Gains(p.Reason).Sum(g => g.DoHow));
        int misfits = taught.Count(p => p.Value < 0.3);
        string fitted = Invariant($"; mean match {match:0.00}") + (misfits > 0 ? $", too far from what {misfits} of them make" : "");
        bool lessons = taught.Any(p => Gains(p.Reason).Count > 0);
        string learned = lessons ? Invariant($" A firm gained on average {knowHow:0.00} of know-how and {doHow:0.00} of do-how{Verdict(knowHow, doHow, match)}") : "";
        return $"{what}: {Count(taught.Length, "firm")} taught by {by}{fitted}.{learned}";
    }

    /// <summary>Why a lesson worked or not.</summary>
    private static string Verdict(double knowHow, double doHow, double match)
        => match < 0.3 ? ": what was taught did not fit them."
            : knowHow < 0.01 && doHow < 0.01 ? ": there was little left to learn, or too little time."
            : doHow < 0.02 ? ": they know it now, but cannot do it yet."
            : ".";

    private static StoryLine? Sentence(StoryEvent e) => e.Kind switch
    {
        "activity-dropped" => new(e.Month, Weight.Main, $"{Upper(e.Actor)} was given up: {e.Reason}."),
        "activity-waits" => new(e.Month, Weight.Main, $"{Upper(e.Actor)} has to wait: {e.Reason}."),
        "agreement-signed" => new(e.Month, Weight.Main, $"{Upper(e.Actor)} and {e.Other} sign an agreement ({e.Reason})."),
        "agreement-renewed" => new(e.Month, Weight.Main, $"{Upper(e.Actor)} and {e.Other} renew their agreement ({e.Reason})."),
        "agreement-lapsed" => new(e.Month, Weight.Main, $"The agreement of {e.Actor} and {e.Other} lapses ({e.Reason})."),
        "negotiation-given-up" => new(e.Month, Weight.Main, $"{Upper(e.Actor)} and {e.Other} stop talking of an agreement ({e.Reason})."),
        "protest" => new(e.Month, Weight.Main, $"Members of {e.Actor} protest against the agreement with {e.Other}: {e.Reason}."),
        "agent-arrived" => new(e.Month, Weight.Main, $"The agent {e.Actor} starts work in {e.Other}."),
        "agent-left" => new(e.Month, Weight.Main, $"The agent {e.Actor} leaves; the post is empty for some months."),
        "circle-formed" => new(e.Month, Weight.Firm, $"{Number(e.Value)} firms around {Who(e.Actor)} form a training circle."),
        "lean-network" => new(e.Month, Weight.Main, $"A training circle of {Number(e.Value)} firms around {Who(e.Actor)} becomes a lean network."),
        "took-part" => new(e.Month, Weight.Detail, TookPart(e)),
        "own-course" => new(e.Month, Weight.Detail, $"{Upper(Who(e.Actor))} buys a course of {Who(e.Other)}{Learned(e)}."),
        "practice-adopted" => new(e.Month, Weight.Firm, Invariant($"{Upper(Who(e.Actor))} adopts {About(e.Reason)} (mastery {e.Value:0.00}; {After(e.Reason)}).")),
        "practice-dropped" => new(e.Month, Weight.Firm, Invariant($"{Upper(Who(e.Actor))} drops {e.Reason}, mastered at {e.Value:0.00}.")),
        "tie-formed" => new(e.Month, Weight.Detail, Invariant($"{Upper(Who(e.Actor))} meets {Who(e.Other)}{(e.Reason.Length > 0 ? ", " + e.Reason : "")} (complementarity {e.Value:0.00}).")),
        "negotiation-opened" => new(e.Month, Weight.Firm, $"{Upper(Who(e.Actor))} and {Who(e.Other)} start to negotiate a {e.Reason.Replace(": ", " in ", StringComparison.Ordinal)}."),
        "negotiation-failed" => new(e.Month, Weight.Firm, Failed(e)),
        "deal-closed" => new(e.Month, Weight.Main, Invariant($"{Upper(Who(e.Actor))} and {Who(e.Other)} close a deal: {e.Reason}, {e.Value:#,0} EUR.")),
        _ => null,
    };

    private static string TookPart(StoryEvent e)
        => e.Other.Length == 0 ? $"{Upper(Who(e.Actor))} takes part in {About(e.Reason)}." : $"{Upper(Who(e.Actor))} is taught by {Who(e.Other)} in {About(e.Reason)}{Learned(e)}.";

    private static string Learned(StoryEvent e)
    {
        List<(string Domain, double KnowHow, double DoHow)> gains = Gains(e.Reason);
        if (gains.Count == 0) return Invariant($" (match {e.Value:0.00})");
        string words = string.Join(", ", gains.Select(g => Invariant($"{g.Domain} know-how +{g.KnowHow:0.00}, do-how +{g.DoHow:0.00}")));
        return Invariant($": {words} (match {e.Value:0.00})");
    }

    private static string Failed(StoryEvent e)
    {
        string[] parts = e.Reason.Split("; ");
        string why = parts.Length > 1 ? parts[1] : "no reason known";
        return Invariant($"{Upper(Who(e.Actor))} and {Who(e.Other)} negotiated a {parts[0].Replace(": ", " in ", StringComparison.Ordinal)} for {Count((int)e.Value, "month")}: {why}.");
    }

    /// <summary>What firms did on their own, summed up where it is more than a few.</summary>
    private static IEnumerable<StoryLine> Together(int month, StoryEvent[] all)
    {
        foreach ((string kind, string verb) in new[] { ("practice-adopted", "adopts"), ("practice-dropped", "drops") })
        {
            StoryEvent[] some = [.. all.Where(e => e.Kind == kind)];
            if (some.Length < 3) continue;
            string what = string.Join(", ", some.GroupBy(e => About(e.Reason)).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Take(3).Select(g => $"{g.Key} ({g.Count()})"));
            yield return new(month, some.Length < Many ? Weight.Firm : Weight.Main, kind == "practice-adopted" ? $"{some.Length} practices are adopted, most often {what}." : $"{some.Length} practices are dropped, most often {what}.");
        }
        int courses = all.Count(e => e.Kind == "own-course");
        if (courses > 0) yield return new(month, courses < Many ? Weight.Firm : Weight.Main, $"Local institutes and experts teach {Count(courses, "firm")} in courses of their own.");
    }

    /// <summary>What a reason is about: the text before the first colon or semicolon.</summary>
    internal static string About(string reason)
    {
        int end = reason.AsSpan().IndexOfAny(':', ';');
        return end < 0 ? reason : reason[..end];
    }

    private static string After(string reason) => reason.IndexOf(": ", StringComparison.Ordinal) is var i and >= 0 ? reason[(i + 2)..] : reason;

    /// <summary>What was learned, by domain.</summary>
    internal static List<(string Domain, double KnowHow, double DoHow)> Gains(string reason)
    {
        var gains = new List<(string, double, double)>();
        foreach (string part in reason.Split("; "))
        {
            int at = part.IndexOf(": know-how +", StringComparison.Ordinal), comma = part.IndexOf(", do-how +", StringComparison.Ordinal);
            if (at < 0 || comma < at) continue;
            gains.Add((part[..at], Parse(part[(at + 12)..comma]), Parse(part[(comma + 10)..])));
        }
        return gains;
    }

    private static double Parse(string number) => double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : 0;

    private static string Count(int number, string thing) => $"{Number(number)} {thing}{(number == 1 ? "" : "s")}";

    private static string Number(double value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);

    /// <summary>The beginning of a sentence. Names that the scenario gives stay as they are.</summary>
    private static string Upper(string text) => text.StartsWith("firm ", StringComparison.Ordinal) ? "F" + text[1..] : text;

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
