using System.Collections.Immutable;
using TwinningSim.Kernel.Numerics;
using TwinningSim.Model.Input;
using TwinningSim.Model.Parameters;
using TwinningSim.Model.Processes;
using TwinningSim.Model.State;

namespace TwinningSim.Model.Planning;

/// <summary>Somebody who could meet a need.</summary>
/// <param name="Partner">Identifier of the cluster.</param>
/// <param name="Stakeholder">Who there: firms, machinery and material suppliers, or an institution by its identifier.</param>
/// <param name="Kind">Kind of stakeholder: firms, support, institution or experts.</param>
/// <param name="Fit">How near it is to the product, 0 to 1 (L1).</param>
/// <param name="Gap">What it knows more, 0 to 1.</param>
/// <param name="Openness">How much of it is shared, 0 to 1 (L3, R3).</param>
/// <param name="EntryPoints">Kinds of activity by which to begin.</param>
public sealed record Supplier(string Partner, string Stakeholder, string Kind, double Fit, double Gap, double Openness, ImmutableArray<string> EntryPoints)
{
    /// <summary>Fit times gap times openness: what can be expected, 0 to 1.</summary>
    public double Promise => Fit * Gap * Openness;
}

/// <summary>A need of the emerging cluster: a product and an item of business operation.</summary>
/// <param name="Product">The segment.</param>
/// <param name="Firms">Firms in it, on average.</param>
/// <param name="Item">The practice domain.</param>
/// <param name="Need">How large it is, 0 to 1 (7.9), for a firm with the cluster's mean know-how and do-how.</param>
/// <param name="Suppliers">Who could meet it, the most promising first.</param>
public sealed record NeedOfProduct(string Product, double Firms, string Item, double Need, ImmutableArray<Supplier> Suppliers);

/// <summary>
/// Which partner can meet which need: the planning step before a programme (UNIDO 2013, chapter 5, step 3 and Table 7). Made from what a scenario assumes of clusters on
/// average, with the model's own formulas and without any draw; nothing is simulated.
/// </summary>
public static class NeedMap
{
    /// <summary>Needs in the order of products and of size, each with those who could meet it.</summary>
    /// <param name="design">The world.</param>
    public static ImmutableArray<NeedOfProduct> Of(Design design)
    {
        var p = new Coefficients(design.Parameters);
        Cluster own = design.Clusters[0];
        (double knowHow, double doHow) = LevelOf(own, p);
        double mastery = Learning.Mastery(knowHow, doHow, p), largest = design.Domains.Max(d => d.Value);
        return
        [
            .. own.Segments.SelectMany(segment => design.Domains.Select((domain, k) => new NeedOfProduct(
                segment.Id, segment.Share * own.Firms, domain.Id, domain.Value * Math.Max(0, p.NeedMastery - mastery) / (p.NeedMastery * largest),
                [.. SuppliersOf(design, own, segment, k, knowHow, p).Where(s => s.Promise > 0).OrderByDescending(s => s.Promise).ThenBy(s => s.Partner, StringComparer.Ordinal).ThenBy(s => s.Stakeholder, StringComparer.Ordinal)]))
                .OrderByDescending(n => n.Need)),
        ];
    }

    private static List<Supplier> SuppliersOf(Design design, Cluster own, Segment segment, int k, double knowHow, Coefficients p)
    {
        Domain domain = design.Domains[k];
        var suppliers = new List<Supplier>();
        foreach (Institution institution in own.Institutions.Where(t => t.Domains.Contains(k)))
        {
            double gap = Math.Max(0, institution.KnowHow - knowHow);
            if (gap > 0) suppliers.Add(new(own.Id, institution.Id, "institution", p.InstitutionMatch, gap, 1, ["institution-retraining"]));
        }
        if (design.Nationals.Count > 0) suppliers.Add(new(own.Id, "national experts", "experts", 1, Math.Max(0, design.Nationals.KnowHow - knowHow), 1, ["national-handholding"]));
        foreach (Cluster partner in design.Clusters.Skip(1))
        {
            double gap = Math.Max(0, LevelOf(partner, p).KnowHow - knowHow);
            (double square, double shareOfSupport) = (NearestSquare(segment, partner), partner.RoleShares[(int)FirmRole.Support]);
            double rivalry = partner.MarketOverlap * PortableMath.Exp(-square / (2 * p.OverlapWidth * p.OverlapWidth));
            double fit = Learning.Match(square, 0, partner.Language, p);
            if (shareOfSupport < 1)
                suppliers.Add(new(partner.Id, "firms and their experts", "firms", fit, gap, Rivalry.WillingnessToShare(domain.Secrecy, rivalry), ["study-tour", "onsite-handholding", "classroom-training"]));
            // What machines and materials do is known to those who sell them, and no secret between rivals.
            if (shareOfSupport > 0 && domain.InvestmentEur > 0)
            {
                double reach = PortableMath.Exp(-square / (2 * p.OverlapWidthSupport * p.OverlapWidthSupport)) * partner.Language * Math.Min(1, 2 * shareOfSupport);
                suppliers.Add(new(partner.Id, "machinery and material suppliers", "support", reach, gap, 1, ["technology-show", "b2b-meeting"]));
            }
            foreach (Institution institution in partner.Institutions.Where(t => t.Domains.Contains(k)))
                suppliers.Add(new(partner.Id, institution.Id, "institution", p.InstitutionMatch * partner.Language, Math.Max(0, institution.KnowHow - knowHow), 1, ["train-the-trainer", "agreement-facilitation"]));
        }
        return suppliers;
    }

    private static double NearestSquare(Segment segment, Cluster partner)
        => partner.Segments.Min(s => ((s.X - segment.X) * (s.X - segment.X)) + ((s.Y - segment.Y) * (s.Y - segment.Y)));

    private static (double KnowHow, double DoHow) LevelOf(Cluster cluster, Coefficients p)
    {
        (double knowHow, double doHowShare) = cluster.Role switch
        {
            ClusterRole.Emerging => (p.KnowHowEmerging, p.DoHowShareEmerging),
            ClusterRole.Advanced => (p.KnowHowAdvanced, p.DoHowShareAdvanced),
            _ => (p.KnowHowDomestic, p.DoHowShareDomestic),
        };
        knowHow = cluster.KnowHow ?? knowHow;
        return (knowHow, knowHow * (cluster.DoHowShare ?? doHowShare));
    }
}
