using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using TwinningSim.Kernel.Tables;

namespace TwinningSim.Storage;

/// <summary>A design as manifest.json describes it.</summary>
/// <param name="Id">Identifier; where each design has a folder of its own, its folders are called <c>design=&lt;id&gt;</c>.</param>
/// <param name="Title">Title for people.</param>
/// <param name="Hash">Hash of the whole resolved design: another value is another design.</param>
/// <param name="Parameters">The parameters whose value differs from <see cref="Manifest.Parameters"/>.</param>
/// <param name="ChangesAssumptions">Whether it changes what the world is like, so that a comparison with it compares two worlds and not only two programmes.</param>
public sealed record ManifestDesign(string Id, string Title, string Hash, ImmutableSortedDictionary<string, double> Parameters, bool ChangesAssumptions = false);

/// <summary>Number of rows of a table.</summary>
/// <param name="Table">Name of the table.</param>
/// <param name="Design">Identifier of the design; null for all together, where files hold several designs.</param>
/// <param name="Rows">Rows.</param>
public sealed record ManifestRows(string Table, string? Design, long Rows);

/// <summary>A part of an experiment that is run for itself, on another machine perhaps, and merged later.</summary>
/// <param name="Index">Number of the part, from 0.</param>
/// <param name="Of">Number of parts.</param>
/// <param name="Runs">Runs of this part.</param>
public sealed record ManifestPart(int Index, int Of, int Runs)
{
    /// <summary>Name of the folder in an experiment's folder that its parts are in.</summary>
    public const string FolderName = "parts";

    /// <summary>The folder of a part of an experiment.</summary>
    /// <param name="folder">The experiment's folder.</param>
    /// <param name="index">Number of the part, from 0.</param>
    /// <param name="of">Number of parts.</param>
    public static string FolderOf(string folder, int index, int of) => Path.Combine(folder, FolderName, $"{index}-of-{of}");
}

/// <summary>The stopping rule of an experiment and how it ended.</summary>
/// <param name="Level">Planned level of the intervals.</param>
/// <param name="Most">Largest number of replicates allowed.</param>
/// <param name="Targets">What had to be known how exactly, in words.</param>
/// <param name="EnoughFrom">The number of replicates from which on every target was met; null if that was not reached.</param>
/// <param name="Replicates">Replicates that were run: those and the ones that the rule looked ahead.</param>
public sealed record ManifestStopping(double Level, int Most, ImmutableArray<string> Targets, int? EnoughFrom, int Replicates);

/// <summary>What an experiment is and what its folder holds: the contents of manifest.json.</summary>
public sealed record Manifest
{
    /// <summary>Name in the experiment's folder.</summary>
    public const string FileName = "manifest.json";

    private const int CurrentFormat = 2;

    /// <summary>Version of the layout of the folder and of this file.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>SHA-256 of this file's contents with an empty <c>sum</c>: a damaged manifest is known as such.</summary>
    public string Sum { get; init; } = "";

    /// <summary>Identifier of the scenario.</summary>
    public required string Experiment { get; init; }

    /// <summary>The scenario's title.</summary>
    public required string Title { get; init; }

    /// <summary>The question that the scenario asks.</summary>
    public string Question { get; init; } = "";

    /// <summary>First calendar month, yyyy-MM; null if the manifest does not say it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Start { get; init; }

    /// <summary>Horizon, months; null if the manifest does not say it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Months { get; init; }

    /// <summary>Version of the program and of its build.</summary>
    public required string Program { get; init; }

    /// <summary>Seed of all random numbers.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Replicates of each design that were asked for.</summary>
    public required int Replicates { get; init; }

    /// <summary>The stopping rule that found this number; null if it was given.</summary>
    public ManifestStopping? Stopping { get; init; }

    /// <summary>The design that the others are compared with.</summary>
    public required string Baseline { get; init; }

    /// <summary>The design without a programme that net benefit is measured against; null if there is none.</summary>
    public string? WithoutProgramme { get; init; }

    /// <summary>Whether files hold several designs and say which in the column <c>design</c>; otherwise each design has a folder of its own.</summary>
    public bool DesignColumn { get; init; }

    /// <summary>Replicates in a full block: a shard with fewer will be replaced when the experiment grows.</summary>
    public int Block { get; init; } = 25;

    /// <summary>Which part of the experiment this is; null if it is the whole.</summary>
    public ManifestPart? Part { get; init; }

    /// <summary>Runs that failed: they have a row in the table of failures and none in the others.</summary>
    public int Failed { get; init; }

    /// <summary>Hash of the scenario's text.</summary>
    public required string ScenarioHash { get; init; }

    /// <summary>Whether everything asked for is there. If not, the same command goes on where it stopped.</summary>
    public bool Complete { get; init; }

    /// <summary>The designs, in the scenario's order.</summary>
    public required ImmutableArray<ManifestDesign> Designs { get; init; }

    /// <summary>The value of every parameter in the baseline design.</summary>
    public required ImmutableSortedDictionary<string, double> Parameters { get; init; }

    /// <summary>Number of rows by table and design.</summary>
    public ImmutableArray<ManifestRows> Rows { get; init; } = [];

    /// <summary>Every file of results with its hash, in the order of tables, designs and replicates.</summary>
    public ImmutableArray<CommittedFile> Files { get; init; } = [];

    /// <summary>The tables with every column's unit and meaning.</summary>
    public required ImmutableArray<TableDefinition> Tables { get; init; }

    /// <summary>The scenario as it was given.</summary>
    public required string ScenarioText { get; init; }

    /// <summary>In which respects another experiment is not this one, in plain words; empty if it is the same. Replicates and tables may differ: an experiment can grow.</summary>
    internal IEnumerable<string> DifferencesTo(Manifest other)
    {
        if (Format != other.Format) yield return $"the layout of the folder is version {Format} there, {other.Format} here";
        if (Experiment != other.Experiment) yield return $"the scenario is '{Experiment}' there, '{other.Experiment}' here";
        if (Program != other.Program) yield return $"the program is {Program} there, {other.Program} here";
        if (Seed != other.Seed) yield return $"the seed is {Seed} there, {other.Seed} here";
        if (Part?.Index != other.Part?.Index || Part?.Of != other.Part?.Of) yield return $"it is {PartText(Part)} there, {PartText(other.Part)} here";
        if (WithoutProgramme != other.WithoutProgramme)
            yield return $"the design without a programme is {WithoutProgramme ?? "none"} there, {other.WithoutProgramme ?? "none"} here";
        Dictionary<string, ManifestDesign> here = other.Designs.ToDictionary(d => d.Id, StringComparer.Ordinal);
        bool changed = false;
        foreach (ManifestDesign mine in Designs)
        {
            if (!here.Remove(mine.Id, out ManifestDesign? theirs)) yield return $"the design '{mine.Id}' is only there";
            else if (mine.Hash != theirs.Hash)
            {
                changed = true;
                yield return $"the design '{mine.Id}' has changed{ChangedParameters(mine, other, theirs)}";
            }
        }
        foreach (ManifestDesign theirs in other.Designs.Where(d => here.ContainsKey(d.Id))) yield return $"the design '{theirs.Id}' is only here";
        if (changed && TextDifference.Of(ScenarioText, other.ScenarioText) is { Length: > 0 } lines) yield return $"in the scenario {lines}";
        if (DesignColumn && !changed && here.Count == 0 && !Designs.Select(d => d.Id).SequenceEqual(other.Designs.Select(d => d.Id)))
            yield return "the designs are in another order";
    }

    internal byte[] ToJson() => [.. JsonSerializer.SerializeToUtf8Bytes(this with { Sum = ComputeSum() }, JsonText.Indented.Manifest), (byte)'\n'];

    /// <exception cref="JsonException">It is no manifest, or not the one that was written.</exception>
    /// <exception cref="FolderMismatchException">It is whole, but in the layout of another version of the program.</exception>
    internal static Manifest FromJson(byte[] json)
    {
        // The sum is over the text: what has another layout is not taken for damaged.
        if (!IsWhole(json)) throw new JsonException("it was changed after it was written");
        using JsonDocument text = JsonDocument.Parse(json);
        int format = text.RootElement.TryGetProperty("format", out JsonElement number) ? number.GetInt32() : 0;
        try
        {
            if (format == CurrentFormat && text.Deserialize(JsonText.Indented.Manifest) is { } manifest) return manifest;
        }
        catch (JsonException)
        {
            // Whole, of this format, and yet not to be read: a build between two versions.
        }
        string program = text.RootElement.TryGetProperty("program", out JsonElement name) ? name.GetString() ?? "?" : "?";
        throw new FolderMismatchException($"it is whole, but twinsim {program} wrote it in layout {format} and this program reads layout {CurrentFormat}: read it with that version, or run the experiment again into another folder");
    }

    /// <summary>Whether a text has the sum that it names.</summary>
    private static bool IsWhole(byte[] json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1 || !reader.ValueTextEquals("sum"u8)) continue;
            reader.Read();
            int from = (int)reader.TokenStartIndex + 1, to = (int)reader.BytesConsumed - 1;
            return reader.GetString() == ExperimentFolder.HashOf([.. json.AsSpan(0, from), .. json.AsSpan(to).TrimEnd((byte)'\n')]);
        }
        return false;
    }

    private static string PartText(ManifestPart? part) => part is null ? "the whole experiment" : $"part {part.Index} of {part.Of}";

    private string ComputeSum() => ExperimentFolder.HashOf(JsonSerializer.SerializeToUtf8Bytes(this with { Sum = "" }, JsonText.Indented.Manifest));

    private string ChangedParameters(ManifestDesign mine, Manifest other, ManifestDesign theirs)
    {
        var changes = new List<string>();
        foreach (string name in Parameters.Keys.Union(other.Parameters.Keys).Order(StringComparer.Ordinal))
        {
            double? before = ValueOf(this, mine, name), now = ValueOf(other, theirs, name);
            if (before != now) changes.Add($"{name} {Text(before)} there, {Text(now)} here");
        }
        return changes.Count switch { 0 => "", <= 3 => $" ({string.Join("; ", changes)})", _ => $" ({string.Join("; ", changes[..3])}; {changes.Count - 3} more parameters)" };

        static double? ValueOf(Manifest of, ManifestDesign design, string name)
            => design.Parameters.TryGetValue(name, out double own) ? own : of.Parameters.TryGetValue(name, out double general) ? general : null;

        static string Text(double? value) => value is { } number ? number.ToString("R", System.Globalization.CultureInfo.InvariantCulture) : "none";
    }
}

[JsonSerializable(typeof(Manifest))]
[JsonSerializable(typeof(CommittedShard))]
internal sealed partial class StorageJson : JsonSerializerContext;

/// <summary>The two ways in which we write JSON. Snake case as in the tables; letters of other languages as they are.</summary>
internal static class JsonText
{
    public static StorageJson OneLine { get; } = new(Options(indented: false));

    public static StorageJson Indented { get; } = new(Options(indented: true));

    private static JsonSerializerOptions Options(bool indented) => new()
    {
        WriteIndented = indented,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter<ColumnType>(JsonNamingPolicy.SnakeCaseLower) },
    };
}
