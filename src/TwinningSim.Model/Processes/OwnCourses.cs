using TwinningSim.Kernel.Columns;
using TwinningSim.Model.Observation;
using TwinningSim.Model.Parameters;
using TwinningSim.Model.State;

namespace TwinningSim.Model.Processes;

/// <summary>Courses that local institutions and national providers run on their own, during the programme and after it (N1, N2).</summary>
internal static class OwnCourses
{
    public static void Run(World world, in MonthContext month)
    {
        Coefficients p = month.Parameters;
        Institutions institutions = world.Institutions;
        for (int t = 0; t < institutions.Count; t++)
        {
            if (institutions.ClusterOf[t] != 0 || institutions.DaysPerMonth[t] <= 0 || (float)institutions.MeanDoHow(t) < (float)p.OwnCourseDoHow) continue;
            int key = (int)(World.Hash(institutions.Ids[t]) & 0x7FFFFFFF);
            Offer(world, month, Diagnosis.OfInstitution(world, t, 0, 1), institutions.DomainMask[t], institutions.DaysPerMonth[t], institutions.FeeEurPerDay[t], key);
        }
        Nationals nationals = world.Nationals;
        if (nationals.DaysPerMonth <= 0) return;
        double fee = month.Design.Nationals.FeeEurPerDay ?? month.Design.Prices.NationalDayEur;
        for (int b = 0; b < nationals.Count; b++)
        {
            double doHow = 0;
            for (int k = 0; k < world.Firms.Domains; k++) doHow += nationals.DoHow[(b * nationals.Stride) + k] / world.Firms.Domains;
            if ((float)doHow >= (float)p.OwnCourseDoHow) Offer(world, month, Diagnosis.OfNational(world, b), Programme.AllDomains(world), nationals.DaysPerMonth, fee, b);
        }
    }

    /// <summary>A provider sells its days in blocks to the most attentive members that were not trained lately.</summary>
    private static void Offer(World world, in MonthContext month, in Teacher teacher, ushort domains, double days, double feePerDay, int key)
    {
        Coefficients p = month.Parameters;
        double blocks = days / p.OwnCourseDays;
        int places = (int)blocks + (month.Draws.Happens(blocks - (int)blocks, Purposes.CourseDays, 0, month.Month, key) ? 1 : 0);
        if (places == 0) return;
        Span<int> candidates = world.Scratch.Candidates;
        Span<double> lots = world.Scratch.Order;
        int count = FindCandidates(world, month, candidates, lots);
        int most = (int)Math.Min(count, places * p.InvitationsMost), sold = 0;
        for (int n = 0; n < most && sold < places; n++)
        {
            int best = MostAttentive(world, month, candidates[n..count], lots[n..count], key);
            (candidates[n], candidates[n + best]) = (candidates[n + best], candidates[n]);
            lots[n + best] = lots[n];
            if (Sell(world, month, teacher, candidates[n], domains, feePerDay, key)) sold++;
        }
    }

    /// <summary>Members that were not trained lately; their lots are not drawn yet.</summary>
    private static int FindCandidates(World world, in MonthContext month, Span<int> candidates, Span<double> lots)
    {
        Firms firms = world.Firms;
        Associations associations = world.Associations;
        int count = 0;
        for (int a = 0; a < associations.Count; a++)
        {
            if (associations.ClusterOf[a] != 0) continue;
            foreach (int i in associations.Members[a].AsSpan(0, associations.MemberCount[a]))
            {
                if (month.Month - firms.LastTraining[i] < month.Parameters.OwnCoursePause) continue;
                candidates[count] = i;
                lots[count++] = double.NaN;
            }
        }
        return count;
    }

    /// <summary>The place in the list of the most attentive firm; a lot, drawn only where it is needed, decides between equals.</summary>
    private static int MostAttentive(World world, in MonthContext month, ReadOnlySpan<int> candidates, Span<double> lots, int key)
    {
        AlignedColumn<float> attention = world.Firms.Attention;
        int best = 0;
        for (int n = 1; n < candidates.Length; n++)
        {
            float difference = attention[candidates[n]] - attention[candidates[best]];
            if (difference > 0 || (difference == 0 && Lot(month, candidates, lots, n, key) > Lot(month, candidates, lots, best, key))) best = n;
        }
        return best;
    }

    private static double Lot(in MonthContext month, ReadOnlySpan<int> candidates, Span<double> lots, int n, int key)
    {
        if (double.IsNaN(lots[n])) lots[n] = month.Draws.Uniform(Purposes.CourseOrder, candidates[n], month.Month, key);
        return lots[n];
    }

    private static bool Sell(World world, in MonthContext month, in Teacher teacher, int i, ushort domains, double feePerDay, int key)
    {
        Firms firms = world.Firms;
        Coefficients p = month.Parameters;
        int domain = MostUseful(world, teacher, i, domains);
        double fee = feePerDay * p.OwnCourseDays;
        if (domain < 0 || firms.Slack[i] < fee) return false;
        double need = Learning.Need(world, i, domain), felt = GroupActivity.FeltPrice(1, firms.Vision[i], need, p);
        double chance = GroupActivity.AcceptanceProbability(firms.TrustLocal[i], firms.Vision[i], p.AcceptNeed * need, nominated: false, GroupActivity.HasMomentum(firms, i, month), felt, p);
        if (!month.Draws.Happens(chance, Purposes.CourseAcceptance, i, month.Month, key)) return false;
        firms.Slack[i] -= fee;
        double match = Learning.Match(world, teacher, i);
        var lesson = new Learning.Lesson((ushort)(1 << domain), p.OwnCourseDays, p.OwnCourseKnowHowRate, p.OwnCourseDoHowRate, 1);
        world.Log?.BeforeLesson(world, i);
        Learning.Teach(world, teacher, i, lesson, match);
        firms.Attention[i] += (float)(p.OwnCourseAttention * p.AttentionScale);
        firms.TrustLocal.Event(i, p.OwnCourseTrust * GroupActivity.TrustWorth(match, p), p);
        firms.Reached[i] = true;
        firms.LastActivity[i] = firms.LastTraining[i] = month.Month;
        firms.LastMatch[i] = (float)match;
        firms.LastPaid[i] = 1;
        world.Counters.OwnCourses++;
        world.Counters.Deliveries++;
        world.Counters.MatchSum += match;
        Counters.First(ref world.Counters.FirstOwnCourse, month.Month);
        world.Log?.Lesson(world, month, "own-course", i, teacher.Kind == TeacherKind.Institution ? world.Institutions.Ids[teacher.Row] : $"national expert {teacher.Row + 1}", "", lesson.Domains, match);
        return true;
    }

    /// <summary>The domain of largest need times what the teacher knows more; -1 if there is nothing to learn.</summary>
    private static int MostUseful(World world, in Teacher teacher, int i, ushort domains)
    {
        int best = -1;
        double most = 0;
        for (int k = 0; k < world.Firms.Domains; k++)
        {
            if ((domains >> k & 1) == 0) continue;
            double use = Learning.Need(world, i, k) * (Learning.Of(world, teacher, k).KnowHow - world.Firms.KnowHow[(i * world.Firms.Stride) + k]);
            if (use > most) (best, most) = (k, use);
        }
        return best;
    }
}
