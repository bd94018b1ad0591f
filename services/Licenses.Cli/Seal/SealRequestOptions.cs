using System.CommandLine;
using Licenses.Crypto.Signatures;
using Licenses.Pdf.Signing;

namespace Licenses.Cli.Seal;

/// <summary>The options that say how a document is sealed, apart from where the seal is seen.</summary>
internal sealed class SealRequestOptions
{
    private readonly Option<string?> _reason = Text("--reason", "Why it is sealed.");
    private readonly Option<string?> _location = Text("--location", "Where it is sealed.");
    private readonly Option<string?> _contact = Text("--contact", "Whom to ask.");
    private readonly Option<string?> _name = Text("--name", "Who seals, as a person should read it; else the certificate's organisation.");
    private readonly Option<string?> _field = Text("--field", "An empty signature field to use, or the name of a new one.");

    private readonly Option<string> _certify = new Option<string>("--certify")
    {
        Description = "Certify the document and say what may still change.",
        HelpName = "no-changes|form-filling|annotations|no",
        DefaultValueFactory = _ => "no",
    }.AcceptOnlyFromAmong("no", "no-changes", "form-filling", "annotations");

    private readonly DocumentPasswordOptions _password = new();

    private readonly SealProfileOptions _profile = new();

    private readonly SealPlaceOptions _place = new();

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_reason, _location, _contact, _name, _field, _certify])
        {
            command.Options.Add(option);
        }

        _profile.AddTo(command);
        _password.AddTo(command);
        _place.AddTo(command);
    }

    public SealRequest Read(ParseResult result, ISealKey key, DateTimeOffset now)
    {
        var name = result.GetValue(_name) ?? key.Certificate.Organization ?? key.Certificate.CommonName;
        var profile = _profile.Read(result);
        return new SealRequest
        {
            SigningTime = now,
            Profile = profile,
            Reason = result.GetValue(_reason),
            Location = result.GetValue(_location),
            ContactInfo = result.GetValue(_contact),
            Name = name,
            FieldName = result.GetValue(_field),
            Certify = result.GetRequiredValue(_certify) switch
            {
                "no-changes" => CertificationLevel.NoChanges,
                "form-filling" => CertificationLevel.FormFilling,
                "annotations" => CertificationLevel.Annotations,
                _ => null,
            },
            Appearance = _place.Read(result, name, hasOwnPicture: profile is SealProfile.Ses),
            Password = _password.Read(result),
        };
    }

    /// <summary>What opens an encrypted document; null where none was given.</summary>
    public string? ReadPassword(ParseResult result) => _password.Read(result);

    private static Option<string?> Text(string name, string description) => new(name) { Description = description, HelpName = "TEXT" };
}
