using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;

namespace TwinningSim.Storage;

/// <summary>
/// The lines of ledger.jsonl. A shard exists if and only if a line says so; of two lines about the same shard the later one counts.
/// A line is <c>{"sum":"&lt;XxHash64 of the shard's text&gt;","shard":{...}}</c>, so that a torn or damaged line is known as such.
/// </summary>
internal static class Ledger
{
    public const string FileName = "ledger.jsonl";

    private const string Opening = "{\"sum\":\"";
    private const string Middle = "\",\"shard\":";

    /// <summary>A line with its line feed.</summary>
    public static byte[] LineOf(CommittedShard shard)
    {
        string text = JsonSerializer.Serialize(shard, JsonText.OneLine.CommittedShard);
        return Encoding.UTF8.GetBytes($"{Opening}{SumOf(text)}{Middle}{text}}}\n");
    }

    /// <summary>What a ledger says.</summary>
    /// <param name="Shards">The shards that exist, in the order in which they were finished.</param>
    /// <param name="Damaged">Numbers, from 1, of the lines before the last that are not whole: no crash does that.</param>
    /// <param name="Torn">Whether the last line is not whole: a crash in its middle, or it is just being written.</param>
    public readonly record struct Contents(ImmutableArray<CommittedShard> Shards, ImmutableArray<int> Damaged, bool Torn);

    /// <summary>Reads what can be read.</summary>
    public static Contents Parse(ReadOnlySpan<byte> bytes)
    {
        var latest = new Dictionary<(string Design, int First), (int Line, CommittedShard Shard)>();
        var damaged = ImmutableArray.CreateBuilder<int>();
        bool torn = false;
        for (int line = 1; bytes.Length > 0; line++)
        {
            int end = bytes.IndexOf((byte)'\n');
            if (end >= 0 && TryParse(bytes[..end]) is { } shard) latest[shard.Shard.Place] = (line, shard);
            else if (end < 0 || end == bytes.Length - 1) torn = true;
            else damaged.Add(line);
            bytes = end < 0 ? [] : bytes[(end + 1)..];
        }
        return new([.. latest.Values.OrderBy(entry => entry.Line).Select(entry => entry.Shard)], damaged.ToImmutable(), torn);
    }

    private static CommittedShard? TryParse(ReadOnlySpan<byte> line)
    {
        int middle = Opening.Length + 16;
        int start = middle + Middle.Length;
        if (line.Length <= start || !line.StartsWith("{\"sum\":\""u8) || line[^1] != '}') return null;
        string text = Encoding.UTF8.GetString(line[start..^1]);
        if (Encoding.UTF8.GetString(line[..start]) != $"{Opening}{SumOf(text)}{Middle}") return null;
        try
        {
            CommittedShard? shard = JsonSerializer.Deserialize(text, JsonText.OneLine.CommittedShard);
            return shard is null || shard.Shard.Designs.IsDefaultOrEmpty || shard.Files.IsDefault || shard.Failed.IsDefault ? null : shard;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string SumOf(string text)
    {
        Span<byte> sum = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(sum, XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(text)));
        return Convert.ToHexStringLower(sum);
    }
}
