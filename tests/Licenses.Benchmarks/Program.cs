using Licenses.Benchmarks;

if (args is ["store"])
{
    await StoreFigures.RunAsync(Console.Out, CancellationToken.None);
}

return 0;
