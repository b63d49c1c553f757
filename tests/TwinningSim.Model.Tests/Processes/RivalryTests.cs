using TwinningSim.Model.Processes;
using TwinningSim.Model.State;

namespace TwinningSim.Model.Tests.Processes;

public class RivalryTests
{
    // Market overlap 0.3, chain link 0.5; distance 0.25: exp(-0.0625 / 0.125) = exp(-0.5) = 0.60653066 for competitors, exp(-0.0625 / 0.5) = exp(-0.125) = 0.882496903 along the chain.
    [Theory]
    [Trait("Equation", "R1")]
    [InlineData((int)FirmRole.Principal, (int)FirmRole.Principal, 0.181959198)] // 0.3 * 0.60653066
    [InlineData((int)FirmRole.Principal, (int)FirmRole.Subcontractor, 0)]
    [InlineData((int)FirmRole.Support, (int)FirmRole.Principal, 0)]
    public void Only_principals_of_near_products_are_rivals(int own, int partner, double rivalry)
        => Assert.Equal(rivalry, Rivalry.Of((FirmRole)own, (FirmRole)partner, 0.0625, 0.3, 0.5, TestWorld.P).Rivalry, 1e-8);

    [Theory]
    [Trait("Equation", "R2")]
    [InlineData((int)FirmRole.Principal, (int)FirmRole.Support, 0.5, 0.794247213)] // 0.9 * 0.882496903
    [InlineData((int)FirmRole.Support, (int)FirmRole.Subcontractor, 0.5, 0.794247213)]
    [InlineData((int)FirmRole.Principal, (int)FirmRole.Principal, 0.5, 0.303265330)] // 0.5 * 0.60653066
    [InlineData((int)FirmRole.Subcontractor, (int)FirmRole.Principal, 0.5, 0.573622987)] // 1.3 * 0.5 = 0.65, * 0.882496903
    [InlineData((int)FirmRole.Subcontractor, (int)FirmRole.Principal, 0.9, 0.882496903)] // 1.3 * 0.9 = 1.17, at most 1
    [InlineData((int)FirmRole.Principal, (int)FirmRole.Subcontractor, 0.5, 0)]
    [InlineData((int)FirmRole.Subcontractor, (int)FirmRole.Subcontractor, 0.5, 0)]
    public void Firms_complete_each_other_by_role_and_product(int own, int partner, double chain, double complementarity)
        => Assert.Equal(complementarity, Rivalry.Of((FirmRole)own, (FirmRole)partner, 0.0625, 0.3, chain, TestWorld.P).Complementarity, 1e-8);

    [Theory]
    [Trait("Equation", "R3")]
    [InlineData(0.8, 0.5, 0.6)] // 1 - 0.4
    [InlineData(0, 1, 1)]
    [InlineData(1, 1, 0)]
    public void A_secret_domain_is_shared_with_rivals_unwillingly(double secrecy, double rivalry, double willing)
        => Assert.Equal(willing, Rivalry.WillingnessToShare(secrecy, rivalry), 1e-12);
}
