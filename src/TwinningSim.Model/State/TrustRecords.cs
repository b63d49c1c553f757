using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TwinningSim.Kernel.Numerics;
using TwinningSim.Model.Parameters;

namespace TwinningSim.Model.State;

/// <summary>Trust as Beta evidence (T1, T2): for each holder good evidence a, bad evidence b; trust is a/(a+b). Source: Josang and Ismail 2002.</summary>
internal sealed class TrustRecords(int count)
{
    /// <summary>Good evidence.</summary>
    public float[] Good { get; private set; } = new float[count];

    /// <summary>Bad evidence.</summary>
    public float[] Bad { get; private set; } = new float[count];

    /// <summary>Trust, between 0 and 1.</summary>
    public double this[int holder]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Good[holder] / ((double)Good[holder] + Bad[holder]);
    }

    /// <summary>Sets a record to its prior.</summary>
    public void Start(int holder, double priorMean, Coefficients p)
    {
        Good[holder] = (float)(priorMean * p.TrustPriorWeight);
        Bad[holder] = (float)((1 - priorMean) * p.TrustPriorWeight);
    }

    /// <summary>An event (T2): good news adds to a, bad news weighs more and adds to b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Event(int holder, double weight, Coefficients p)
    {
        if (weight >= 0) Good[holder] += (float)weight;
        else Bad[holder] -= (float)(weight * p.TrustNegativity);
    }

    /// <summary>A month passes (T1): the evidence fades towards the prior.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fade(int holder, double priorMean, Coefficients p)
    {
        float good = (float)(priorMean * p.TrustPriorWeight), bad = (float)((1 - priorMean) * p.TrustPriorWeight), kept = (float)p.TrustRetention;
        Good[holder] = good + (kept * (Good[holder] - good));
        Bad[holder] = bad + (kept * (Bad[holder] - bad));
    }

    /// <summary>The same for eight neighbouring holders, with the same bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void FadeEight(int first, Vector512<double> priorMean, Coefficients p)
    {
        Vector512<double> weight = Vector512.Create(p.TrustPriorWeight);
        Vector256<float> good = Lanes.Narrow(priorMean * weight), bad = Lanes.Narrow((Vector512<double>.One - priorMean) * weight), kept = Vector256.Create((float)p.TrustRetention);
        Lanes.Store(good + (kept * (Lanes.Load(Good, first) - good)), Good, first);
        Lanes.Store(bad + (kept * (Lanes.Load(Bad, first) - bad)), Bad, first);
    }

    /// <summary>Trust of eight neighbouring holders.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> OfEight(int first)
    {
        Vector512<double> good = Lanes.Widen(Lanes.Load(Good, first));
        return good / (good + Lanes.Widen(Lanes.Load(Bad, first)));
    }

    /// <summary>Makes room for more holders and keeps what is there.</summary>
    public void Grow(int holders)
    {
        float[] good = Good, bad = Bad;
        Array.Resize(ref good, holders);
        Array.Resize(ref bad, holders);
        (Good, Bad) = (good, bad);
    }
}
