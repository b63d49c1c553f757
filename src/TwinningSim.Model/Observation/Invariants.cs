using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
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
        for (int i = 0; i < firms.Emerging; i++)
        {
            violations += IsTrust(firms.TrustProgramme, i) && IsTrust(firms.TrustOtherSide, i) && IsTrust(firms.TrustAssociation, i) && IsTrust(firms.TrustLocal, i)
                && firms.Vision[i] >= 0 && firms.Vision[i] <= 1 ? 0 : 1;
        }
        if (violations > 0) Fail(month, "trust lies between 0 and 1 and so does vision");
        if (world.Ledger.Balance < 0 || world.Ledger.Balance != world.Ledger.Opening + world.Ledger.Fees - world.Ledger.Spent) Fail(month, "money is conserved and never borrowed");
    }

    private static bool IsTrust(TrustRecords records, int holder) => records.Good[holder] > 0 && records.Bad[holder] > 0 && float.IsFinite(records.Good[holder]) && float.IsFinite(records.Bad[holder]);

    private static void Fail(in MonthContext month, string law)
        => throw new InvalidOperationException($"Design '{month.Design.Id}', replicate {month.Draws.Replicate}, month {month.Month}: a law of the model is broken: {law}.");
}
