using Licenses.Benchmarks.Figures;
using Licenses.Benchmarks.Harness;

namespace Licenses.Benchmarks;

/// <summary>Measures what the README quotes. Every figure stands beside its baseline, measured in the same run.</summary>
internal static class Program
{
    private const int BadUsage = 64;

    private static readonly Figure[] Figures =
    [
        new VerifyFigure(),
        new SmFigure(),
        new SealFigure(),
        new ComposeFigure(),
        new LargeFigure(),
        new IssueFigure(),
        new CheckFigure(),
        new PartsFigure(),
        new StoresFigure(),
        new RevocationFigure(),
        new SizesFigure(),
        new ShapesFigure(),
        new TrustFigure(),
        new EchoFigure(),
    ];

    private static async Task<int> Main(string[] args)
    {
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, press) =>
        {
            press.Cancel = true;
            stop.Cancel();
        };
        if (args is [LoneProcess.Switch, .. var job])
        {
            await LargeJob.RunAsync(job, stop.Token);
            return 0;
        }

        if (args is [EchoServer.Switch])
        {
            await EchoServer.RunAsync();
            return 0;
        }

        try
        {
            return await MeasureAsync(RunOptions.Read(args), stop.Token);
        }
        catch (ArgumentException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return BadUsage;
        }
    }

    private static async Task<int> MeasureAsync(RunOptions options, CancellationToken cancellationToken)
    {
        if (options.Names.FirstOrDefault(name => Figures.All(figure => figure.Name != name)) is { } unknown)
        {
            var known = string.Join(Environment.NewLine, Figures.Select(figure => $"  {figure.Name,-10}{figure.About}"));
            throw new ArgumentException($"There is no figure {unknown}. The figures:{Environment.NewLine}{known}");
        }

        using var run = new Run(options);
        foreach (var figure in Figures.Where(figure => options.Names.Count == 0 || options.Names.Contains(figure.Name)))
        {
            await Console.Error.WriteLineAsync($"{figure.Name}: {figure.About}");
            await figure.MeasureAsync(run, cancellationToken);
        }

        FigureTable.Print(run, Console.Out);
        return 0;
    }
}
