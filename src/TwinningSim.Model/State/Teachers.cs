using TwinningSim.Model.Input;

namespace TwinningSim.Model.State;

/// <summary>Somebody who teaches: an expert, an institution's trainer or a firm.</summary>
internal struct Teacher
{
    public float X, Y, Scale;

    /// <summary>Language factor (L1).</summary>
    public double Language;

    /// <summary>Independence from the firms of the partner cluster (L3, open).</summary>
    public double Independence;

    /// <summary>The partner cluster whose industry the teacher knows from inside; 0 for one of the emerging cluster's country.</summary>
    public int Cluster;

    /// <summary>A match that does not depend on the firm; negative if it does.</summary>
    public double FixedMatch;

    /// <summary>Where know-how and do-how stand: a firm, an institution, a national expert, or the same for every domain.</summary>
    public TeacherKind Kind;

    /// <summary>Position among firms, institutions or national experts.</summary>
    public int Row;

    public double KnowHow, DoHow;
}

internal enum TeacherKind : byte
{
    Expert,
    Firm,
    Institution,
    National,
}

/// <summary>National experts of the emerging cluster's country, as columns.</summary>
internal sealed class Nationals(NationalProviders input, int stride)
{
    public int Count => input.Count;

    public double DaysPerMonth => input.DaysPerMonth;

    public float[] X { get; } = new float[input.Count];

    public float[] Y { get; } = new float[input.Count];

    public float[] Scale { get; } = new float[input.Count];

    public float[] KnowHow { get; } = new float[input.Count * stride];

    public float[] DoHow { get; } = new float[input.Count * stride];

    public int Stride => stride;

    public void Start(int domains)
    {
        for (int b = 0; b < Count; b++)
        {
            KnowHow.AsSpan(b * stride, domains).Fill((float)input.KnowHow);
            DoHow.AsSpan(b * stride, domains).Fill((float)input.DoHow);
        }
    }
}
