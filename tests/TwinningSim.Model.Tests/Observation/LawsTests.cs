using System.Numerics;
using CsCheck;
using TwinningSim.Kernel.Tables;
using TwinningSim.Model.Input;
using TwinningSim.Model.Observation;
using TwinningSim.Model.State;
using TwinningSim.Testing;

namespace TwinningSim.Model.Tests.Observation;

/// <summary>What must be true of every month of every world that a valid scenario can describe.</summary>
public class LawsTests
{
    private const int Cases = 150;

    /// <summary>Columns of the table of months that only ever rise.</summary>
    private static readonly string[] Outputs =
    [
        "agreements_signed", "agreements_renewed", "agreements_lapsed", "institution_agreements", "invited", "accepted", "firms_reached", "firms_trained", "persons_trained", "practices_adopted",
        "practices_adopted_touched", "practices_dropped", "own_courses", "lean_networks", "letters_of_intent", "negotiations_failed", "deals", "deals_machinery", "deals_service",
        "deals_outsourcing", "deals_technology", "deals_venture", "deals_eur", "visits_organised", "fairs", "capacity_building", "technology_shows", "activities_held", "activities_postponed",
        "activities_dropped", "international_days", "national_days", "institution_days", "spending_eur", "fees_eur",
    ];

    [Fact]
    public void The_laws_hold_in_every_month_of_random_valid_designs()
        => Generators.Design.Sample(design =>
        {
            TestWorld test = new(design);
            test.World.Months = new TableBuffer(Tables.Months, design.Months);
            int practices = Practices(test.Firms);
            CheckStart(test);
            for (int t = 0; t < design.Months; t++)
            {
                test.Advance(t, t);
                CheckSkills(test);
                CheckTrust(test);
                CheckMoney(test.World.Ledger, design);
                CheckCounts(test, practices);
            }
            foreach (string output in Outputs)
            {
                ReadOnlySpan<double> values = test.World.Months.Numbers(Tables.Months.IndexOf(output));
                for (int t = 1; t < values.Length; t++) Assert.True(values[t] >= values[t - 1], $"{output} falls in month {t}");
            }
        }, iter: Cases);

    [Fact]
    public void No_activity_is_held_or_paid_twice()
        => Generators.Design.Sample(design =>
        {
            Output output = Output.Of(design);
            TableBuffer events = output.Tables.Events!;
            var held = new Dictionary<string, List<double>>();
            int dropped = 0, all = 0;
            for (int row = 0; row < events.Count; row++)
            {
                string actor = events.Texts(EventColumn.Actor)[row]!, kind = events.Texts(EventColumn.Kind)[row]!;
                PlanEntry? entry = design.Plan.FirstOrDefault(e => e.Id == actor);
                if (entry is null || kind == "activity-waits") continue;
                if (kind == "activity-dropped") dropped++;
                else
                {
                    Assert.Equal(entry.Kind, kind);
                    all++;
                }
                if (!held.TryGetValue(actor, out List<double>? months)) held[actor] = months = [];
                months.Add(events.Numbers(EventColumn.Month)[row]);
            }
            Assert.All(held, h =>
            {
                PlanEntry entry = design.Plan.Single(e => e.Id == h.Key);
                Assert.True(h.Value.Count <= entry.Repeats, $"{h.Key} took place {h.Value.Count} times");
                Assert.Equal(h.Value.Count, h.Value.Distinct().Count());
                Assert.True(h.Value.Min() >= entry.Month, h.Key);
            });
            Assert.Equal(output.Final("activities_held"), all);
            Assert.Equal(output.Final("activities_dropped"), dropped);
        }, iter: Cases);

    private static void CheckStart(TestWorld test)
    {
        Assert.Equal(test.World.Ledger.Opening, test.World.Ledger.Balance);
        for (int c = 0; c < test.World.ClusterCount; c++)
        {
            Cluster cluster = test.World.Design.Clusters[c];
            foreach (Association association in cluster.Associations)
            {
                int a = Array.IndexOf(test.World.Associations.Ids, association.Id);
                Assert.Equal(test.World.Associations.MemberCount[a], Enumerable.Range(0, test.Firms.Count).Count(i => test.Firms.Association[i] == a));
            }
            for (int role = 0; role < 3; role++)
            {
                int count = Enumerable.Range(test.World.FirstFirm[c], cluster.Firms).Count(i => (int)test.Firms.Role[i] == role);
                Assert.InRange(count, (cluster.RoleShares[role] * cluster.Firms) - 1, (cluster.RoleShares[role] * cluster.Firms) + 1);
            }
        }
    }

    private static void CheckSkills(TestWorld test)
    {
        Firms firms = test.Firms;
        for (int i = 0; i < firms.Count; i++)
        {
            Span<float> knowHow = firms.KnowHowOf(i), doHow = firms.DoHowOf(i);
            for (int k = 0; k < firms.Domains; k++) Assert.True(doHow[k] >= 0 && doHow[k] <= knowHow[k] && knowHow[k] <= 1, $"firm {i}, domain {k}: {doHow[k]}, {knowHow[k]}");
            Assert.InRange(firms.Vision[i], 0, 1);
        }
        for (int at = 0; at < test.World.Institutions.KnowHow.Length; at++) Assert.True(test.World.Institutions.DoHow[at] <= test.World.Institutions.KnowHow[at]);
        for (int at = 0; at < test.World.Nationals.KnowHow.Length; at++) Assert.True(test.World.Nationals.DoHow[at] <= test.World.Nationals.KnowHow[at]);
    }

    private static void CheckTrust(TestWorld test)
    {
        foreach ((TrustRecords records, int count) in new[]
        {
            (test.Firms.TrustProgramme, test.Firms.Emerging), (test.Firms.TrustLocal, test.Firms.Emerging), (test.Firms.TrustAssociation, test.Firms.Count),
            (test.Firms.TrustOtherSide, test.Firms.Count), (test.World.Agreements.Trust, test.World.Agreements.Count), (test.World.Ties.Trust, test.World.Ties.Count),
        })
        {
            for (int i = 0; i < count; i++) Assert.True(records[i] > 0 && records[i] < 1);
        }
    }

    private static void CheckMoney(Ledger ledger, Design design)
    {
        Assert.Equal(Ledger.Cents(design.BudgetEur), ledger.Opening);
        Assert.Equal(ledger.Balance, ledger.Opening + ledger.Fees - ledger.Spent);
        Assert.Equal(ledger.Spent, Enum.GetValues<Cost>().Sum(ledger.SpentOn));
        Assert.True(ledger.Balance >= 0);
    }

    private static void CheckCounts(TestWorld test, int practicesAtStart)
    {
        Counters n = test.World.Counters;
        Assert.Equal(Practices(test.Firms) - practicesAtStart, n.PracticesAdopted - n.PracticesDropped);
        Assert.Equal(test.World.Ties.Count, test.Firms.TieCount.Sum(c => c));
        Assert.Equal(n.AllDeals, test.Firms.DealCount.Sum());
        Assert.Equal(n.AllDeals, n.Deals.Sum());
        Assert.True(n.Accepted <= n.Invited);
        Assert.Equal(test.World.Plan.Done.Sum(), n.ActivitiesHeld + n.ActivitiesDropped);
        for (int e = 0; e < test.World.Plan.Done.Length; e++) Assert.True(test.World.Plan.Done[e] <= test.World.Plan.Activities[e].Entry.Repeats);
        for (int i = 0; i < test.Firms.Emerging; i++)
        {
            if (test.Firms.Circle[i] >= 0) Assert.Contains(i, test.World.Circles.MembersOf(test.Firms.Circle[i]).ToArray());
        }
        for (int tie = 0; tie < test.World.Ties.Count; tie++)
        {
            Assert.True(test.World.Ties.Emerging[tie] < test.Firms.Emerging && test.World.Ties.Partner[tie] >= test.Firms.Emerging);
        }
    }

    private static int Practices(Firms firms)
    {
        int sum = 0;
        for (int i = 0; i < firms.Emerging; i++) sum += BitOperations.PopCount(firms.Practised[i]);
        return sum;
    }
}
