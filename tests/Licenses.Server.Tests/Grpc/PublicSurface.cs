using System.Globalization;
using System.Reflection;

namespace Licenses.Server.Tests.Grpc;

/// <summary>
/// Writes down what an assembly shows: one line for each type (kind, base, interfaces, constraints) and each member (how it
/// may be reached and overridden, parameters with their names and defaults, constants with their values, what may be null).
/// </summary>
internal sealed class PublicSurface
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private readonly NullabilityInfoContext _nullability = new();

    internal IEnumerable<string> Describe(Assembly assembly, string[] withoutNamespaces) => assembly.GetTypes()
        .Where(type => IsVisible(type) && !withoutNamespaces.Contains(type.Namespace))
        .SelectMany(type => Members(type).Prepend(Heading(type)))
        .Order(StringComparer.Ordinal);

    private static bool IsVisible(Type type) =>
        type.IsPublic || ((type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsVisible(type.DeclaringType!));

    private string Heading(Type type)
    {
        if (type.IsSubclassOf(typeof(Delegate)))
        {
            var invoke = type.GetMethod("Invoke")!;
            return $"{FullName(type)} delegate ({Parameters(invoke)}) : {Returned(invoke)}{Constraints(type.GetGenericArguments())}";
        }

        var bases = Bases(type).Select(Short).ToArray();
        return $"{FullName(type)} {Kind(type)}{(bases.Length > 0 ? " : " + string.Join(", ", bases) : "")}{Constraints(type.GetGenericArguments())}";
    }

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsValueType: true } => type.IsDefined(typeof(System.Runtime.CompilerServices.IsReadOnlyAttribute)) ? "readonly struct" : "struct",
        { IsInterface: true } => "interface",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    /// <summary>The base and the interfaces that are not there by another one.</summary>
    private static IEnumerable<Type> Bases(Type type)
    {
        if (type.IsEnum)
        {
            return [Enum.GetUnderlyingType(type)];
        }

        var parent = type.BaseType is { } known && known != typeof(object) && known != typeof(ValueType) ? known : null;
        var all = type.GetInterfaces();
        var implied = all.SelectMany(each => each.GetInterfaces()).Concat(parent?.GetInterfaces() ?? []).ToHashSet();
        var own = all.Where(each => !implied.Contains(each) && IsVisible(each)).OrderBy(each => each.Name, StringComparer.Ordinal);
        return parent is null ? own : own.Prepend(parent);
    }

    private IEnumerable<string> Members(Type type)
    {
        if (type.IsSubclassOf(typeof(Delegate)))
        {
            yield break;
        }

        foreach (var member in type.GetMembers(Declared))
        {
            var text = member switch
            {
                ConstructorInfo constructor when IsOpen(constructor) => $"({Parameters(constructor)})",
                MethodInfo method when IsOpen(method) && IsNew(method) =>
                    $".{method.Name}{Generics(method)}({Parameters(method)}) : {Returned(method)}{Constraints(method.GetGenericArguments())}",
                FieldInfo { IsSpecialName: false } field when field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly => Field(field),
                _ => null,
            };
            if (text is not null)
            {
                yield return $"{FullName(type)}{text}{Modifiers(member)}";
            }
        }
    }

    private string Field(FieldInfo field)
    {
        var value = field.IsLiteral ? $" = {Literal(field.GetRawConstantValue())}" : "";
        return $".{field.Name} : {Short(field.FieldType, _nullability.Create(field))}{value}{(field.IsInitOnly ? " readonly" : "")}";
    }

    private static string Modifiers(MemberInfo member)
    {
        var words = member switch
        {
            MethodBase method =>
                (method.IsPublic ? "" : " protected")
                + (method.IsStatic && method is MethodInfo ? " static" : "")
                + (method.DeclaringType!.IsInterface && method.IsAbstract ? "" : method.IsAbstract ? " abstract" : method is { IsVirtual: true, IsFinal: false } ? " virtual" : "")
                + (method.IsDefined(typeof(System.Runtime.CompilerServices.ExtensionAttribute)) ? " extension" : ""),
            FieldInfo { IsLiteral: true } field => field.DeclaringType!.IsEnum ? "" : " const",
            FieldInfo { IsStatic: true } => " static",
            _ => "",
        };
        return words.Length > 0 ? $" [{words.Trim()}]" : "";
    }

    private static bool IsOpen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    /// <summary>What overrides is known from its base; what a record has of itself is nobody's business.</summary>
    private static bool IsNew(MethodInfo method) =>
        method.GetBaseDefinition() == method && !method.Name.Contains('<', StringComparison.Ordinal);

    private static string FullName(Type type)
    {
        int own = type.GetGenericArguments().Length - (type.DeclaringType?.GetGenericArguments().Length ?? 0);
        var arguments = own > 0 ? $"<{string.Join(", ", type.GetGenericArguments()[^own..].Select(Variant))}>" : "";
        return $"{(type.DeclaringType is { } outer ? FullName(outer) : type.Namespace)}.{type.Name.Split('`')[0]}{arguments}";
    }

    private static string Variant(Type argument) => (argument.GenericParameterAttributes & GenericParameterAttributes.VarianceMask) switch
    {
        GenericParameterAttributes.Covariant => "out " + argument.Name,
        GenericParameterAttributes.Contravariant => "in " + argument.Name,
        _ => argument.Name,
    };

    private static string Generics(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";

    private static string Constraints(Type[] arguments) => string.Concat(arguments.Select(argument =>
    {
        var kinds = argument.GenericParameterAttributes;
        string[] words =
        [
            .. kinds.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? ["class"] : Array.Empty<string>(),
            .. kinds.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint) ? ["struct"] : Array.Empty<string>(),
            .. argument.GetGenericParameterConstraints().Select(Short),
        ];
        return words.Length > 0 ? $" where {argument.Name} : {string.Join(", ", words)}" : "";
    }));

    private string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        (parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "")
        + $"{Short(parameter.ParameterType, _nullability.Create(parameter))} {parameter.Name}"
        + (parameter.HasDefaultValue ? $" = {Literal(parameter.RawDefaultValue)}" : "")));

    private string Returned(MethodInfo method) => Short(method.ReturnType, _nullability.Create(method.ReturnParameter));

    private static string Literal(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Short(Type type) => Short(type, null);

    private static string Short(Type type, NullabilityInfo? nullability)
    {
        var mark = nullability?.ReadState == NullabilityState.Nullable && !type.IsValueType && !type.IsGenericParameter ? "?" : "";
        if (type.IsArray)
        {
            return Short(type.GetElementType()!, nullability?.ElementType) + "[]" + mark;
        }

        if (!type.IsGenericType)
        {
            return type.Name + mark;
        }

        var arguments = type.GetGenericArguments().Select((argument, index) =>
            Short(argument, nullability?.GenericTypeArguments.ElementAtOrDefault(index)));
        return $"{type.Name.Split('`')[0]}<{string.Join(", ", arguments)}>{mark}";
    }
}
