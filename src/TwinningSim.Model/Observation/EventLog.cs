using System.Globalization;
using System.Numerics;
using System.Text;
using TwinningSim.Kernel.Tables;
using TwinningSim.Model.Input;
using TwinningSim.Model.Processes;
using TwinningSim.Model.State;

namespace TwinningSim.Model.Observation;

/// <summary>Writes the table of events. Exists only where somebody wants it, so that a text is never built for nobody.</summary>
internal sealed class EventLog(TableBuffer table, int replicate)
{
    private readonly float[] _knowHow = new float[16];
    private readonly float[] _doHow = new float[16];

    public void Add(int month, string kind, string actor, string other, string reason, double value)
    {
        int row = table.AddRow();
        table.Set(row, EventColumn.Replicate, replicate);
        table.Set(row, EventColumn.Month, month);
        table.Set(row, EventColumn.Kind, kind);
        table.Set(row, EventColumn.Actor, actor);
        table.Set(row, EventColumn.Other, other);
        table.Set(row, EventColumn.Reason, reason);
        table.Set(row, EventColumn.Value, value);
    }

    /// <summary>Remembers what a firm knows and can do, to say after a lesson what it learned.</summary>
    public void BeforeLesson(World world, int firm)
    {
        world.Firms.KnowHowOf(firm).CopyTo(_knowHow);
        world.Firms.DoHowOf(firm).CopyTo(_doHow);
    }

    /// <summary>A firm was taught, or took part in something where nobody teaches: what it learned, from whom, and what helped or stood in the way.</summary>
    /// <param name="world">The world after the lesson.</param>
    /// <param name="month">The month.</param>
    /// <param name="kind">Kind of the event.</param>
    /// <param name="firm">Who learned.</param>
    /// <param name="teacher">From whom; empty if nobody teaches.</param>
    /// <param name="about">What it took part in; empty if the kind says all.</param>
    /// <param name="domains">What was taught.</param>
    /// <param name="match">Match of teacher and firm (L1).</param>
    public void Lesson(World world, in MonthContext month, string kind, int firm, string teacher, string about, ushort domains, double match)
    {
        var reason = new StringBuilder(about);
        for (int rest = teacher.Length > 0 ? domains : 0; rest != 0; rest &= rest - 1)
        {
            int k = BitOperations.TrailingZeroCount(rest);
            double knowHow = world.Firms.KnowHowOf(firm)[k] - _knowHow[k], doHow = world.Firms.DoHowOf(firm)[k] - _doHow[k];
            reason.Append(reason.Length > 0 ? "; " : "").Append(CultureInfo.InvariantCulture, $"{month.Design.Domains[k].Id}: know-how +{knowHow:0.000}, do-how +{doHow:0.000}");
        }
        if (teacher.Length > 0) reason.Append(CultureInfo.InvariantCulture, $"; match {match:0.00}");
        Add(month.Month, kind, world.NameOfFirm(firm), teacher, reason.ToString(), match);
    }

    /// <summary>Who teaches, in words.</summary>
    public static string NameOf(World world, PlannedActivity activity, in Teacher teacher) => teacher.Kind switch
    {
        TeacherKind.Firm => world.NameOfFirm(teacher.Row),
        TeacherKind.Institution => world.Institutions.Ids[teacher.Row],
        TeacherKind.National => $"national expert {teacher.Row + 1}",
        _ when activity.Entry.Provider == ProviderKind.National => "a national expert",
        _ when teacher.Independence >= 1 => "an independent expert",
        _ => $"an expert of {world.Design.Clusters[Math.Max(teacher.Cluster, activity.Entry.Partner)].Id}",
    };

    /// <summary>How willing both sides of a pair are, in words (A3).</summary>
    public static string Willingness(World world, int pair)
    {
        Agreements agreements = world.Agreements;
        double own = AssociationTalks.ActorWillingness(world, agreements.Emerging[pair], agreements.Cluster[pair]), other = AssociationTalks.ActorWillingness(world, agreements.Partner[pair], 0);
        return string.Create(CultureInfo.InvariantCulture, $"willingness {own:0.00} and {other:0.00}, trust {agreements.Trust[pair]:0.00}");
    }
}
