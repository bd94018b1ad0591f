using Licenses.Pdf.Signing;
using Licenses.Tests.Pdf.Sealing;
using Licenses.Verification;

namespace Licenses.Tests.Sealing;

/// <summary>An international and a national seal on one document.</summary>
public sealed class TwoSealsTests
{
    public static MatrixTheoryData<string, bool> Orders { get; } = new(["sm2-cades", "sm2-pkcs7", "sm2-pkcs7-gm", "ses"], [false, true]);

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Both_verify_in_either_order_where_the_document_allows_further_seals(string name, bool nationalFirst)
    {
        var national = NationalSample.Request(NationalSample.Profile(name));
        var international = NationalSample.Request(SealProfile.Default);
        byte[] document = SealInputs.Get("classic");
        document = nationalFirst
            ? await NationalSample.SealAsync(document, national)
            : await NationalSample.SealAsync(document, international, SealSample.Police);
        document = nationalFirst
            ? await NationalSample.SealAsync(document, international, SealSample.Police)
            : await NationalSample.SealAsync(document, national);

        var pades = NationalSample.Verify(document, InspectionPolicy.Pades);
        var strict = NationalSample.Verify(document);

        Assert.True(pades.Verdict == DocumentVerdict.Passed, NationalSample.Told(pades));
        Assert.Equal(
            nationalFirst ? [name, "pades"] : ["pades", name],
            pades.Signatures.Select(signature => signature.Profile.ToStandardName()));
        Assert.Equal(DocumentVerdict.Failed, strict.Verdict); // a second seal is more than a sealed license may get
        Assert.Equal(Indication.TotalPassed, strict.Signatures[1].Indication);
    }

    [Fact]
    public async Task A_certified_document_with_room_takes_a_seal_of_the_other_kind_in_its_field()
    {
        var certified = NationalSample.Request(NationalSample.Ses) with { Certify = CertificationLevel.FormFilling };

        byte[] document = await NationalSample.SealAsync(SealInputs.Get("form"), certified);
        document = await NationalSample.SealAsync(document, NationalSample.Request(SealProfile.Default) with { FieldName = "Later" }, SealSample.Police);

        var report = NationalSample.Verify(document, InspectionPolicy.Pades);
        Assert.True(report.Verdict == DocumentVerdict.Passed, NationalSample.Told(report));
        Assert.Equal(2, report.Signatures[0].DocMdp);
    }

    [Fact]
    public async Task A_seal_that_certifies_without_changes_keeps_the_other_out()
    {
        var certified = NationalSample.Request(NationalSample.Ses) with { Certify = CertificationLevel.NoChanges };
        byte[] document = await NationalSample.SealAsync(SealInputs.Get("classic"), certified);

        var refused = await PdfSealer.SealAsync(document, NationalSample.Request(SealProfile.Default), SealSample.Police, NationalSample.Token);

        Assert.Equal(SealRefusal.CertificationForbids, Assert.IsType<SealOutcome.Refused>(refused).Code);
    }
}
