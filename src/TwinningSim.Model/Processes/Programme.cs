using TwinningSim.Model.Input;
using TwinningSim.Model.Observation;
using TwinningSim.Model.Parameters;
using TwinningSim.Model.State;

namespace TwinningSim.Model.Processes;

/// <summary>The programme carries out its plan: one procedure for every kind of activity (I1-I5, M1).</summary>
internal static class Programme
{
    public static void Deliver(World world, in MonthContext month)
    {
        ActionPlan plan = world.Plan;
        if (month.Month % 12 == 0) world.NationalDaysBefore = world.Counters.NationalDays;
        for (int e = 0; e < plan.Activities.Length; e++)
        {
            PlannedActivity activity = plan.Activities[e];
            if (plan.Done[e] >= activity.Entry.Repeats || plan.Due[e] > month.Month) continue;
            if (!ConditionsMet(world, activity)) Wait(world, month, e, plan.ConditionWaits, (int)month.Parameters.ConditionWait, "condition not met");
            else if (!GateOpens(world, month, activity)) Wait(world, month, e, plan.GateWaits, (int)month.Parameters.GateWait, "the other side does not send anybody");
            else Hold(world, month, e);
        }
    }

    private static bool ConditionsMet(World world, PlannedActivity activity)
    {
        PlanEntry entry = activity.Entry;
        if (entry.NeedsDiagnosis && !world.Plan.Diagnosed) return false;
        if (entry.NeedsTrust > 0 && Census.MeanProgrammeTrust(world) < entry.NeedsTrust) return false;
        if (entry.NeedsAgreement == AgreementCondition.None) return true;
        for (int q = 0; q < world.Agreements.Count; q++)
        {
            if (world.Agreements.Cluster[q] != entry.Partner) continue;
            if (world.Agreements.State[q] == AgreementState.Signed) return true;
            if (entry.NeedsAgreement == AgreementCondition.Ever && world.Agreements.EverSigned[q]) return true;
        }
        return false;
    }

    /// <summary>Whether a provider of a partner cluster comes this month (I3).</summary>
    private static bool GateOpens(World world, in MonthContext month, PlannedActivity activity)
    {
        PlanEntry entry = activity.Entry;
        bool fromPartner = entry.Provider is ProviderKind.PartnerFirms or ProviderKind.PartnerInstitution
            || (entry.Provider == ProviderKind.International && entry.Roster != Roster.Independent);
        if (!fromPartner || entry.Partner == 0) return true;
        return month.Draws.Happens(GateProbability(world, entry.Partner), Purposes.Gate, 0, month.Month, activity.Key);
    }

    /// <summary>Chance that a partner cluster's provider takes part: mean scope over members, or what the agreement and engagement allow (I3).</summary>
    public static double GateProbability(World world, int partner)
    {
        Coefficients p = world.Parameters;
        double sum = 0;
        int members = 0;
        for (int i = 0; i < world.Firms.Emerging; i++)
        {
            if (world.Firms.Association[i] < 0) continue;
            sum += Trust.Scope(p.ScopeProvider, world.Firms.TrustOtherSide[i], p);
            members++;
        }
        double agreed = AssociationTalks.AgreedWith(world, partner) * (p.EngagementBase + (p.EngagementAgents * world.Associations.LargestEngagement(partner)));
        return Math.Max(members == 0 ? 0 : sum / members, agreed);
    }

    private static void Wait(World world, in MonthContext month, int e, int[] waits, int most, string reason)
    {
        if (++waits[e] > most)
        {
            Drop(world, month, e, reason);
            return;
        }
        world.Counters.ActivitiesPostponed++;
        if (waits[e] == 1) world.Note(month, "activity-waits", world.Plan.Activities[e].Entry.Id, reason: reason);
    }

    private static void Drop(World world, in MonthContext month, int e, string reason)
    {
        world.Counters.ActivitiesDropped++;
        world.Note(month, "activity-dropped", world.Plan.Activities[e].Entry.Id, reason: reason);
        Next(world, e, month.Month + 1);
    }

    /// <summary>Schedules the next time: as planned, but not before <paramref name="earliest"/>.</summary>
    private static void Next(World world, int e, int earliest)
    {
        ActionPlan plan = world.Plan;
        PlanEntry entry = plan.Activities[e].Entry;
        plan.Done[e]++;
        plan.Due[e] = Math.Max(entry.Month + (plan.Done[e] * entry.Every), earliest);
        plan.ConditionWaits[e] = plan.GateWaits[e] = 0;
    }

    private static void Hold(World world, in MonthContext month, int e)
    {
        PlannedActivity activity = world.Plan.Activities[e];
        string? obstacle = activity.Kind.Audience switch
        {
            Audience.Firms when activity.Kind.Effect == SpecialEffect.Diagnosis => Visits.Diagnose(world, month, activity, world.Plan.Done[e]),
            Audience.Firms => GroupActivity.Hold(world, month, activity, world.Plan.Done[e]),
            Audience.PartnerFirms => Visits.ToPartner(world, month, activity),
            Audience.Associations => Meet(world, month, activity),
            Audience.Institutions => TrainTrainers(world, month, activity),
            _ => Support(world, month, activity),
        };
        if (obstacle is not null)
        {
            Drop(world, month, e, obstacle);
            return;
        }
        Count(world, month, activity);
        Next(world, e, month.Month + Math.Max(1, activity.Entry.Every));
    }

    private static void Count(World world, in MonthContext month, PlannedActivity activity)
    {
        Counters counters = world.Counters;
        counters.ActivitiesHeld++;
        switch (activity.Kind.Output)
        {
            case ProgrammeOutput.Visits: counters.Visits++; break;
            case ProgrammeOutput.Fairs: counters.Fairs++; break;
            case ProgrammeOutput.CapacityBuilding: counters.CapacityBuilding++; break;
            case ProgrammeOutput.TechnologyShows: counters.TechnologyShows++; break;
            default: break;
        }
        bool c2b = activity.Entry.Partner > 0 && activity.Kind.Audience == Audience.Firms
            && (activity.Entry.Provider is ProviderKind.International or ProviderKind.PartnerFirms or ProviderKind.PartnerInstitution || activity.Kind.Contacts > 0);
        if (c2b) Counters.First(ref counters.FirstC2B, month.Month);
    }

    /// <summary>The pair's trust and both sides' information after an activity.</summary>
    public static void InformPair(World world, PlannedActivity activity)
    {
        ActivityKind kind = activity.Kind;
        int partner = activity.Entry.Partner;
        if (activity.Pair >= 0 && kind.TrustPair > 0) world.Agreements.Trust.Event(activity.Pair, kind.TrustPair, world.Parameters);
        if (partner == 0) return;
        world.Associations.Inform(AssociationOf(world, activity.Pair, emerging: true, 0), partner, kind.InformationEmerging);
        world.Associations.Inform(AssociationOf(world, activity.Pair, emerging: false, partner), 0, kind.InformationPartner);
    }

    /// <summary>The association of a pair's actor; the first of its cluster if the actor is an institution or there is no pair.</summary>
    public static int AssociationOf(World world, int pair, bool emerging, int cluster)
    {
        if (pair < 0) return world.Associations.FirstOf[cluster];
        int actor = emerging ? world.Agreements.Emerging[pair] : world.Agreements.Partner[pair];
        return world.Agreements.IsAssociation(actor) ? actor : world.Associations.FirstOf[cluster];
    }

    /// <summary>Two institutional actors meet.</summary>
    private static string? Meet(World world, in MonthContext month, PlannedActivity activity)
    {
        if (activity.Pair < 0) return "there is no pair of institutional actors";
        if (!Pay(world, FixedBill(activity, 0))) return "not enough money";
        InformPair(world, activity);
        int association = AssociationOf(world, activity.Pair, emerging: true, 0);
        if (association >= 0 && activity.Kind.TrustAssociation > 0)
        {
            for (int n = 0; n < world.Associations.MemberCount[association]; n++)
                world.Firms.TrustAssociation.Event(world.Associations.Members[association][n], activity.Kind.TrustAssociation, month.Parameters);
        }
        if (activity.Kind.Effect == SpecialEffect.OpensNegotiation) AssociationTalks.OpenNegotiation(world, month, activity.Pair, activity.Entry.Brokered);
        world.Note(month, activity.Kind.Name, activity.Entry.Id, world.Agreements.ActorIds[world.Agreements.Partner[activity.Pair]]);
        return null;
    }

    /// <summary>Experts or a partner institution train the trainers of local institutions.</summary>
    private static string? TrainTrainers(World world, in MonthContext month, PlannedActivity activity)
    {
        if (activity.AttendingInstitutions.Length == 0) return "there is no institution to train";
        int teachers = Diagnosis.Roster(world, month, activity, activity.DomainMask);
        if (teachers == 0) return "there is nobody to teach";
        Bill bill = FixedBill(activity, activity.AttendingInstitutions.Length);
        AddDays(ref bill, activity.Entry, world.Design.Prices, activity.Entry.Days, 1);
        if (!Pay(world, bill)) return "not enough money";
        CountDays(world, activity.Entry, activity.Entry.Days);
        InformPair(world, activity);
        ushort domains = activity.DomainMask != 0 ? activity.DomainMask : AllDomains(world);
        double days = Learning.DaysPerDomain(activity.Entry.Days, System.Numerics.BitOperations.PopCount(domains));
        var lesson = new Learning.Lesson(domains, days, activity.Kind.KnowHowRate, activity.Kind.DoHowRate, activity.Kind.Group ? month.Parameters.GroupCeiling : 1);
        foreach (int t in activity.AttendingInstitutions) TeachInstitution(world, activity, world.Scratch.Teachers[0], t, lesson);
        world.Counters.PersonsTrained += Math.Max(activity.Entry.Places, activity.AttendingInstitutions.Length);
        world.Note(month, activity.Kind.Name, activity.Entry.Id, value: activity.AttendingInstitutions.Length);
        return null;
    }

    /// <summary>An institution learns (I4, N3).</summary>
    public static void TeachInstitution(World world, PlannedActivity activity, in Teacher teacher, int institution, in Learning.Lesson lesson)
    {
        Coefficients p = world.Parameters;
        Institutions institutions = world.Institutions;
        double capacity = p.InstitutionAbsorptiveBase + (p.InstitutionAbsorptiveKnowHow * institutions.MeanKnowHow(institution));
        double rate = p.AttendRateInstitution * (VisitsUnderAgreement(world, activity, institution) ? p.InstitutionAgreement : 1);
        Learning.Lesson own = lesson with { Domains = (ushort)(lesson.Domains & institutions.DomainMask[institution]) };
        Learning.TeachRow(world, teacher, institutions.KnowHow.AsSpan(institution * institutions.Stride, world.Firms.Domains),
            institutions.DoHow.AsSpan(institution * institutions.Stride, world.Firms.Domains), own, lesson.DaysEach * capacity * rate);
    }

    /// <summary>Whether an institution learns from a partner whose institution it has an agreement with (N3).</summary>
    private static bool VisitsUnderAgreement(World world, PlannedActivity activity, int institution)
    {
        if (activity.Entry.Provider is not (ProviderKind.International or ProviderKind.PartnerFirms or ProviderKind.PartnerInstitution)) return false;
        Agreements agreements = world.Agreements;
        for (int q = 0; q < agreements.Count; q++)
        {
            if (agreements.Cluster[q] == activity.Entry.Partner && agreements.State[q] == AgreementState.Signed && !agreements.IsAssociation(agreements.Emerging[q])
                && !agreements.IsAssociation(agreements.Partner[q]) && agreements.InstitutionOf(agreements.Emerging[q]) == institution) return true;
        }
        return false;
    }

    /// <summary>The programme itself, or else a commercial intermediary, supports running negotiations for a while (B4).</summary>
    private static string? Support(World world, in MonthContext month, PlannedActivity activity)
    {
        if (activity.Entry.Partner == 0) return "there is no partner";
        if (!Pay(world, FixedBill(activity, 0))) return "not enough money";
        world.Plan.SupportUntil[activity.Entry.Partner] = month.Month + activity.Entry.Window;
        world.Plan.SupportIsCommercial[activity.Entry.Partner] = activity.Entry.Provider != ProviderKind.Programme;
        world.Note(month, activity.Kind.Name, activity.Entry.Id, month.Design.Clusters[activity.Entry.Partner].Id);
        return null;
    }

    public static ushort AllDomains(World world) => (ushort)((1 << world.Firms.Domains) - 1);

    public static Bill FixedBill(PlannedActivity activity, int heads)
    {
        var bill = default(Bill);
        bill.Add(Cost.Events, activity.Kind.FixedEur + (activity.Kind.PerHeadEur * heads));
        return bill;
    }

    public static bool Pay(World world, in Bill bill) => world.Ledger.TryPay(bill);

    /// <summary>Price of a teacher's day, EUR.</summary>
    public static double DayRate(ProviderKind provider, Prices prices) => provider switch
    {
        ProviderKind.International or ProviderKind.PartnerInstitution => prices.InternationalDayEur,
        ProviderKind.National => prices.NationalDayEur,
        ProviderKind.Institution => prices.InstitutionDayEur,
        _ => 0,
    };

    /// <summary>Adds a provider's days, and the trips of experts from abroad, to a bill (I5).</summary>
    public static void AddDays(ref Bill bill, PlanEntry entry, Prices prices, double days, int experts)
    {
        double eur = days * DayRate(entry.Provider, prices);
        switch (entry.Provider)
        {
            case ProviderKind.International or ProviderKind.PartnerInstitution:
                bill.Add(Cost.International, eur);
                bill.Add(Cost.Travel, experts * prices.ExpertTripEur);
                break;
            case ProviderKind.National:
                bill.Add(Cost.National, eur);
                break;
            case ProviderKind.Institution:
                bill.Add(Cost.Institutions, eur);
                break;
            default:
                break;
        }
    }

    public static void CountDays(World world, PlanEntry entry, double days)
    {
        switch (entry.Provider)
        {
            case ProviderKind.International or ProviderKind.PartnerInstitution: world.Counters.InternationalDays += days; break;
            case ProviderKind.National: world.Counters.NationalDays += days; break;
            case ProviderKind.Institution: world.Counters.InstitutionDays += days; break;
            default: break;
        }
    }
}
