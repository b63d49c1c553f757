using TwinningSim.Kernel.Tables;
using TwinningSim.Storage.Disk;
using TwinningSim.Testing;
using Xunit.Abstractions;

namespace TwinningSim.Storage.Tests;

public sealed class ResultsQueryTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Tables_have_the_rows_of_the_reader_whichever_layout_the_folder_has(bool designColumn)
    {
        Manifest manifest = ThreeShards.Manifest() with { DesignColumn = designColumn };
        using (ExperimentFolder folder = ExperimentFolder.Open(RealDisk.Hasty, _folder["it's"], manifest))
        {
            foreach (ShardName shard in ThreeShards.Shards())
            {
                using ShardWriter writer = folder.Begin(shard);
                writer.Append(ThreeShards.NumbersOf(shard));
                writer.Append(ThreeShards.WordsOf(shard));
                writer.Commit();
            }
            folder.WriteManifest(complete: true);
        }
        ExperimentReader reader = ExperimentReader.Open(_folder["it's"]);
        using ResultsQuery query = ResultsQuery.Open(_folder["it's"]);

        (IEnumerable<string> columns, IEnumerable<object?[]> rows) = query.Run("SELECT replicate, value, first_month FROM numbers WHERE design = 'a' ORDER BY replicate");
        object?[][] all = [.. rows];
        Assert.Equal(["replicate", "value", "first_month"], columns);
        Assert.Equal(reader.Numbers("numbers", "a", "value"), all.Select(row => (double)row[1]!));
        Assert.Null(all[0][2]);
        Assert.Equal(reader.Texts("words", "b", "word").Order(StringComparer.Ordinal), query.Run("SELECT word FROM words WHERE design = 'b'").Rows.Select(row => (string)row[0]!).Order(StringComparer.Ordinal));
        Assert.Empty(query.Run("FROM failures").Rows);
        Assert.Contains("nonsense", Assert.Throws<ResultsQueryException>(() => query.Run("SELECT nonsense FROM numbers")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damage_is_noticed_before_the_first_row_and_files_that_no_line_names_do_not_count()
    {
        ThreeShards.Run(RealDisk.Hasty, _folder["x"]);
        string[] files = Directory.GetFiles(_folder["x/numbers/design=a"]);
        File.Copy(files[0], files[0].Replace("part-", "stray-", StringComparison.Ordinal));
        using (ResultsQuery query = ResultsQuery.Open(_folder["x"])) Assert.Equal(30L, query.Run("SELECT count(*) FROM numbers").Rows.Single()[0]);
        byte[] bytes = File.ReadAllBytes(files[1]);
        bytes[20] ^= 1;
        File.WriteAllBytes(files[1], bytes);
        Assert.Throws<DamagedResultException>(() => ResultsQuery.Open(_folder["x"]));
    }

    /// <summary>Two million rows of numbers that hardly compress, 48 MB in all, pass through 50 MB, of which DuckDB needs most for itself.</summary>
    [Fact]
    public void A_table_larger_than_the_memory_is_summed_to_the_same_bits_every_time()
    {
        const int shards = 8, rowsOfShard = 250_000;
        double sum = Large.Write(_folder["large"], shards, rowsOfShard);
        object?[][] answers = [.. Enumerable.Range(0, 2).Select(_ =>
        {
            using ResultsQuery query = ResultsQuery.Open(_folder["large"], megabytes: 50);
            return query.Run("SELECT count(*), sum(a + b), max(a) FROM months").Rows.Single();
        })];
        Assert.Equal((long)shards * rowsOfShard, answers[0][0]);
        Assert.Equal(sum, (double)answers[0][1]!, tolerance: 1e-6 * sum);
        Assert.Equal(answers[0], answers[1]);
    }

    /// <summary>The same for as many rows as TWINSIM_ROWS says, 20 million if it says nothing; the memory is that of two million.</summary>
    [LongFact]
    public void Memory_does_not_grow_with_the_number_of_rows()
    {
        const int rowsOfShard = 500_000;
        int shards = int.Parse(Environment.GetEnvironmentVariable("TWINSIM_ROWS") ?? "20000000", System.Globalization.CultureInfo.InvariantCulture) / rowsOfShard;
        double sum = Large.Write(_folder["large"], shards, rowsOfShard);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        using ResultsQuery query = ResultsQuery.Open(_folder["large"], megabytes: 50);
        object?[][] months = [.. query.Run("SELECT month, count(*), avg(a), max(b), sum(a + b) FROM (SELECT * FROM months WHERE month < 5) GROUP BY month ORDER BY month").Rows];
        Assert.Equal(5, months.Length);
        Assert.All(months, row => Assert.Equal((long)shards * rowsOfShard / 100, row[1]));
        object?[] all = query.Run("SELECT count(*), sum(a + b) FROM months").Rows.Single();
        Assert.Equal((long)shards * rowsOfShard, all[0]);
        Assert.Equal(sum, (double)all[1]!, tolerance: 1e-6 * sum);
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        output.WriteLine($"{shards * (long)rowsOfShard} rows checked and queried in {clock.Elapsed.TotalSeconds:F0} s; largest memory of the process, with the writing, {process.PeakWorkingSet64 / 1_000_000} MB");
    }
}
