using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;

namespace Licenses.Cli.Pki.Serving;

/// <summary>
/// The switches of a served PKI over HTTP: GET /admin tells its state; POST /admin/fault?service=ocsp&amp;fault=slow,
/// /admin/revoke?authority=A&amp;serial=HEX&amp;reason=R&amp;at=TIME, /admin/reinstate?…, /admin/rebase?authority=A,
/// /admin/stamper?until=TIME (a new TSA key, whose certificate ends then) change it.
/// </summary>
internal sealed class WorldAdministration(PkiWorld world, HttpContext context)
{
    public async Task AnswerAsync(string[] path)
    {
        if (path.Length > 0 && (!HttpMethods.IsPost(context.Request.Method) || !Change(path[0])))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(Json.Line(new
        {
            authorities = world.Authorities,
            services = Enum.GetValues<WorldService>().Select(service => new
            {
                service, fault = world.Switches[service], requests = world.Switches.CountOf(service),
            }),
        }) + "\n", context.RequestAborted);
    }

    private bool Change(string what) => what switch
    {
        "fault" => SetFault(),
        "stamper" => ReplaceStamper(),
        "revoke" or "reinstate" or "rebase" => ChangeAuthority(what),
        _ => false,
    };

    private bool SetFault()
    {
        if (!Enum.TryParse<WorldService>(Parameter("service"), ignoreCase: true, out var service)
            || !WorldFaultName.TryParse(Parameter("fault"), out var fault)
            || !WorldFaultName.Suits(fault, service))
        {
            return false;
        }

        if (double.TryParse(Parameter("delay"), CultureInfo.InvariantCulture, out double seconds) && seconds is >= 0 and < 3600)
        {
            world.Switches.Delay = TimeSpan.FromSeconds(seconds);
        }

        world.Switches[service] = fault;
        return true;
    }

    private bool ReplaceStamper()
    {
        if (!DateTimeOffset.TryParse(Parameter("until"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until))
        {
            return false;
        }

        world.ReplaceStamper(until.ToUniversalTime());
        return true;
    }

    private bool ChangeAuthority(string what)
    {
        string authority = Parameter("authority");
        if (!world.Has(authority))
        {
            return false;
        }

        if (what == "rebase")
        {
            world.Rebase(authority);
            return true;
        }

        byte[] serial;
        try
        {
            serial = Convert.FromHexString(Parameter("serial"));
        }
        catch (FormatException)
        {
            return false;
        }

        if (what == "reinstate")
        {
            world.Reinstate(authority, serial);
            return true;
        }

        string reason = Parameter("reason");
        if (!Enum.TryParse<X509RevocationReason>(reason.Length == 0 ? "Unspecified" : reason, ignoreCase: true, out var why))
        {
            return false;
        }

        DateTimeOffset? at = null;
        if (Parameter("at") is { Length: > 0 } text)
        {
            if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since))
            {
                return false;
            }

            at = since.ToUniversalTime();
        }

        world.Revoke(authority, serial, why, at);
        return true;
    }

    private string Parameter(string name) => context.Request.Query[name].ToString();
}
