using System.CommandLine;
using Licenses.Crypto.Seals;
using Spectre.Console;

namespace Licenses.Cli.Seal.Desk;

/// <summary><c>licenses seal show</c>: every field of a seal or of a signature by one; judges nothing.</summary>
internal static class SealShowCommand
{
    private const string Examples = """
        licenses seal show police.esl                       every field of a seal
        licenses seal show SignedValue.dat --picture-out seal.png
                                                            the seal within a signature, and its picture as a file
        licenses seal show police.esl --json | jq .validUntil

        Shows what the file says and judges nothing: see licenses seal verify.
        The picture comes from whoever made the file: open it as you would any stranger's picture.
        Exit codes: 0 shown   5 neither a seal nor a signature by one   64 bad usage
        """;

    public static Command Create(CliContext context)
    {
        var file = new Argument<string>("file") { Description = "A seal (.esl) or a signature by one (.dat).", HelpName = "FILE" };
        var picture = new Option<string?>("--picture-out") { Description = "Write the seal's picture to this file.", HelpName = "F" };
        var force = new Option<bool>("--force") { Description = "Write over F." };
        var json = JsonOption.Create();
        var command = new TaughtCommand("show", "Shows every field of an electronic seal, or of a signature by one.", Examples)
        {
            file, picture, force, json,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var name = SealVerifyCommand.ExistingFile(result.GetRequiredValue(file))!;
            if (Read(context, name) is not { } content)
            {
                return ExitCode.NotADocument;
            }

            var view = SealView.Of(content);
            if (result.GetValue(json))
            {
                await context.Lines.WriteLineAsync(Json.Line(view));
            }
            else
            {
                Print(context, view);
            }

            if (result.GetValue(picture) is { } target)
            {
                await WholeFile.WriteAsync(
                    target, result.GetValue(force),
                    output => output.WriteAsync(content.Seal.Info.Picture.Data, cancellationToken).AsTask(), cancellationToken);
                context.Error.MarkupLineInterpolated($"{target}: the picture ({view.PictureType}), {view.PictureBytes} bytes");
            }

            return ExitCode.Passed;
        });
        return command;
    }

    private static SealFileContent? Read(CliContext context, string file)
    {
        try
        {
            if (SealFileContent.TryRead(file) is { } content)
            {
                return content;
            }

            context.Error.MarkupLineInterpolated(
                $"[red]licenses:[/] {file} is neither an electronic seal nor a signature by one. 不是电子印章或电子签章数据。");
        }
        catch (SealFormatException exception)
        {
            context.Error.MarkupLineInterpolated($"[red]licenses:[/] {file}: {exception.Message}");
        }

        return null;
    }

    private static void Print(CliContext context, SealView view)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Field 字段", "Value 值");
        void Row(string field, object? value) => table.AddRow(new Text(field), new Text(value?.ToString() ?? "-"));

        Row("kind 类别", view.Kind == "seal" ? "electronic seal 电子印章" : "signature by a seal 电子签章");
        Row("standard 标准", $"{view.Format}, version {view.Version}");
        Row("esID 印章标识", view.SealId);
        Row("name 印章名称", view.Name);
        Row("type 类型", view.Type);
        Row("vendor 厂商", view.Vendor);
        Row("made 制作时间", view.CreatedAt);
        Row("valid 有效期", $"{view.ValidFrom} – {view.ValidUntil}");
        Row("picture 图片", $"{view.PictureType}, {view.PictureBytes} bytes, {view.WidthMm} × {view.HeightMm} mm");
        Row("maker 制章者", view.Maker ?? "unreadable certificate");
        Row("maker's algorithm 制章签名算法", view.Algorithm);
        Row("maker's timestamp 制章时间戳", view.IsStamped ? "yes 有" : "no 无");
        foreach (var signer in view.Signers)
        {
            Row("signer 签章者", signer);
        }

        foreach (var extension in view.Extensions)
        {
            Row("extension 扩展", extension);
        }

        if (view.Kind == "signature")
        {
            Row("applied by 签章人", view.Signer ?? "unreadable certificate");
            Row("applied at 签章时间", view.SigningTime);
            Row("protects 保护范围", view.PropertyInfo);
            Row("digest 原文摘要", view.DataHash);
            Row("algorithm 签名算法", view.SignatureAlgorithm);
            Row("timestamp 时间戳", view.IsSignatureStamped == true ? "yes 有" : "no 无");
            foreach (var extension in view.SignatureExtensions ?? [])
            {
                Row("extension 扩展", extension);
            }
        }

        context.Out.Write(table);
    }
}
