namespace Licenses;

/// <summary>What an organisation's certificate allows it to do.</summary>
public enum Role
{
    Issuer,
    Center,
    Auditor,
    Administrator,
    Portal,
}

/// <summary>Who asks: an organisation in a role, as its client certificate names it.</summary>
/// <param name="OrganisationCode">Unified social credit code of the organisation.</param>
/// <param name="OrganisationName">Its name, for records of use.</param>
/// <param name="Role">The role.</param>
public sealed record Caller(string OrganisationCode, string OrganisationName, Role Role)
{
    /// <summary>Who acts for the organisation; null where that is not known, and then nothing that takes two people is done.</summary>
    public Person? Person { get; init; }
}
