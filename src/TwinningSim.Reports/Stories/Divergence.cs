using System.Collections.Immutable;
using System.Globalization;
using TwinningSim.Kernel.Tables;

namespace TwinningSim.Reports.Stories;

/// <summary>One run, with everything that was written down of it.</summary>
/// <param name="Design">Identifier of the design.</param>
/// <param name="Events">Its events.</param>
/// <param name="Months">Its rows of the table of months.</param>
/// <param name="Firms">Its rows of the table of firms.</param>
public sealed record ToldRun(string Design, ImmutableArray<StoryEvent> Events, TableBuffer Months, TableBuffer Firms);

/// <summary>A quantity in which two runs part.</summary>
/// <param name="Title">What it is, in words.</param>
/// <param name="Month">The first month in which they differ.</param>
/// <param name="Own">At the end of the first run.</param>
/// <param name="Other">At the end of the other run.</param>
public sealed record ChainLink(string Title, int Month, double Own, double Other);

/// <summary>
/// Why one design did better than another in the same world: where the two runs part first, in which order the consequences follow, and what they were for the firm on
/// which it told most. The two have the same firms and the same luck, so that every difference comes from the designs.
/// </summary>
public sealed class Divergence
{
    /// <summary>Quantities along the way from what is done to what comes of it. A difference that rounds to nothing is none.</summary>
    private static readonly (string Column, string Title, double Least)[] Chain =
    [
        ("activities_held", "activities held", 0.5), ("agreements_signed", "agreements signed", 0.5), ("c2c", "trust cluster to cluster", 0.005), ("c2b", "trust cluster to business", 0.005),
        ("programme_trust", "trust in the programme", 0.005), ("international_days", "days of international experts", 0.5), ("national_days", "days of national experts", 0.5),
        ("institution_days", "days of institutions' trainers", 0.5), ("persons_trained", "persons trained", 0.5), ("institution_do_how", "do-how of the local institutions", 0.005),
        ("own_courses", "firms taught in courses of local providers", 0.5), ("know_how", "mean know-how", 0.0005), ("do_how", "mean do-how", 0.0005), ("firms_with_do_how", "firms with do-how", 0.5),
        ("circles", "training circles", 0.5), ("practices_adopted", "practices adopted", 0.5), ("practices_new", "new practices in use", 0.5), ("ties", "ties between firms of both sides", 0.5),
        ("letters_of_intent", "negotiations opened", 0.5), ("deals", "deals closed", 0.5), ("productivity", "productivity (1 = start)", 0.0005), ("spending_eur", "spending, EUR", 0.5),
    ];

    private Divergence()
    {
    }

    /// <summary>The first month in which the events differ; -1 if the two runs are the same.</summary>
    public int FirstMonth { get; private init; } = -1;

    /// <summary>What happened in that month in the first run only.</summary>
    public ImmutableArray<StoryEvent> OnlyOwn { get; private init; } = [];

    /// <summary>What happened in that month in the other run only.</summary>
    public ImmutableArray<StoryEvent> OnlyOther { get; private init; } = [];

    /// <summary>The consequences in the order in which they begin.</summary>
    public ImmutableArray<ChainLink> Links { get; private init; } = [];

    /// <summary>The firm on which it told most, by practices and then by do-how; -1 if no firm differs.</summary>
    public int Firm { get; private init; } = -1;

    /// <summary>Practices in use and mean do-how of that firm at the end: in the first run, in the other.</summary>
    public (double OwnPractices, double OtherPractices, double OwnDoHow, double OtherDoHow) FirmEnd { get; private init; }

    /// <summary>Finds where two runs of the same replicate part.</summary>
    public static Divergence Of(ToldRun own, ToldRun other)
    {
        (int month, ImmutableArray<StoryEvent> onlyOwn, ImmutableArray<StoryEvent> onlyOther) = FirstDifference(own.Events, other.Events);
        (int firm, (double, double, double, double) end) = LargestFirm(own.Firms, other.Firms);
        return new()
        {
            FirstMonth = month, OnlyOwn = onlyOwn, OnlyOther = onlyOther, Firm = firm, FirmEnd = end,
            Links = [.. Chain.Select(c => LinkOf(own.Months, other.Months, c)).OfType<ChainLink>().OrderBy(l => l.Month)],
        };
    }

    /// <summary>The whole in sentences.</summary>
    /// <param name="own">The first run.</param>
    /// <param name="other">The other run.</param>
    /// <param name="names">Names.</param>
    public IEnumerable<string> Tell(ToldRun own, ToldRun other, StoryNames names)
    {
        if (FirstMonth < 0 && Links.IsEmpty)
        {
            yield return $"{own.Design} and {other.Design} are the same in this world: nothing that differs between the designs made a difference.";
            yield break;
        }
        if (FirstMonth >= 0)
        {
            yield return FirstMonth == 0 ? $"The two part at once, in {StoryTeller.Date(names, 0)}." : $"Until {StoryTeller.Date(names, FirstMonth - 1)} the two runs are the same. They part in {StoryTeller.Date(names, FirstMonth)}.";
            foreach (string line in FirstWords(own, OnlyOwn, names)) yield return line;
            foreach (string line in FirstWords(other, OnlyOther, names)) yield return line;
        }
        foreach (ChainLink link in Links)
            yield return $"From {StoryTeller.Date(names, link.Month)}: {link.Title}, at the end {Written(link.Own)} against {Written(link.Other)} ({(link.Own > link.Other ? "+" : "")}{Written(link.Own - link.Other)}).";
        if (Firm < 0) yield break;
        (double ownPractices, double otherPractices, double ownDoHow, double otherDoHow) = FirmEnd;
        yield return $"It told most on firm {Firm}: at the end {Written(ownPractices)} practices and a do-how of {Written(ownDoHow)}, against {Written(otherPractices)} and {Written(otherDoHow)}.";
        foreach (ToldRun run in new[] { own, other })
        {
            string who = FormattableString.Invariant($"firm:{Firm}");
            StoryLine[] lines = [.. StoryTeller.Tell(run.Events.Where(e => e.Actor == who || e.Other == who), names, together: false)];
            if (lines.Length == 0) yield return $"In {run.Design} nothing happened to it.";
            foreach (StoryLine line in lines) yield return $"In {run.Design}, {StoryTeller.Date(names, line.Month)}: {line.Text}";
        }
    }

    private static IEnumerable<string> FirstWords(ToldRun run, ImmutableArray<StoryEvent> events, StoryNames names)
    {
        const int Most = 4;
        // An activity says what its participants would say one by one.
        StoryLine[] lines = [.. StoryTeller.Tell(events, names, together: false).OrderBy(l => l.Weight)];
        foreach (StoryLine line in lines.Take(Most)) yield return $"Only in {run.Design}: {line.Text}";
        if (lines.Length > Most) yield return $"Only in {run.Design}: {(lines.Length - Most == 1 ? "one more thing" : $"{lines.Length - Most} more things")} in that month.";
    }

    private static (int, ImmutableArray<StoryEvent>, ImmutableArray<StoryEvent>) FirstDifference(ImmutableArray<StoryEvent> own, ImmutableArray<StoryEvent> other)
    {
        int last = own.Concat(other).Select(e => e.Month).DefaultIfEmpty(-1).Max();
        ILookup<int, StoryEvent> ownByMonth = own.ToLookup(e => e.Month), otherByMonth = other.ToLookup(e => e.Month);
        for (int month = 0; month <= last; month++)
        {
            ImmutableArray<StoryEvent> onlyOwn = Less(ownByMonth[month], otherByMonth[month]), onlyOther = Less(otherByMonth[month], ownByMonth[month]);
            if (onlyOwn.Length + onlyOther.Length > 0) return (month, onlyOwn, onlyOther);
        }
        return (-1, [], []);
    }

    /// <summary>Events of one list that the other lacks, each as often as it lacks it.</summary>
    private static ImmutableArray<StoryEvent> Less(IEnumerable<StoryEvent> events, IEnumerable<StoryEvent> others)
    {
        var left = new Dictionary<StoryEvent, int>();
        foreach (StoryEvent e in others) left[e] = left.GetValueOrDefault(e) + 1;
        var only = ImmutableArray.CreateBuilder<StoryEvent>();
        foreach (StoryEvent e in events)
        {
            if (left.GetValueOrDefault(e) > 0) left[e]--;
            else only.Add(e);
        }
        return only.ToImmutable();
    }

    private static ChainLink? LinkOf(TableBuffer own, TableBuffer other, (string Column, string Title, double Least) chain)
    {
        int column = own.Definition.IndexOf(chain.Column);
        ReadOnlySpan<double> a = own.Numbers(column), b = other.Numbers(column);
        for (int month = 0; month < Math.Min(a.Length, b.Length); month++)
        {
            if (Math.Abs(a[month] - b[month]) >= chain.Least) return new(chain.Title, month, a[^1], b[^1]);
        }
        return null;
    }

    private static (int, (double, double, double, double)) LargestFirm(TableBuffer own, TableBuffer other)
    {
        int practices = own.Definition.IndexOf("practices"), doHow = own.Definition.IndexOf("do_how"), best = -1;
        double most = 0;
        for (int firm = 0; firm < Math.Min(own.Count, other.Count); firm++)
        {
            double difference = Math.Abs(own.Numbers(practices)[firm] - other.Numbers(practices)[firm]) + Math.Abs(own.Numbers(doHow)[firm] - other.Numbers(doHow)[firm]);
            if (difference > most) (best, most) = (firm, difference);
        }
        return best < 0 ? (-1, default) : (best, (own.Numbers(practices)[best], other.Numbers(practices)[best], own.Numbers(doHow)[best], other.Numbers(doHow)[best]));
    }

    private static string Written(double value)
        => Math.Abs(value) >= 100 ? value.ToString("#,0", CultureInfo.InvariantCulture) : value.ToString(value == Math.Floor(value) ? "0" : "0.###", CultureInfo.InvariantCulture);
}
