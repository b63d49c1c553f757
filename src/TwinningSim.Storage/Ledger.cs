using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

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
        byte[] text = JsonSerializer.SerializeToUtf8Bytes(shard, JsonText.OneLine.CommittedShard);
        return [.. Encoding.UTF8.GetBytes($"{Opening}{SumOf(text)}{Middle}"), .. text, .. "}\n"u8];
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
        var lines = new LineReader();
        bool torn = false;
        for (int line = 1; bytes.Length > 0; line++)
        {
            int end = bytes.IndexOf((byte)'\n');
            if (end >= 0 && lines.Read(bytes[..end]) is { } shard) latest[shard.Shard.Place] = (line, shard);
            else if (end < 0 || end == bytes.Length - 1) torn = true;
            else damaged.Add(line);
            bytes = end < 0 ? [] : bytes[(end + 1)..];
        }
        return new([.. latest.Values.OrderBy(entry => entry.Line).Select(entry => entry.Shard)], damaged.ToImmutable(), torn);
    }

    private static string SumOf(ReadOnlySpan<byte> text)
    {
        Span<byte> sum = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(sum, XxHash64.HashToUInt64(text));
        return Convert.ToHexStringLower(sum);
    }

    /// <summary>
    /// Reads lines. A long sweep has tens of thousands of them, in which the same few lists of designs and of files come again and again: each is read once.
    /// </summary>
    private sealed class LineReader
    {
        private readonly Known<ImmutableArray<string>> _designs = new(JsonText.OneLine.ImmutableArrayString);
        private readonly Known<ImmutableArray<CommittedFile>> _files = new(JsonText.OneLine.ImmutableArrayCommittedFile);
        private readonly Known<ImmutableArray<FailedRun>> _failed = new(JsonText.OneLine.ImmutableArrayFailedRun);

        /// <summary>The shard of a line, or null if the line is not whole.</summary>
        public CommittedShard? Read(ReadOnlySpan<byte> line)
        {
            int middle = Opening.Length + 16;
            int start = middle + Middle.Length;
            if (line.Length <= start || !line.StartsWith("{\"sum\":\""u8) || line[^1] != '}') return null;
            ReadOnlySpan<byte> text = line[start..^1];
            if (Encoding.UTF8.GetString(line[..start]) != $"{Opening}{SumOf(text)}{Middle}") return null;
            try
            {
                return ShardOf(text);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
            {
                return null;
            }
        }

        private CommittedShard? ShardOf(ReadOnlySpan<byte> text)
        {
            (string? key, int first, int count) = (null, 0, 0);
            ImmutableArray<string> designs = default;
            ImmutableArray<CommittedFile> files = default;
            ImmutableArray<FailedRun> failed = default;
            var json = new Utf8JsonReader(text);
            while (json.Read())
            {
                if (json.TokenType != JsonTokenType.PropertyName || json.ValueTextEquals("shard"u8)) continue;
                if (json.ValueTextEquals("key"u8) && json.Read()) key = json.GetString();
                else if (json.ValueTextEquals("first"u8) && json.Read()) first = json.GetInt32();
                else if (json.ValueTextEquals("count"u8) && json.Read()) count = json.GetInt32();
                else if (json.ValueTextEquals("designs"u8)) designs = _designs.Next(ref json, text);
                else if (json.ValueTextEquals("files"u8)) files = _files.Next(ref json, text);
                else if (json.ValueTextEquals("failed"u8)) failed = _failed.Next(ref json, text);
                else json.Skip();
            }
            return key is null || designs.IsDefaultOrEmpty || files.IsDefault || failed.IsDefault ? null : new CommittedShard(new ShardName(key, designs, first, count), files, failed);
        }

        /// <summary>Values by the text that they were read from.</summary>
        private sealed class Known<T>(JsonTypeInfo<T> type)
        {
            private readonly Dictionary<ulong, (byte[] Text, T Value)> _values = [];

            public T Next(ref Utf8JsonReader json, ReadOnlySpan<byte> all)
            {
                json.Read();
                int start = (int)json.TokenStartIndex;
                json.Skip();
                ReadOnlySpan<byte> text = all[start..(int)json.BytesConsumed];
                ulong hash = XxHash64.HashToUInt64(text);
                if (_values.TryGetValue(hash, out (byte[] Text, T Value) known) && known.Text.AsSpan().SequenceEqual(text)) return known.Value;
                T value = JsonSerializer.Deserialize(text, type)!;
                _values[hash] = (text.ToArray(), value);
                return value;
            }
        }
    }
}
