using Google.Protobuf.Reflection;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Licenses.Server.Endpoints.Infrastructure;

/// <summary>The .proto files behind a set of services, by file name and by the symbols they declare.</summary>
internal sealed class ProtoFiles
{
    private readonly Dictionary<string, FileDescriptor> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileDescriptor> _bySymbol = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Type, int Number), FileDescriptor> _byExtension = [];

    internal ProtoFiles(IEnumerable<ServiceDescriptor> services)
    {
        foreach (var service in services)
        {
            Add(service.File);
        }
    }

    internal FileDescriptor? FindByName(string name) => _byName.GetValueOrDefault(name);

    internal FileDescriptor? FindBySymbol(string symbol) => _bySymbol.GetValueOrDefault(symbol);

    internal FileDescriptor? FindByExtension(string type, int number) => _byExtension.GetValueOrDefault((type, number));

    internal bool HasMessage(string type) =>
        _bySymbol.TryGetValue(type, out var file) && file.FindTypeByName<MessageDescriptor>(WithoutPackage(file, type)) is not null;

    internal IEnumerable<int> ExtensionNumbers(string type) =>
        _byExtension.Keys.Where(key => key.Type == type).Select(key => key.Number).Order();

    /// <summary>The file and all it depends on, each once, dependencies first.</summary>
    internal static IReadOnlyList<FileDescriptor> WithDependencies(FileDescriptor file)
    {
        var files = new List<FileDescriptor>();
        Collect(file, files);
        return files;
    }

    private static void Collect(FileDescriptor file, List<FileDescriptor> files)
    {
        if (files.Contains(file))
        {
            return;
        }

        foreach (var dependency in file.Dependencies)
        {
            Collect(dependency, files);
        }

        if (!files.Contains(file))
        {
            files.Add(file);
        }
    }

    private static string WithoutPackage(FileDescriptor file, string name) =>
        file.Package.Length == 0 ? name : name[(file.Package.Length + 1)..];

    private void Add(FileDescriptor file)
    {
        if (!_byName.TryAdd(file.Name, file))
        {
            return;
        }

        foreach (var dependency in file.Dependencies)
        {
            Add(dependency);
        }

        foreach (var service in file.Services)
        {
            _bySymbol[service.FullName] = file;
            foreach (var method in service.Methods)
            {
                _bySymbol[method.FullName] = file;
            }
        }

        foreach (var type in file.EnumTypes)
        {
            Add(type, file);
        }

        foreach (var message in file.MessageTypes)
        {
            Add(message, file);
        }

        Add(file.Extensions, file);
    }

    private void Add(ExtensionCollection extensions, FileDescriptor file)
    {
        foreach (var extension in extensions.UnorderedExtensions)
        {
            _bySymbol[extension.FullName] = file;
            _byExtension[(extension.ExtendeeType.FullName, extension.FieldNumber)] = file;
        }
    }

    private void Add(MessageDescriptor message, FileDescriptor file)
    {
        _bySymbol[message.FullName] = file;
        foreach (var field in message.Fields.InDeclarationOrder())
        {
            _bySymbol[field.FullName] = file;
        }

        foreach (var oneof in message.Oneofs)
        {
            _bySymbol[oneof.FullName] = file;
        }

        Add(message.Extensions, file);
        foreach (var type in message.EnumTypes)
        {
            Add(type, file);
        }

        foreach (var nested in message.NestedTypes)
        {
            Add(nested, file);
        }
    }

    private void Add(EnumDescriptor type, FileDescriptor file)
    {
        _bySymbol[type.FullName] = file;
        foreach (var value in type.Values)
        {
            // Protobuf's name for a value is that of a sibling of its type; the library's has the type in it.
            _bySymbol[value.FullName] = file;
            _bySymbol[type.FullName[..^type.Name.Length] + value.Name] = file;
        }
    }
}
