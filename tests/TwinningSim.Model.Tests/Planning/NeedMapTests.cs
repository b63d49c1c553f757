using System.Collections.Immutable;
using TwinningSim.Model.Input;
using TwinningSim.Model.Planning;
using TwinningSim.Testing;

namespace TwinningSim.Model.Tests.Planning;

public class NeedMapTests
{
    private static Design Make(Func<Cluster, Cluster>? partner = null) => new DesignBuilder()
        .WithEmerging(c => c with { Firms = 100, KnowHow = 0.3, DoHowShare = 0.5, Segments = [new Segment("shoes", 0, 0, 0.6), new Segment("bags", 1, 1, 0.4)] })
        .WithPartner(c => (partner ?? (x => x))(c with { KnowHow = 0.9, Language = 0.8, MarketOverlap = 0.5, RoleShares = [0.6, 0.2, 0.2], Segments = [new Segment("shoes", 0, 0, 1)] })).Build();

    [Fact]
    public void Needs_are_those_of_the_formula_in_the_order_of_size()
    {
        Design design = Make();
        ImmutableArray<NeedOfProduct> needs = NeedMap.Of(design);
        Assert.Equal(2 * design.Domains.Length, needs.Length);
        // Mastery of the mean firm: 0.15 + 0.15 x (0.3 - 0.15) = 0.1725; need = V (0.8 - 0.1725)/(0.8 max V).
        double largest = design.Domains.Max(d => d.Value);
        foreach (NeedOfProduct need in needs)
            Assert.Equal(design.Domains.Single(d => d.Id == need.Item).Value * (0.8 - 0.1725) / (0.8 * largest), need.Need, 12);
        Assert.Equal([60.0, 40], needs.Select(n => n.Firms).Distinct());
        Assert.All(needs.GroupBy(n => n.Product), product => Assert.Equal(product.Select(n => n.Need).OrderDescending(), product.Select(n => n.Need)));
    }

    [Fact]
    public void The_same_product_fits_a_far_one_does_not_and_secrecy_between_rivals_costs_openness()
    {
        Design design = Make();
        Domain domain = design.Domains[0];
        Supplier FirmsFor(string product) => NeedMap.Of(design).Single(n => n.Product == product && n.Item == domain.Id).Suppliers.First(s => s.Kind == "firms");
        Supplier near = FirmsFor("shoes");
        Assert.Equal(0.8, near.Fit, 12);
        Assert.Equal(0.6, near.Gap, 12);
        Assert.Equal(1 - (domain.Secrecy * 0.5), near.Openness, 12);
        Assert.Equal(near.Fit * near.Gap * near.Openness, near.Promise, 12);
        Assert.Contains("study-tour", near.EntryPoints);
        // Squared distance 2, width 0.2: exp(-25).
        Assert.Equal(0.8 * Math.Exp(-25), FirmsFor("bags").Fit, 1e-15);
    }

    [Fact]
    public void The_most_promising_comes_first_and_who_knows_no_more_is_not_named()
    {
        ImmutableArray<NeedOfProduct> needs = NeedMap.Of(Make());
        Assert.All(needs, n => Assert.Equal(n.Suppliers.Select(s => s.Promise).OrderDescending(), n.Suppliers.Select(s => s.Promise)));
        Assert.All(needs.SelectMany(n => n.Suppliers), s => Assert.True(s.Promise > 0));
        Assert.DoesNotContain(NeedMap.Of(Make(c => c with { KnowHow = 0.2, Institutions = [] })).SelectMany(n => n.Suppliers), s => s.Kind is "firms" or "support");
    }
}
