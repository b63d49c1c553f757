using System.Globalization;
using System.Text;
using TwinningSim.Scenarios.Diagnostics;

namespace TwinningSim.Scenarios.Yaml;

/// <summary>Gets the text of a file, or says why there is none.</summary>
internal static class SourceText
{
    private const char ByteOrderMark = '\uFEFF';

    /// <summary>Reads a file; never more of it than <see cref="ReadLimits.Bytes"/> and a byte.</summary>
    public static string? Read(string path, Problems problems)
    {
        try
        {
            if (Directory.Exists(path))
            {
                problems.Add(DiagnosticCatalogue.FileUnreadable, Position.Start, "this is a folder, not a scenario file");
                return null;
            }
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.CanSeek && stream.Length > ReadLimits.Bytes)
            {
                AddTooLarge(stream.Length, problems);
                return null;
            }
            // A device or a growing file has no length to trust.
            byte[] bytes = new byte[ReadLimits.Bytes + 1];
            int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (length > ReadLimits.Bytes)
            {
                AddTooLarge(length, problems);
                return null;
            }
            return Decode(bytes.AsSpan(0, length), problems);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            problems.Add(DiagnosticCatalogue.FileMissing, Position.Start, "there is no such file", nearest: NearestFile(path));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problems.Add(DiagnosticCatalogue.FileUnreadable, Position.Start, $"the file cannot be read ({ScalarNode.Shown(e.Message)})");
            return null;
        }
    }

    /// <summary>The text without its byte order mark, or null where it is not one that can be a scenario.</summary>
    public static string? Check(string text, Problems problems)
    {
        int bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes > ReadLimits.Bytes)
        {
            AddTooLarge(bytes, problems);
            return null;
        }
        if (text.StartsWith(ByteOrderMark))
        {
            problems.Add(DiagnosticCatalogue.ByteOrderMark, Position.Start, "the file starts with a byte order mark, which is ignored; save it as UTF-8 without one");
            text = text[1..];
        }
        return CheckCharacters(text, problems) ? text : null;
    }

    private static string? Decode(ReadOnlySpan<byte> bytes, Problems problems)
    {
        if (bytes.StartsWith<byte>([0xFF, 0xFE]) || bytes.StartsWith<byte>([0xFE, 0xFF]))
        {
            problems.Add(DiagnosticCatalogue.FileEncoding, Position.Start, "the file is UTF-16; save it as UTF-8");
            return null;
        }
        int zero = bytes.IndexOf((byte)0);
        if (zero >= 0)
        {
            problems.Add(DiagnosticCatalogue.FileBinary, PositionOf(bytes[..zero]), "the file is not a text (it contains a zero byte)");
            return null;
        }
        int valid = 0;
        while (valid < bytes.Length)
        {
            if (bytes[valid] < 0x80)
            {
                valid++;
                continue;
            }
            if (Rune.DecodeFromUtf8(bytes[valid..], out _, out int used) != System.Buffers.OperationStatus.Done)
            {
                string message = string.Create(CultureInfo.InvariantCulture, $"the byte 0x{bytes[valid]:X2} is not UTF-8; save the file as UTF-8");
                problems.Add(DiagnosticCatalogue.FileEncoding, PositionOf(bytes[..valid]), message);
                return null;
            }
            valid += used;
        }
        return Encoding.UTF8.GetString(bytes);
    }

    // Tabs in the indentation are all reported here: the YAML parser would stop at the first, with words that help nobody.
    private static bool CheckCharacters(string text, Problems problems)
    {
        bool good = true;
        bool indentation = true;
        Position? tab = null;
        int line = 1, start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c is '\n' || (c is '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
            {
                line++;
                start = i + 1;
                indentation = true;
                tab = null;
                continue;
            }
            if (c == '\r') continue;
            var at = new Position(line, i - start + 1);
            if (c == '\t')
            {
                if (indentation) tab ??= at;
                continue;
            }
            if (indentation && c != ' ')
            {
                indentation = false;
                if (tab is { } first && c != '#')
                {
                    problems.Add(DiagnosticCatalogue.Tab, first, "this line is indented with a tab; indent with spaces");
                    good = false;
                }
            }
            if (char.IsControl(c) || c is '\uFEFF' or '\uFFFE' or '\uFFFF' or '\u2028' or '\u2029' or '\u200B' || IsLoneSurrogate(text, i))
            {
                string message = string.Create(CultureInfo.InvariantCulture, $"the character U+{(int)c:X4} cannot be seen and is not allowed; delete it");
                problems.Add(DiagnosticCatalogue.ControlCharacter, at, message);
                good = false;
            }
        }
        return good;
    }

    private static bool IsLoneSurrogate(string text, int i)
        => (char.IsHighSurrogate(text[i]) && (i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1])))
            || (char.IsLowSurrogate(text[i]) && (i == 0 || !char.IsHighSurrogate(text[i - 1])));

    private static Position PositionOf(ReadOnlySpan<byte> before)
    {
        int line = before.Count((byte)'\n') + 1;
        ReadOnlySpan<byte> lastLine = before[(before.LastIndexOf((byte)'\n') + 1)..];
        return new Position(line, Encoding.UTF8.GetCharCount(lastLine) + 1);
    }

    private static void AddTooLarge(long bytes, Problems problems)
        => problems.Add(DiagnosticCatalogue.FileTooLarge, Position.Start,
            string.Create(CultureInfo.InvariantCulture, $"the file has {bytes:N0} bytes"), string.Create(CultureInfo.InvariantCulture, $"at most {ReadLimits.Bytes:N0}"));

    private static string? NearestFile(string path)
    {
        try
        {
            string folder = Path.GetDirectoryName(path) is { Length: > 0 } named ? named : ".";
            string[] names = [.. Directory.EnumerateFiles(folder, "*.y*ml").Take(1000).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
            string? nearest = NearestName.Of(Path.GetFileName(path), names);
            return nearest is null ? null : Path.Combine(Path.GetDirectoryName(path) ?? "", nearest);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
