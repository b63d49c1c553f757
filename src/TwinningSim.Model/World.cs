using TwinningSim.Kernel.Columns;
using TwinningSim.Kernel.Randomness;
using TwinningSim.Kernel.Tables;
using TwinningSim.Model.Input;
using TwinningSim.Model.Observation;
using TwinningSim.Model.Parameters;
using TwinningSim.Model.Population;
using TwinningSim.Model.Processes;
using TwinningSim.Model.State;

namespace TwinningSim.Model;

/// <summary>All mutable state of one run. Kept between replicates: <see cref="Start"/> makes it new without allocating.</summary>
internal sealed class World
{
    /// <summary>Firms of a part: a multiple of the groups in which they are drawn, moved and visited.</summary>
    public const int FirmsOfPart = 8192;

    private readonly IParallelRows? _rows;

    public World(Design design, IParallelRows? rows = null)
    {
        Design = design;
        _rows = rows;
        Parameters = new Coefficients(design.Parameters);
        int clusters = design.Clusters.Length;
        FirstFirm = new int[clusters + 1];
        for (int c = 0; c < clusters; c++) FirstFirm[c + 1] = FirstFirm[c] + design.Clusters[c].Firms;
        Firms = new Firms(FirstFirm[clusters], design.Clusters[0].Firms, design.Domains.Length);
        Associations = new Associations(design);
        Institutions = new Institutions(design, Firms.Stride);
        Agreements = new Agreements(design, Associations, Institutions);
        Nationals = new Nationals(design.Nationals, Firms.Stride);
        Plan = new ActionPlan(design, Agreements, Associations, Institutions);
        Ledger = new Ledger();
        Ties = new Ties(Firms.Emerging, (int)Parameters.TiesMost);
        Circles = new Circles();
        Peers = new PeerNetwork(Firms.Emerging, (int)Math.Min(Firms.Emerging * Parameters.Peers / 2, Firms.Emerging * (Firms.Emerging - 1L) / 2), Firms.Stride);
        PartnerFirms = new PartnerFirmLists(clusters, FirstFirm);
        ClimateBase = new double[clusters * design.Months];
        Pressure = new double[clusters * design.Months];
        for (int c = 0; c < clusters; c++)
        {
            for (int t = 0; t < design.Months; t++)
            {
                ClimateBase[(c * design.Months) + t] = Series.At(design.Clusters[c].Climate, t, Parameters.ClimateDefault);
                Pressure[(c * design.Months) + t] = Series.At(design.Clusters[c].ImportPressure, t, Parameters.BacklashDefaultPressure);
            }
        }
        ClimateDeviation = new double[clusters];
        Climate = new double[clusters];
        Appetite = new double[clusters];
        AgentKeys = [.. design.Agents.Select(a => (int)(Hash(a.Id) & 0x7FFFFFFF))];
        AgentAwayUntil = new int[design.Agents.Length];
        AgentInPost = new bool[design.Agents.Length];
        SegmentShare = new double[design.Clusters[0].Segments.Length];
        ModalSegment = 0;
        for (int g = 1; g < SegmentShare.Length; g++)
        {
            if (design.Clusters[0].Segments[g].Share > design.Clusters[0].Segments[ModalSegment].Share) ModalSegment = g;
        }
        for (int g = 0; g < SegmentShare.Length; g++) SegmentShare[g] = design.Clusters[0].Segments[g].Share;
        LargestValue = design.Domains.Max(d => d.Value);
        Scratch = new Scratch(Firms.Emerging, Firms.Count, Math.Max(Nationals.Count, 64 * clusters));
        Lots = new Lots(design.Clusters.Max(c => c.Firms));
        Counters = new Counters();
        PartCounts = [.. Enumerable.Range(0, rows is null ? 1 : PartsOf(Firms.Emerging)).Select(_ => new PartCount())];
        LendsMoney = design.Plan.Any(entry => entry.CreditEur > 0);
        Dates = [.. Enumerable.Range(0, design.Months).Select(t => design.Start.Plus(t).ToString())];
    }

    public Design Design { get; }

    public Coefficients Parameters { get; }

    public Firms Firms { get; }

    /// <summary>First row of each cluster's firms, and the end of the last.</summary>
    public int[] FirstFirm { get; }

    public Associations Associations { get; }

    public Institutions Institutions { get; }

    public Agreements Agreements { get; }

    public Nationals Nationals { get; }

    public ActionPlan Plan { get; }

    public Ledger Ledger { get; }

    public Ties Ties { get; }

    public Circles Circles { get; }

    public PeerNetwork Peers { get; }

    /// <summary>Contacts in the order in which they were made.</summary>
    public GrowableColumn<Contact> Contacts { get; } = new(256);

    public PartnerFirmLists PartnerFirms { get; }

    public double[] ClimateBase { get; }

    public double[] Pressure { get; }

    public double[] ClimateDeviation { get; }

    /// <summary>Business climate u of each cluster (C1).</summary>
    public double[] Climate { get; }

    /// <summary>Appetite m of each cluster (C2).</summary>
    public double[] Appetite { get; }

    public int[] AgentKeys { get; }

    public int[] AgentAwayUntil { get; }

    /// <summary>Whether an agent works this month.</summary>
    public bool[] AgentInPost { get; }

    public double[] SegmentShare { get; }

    public int ModalSegment { get; }

    public double LargestValue { get; }

    public Counters Counters { get; }

    /// <summary>What the parts of a process count.</summary>
    public PartCount[] PartCounts { get; }

    public Scratch Scratch { get; }

    public Lots Lots { get; }

    public EventLog? Log { get; set; }

    /// <summary>Where the rows of the months go, if anybody wants them.</summary>
    public TableBuffer? Months { get; set; }

    /// <summary>What the census saw last, by column of the table of months.</summary>
    public double[] Observed { get; } = new double[MonthColumn.All.Length];

    /// <summary>The calendar month of each step, yyyy-MM.</summary>
    public string[] Dates { get; }

    /// <summary>Days of national experts that the programme used before this year of the simulation (I6).</summary>
    public double NationalDaysBefore { get; set; }

    /// <summary>Days of national experts that it has used in this year.</summary>
    public double NationalDaysThisYear => Counters.NationalDays - NationalDaysBefore;

    /// <summary>The current step.</summary>
    public int Now { get; set; }

    /// <summary>Whether the plan opens a line of credit.</summary>
    public bool LendsMoney { get; }

    /// <summary>Whether to take the plain paths, firm by firm. They give the same bits as the vectors and serve as their oracle and their measure.</summary>
    public bool Plain { get; init; }

    /// <summary>Whether firms have yet to learn from their peers this month (<see cref="Diffusion.FromPeers"/>).</summary>
    public bool PeersAwaited { get; set; }

    public int ClusterCount => Design.Clusters.Length;

    /// <summary>Makes the world of a replicate.</summary>
    public void Start(Draws draws)
    {
        Ledger.Open(Design.BudgetEur);
        Plan.Start();
        Ties.Clear();
        Circles.Clear();
        Contacts.Clear();
        Counters.Clear();
        Array.Clear(ClimateDeviation);
        Array.Clear(AgentInPost);
        Array.Fill(AgentAwayUntil, 0);
        PeersAwaited = false;
        Synthesis.Populate(this, draws);
    }

    /// <summary>Whether somebody lends threads.</summary>
    public bool IsShared => _rows is not null;

    /// <summary>Does something for all of a number of firms: in parts at once if somebody lends threads and there is more than one part, else in one part.</summary>
    /// <param name="month">The month.</param>
    /// <param name="firms">Number of firms.</param>
    /// <param name="work">Does a part; must not write what another part reads or writes.</param>
    /// <param name="alone">Whether firms have to come one after the other.</param>
    public void InParts(in MonthContext month, int firms, PartOfMonth work, bool alone = false)
    {
        int parts = PartsOf(firms);
        if (_rows is null || parts == 1 || alone)
        {
            work(this, month, 0, 0, firms);
            return;
        }
        InParts(_rows, month, firms, parts, work);
    }

    private void InParts(IParallelRows rows, MonthContext month, int firms, int parts, PartOfMonth work)
        => rows.ForEach(parts, part => work(this, month, part, part * FirmsOfPart, Math.Min(firms, (part + 1) * FirmsOfPart)));

    private static int PartsOf(int firms) => (firms + FirmsOfPart - 1) / FirmsOfPart;

    /// <summary>Whether a technical agent works this month, on either side.</summary>
    public bool HasTechnicalAgent()
    {
        for (int a = 0; a < AgentInPost.Length; a++)
        {
            if (AgentInPost[a] && Design.Agents[a].Technical) return true;
        }
        return false;
    }

    /// <summary>Writes down that something happened, if anybody wants to know.</summary>
    public void Note(in MonthContext month, string kind, string actor, string other = "", string reason = "", double value = 0)
        => Log?.Add(month.Month, kind, actor, other, reason, value);

    /// <summary>The same about a firm, and another one if there is one; builds no text unless it is wanted.</summary>
    public void NoteFirm(in MonthContext month, string kind, int firm, int other = -1, string reason = "", double value = 0)
    {
        if (Log is null) return;
        Log.Add(month.Month, kind, NameOfFirm(firm), other < 0 ? "" : NameOfFirm(other), reason, value);
    }

    /// <summary>A firm as events name it.</summary>
    public string NameOfFirm(int firm)
    {
        int cluster = Firms.ClusterOf[firm];
        return cluster == 0 ? $"firm:{firm}" : $"{Design.Clusters[cluster].Id}:{firm - FirstFirm[cluster]}";
    }

    /// <summary>A number for a name, the same on every machine (FNV-1a, 32 bits).</summary>
    public static uint Hash(string name)
    {
        uint hash = 2166136261;
        foreach (char c in name)
        {
            hash = (hash ^ (byte)c) * 16777619;
            hash = (hash ^ (byte)(c >> 8)) * 16777619;
        }
        return hash;
    }

    /// <summary>The number that stands for a partner firm in a key: its cluster's place in the scenario and its place in the cluster.</summary>
    public int PartnerKey(int firm)
    {
        int cluster = Firms.ClusterOf[firm];
        return (Design.Clusters[cluster].Ordinal << 20) | (firm - FirstFirm[cluster]);
    }
}

/// <summary>A part of a process: firms <paramref name="from"/> to <paramref name="to"/> - 1.</summary>
internal delegate void PartOfMonth(World world, in MonthContext month, int part, int from, int to);

/// <summary>A contact that waits to become a tie.</summary>
/// <param name="Firm">The emerging firm.</param>
/// <param name="Cluster">The partner cluster.</param>
/// <param name="Support">Whether only its support firms are wanted.</param>
/// <param name="Index">Keys the contact's draws.</param>
internal readonly record struct Contact(int Firm, int Cluster, bool Support, int Index);

/// <summary>Support firms of each partner cluster, by row.</summary>
internal sealed class PartnerFirmLists
{
    private readonly int[][] _support;
    private readonly int[] _supportCount;

    public PartnerFirmLists(int clusters, int[] firstFirm)
    {
        _support = new int[clusters][];
        _supportCount = new int[clusters];
        for (int c = 0; c < clusters; c++) _support[c] = new int[c == 0 ? 0 : firstFirm[c + 1] - firstFirm[c]];
    }

    public ReadOnlySpan<int> Support(int cluster) => _support[cluster].AsSpan(0, _supportCount[cluster]);

    public void Build(Firms firms, int[] firstFirm)
    {
        for (int c = 1; c < _support.Length; c++)
        {
            int n = 0;
            for (int j = firstFirm[c]; j < firstFirm[c + 1]; j++)
            {
                if (firms.Role[j] == FirmRole.Support) _support[c][n++] = j;
            }
            _supportCount[c] = n;
        }
    }
}

/// <summary>Working memory of a month: nothing in it outlives the process that uses it.</summary>
internal sealed class Scratch(int emerging, int firms, int teachers)
{
    public int[] Candidates { get; } = new int[emerging];

    public double[] Order { get; } = new double[Math.Max(emerging, firms)];

    public int[] Rows { get; } = new int[Math.Max(emerging, firms)];

    public int[] Accepted { get; } = new int[emerging];

    public int[] TeacherOf { get; } = new int[emerging];

    public Teacher[] Teachers { get; } = new Teacher[Math.Max(teachers, 64)];

    public bool[] TeacherUsed { get; } = new bool[Math.Max(teachers, 64)];

    public double[] ByDomain { get; } = new double[16];
}
