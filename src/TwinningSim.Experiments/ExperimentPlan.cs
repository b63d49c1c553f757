using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using TwinningSim.Kernel.Tables;
using TwinningSim.Model.Input;
using TwinningSim.Model.Parameters;
using TwinningSim.Scenarios;
using TwinningSim.Storage;

namespace TwinningSim.Experiments;

/// <summary>What is to be compared: a scenario, as far as running it is concerned.</summary>
public sealed record ExperimentSource
{
    /// <summary>Identifier of the scenario.</summary>
    public required string Id { get; init; }

    /// <summary>Title for people.</summary>
    public required string Title { get; init; }

    /// <summary>The question that the scenario asks.</summary>
    public string Question { get; init; } = "";

    /// <summary>The scenario's text; kept beside the results.</summary>
    public required string Text { get; init; }

    /// <summary>Hash of the text.</summary>
    public required string Hash { get; init; }

    /// <summary>The designs, 1 or more.</summary>
    public required ImmutableArray<Design> Designs { get; init; }

    /// <summary>Identifiers of the designs that change what the world is like.</summary>
    public ImmutableArray<string> AssumptionDesigns { get; init; } = [];

    /// <summary>Seed where nobody asks for another.</summary>
    public ulong Seed { get; init; }

    /// <summary>Replicates of each design where nobody asks for another number.</summary>
    public int Replicates { get; init; } = 1;

    /// <summary>Identifier of the design that the others are compared with.</summary>
    public required string Baseline { get; init; }

    /// <summary>Identifier of the design without a programme that net benefit is measured against; null if there is none.</summary>
    public string? WithoutProgramme { get; init; }

    /// <summary>
    /// For designs whose net benefit is measured against another design than <see cref="WithoutProgramme"/>, that design's identifier: the same world without a programme
    /// is another one where the world is.
    /// </summary>
    public ImmutableDictionary<string, string> OwnReferences { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>What a scenario file says.</summary>
    public static ExperimentSource From(Scenario scenario) => new()
    {
        Id = scenario.Id,
        Title = scenario.Title,
        Question = scenario.Question,
        Text = scenario.Text,
        Hash = scenario.TextHash,
        Designs = scenario.Designs,
        AssumptionDesigns = [.. scenario.DesignChanges.Where(change => change.ChangesAssumptions).Select(change => change.Design.Id)],
        Seed = scenario.Seed,
        Replicates = scenario.Replicates,
        Baseline = scenario.BaselineDesign,
        WithoutProgramme = scenario.WithoutProgrammeDesign,
    };
}

/// <summary>How much is to be run and kept.</summary>
public sealed record PlanOptions
{
    /// <summary>Seed of all random numbers; the scenario's own if null.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Replicates of each design, 1 to <see cref="ExperimentPlan.MaxReplicates"/>; the scenario's own number if null.</summary>
    public int? Replicates { get; init; }

    /// <summary>Whether to keep the table of firms.</summary>
    public bool Firms { get; init; }

    /// <summary>Whether to keep the table of events.</summary>
    public bool Events { get; init; }

    /// <summary>Which part of the experiment to run; null for the whole.</summary>
    public PlanPart? Part { get; init; }

    /// <summary>The stopping rule that found the number of replicates, for the manifest; null if there is none.</summary>
    public ManifestStopping? Stopping { get; init; }
}

/// <summary>A part of an experiment, for a machine of its own.</summary>
/// <param name="Index">Number of the part, from 0.</param>
/// <param name="Of">Number of parts, 1 or more; some are empty if there are more of them than shards.</param>
public sealed record PlanPart(int Index, int Of);

/// <summary>Some designs x one block of replicates: the unit of work and of commit.</summary>
/// <param name="Designs">Positions of the designs in <see cref="ExperimentPlan.Designs"/>.</param>
/// <param name="First">First replicate.</param>
/// <param name="Count">Number of replicates, 1 to <see cref="ExperimentPlan.Block"/>.</param>
/// <param name="Key">Hash of everything that can change the rows: program, designs, the design without a programme, seed, replicates.</param>
public sealed record Shard(ImmutableArray<int> Designs, int First, int Count, string Key)
{
    /// <summary>Runs: designs x replicates.</summary>
    public int Runs => Designs.Length * Count;
}

/// <summary>
/// The runs of an experiment, cut into shards. Shards follow from the plan alone, never from threads, and a block of replicates is the same whatever the number
/// of replicates asked for, so that an experiment can grow. They are ordered by block and then by design: what is stopped early has about as many replicates of every design.
/// </summary>
/// <remarks>
/// With few designs a shard is one design x 50 replicates, in the design's own folder. With more than <see cref="MaxFolders"/> it is a sixteenth of the designs (200 at most)
/// x 5 replicates, and files have a column that says the design: two thousand designs are 160 shards of 625 runs, and never further apart than 5 replicates.
/// </remarks>
public sealed class ExperimentPlan
{
    /// <summary>Replicates in a block of an experiment with few designs.</summary>
    public const int BlockSize = 50;

    /// <summary>Replicates in a block of an experiment with many designs.</summary>
    public const int SweepBlockSize = 5;

    /// <summary>The largest number of designs that have a folder each.</summary>
    public const int MaxFolders = 64;

    /// <summary>The largest number of replicates.</summary>
    public const int MaxReplicates = 1_000_000;

    private const int SweepGroups = 16;
    private const int MostDesignsInShard = 200;

    private readonly ImmutableArray<int> _references;
    private readonly HashSet<int> _areReferences;
    private readonly ManifestStopping? _stopping;

    private ExperimentPlan(ExperimentSource source, PlanOptions options, string program, ImmutableArray<string> hashes)
    {
        Source = source;
        Seed = options.Seed ?? source.Seed;
        Replicates = options.Replicates ?? source.Replicates;
        Program = program;
        Hashes = hashes;
        Tables = [.. Model.Observation.Tables.All.Where(table => table.Name switch { "firms" => options.Firms, "events" => options.Events, _ => true })];
        Dictionary<string, int> positions = source.Designs.Select((d, i) => (d.Id, i)).ToDictionary(d => d.Id, d => d.i, StringComparer.Ordinal);
        int general = source.WithoutProgramme is null ? -1 : PositionOf(positions, source.WithoutProgramme);
        _references = [.. source.Designs.Select(d => source.OwnReferences.TryGetValue(d.Id, out string? own) ? PositionOf(positions, own) : general)];
        _areReferences = [.. _references];
        Baseline = PositionOf(positions, source.Baseline);
        AllShards = [.. MakeShards()];
        Part = options.Part;
        _stopping = options.Stopping;
        Shards = Part is null ? AllShards : AllShards[Bound(Part.Index)..Bound(Part.Index + 1)];

        // Shards in a row, so that a part touches few blocks and makes the runs without a programme for these alone.
        int Bound(int part) => (int)((long)AllShards.Length * part / Part!.Of);
    }

    /// <summary>What is compared.</summary>
    public ExperimentSource Source { get; }

    /// <summary>Seed of all random numbers.</summary>
    public ulong Seed { get; }

    /// <summary>Replicates of each design.</summary>
    public int Replicates { get; }

    /// <summary>Version and build of the program.</summary>
    public string Program { get; }

    /// <summary>The designs.</summary>
    public ImmutableArray<Design> Designs => Source.Designs;

    /// <summary>The tables that are kept.</summary>
    public ImmutableArray<TableDefinition> Tables { get; }

    /// <summary>The shards in the order in which they are run: all of them, or those of the part.</summary>
    public ImmutableArray<Shard> Shards { get; }

    /// <summary>Which part of the experiment is to be run; null if it is the whole.</summary>
    public PlanPart? Part { get; }

    /// <summary>Whether files hold several designs and say which in a column.</summary>
    public bool IsSweep => Designs.Length > MaxFolders;

    /// <summary>Replicates in a full block.</summary>
    public int Block => IsSweep ? SweepBlockSize : BlockSize;

    /// <summary>Number of runs in the shards.</summary>
    public int Runs => Shards.Sum(shard => shard.Runs);

    private ImmutableArray<Shard> AllShards { get; }

    /// <summary>Position of the design that net benefit of a design is measured against, by its position; -1 if there is none.</summary>
    internal int ReferenceOf(int design) => _references[design];

    /// <summary>Whether net benefit of some design is measured against this one.</summary>
    internal bool IsReference(int design) => _areReferences.Contains(design);

    /// <summary>The designs that net benefit of a shard's designs is measured against, and those among its own that others are measured against.</summary>
    internal IEnumerable<int> ReferencesOf(Shard shard)
        => shard.Designs.Select(ReferenceOf).Where(r => r >= 0).Concat(shard.Designs.Where(IsReference)).Distinct();

    private int Baseline { get; }

    private ImmutableArray<string> Hashes { get; }

    /// <summary>Plans the experiment of a scenario.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number of replicates is out of range.</exception>
    public static ExperimentPlan For(Scenario scenario, PlanOptions? options = null) => For(ExperimentSource.From(scenario), options ?? new PlanOptions());

    /// <summary>Plans an experiment.</summary>
    /// <exception cref="ArgumentException">There is no design, two have the same identifier, or one is named that does not exist.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of replicates is out of range.</exception>
    public static ExperimentPlan For(ExperimentSource source, PlanOptions options) => For(source, options, ProgramVersion.Current);

    internal static ExperimentPlan For(ExperimentSource source, PlanOptions options, string program)
    {
        int replicates = options.Replicates ?? source.Replicates;
        if (replicates is < 1 or > MaxReplicates) throw new ArgumentOutOfRangeException(nameof(options), replicates, $"The number of replicates must be 1 to {MaxReplicates}.");
        if (source.Designs.IsDefaultOrEmpty) throw new ArgumentException("The scenario has no design.", nameof(source));
        if (source.Designs.Select(d => d.Id).Distinct(StringComparer.OrdinalIgnoreCase).Count() != source.Designs.Length)
            throw new ArgumentException("Two designs have the same identifier (capitals do not count: it becomes the name of a folder).", nameof(source));
        if (options.Part is { } part && (part.Of < 1 || part.Index < 0 || part.Index >= part.Of))
            throw new ArgumentOutOfRangeException(nameof(options), part, "The number of a part must be 0 or more and less than the number of parts.");
        return new ExperimentPlan(source, options, program, [.. source.Designs.Select(DesignHash.Of)]);
    }

    /// <summary>A hash of everything in a design that can change its results.</summary>
    public static string HashOf(Design design) => DesignHash.Of(design);

    /// <summary>The manifest of the experiment before anything has been run.</summary>
    internal Manifest ToManifest()
    {
        Design baseline = Designs[Baseline];
        HashSet<string> assumptions = [.. Source.AssumptionDesigns];
        return new Manifest
        {
            Experiment = Source.Id,
            Title = Source.Title,
            Question = Source.Question,
            Start = baseline.Start.ToString(),
            Months = baseline.Months,
            Program = Program,
            Seed = Seed,
            Replicates = Replicates,
            Stopping = _stopping,
            Baseline = Source.Baseline,
            WithoutProgramme = Source.WithoutProgramme,
            DesignColumn = IsSweep,
            Block = Block,
            Part = Part is null ? null : new ManifestPart(Part.Index, Part.Of, Runs),
            ScenarioHash = Source.Hash,
            ScenarioText = Source.Text,
            Tables = Tables,
            Parameters = ParameterTable.All.ToImmutableSortedDictionary(p => p.Name, p => baseline.Parameters[p.Name], StringComparer.Ordinal),
            Designs = [.. Designs.Select((design, i) => new ManifestDesign(design.Id, design.Title, Hashes[i], ParameterTable.All
                .Where(p => design.Parameters[p.Name] != baseline.Parameters[p.Name])
                .ToImmutableSortedDictionary(p => p.Name, p => design.Parameters[p.Name], StringComparer.Ordinal), assumptions.Contains(design.Id)))],
        };
    }

    private static int PositionOf(Dictionary<string, int> positions, string design)
        => positions.TryGetValue(design, out int i) ? i : throw new ArgumentException($"The scenario has no design '{design}'.", nameof(design));

    /// <summary>The name of a shard in the folder of the experiment.</summary>
    internal ShardName NameOf(Shard shard) => new(shard.Key, [.. shard.Designs.Select(d => Designs[d].Id)], shard.First, shard.Count);

    /// <summary>The command that makes a run happen again, in the folder of the results; the same on every machine.</summary>
    internal string CommandOf(int design, int replicate)
        => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"twinsim run scenario.yaml --designs {Designs[design].Id} --only-replicates {replicate} --seed {Seed}");

    private IEnumerable<Shard> MakeShards()
    {
        // A design without a programme stands before those that need its margin gain, and beside them, so that a part seldom has to run another part's.
        int[] order = [.. Enumerable.Range(0, Designs.Length).OrderBy(d => IsReference(d) ? d : Math.Max(0, ReferenceOf(d))).ThenBy(d => IsReference(d) ? 0 : 1)];
        int together = IsSweep ? Math.Min((Designs.Length + SweepGroups - 1) / SweepGroups, MostDesignsInShard) : 1;
        ImmutableArray<int>[] groups = [.. order.Chunk(together).Select(group => group.ToImmutableArray())];
        for (int first = 0; first < Replicates; first += Block)
        {
            int count = Math.Min(Block, Replicates - first);
            foreach (ImmutableArray<int> designs in groups) yield return new Shard(designs, first, count, KeyOf(designs, first, count));
        }
    }

    private string KeyOf(ImmutableArray<int> designs, int first, int count)
    {
        IEnumerable<string> made = designs.Select(d => $"{Designs[d].Id}\n{Hashes[d]}\n{(ReferenceOf(d) < 0 ? "none" : Hashes[ReferenceOf(d)])}");
        string all = $"{Program}\n{string.Join('\n', made)}\n{Seed}\n{first}\n{count}\n";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)));
    }
}
