using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace TwinningSim.Storage;

/// <summary>A piece of an experiment: replicates in a row of one or more designs. The unit of work and of commit.</summary>
/// <param name="Key">Hash of everything that can change its rows.</param>
/// <param name="Designs">Identifiers of its designs, 1 or more; one alone where each design has a folder of its own.</param>
/// <param name="First">Its first replicate.</param>
/// <param name="Count">How many replicates of each design it has, 1 or more.</param>
[method: JsonConstructor]
public sealed record ShardName(string Key, ImmutableArray<string> Designs, int First, int Count)
{
    /// <summary>A shard of one design.</summary>
    public ShardName(string key, string design, int first, int count) : this(key, [design], first, count)
    {
    }

    /// <summary>Runs: designs x replicates.</summary>
    internal int Runs => Designs.Length * Count;

    /// <summary>Where it belongs: a shard with the same place takes the place of an older one.</summary>
    internal (string Design, int First) Place => (Designs[0], First);

    /// <summary>Equal in every part.</summary>
    public bool Equals(ShardName? other)
        => other is not null && Key == other.Key && First == other.First && Count == other.Count && Designs.AsSpan().SequenceEqual(other.Designs.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Key, Designs[0], First, Count);
}

/// <summary>A file of results.</summary>
/// <param name="Table">Name of the table.</param>
/// <param name="Path">Path in the experiment's folder, with forward slashes.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Bytes">Size.</param>
/// <param name="Sha256">SHA-256 of its bytes, in hex: what the command <c>sha256sum</c> prints.</param>
public sealed record CommittedFile(string Table, string Path, long Rows, long Bytes, string Sha256);

/// <summary>A run that failed: it has a row in the table of failures and none in the others.</summary>
/// <param name="Design">Identifier of the design.</param>
/// <param name="Replicate">Number of the replicate.</param>
public sealed record FailedRun(string Design, int Replicate);

/// <summary>A finished shard: a line of the ledger.</summary>
/// <param name="Shard">Which one.</param>
/// <param name="Files">The files that hold its rows, one for each table; after compaction a file may hold those of other shards too.</param>
/// <param name="Failed">Its runs that failed.</param>
public sealed record CommittedShard(ShardName Shard, ImmutableArray<CommittedFile> Files, ImmutableArray<FailedRun> Failed)
{
    /// <summary>The file of a table, or null.</summary>
    internal CommittedFile? Find(string table) => Files.FirstOrDefault(file => file.Table == table);
}
