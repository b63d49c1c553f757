using System.Reflection;
using System.Text;

namespace TwinningSim.Model.Parameters;

/// <summary>
/// The parameters as fields, for the inner loops: one property for each row of parameters.json, which is the home of its meaning, unit, range and source.
/// </summary>
internal sealed class Coefficients
{
    private static readonly PropertyInfo[] Fields = typeof(Coefficients).GetProperties(BindingFlags.Instance | BindingFlags.Public);

    public Coefficients(ParameterValues values)
    {
        foreach (PropertyInfo field in Fields) field.SetValue(this, values[NameOf(field.Name)]);
    }

    public double ClimateDefault { get; private set; }

    public double ClimatePersistence { get; private set; }

    public double ClimateNoise { get; private set; }

    public double ClimateFloor { get; private set; }

    public double AppetiteHalf { get; private set; }

    public double AppetiteSteepness { get; private set; }

    public double AppetiteFull { get; private set; }

    public double TrustPriorWeight { get; private set; }

    public double TrustNegativity { get; private set; }

    public double TrustRetention { get; private set; }

    public double TrustBridgeBase { get; private set; }

    public double TrustBridgeSlope { get; private set; }

    public double TrustBridgeStrength { get; private set; }

    public double TrustBridgeOutsiders { get; private set; }

    public double PairStateSigned { get; private set; }

    public double PairStateLapsed { get; private set; }

    public double PairStateNegotiating { get; private set; }

    public double PairStateNone { get; private set; }

    public double TrustPriorProgramme { get; private set; }

    public double TrustPriorProgrammeBefore { get; private set; }

    public double TrustPriorAssociation { get; private set; }

    public double TrustPriorLocal { get; private set; }

    public double TrustPriorPair { get; private set; }

    public double TrustPriorPairEarlier { get; private set; }

    public double ScopeHalf { get; private set; }

    public double ScopeSteepness { get; private set; }

    public double ScopeAssociation { get; private set; }

    public double ScopeInstitutions { get; private set; }

    public double ScopeProvider { get; private set; }

    public double ScopeFirms { get; private set; }

    public double OverlapWidth { get; private set; }

    public double OverlapWidthSupport { get; private set; }

    public double ComplementaritySupport { get; private set; }

    public double ComplementaritySubcontractor { get; private set; }

    public double AssociationSample { get; private set; }

    public double InformationStart { get; private set; }

    public double InformationStartEarlier { get; private set; }

    public double WillingnessSlope { get; private set; }

    public double WillingnessRivalry { get; private set; }

    public double WillingnessInformation { get; private set; }

    public double WillingnessThreshold { get; private set; }

    public double WillingnessInstitution { get; private set; }

    public double InstitutionOwnGain { get; private set; }

    public double InstitutionGainFull { get; private set; }

    public double NegotiationMonths { get; private set; }

    public double SigningHazard { get; private set; }

    public double SigningTrustBase { get; private set; }

    public double SigningTrustSlope { get; private set; }

    public double SigningBrokered { get; private set; }

    public double SigningTrustEvent { get; private set; }

    public double AgreementMonths { get; private set; }

    public double BacklashSlope { get; private set; }

    public double BacklashBase { get; private set; }

    public double BacklashPerception { get; private set; }

    public double BacklashDefaultPressure { get; private set; }

    public double BacklashPressureOffset { get; private set; }

    public double BacklashSize { get; private set; }

    public double BacklashSizeOffset { get; private set; }

    public double BacklashFade { get; private set; }

    public double EngagementSpeed { get; private set; }

    public double EngagementBase { get; private set; }

    public double EngagementAgents { get; private set; }

    public double EngagementFte { get; private set; }

    public double EngagementTechnical { get; private set; }

    public double AgreedWeak { get; private set; }

    public double GainRetention { get; private set; }

    public double GainScaleEur { get; private set; }

    public double BrokerageTrust { get; private set; }

    public double BrokerageProbability { get; private set; }

    public double CaptiveRefusal { get; private set; }

    public double TieCandidates { get; private set; }

    public double TiesMost { get; private set; }

    public double TiePriorSlope { get; private set; }

    public double TiePriorBase { get; private set; }

    public double MatchWidthProduct { get; private set; }

    public double MatchWidthScale { get; private set; }

    public double AbsorptiveBase { get; private set; }

    public double AbsorptiveKnowHow { get; private set; }

    public double AbsorptiveVision { get; private set; }

    public double GroupCeiling { get; private set; }

    public double SecrecyCloseness { get; private set; }

    public double GapThreshold { get; private set; }

    public double GapWidth { get; private set; }

    public double SetupDays { get; private set; }

    public double SetupDaysKnown { get; private set; }

    public double SetupLeast { get; private set; }

    public double MasteryKnowHow { get; private set; }

    public double FadeKnowHow { get; private set; }

    public double FadeKnowHowPractised { get; private set; }

    public double FadeDoHow { get; private set; }

    public double FadeDoHowPractised { get; private set; }

    public double FadeStaff { get; private set; }

    public double StaffTurnoverSdp { get; private set; }

    public double StaffTurnoverSdpMonths { get; private set; }

    public double PracticeRate { get; private set; }

    public double DiffusionRate { get; private set; }

    public double DiffusionWidth { get; private set; }

    public double DiffusionSecrecy { get; private set; }

    public double CircleRate { get; private set; }

    public double CircleSize { get; private set; }

    public double CircleMonths { get; private set; }

    public double PeerReviewAttention { get; private set; }

    public double PeerReviewDrop { get; private set; }

    public double LeanFirms { get; private set; }

    public double LeanMonths { get; private set; }

    public double LeanAdopters { get; private set; }

    public double LeanTrust { get; private set; }

    public double DemonstrationAttention { get; private set; }

    public double DemonstrationFurther { get; private set; }

    public double AttentionBase { get; private set; }

    public double AttentionDecay { get; private set; }

    public double AttentionScale { get; private set; }

    public double AdoptLeastKnowHow { get; private set; }

    public double InvestmentExponent { get; private set; }

    public double InvestmentReference { get; private set; }

    public double AdoptMastery { get; private set; }

    public double AdoptPeers { get; private set; }

    public double AdoptTrust { get; private set; }

    public double AdoptTrustNeutral { get; private set; }

    public double AdoptCost { get; private set; }

    public double AdoptThreshold { get; private set; }

    public double TrialAdoption { get; private set; }

    public double TrialDays { get; private set; }

    public double TrialSteepness { get; private set; }

    public double TrialFocus { get; private set; }

    public double CreditMonths { get; private set; }

    public double CreditLoss { get; private set; }

    public double DropBase { get; private set; }

    public double DropUnmastered { get; private set; }

    public double DropMastery { get; private set; }

    public double DropPaid { get; private set; }

    public double PerformanceSpeed { get; private set; }

    public double MarginProductivity { get; private set; }

    public double MarginRejects { get; private set; }

    public double MarginEnergy { get; private set; }

    public double SlackShare { get; private set; }

    public double SlackGains { get; private set; }

    public double SlackMost { get; private set; }

    public double SlackStart { get; private set; }

    public double CustomersRate { get; private set; }

    public double CustomersVision { get; private set; }

    public double VisionGain { get; private set; }

    public double VisionGainFrom { get; private set; }

    public double VisionFade { get; private set; }

    public double ResultRise { get; private set; }

    public double ResultTrustProgramme { get; private set; }

    public double ResultTrustOtherSide { get; private set; }

    public double DropTrustProgramme { get; private set; }

    public double ConditionWait { get; private set; }

    public double GateWait { get; private set; }

    public double InvitationsMost { get; private set; }

    public double AcceptIntercept { get; private set; }

    public double AcceptTrust { get; private set; }

    public double AcceptVision { get; private set; }

    public double AcceptNeed { get; private set; }

    public double AcceptNeedWanted { get; private set; }

    public double AcceptNominated { get; private set; }

    public double AcceptMomentum { get; private set; }

    public double MomentumMonths { get; private set; }

    public double MomentumMatch { get; private set; }

    public double AcceptPrice { get; private set; }

    public double AcceptPriceSelection { get; private set; }

    public double NeedUnspecific { get; private set; }

    public double GroupSize { get; private set; }

    public double NationalDaysPerYear { get; private set; }

    public double NominateMedium { get; private set; }

    public double NominateMember { get; private set; }

    public double NeedWeightFloor { get; private set; }

    public double PrimeMoverShare { get; private set; }

    public double PrimeMoverVision { get; private set; }

    public double TrustMatchSlope { get; private set; }

    public double TrustMatchNeutral { get; private set; }

    public double InstitutionMatch { get; private set; }

    public double AttendRateInstitution { get; private set; }

    public double AttendRateNational { get; private set; }

    public double AttendDays { get; private set; }

    public double InstitutionAbsorptiveBase { get; private set; }

    public double InstitutionAbsorptiveKnowHow { get; private set; }

    public double InstitutionAgreement { get; private set; }

    public double VisualTool { get; private set; }

    public double RoadshowBacklash { get; private set; }

    public double NeedMastery { get; private set; }

    public double DiagnosisVisits { get; private set; }

    public double DiagnosisMost { get; private set; }

    public double DiagnosisTechnical { get; private set; }

    public double StudyVisits { get; private set; }

    public double RosterBase { get; private set; }

    public double RosterEngagement { get; private set; }

    public double RosterSpread { get; private set; }

    public double RosterIndependent { get; private set; }

    public double ExpertKnowHow { get; private set; }

    public double ExpertDoHow { get; private set; }

    public double ExpertIndependence { get; private set; }

    public double IndependentIndependence { get; private set; }

    public double IndependentLanguage { get; private set; }

    public double AgentVisitsEmerging { get; private set; }

    public double AgentVisitsPartner { get; private set; }

    public double AgentTrustProgramme { get; private set; }

    public double AgentTrustOtherSide { get; private set; }

    public double AgentAttention { get; private set; }

    public double AgentInformationEmerging { get; private set; }

    public double AgentInformationPartner { get; private set; }

    public double AgentTrustPair { get; private set; }

    public double AgentTechnical { get; private set; }

    public double AgentExit { get; private set; }

    public double AgentVacancy { get; private set; }

    public double NeutralityLoss { get; private set; }

    public double OwnCourseDoHow { get; private set; }

    public double OwnCourseDays { get; private set; }

    public double OwnCoursePause { get; private set; }

    public double OwnCourseKnowHowRate { get; private set; }

    public double OwnCourseDoHowRate { get; private set; }

    public double OwnCourseAttention { get; private set; }

    public double OwnCourseTrust { get; private set; }

    public double MeetingProbability { get; private set; }

    public double MeetingEngagement { get; private set; }

    public double NetRivalry { get; private set; }

    public double NetInformation { get; private set; }

    public double MeetingTrust { get; private set; }

    public double MeetingNet { get; private set; }

    public double OpeningProbability { get; private set; }

    public double OpeningVisionBase { get; private set; }

    public double OpeningVisionSlope { get; private set; }

    public double OpeningHalf { get; private set; }

    public double OpeningSteepness { get; private set; }

    public double ProfileVision { get; private set; }

    public double ProfileMonths { get; private set; }

    public double ShareMachinery { get; private set; }

    public double ShareTechnology { get; private set; }

    public double ShareOutsourcing { get; private set; }

    public double CloseProbability { get; private set; }

    public double FailProbability { get; private set; }

    public double ReservationMean { get; private set; }

    public double ReservationPartner { get; private set; }

    public double ReservationConcentration { get; private set; }

    public double BreakProbability { get; private set; }

    public double Concession { get; private set; }

    public double ConcessionSupport { get; private set; }

    public double BargainingMonths { get; private set; }

    public double SupportProgramme { get; private set; }

    public double BreakTrustTie { get; private set; }

    public double BreakTrustOtherSide { get; private set; }

    public double CloseTrustTie { get; private set; }

    public double CloseTrustOtherSide { get; private set; }

    public double DealValueEur { get; private set; }

    public double DealValueExponent { get; private set; }

    public double DealValueSpread { get; private set; }

    public double DealPartnerGain { get; private set; }

    public double TransferMonths { get; private set; }

    public double TransferDays { get; private set; }

    public double TransferRate { get; private set; }

    public double MachineryKnowHow { get; private set; }

    public double MachineryAttention { get; private set; }

    public double ServiceDays { get; private set; }

    public double ServiceKnowHowRate { get; private set; }

    public double ServiceDoHowRate { get; private set; }

    public double OutsourcingTurnover { get; private set; }

    public double OutsourcingAttention { get; private set; }

    public double VentureSlack { get; private set; }

    public double RivalDealRivalry { get; private set; }

    public double RivalDealBacklash { get; private set; }

    public double KnowHowEmerging { get; private set; }

    public double KnowHowDomestic { get; private set; }

    public double KnowHowAdvanced { get; private set; }

    public double KnowHowConcentration { get; private set; }

    public double KnowHowScale { get; private set; }

    public double DoHowShareEmerging { get; private set; }

    public double DoHowShareDomestic { get; private set; }

    public double DoHowShareAdvanced { get; private set; }

    public double DoHowConcentration { get; private set; }

    public double StartMastery { get; private set; }

    public double VisionBase { get; private set; }

    public double VisionScale { get; private set; }

    public double VisionConcentration { get; private set; }

    public double PositionSpread { get; private set; }

    public double MemberExponent { get; private set; }

    public double Peers { get; private set; }

    public double PeerBase { get; private set; }

    public double PeerSegment { get; private set; }

    public double PeerAssociation { get; private set; }

    public double PeerMost { get; private set; }

    public double CustomersBase { get; private set; }

    public double CustomersScale { get; private set; }

    public double DoHowRise { get; private set; }

    public double DiscountRate { get; private set; }

    /// <summary>The parameter's name of a property: words in lower case, joined by underscores.</summary>
    internal static string NameOf(string property)
    {
        var name = new StringBuilder(property.Length + 8);
        foreach (char c in property)
        {
            if (char.IsUpper(c) && name.Length > 0) name.Append('_');
            name.Append(char.ToLowerInvariant(c));
        }
        return name.ToString();
    }
}
