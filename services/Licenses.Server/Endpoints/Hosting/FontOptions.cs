using Licenses.Pdf.Composing.Fonts;
using Microsoft.Extensions.Options;

namespace Licenses.Server.Endpoints.Hosting;

/// <summary>The fonts of license faces and seals; what Debian's packages bring serves without settings.</summary>
internal sealed class FontOptions
{
    public const string Section = "Fonts";

    /// <summary>Files for Latin letters and digits, the first that stands is used; empty for Debian's places.</summary>
    public List<string> Latin { get; set; } = [];

    /// <summary>Files for Chinese characters; empty for Debian's places.</summary>
    public List<string> Chinese { get; set; } = [];

    public FontSet Load()
    {
        var options = new FontSetOptions();
        options.Latin = Latin.Count > 0 ? [.. Latin] : options.Latin;
        options.Chinese = Chinese.Count > 0 ? [.. Chinese] : options.Chinese;
        return FontSet.Load(options);
    }

    internal sealed class Validator : IValidateOptions<FontOptions>
    {
        public ValidateOptionsResult Validate(string? name, FontOptions options)
        {
            try
            {
                options.Load();
                return ValidateOptionsResult.Success;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or FontFormatException)
            {
                return ValidateOptionsResult.Fail($"Fonts: {e.Message}");
            }
        }
    }
}
