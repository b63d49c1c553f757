using TwinningSim.Kernel.Numerics;
using TwinningSim.Model.Parameters;
using TwinningSim.Model.State;

namespace TwinningSim.Model.Processes;

/// <summary>Who competes with whom and who completes whom (R1-R3).</summary>
internal static class Rivalry
{
    public static double SquaredDistance(Firms firms, int i, int j)
    {
        double dx = (double)firms.X[i] - firms.X[j], dy = (double)firms.Y[i] - firms.Y[j];
        return (dx * dx) + (dy * dy);
    }

    /// <summary>Rivalry and complementarity of an emerging and a partner firm (R1, R2).</summary>
    /// <param name="roleI">Role of the emerging firm.</param>
    /// <param name="roleJ">Role of the partner firm.</param>
    /// <param name="squaredDistance">Squared distance in product space.</param>
    /// <param name="marketOverlap">Market overlap of the partner cluster.</param>
    /// <param name="chainLink">Value-chain link of the partner cluster.</param>
    /// <param name="p">Parameters.</param>
    public static (double Rivalry, double Complementarity) Of(FirmRole roleI, FirmRole roleJ, double squaredDistance, double marketOverlap, double chainLink, Coefficients p)
    {
        double overlap = PortableMath.Exp(-squaredDistance / (2 * p.OverlapWidth * p.OverlapWidth));
        double overlapSupport = PortableMath.Exp(-squaredDistance / (2 * p.OverlapWidthSupport * p.OverlapWidthSupport));
        bool principals = roleI == FirmRole.Principal && roleJ == FirmRole.Principal;
        double rivalry = principals ? marketOverlap * overlap : 0;
        double complementarity = roleI == FirmRole.Support || roleJ == FirmRole.Support ? p.ComplementaritySupport * overlapSupport
            : principals ? chainLink * overlap
            : roleI == FirmRole.Subcontractor && roleJ == FirmRole.Principal ? Math.Min(1, p.ComplementaritySubcontractor * chainLink) * overlapSupport
            : 0;
        return (rivalry, complementarity);
    }

    public static (double Rivalry, double Complementarity) Between(World world, int i, int j)
    {
        Firms firms = world.Firms;
        Input.Cluster cluster = world.Design.Clusters[firms.ClusterOf[j]];
        return Of(firms.Role[i], firms.Role[j], SquaredDistance(firms, i, j), cluster.MarketOverlap, cluster.ChainLink, world.Parameters);
    }

    /// <summary>Willingness to share a domain with a rival (R3).</summary>
    public static double WillingnessToShare(double secrecy, double rivalry) => 1 - (secrecy * rivalry);
}
