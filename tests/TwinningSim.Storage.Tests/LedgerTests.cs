using System.Text;

namespace TwinningSim.Storage.Tests;

public sealed class LedgerTests
{
    private static readonly byte[] Three = [.. ThreeShards.Shards().SelectMany(s => Ledger.LineOf(Of(s)))];

    [Fact]
    public void Lines_come_back_in_the_order_of_commit() => Assert.Equal(ThreeShards.Shards(), Ledger.Parse(Three).Shards.Select(s => s.Shard));

    [Fact]
    public void Wherever_the_last_line_is_torn_it_is_ignored_and_the_others_count()
    {
        int second = LineEnds()[1];
        for (int length = second + 2; length < Three.Length; length++)
        {
            Ledger.Contents contents = Ledger.Parse(Three.AsSpan(0, length));
            Assert.Equal(2, contents.Shards.Length);
            Assert.True(contents.Torn);
            Assert.Empty(contents.Damaged);
        }
    }

    [Fact]
    public void A_changed_character_anywhere_takes_its_line_out_and_only_its_line()
    {
        int[] ends = LineEnds();
        for (int i = 0; i < Three.Length; i++)
        {
            if (ends.Contains(i)) continue;
            byte[] changed = [.. Three];
            changed[i] ^= 1;
            Ledger.Contents contents = Ledger.Parse(changed);
            // A character that became a line feed makes two bad lines of one.
            Assert.Equal(2, contents.Shards.Length);
            Assert.True(contents.Torn || contents.Damaged.Length > 0);
        }
    }

    [Fact]
    public void Of_two_lines_about_the_same_shard_the_later_one_counts()
    {
        var grown = new ShardName("new", "b", 0, 20);
        Ledger.Contents contents = Ledger.Parse([.. Three, .. Ledger.LineOf(Of(grown))]);
        Assert.Equal(grown, contents.Shards.Single(s => s.Shard.Designs[0] == "b").Shard);
        Assert.Equal(3, contents.Shards.Length);
    }

    [Fact]
    public void A_line_is_plain_JSON() => Assert.Equal(
        "k0",
        System.Text.Json.JsonDocument.Parse(Encoding.UTF8.GetString(Three).Split('\n')[0]).RootElement.GetProperty("shard").GetProperty("shard").GetProperty("key").GetString());

    private static int[] LineEnds() => [.. Enumerable.Range(0, Three.Length).Where(i => Three[i] == '\n')];

    private static CommittedShard Of(ShardName shard) => new(shard, [new CommittedFile("numbers", "numbers/x.parquet", 3, 100, "ab")], []);
}
