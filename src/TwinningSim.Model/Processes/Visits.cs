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
        // Firms in an order by lot; each segment is visited along it.
        Span<int> rows = world.Scratch.Rows.AsSpan(0, firms.Emerging);
        Span<double> order = world.Scratch.Order.AsSpan(0, firms.Emerging);
        for (int i = 0; i < firms.Emerging; i++)
        {
            rows[i] = i;
            order[i] = month.Draws.Uniform(Purposes.DiagnosticVisit, i, repeat, activity.Key) + SegmentTurn(activity.Entry.Diagnosis, world, i);
        }
        order.Sort(rows);
        int segments = month.Design.Clusters[0].Segments.Length, done = 0;
        if (activity.Entry.Diagnosis == DiagnosisScope.Stratified)
        {
            // One visit in each segment in turn, so that rare products are seen as well as common ones.
            Span<int> next = stackalloc int[segments];
            for (int idle = 0, g = 0; done < visits && idle < segments; g = (g + 1) % segments)
            {
                while (next[g] < rows.Length && firms.Segment[rows[next[g]]] != g) next[g]++;
                if (next[g] == rows.Length)
                {
                    idle++;
                    continue;
                }
                idle = 0;
                Visit(world, activity.Kind, rows[next[g]++]);
                done++;
            }
        }
        else
        {
            for (; done < visits; done++) Visit(world, activity.Kind, rows[done]);
        }
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
