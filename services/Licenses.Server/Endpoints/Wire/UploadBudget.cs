namespace Licenses.Server.Endpoints.Wire;

/// <summary>How much memory all uploads together may hold, so that many callers cannot exhaust the server.</summary>
internal sealed class UploadBudget(long most = UploadBudget.DefaultBytes)
{
    public const long DefaultBytes = 512L * 1024 * 1024;

    private long _taken;

    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= most)
        {
            return true;
        }

        Interlocked.Add(ref _taken, -bytes);
        return false;
    }

    public void Give(long bytes) => Interlocked.Add(ref _taken, -bytes);
}
