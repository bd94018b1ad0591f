namespace Licenses.Server.Tests.Caching;

/// <summary>Waits for what another process or node brings about.</summary>
internal static class Eventually
{
    public static Task BecomesTrueAsync(Func<bool> condition) =>
        BecomesTrueAsync(() => ValueTask.FromResult(condition()));

    public static async Task BecomesTrueAsync(Func<ValueTask<bool>> condition)
    {
        var deadline = Environment.TickCount64 + 15_000;
        while (!await condition())
        {
            Assert.True(Environment.TickCount64 < deadline, "It did not come true within 15 s.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
