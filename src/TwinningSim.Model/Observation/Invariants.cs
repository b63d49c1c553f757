using System.Runtime.Intrinsics;
using TwinningSim.Kernel.Numerics;
using TwinningSim.Model.State;

namespace TwinningSim.Model.Observation;

/// <summary>What must be true of every world in every month. Reads only; always on.</summary>
internal static class Invariants
{
    public static void Check(World world, in MonthContext month)
    {
        world.InParts(month, world.Firms.Emerging, CheckPart);
        foreach (PartCount part in world.PartCounts)
        {
            if (part.SkillsBroken) Fail(month, "do-how lies between 0 and know-how, know-how between 0 and 1");
            if (part.TrustBroken) Fail(month, "trust lies between 0 and 1 and so does vision");
        }
        if (world.Ledger.Balance < 0 || world.Ledger.Balance != world.Ledger.Opening + world.Ledger.Fees - world.Ledger.Spent) Fail(month, "money is conserved and never borrowed");
    }

    private static void CheckPart(World world, in MonthContext month, int part, int from, int to)
    {
        Firms firms = world.Firms;
        Vector256<float> broken = Vector256<float>.Zero;
        for (int at = from * firms.Stride; at < to * firms.Stride; at += 8)
        {
            Vector256<float> k = Lanes.Load(firms.KnowHow, at), d = Lanes.Load(firms.DoHow, at);
            // Written so that NaN is a violation too.
            broken |= ~(Vector256.GreaterThanOrEqual(d, Vector256<float>.Zero) & Vector256.LessThanOrEqual(d, k) & Vector256.LessThanOrEqual(k, Vector256<float>.One));
        }
        world.PartCounts[part].SkillsBroken = broken != Vector256<float>.Zero;
        int rest = world.Plain ? from : from + ((to - from) & -8);
        broken = Vector256<float>.Zero;
        for (int i = from; i < rest; i += 8)
        {
            Vector256<float> vision = Lanes.Load(firms.Vision, i);
            broken |= ~(AreTrust(firms.TrustProgramme, i) & AreTrust(firms.TrustOtherSide, i) & AreTrust(firms.TrustAssociation, i) & AreTrust(firms.TrustLocal, i)
                & Vector256.GreaterThanOrEqual(vision, Vector256<float>.Zero) & Vector256.LessThanOrEqual(vision, Vector256<float>.One));
        }
        bool sound = broken == Vector256<float>.Zero;
        for (int i = rest; i < to; i++)
        {
            sound &= IsTrust(firms.TrustProgramme, i) && IsTrust(firms.TrustOtherSide, i) && IsTrust(firms.TrustAssociation, i) && IsTrust(firms.TrustLocal, i)
                && firms.Vision[i] >= 0 && firms.Vision[i] <= 1;
        }
        world.PartCounts[part].TrustBroken = !sound;
    }

    /// <summary>The same for eight holders: NaN and infinity are no evidence.</summary>
    private static Vector256<float> AreTrust(TrustRecords records, int first)
    {
        Vector256<float> good = Lanes.Load(records.Good, first), bad = Lanes.Load(records.Bad, first), infinity = Vector256.Create(float.PositiveInfinity);
        return Vector256.GreaterThan(good, Vector256<float>.Zero) & Vector256.GreaterThan(bad, Vector256<float>.Zero) & Vector256.LessThan(good, infinity) & Vector256.LessThan(bad, infinity);
    }

    private static bool IsTrust(TrustRecords records, int holder) => records.Good[holder] > 0 && records.Bad[holder] > 0 && float.IsFinite(records.Good[holder]) && float.IsFinite(records.Bad[holder]);

    private static void Fail(in MonthContext month, string law)
        => throw new InvalidOperationException($"Design '{month.Design.Id}', replicate {month.Draws.Replicate}, month {month.Month}: a law of the model is broken: {law}.");
}
