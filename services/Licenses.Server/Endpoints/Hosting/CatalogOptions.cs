using Licenses.Catalog;
using Microsoft.Extensions.Options;

namespace Licenses.Server.Endpoints.Hosting;

/// <summary>Which catalogue the server serves and decides by.</summary>
internal sealed class CatalogOptions
{
    public const string Section = "Catalog";

    /// <summary>JSON file with departments, license types, facts and service items. Required.</summary>
    public string File { get; set; } = "";

    /// <exception cref="CatalogFormatException">The file is no catalogue that could be relied upon.</exception>
    public CityCatalog Read() => CatalogReader.Read(System.IO.File.ReadAllBytes(File));

    internal sealed class Validator : IValidateOptions<CatalogOptions>
    {
        public ValidateOptionsResult Validate(string? name, CatalogOptions options)
        {
            if (options.File.Length == 0)
            {
                return ValidateOptionsResult.Fail("Catalog:File is required: the JSON file of the city's catalogue.");
            }

            try
            {
                options.Read();
                return ValidateOptionsResult.Success;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or CatalogFormatException)
            {
                return ValidateOptionsResult.Fail($"Catalog:File '{options.File}' cannot be used: {e.Message}");
            }
        }
    }
}
