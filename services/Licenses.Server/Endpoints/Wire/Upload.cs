using Licenses.Server.Endpoints.Refusals;

namespace Licenses.Server.Endpoints.Wire;

/// <summary>A document while it arrives, and its share of the budget until it is done with.</summary>
internal sealed class Upload(UploadBudget budget) : IDisposable
{
    private const int FirstBuffer = 128 * 1024;

    private byte[] _bytes = [];
    private int _length;

    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _length);

    public void Append(ReadOnlySpan<byte> data)
    {
        if (data.Length > DocumentChunks.MostUploadBytes - _length)
        {
            throw CallRefusals.LimitExceeded("文件不得超过 64 MiB", "a file has at most 64 MiB").ToException();
        }

        if (data.Length > _bytes.Length - _length)
        {
            Grow(Math.Min(
                DocumentChunks.MostUploadBytes, Math.Max(Math.Max(FirstBuffer, 2 * _bytes.Length), _length + data.Length)));
        }

        data.CopyTo(_bytes.AsSpan(_length));
        _length += data.Length;
    }

    public void Dispose() => budget.Give(_bytes.Length);

    private void Grow(int size)
    {
        if (!budget.TryTake(size - _bytes.Length))
        {
            throw CallRefusals.Busy.ToException();
        }

        Array.Resize(ref _bytes, size);
    }
}
