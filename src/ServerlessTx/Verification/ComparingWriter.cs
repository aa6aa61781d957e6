using System.Buffers;

namespace ServerlessTx;

/// <summary>Takes bytes only to say whether they are those that it was given; it keeps none of them.</summary>
internal sealed class ComparingWriter(ReadOnlyMemory<byte> expected) : IBufferWriter<byte>
{
    private byte[] _buffer = new byte[4096];
    private int _position;
    private bool _differs;

    /// <summary>What was written is what was expected, whole.</summary>
    public bool IsEqual => !_differs && _position == expected.Length;

    public void Advance(int count)
    {
        _differs |= count > expected.Length - _position || !expected.Span.Slice(_position, count).SequenceEqual(_buffer.AsSpan(0, count));
        _position += _differs ? 0 : count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_buffer.Length < sizeHint)
            _buffer = new byte[sizeHint];
        return _buffer;
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}
