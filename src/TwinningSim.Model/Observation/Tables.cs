using System.Collections.Immutable;
using TwinningSim.Kernel.Tables;

namespace TwinningSim.Model.Observation;

/// <summary>The output tables of a simulation (model document, section Observation).</summary>
public static class Tables
{
    /// <summary>One row for each replicate: the state at the end, and what can be said of a run only as a whole.</summary>
    public static TableDefinition Runs { get; } = new("runs", "One replicate of one design: its final state and its outcomes.",
        [MonthColumn.All[MonthColumn.Replicate], .. MonthColumn.State, .. RunColumn.Outcomes]);

    /// <summary>One row for each replicate and month.</summary>
    public static TableDefinition Months { get; } = new("months", "One month of one replicate of one design. Counts and money are cumulated from the start.", MonthColumn.All);

    /// <summary>One row for each replicate and firm of the emerging cluster at the end.</summary>
    public static TableDefinition Firms { get; } = new("firms", "One firm of the emerging cluster at the end of one replicate of one design.", FirmColumn.All);

    /// <summary>One row for each thing that happened.</summary>
    public static TableDefinition Events { get; } = new("events", "One thing that happened in one replicate of one design.", EventColumn.All);

    /// <summary>All tables.</summary>
    public static ImmutableArray<TableDefinition> All { get; } = [Runs, Months, Firms, Events];
}

/// <summary>A list of columns under construction: adding a column gives its position.</summary>
internal sealed class ColumnList
{
    private readonly ImmutableArray<ColumnDefinition>.Builder _columns = ImmutableArray.CreateBuilder<ColumnDefinition>();

    public ImmutableArray<ColumnDefinition> Columns => _columns.ToImmutable();

    public int Count(string name, string meaning, string unit = "count") => Add(new(name, ColumnType.Whole, unit, meaning));

    public int Real(string name, string unit, string meaning) => Add(new(name, ColumnType.Real, unit, meaning));

    public int Eur(string name, string meaning) => Add(new(name + "_eur", ColumnType.Real, "EUR", meaning));

    public int Text(string name, string meaning) => Add(new(name, ColumnType.Text, "text", meaning));

    public int OptionalCount(string name, string unit, string meaning) => Add(new(name, ColumnType.Whole, unit, meaning, Nullable: true));

    public int OptionalReal(string name, string unit, string meaning) => Add(new(name, ColumnType.Real, unit, meaning, Nullable: true));

    private int Add(ColumnDefinition column)
    {
        _columns.Add(column);
        return _columns.Count - 1;
    }
}

/// <summary>Positions of the columns of the table of months. Everything from <see cref="Climate"/> on is state and stands in the table of runs too.</summary>
internal static class MonthColumn
{
    private static readonly ColumnList List = new();

    public static readonly int Replicate = List.Count("replicate", "Number of the replicate, from 0: the same number is the same luck in every design.", "number");
    public static readonly int Month = List.Count("month", "Months since the start: 0 is the first.", "month");
    public static readonly int Date = List.Text("date", "Calendar month, yyyy-MM.");

    public static readonly int Climate = List.Real("climate", "0 to 1", "Business climate u of the emerging cluster (C1).");
    public static readonly int PartnerAppetite = List.Real("partner_appetite", "0 to 1", "Appetite m for cooperation, mean over the partner clusters (C2); 0 without partners.");
    public static readonly int C2C = List.Real("c2c", "0 to 1", "Trust cluster to cluster: the largest trust of a pair of institutional actors times the state of its agreement (T3).");
    public static readonly int C2B = List.Real("c2b", "0 to 1", "Trust cluster to business: mean trust of the emerging cluster's members in the other side.");
    public static readonly int B2B = List.Real("b2b", "0 to 1", "Trust business to business: mean trust over ties times the share of members with a tie.");
    public static readonly int ProgrammeTrust = List.Real("programme_trust", "0 to 1", "Mean trust of members in the programme.");
    public static readonly int AgreementsInForce = List.Count("agreements_in_force", "Agreements between institutional actors in force.", "agreements");
    public static readonly int AgreementsSigned = List.Count("agreements_signed", "Memoranda of understanding signed (Table 9).", "agreements");
    public static readonly int AgreementsRenewed = List.Count("agreements_renewed", "Agreements renewed at expiry (A5).", "agreements");
    public static readonly int AgreementsLapsed = List.Count("agreements_lapsed", "Agreements not renewed at expiry (A5).", "agreements");
    public static readonly int InstitutionAgreements = List.Count("institution_agreements", "Agreements signed between a technical institution of each side.", "agreements");
    public static readonly int Engagement = List.Real("engagement", "0 to 1", "Engagement of the partner associations, largest (A7).");
    public static readonly int Backlash = List.Real("backlash", "0 or more", "Backlash among members of the partner associations, largest (A6).");
    public static readonly int Information = List.Real("information", "0 to 1", "Information of the emerging cluster's associations about partners, largest (A2).");
    public static readonly int Invited = List.Count("invited", "Invitations to firms.", "invitations");
    public static readonly int Accepted = List.Count("accepted", "Invitations accepted.", "invitations");
    public static readonly int FirmsReached = List.Count("firms_reached", "Firms that took part in an activity or an own course at least once (diagnostic visits do not count).", "firms");
    public static readonly int FirmsTrained = List.Count("firms_trained", "Firms that took part in a training at least once.", "firms");
    public static readonly int PersonsTrained = List.Count("persons_trained", "Participations in trainings (Table 9).", "persons");
    public static readonly int FirmsWithDoHow = List.Count("firms_with_do_how", "Firms of the whole cluster with do-how at least 0.1 above their start in some domain.", "firms");
    public static readonly int FirmsWithDoHowTouched = List.Count("firms_with_do_how_touched", "Of these, firms reached by the programme.", "firms");
    public static readonly int Adopters = List.Count("adopters", "Firms that practise something they did not practise at the start.", "firms");
    public static readonly int Practices = List.Count("practices", "Practices in use in the whole cluster.", "practices");
    public static readonly int PracticesNew = List.Count("practices_new", "Of these, not in use in that firm at the start.", "practices");
    public static readonly int PracticesAdopted = List.Count("practices_adopted", "Adoptions so far.", "practices");
    public static readonly int PracticesAdoptedTouched = List.Count("practices_adopted_touched", "Of these, in firms that the programme had reached.", "practices");
    public static readonly int PracticesDropped = List.Count("practices_dropped", "Practices dropped so far (F3).", "practices");
    public static readonly int MatchMean = List.OptionalReal("match_mean", "0 to 1", "Mean match of provider and firm over deliveries so far (L1); empty before the first.");
    public static readonly int KnowHow = List.Real("know_how", "0 to 1", "Mean know-how over firms and domains.");
    public static readonly int KnowHowMembers = List.OptionalReal("know_how_members", "0 to 1", "The same over members of associations; empty without any.");
    public static readonly int KnowHowParticipants = List.OptionalReal("know_how_participants", "0 to 1", "The same over firms trained; empty before the first.");
    public static readonly int DoHow = List.Real("do_how", "0 to 1", "Mean do-how over firms and domains.");
    public static readonly int DoHowMembers = List.OptionalReal("do_how_members", "0 to 1", "The same over members of associations; empty without any.");
    public static readonly int DoHowParticipants = List.OptionalReal("do_how_participants", "0 to 1", "The same over firms trained; empty before the first.");
    public static readonly int Mastery = List.Real("mastery", "0 to 1", "Mean mastery over firms and domains (L4).");
    public static readonly int MasteryMembers = List.OptionalReal("mastery_members", "0 to 1", "The same over members of associations; empty without any.");
    public static readonly int MasteryParticipants = List.OptionalReal("mastery_participants", "0 to 1", "The same over firms trained; empty before the first.");
    public static readonly int Vision = List.Real("vision", "0 to 1", "Mean vision over firms.");
    public static readonly int VisionMembers = List.OptionalReal("vision_members", "0 to 1", "The same over members of associations; empty without any.");
    public static readonly int VisionParticipants = List.OptionalReal("vision_participants", "0 to 1", "The same over firms trained; empty before the first.");
    public static readonly int Productivity = List.Real("productivity", "1 = start", "Mean productivity over firms (F4).");
    public static readonly int ProductivityMembers = List.OptionalReal("productivity_members", "1 = start", "The same over members of associations; empty without any.");
    public static readonly int ProductivityParticipants = List.OptionalReal("productivity_participants", "1 = start", "The same over firms trained; empty before the first.");
    public static readonly int Rejects = List.Real("rejects", "share", "Mean reject rate over firms (F4).");
    public static readonly int RejectsMembers = List.OptionalReal("rejects_members", "share", "The same over members of associations; empty without any.");
    public static readonly int RejectsParticipants = List.OptionalReal("rejects_participants", "share", "The same over firms trained; empty before the first.");
    public static readonly int Energy = List.Real("energy", "1 = start", "Mean energy index over firms (F4).");
    public static readonly int EnergyMembers = List.OptionalReal("energy_members", "1 = start", "The same over members of associations; empty without any.");
    public static readonly int EnergyParticipants = List.OptionalReal("energy_participants", "1 = start", "The same over firms trained; empty before the first.");
    public static readonly int Customers = List.Real("customers", "customers", "Mean number of customers of a firm (F5).");
    public static readonly int InstitutionDoHow = List.Real("institution_do_how", "0 to 1", "Mean do-how of the emerging cluster's technical institutions over their domains; 0 without any.");
    public static readonly int OwnCourses = List.Count("own_courses", "Firms taught in courses that institutions and local providers run on their own (N1, N2).", "firms");
    public static readonly int Circles = List.Count("circles", "Training circles that meet.", "circles");
    public static readonly int LeanNetworks = List.Count("lean_networks", "Lean networks.", "networks");
    public static readonly int Ties = List.Count("ties", "Ties between an emerging and a partner firm.", "ties");
    public static readonly int LettersOfIntent = List.Count("letters_of_intent", "Negotiations between firms opened (Table 9: letters of intent).", "negotiations");
    public static readonly int NegotiationsFailed = List.Count("negotiations_failed", "Negotiations that failed or broke off (B4).", "negotiations");
    public static readonly int Deals = List.Count("deals", "Deals closed (Table 10).", "deals");
    public static readonly int DealsMachinery = List.Count("deals_machinery", "Machinery sales.", "deals");
    public static readonly int DealsService = List.Count("deals_service", "Service contracts.", "deals");
    public static readonly int DealsOutsourcing = List.Count("deals_outsourcing", "Outsourcing contracts.", "deals");
    public static readonly int DealsTechnology = List.Count("deals_technology", "Technology transfers.", "deals");
    public static readonly int DealsVenture = List.Count("deals_venture", "Joint ventures.", "deals");
    public static readonly int DealsValue = List.Eur("deals", "Value of deals closed (Table 10).");
    public static readonly int DealsMachineryValue = List.Eur("deals_machinery", "Value of machinery sales.");
    public static readonly int DealsServiceValue = List.Eur("deals_service", "Value of service contracts.");
    public static readonly int DealsOutsourcingValue = List.Eur("deals_outsourcing", "Value of outsourcing contracts.");
    public static readonly int DealsTechnologyValue = List.Eur("deals_technology", "Value of technology transfers.");
    public static readonly int DealsVentureValue = List.Eur("deals_venture", "Value of joint ventures.");
    public static readonly int Visits = List.Count("visits_organised", "Visits organised (Table 9).", "visits");
    public static readonly int Fairs = List.Count("fairs", "Fairs taken part in (Table 9).", "fairs");
    public static readonly int CapacityBuilding = List.Count("capacity_building", "Capacity-building events (Table 9).", "events");
    public static readonly int TechnologyShows = List.Count("technology_shows", "Technology-transfer shows and business meetings (Table 9).", "events");
    public static readonly int ActivitiesHeld = List.Count("activities_held", "Activities of the plan that took place.", "activities");
    public static readonly int ActivitiesPostponed = List.Count("activities_postponed", "Months by which activities waited.", "month");
    public static readonly int ActivitiesDropped = List.Count("activities_dropped", "Activities given up: gate, condition, quorum or money.", "activities");
    public static readonly int InternationalDays = List.Real("international_days", "days", "Days of international experts.");
    public static readonly int NationalDays = List.Real("national_days", "days", "Days of national experts paid by the programme.");
    public static readonly int InstitutionDays = List.Real("institution_days", "days", "Days of institutions' trainers paid by the programme.");
    public static readonly int Spending = List.Eur("spending", "Spending of the programme.");
    public static readonly int SpendingInternational = List.Eur("spending_international", "Of this: days of international experts.");
    public static readonly int SpendingNational = List.Eur("spending_national", "Of this: days of national experts.");
    public static readonly int SpendingInstitutions = List.Eur("spending_institutions", "Of this: days of institutions' trainers.");
    public static readonly int SpendingTravel = List.Eur("spending_travel", "Of this: trips of experts and firms.");
    public static readonly int SpendingEvents = List.Eur("spending_events", "Of this: fixed costs and costs per head of activities.");
    public static readonly int SpendingAgents = List.Eur("spending_agents", "Of this: agents.");
    public static readonly int SpendingDeals = List.Eur("spending_deals", "Of this: fees of commercial intermediaries.");
    public static readonly int SpendingInvestment = List.Eur("spending_investment", "Of this: installations and investment subsidies.");
    public static readonly int SpendingCredit = List.Eur("spending_credit", "Of this: losses of the credit line.");
    public static readonly int Fees = List.Eur("fees", "Fees that firms paid to the programme.");
    public static readonly int Balance = List.Eur("balance", "Money left: budget + fees - spending.");

    public static ImmutableArray<ColumnDefinition> All { get; } = List.Columns;

    public static ImmutableArray<ColumnDefinition> State { get; } = All[Climate..];
}

/// <summary>Positions of the outcome columns, counted from the end of the state columns in the table of runs.</summary>
internal static class RunColumn
{
    private static readonly ColumnList List = new();

    public static readonly int FirstAgreement = List.OptionalCount("first_agreement_month", "month", "Month of the first agreement; empty if none.");
    public static readonly int FirstInstitutionAgreement = List.OptionalCount("first_institution_agreement_month", "month", "Month of the first agreement between technical institutions; empty if none.");
    public static readonly int FirstC2B = List.OptionalCount("first_c2b_month", "month", "Month of the first activity in which the other side taught or met firms; empty if none.");
    public static readonly int FirstOwnCourse = List.OptionalCount("first_own_course_month", "month", "Month of the first course that local providers ran on their own; empty if none.");
    public static readonly int FirstDeal = List.OptionalCount("first_deal_month", "month", "Month of the first deal between firms; empty if none.");
    public static readonly int DealsSmall = List.Count("deals_small", "Deals of emerging firms with fewer than 50 employees.", "deals");
    public static readonly int DealsSupport = List.Count("deals_support", "Deals with support firms of the partner clusters.", "deals");
    public static readonly int PracticesAdoptedUntouched = List.Count("practices_adopted_untouched", "Adoptions in firms that the programme had not reached.", "practices");
    public static readonly int PracticesPerParticipant = List.OptionalReal("practices_per_participant", "practices", "New practices in use for each firm trained; empty if none was.");
    public static readonly int TurnoverGain = List.Eur("turnover_gain", "Yearly turnover above the start, whole cluster, at the end.");
    public static readonly int Savings = List.Eur("savings", "Yearly savings on rejects and energy against the start, whole cluster, at the end.");
    public static readonly int Employment = List.Real("employment", "jobs", "Turnover gain divided by turnover per employee.");
    public static readonly int MarginGain = List.Eur("margin_gain", "Margin gain of the whole cluster over the run, discounted at 5 % a year to the start.");
    public static readonly int SpendingDiscounted = List.Eur("spending_discounted", "Spending less fees over the run, discounted at 5 % a year to the start.");
    public static readonly int CostPerPractice = List.OptionalReal("cost_per_practice_eur", "EUR", "Spending for each new practice in use at the end; empty if none.");
    public static readonly int CostPerFirm = List.OptionalReal("cost_per_firm_with_do_how_eur", "EUR", "Spending for each firm with do-how at the end; empty if none.");
    public static readonly int NetBenefit = List.OptionalReal("net_benefit_eur", "EUR", "Margin gain above the same replicate without a programme, less discounted spending; empty if no such design is in the experiment.");
    public static readonly int BenefitCost = List.OptionalReal("benefit_cost_ratio", "ratio", "Margin gain above the same replicate without a programme, divided by discounted spending; empty if either is missing or nothing was spent.");

    public static ImmutableArray<ColumnDefinition> Outcomes { get; } = List.Columns;

    /// <summary>Position in the table of runs of a column of the table of months.</summary>
    public static int OfState(int monthColumn) => 1 + monthColumn - MonthColumn.Climate;

    /// <summary>Position in the table of runs of an outcome.</summary>
    public static int OfOutcome(int outcome) => 1 + MonthColumn.State.Length + outcome;
}

/// <summary>Positions of the columns of the table of firms.</summary>
internal static class FirmColumn
{
    private static readonly ColumnList List = new();

    public static readonly int Replicate = List.Count("replicate", "Number of the replicate, from 0.", "number");
    public static readonly int Firm = List.Count("firm", "Number of the firm in its cluster, from 0.", "number");
    public static readonly int Segment = List.Text("segment", "Product segment.");
    public static readonly int Role = List.Text("role", "principal, subcontractor or support.");
    public static readonly int Employees = List.Real("employees", "persons", "Employees.");
    public static readonly int Association = List.Text("association", "Association that it is a member of; empty if none.");
    public static readonly int Captive = List.Count("captive", "1 if tied to one buyer.", "0 or 1");
    public static readonly int Reached = List.Count("reached", "1 if it took part in an activity or an own course.", "0 or 1");
    public static readonly int Trained = List.Count("trained", "Participations in trainings.", "persons");
    public static readonly int KnowHow = List.Real("know_how", "0 to 1", "Mean know-how over domains.");
    public static readonly int KnowHowStart = List.Real("know_how_start", "0 to 1", "The same at the start.");
    public static readonly int DoHow = List.Real("do_how", "0 to 1", "Mean do-how over domains.");
    public static readonly int DoHowStart = List.Real("do_how_start", "0 to 1", "The same at the start.");
    public static readonly int Practices = List.Count("practices", "Practices in use.", "practices");
    public static readonly int PracticesStart = List.Count("practices_start", "Practices in use at the start.", "practices");
    public static readonly int Vision = List.Real("vision", "0 to 1", "Vision.");
    public static readonly int TrustProgramme = List.Real("trust_programme", "0 to 1", "Trust in the programme.");
    public static readonly int TrustOtherSide = List.Real("trust_other_side", "0 to 1", "Trust in the other side.");
    public static readonly int Productivity = List.Real("productivity", "1 = start", "Productivity.");
    public static readonly int Rejects = List.Real("rejects", "share", "Reject rate.");
    public static readonly int Energy = List.Real("energy", "1 = start", "Energy index.");
    public static readonly int Customers = List.Real("customers", "customers", "Customers.");
    public static readonly int Slack = List.Eur("slack", "Money that it can invest.");
    public static readonly int Ties = List.Count("ties", "Ties with partner firms.", "ties");
    public static readonly int Deals = List.Count("deals", "Deals closed.", "deals");

    public static ImmutableArray<ColumnDefinition> All { get; } = List.Columns;
}

/// <summary>Positions of the columns of the table of events.</summary>
internal static class EventColumn
{
    private static readonly ColumnList List = new();

    public static readonly int Replicate = List.Count("replicate", "Number of the replicate, from 0.", "number");
    public static readonly int Month = List.Count("month", "Months since the start: 0 is the first.", "month");
    public static readonly int Kind = List.Text("kind", "What happened.");
    public static readonly int Actor = List.Text("actor", "Who: an entry of the plan, an association or institution, an agent, or firm:<number>.");
    public static readonly int Other = List.Text("other", "With whom; empty if nobody.");
    public static readonly int Reason = List.Text("reason", "Why, or about what; empty if there is nothing to say.");
    public static readonly int Value = List.Real("value", "by kind", "Size: match, EUR, participants; 0 if there is none.");

    public static ImmutableArray<ColumnDefinition> All { get; } = List.Columns;
}
