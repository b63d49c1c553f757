using TwinningSim.Model.Input;
using TwinningSim.Model.Parameters;
using TwinningSim.Model.State;

namespace TwinningSim.Model.Processes;

/// <summary>Visits of the programme itself: diagnosis of the emerging cluster, study of a partner, advocacy (M1, 7.9).</summary>
internal static class Visits
{
    /// <summary>Visits firms to learn what they make (M1). Nobody has to accept anything.</summary>
    public static string? Diagnose(World world, in MonthContext month, PlannedActivity activity, int repeat)
    {
        Firms firms = world.Firms;
        int visits = Math.Min(activity.Entry.Places, activity.Entry.Diagnosis == DiagnosisScope.Macro ? FirmsOfModalSegment(world) : firms.Emerging);
        if (!Programme.Pay(world, Programme.FixedBill(activity, visits))) return "not enough money";
        int done = activity.Entry.Diagnosis == DiagnosisScope.Stratified
            ? VisitSegmentsInTurn(world, month, activity, repeat, visits)
            : VisitFirst(world, activity, InOrderOfLots(world, month, activity, repeat, visits, segment: -1));
        world.Plan.Diagnosed = true;
        Programme.InformPair(world, activity);
        world.Note(month, activity.Kind.Name, activity.Entry.Id, value: done);
        return null;
    }

    private static int FirmsOfModalSegment(World world)
    {
        int count = 0;
        for (int i = 0; i < world.Firms.Emerging; i++) count += world.Firms.Segment[i] == world.ModalSegment ? 1 : 0;
        return count;
    }

    /// <summary>One visit in each segment in turn, so that rare products are seen as well as common ones; returns how many were visited.</summary>
    private static int VisitSegmentsInTurn(World world, in MonthContext month, PlannedActivity activity, int repeat, int visits)
    {
        int segments = month.Design.Clusters[0].Segments.Length, done = 0, found = 0;
        Span<int> lists = world.Scratch.Candidates, next = stackalloc int[segments], end = stackalloc int[segments];
        for (int g = 0; g < segments; g++)
        {
            ReadOnlySpan<int> order = InOrderOfLots(world, month, activity, repeat, visits, g);
            order.CopyTo(lists[found..]);
            next[g] = found;
            end[g] = found += order.Length;
        }
        for (int idle = 0, g = 0; done < visits && idle < segments; g = (g + 1) % segments)
        {
            if (next[g] == end[g])
            {
                idle++;
                continue;
            }
            idle = 0;
            Visit(world, activity.Kind, lists[next[g]++]);
            done++;
        }
        return done;
    }

    private static int VisitFirst(World world, PlannedActivity activity, ReadOnlySpan<int> firms)
    {
        foreach (int i in firms) Visit(world, activity.Kind, i);
        return firms.Length;
    }

    /// <summary>The firms of a segment, or of all if it is -1, that are visited at most, in an order by lot.</summary>
    private static ReadOnlySpan<int> InOrderOfLots(World world, in MonthContext month, PlannedActivity activity, int repeat, int most, int segment)
    {
        Firms firms = world.Firms;
        int[] rows = world.Scratch.Rows;
        double[] order = world.Scratch.Order;
        int count = 0;
        for (int i = 0; i < firms.Emerging; i++)
        {
            if (segment >= 0 && firms.Segment[i] != segment) continue;
            rows[count] = i;
            order[count++] = month.Draws.Uniform(Purposes.DiagnosticVisit, i, repeat, activity.Key) + SegmentTurn(activity.Entry.Diagnosis, world, i);
        }
        most = Math.Min(most, count);
        world.Lots.SmallestFirst(order.AsSpan(0, count), rows.AsSpan(0, count), most, world.Scratch.Accepted);
        return rows.AsSpan(0, most);
    }

    private static double SegmentTurn(DiagnosisScope scope, World world, int firm)
        => scope == DiagnosisScope.Macro && world.Firms.Segment[firm] != world.ModalSegment ? 1 : 0;

    private static void Visit(World world, ActivityKind kind, int firm)
    {
        Coefficients p = world.Parameters;
        world.Plan.SegmentVisits[world.Firms.Segment[firm]]++;
        world.Firms.TrustProgramme.Event(firm, kind.TrustProgramme, p);
        world.Firms.Attention[firm] += (float)(kind.Attention * p.AttentionScale);
    }

    /// <summary>Visits partner firms: to study them, or to explain what is in it for them.</summary>
    public static string? ToPartner(World world, in MonthContext month, PlannedActivity activity)
    {
        int partner = activity.Entry.Partner;
        if (partner == 0) return "there is no partner";
        if (!Programme.Pay(world, Programme.FixedBill(activity, activity.Entry.Places))) return "not enough money";
        ActivityKind kind = activity.Kind;
        if (kind.TrustOtherSide > 0)
        {
            int firms = month.Design.Clusters[partner].Firms;
            for (int v = 0; v < activity.Entry.Places; v++)
            {
                int firm = world.FirstFirm[partner] + month.Draws.Below(firms, Purposes.PartnerVisit, v, month.Month, activity.Key);
                world.Firms.TrustOtherSide.Event(firm, kind.TrustOtherSide, month.Parameters);
            }
        }
        if (kind.Effect == SpecialEffect.PartnerStudy) world.Plan.StudyVisits[partner] += activity.Entry.Places;
        if (kind.Effect == SpecialEffect.SoothesBacklash)
        {
            for (int a = 0; a < world.Associations.Count; a++)
            {
                if (world.Associations.ClusterOf[a] == partner) world.Associations.Backlash[a] *= month.Parameters.RoadshowBacklash;
            }
        }
        Programme.InformPair(world, activity);
        world.Note(month, kind.Name, activity.Entry.Id, month.Design.Clusters[partner].Id, value: activity.Entry.Places);
        return null;
    }
}
