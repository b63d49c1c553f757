using System.CommandLine;
using System.Globalization;
using TwinningSim.Storage;

namespace TwinningSim.Cli.Verbs;

/// <summary><c>twinsim query</c>: SQL over the results of an experiment.</summary>
internal static class QueryVerb
{
    public static Command Make()
    {
        var folder = new Argument<string>("folder") { Description = "The experiment's folder." };
        var sql = new Argument<string>("sql") { Description = "A query in DuckDB's SQL; each table of the results is a table, with the column design." };
        Option<ulong?> memory = Input.WholeNumber("--memory", $"Memory for the query, MB. Default: {ResultsQuery.UsualMegabytes}.", 50, 1_000_000);
        var command = new Verb("query", "Answer a question in SQL from the results, of any size, as comma-separated values. Every file is checked first.") { folder, sql, memory };
        command.Examples =
        [
            ("twinsim query results/x \"SELECT design, avg(deals) FROM runs GROUP BY design\"", "means by design"),
            ("twinsim query results/x \"FROM failures\"", "runs that failed"),
        ];
        command.SetAction(result => Query(result.GetRequiredValue(folder), result.GetRequiredValue(sql), (int?)result.GetValue(memory) ?? ResultsQuery.UsualMegabytes));
        return command;
    }

    private static int Query(string folder, string sql, int megabytes)
    {
        using ResultsQuery query = ResultsQuery.Open(folder, megabytes);
        try
        {
            (IEnumerable<string> columns, IEnumerable<object?[]> rows) = query.Run(sql);
            Console.Out.WriteLine(string.Join(',', columns.Select(Quote)));
            foreach (object?[] row in rows) Console.Out.WriteLine(string.Join(',', row.Select(Text)));
            return ExitCode.Success;
        }
        catch (ResultsQueryException e)
        {
            throw new BadInputException(e.Message);
        }
    }

    // The shortest text that reads back as the same number.
    private static string Text(object? value) => value switch
    {
        null => "",
        double real => real.ToString("R", CultureInfo.InvariantCulture),
        IFormattable other => Quote(other.ToString(null, CultureInfo.InvariantCulture)),
        _ => Quote(value.ToString() ?? ""),
    };

    private static string Quote(string text) => text.AsSpan().IndexOfAny(",\"\n\r") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
