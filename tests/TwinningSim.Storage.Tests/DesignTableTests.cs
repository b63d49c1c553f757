using TwinningSim.Testing;

namespace TwinningSim.Storage.Tests;

public sealed class DesignTableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rows_are_written_with_full_digits_and_texts_in_quotes_where_they_need_them()
    {
        DesignTable.Write(_folder.Path, ["design", "a,b"], [["x", 1.0 / 3], ["say \"y\"", double.NaN], ["z", 7], ["w", null]]);
        Assert.Equal("design,\"a,b\"\nx,0.3333333333333333\n\"say \"\"y\"\"\",\nz,7\nw,\n", File.ReadAllText(_folder[DesignTable.FileName]));
        Assert.Equal([_folder[DesignTable.FileName]], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void What_was_written_is_read_back_as_a_table_of_numbers()
    {
        DesignTable.Write(_folder.Path, ["p", "q"], [[0.1, 3], [1e-300, -4.5]]);
        var table = NumberTable.Read(_folder[DesignTable.FileName]);
        Assert.Equal(["p", "q"], table.Names);
        Assert.Equal([0.1, 1e-300], table.Find("p")!);
        Assert.Equal([3, -4.5], table.Find("q")!);
        Assert.Equal(2, table.Rows);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_told()
        => Assert.Contains("Cannot write", Assert.Throws<StorageException>(() => DesignTable.Write(_folder["none"], ["a"], [])).Message, StringComparison.Ordinal);
}
