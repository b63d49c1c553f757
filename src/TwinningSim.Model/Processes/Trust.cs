using System.Runtime.Intrinsics;
using TwinningSim.Kernel.Numerics;
using TwinningSim.Model.Parameters;
using TwinningSim.Model.State;

namespace TwinningSim.Model.Processes;

/// <summary>Priors, bridge and scope of trust (T1, T3, T4).</summary>
internal static class Trust
{
    /// <summary>A month passes: all evidence fades towards its prior, trust in the other side towards its bridge (T1, T3).</summary>
    public static void Fade(World world, in MonthContext month)
    {
        Coefficients p = month.Parameters;
        Firms firms = world.Firms;
        for (int q = 0; q < world.Agreements.Count; q++) world.Agreements.Trust.Fade(q, PairPrior(world, q), p);
        world.InParts(month, firms.Emerging, FadeEmerging);
        for (int c = 1; c < world.ClusterCount; c++) FadeTwinning(world, world.FirstFirm[c], world.FirstFirm[c + 1], C2C(world, c), p);
        for (int tie = 0; tie < world.Ties.Count; tie++) world.Ties.Trust.Fade(tie, world.Ties.Prior[tie], p);
    }

    private static void FadeEmerging(World world, in MonthContext month, int part, int from, int to)
    {
        FadeTwinning(world, from, to, LargestC2C(world), month.Parameters);
        FadeAtHome(world, from, to, month.Parameters);
    }

    /// <summary>Trust in the own association and, over its bridge, in the other side; eight firms at a time, the rest plainly.</summary>
    private static void FadeTwinning(World world, int from, int to, double c2c, Coefficients p)
    {
        Firms firms = world.Firms;
        int i = from;
        Vector512<double> association = Vector512.Create(p.TrustPriorAssociation), outsiders = Vector512.Create(p.TrustBridgeOutsiders);
        for (; i + 8 <= to && !world.Plain; i += 8)
        {
            firms.TrustAssociation.FadeEight(i, association, p);
            Vector512<double> member = Lanes.MaskOf(firms.MembersOfEight(i));
            firms.TrustOtherSide.FadeEight(i, Bridge(Vector512.ConditionalSelect(member, firms.TrustAssociation.OfEight(i), outsiders), c2c, p), p);
        }
        for (; i < to; i++)
        {
            firms.TrustAssociation.Fade(i, p.TrustPriorAssociation, p);
            firms.TrustOtherSide.Fade(i, Bridge(firms.Association[i] >= 0 ? firms.TrustAssociation[i] : p.TrustBridgeOutsiders, c2c, p), p);
        }
    }

    /// <summary>Trust in the programme and in local providers, likewise.</summary>
    private static void FadeAtHome(World world, int from, int to, Coefficients p)
    {
        Firms firms = world.Firms;
        int i = from;
        Span<double> priors = stackalloc double[8];
        priors.Fill(p.TrustPriorProgramme);
        bool anyBefore = world.Associations.WorkedBefore.Contains(true);
        Vector512<double> local = Vector512.Create(p.TrustPriorLocal);
        for (; i + 8 <= to && !world.Plain; i += 8)
        {
            for (int f = 0; f < 8 && anyBefore; f++) priors[f] = ProgrammePrior(world, i + f);
            firms.TrustProgramme.FadeEight(i, Vector512.Create<double>(priors), p);
            firms.TrustLocal.FadeEight(i, local, p);
        }
        for (; i < to; i++)
        {
            firms.TrustProgramme.Fade(i, ProgrammePrior(world, i), p);
            firms.TrustLocal.Fade(i, p.TrustPriorLocal, p);
        }
    }

    /// <summary>Prior mean of trust in the other side (T3): what travels along the association and its bridge.</summary>
    /// <param name="trustInAssociation">Trust in the own association; a fixed low value for outsiders.</param>
    /// <param name="c2c">Trust cluster to cluster.</param>
    /// <param name="p">Parameters.</param>
    public static double Bridge(double trustInAssociation, double c2c, Coefficients p)
        => p.TrustBridgeBase + (p.TrustBridgeSlope * p.TrustBridgeStrength * trustInAssociation * c2c);

    private static Vector512<double> Bridge(Vector512<double> trustInAssociation, double c2c, Coefficients p)
        => Vector512.Create(p.TrustBridgeBase) + (Vector512.Create(p.TrustBridgeSlope * p.TrustBridgeStrength) * trustInAssociation * Vector512.Create(c2c));

    /// <summary>Trust cluster to cluster as a firm of a cluster sees it.</summary>
    public static double C2CFrom(World world, int cluster) => cluster == 0 ? LargestC2C(world) : C2C(world, cluster);

    public static double BridgePrior(World world, int firm, double c2c)
        => Bridge(world.Firms.Association[firm] >= 0 ? world.Firms.TrustAssociation[firm] : world.Parameters.TrustBridgeOutsiders, c2c, world.Parameters);

    public static double ProgrammePrior(World world, int firm)
    {
        int association = world.Firms.Association[firm];
        return association >= 0 && world.Associations.WorkedBefore[association] ? world.Parameters.TrustPriorProgrammeBefore : world.Parameters.TrustPriorProgramme;
    }

    public static double PairPrior(World world, int pair)
        => world.Agreements.EarlierRelation[pair] ? world.Parameters.TrustPriorPairEarlier : world.Parameters.TrustPriorPair;

    /// <summary>What the state of an agreement makes of a pair's trust, g.</summary>
    public static double Weight(AgreementState state, Coefficients p) => state switch
    {
        AgreementState.Signed => p.PairStateSigned,
        AgreementState.Lapsed or AgreementState.Renegotiating => p.PairStateLapsed,
        AgreementState.Negotiating => p.PairStateNegotiating,
        _ => p.PairStateNone,
    };

    /// <summary>C2C with a partner cluster: the largest trust times weight over pairs of institutional actors (T3).</summary>
    public static double C2C(World world, int partner)
    {
        double largest = 0;
        for (int q = 0; q < world.Agreements.Count; q++)
        {
            if (world.Agreements.Cluster[q] == partner) largest = Math.Max(largest, world.Agreements.Trust[q] * Weight(world.Agreements.State[q], world.Parameters));
        }
        return largest;
    }

    public static double LargestC2C(World world)
    {
        double largest = 0;
        for (int c = 1; c < world.ClusterCount; c++) largest = Math.Max(largest, C2C(world, c));
        return largest;
    }

    /// <summary>C2C as the firms of each cluster see it: its own for a partner, the largest for the emerging cluster.</summary>
    public static void FillC2C(World world, Span<double> c2c)
    {
        c2c[0] = 0;
        for (int c = 1; c < c2c.Length; c++)
        {
            c2c[c] = C2C(world, c);
            c2c[0] = Math.Max(c2c[0], c2c[c]);
        }
    }

    /// <summary>Largest trust times weight over pairs with an association on both sides: the parent of institutions (T4).</summary>
    public static double AssociationLevelC2C(World world, int partner)
    {
        double largest = 0;
        for (int q = 0; q < world.Agreements.Count; q++)
        {
            if (world.Agreements.Cluster[q] != partner || !world.Agreements.IsAssociation(world.Agreements.Emerging[q]) || !world.Agreements.IsAssociation(world.Agreements.Partner[q]))
                continue;
            largest = Math.Max(largest, world.Agreements.Trust[q] * Weight(world.Agreements.State[q], world.Parameters));
        }
        return largest;
    }

    /// <summary>Scope for cooperation (T4): what is open anyway, and what trust above it opens.</summary>
    public static double Scope(double alone, double parent, Coefficients p)
        => alone + ((1 - alone) * PortableMath.Hill(parent, p.ScopeHalf, p.ScopeSteepness));

    /// <summary>Scope of a pair of institutional actors (T4).</summary>
    public static double PairScope(World world, int pair)
    {
        Agreements agreements = world.Agreements;
        bool institutions = !agreements.IsAssociation(agreements.Emerging[pair]) && !agreements.IsAssociation(agreements.Partner[pair]);
        return institutions
            ? Scope(world.Parameters.ScopeInstitutions, AssociationLevelC2C(world, agreements.Cluster[pair]), world.Parameters)
            : world.Parameters.ScopeAssociation;
    }
}
