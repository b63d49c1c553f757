using System.Buffers;
using System.Security.Cryptography;

namespace TwinningSim.Storage.Disk;

/// <summary>The write end of a file: gathers small writes, counts the bytes and hashes them on their way.</summary>
internal sealed class HashingStream(IDiskFile file) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(1 << 18);
    private int _buffered;
    private long _length;
    private bool _disposed;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position { get => _length; set => throw new NotSupportedException(); }

    /// <summary>SHA-256 of everything written, in hex. Can be asked once, after <see cref="FlushToDisk"/>.</summary>
    public string Hash() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    /// <summary>Hands over what is gathered and waits for the device.</summary>
    public void FlushToDisk()
    {
        Empty();
        file.FlushToDisk();
    }

    /// <summary>Does nothing: a library that flushes after every page would defeat the gathering.</summary>
    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _hash.AppendData(buffer);
        _length += buffer.Length;
        if (buffer.Length > _buffer.Length - _buffered) Empty();
        if (buffer.Length >= _buffer.Length)
        {
            file.Write(buffer);
            return;
        }
        buffer.CopyTo(_buffer.AsSpan(_buffered));
        _buffered += buffer.Length;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer.AsSpan(offset, count));
        return Task.CompletedTask;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        // What is still gathered here was never flushed on purpose: the file is being given up.
        if (disposing && !_disposed)
        {
            _disposed = true;
            ArrayPool<byte>.Shared.Return(_buffer);
            _hash.Dispose();
            file.Dispose();
        }
        base.Dispose(disposing);
    }

    private void Empty()
    {
        if (_buffered == 0) return;
        int count = _buffered;
        _buffered = 0;
        file.Write(_buffer.AsSpan(0, count));
    }
}
