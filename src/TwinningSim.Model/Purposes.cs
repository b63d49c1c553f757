using TwinningSim.Kernel.Randomness;

namespace TwinningSim.Model;

/// <summary>
/// What random numbers are drawn for. A purpose belongs to one process; its key is (agent, month, index) as noted, so that two designs share every draw that both make.
/// The number of a plan entry or an agent in a key is the hash of its identifier; partner firms are keyed by their cluster's ordinal in the scenario.
/// </summary>
internal static class Purposes
{
    // Population: agent = firm within its cluster; index = cluster ordinal, and domain or attempt.
    public static readonly DrawPurpose SizeClass = new(1);
    public static readonly DrawPurpose Role = new(2);
    public static readonly DrawPurpose Segment = new(3);
    public static readonly DrawPurpose Employees = new(4);
    public static readonly DrawPurpose Position = new(5);
    public static readonly DrawPurpose Membership = new(6);
    public static readonly DrawPurpose StartKnowHow = new(7);
    public static readonly DrawPurpose StartDoHow = new(8);
    public static readonly DrawPurpose StartVision = new(9);
    public static readonly DrawPurpose Captivity = new(10);
    public static readonly DrawPurpose Peer = new(11);
    public static readonly DrawPurpose PeerAccepted = new(12);
    public static readonly DrawPurpose NationalExpert = new(13);
    public static readonly DrawPurpose Visibility = new(14);

    // Climate: agent = cluster ordinal.
    public static readonly DrawPurpose ClimateShock = new(20);

    // Programme: agent = firm or visit; month = repeat of the entry (Gate, PartnerVisit: the month); index = entry.
    // Roster: agent = place in it; month = which of an expert's draws; index = cluster ordinal and domain.
    public static readonly DrawPurpose Gate = new(30);
    public static readonly DrawPurpose Choice = new(31);
    public static readonly DrawPurpose Acceptance = new(32);
    public static readonly DrawPurpose DiagnosticVisit = new(33);
    public static readonly DrawPurpose RosterExpert = new(34);
    public static readonly DrawPurpose PartnerVisit = new(35);
    public static readonly DrawPurpose Trial = new(36);
    public static readonly DrawPurpose TrialKept = new(37);

    // Agents: agent = visit; index = agent.
    public static readonly DrawPurpose AgentExit = new(40);
    public static readonly DrawPurpose AgentVisit = new(41);

    // Associations: index = both actors' names. Samples: agent = pair; month = ordinal of the other cluster; index = association.
    public static readonly DrawPurpose PairSample = new(50);
    public static readonly DrawPurpose PairSampleOther = new(51);
    public static readonly DrawPurpose Signing = new(52);
    public static readonly DrawPurpose Renewal = new(53);
    public static readonly DrawPurpose Protest = new(54);
    public static readonly DrawPurpose ProtestSize = new(55);

    // Own courses: agent = firm (none for days); index = provider.
    public static readonly DrawPurpose CourseDays = new(60);
    public static readonly DrawPurpose CourseOrder = new(61);
    public static readonly DrawPurpose CourseAcceptance = new(62);

    // Firms: agent = firm; index = domain. A domain is either adopted or dropped, so one draw serves both.
    public static readonly DrawPurpose Adoption = new(70);
    public static readonly DrawPurpose NewCustomers = new(71);
    public static readonly DrawPurpose LostCustomers = new(72);

    // Business: agent = emerging firm; index = partner firm, or contact and candidate.
    public static readonly DrawPurpose Brokerage = new(80);
    public static readonly DrawPurpose ContactCount = new(81);
    public static readonly DrawPurpose Captive = new(82);
    public static readonly DrawPurpose Candidate = new(83);
    public static readonly DrawPurpose CandidateChoice = new(84);
    public static readonly DrawPurpose TieForms = new(85);
    public static readonly DrawPurpose Meeting = new(86);
    public static readonly DrawPurpose Opening = new(87);
    public static readonly DrawPurpose NegotiationKind = new(88);
    public static readonly DrawPurpose TransferAllowed = new(89);
    public static readonly DrawPurpose Reservation = new(90);
    public static readonly DrawPurpose ReservationPartner = new(91);
    public static readonly DrawPurpose Outcome = new(92);
    public static readonly DrawPurpose DealValue = new(93);
}
