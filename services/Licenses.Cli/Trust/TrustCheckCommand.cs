using System.CommandLine;
using Licenses.Crypto;

namespace Licenses.Cli.Trust;

/// <summary><c>licenses trust check</c>: one certificate's path and revocation, step by step, offline.</summary>
internal static class TrustCheckCommand
{
    private const string Examples = """
        licenses trust check --leaf seal.pem --certs inter --anchors roots --crls crls
                                                            a path, and proof that nobody on it is revoked
        licenses trust check --leaf tsa.cer --anchors roots --purpose timestamping --at 2026-03-01
                                                            as it stood on a day, without revocation
        licenses trust check --leaf ee.crt --certs . --anchors ta.crt --crls . --max-age off --policy 2.16.840.1.101.3.2.1.48.1 --json

        licenses trust check --leaf seal.pem --certs inter --trust-list trust.jws --signer list.pem --state seen.txt
                                                            anchors from a signed list, each for its purposes and its time

        Folders and bundles hold DER or PEM in any order; what is neither is skipped and named in the answer.
        Every certificate in --anchors is trusted, for every purpose; a .json file among them says for what, from when and until when:
        [{"file": "root.pem", "purposes": ["seal", "license"], "from": "2026-01-01T00:00:00Z", "until": "2030-01-01T00:00:00Z"}]
        with files named from its folder. Purposes: see --purpose; license is a license's face seal, tsa means timestamping. Whoever
        vouches for others also says which of them are revoked (ocsp, crl). Beyond RFC 5280 6.1.1 (d), which takes an anchor's name and key only,
        its own validity, key usage, extended key usage, path length, name constraints and critical extensions count as well: until never
        extends what the certificate says of itself. A certificate that several entries name is trusted by each on its terms.
        --purpose seal, license, seal-maker: who on the path has an extended key usage must have documentSigning, emailProtection, Adobe's or
        Microsoft's document signing, or any, authorities too; and one of these must be common to all.
        --crls given: each certificate below the anchor must be shown not to be revoked, else the answer is 3.
        --crls not given: revocation is not checked, the answer says so, and 0 means that the path holds.
        Freshness: a list or OCSP response counts until its own nextUpdate, and no longer than --max-age from its thisUpdate; without a
        nextUpdate for that long, and with --max-age off not at all.
        On hold (certificateHold): 2 as long as it lasts, and the answer says that it may be lifted (onHold, revocationReason); licenses
        verify answers INDETERMINATE/TRY_LATER then, as EN 319 102-1, 5.2.6.4 wants.
        Weak algorithms (SHA-1, RSA under 2048 bits, each after its end date) are refused with 3; --algorithms moves these and ends others.
        Limits: RSA keys over 8192 bits or with exponents over 32 bits (RSA_KEY_LIMIT), and more than 32768 signature checks for one answer
        (WORK_LIMIT), end in 3 and are named.
        Indirect CRLs and DSA are not supported: where only they could tell, the answer is 3.
        Exit codes: 0 valid   2 definitely invalid   3 cannot tell   64 bad usage
        """;

    public static Command Create(CliContext context)
    {
        var json = JsonOption.Create();
        var request = new TrustRequestOptions();
        var command = new TaughtCommand("check", "Checks one certificate's path and revocation; works offline.", Examples) { json };
        request.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var asked = await request.ReadAsync(result, context.Clock.GetUtcNow(), cancellationToken);
            var answer = asked.Answer(cancellationToken);
            if (result.GetValue(json))
            {
                await context.Lines.WriteLineAsync(TrustAnswerJson.Line(asked, answer));
            }
            else
            {
                new TrustAnswerPrinter(context.Sentences).Print(asked, answer);
            }

            return answer.Verdict switch
            {
                Verdict.Passed => ExitCode.Passed,
                Verdict.Failed => ExitCode.Failed,
                _ => ExitCode.Indeterminate,
            };
        });
        return command;
    }
}
