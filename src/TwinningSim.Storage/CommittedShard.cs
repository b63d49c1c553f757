using System.Collections.Immutable;

namespace TwinningSim.Storage;

/// <summary>A piece of an experiment: replicates in a row of one design. The unit of work, of files and of commit.</summary>
/// <param name="Key">Hash of everything that can change its bytes.</param>
/// <param name="Design">Identifier of the design.</param>
/// <param name="First">Its first replicate.</param>
/// <param name="Count">How many replicates it has, 1 or more.</param>
public sealed record ShardName(string Key, string Design, int First, int Count);

/// <summary>A file of a finished shard.</summary>
/// <param name="Table">Name of the table.</param>
/// <param name="Path">Path in the experiment's folder, with forward slashes.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Bytes">Size.</param>
/// <param name="Sha256">SHA-256 of its bytes, in hex: what the command <c>sha256sum</c> prints.</param>
public sealed record CommittedFile(string Table, string Path, long Rows, long Bytes, string Sha256);

/// <summary>A finished shard: a line of the ledger.</summary>
/// <param name="Shard">Which one.</param>
/// <param name="Files">Its files, one for each table.</param>
public sealed record CommittedShard(ShardName Shard, ImmutableArray<CommittedFile> Files);
