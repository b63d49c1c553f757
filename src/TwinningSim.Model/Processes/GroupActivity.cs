using System.Numerics;
using TwinningSim.Kernel.Numerics;
using TwinningSim.Model.Input;
using TwinningSim.Model.Observation;
using TwinningSim.Model.Parameters;
using TwinningSim.Model.State;

namespace TwinningSim.Model.Processes;

/// <summary>An activity for firms of the emerging cluster: choose, invite, pay, teach (I1, I2, I4, I5).</summary>
internal static class GroupActivity
{
    /// <summary>Holds it, or says why it cannot be held.</summary>
    public static string? Hold(World world, in MonthContext month, PlannedActivity activity, int repeat)
    {
        PlanEntry entry = activity.Entry;
        ushort domains = entry.MostWanted > 0 ? Diagnosis.MostWanted(world, entry.MostWanted) : activity.DomainMask;
        int teachers = Diagnosis.Roster(world, month, activity, domains);
        bool teaches = entry.Provider is not (ProviderKind.None or ProviderKind.Programme or ProviderKind.Commercial);
        if (teaches && teachers == 0) return "there is nobody to teach";
        double costShare = Math.Clamp(entry.CostShare + (entry.CostShareStep * repeat), 0, 1);
        double fee = Fee(activity, month.Design.Prices, costShare, month.Parameters);
        int places = Math.Min(Math.Min(entry.Places, world.Firms.Emerging), PlacesOfExperts(world, month, activity));
        int invited = Choose(world, month, activity, repeat, domains, teachers, (int)Math.Min(world.Firms.Emerging, places * month.Parameters.InvitationsMost));
        int participants = Invite(world, month, activity, repeat, domains, costShare, fee, places, invited);
        if (participants < entry.Quorum) return "quorum not reached";
        if (participants == 0) return PlacesOfExperts(world, month, activity) == 0 ? "no national expert has time" : "nobody accepted";
        ReadOnlySpan<int> firms = world.Scratch.Accepted.AsSpan(0, participants);
        int experts = AssignTeachers(world, activity, firms, teachers);
        double days = entry.ProviderDays(activity.Kind, participants, month.Parameters.GroupSize);
        if (!Programme.Pay(world, BillOf(activity, month.Design.Prices, participants, days, experts, fee))) return "not enough money";
        Programme.CountDays(world, entry, days);
        foreach (int i in firms) world.Firms.Slack[i] -= fee;
        for (int n = 0; n < firms.Length; n++) Deliver(world, month, activity, firms[n], n, domains, teaches, costShare, repeat);
        TeachOthers(world, month, activity, domains, days, teachers);
        Programme.InformPair(world, activity);
        if (activity.Kind.Effect == SpecialEffect.SpeedsKnowHow) SpeedKnowHow(world, domains);
        if (activity.Kind.Effect is SpecialEffect.FormsCircles or SpecialEffect.SupplierDevelopment) FormCircles(world, month, firms);
        if (activity.Kind.Training) world.Counters.PersonsTrained += participants;
        world.Note(month, activity.Kind.Name, entry.Id, value: participants);
        return null;
    }

    /// <summary>What a participant pays, EUR, to the cent (I2).</summary>
    public static double Fee(PlannedActivity activity, Prices prices, double costShare, Coefficients p)
    {
        double rate = Programme.DayRate(activity.Entry.Provider, prices), days = activity.Entry.Days;
        double price = activity.Kind.Travel ? prices.FirmTripEur + (prices.StudyTourDayEur * days)
            : activity.Kind.Group ? days * rate / p.GroupSize
            : days * rate;
        price += activity.Kind.PerHeadEur + activity.Entry.UnitCostEur;
        return Ledger.Eur(Ledger.Cents(costShare * price));
    }

    private static Bill BillOf(PlannedActivity activity, Prices prices, int participants, double days, int experts, double fee)
    {
        Bill bill = Programme.FixedBill(activity, participants);
        if (activity.Kind.Travel) bill.Add(Cost.Travel, participants * (prices.FirmTripEur + (prices.StudyTourDayEur * activity.Entry.Days)));
        else Programme.AddDays(ref bill, activity.Entry, prices, days, experts);
        bill.Add(Cost.Investment, participants * activity.Entry.UnitCostEur);
        bill.Fees = participants * Ledger.Cents(fee);
        return bill;
    }

    /// <summary>Puts the firms that will be invited, if need be, in the order of invitation and returns their number (I1).</summary>
    private static int Choose(World world, in MonthContext month, PlannedActivity activity, int repeat, ushort domains, int teachers, int most)
    {
        Firms firms = world.Firms;
        Coefficients p = month.Parameters;
        Selection select = activity.Entry.Select;
        bool technical = select == Selection.NeedMatched && world.HasTechnicalAgent();
        Span<double> order = world.Scratch.Order.AsSpan(0, firms.Emerging);
        Span<int> candidates = world.Scratch.Candidates.AsSpan(0, firms.Emerging);
        int count = 0;
        for (int i = 0; i < firms.Emerging; i++)
        {
            if (activity.Entry.Pool == InvitationPool.Members && firms.Association[i] < 0) continue;
            if (select == Selection.BestPerformers && firms.Trainings[i] == 0) continue;
            if (select == Selection.PrimeMovers && !(world.SegmentShare[firms.Segment[i]] < p.PrimeMoverShare && firms.Vision[i] > p.PrimeMoverVision)) continue;
            double lot = month.Draws.Uniform(Purposes.Choice, i, repeat, activity.Key);
            order[count] = select switch
            {
                Selection.Nominated => -PortableMath.Log(lot) / NominationWeight(firms, i, p),
                Selection.MediumFirst => SizeTurn(firms.Size[i]) + lot,
                Selection.BestPerformers => lot - (1000 * Improvement(firms, i, p)),
                Selection.NeedMatched => -PortableMath.Log(lot) / (p.NeedWeightFloor + (Learning.MeanNeed(world, i, domains) * BestKnownMatch(world, i, teachers, technical))),
                Selection.Hubs => lot - world.Peers.Degree(i),
                _ => lot,
            };
            candidates[count++] = i;
        }
        most = Math.Min(most, count);
        world.Lots.SmallestFirst(order[..count], candidates[..count], most, world.Scratch.Rows);
        return most;
    }

    private static double NominationWeight(Firms firms, int i, Coefficients p)
        => firms.Vision[i] + (firms.Size[i] == SizeClass.Medium ? p.NominateMedium : 0) + (firms.Association[i] >= 0 ? p.NominateMember : 0);

    private static int SizeTurn(SizeClass size) => size switch { SizeClass.Medium => 0, SizeClass.Large => 1, SizeClass.Small => 2, _ => 3 };

    /// <summary>Mean rise of mastery since the start.</summary>
    private static double Improvement(Firms firms, int i, Coefficients p)
    {
        double sum = 0;
        for (int k = 0, at = i * firms.Stride; k < firms.Domains; k++, at++)
            sum += Learning.Mastery(firms.KnowHow[at], firms.DoHow[at], p) - Learning.Mastery(firms.StartKnowHow[at], firms.StartDoHow[at], p);
        return sum / firms.Domains;
    }

    private static double BestKnownMatch(World world, int firm, int teachers, bool technical)
    {
        double best = teachers == 0 ? 1 : 0;
        for (int b = 0; b < teachers; b++) best = Math.Max(best, Diagnosis.KnownMatch(world, world.Scratch.Teachers[b], firm, technical));
        return best;
    }

    /// <summary>Invites until the places are filled or too many were asked; returns how many accepted (I2).</summary>
    private static int Invite(World world, in MonthContext month, PlannedActivity activity, int repeat, ushort domains, double costShare, double fee, int places, int most)
    {
        int accepted = 0, asked = 0;
        for (; asked < most && accepted < places; asked++)
        {
            int i = world.Scratch.Candidates[asked];
            double chance = AcceptanceProbability(world, month, activity, i, domains, costShare);
            bool accepts = month.Draws.Happens(chance, Purposes.Acceptance, i, repeat, activity.Key) && world.Firms.Slack[i] >= fee;
            if (accepts) world.Scratch.Accepted[accepted++] = i;
        }
        world.Counters.Invited += asked;
        world.Counters.Accepted += accepted;
        return accepted;
    }

    /// <summary>Firms that the national experts have time for this year (I6).</summary>
    private static int PlacesOfExperts(World world, in MonthContext month, PlannedActivity activity)
    {
        double each = month.Parameters.NationalDaysPerYear, days = activity.Entry.Days;
        if (activity.Entry.Provider != ProviderKind.National || each == 0 || days == 0) return int.MaxValue;
        return PlacesOfExperts((each * world.Nationals.Count) - world.NationalDaysThisYear, days, activity.Kind.Group, month.Parameters);
    }

    /// <summary>Firms that experts with some days left can teach for so many days each (I6).</summary>
    public static int PlacesOfExperts(double left, double days, bool group, Coefficients p)
    {
        double times = Math.Floor(Math.Max(0, left) / days);
        return (int)Math.Min(1_000_000, group ? times * p.GroupSize : times);
    }

    private static double AcceptanceProbability(World world, in MonthContext month, PlannedActivity activity, int i, ushort domains, double costShare)
    {
        Firms firms = world.Firms;
        Coefficients p = month.Parameters;
        double home = firms.TrustProgramme[i];
        double trust = activity.Kind.Travel ? firms.TrustOtherSide[i]
            : IsForeign(activity.Entry.Provider) ? (home + firms.TrustOtherSide[i]) / 2
            : home;
        double need = Learning.MeanNeed(world, i, domains), weight = activity.Entry.MostWanted > 0 ? p.AcceptNeedWanted : p.AcceptNeed;
        double felt = FeltPrice(costShare, firms.Vision[i], need, p);
        return AcceptanceProbability(trust, firms.Vision[i], weight * need, activity.Entry.Select == Selection.Nominated, HasMomentum(firms, i, month), felt, p);
    }

    /// <summary>Chance to accept an invitation (I2).</summary>
    public static double AcceptanceProbability(double trust, double vision, double weightedNeed, bool nominated, bool momentum, double costShare, Coefficients p)
        => PortableMath.Sigmoid(p.AcceptIntercept + (p.AcceptTrust * trust) + (p.AcceptVision * vision) + weightedNeed
            + (nominated ? p.AcceptNominated : 0) + (momentum ? p.AcceptMomentum : 0)) * PortableMath.Exp(-p.AcceptPrice * costShare);

    /// <summary>The price as a firm feels it: who knows what it wants, and needs it, is put off less (I7).</summary>
    public static double FeltPrice(double costShare, double vision, double need, Coefficients p) => costShare * (1 + (p.AcceptPriceSelection * (1 - vision - need)));

    /// <summary>Whether the firm took part, not long ago, in something that fitted (I2).</summary>
    public static bool HasMomentum(Firms firms, int i, in MonthContext month)
        => month.Month - firms.LastActivity[i] <= month.Parameters.MomentumMonths && firms.LastMatch[i] >= month.Parameters.MomentumMatch;

    private static bool IsForeign(ProviderKind provider) => provider is ProviderKind.International or ProviderKind.PartnerInstitution or ProviderKind.PartnerFirms;

    /// <summary>Gives each participant a teacher by what is known of the match; returns how many teachers are used (M2).</summary>
    private static int AssignTeachers(World world, PlannedActivity activity, ReadOnlySpan<int> participants, int teachers)
    {
        if (teachers == 0) return 0;
        bool technical = world.HasTechnicalAgent();
        Span<bool> used = world.Scratch.TeacherUsed.AsSpan(0, teachers);
        used.Clear();
        if (activity.Entry.Match == Matching.Cluster)
        {
            int best = 0;
            double bestSum = -1;
            for (int b = 0; b < teachers; b++)
            {
                double sum = 0;
                foreach (int i in participants) sum += Diagnosis.KnownMatch(world, world.Scratch.Teachers[b], i, technical);
                if (sum > bestSum) (best, bestSum) = (b, sum);
            }
            world.Scratch.TeacherOf.AsSpan(0, participants.Length).Fill(best);
            return 1;
        }
        int count = 0;
        for (int n = 0; n < participants.Length; n++)
        {
            int best = 0;
            double bestMatch = -1;
            for (int b = 0; b < teachers; b++)
            {
                double match = Diagnosis.KnownMatch(world, world.Scratch.Teachers[b], participants[n], technical);
                if (match > bestMatch) (best, bestMatch) = (b, match);
            }
            world.Scratch.TeacherOf[n] = best;
            if (!used[best]) count++;
            used[best] = true;
        }
        return count;
    }

    /// <summary>One participant learns, trusts, sees more clearly, attends, makes contacts (I4).</summary>
    private static void Deliver(World world, in MonthContext month, PlannedActivity activity, int i, int place, ushort domains, bool teaches, double costShare, int repeat)
    {
        Firms firms = world.Firms;
        Coefficients p = month.Parameters;
        ActivityKind kind = activity.Kind;
        PlanEntry entry = activity.Entry;
        double match = 1;
        world.Log?.BeforeLesson(world, i);
        // Before anything is tried or installed: a practice that the programme brings is one of a firm that it touched.
        if (!kind.VisitOnly) firms.Reached[i] = true;
        if (domains != 0)
        {
            double days = kind.OnSite ? Learning.DaysAfterSetup(entry.Days, firms.LastActivity[i] != Firms.Never, p) : entry.Days;
            var lesson = new Learning.Lesson(domains, Learning.DaysPerDomain(days, BitOperations.PopCount(domains)), kind.KnowHowRate, kind.DoHowRate, kind.Group ? p.GroupCeiling : 1);
            if (teaches)
            {
                Teacher teacher = world.Scratch.Teachers[world.Scratch.TeacherOf[place]];
                match = Learning.Match(world, teacher, i);
                Learning.Teach(world, teacher, i, lesson, match);
                if (kind.OnSite) TryOut(world, month, activity, i, teacher, lesson, match, repeat);
            }
            else if (IsMaterial(activity))
            {
                Learning.Teach(world, Material(p), i, lesson, 1);
            }
        }
        else if (teaches)
        {
            match = Learning.Match(world, world.Scratch.Teachers[world.Scratch.TeacherOf[place]], i);
        }
        if (teaches)
        {
            world.Counters.Deliveries++;
            world.Counters.MatchSum += match;
        }
        if (world.Log is { } log)
        {
            string teacher = teaches ? EventLog.NameOf(world, activity, world.Scratch.Teachers[world.Scratch.TeacherOf[place]]) : IsMaterial(activity) ? "material" : "";
            log.Lesson(world, month, "took-part", i, teacher, entry.Id, domains, match);
        }
        TrustEvents(world, activity, i, match, teaches);
        firms.Vision[i] += (float)((1 - PortableMath.Exp(-kind.VisionRate * entry.Days)) * (1 - firms.Vision[i]));
        firms.Attention[i] += (float)(kind.Attention * p.AttentionScale);
        SpecialEffects(world, month, activity, i, domains);
        if (kind.Contacts > 0 && entry.Partner > 0) MakeContacts(world, month, activity, i, repeat);
        if (kind.VisitOnly) return;
        firms.LastActivity[i] = month.Month;
        firms.LastMatch[i] = (float)match;
        firms.LastPaid[i] = (float)costShare;
        if (!kind.Training) return;
        firms.LastTraining[i] = month.Month;
        firms.Trainings[i]++;
    }

    /// <summary>Expert and firm try a practice out in the plant; what works is kept (F8).</summary>
    private static void TryOut(World world, in MonthContext month, PlannedActivity activity, int i, in Teacher teacher, in Learning.Lesson lesson, double match, int repeat)
    {
        Coefficients p = month.Parameters;
        ushort domains = lesson.Domains;
        double tried = TrialProbability(lesson.DaysEach, BitOperations.PopCount(domains), p);
        for (int k = 0; k < world.Firms.Domains; k++)
        {
            if ((domains >> k & 1) == 0 || world.Firms.Practises(i, k)) continue;
            int key = activity.Key ^ (k << 27);
            if (!month.Draws.Happens(tried, Purposes.Trial, i, repeat, key)) continue;
            double works = TrialWorks(match, Learning.Of(world, teacher, k).DoHow, p);
            bool kept = month.Draws.Happens(works, Purposes.TrialKept, i, repeat, key) && Practice.KeepTrial(world, month, i, k);
            if (world.Log is not null) world.NoteFirm(month, kept ? "trial-kept" : "trial-left", i, reason: $"{month.Design.Domains[k].Id}: {activity.Entry.Id}", value: match);
        }
    }

    /// <summary>Chance that a visit on site comes to a trial of a subject: it takes days, and a visit about few things (F8).</summary>
    public static double TrialProbability(double daysEach, int domains, Coefficients p)
        => p.TrialAdoption == 0 ? 0 : PortableMath.Hill(daysEach, p.TrialDays, p.TrialSteepness) / PortableMath.Pow(domains, p.TrialFocus);

    /// <summary>Chance that what was tried works: the teacher must fit the firm and be able to do it (F8).</summary>
    public static double TrialWorks(double match, double teacherDoHow, Coefficients p) => p.TrialAdoption * match * Math.Clamp(teacherDoHow / p.ExpertDoHow, 0, 1);

    /// <summary>Whether the programme teaches by what it made with experts (a film, a chart): there is nobody to match.</summary>
    private static bool IsMaterial(PlannedActivity activity)
        => activity.Entry.Provider == ProviderKind.Programme && activity.Kind.KnowHowRate + activity.Kind.DoHowRate > 0;

    private static Teacher Material(Coefficients p) => new() { KnowHow = p.ExpertKnowHow, DoHow = p.ExpertDoHow, Independence = 1, FixedMatch = 1 };

    /// <summary>A teacher that fits builds trust, one that does not costs it (I4).</summary>
    private static void TrustEvents(World world, PlannedActivity activity, int i, double match, bool teaches)
    {
        Coefficients p = world.Parameters;
        ActivityKind kind = activity.Kind;
        double worth = teaches ? TrustWorth(match, p) : 1;
        world.Firms.TrustProgramme.Event(i, kind.TrustProgramme * worth, p);
        if (!teaches || IsForeign(activity.Entry.Provider)) world.Firms.TrustOtherSide.Event(i, kind.TrustOtherSide * worth, p);
        if (!IsForeign(activity.Entry.Provider)) world.Firms.TrustLocal.Event(i, kind.TrustLocal * worth, p);
        world.Firms.TrustAssociation.Event(i, kind.TrustAssociation, p);
    }

    /// <summary>What a match is worth as a trust event (I4): 2 match - 0.6.</summary>
    public static double TrustWorth(double match, Coefficients p) => (p.TrustMatchSlope * match) - p.TrustMatchNeutral;

    private static void SpecialEffects(World world, in MonthContext month, PlannedActivity activity, int i, ushort domains)
    {
        Firms firms = world.Firms;
        switch (activity.Kind.Effect)
        {
            case SpecialEffect.SupplierDevelopment:
                firms.StaffProgrammeUntil[i] = month.Month + (int)month.Parameters.StaffTurnoverSdpMonths;
                break;
            case SpecialEffect.Installs:
                for (int k = 0; k < firms.Domains; k++)
                {
                    if ((domains >> k & 1) != 0 && !firms.Practises(i, k)) Practice.Adopt(world, month, i, k, "installed by the programme");
                }
                break;
            case SpecialEffect.Profiles:
                firms.ProfiledUntil[i] = month.Month + (int)month.Parameters.ProfileMonths;
                break;
            case SpecialEffect.OpensCredit:
                firms.CreditLimit[i] = Math.Max(firms.CreditLimit[i], activity.Entry.CreditEur);
                firms.CreditUntil[i] = activity.Entry.Window > 0 ? month.Month + activity.Entry.Window : int.MaxValue;
                break;
            default:
                break;
        }
    }

    /// <summary>Contacts of a participant: the whole part of their mean for sure, the rest by lot.</summary>
    private static void MakeContacts(World world, in MonthContext month, PlannedActivity activity, int i, int repeat)
    {
        double mean = activity.Kind.Contacts;
        int whole = (int)mean;
        int contacts = whole + (month.Draws.Happens(mean - whole, Purposes.ContactCount, i, repeat, activity.Key) ? 1 : 0);
        for (int c = 0; c < contacts; c++) world.Contacts.Add(new Contact(i, activity.Entry.Partner, activity.Kind.SupportContacts, (activity.Key & 0x0FFFFFF0) | (c & 0xF)));
    }

    /// <summary>Institutions and national experts that attend learn too (I4).</summary>
    private static void TeachOthers(World world, in MonthContext month, PlannedActivity activity, ushort domains, double providerDays, int teachers)
    {
        if ((teachers == 0 && !IsMaterial(activity)) || domains == 0) return;
        Coefficients p = month.Parameters;
        Teacher teacher = teachers == 0 ? Material(p) : world.Scratch.Teachers[world.Scratch.TeacherOf[0]];
        double days = Learning.DaysPerDomain(Math.Min(p.AttendDays, providerDays), BitOperations.PopCount(domains));
        var lesson = new Learning.Lesson(domains, days, activity.Kind.KnowHowRate, activity.Kind.DoHowRate, activity.Kind.Group ? p.GroupCeiling : 1);
        foreach (int t in activity.AttendingInstitutions) Programme.TeachInstitution(world, activity, teacher, t, lesson);
        if (!activity.Entry.NationalsAttend) return;
        Nationals nationals = world.Nationals;
        for (int b = 0; b < nationals.Count; b++)
        {
            Span<float> knowHow = nationals.KnowHow.AsSpan(b * nationals.Stride, world.Firms.Domains);
            double mean = 0;
            foreach (float kappa in knowHow) mean += kappa / knowHow.Length;
            double capacity = p.InstitutionAbsorptiveBase + (p.InstitutionAbsorptiveKnowHow * mean);
            Learning.TeachRow(world, teacher, knowHow, nationals.DoHow.AsSpan(b * nationals.Stride, world.Firms.Domains), lesson, lesson.DaysEach * capacity * p.AttendRateNational);
        }
    }

    private static void SpeedKnowHow(World world, ushort domains)
    {
        for (int k = 0; k < world.Plan.KnowHowFactor.Length; k++)
        {
            if ((domains >> k & 1) != 0) world.Plan.KnowHowFactor[k] = Math.Max(world.Plan.KnowHowFactor[k], world.Parameters.VisualTool);
        }
    }

    /// <summary>Participants that meet in no circle yet form circles, as even as their number allows.</summary>
    private static void FormCircles(World world, in MonthContext month, ReadOnlySpan<int> participants)
    {
        Firms firms = world.Firms;
        Coefficients p = month.Parameters;
        int free = 0;
        Span<int> members = world.Scratch.Rows.AsSpan(0, participants.Length);
        foreach (int i in participants)
        {
            if (firms.Circle[i] < 0 || !world.Circles.Meets(firms.Circle[i], month.Month, (int)p.CircleMonths)) members[free++] = i;
        }
        members = members[..free];
        members.Sort();
        int circles = (int)Math.Ceiling(free / p.CircleSize), at = 0;
        for (int n = 0; n < circles; n++)
        {
            int size = (free - at + circles - n - 1) / (circles - n);
            if (size < 2) return;
            int circle = world.Circles.Form(members.Slice(at, size), month.Month);
            for (int m = at; m < at + size; m++) firms.Circle[members[m]] = circle;
            world.NoteFirm(month, "circle-formed", members[at], value: size);
            at += size;
        }
    }
}
