using System.Runtime.InteropServices;
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
        int asked = FindMostAttentive(world, month, (int)Math.Min(world.Firms.Emerging, places * p.InvitationsMost), key), sold = 0;
        for (int n = 0; n < asked && sold < places; n++)
        {
            if (Sell(world, month, teacher, world.Scratch.Candidates[n], domains, feePerDay, key)) sold++;
        }
    }

    /// <summary>The most attentive members that were not trained lately, in their order; a lot decides between equals. What one of them learns changes nobody else's attention.</summary>
    private static int FindMostAttentive(World world, in MonthContext month, int most, int key)
    {
        Firms firms = world.Firms;
        ReadOnlySpan<short> association = firms.Association;
        ReadOnlySpan<int> training = firms.LastTraining;
        ReadOnlySpan<float> attention = firms.Attention.Span;
        Span<ulong> ranks = MemoryMarshal.Cast<double, ulong>(world.Scratch.Order.AsSpan(0, most));
        Span<int> found = world.Scratch.Candidates.AsSpan(0, most);
        Span<uint> lots = stackalloc uint[32];
        double latest = month.Month - month.Parameters.OwnCoursePause;
        int count = 0;
        ulong least = 0;
        for (int i = 0; i < firms.Emerging; i++)
        {
            if ((i & 31) == 0) month.Draws.WordsOfAgents(Purposes.CourseOrder, i >> 2, month.Month, key, lots);
            // Attention is never negative, so that its bits are in its order: they come first, and the lot behind them.
            ulong rank = ((ulong)BitConverter.SingleToUInt32Bits(attention[i]) << 32) | lots[i & 31];
            if (count == most && (rank <= least || most == 0)) continue;
            if (association[i] < 0 || training[i] > latest) continue;
            if (count < most) count++;
            int place = count - 1;
            for (; place > 0 && ranks[place - 1] < rank; place--) (ranks[place], found[place]) = (ranks[place - 1], found[place - 1]);
            (ranks[place], found[place]) = (rank, i);
            least = ranks[count - 1];
        }
        return count;
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
