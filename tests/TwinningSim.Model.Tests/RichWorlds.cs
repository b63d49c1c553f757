using TwinningSim.Model.Input;
using TwinningSim.Testing;

namespace TwinningSim.Model.Tests;

/// <summary>Small worlds in which everything that the model knows happens.</summary>
internal static class RichWorlds
{
    /// <summary>Two partners, agents on both sides, every kind of activity, all selections, credit, subsidy, own courses: at the parameters of which a test says nothing.</summary>
    public static DesignBuilder Everything()
    {
        DesignBuilder design = new DesignBuilder().WithId("everything").WithMonths(60).WithBudget(3_000_000)
            .WithEmerging(c => c with
            {
                Firms = 80,
                CaptiveShare = 0.2,
                ComponentQuality = 0.8,
                StaffTurnover = 0.02,
                Segments = [new Segment("uppers", 0, 0, 0.6), new Segment("shoes", 0.3, 0.1, 0.28), new Segment("bags", 0.1, 0.3, 0.12)],
                Associations = [new Association { Id = DesignBuilder.EmergingAssociation, Members = 40, WorkedBefore = true }, new Association { Id = "young-association", Members = 12 }],
                Climate = [new SeriesPoint(0, 0.9), new SeriesPoint(36, 0.7), new SeriesPoint(50, 0.3), new SeriesPoint(59, 0.6)],
                Institutions = [c.Institutions[0] with { DaysPerMonth = 10, FeeEurPerDay = 20 }],
            })
            .WithPartner(c => c with { Firms = 60, MarketOverlap = 0.5, ChainLink = 0.7, ControlPreference = 0.02 })
            .WithDomesticPartner(c => c with { Firms = 40, MarketOverlap = 0.6, ChainLink = 0.8, ImportPressure = [new SeriesPoint(0, 0.2), new SeriesPoint(40, 0.9)] })
            .With(d => d with
            {
                EarlierRelations = [(DesignBuilder.EmergingAssociation, DesignBuilder.AdvancedAssociation)],
                Nationals = d.Nationals with { Count = 5, DaysPerMonth = 2, FeeEurPerDay = 50 },
                InvestmentSubsidy = 0.1,
                ProgrammeEnd = 48,
            })
            .WithAgent().WithAgent(a => a with { Fte = 0.5, Technical = true, From = 6 }).WithAgent(a => a with { Cluster = 1, Technical = true }).WithAgent(a => a with { Partner = 2, Until = 40 });
        design.WithEntry("partner-diagnostic", e => e with { Month = 0, Places = 8 })
            .WithEntry("association-meeting", e => e with { Month = 0, Repeats = 4, Every = 8 })
            .WithEntry("agreement-facilitation", e => e with { Month = 1, Repeats = 6, Every = 9, Brokered = true })
            .WithEntry("agreement-facilitation", e => e with { Month = 2, Repeats = 3, Every = 16, Partner = 2 })
            .WithEntry("agreement-facilitation", e => e with { Month = 2, Repeats = 6, Every = 9, Between = (DesignBuilder.EmergingInstitution, DesignBuilder.AdvancedInstitution) })
            .WithEntry("diagnostic-study", e => e with { Month = 1, Places = 12 })
            .WithEntry("diagnostic-study", e => e with { Month = 20, Places = 5, Diagnosis = DiagnosisScope.Random })
            .WithEntry("diagnostic-study", e => e with { Month = 40, Places = 5, Diagnosis = DiagnosisScope.Macro })
            .WithEntry("fair-participation", e => e with { Month = 3, Repeats = 3, Every = 12, Pool = InvitationPool.All, Select = Selection.MediumFirst })
            .WithEntry("advocacy-roadshow", e => e with { Month = 10, Repeats = 4, Every = 6 })
            .WithEntry("seminar", e => e with { Month = 4, Repeats = 4, Every = 10, Places = 30, Pool = InvitationPool.All, Select = Selection.Random, MostWanted = 2, Domains = [] })
            .WithEntry("dissemination-workshop", e => e with { Month = 9, Repeats = 3, Every = 10, Places = 26, Select = Selection.Hubs })
            .WithEntry("visual-training-tool", e => e with { Month = 5, Provider = ProviderKind.Programme, Domains = [1], InstitutionsAttend = [DesignBuilder.EmergingInstitution] })
            .WithEntry("classroom-training", e => e with
            {
                Month = 6,
                Repeats = 3,
                Every = 9,
                Places = 28,
                Days = 4,
                Domains = [0, 1],
                CostShare = 0.2,
                CostShareStep = 0.1,
                InstitutionsAttend = [DesignBuilder.EmergingInstitution],
            })
            .WithEntry("onsite-handholding", e => e with
            {
                Month = 8,
                Repeats = 4,
                Every = 8,
                Domains = [0, 2],
                Roster = Roster.Any,
                Match = Matching.Firm,
                Select = Selection.NeedMatched,
                NationalsAttend = true,
                NeedsDiagnosis = true,
            })
            .WithEntry("onsite-handholding", e => e with { Month = 12, Repeats = 3, Every = 12, Days = 1, Roster = Roster.Independent, CostShare = 0.3, Domains = [2] })
            .WithEntry("onsite-handholding", e => e with { Month = 15, Days = 2, Select = Selection.PrimeMovers, Pool = InvitationPool.All, Partner = 2 })
            .WithEntry("study-tour", e => e with { Month = 14, Repeats = 3, Every = 12, Days = 5, Partner = 2 })
            .WithEntry("study-tour", e => e with { Month = 18, Repeats = 2, Every = 12, Days = 5, Pool = InvitationPool.All, CostShare = 0.1 })
            .WithEntry("train-the-trainer", e => e with { Month = 10, Repeats = 4, Every = 8, Days = 5, Domains = [0, 1, 2], Provider = ProviderKind.PartnerInstitution })
            .WithEntry("institution-retraining", e => e with { Month = 16, Repeats = 4, Every = 7, Domains = [1] })
            .WithEntry("national-handholding", e => e with { Month = 11, Repeats = 5, Every = 6, Match = Matching.Firm, Domains = [1], CostShare = 0.4, Quorum = 2 })
            .WithEntry("vision-building", e => e with { Month = 3, Repeats = 3, Every = 12, Pool = InvitationPool.All, Roster = Roster.Independent })
            .WithEntry("supplier-development", e => e with { Month = 13, Repeats = 2, Every = 14, Places = 14, Days = 6, Domains = [0, 1], Select = Selection.BestPerformers, Quorum = 4 })
            .WithEntry("training-circle", e => e with { Month = 7, Repeats = 3, Every = 12, Places = 18 })
            .WithEntry("installation", e => e with { Month = 22, Places = 8 })
            .WithEntry("spx-profiling", e => e with { Month = 9, Repeats = 4, Every = 10, Places = 20 })
            .WithEntry("b2b-meeting", e => e with { Month = 10, Repeats = 6, Every = 6, Places = 20 })
            .WithEntry("b2b-meeting", e => e with { Month = 12, Repeats = 4, Every = 8, Places = 20, Partner = 2, Pool = InvitationPool.All })
            .WithEntry("technology-show", e => e with { Month = 12, Repeats = 4, Every = 8, Places = 20 })
            .WithEntry("deal-facilitation", e => e with { Month = 14, Repeats = 3, Every = 14, Provider = ProviderKind.Programme })
            .WithEntry("deal-facilitation", e => e with { Month = 14, Repeats = 3, Every = 14, Partner = 2, Provider = ProviderKind.Commercial })
            .WithEntry("credit-line", e => e with { Month = 10, Places = 40, Window = 40, CreditEur = 15_000 })
            .WithEntry("vision-building", e => e with { Month = 5, NeedsTrust = 0.99, Roster = Roster.Independent })
            .WithEntry("seminar", e => e with { Month = 5, NeedsAgreement = AgreementCondition.InForce })
            .WithEntry("seminar", e => e with { Month = 15, NeedsAgreement = AgreementCondition.Ever });
        return design;
    }

    /// <summary>The same where firms come, adopt, meet and deal readily.</summary>
    public static DesignBuilder Boom() => Everything().WithId("boom").WithParameter("accept_intercept", -2).WithParameter("attention_scale", 0.6).WithParameter("adopt_threshold", 2)
        .WithParameter("opening_probability", 0.9).WithParameter("meeting_probability", 0.5).WithParameter("scope_firms", 0.4).WithParameter("scope_provider", 0.5)
        .WithParameter("signing_hazard", 1).WithParameter("lean_trust", 0.3).WithParameter("brokerage_probability", 0.2)
        .WithParameter("institution_own_gain", 0).With(d => d with { Nationals = d.Nationals with { Count = 1 } });

    /// <summary>The same where the other side is hardly reached: no agreement, few meetings.</summary>
    public static DesignBuilder Slump() => Everything().WithId("slump").WithParameter("climate_default", 0.4).WithParameter("signing_hazard", 0.05).WithParameter("scope_provider", 0)
        .WithParameter("accept_intercept", -3);

    /// <summary>Rivals sign while they know little of each other.</summary>
    public static DesignBuilder Rivals()
    {
        DesignBuilder design = new DesignBuilder().WithId("rivals").WithMonths(12).WithParameter("signing_hazard", 1).WithParameter("scope_association", 1).WithParameter("backlash_slope", 2)
            .WithEmerging(c => c with { RoleShares = [1, 0, 0], Associations = [.. Enumerable.Range(0, 8).Select(a => new Association { Id = $"emerging-{a}", Members = 6 })] })
            .WithPartner(c => c with { RoleShares = [1, 0, 0], MarketOverlap = 0.6, ChainLink = 1 });
        for (int a = 0; a < 8; a++)
        {
            string id = $"emerging-{a}";
            design.WithEntry("agreement-facilitation", e => e with { Month = 0, Repeats = 10, Brokered = true, Between = (id, DesignBuilder.AdvancedAssociation) });
        }
        return design;
    }
}
