using System.CommandLine;

namespace Licenses.Cli.Remote;

/// <summary>The options that name a holder or an applicant.</summary>
internal sealed class SubjectOptions
{
    private readonly Option<string> _person = new("--person")
    {
        Description = "Citizen identity number (18 characters).",
        HelpName = "NUMBER",
    };

    private readonly Option<string> _organisation = new("--organisation")
    {
        Description = "Unified social credit code (18 characters).",
        HelpName = "CODE",
    };

    private readonly Option<string> _name = new("--name") { Description = "Full name.", HelpName = "NAME" };

    public void AddTo(Command command)
    {
        command.Options.Add(_person);
        command.Options.Add(_organisation);
        command.Options.Add(_name);
    }

    public V1.Subject Read(ParseResult result)
    {
        var person = result.GetValue(_person);
        var organisation = result.GetValue(_organisation);
        if (person is null == organisation is null)
        {
            throw new UsageException("name exactly one of --person and --organisation");
        }

        return new V1.Subject
        {
            Kind = person is null ? V1.SubjectKind.Organisation : V1.SubjectKind.Person,
            Code = person ?? organisation,
            Name = result.GetValue(_name) ?? "",
        };
    }
}
