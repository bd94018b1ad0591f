using System.Diagnostics;
using Grpc.Core;
using Licenses.Pdf.Syntax;
using Licenses.Sealing;

namespace Licenses.Server.Endpoints.Refusals;

/// <summary>Turns what was thrown into what a caller may know: the one place. The unforeseen becomes a trace id, no more.</summary>
internal sealed class FailureInterceptor(ILogger<FailureInterceptor> logger) : CallInterceptor
{
    protected override async Task AroundAsync(ServerCallContext context, Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (RpcException)
        {
            throw; // refused on purpose
        }
        catch (StoreUnavailableException e)
        {
            Log.StoreUnavailable(logger, context.Method, e.Message);
            throw CallRefusals.StoreUnavailable.ToException();
        }
        catch (SealKeyUnavailableException e)
        {
            Log.KeyUnavailable(logger, context.Method, e.Message);
            throw CallRefusals.KeyUnavailable.ToException();
        }
        catch (PdfFormatException e)
        {
            throw CallRefusals.NotAPdf(e.Message, e.Offset).ToException();
        }
        catch (Exception e) when (IsGone(context, e))
        {
            throw CallRefusals.GivenUp.ToException();
        }
        catch (Exception e) // the boundary: what nobody foresaw becomes Internal with a trace id and no detail
        {
            var trace = Activity.Current?.TraceId.ToString() ?? context.GetHttpContext().TraceIdentifier;
            Log.Unforeseen(logger, context.Method, trace, e.GetType().Name, PlaceOf(e));
            throw CallRefusals.InternalFault(trace).ToException();
        }
    }

    /// <summary>The caller went away or its deadline passed; the runtime tells the two apart.</summary>
    private static bool IsGone(ServerCallContext context, Exception e) =>
        context.CancellationToken.IsCancellationRequested && e is (OperationCanceledException or IOException);

    /// <summary>Types and places without messages: a message may quote what a caller sent.</summary>
    private static string PlaceOf(Exception e) => e.InnerException is { } inner
        ? $"{e.StackTrace}{Environment.NewLine}caused by {inner.GetType().Name}{Environment.NewLine}{PlaceOf(inner)}"
        : e.StackTrace ?? "";
}
