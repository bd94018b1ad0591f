using System.CommandLine;

namespace Licenses.Cli.Pki.Serving;

/// <summary><c>licenses pki serve</c>: the declared PKI as live services on loopback.</summary>
internal static class PkiServeCommand
{
    private const string Examples = """
        licenses pki serve -d certs-sample --port 8880      CA, CRLs, OCSP and timestamps until Ctrl-C
        curl -so i.crl http://127.0.0.1:8880/crl/issuing-ca.crl
                                                            the complete list; also …/issuing-ca/base.crl, delta.crl, 0.crl, 1.crl
        openssl ocsp -issuer issuing-ca.pem -cert police.pem -url http://127.0.0.1:8880/ocsp/issuing-ca -CAfile city-root.pem
        curl -X POST 'http://127.0.0.1:8880/admin/fault?service=ocsp&fault=slow&delay=7'
                                                            faults: none, slow, wrong-signer, expired, behind, future, huge, garbage, down,
                                                            unavailable, redirect, refusing, wrong-nonce, no-nonce, wrong-policy,
                                                            wrong-imprint
                                                            services: crl, mirror (…/mirror/issuing-ca.crl), ocsp, tsa, ca,
                                                            checkedocsp (…/ocsp-checked/issuing-ca: without ocsp-nocheck)
                                                            The nonces, wrong-imprint and refusing are for ocsp and tsa, wrong-policy
                                                            for tsa, behind for lists and ocsp; all the others for every service
        curl -X POST 'http://127.0.0.1:8880/admin/revoke?authority=issuing-ca&serial=HEX&reason=keyCompromise&at=2026-01-31'
        curl -X POST 'http://127.0.0.1:8880/admin/stamper?until=2027-01-01'
                                                            a new TSA key, whose certificate ends then
        curl --data-binary @request.p10 http://127.0.0.1:8880/ca/issuing-ca -so leaf.cer
                                                            a certificate that names where this world answers about it
        licenses pki serve -d certs-sample --fault ca=wrong-signer
                                                            …/ca/ issues in the authority's name by another key, and gives out a
                                                            namesake's certificate; expired, future: by the right key, out of its time
        """;

    public static Command Create(CliContext context)
    {
        var directory = PkiCommand.DirectoryOption();
        var port = new Option<int>("--port", "-p") { Description = "The loopback port; 0 for a free one.", HelpName = "N" };
        var lifetime = new Option<TimeSpan>("--lifetime")
        {
            Description = "How long lists and answers count.", HelpName = "HH:MM:SS", DefaultValueFactory = _ => TimeSpan.FromHours(1),
        };
        var faults = new Option<string[]>("--fault")
        {
            Description = "A service that misbehaves from the start: crl|mirror|ocsp|checkedocsp|tsa|ca=FAULT.", HelpName = "SERVICE=FAULT",
        };
        var delay = new Option<double>("--delay")
        {
            Description = "How late a slow service answers.", HelpName = "SECONDS", DefaultValueFactory = _ => 10,
        };
        var command = new TaughtCommand("serve", "Serves the PKI on loopback: CA, CRLs, OCSP, timestamps, and faults.", Examples)
        {
            directory, port, lifetime, faults, delay,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var server = await PkiWorldServer.StartAsync(
                result.GetRequiredValue(directory), result.GetValue(port), context.Clock, cancellationToken);
            server.World.Lifetime = result.GetValue(lifetime);
            server.World.Switches.Delay = TimeSpan.FromSeconds(result.GetValue(delay));
            foreach (var fault in result.GetValue(faults) ?? [])
            {
                Set(server.World.Switches, fault);
            }

            await context.Lines.WriteLineAsync(Json.Line(new { root = server.Addresses.Root, server.World.Authorities }));
            await context.Lines.FlushAsync(cancellationToken);
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken)
                .ContinueWith(_ => { }, TaskScheduler.Default); // Ctrl-C is how it ends, not a failure
            return ExitCode.Passed;
        });
        return command;
    }

    private static void Set(WorldSwitches switches, string text)
    {
        if (text.Split('=') is not [var service, var fault]
            || !Enum.TryParse<WorldService>(service, ignoreCase: true, out var known)
            || !WorldFaultName.TryParse(fault, out var wanted)
            || !WorldFaultName.Suits(wanted, known))
        {
            throw new UsageException(
                $"--fault {text}: SERVICE=FAULT with crl, mirror, ocsp, checkedocsp, tsa or ca, and of what suits it one of {string.Join(", ", WorldFaultName.All)}.");
        }

        switches[known] = wanted;
    }
}
