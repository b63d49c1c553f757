using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TwinningSim.Kernel.Numerics;
using TwinningSim.Model.State;

namespace TwinningSim.Model.Observation;

/// <summary>What must be true of every world in every month. Reads only; always on.</summary>
internal static class Invariants
{
    public static void Check(World world, in MonthContext month)
    {
        Firms firms = world.Firms;
        int violations = 0;
        ReadOnlySpan<float> knowHow = firms.KnowHow.AsSpan(0, firms.Emerging * firms.Stride), doHow = firms.DoHow.AsSpan(0, firms.Emerging * firms.Stride);
        ref float kappa = ref MemoryMarshal.GetReference(knowHow);
        ref float delta = ref MemoryMarshal.GetReference(doHow);
        Vector256<float> broken = Vector256<float>.Zero;
        for (nuint at = 0; at < (nuint)knowHow.Length; at += 8)
        {
            Vector256<float> k = Vector256.LoadUnsafe(ref kappa, at), d = Vector256.LoadUnsafe(ref delta, at);
            // Written so that NaN is a violation too.
            broken |= ~(Vector256.GreaterThanOrEqual(d, Vector256<float>.Zero) & Vector256.LessThanOrEqual(d, k) & Vector256.LessThanOrEqual(k, Vector256<float>.One));
        }
        if (broken != Vector256<float>.Zero) Fail(month, "do-how lies between 0 and know-how, know-how between 0 and 1");
        int rest = world.Plain ? 0 : firms.Emerging & -8;
        for (int i = 0; i < rest; i += 8)
        {
            Vector256<float> vision = Lanes.Load(firms.Vision, i);
            Vector256<float> sound = AreTrust(firms.TrustProgramme, i) & AreTrust(firms.TrustOtherSide, i) & AreTrust(firms.TrustAssociation, i) & AreTrust(firms.TrustLocal, i)
                & Vector256.GreaterThanOrEqual(vision, Vector256<float>.Zero) & Vector256.LessThanOrEqual(vision, Vector256<float>.One);
            broken |= ~sound;
        }
        if (broken != Vector256<float>.Zero) violations++;
        for (int i = rest; i < firms.Emerging; i++)
        {
            violations += IsTrust(firms.TrustProgramme, i) && IsTrust(firms.TrustOtherSide, i) && IsTrust(firms.TrustAssociation, i) && IsTrust(firms.TrustLocal, i)
                && firms.Vision[i] >= 0 && firms.Vision[i] <= 1 ? 0 : 1;
        }
        if (violations > 0) Fail(month, "trust lies between 0 and 1 and so does vision");
        if (world.Ledger.Balance < 0 || world.Ledger.Balance != world.Ledger.Opening + world.Ledger.Fees - world.Ledger.Spent) Fail(month, "money is conserved and never borrowed");
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
