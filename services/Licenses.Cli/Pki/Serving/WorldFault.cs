namespace Licenses.Cli.Pki.Serving;

/// <summary>How a service of the served PKI misbehaves.</summary>
public enum WorldFault
{
    None,

    /// <summary>Answers, but late.</summary>
    Slow,

    /// <summary>Signed by a key that has no right to.</summary>
    WrongSigner,

    /// <summary>A day past its next update; of the TSA: by a certificate that has expired; of the CA: a certificate that has.</summary>
    Expired,

    /// <summary>Says what was so at the last rebase, as of a third of a lifetime ago: still in force, but behind.</summary>
    Behind,

    /// <summary>Claims to be of tomorrow; of the CA: a certificate that begins then.</summary>
    Future,

    /// <summary>More bytes than anybody should read.</summary>
    Huge,

    /// <summary>Bytes that mean nothing.</summary>
    Garbage,

    /// <summary>The connection ends without an answer.</summary>
    Down,

    /// <summary>HTTP 503.</summary>
    Unavailable,

    /// <summary>HTTP 302 to the right answer.</summary>
    Redirect,

    /// <summary>The status tryLater (OCSP) or systemFailure (TSA): an unsigned error.</summary>
    Refusing,

    /// <summary>Repeats another nonce than it was given.</summary>
    WrongNonce,

    /// <summary>Leaves the nonce out.</summary>
    NoNonce,

    /// <summary>Stamps under another policy than was asked for.</summary>
    WrongPolicy,

    /// <summary>About another digest or certificate than was asked about.</summary>
    WrongImprint,
}
