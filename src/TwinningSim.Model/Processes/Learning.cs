using System.Runtime.CompilerServices;
using TwinningSim.Kernel.Numerics;
using TwinningSim.Model.Parameters;
using TwinningSim.Model.State;

namespace TwinningSim.Model.Processes;

/// <summary>How firms, institutions and experts learn (L1-L4).</summary>
internal static class Learning
{
    /// <summary>Match of a teacher and a firm (L1): products, size, language.</summary>
    public static double Match(double squaredDistance, double scaleDifference, double language, Coefficients p)
        => PortableMath.Exp(-squaredDistance / (2 * p.MatchWidthProduct * p.MatchWidthProduct))
            * PortableMath.Exp(-(scaleDifference * scaleDifference) / (2 * p.MatchWidthScale * p.MatchWidthScale)) * language;

    public static double Match(World world, in Teacher teacher, int firm) => MatchAt(world, teacher, world.Firms.X[firm], world.Firms.Y[firm], world.Firms.Scale[firm]);

    public static double MatchAt(World world, in Teacher teacher, double x, double y, double scale)
    {
        if (teacher.FixedMatch >= 0) return teacher.FixedMatch;
        double dx = x - teacher.X, dy = y - teacher.Y;
        return Match((dx * dx) + (dy * dy), scale - teacher.Scale, teacher.Language, world.Parameters);
    }

    /// <summary>Absorptive capacity of a firm (L2). Source: Cohen and Levinthal 1990.</summary>
    public static double AbsorptiveCapacity(double meanKnowHow, double vision, Coefficients p)
        => p.AbsorptiveBase + (p.AbsorptiveKnowHow * meanKnowHow) + (p.AbsorptiveVision * vision);

    public static double AbsorptiveCapacity(World world, int firm)
        => AbsorptiveCapacity(Mean(world.Firms.KnowHowOf(firm)), world.Firms.Vision[firm], world.Parameters);

    /// <summary>How open a teacher is about a domain (L3).</summary>
    public static double Openness(double secrecy, double rivalry, double independence) => 1 - (secrecy * rivalry * (1 - independence));

    /// <summary>Know-how after a lesson (L3).</summary>
    /// <param name="knowHow">Know-how before, 0 to 1.</param>
    /// <param name="ceiling">What the lesson can pass on at most, F.</param>
    /// <param name="dose">rK times days, match, absorptive capacity and openness.</param>
    /// <param name="p">Parameters.</param>
    public static double KnowHowAfter(double knowHow, double ceiling, double dose, Coefficients p)
    {
        double gap = Math.Max(0, ceiling - knowHow), beyond = Math.Max(0, gap - p.GapThreshold);
        return knowHow + ((1 - PortableMath.Exp(-dose)) * gap * PortableMath.Exp(-(beyond * beyond) / (2 * p.GapWidth * p.GapWidth)));
    }

    /// <summary>Do-how after a lesson (L3): it cannot pass the learner's know-how or the teacher's do-how.</summary>
    public static double DoHowAfter(double doHow, double knowHow, double teacherDoHow, double dose)
        => doHow + ((1 - PortableMath.Exp(-dose)) * Math.Max(0, Math.Min(knowHow, teacherDoHow) - doHow));

    /// <summary>Mastery eff (L4): do-how, and a little of the know-how above it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Mastery(double knowHow, double doHow, Coefficients p) => doHow + (p.MasteryKnowHow * (knowHow - doHow));

    /// <summary>Days that teach when a provider first has to get to know the plant (7.5).</summary>
    public static double DaysAfterSetup(double days, bool known, Coefficients p)
        => Math.Max(days * p.SetupLeast, days - (known ? p.SetupDaysKnown : p.SetupDays));

    /// <summary>Days that each of several domains gets (7.5).</summary>
    public static double DaysPerDomain(double days, int domains) => domains <= 1 ? days : days / Math.Sqrt(domains);

    /// <summary>Know-how of a teacher in a domain; negative if the teacher does not teach it.</summary>
    public static (double KnowHow, double DoHow) Of(World world, in Teacher teacher, int domain)
    {
        switch (teacher.Kind)
        {
            case TeacherKind.Firm:
                int firm = (teacher.Row * world.Firms.Stride) + domain;
                return (world.Firms.KnowHow[firm], world.Firms.DoHow[firm]);
            case TeacherKind.Institution:
                if ((world.Institutions.DomainMask[teacher.Row] >> domain & 1) == 0) return (-1, -1);
                int institution = (teacher.Row * world.Institutions.Stride) + domain;
                return (world.Institutions.KnowHow[institution], world.Institutions.DoHow[institution]);
            case TeacherKind.National:
                int national = (teacher.Row * world.Nationals.Stride) + domain;
                return (world.Nationals.KnowHow[national], world.Nationals.DoHow[national]);
            default:
                return (teacher.KnowHow, teacher.DoHow);
        }
    }

    /// <summary>What a lesson is made of, apart from its teacher and learner.</summary>
    /// <param name="Domains">Domains taught, bit k for domain k.</param>
    /// <param name="DaysEach">Days for each domain.</param>
    /// <param name="KnowHowRate">rK, per day.</param>
    /// <param name="DoHowRate">rD, per day.</param>
    /// <param name="Ceiling">Share of the teacher's know-how that the format can pass on.</param>
    /// <param name="Open">True if the teacher hides nothing (a technology transfer).</param>
    public readonly record struct Lesson(ushort Domains, double DaysEach, double KnowHowRate, double DoHowRate, double Ceiling, bool Open = false);

    /// <summary>A teacher teaches a firm (L3).</summary>
    public static void Teach(World world, in Teacher teacher, int firm, in Lesson lesson, double match)
    {
        Firms firms = world.Firms;
        double capacity = AbsorptiveCapacity(world, firm);
        TeachRow(world, teacher, firms.KnowHowOf(firm), firms.DoHowOf(firm), lesson, lesson.DaysEach * match * capacity, Rivals(world, teacher, firm));
    }

    /// <summary>Rivalry that makes a teacher careful with a firm: that of the two clusters, or rather that of the teacher's own trade with this firm (L7).</summary>
    public static double Rivals(World world, in Teacher teacher, int firm)
    {
        if (teacher.Cluster == 0) return 0;
        double mean = world.Associations.LargestRivalry(teacher.Cluster);
        if (teacher.FixedMatch >= 0 || world.Parameters.SecrecyCloseness == 0) return mean;
        double dx = world.Firms.X[firm] - teacher.X, dy = world.Firms.Y[firm] - teacher.Y;
        FirmRole trade = teacher.Kind == TeacherKind.Firm ? world.Firms.Role[teacher.Row] : FirmRole.Principal;
        double near = Rivalry.Of(world.Firms.Role[firm], trade, (dx * dx) + (dy * dy), world.Design.Clusters[teacher.Cluster].MarketOverlap, 0, world.Parameters).Rivalry;
        return mean + (world.Parameters.SecrecyCloseness * (near - mean));
    }

    /// <summary>A teacher teaches an institution or a national expert that attends (I4).</summary>
    public static void TeachRow(World world, in Teacher teacher, Span<float> knowHow, Span<float> doHow, in Lesson lesson, double strength)
        => TeachRow(world, teacher, knowHow, doHow, lesson, strength, teacher.Cluster > 0 ? world.Associations.LargestRivalry(teacher.Cluster) : 0);

    private static void TeachRow(World world, in Teacher teacher, Span<float> knowHow, Span<float> doHow, in Lesson lesson, double strength, double rivals)
    {
        Coefficients p = world.Parameters;
        double rivalry = lesson.Open ? 0 : rivals;
        for (int k = 0; k < knowHow.Length; k++)
        {
            if ((lesson.Domains >> k & 1) == 0) continue;
            (double teacherKnowHow, double teacherDoHow) = Of(world, teacher, k);
            if (teacherKnowHow < 0) continue;
            double open = Openness(world.Design.Domains[k].Secrecy, rivalry, teacher.Independence);
            knowHow[k] = (float)KnowHowAfter(knowHow[k], teacherKnowHow * lesson.Ceiling, lesson.KnowHowRate * world.Plan.KnowHowFactor[k] * strength * open, p);
            doHow[k] = Math.Min((float)DoHowAfter(doHow[k], knowHow[k], teacherDoHow, lesson.DoHowRate * strength * open), knowHow[k]);
        }
    }

    /// <summary>Need of a domain, 0 to 1 (7.9).</summary>
    public static double Need(World world, int firm, int domain)
    {
        Coefficients p = world.Parameters;
        int at = (firm * world.Firms.Stride) + domain;
        double mastery = Mastery(world.Firms.KnowHow[at], world.Firms.DoHow[at], p);
        return world.Design.Domains[domain].Value * Math.Max(0, p.NeedMastery - mastery) / (p.NeedMastery * world.LargestValue);
    }

    /// <summary>Need averaged over domains; a fixed value if there is none.</summary>
    public static double MeanNeed(World world, int firm, ushort domains)
    {
        double sum = 0;
        int n = 0;
        for (int k = 0; k < world.Firms.Domains; k++)
        {
            if ((domains >> k & 1) == 0) continue;
            sum += Need(world, firm, k);
            n++;
        }
        return n == 0 ? world.Parameters.NeedUnspecific : sum / n;
    }

    private static double Mean(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values) sum += value;
        return sum / values.Length;
    }
}
