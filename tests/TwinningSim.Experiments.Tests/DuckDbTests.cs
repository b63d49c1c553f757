using DuckDB.NET.Data;
using TwinningSim.Storage;
using TwinningSim.Testing;
using static TwinningSim.Experiments.Tests.TestExperiment;

namespace TwinningSim.Experiments.Tests;

/// <summary>Others read our files without our code: DuckDB stands for them.</summary>
public sealed class DuckDbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DuckDBConnection _duckDb = new("DataSource=:memory:");

    public DuckDbTests()
    {
        Run(PlanWithAllTables(60, "base", "none"), _folder["x"]);
        _duckDb.Open();
    }

    public void Dispose()
    {
        _duckDb.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Row_counts_equal_the_manifest_in_every_table_and_design()
    {
        Manifest manifest = ExperimentReader.Open(_folder["x"]).Manifest;
        Assert.Equal(8, manifest.Rows.Length);
        foreach (ManifestRows rows in manifest.Rows)
            Assert.Equal(rows.Rows, Convert.ToInt64(Query($"SELECT count(*) FROM {Files(rows.Table)} WHERE design = '{rows.Design}'")[0][0]));
    }

    [Fact]
    public void Every_column_has_the_type_that_its_definition_says()
    {
        foreach (var table in ExperimentReader.Open(_folder["x"]).Tables)
        {
            List<object[]> columns = Query($"DESCRIBE SELECT * EXCLUDE (design) FROM {Files(table.Name)}");
            Assert.Equal(
                table.Columns.Select(c => (c.Name, c.Type switch { Kernel.Tables.ColumnType.Whole => "INTEGER", Kernel.Tables.ColumnType.Real => "DOUBLE", _ => "VARCHAR" })),
                columns.Select(c => ((string)c[0], (string)c[1])));
        }
    }

    [Fact]
    public void Numbers_texts_and_empty_values_are_those_that_our_reader_gives()
    {
        ExperimentReader reader = ExperimentReader.Open(_folder["x"]);
        List<object[]> runs = Query($"SELECT replicate, c2b, first_deal_month, net_benefit_eur FROM {Files("runs")} WHERE design = 'base' ORDER BY replicate");
        double[][] ours = reader.Numbers("runs", "base", ["replicate", "c2b", "first_deal_month", "net_benefit_eur"]);
        for (int c = 0; c < 4; c++)
            Assert.Equal(ours[c], runs.Select(row => row[c] is DBNull ? double.NaN : Convert.ToDouble(row[c])));
        Assert.Contains(runs, row => row[2] is DBNull);

        List<object[]> segments = Query($"SELECT segment FROM {Files("firms")} WHERE design = 'base' ORDER BY replicate");
        Assert.Equal(reader.Texts("firms", "base", "segment").Order(StringComparer.Ordinal), segments.Select(row => (string)row[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_file_says_what_it_is_and_what_every_column_means()
    {
        string file = Directory.GetFiles(_folder["x/runs/design=base"])[0];
        var metadata = Query($"SELECT decode(key), decode(value) FROM parquet_kv_metadata('{file}')").ToDictionary(row => (string)row[0], row => (string)row[1]);
        var manifest = ExperimentReader.Open(_folder["x"]).Manifest;
        Assert.Equal("runs", metadata["table"]);
        Assert.Equal("base", metadata["design"]);
        Assert.Equal("7", metadata["seed"]);
        Assert.Equal("0", metadata["replicate_first"]);
        Assert.Equal("49", metadata["replicate_last"]);
        Assert.Equal("abc", metadata["scenario_hash"]);
        Assert.Equal("2", metadata["schema_version"]);
        Assert.Equal(manifest.Program, metadata["program"]);
        foreach (var column in manifest.Tables[0].Columns)
        {
            Assert.Equal(column.Unit, metadata[$"column.{column.Name}.unit"]);
            Assert.Equal(column.Meaning, metadata[$"column.{column.Name}.meaning"]);
        }
    }

    [Fact]
    public void Files_are_compressed_with_zstd()
    {
        List<object[]> codecs = Query($"SELECT DISTINCT compression FROM parquet_metadata('{_folder["x"]}/months/*/*.parquet')");
        Assert.Equal("ZSTD", Assert.Single(codecs)[0]);
    }

    [Fact]
    public async Task A_table_without_any_row_opens_too()
    {
        ExperimentRunner quiet = Runner(model: design => (seed, replicate, tables, cancel) => FakeModel.Of(design)(seed, replicate, tables with { Events = null }, cancel));
        await quiet.RunAsync(PlanWithAllTables(3, "base"), _folder["quiet"], new RunOptions());
        Assert.Equal(0L, Query($"SELECT count(*) FROM read_parquet('{_folder["quiet"]}/events/*/*.parquet')")[0][0]);
    }

    [Fact]
    public void The_queries_of_the_page_about_results_run_as_they_are_printed()
    {
        Run(Plan(60, "as-run", "firm-matching", "none"), _folder["chennai-footwear"]);
        string page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "results-README.md"));
        string sql = page.Split("```sql")[1].Split("```")[0].Replace("results/chennai-footwear", _folder["chennai-footwear"], StringComparison.Ordinal);
        string[] queries = sql.Split(";\n", StringSplitOptions.RemoveEmptyEntries);

        List<object[]> means = Query(queries[0]);
        Assert.Equal(["as-run", "firm-matching", "none"], means.Select(row => row[0]));
        Assert.All(means, row => Assert.Equal(60L, row[1]));
        ExperimentReader reader = ExperimentReader.Open(_folder["chennai-footwear"]);
        double expected = reader.Numbers("runs", "firm-matching", "deals").Average() - reader.Numbers("runs", "as-run", "deals").Average();
        Assert.Equal(expected, (double)Assert.Single(Query(queries[1]))[0], tolerance: 1e-6);
        Assert.Contains(Query(queries[2]), row => (string)row[0] == "column.deals.meaning");
        Assert.Equal(3, queries.Length);
    }

    private string Files(string table) => $"read_parquet('{_folder["x"]}/{table}/*/*.parquet', hive_partitioning = true)";

    private List<object[]> Query(string sql)
    {
        using DuckDBCommand command = _duckDb.CreateCommand();
        command.CommandText = sql;
        using DuckDBDataReader reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            object[] row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }
        return rows;
    }
}
