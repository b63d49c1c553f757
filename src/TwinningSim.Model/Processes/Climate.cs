using TwinningSim.Kernel.Numerics;
using TwinningSim.Model.Parameters;

namespace TwinningSim.Model.Processes;

/// <summary>Business climate and the appetite for cooperation.</summary>
internal static class Climate
{
    public static void Move(World world, in MonthContext month)
    {
        Coefficients p = month.Parameters;
        for (int c = 0; c < world.ClusterCount; c++)
        {
            if (month.Month > 0)
            {
                double shock = p.ClimateNoise * month.Draws.Normal(Purposes.ClimateShock, month.Design.Clusters[c].Ordinal, month.Month);
                world.ClimateDeviation[c] = (p.ClimatePersistence * world.ClimateDeviation[c]) + shock;
            }
            world.Climate[c] = Math.Clamp(world.ClimateBase[(c * month.Design.Months) + month.Month] + world.ClimateDeviation[c], p.ClimateFloor, 1);
            world.Appetite[c] = Appetite(world.Climate[c], p);
        }
    }

    /// <summary>Appetite m for cooperation in a climate u (C2).</summary>
    internal static double Appetite(double climate, Coefficients p)
        => Math.Min(1, PortableMath.Hill(climate, p.AppetiteHalf, p.AppetiteSteepness) / PortableMath.Hill(p.AppetiteFull, p.AppetiteHalf, p.AppetiteSteepness));
}
