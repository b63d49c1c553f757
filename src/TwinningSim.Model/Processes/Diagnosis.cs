using System.Numerics;
using TwinningSim.Kernel.Numerics;
using TwinningSim.Model.Input;
using TwinningSim.Model.Parameters;
using TwinningSim.Model.State;

namespace TwinningSim.Model.Processes;

/// <summary>What the programme knows of firms, and whom it can send (M1, M2).</summary>
internal static class Diagnosis
{
    /// <summary>Whether the programme knows what a firm makes (M1).</summary>
    public static bool Knows(World world, int firm, bool technicalAgent)
        => world.Plan.Diagnosed && world.Firms.Seen[firm] < Coverage(world.Plan.SegmentVisits[world.Firms.Segment[firm]], technicalAgent, world.Parameters);

    /// <summary>Share of a segment's firms that a diagnosis can place (M1).</summary>
    public static double Coverage(int visits, bool technicalAgent, Coefficients p)
        => Math.Min(p.DiagnosisMost, 1 - PortableMath.Exp(-visits / p.DiagnosisVisits) + (technicalAgent ? p.DiagnosisTechnical : 0));

    /// <summary>Chance that a partner is chosen well (7.9, qa_p).</summary>
    public static double ChoiceQuality(int visits, Coefficients p) => 1 - PortableMath.Exp(-visits / p.StudyVisits);

    /// <summary>Match of a teacher with a firm as the programme can know it: an unknown firm is taken for one of the modal segment.</summary>
    public static double KnownMatch(World world, in Teacher teacher, int firm, bool technicalAgent)
    {
        if (Knows(world, firm, technicalAgent)) return Learning.Match(world, teacher, firm);
        Segment modal = world.Design.Clusters[0].Segments[world.ModalSegment];
        return Learning.MatchAt(world, teacher, modal.X, modal.Y, world.Firms.Scale[firm]);
    }

    /// <summary>The domains of largest mean need over members whose products are known; of largest value if none is known (7.8).</summary>
    public static ushort MostWanted(World world, int count)
    {
        bool technical = world.HasTechnicalAgent();
        Firms firms = world.Firms;
        Span<double> score = world.Scratch.ByDomain.AsSpan(0, firms.Domains);
        score.Clear();
        int known = 0;
        for (int i = 0; i < firms.Emerging; i++)
        {
            if (firms.Association[i] < 0 || !Knows(world, i, technical)) continue;
            known++;
            for (int k = 0; k < score.Length; k++) score[k] += Learning.Need(world, i, k);
        }
        if (known == 0)
        {
            for (int k = 0; k < score.Length; k++) score[k] = world.Design.Domains[k].Value;
        }
        ushort mask = 0;
        for (int n = 0; n < Math.Min(count, score.Length); n++)
        {
            int best = -1;
            for (int k = 0; k < score.Length; k++)
            {
                if ((mask >> k & 1) == 0 && (best < 0 || score[k] > score[best])) best = k;
            }
            mask |= (ushort)(1 << best);
        }
        return mask;
    }

    /// <summary>Fills the roster of an activity and returns how many teachers it has (M2). A roster is a property of the world: keyed by cluster, domain and place, not by the entry.</summary>
    public static int Roster(World world, in MonthContext month, PlannedActivity activity, ushort domains)
    {
        Coefficients p = month.Parameters;
        Teacher[] teachers = world.Scratch.Teachers;
        int count = 0, firstDomain = domains == 0 ? 0 : BitOperations.TrailingZeroCount(domains);
        switch (activity.Entry.Provider)
        {
            case ProviderKind.International when activity.Entry.Roster == Input.Roster.Independent:
                for (int b = 0; b < (int)p.RosterIndependent && count < teachers.Length; b++) teachers[count++] = Independent(world, month, activity.Entry.Partner, firstDomain, b);
                break;
            case ProviderKind.International:
                for (int c = 1; c < world.ClusterCount; c++)
                {
                    bool agreed = activity.Entry.Roster == Input.Roster.Any && HasEverSigned(world, c);
                    if (c != activity.Entry.Partner && !agreed) continue;
                    int experts = RosterSize(world.Associations.LargestEngagement(c), p);
                    for (int b = 0; b < experts && count < teachers.Length; b++) teachers[count++] = PartnerExpert(world, month, c, firstDomain, b);
                }
                break;
            case ProviderKind.PartnerFirms:
                int partner = activity.Entry.Partner;
                for (int b = 0; partner > 0 && b < RosterSize(world.Associations.LargestEngagement(partner), p) && count < teachers.Length; b++)
                    teachers[count++] = PartnerFirm(world, month, partner, firstDomain, b, activity.Kind.SupportContacts);
                break;
            case ProviderKind.PartnerInstitution when activity.PartnerInstitution >= 0:
                teachers[count++] = OfInstitution(world, activity.PartnerInstitution, activity.Entry.Partner, world.Design.Clusters[activity.Entry.Partner].Language);
                break;
            case ProviderKind.Institution when activity.Institution >= 0:
                teachers[count++] = OfInstitution(world, activity.Institution, 0, 1);
                break;
            case ProviderKind.National:
                for (int b = 0; b < world.Nationals.Count; b++) teachers[count++] = OfNational(world, b);
                break;
            default:
                break;
        }
        return count;
    }

    /// <summary>Experts that a partner cluster offers (M2).</summary>
    public static int RosterSize(double engagement, Coefficients p) => (int)Math.Ceiling(p.RosterBase + (p.RosterEngagement * engagement));

    private static bool HasEverSigned(World world, int cluster)
    {
        for (int q = 0; q < world.Agreements.Count; q++)
        {
            if (world.Agreements.Cluster[q] == cluster && world.Agreements.EverSigned[q]) return true;
        }
        return false;
    }

    private static Teacher PartnerExpert(World world, in MonthContext month, int cluster, int domain, int b)
    {
        int key = RosterKey(world.Design.Clusters[cluster].Ordinal, domain);
        int near = world.FirstFirm[cluster] + month.Draws.Below(world.Design.Clusters[cluster].Firms, Purposes.RosterExpert, b, 0, key);
        return Around(world, month, near, b, key) with
        {
            Language = world.Design.Clusters[cluster].Language,
            Independence = month.Parameters.ExpertIndependence,
            Cluster = cluster,
        };
    }

    /// <summary>Independent experts stand around the emerging cluster's segments in turn; they know the partner's industry, and their independence is what passes its secrecy.</summary>
    private static Teacher Independent(World world, in MonthContext month, int partner, int domain, int b)
    {
        int key = RosterKey(0xFFF, domain), near = month.Draws.Below(world.Firms.Emerging, Purposes.RosterExpert, b, 0, key);
        Segment segment = world.Design.Clusters[0].Segments[b % world.Design.Clusters[0].Segments.Length];
        return At(world, month, segment.X, segment.Y, world.Firms.Scale[near], b, key) with
        {
            Language = month.Parameters.IndependentLanguage,
            Independence = month.Parameters.IndependentIndependence,
            Cluster = partner,
        };
    }

    private static Teacher Around(World world, in MonthContext month, int firm, int b, int key)
        => At(world, month, world.Firms.X[firm], world.Firms.Y[firm], world.Firms.Scale[firm], b, key);

    private static Teacher At(World world, in MonthContext month, double x, double y, float scale, int b, int key)
    {
        double spread = month.Parameters.RosterSpread;
        return new Teacher
        {
            X = (float)(x + (spread * month.Draws.Normal(Purposes.RosterExpert, b, 1, key))),
            Y = (float)(y + (spread * month.Draws.Normal(Purposes.RosterExpert, b, 2, key))),
            Scale = scale,
            FixedMatch = -1,
            KnowHow = month.Parameters.ExpertKnowHow,
            DoHow = month.Parameters.ExpertDoHow,
        };
    }

    private static Teacher PartnerFirm(World world, in MonthContext month, int cluster, int domain, int b, bool support)
    {
        int key = RosterKey(world.Design.Clusters[cluster].Ordinal, domain);
        ReadOnlySpan<int> suppliers = world.PartnerFirms.Support(cluster);
        int firm = support && suppliers.Length > 0
            ? suppliers[month.Draws.Below(suppliers.Length, Purposes.RosterExpert, b, 3, key)]
            : world.FirstFirm[cluster] + month.Draws.Below(world.Design.Clusters[cluster].Firms, Purposes.RosterExpert, b, 3, key);
        return OfFirm(world, firm);
    }

    /// <summary>A partner firm as a teacher: it hides what its cluster hides.</summary>
    public static Teacher OfFirm(World world, int firm) => new()
    {
        X = world.Firms.X[firm],
        Y = world.Firms.Y[firm],
        Scale = world.Firms.Scale[firm],
        Language = world.Design.Clusters[world.Firms.ClusterOf[firm]].Language,
        Cluster = world.Firms.ClusterOf[firm],
        FixedMatch = -1,
        Kind = TeacherKind.Firm,
        Row = firm,
    };

    /// <summary>An institution's trainer; its match with firms is fixed.</summary>
    public static Teacher OfInstitution(World world, int institution, int cluster, double language) => new()
    {
        FixedMatch = world.Parameters.InstitutionMatch * language,
        Independence = 1,
        Cluster = cluster,
        Kind = TeacherKind.Institution,
        Row = institution,
    };

    /// <summary>A national expert.</summary>
    public static Teacher OfNational(World world, int expert) => new()
    {
        X = world.Nationals.X[expert],
        Y = world.Nationals.Y[expert],
        Scale = world.Nationals.Scale[expert],
        Language = 1,
        Independence = 1,
        FixedMatch = -1,
        Kind = TeacherKind.National,
        Row = expert,
    };

    private static int RosterKey(int ordinal, int domain) => (ordinal << 8) | domain;
}
