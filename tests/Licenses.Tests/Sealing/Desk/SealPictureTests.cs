using System.Text;
using Licenses.Crypto.Seals;
using Licenses.Sealing.Desk;
using Licenses.Testing.SamplePki;

namespace Licenses.Tests.Sealing.Desk;

/// <summary>Pictures and names by hostile hands: whatever does more than being looked at is refused.</summary>
public sealed class SealPictureTests
{
    private const string Start = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 42 42">""";

    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, string> Hostile { get; } = new()
    {
        { "script", Start + "<script>alert(1)</script></svg>" },
        { "script in other letters", Start + "<SCRIPT/></svg>" },
        { "event handler", Start + """<circle r="1" onload="x()"/></svg>""" },
        { "event handler on the root", """<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>""" },
        { "image without an address", Start + "<image/></svg>" },
        { "use without an address", Start + "<use/></svg>" },
        { "any other attribute", Start + """<circle r="1" data-x="1"/></svg>""" },
        { "image from elsewhere", Start + """<image href="http://10.0.0.1/x.png"/></svg>""" },
        { "image inside", Start + """<image href="data:image/png;base64,AAAA"/></svg>""" },
        { "use of another file", Start + """<use xlink:href="other.svg#a"/></svg>""" },
        { "link", Start + """<a href="http://example.org"><circle r="1"/></a></svg>""" },
        { "foreign object", Start + "<foreignObject><p/></foreignObject></svg>" },
        { "foreign namespace", Start + """<h:iframe xmlns:h="http://www.w3.org/1999/xhtml" src="http://example.org"/></svg>""" },
        { "style element", Start + "<style>@import url(http://example.org)</style></svg>" },
        { "style attribute", Start + """<circle r="1" style="fill:url(http://example.org)"/></svg>""" },
        { "paint from elsewhere", Start + """<circle r="1" fill="url(http://example.org#a)"/></svg>""" },
        { "paint from elsewhere, with a space", Start + """<circle r="1" fill="url( http://example.org#a)"/></svg>""" },
        { "paint by escape", Start + """<circle r="1" fill="\75rl(http:example.org)"/></svg>""" },
        { "paint from elsewhere in other letters", Start + """<circle r="1" fill="URL(x.svg)"/></svg>""" },
        { "text path of another file", Start + """<text><textPath href="other.svg#p">a</textPath></text></svg>""" },
        { "text path of script", Start + """<text><textPath href="javascript:x()">a</textPath></text></svg>""" },
        { "animation", Start + """<circle r="1"><animate attributeName="r" to="9"/></circle></svg>""" },
        { "set", Start + """<circle r="1"><set attributeName="href" to="javascript:x()"/></circle></svg>""" },
        { "filter", Start + """<filter id="f"><feImage href="http://example.org"/></filter></svg>""" },
        { "base", """<svg xmlns="http://www.w3.org/2000/svg" xml:base="http://example.org/"/>""" },
        { "style sheet", """<?xml-stylesheet href="http://example.org/a.css"?><svg xmlns="http://www.w3.org/2000/svg"/>""" },
        { "DTD", """<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://example.org/x.dtd"><svg xmlns="http://www.w3.org/2000/svg"/>""" },
        { "entities that grow", """<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg"><text>&b;</text></svg>""" },
        { "entity of a file", """<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"><text>&a;</text></svg>""" },
        { "not closed", Start + "<circle r=\"1\">" },
        { "two roots", Start + "</svg><svg xmlns=\"http://www.w3.org/2000/svg\"/>" },
        { "no namespace", "<svg viewBox=\"0 0 1 1\"/>" },
        { "svg within svg", Start + "<svg/></svg>" },
        { "HTML", "<html><body/></html>" },
        { "words", "not a picture" },
        { "too deep", Start + string.Concat(Enumerable.Repeat("<g>", 40)) + string.Concat(Enumerable.Repeat("</g>", 40)) + "</svg>" },
        { "too many", Start + string.Concat(Enumerable.Repeat("<g/>", 10_001)) + "</svg>" },
    };

    public static TheoryData<string, string> Names { get; } = new()
    {
        { "empty", "" },
        { "a space", " " },
        { "space at the end", "样例 " },
        { "too long", new string('章', 101) },
        { "control", "样例\n章" },
        { "turned by RLO", "样例\u202E章" },
        { "zero width", "样例\u200B章" },
        { "soft hyphen", "样\u00AD例" },
        { "combining", "样例章\u0338" },
        { "private use", "样例\uE000" },
        { "half a surrogate", "样例\uD800" },
        { "citizen number", "11010519491231002X" },
        { "no glyph", "样例𠀀" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void An_SVG_that_does_more_than_draw_is_refused(string name, string svg) =>
        Assert.True(SealPictureCheck.WhyRefused(Svg(svg)) is { En.Length: > 0, Zh.Length: > 0 }, name);

    [Fact]
    public void An_SVG_that_draws_is_taken()
    {
        const string Drawing =
            Start + """
            <title>样例</title><defs><linearGradient id="g"><stop offset="0" stop-color="#c00"/></linearGradient><path id="p" d="M1 1L9 9"/></defs>
            <g transform="translate(1 2)"><circle cx="21" cy="21" r="20" fill="none" stroke="url(#g)"/>
            <text font-size="4"><textPath href="#p" startOffset="50%">样例市公安局</textPath><tspan xml:space="preserve"> a </tspan></text></g></svg>
            """;

        Assert.Null(SealPictureCheck.WhyRefused(Svg(Drawing)));
    }

    [Theory]
    [InlineData("GIF")]
    [InlineData("ofd")]
    [InlineData("png")]
    [InlineData("")]
    public void Other_kinds_of_picture_are_refused(string type) =>
        Assert.NotNull(SealPictureCheck.WhyRefused(new SealPicture(type, new byte[100], 42, 42)));

    [Fact]
    public void Files_of_no_or_too_much_length_are_refused()
    {
        Assert.NotNull(SealPictureCheck.WhyRefused(Svg("")));
        Assert.NotNull(SealPictureCheck.WhyRefused(Svg(Start + new string(' ', SealPictureCheck.LargestFile) + "</svg>")));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_that_could_deceive_is_refused(string what, string name)
    {
        var violations = SealDraftCheck.Check(Draft() with { Name = name }, rune => rune.Value < 0x20000, "draft", Now);

        Assert.True(violations.Any(violation => violation.FieldPath == "draft.name"), what);
    }

    [Fact]
    public void Sizes_times_kinds_and_counts_have_limits_and_each_is_named()
    {
        static string[] FieldsOf(SealDraft draft) =>
            [.. SealDraftCheck.Check(draft, null, "draft", Now).Select(violation => violation.FieldPath).Distinct()];

        Assert.Empty(FieldsOf(Draft()));
        Assert.Equal(["draft.picture"], FieldsOf(Draft() with { Picture = Draft().Picture with { Width = 9 } }));
        Assert.Equal(["draft.picture"], FieldsOf(Draft() with { Picture = Draft().Picture with { Height = 61 } }));
        Assert.Equal(["draft.picture"], FieldsOf(Draft() with { Picture = Draft().Picture with { Height = -42 } }));
        Assert.Equal(["draft.valid_until"], FieldsOf(Draft() with { ValidUntil = Now }));
        Assert.Equal(["draft.valid_until"], FieldsOf(Draft() with { ValidUntil = Now.AddYears(11) }));
        Assert.Equal(["draft.valid_from"], FieldsOf(Draft() with { ValidFrom = Now.AddYears(2), ValidUntil = Now.AddYears(3) }));
        Assert.Equal(["draft.signers"], FieldsOf(Draft() with { Signers = [] }));
        Assert.Equal(["draft.signers[1]"], FieldsOf(Draft() with { Signers = [new byte[] { 1 }, new byte[] { 1 }] }));
        Assert.Equal(["draft.signers[0]"], FieldsOf(Draft() with { Signers = [new byte[SealDraftCheck.LargestCertificate + 1]] }));
        Assert.Equal(["draft.kind"], FieldsOf(Draft() with { Kind = (SealKind)77 }));
        Assert.Equal(["draft.format"], FieldsOf(Draft() with { Format = SealFormat.Gmt2014 }));
    }

    [Fact]
    public void A_seal_does_not_begin_before_the_day_it_is_asked_for()
    {
        Assert.Empty(SealDraftCheck.CheckBeginning(Draft(), Now, "draft"));
        Assert.Empty(SealDraftCheck.CheckBeginning(Draft() with { ValidFrom = Now.AddDays(-1) }, Now, "draft"));
        Assert.Equal(
            "draft.valid_from",
            Assert.Single(SealDraftCheck.CheckBeginning(Draft() with { ValidFrom = Now.AddDays(-1).AddSeconds(-1) }, Now, "draft")).FieldPath);
    }

    [Fact]
    public void A_seal_is_valid_only_while_the_certificates_are_that_make_and_apply_it()
    {
        var police = NationalSeals.Police.Certificate;
        var draft = Draft() with { ValidFrom = police.NotBefore, ValidUntil = police.NotAfter };
        string[] FieldsOf(SealDraft draft) =>
            [.. SealDraftCheck.CheckTerm(draft, police, new("签章者", "the signer's"), "draft").Select(violation => violation.FieldPath)];

        Assert.Empty(FieldsOf(draft));
        Assert.Equal(["draft.valid_from"], FieldsOf(draft with { ValidFrom = police.NotBefore.AddSeconds(-1) }));
        Assert.Equal(["draft.valid_until"], FieldsOf(draft with { ValidUntil = police.NotAfter.AddSeconds(1) }));
    }

    private static SealPicture Svg(string text) => new(SealPictureCheck.Svg, Encoding.UTF8.GetBytes(text), 42, 42);

    private static SealDraft Draft() => new()
    {
        Name = "样例市公安局电子印章", Kind = SealKind.Official, Picture = Svg(Start + "</svg>"), ValidFrom = Now,
        ValidUntil = Now.AddYears(1), Signers = [new byte[] { 1 }],
    };
}
