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
}

/// <summary>One design x one block of replicates: the unit of work, of files and of commit.</summary>
/// <param name="Design">Position of the design in <see cref="ExperimentPlan.Designs"/>.</param>
/// <param name="First">First replicate.</param>
/// <param name="Count">Number of replicates, 1 to <see cref="ExperimentPlan.BlockSize"/>.</param>
/// <param name="Key">Hash of everything that can change the rows: program, design, the design without a programme, seed, replicates.</param>
public sealed record Shard(int Design, int First, int Count, string Key);

/// <summary>
/// The runs of an experiment, cut into shards. Shards follow from the plan alone, never from threads, and a block of replicates is the same whatever the number
/// of replicates asked for, so that an experiment can grow. They are ordered by block and then by design: what is stopped early has about as many replicates of every design.
/// </summary>
public sealed class ExperimentPlan
{
    /// <summary>Replicates in a block.</summary>
    public const int BlockSize = 25;

    /// <summary>The largest number of replicates.</summary>
    public const int MaxReplicates = 1_000_000;

    private readonly ImmutableArray<int> _references;

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
        Baseline = PositionOf(positions, source.Baseline);
        Shards = [.. MakeShards()];
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

    /// <summary>The shards in the order in which they are run.</summary>
    public ImmutableArray<Shard> Shards { get; }

    /// <summary>Number of runs: designs x replicates.</summary>
    public int Runs => Designs.Length * Replicates;

    /// <summary>Position of the design that net benefit of a design is measured against, by its position; -1 if there is none.</summary>
    internal int ReferenceOf(int design) => _references[design];

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
        return new ExperimentPlan(source, options, program, [.. source.Designs.Select(DesignHash.Of)]);
    }

    /// <summary>The manifest of the experiment before anything has been run.</summary>
    internal Manifest ToManifest()
    {
        Design baseline = Designs[Baseline];
        return new Manifest
        {
            Experiment = Source.Id,
            Title = Source.Title,
            Question = Source.Question,
            Program = Program,
            Seed = Seed,
            Replicates = Replicates,
            Baseline = Source.Baseline,
            WithoutProgramme = Source.WithoutProgramme,
            ScenarioHash = Source.Hash,
            ScenarioText = Source.Text,
            Tables = Tables,
            Parameters = ParameterTable.All.ToImmutableSortedDictionary(p => p.Name, p => baseline.Parameters[p.Name], StringComparer.Ordinal),
            Designs = [.. Designs.Select((design, i) => new ManifestDesign(design.Id, design.Title, Hashes[i], ParameterTable.All
                .Where(p => design.Parameters[p.Name] != baseline.Parameters[p.Name])
                .ToImmutableSortedDictionary(p => p.Name, p => design.Parameters[p.Name], StringComparer.Ordinal), Source.AssumptionDesigns.Contains(design.Id)))],
        };
    }

    private static int PositionOf(Dictionary<string, int> positions, string design)
        => positions.TryGetValue(design, out int i) ? i : throw new ArgumentException($"The scenario has no design '{design}'.", nameof(design));

    private IEnumerable<Shard> MakeShards()
    {
        // The designs without a programme lead each block: the others need their margin gain.
        var references = _references.ToHashSet();
        int[] order = [.. Enumerable.Range(0, Designs.Length).OrderBy(d => references.Contains(d) ? 0 : 1)];
        for (int first = 0; first < Replicates; first += BlockSize)
        {
            int count = Math.Min(BlockSize, Replicates - first);
            foreach (int design in order) yield return new Shard(design, first, count, KeyOf(design, first, count));
        }
    }

    private string KeyOf(int design, int first, int count)
    {
        string reference = ReferenceOf(design) < 0 ? "none" : Hashes[ReferenceOf(design)];
        string all = $"{Program}\n{Designs[design].Id}\n{Hashes[design]}\n{reference}\n{Seed}\n{first}\n{count}\n";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)));
    }
}
