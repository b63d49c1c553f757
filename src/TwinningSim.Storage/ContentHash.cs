using System.Buffers.Binary;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using TwinningSim.Kernel.Tables;

namespace TwinningSim.Storage;

/// <summary>
/// A hash of what a table says: over its sorted rows, so that neither the order of rows nor their division into files, row groups or pages matters.
/// Every bit of every number does.
/// </summary>
public sealed class ContentHash
{
    private readonly TableDefinition _table;
    private readonly List<UInt128> _rows = [];

    /// <summary>The hash of no rows.</summary>
    public ContentHash(TableDefinition table) => _table = table;

    /// <summary>Adds rows.</summary>
    /// <param name="rows">Rows of the table.</param>
    /// <param name="design">The design that they belong to: part of the row, although in files it is the folder's name.</param>
    public void Add(TableBuffer rows, string design) => Add(rows, _ => design);

    /// <summary>Adds rows of several designs.</summary>
    /// <param name="rows">Rows of the table.</param>
    /// <param name="designs">The design of each.</param>
    public void Add(TableBuffer rows, IReadOnlyList<string> designs) => Add(rows, row => designs[row]);

    private void Add(TableBuffer rows, Func<int, string> designOf)
    {
        var bytes = new XxHash128();
        Span<byte> number = stackalloc byte[8];
        for (int row = 0; row < rows.Count; row++)
        {
            AddText(bytes, designOf(row));
            for (int c = 0; c < _table.Columns.Length; c++)
            {
                if (_table.Columns[c].Type == ColumnType.Text)
                {
                    AddText(bytes, rows.Texts(c)[row] ?? "");
                    continue;
                }
                double value = rows.Numbers(c)[row];
                // A missing number has one pattern, whichever NaN it came from.
                BinaryPrimitives.WriteInt64LittleEndian(number, double.IsNaN(value) ? BitConverter.DoubleToInt64Bits(double.NaN) : BitConverter.DoubleToInt64Bits(value));
                bytes.Append(number);
            }
            _rows.Add(bytes.GetCurrentHashAsUInt128());
            bytes.Reset();
        }
    }

    /// <summary>The hash in hex, over the names of the columns and all rows added so far.</summary>
    public override string ToString()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{_table.Name}:{string.Join(',', _table.Columns.Select(c => c.Name))}:{_rows.Count}\n"));
        Span<byte> bytes = stackalloc byte[16];
        foreach (UInt128 row in _rows.Order())
        {
            BinaryPrimitives.WriteUInt128LittleEndian(bytes, row);
            hash.AppendData(bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void AddText(XxHash128 bytes, string text)
    {
        Span<byte> length = stackalloc byte[4];
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        // The length first: otherwise "ab"+"c" and "a"+"bc" would be the same row.
        BinaryPrimitives.WriteInt32LittleEndian(length, utf8.Length);
        bytes.Append(length);
        bytes.Append(utf8);
    }
}
