using Grpc.Core;

namespace Licenses.Server.Endpoints.Access;

/// <summary>The caller of a call, once its certificate has been judged.</summary>
internal static class CallerContext
{
    private static readonly object Key = new();

    public static void SetCaller(this ServerCallContext context, Caller caller) => context.UserState[Key] = caller;

    public static Caller? FindCaller(this ServerCallContext context) =>
        context.UserState.TryGetValue(Key, out var caller) ? (Caller)caller : null;

    /// <summary>Never without one: a method that asks for it does not run before the interceptor let it.</summary>
    public static Caller GetCaller(this ServerCallContext context) =>
        context.FindCaller() ?? throw new InvalidOperationException($"{context.Method} ran without a judged caller");
}
