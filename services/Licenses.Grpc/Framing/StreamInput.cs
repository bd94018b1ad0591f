using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Grpc.Framing;

/// <summary>
/// A stream as a pipe, in one rented array: a message lies in one piece, in place of many small segments. As large an array
/// is rented as the message's header announces; beyond a limit, only as what has come earns it.
/// </summary>
internal sealed class StreamInput(Stream stream) : PipeReader
{
    private const int InitialSize = 4096;

    /// <summary>A peer's word is good for so much memory. More is twice what has come.</summary>
    private const int MaxOnCredit = 1024 * 1024;

    private byte[] _array = [];
    private int _start;
    private int _end;
    private int _expected;
    private bool _wantsMore = true;
    private bool _completed;

    /// <summary>Says how many bytes the message being read needs in all; the next read makes room for them.</summary>
    internal void Expect(int size) => _expected = size;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (_wantsMore && !_completed)
        {
            Reserve(Math.Max(Wanted(), Math.Max(_end - _start + 1, InitialSize)));
            _expected = 0;
            int read = await stream.ReadAsync(_array.AsMemory(_end), cancellationToken);
            _end += read;
            _completed = read == 0;
        }

        return new ReadResult(new ReadOnlySequence<byte>(_array, _start, _end - _start), isCanceled: false, _completed);
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        _start = consumed.GetInteger();
        _wantsMore = examined.GetInteger() == _end;
        if (_start == _end)
        {
            _start = _end = 0;
        }
    }

    public override void Complete(Exception? exception = null)
    {
        Return();
        _start = _end = 0;
        _completed = true;
    }

    public override bool TryRead(out ReadResult result) => throw new NotSupportedException();

    public override void CancelPendingRead() => throw new NotSupportedException();

    /// <summary>A long message gets more room when what it has is full.</summary>
    private int Wanted()
    {
        if (_expected <= MaxOnCredit)
        {
            return _expected;
        }

        long earned = Math.Max(MaxOnCredit, 2L * (_end - _start));
        return _end < _array.Length ? 0 : (int)Math.Min(_expected, earned);
    }

    /// <summary>Moves what is held, so only between an advance and the read after it.</summary>
    private void Reserve(int size)
    {
        if (size <= _array.Length - _start)
        {
            return;
        }

        int held = _end - _start;
        var array = size <= _array.Length ? _array : ArrayPool<byte>.Shared.Rent(Math.Max(size, InitialSize));
        _array.AsSpan(_start, held).CopyTo(array);
        if (array != _array)
        {
            Return();
            _array = array;
        }

        _start = 0;
        _end = held;
    }

    private void Return()
    {
        if (_array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_array);
            _array = [];
        }
    }
}
