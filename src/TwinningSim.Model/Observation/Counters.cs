using TwinningSim.Model.State;

namespace TwinningSim.Model.Observation;

/// <summary>What one part of the firms adds to the counts of a month. Each part has its own, because parts may be done at once.</summary>
internal sealed class PartCount
{
    public int Adopted, AdoptedTouched, Dropped;

    /// <summary>Whether a law of the model is broken in this part.</summary>
    public bool SkillsBroken, TrustBroken;

    /// <summary>What the census counts in this part.</summary>
    public FirmCount Firms;
}

/// <summary>Numbers of firms, and of their practices, as the census sees them. Whole, so that their order does not matter.</summary>
internal struct FirmCount
{
    public int All, Members, Participants, Tied, Reached, WithDoHow, WithDoHowTouched, Adopters, Practices, PracticesNew;

    public void Add(in FirmCount other)
    {
        All += other.All;
        Members += other.Members;
        Participants += other.Participants;
        Tied += other.Tied;
        Reached += other.Reached;
        WithDoHow += other.WithDoHow;
        WithDoHowTouched += other.WithDoHowTouched;
        Adopters += other.Adopters;
        Practices += other.Practices;
        PracticesNew += other.PracticesNew;
    }
}

/// <summary>Counts since the start of the run. They never fall.</summary>
internal sealed class Counters
{
    public int AgreementsSigned, AgreementsRenewed, AgreementsLapsed, InstitutionAgreements;
    public int Invited, Accepted, PersonsTrained;
    public int PracticesAdopted, PracticesAdoptedTouched, PracticesDropped;
    public int Deliveries;
    public double MatchSum;
    public int OwnCourses, LettersOfIntent, NegotiationsFailed, DealsSmall, DealsSupport;
    public int Visits, Fairs, CapacityBuilding, TechnologyShows;
    public int ActivitiesHeld, ActivitiesPostponed, ActivitiesDropped;
    public double InternationalDays, NationalDays, InstitutionDays;
    public double MarginGain, SpendingDiscounted;
    public long SpentBefore;
    public int FirstAgreement, FirstInstitutionAgreement, FirstC2B, FirstOwnCourse, FirstDeal;

    public int[] Deals { get; } = new int[6];

    public double[] DealsEur { get; } = new double[6];

    public int AllDeals => Deals[1] + Deals[2] + Deals[3] + Deals[4] + Deals[5];

    public double AllDealsEur => DealsEur[1] + DealsEur[2] + DealsEur[3] + DealsEur[4] + DealsEur[5];

    public void Clear()
    {
        AgreementsSigned = AgreementsRenewed = AgreementsLapsed = InstitutionAgreements = 0;
        Invited = Accepted = PersonsTrained = 0;
        PracticesAdopted = PracticesAdoptedTouched = PracticesDropped = 0;
        Deliveries = 0;
        MatchSum = 0;
        OwnCourses = LettersOfIntent = NegotiationsFailed = DealsSmall = DealsSupport = 0;
        Visits = Fairs = CapacityBuilding = TechnologyShows = 0;
        ActivitiesHeld = ActivitiesPostponed = ActivitiesDropped = 0;
        InternationalDays = NationalDays = InstitutionDays = 0;
        MarginGain = SpendingDiscounted = 0;
        SpentBefore = 0;
        FirstAgreement = FirstInstitutionAgreement = FirstC2B = FirstOwnCourse = FirstDeal = Firms.Never;
        Array.Clear(Deals);
        Array.Clear(DealsEur);
    }

    /// <summary>Adds what the parts have counted, and empties them.</summary>
    public void Add(PartCount[] parts)
    {
        foreach (PartCount part in parts)
        {
            PracticesAdopted += part.Adopted;
            PracticesAdoptedTouched += part.AdoptedTouched;
            PracticesDropped += part.Dropped;
            part.Adopted = part.AdoptedTouched = part.Dropped = 0;
        }
    }

    /// <summary>Sets the month of a first event, once.</summary>
    public static void First(ref int month, int now)
    {
        if (month == Firms.Never) month = now;
    }
}
