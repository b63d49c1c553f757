using TwinningSim.Kernel.Tables;
using TwinningSim.Storage.Disk;
using TwinningSim.Testing;

namespace TwinningSim.Storage.Tests;

public class OutputFolderTests
{
    [Fact]
    public async Task Texts_and_tables_are_there_whole_and_replace_what_was_there()
    {
        using var folder = new TemporaryFolder();
        OutputFolder output = OutputFolder.Open(Path.Combine(folder.Path, "a", "b"));
        output.Write("page.md", "old and longer");
        output.Write("page.md", "new");
        Assert.Equal("new", File.ReadAllText(Path.Combine(output.Path, "page.md")));
        var table = new TableDefinition("t", "A table.", [new ColumnDefinition("n", ColumnType.Real, "count", "A number.", Nullable: true)]);
        var rows = new TableBuffer(table);
        rows.Set(rows.AddRow(), 0, 1.5);
        rows.Set(rows.AddRow(), 0, double.NaN);
        output.Write("t.parquet", rows);
        TableColumns read = Assert.Single(await ParquetTable.ReadColumns(File.ReadAllBytes(Path.Combine(output.Path, "t.parquet")), table, [0], withDesign: false));
        Assert.Equal([1.5, double.NaN], (double[])read.Columns[0]);
        Assert.Equal(["page.md", "t.parquet"], Directory.GetFileSystemEntries(output.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_an_error_for_people()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "file"), "");
        Assert.Contains("Cannot write", Assert.Throws<StorageException>(() => OutputFolder.Open(Path.Combine(folder.Path, "file", "inside"))).Message, StringComparison.Ordinal);
    }
}
