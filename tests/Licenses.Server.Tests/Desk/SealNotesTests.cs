using Google.Protobuf;
using Licenses.Server.Tests.Host;
using Licenses.V1;

namespace Licenses.Server.Tests.Desk;

/// <summary>What the desk says of a seal beside its answer.</summary>
public sealed class SealNotesTests
{
    [Fact]
    public async Task Who_asks_for_a_seal_and_who_approves_it_are_told_that_documents_will_not_show_its_picture()
    {
        await using var server = await RunningServer.StartAsync();
        var (department, city) = (server.Sealing("issuer-police"), server.Sealing("administrator"));
        var shown = DeskSample.Make("shown-make-1");
        shown.Draft.Picture.Data = ByteString.CopyFromUtf8("""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="3"/></svg>""");

        var asked = await department.MakeSealAsync(DeskSample.Make("shown-make-2")); // with text in its SVG
        var seen = await city.GetSealAsync(new GetSealRequest { SealId = asked.SealId });

        Assert.Contains("convert the text to paths", Assert.Single(asked.Notes).En, StringComparison.Ordinal);
        Assert.Equal(asked.Notes, seen.Seal.Notes);
        Assert.Empty((await department.MakeSealAsync(shown)).Notes);
        var anew = DeskSample.Make("shown-make-3");
        (anew.SealId, anew.Draft.Picture) = (asked.SealId, shown.Draft.Picture);
        await city.ApproveSealAsync(DeskSample.Decide("shown-approve-2", asked));
        Assert.Empty((await department.MakeSealAsync(anew)).Notes); // of what is asked for, not of what is
    }

    [Fact]
    public async Task Who_approves_a_seal_is_told_that_its_name_is_not_that_of_the_department()
    {
        await using var server = await RunningServer.StartAsync();
        var (department, city) = (server.Sealing("issuer-police"), server.Sealing("administrator"));
        var other = DeskSample.Make("name-make-1");
        other.Draft.Picture.Data = ByteString.CopyFromUtf8("""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="3"/></svg>""");
        other.Draft.Name = "样例市教育委员会";

        var asked = await department.MakeSealAsync(other);
        var approved = await city.ApproveSealAsync(DeskSample.Decide("name-approve-1", asked));

        var note = Assert.Single(asked.Notes);
        Assert.Contains("样例市公安局", note.Zh, StringComparison.Ordinal);
        Assert.Contains("does not hold the department's name", note.En, StringComparison.Ordinal);
        Assert.Equal(asked.Notes, approved.Notes);
    }
}
