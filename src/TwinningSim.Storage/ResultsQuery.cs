using System.Collections.Immutable;
using System.Globalization;
using DuckDB.NET.Data;
using TwinningSim.Kernel.Tables;

namespace TwinningSim.Storage;

/// <summary>
/// SQL over the tables of an experiment of any size, by DuckDB. Every table is a view with the column <c>design</c>, made of the files that the ledger names and of no
/// others. One thread, so that sums have the same bits every time; memory within a limit, however many rows there are.
/// </summary>
public sealed class ResultsQuery : IDisposable
{
    /// <summary>Memory that DuckDB may use, MB.</summary>
    public const int UsualMegabytes = 512;

    private readonly DuckDBConnection _connection = new("DataSource=:memory:");

    private ResultsQuery()
    {
    }

    /// <summary>Opens the results of an experiment; it may be incomplete.</summary>
    /// <param name="folder">The experiment's folder.</param>
    /// <param name="megabytes">Memory that DuckDB may use, MB.</param>
    /// <exception cref="DamagedResultException">The folder holds no experiment, or a file is missing or has other bytes than were committed.</exception>
    public static ResultsQuery Open(string folder, int megabytes = UsualMegabytes)
    {
        ExperimentReader reader = ExperimentReader.Open(folder);
        reader.Verify();
        var query = new ResultsQuery();
        try
        {
            query._connection.Open();
            query.Execute(string.Create(CultureInfo.InvariantCulture, $"SET threads = 1; SET memory_limit = '{megabytes}MB'; SET temp_directory = ''"));
            foreach (TableDefinition table in reader.Tables.Append(FailureTable.Definition))
            {
                string[] files = [.. reader.Shards.Select(s => s.Find(table.Name)?.Path).OfType<string>().Distinct().Select(path => $"'{Path.Combine(Path.GetFullPath(folder), path).Replace("'", "''", StringComparison.Ordinal)}'")];
                // A text for the design whatever it looks like: a design may be called 2013.
                query.Execute(files.Length > 0
                    ? $"CREATE VIEW {table.Name} AS SELECT * FROM read_parquet([{string.Join(", ", files)}], hive_partitioning = {(reader.Manifest.DesignColumn ? "false" : "true, hive_types_autocast = false")})"
                    : $"CREATE TABLE {table.Name} ({string.Join(", ", table.Columns.Select(c => $"\"{c.Name}\" {TypeOf(c)}"))}, design VARCHAR)");
            }
            return query;
        }
        catch
        {
            query.Dispose();
            throw;
        }
    }

    /// <summary>Runs a query.</summary>
    /// <param name="sql">One statement in DuckDB's SQL.</param>
    /// <returns>The names of the columns, and the rows one after the other as they are asked for; a missing value is null.</returns>
    /// <exception cref="ResultsQueryException">DuckDB refuses it.</exception>
    public (ImmutableArray<string> Columns, IEnumerable<object?[]> Rows) Run(string sql)
    {
        DuckDBCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        // Rows come as they are found: what is not asked for is never in memory.
        command.UseStreamingMode = true;
        try
        {
            DuckDBDataReader reader = command.ExecuteReader();
            return ([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)], Rows(command, reader));
        }
        catch (DuckDBException e)
        {
            command.Dispose();
            throw new ResultsQueryException(e.Message, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private static IEnumerable<object?[]> Rows(DuckDBCommand command, DuckDBDataReader reader)
    {
        using (command)
        using (reader)
        {
            while (Read())
            {
                object?[] row = new object?[reader.FieldCount];
                for (int c = 0; c < row.Length; c++) row[c] = reader.IsDBNull(c) ? null : reader.GetValue(c);
                yield return row;
            }
        }

        bool Read()
        {
            try
            {
                return reader.Read();
            }
            catch (DuckDBException e)
            {
                throw new ResultsQueryException(e.Message, e);
            }
        }
    }

    private static string TypeOf(ColumnDefinition column) => column.Type switch { ColumnType.Whole => "INTEGER", ColumnType.Real => "DOUBLE", _ => "VARCHAR" };

    private void Execute(string sql)
    {
        using DuckDBCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

/// <summary>A query that DuckDB refuses: wrong SQL, or more memory than the limit.</summary>
public sealed class ResultsQueryException : Exception
{
    /// <summary>A refused query.</summary>
    public ResultsQueryException(string message, Exception cause) : base(message, cause)
    {
    }
}
