using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TwinningSim.Kernel.Columns;

namespace TwinningSim.Model.State;

/// <summary>What a firm does in its chain.</summary>
internal enum FirmRole : byte
{
    Principal,
    Subcontractor,
    Support,
}

/// <summary>Size class by employees.</summary>
internal enum SizeClass : byte
{
    Micro,
    Small,
    Medium,
    Large,
}

/// <summary>
/// All firms as columns: the emerging cluster's first, then each partner's. Values by domain stand in rows of <see cref="Stride"/> (a multiple of 8), so that a firm's row is one or two
/// vectors; the padding stays 0. Changing columns beyond trust in the other side are used for the emerging cluster only.
/// </summary>
internal sealed class Firms
{
    public Firms(int count, int emerging, int domains)
    {
        Count = count;
        Emerging = emerging;
        Domains = domains;
        Stride = (domains + 7) / 8 * 8;
        ClusterOf = new byte[count];
        Role = new FirmRole[count];
        Size = new SizeClass[count];
        Segment = new ushort[count];
        Association = new short[count];
        Captive = new bool[count];
        X = new float[count];
        Y = new float[count];
        Employees = new float[count];
        Scale = new float[count];
        BaseTurnover = new AlignedColumn<float>(count);
        Seen = new float[emerging];
        KnowHow = new AlignedColumn<float>(count * Stride);
        DoHow = new AlignedColumn<float>(count * Stride);
        StartKnowHow = new AlignedColumn<float>(emerging * Stride);
        StartDoHow = new AlignedColumn<float>(emerging * Stride);
        Shown = new AlignedColumn<float>(emerging * Stride);
        ShownNext = new AlignedColumn<float>(emerging * Stride);
        Practised = new ushort[count];
        PractisedAtStart = new ushort[emerging];
        PractisedLastMonth = new ushort[emerging];
        Vision = new AlignedColumn<float>(count);
        StartVision = new AlignedColumn<float>(emerging);
        Attention = new AlignedColumn<float>(emerging);
        Productivity = new AlignedColumn<float>(emerging);
        Rejects = new AlignedColumn<float>(emerging);
        Energy = new AlignedColumn<float>(emerging);
        Customers = new AlignedColumn<float>(emerging);
        StartCustomers = new AlignedColumn<float>(emerging);
        Slack = new AlignedColumn<double>(emerging);
        ExtraTurnover = new AlignedColumn<double>(emerging);
        CreditLimit = new double[emerging];
        CreditUntil = new int[emerging];
        Debt = new double[emerging];
        Instalment = new double[emerging];
        LastActivity = new int[emerging];
        LastMatch = new float[emerging];
        LastPaid = new float[emerging];
        LastTraining = new int[emerging];
        Trainings = new int[emerging];
        Reached = new bool[emerging];
        AdoptionsLastMonth = new byte[emerging];
        LastNewPractice = new int[emerging];
        StaffProgrammeUntil = new int[emerging];
        ProfiledUntil = new int[emerging];
        Circle = new int[emerging];
        TieCount = new byte[emerging];
        DealCount = new int[emerging];
        TrustProgramme = new TrustRecords(emerging);
        TrustAssociation = new TrustRecords(count);
        TrustOtherSide = new TrustRecords(count);
        TrustLocal = new TrustRecords(emerging);
    }

    public int Count { get; }

    /// <summary>Firms of the emerging cluster: rows 0 to Emerging - 1.</summary>
    public int Emerging { get; }

    public int Domains { get; }

    /// <summary>Floats from one firm's row of domains to the next.</summary>
    public int Stride { get; }

    // Fixed in a run.
    public byte[] ClusterOf { get; }

    public FirmRole[] Role { get; }

    public SizeClass[] Size { get; }

    public ushort[] Segment { get; }

    /// <summary>Position of the firm's association among all associations, -1 for none.</summary>
    public short[] Association { get; }

    public bool[] Captive { get; }

    public float[] X { get; }

    public float[] Y { get; }

    public float[] Employees { get; }

    /// <summary>z = min(1, ln n / ln 1000).</summary>
    public float[] Scale { get; }

    public AlignedColumn<float> BaseTurnover { get; }

    /// <summary>The uniform number that decides whether a diagnosis sees the firm (M1).</summary>
    public float[] Seen { get; }

    // By domain.
    public AlignedColumn<float> KnowHow { get; }

    public AlignedColumn<float> DoHow { get; }

    public AlignedColumn<float> StartKnowHow { get; }

    public AlignedColumn<float> StartDoHow { get; }

    /// <summary>What peers see: know-how at the end of last month, with a negative sign where it is not practised (D1).</summary>
    public AlignedColumn<float> Shown { get; private set; }

    /// <summary>What peers will see when all firms have moved this month. Two columns, because firms move while their peers still look at last month.</summary>
    public AlignedColumn<float> ShownNext { get; private set; }

    /// <summary>Practices in use: bit k for domain k.</summary>
    public ushort[] Practised { get; }

    public ushort[] PractisedAtStart { get; }

    public ushort[] PractisedLastMonth { get; }

    // Changing.
    public AlignedColumn<float> Vision { get; }

    public AlignedColumn<float> StartVision { get; }

    public AlignedColumn<float> Attention { get; }

    public AlignedColumn<float> Productivity { get; }

    public AlignedColumn<float> Rejects { get; }

    public AlignedColumn<float> Energy { get; }

    public AlignedColumn<float> Customers { get; }

    public AlignedColumn<float> StartCustomers { get; }

    /// <summary>Money that the firm can invest, EUR.</summary>
    public AlignedColumn<double> Slack { get; }

    /// <summary>Yearly turnover added by outsourcing contracts, EUR.</summary>
    public AlignedColumn<double> ExtraTurnover { get; }

    public double[] CreditLimit { get; }

    public int[] CreditUntil { get; }

    public double[] Debt { get; }

    public double[] Instalment { get; }

    /// <summary>Whether any firm has borrowed in this run.</summary>
    public bool SomebodyBorrowed { get; set; }

    /// <summary>Month of the last activity taken part in; <see cref="Never"/> if none.</summary>
    public int[] LastActivity { get; }

    public float[] LastMatch { get; }

    /// <summary>Share of the price paid in the last activity.</summary>
    public float[] LastPaid { get; }

    public int[] LastTraining { get; }

    public int[] Trainings { get; }

    public bool[] Reached { get; }

    public byte[] AdoptionsLastMonth { get; }

    /// <summary>Month of the last adoption of something new; <see cref="Never"/> if none.</summary>
    public int[] LastNewPractice { get; }

    public int[] StaffProgrammeUntil { get; }

    public int[] ProfiledUntil { get; }

    /// <summary>The circle that the firm is in, -1 for none.</summary>
    public int[] Circle { get; }

    public byte[] TieCount { get; }

    public int[] DealCount { get; }

    // Trust.
    public TrustRecords TrustProgramme { get; }

    public TrustRecords TrustAssociation { get; }

    public TrustRecords TrustOtherSide { get; }

    public TrustRecords TrustLocal { get; }

    /// <summary>A month before every month.</summary>
    public const int Never = -10_000;

    /// <summary>All firms have moved: what they show is seen from now on.</summary>
    public void ShowNext() => (Shown, ShownNext) = (ShownNext, Shown);

    public Span<float> KnowHowOf(int firm) => KnowHow.AsSpan(firm * Stride, Domains);

    public Span<float> DoHowOf(int firm) => DoHow.AsSpan(firm * Stride, Domains);

    /// <summary>Bit f is set if firm first + f is in an association.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint MembersOfEight(int first)
        => ~Vector128.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(Association), (nuint)first).ExtractMostSignificantBits() & 0xFF;

    public bool Practises(int firm, int domain) => (Practised[firm] >> domain & 1) != 0;
}
