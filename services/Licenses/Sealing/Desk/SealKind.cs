namespace Licenses.Sealing.Desk;

/// <summary>What a seal is for. The number is the seal's type in its SES_ESPropertyInfo (by business need since 2020).</summary>
public enum SealKind
{
    /// <summary>The organisation's legal name (法定名称章).</summary>
    Official = 1,

    /// <summary>Finance (财务专用章).</summary>
    Finance = 2,

    /// <summary>Invoices (发票专用章).</summary>
    Invoice = 3,

    /// <summary>Contracts (合同专用章).</summary>
    Contract = 4,

    /// <summary>A person's name (人名章).</summary>
    Name = 5,

    /// <summary>Any other special purpose (其他专用章).</summary>
    Special = 9,
}
