using System.Reflection;
using System.Text;
using Grpc.Core;

namespace Licenses.Server.Tests.Grpc;

/// <summary>
/// What the runtime shows in the official namespaces is what services may use, and no more: then the official packages
/// can take its place. A deliberate change is made in PublicSurface.txt too.
/// </summary>
public sealed class PublicSurfaceTests
{
    private static readonly string[] OwnNamespaces = ["Grpc.Limits"];

    [Fact]
    public void The_public_surface_is_the_committed_one()
    {
        var path = ForeignProcess.Script(Path.Combine("..", "PublicSurface.txt"));
        var expected = File.ReadAllLines(path);
        var actual = Describe().ToArray();

        Assert.True(
            expected.SequenceEqual(actual, StringComparer.Ordinal),
            $"""
            Missing:
            {string.Join('\n', expected.Except(actual))}
            New:
            {string.Join('\n', actual.Except(expected))}
            """);
    }

    private static IEnumerable<string> Describe() => typeof(ServerCallContext).Assembly.GetTypes()
        .Where(IsVisible)
        .Where(type => !OwnNamespaces.Contains(type.Namespace))
        .SelectMany(type => Members(type).Prepend(Name(type)).Select(line => line.Trim()))
        .Order(StringComparer.Ordinal);

    private static bool IsVisible(Type type) =>
        type.IsPublic || ((type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsVisible(type.DeclaringType!));

    private static IEnumerable<string> Members(Type type)
    {
        const BindingFlags Declared =
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (var member in type.GetMembers(Declared))
        {
            var line = member switch
            {
                ConstructorInfo constructor when IsOpen(constructor) => $"({Parameters(constructor)})",
                MethodInfo method when IsOpen(method) && !type.IsSubclassOf(typeof(Delegate)) && !method.Name.Contains('<', StringComparison.Ordinal) =>
                    $".{method.Name}{Generics(method)}({Parameters(method)}) : {Short(method.ReturnType)}",
                MethodInfo { Name: "Invoke" } method when type.IsSubclassOf(typeof(Delegate)) => $"({Parameters(method)}) : {Short(method.ReturnType)}",
                FieldInfo field when (field.IsPublic || field.IsFamily) && !field.IsSpecialName => $".{field.Name} : {Short(field.FieldType)}",
                _ => null,
            };
            if (line is not null && (member.Name == "Invoke" || !type.IsSubclassOf(typeof(Delegate))))
            {
                yield return Name(type) + line;
            }
        }
    }

    private static bool IsOpen(MethodBase method) =>
        (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly)
        && (method is not MethodInfo info || info.GetBaseDefinition() == info); // what overrides is known from its base

    private static string Name(Type type) =>
        $"{(type.DeclaringType is { } outer ? Name(outer) + "." : type.Namespace + ".")}{type.Name.Split('`')[0]}{Arity(type)}";

    private static string Arity(Type type)
    {
        int own = type.GetGenericArguments().Length - (type.DeclaringType?.GetGenericArguments().Length ?? 0);
        return own > 0 ? $"<{own}>" : "";
    }

    private static string Generics(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        $"{(parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "")}{Short(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? " = default" : "")}"));

    private static string Short(Type type)
    {
        if (type.IsArray)
        {
            return Short(type.GetElementType()!) + "[]";
        }

        if (!type.IsGenericType)
        {
            return type.Name;
        }

        return new StringBuilder(type.Name.Split('`')[0])
            .Append('<').AppendJoin(", ", type.GetGenericArguments().Select(Short)).Append('>').ToString();
    }
}
