using System.Globalization;
using Grpc.Core;
using Grpc.Framing;
using Grpc.Net.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Grpc.AspNetCore.Server;

/// <summary>What goes out: headers once, messages one at a time, the status last.</summary>
internal sealed partial class ServerCall
{
    /// <summary>What hints to buffer may keep back, in bytes: as much as Kestrel holds for a stream before writers wait.</summary>
    private const long MaxUnflushed = 64 * 1024;

    private bool _writing;
    private bool _headersWritten;
    private bool _messageWritten;
    private string? _encodingRequest;

    internal async Task WriteAsync<T>(T message, Marshaller<T> marshaller, WriteFlags flags, bool flush, CancellationToken cancellationToken)
    {
        BeginWrite();
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!Http.Response.HasStarted)
            {
                PrepareHeaders();
                await Http.Response.StartAsync(cancellationToken);
            }

            _kit.Writer.Write(message, marshaller, Http.Response.BodyWriter, !flags.HasFlag(WriteFlags.NoCompress));
            _messageWritten = true;
            if (flush && (!flags.HasFlag(WriteFlags.BufferHint) || Unflushed > MaxUnflushed))
            {
                await FlushAsync(cancellationToken);
            }
        }
        catch (Exception exception) when (Remember(exception))
        {
            throw;
        }
        finally
        {
            EndWrite();
        }
    }

    protected override async Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        ArgumentNullException.ThrowIfNull(responseHeaders);
        BeginWrite();
        try
        {
            if (_headersWritten || Http.Response.HasStarted)
            {
                throw new InvalidOperationException("Response headers can only be sent once per call.");
            }

            _headersWritten = true;
            foreach (var entry in responseHeaders)
            {
                if (entry.Key == WireHeaders.EncodingRequest)
                {
                    _encodingRequest = entry.Value;
                }
                else
                {
                    Append(Http.Response.Headers, entry);
                }
            }

            PrepareHeaders();
            await Http.Response.StartAsync(CancellationToken.None);
            await FlushAsync(CancellationToken.None);
        }
        catch (Exception exception) when (exception is IOException && Remember(exception))
        {
            throw;
        }
        finally
        {
            EndWrite();
        }
    }

    /// <summary>Bytes that wait for a flush; hosts other than Kestrel may not know.</summary>
    private long Unflushed => Http.Response.BodyWriter is { CanGetUnflushedBytes: true } writer ? writer.UnflushedBytes : 0;

    private void BeginWrite()
    {
        lock (_kit.Gate)
        {
            if (_ended)
            {
                _ofOurOwn = new InvalidOperationException("Can't write the message because the request is complete.");
                throw _ofOurOwn;
            }

            if (_writing)
            {
                throw new InvalidOperationException("Can't write the message because the previous write is in progress.");
            }

            _writing = true;
        }
    }

    private void EndWrite()
    {
        lock (_kit.Gate)
        {
            _writing = false;
            if (_pastDeadline && !_ended)
            {
                EndByDeadline();
            }
        }
    }

    /// <summary>
    /// Kestrel aborts a stream whose flush is cancelled with INTERNAL_ERROR, so no token goes there: a caller's own
    /// cancellation resets with CANCEL, and the call's end is met by the deadline's grace or Kestrel itself.
    /// </summary>
    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        var flushing = Http.Response.BodyWriter.FlushAsync(CancellationToken.None);
        if (flushing.IsCompleted || !cancellationToken.CanBeCanceled || cancellationToken == _source?.Token)
        {
            await flushing;
        }
        else
        {
            await using var resets = cancellationToken.UnsafeRegister(static call => ((ServerCall)call!).Reset(), this);
            await flushing;
            cancellationToken.ThrowIfCancellationRequested();
        }

        ThrowIfCancelled();
    }

    private void Reset() => Http.Features.Get<IHttpResetFeature>()?.Reset(ResetCancel);

    /// <summary>Chooses the response encoding, among those that the caller accepts.</summary>
    private void PrepareHeaders()
    {
        var wished = _encodingRequest ?? _options.ResponseEncoding;
        if (CodecSet.IsIdentity(wished) || _options.Codecs.Find(wished) is not { } codec)
        {
            return;
        }

        if (CodecSet.Accepts(Http.Request.Headers[WireHeaders.AcceptEncoding].ToString(), codec.EncodingName))
        {
            _kit.Writer.Codec = codec;
            Http.Response.Headers[WireHeaders.Encoding] = codec.EncodingName;
        }
    }

    /// <summary>The status, as trailers; or as headers if nothing has been sent yet.</summary>
    private void WriteStatus()
    {
        var target = Http.Response.HasStarted
            ? Http.Features.Get<IHttpResponseTrailersFeature>()?.Trailers
            : Http.Response.Headers;
        if (target is null)
        {
            return;
        }

        if (_status.StatusCode != StatusCode.OK)
        {
            _runtime.Explain(_status, ResponseTrailersCore, _method.FullName);
        }

        AppendTrailers(target);
        target[WireHeaders.Status] = CodeText(_status.StatusCode);
        if (_status.Detail.Length > 0)
        {
            target[WireHeaders.Message] = PercentEncoding.Encode(StatusLimits.Cut(_status.Detail, StatusLimits.RestFor(target)));
        }

        if (_status.StatusCode == StatusCode.Unimplemented && !Http.Response.HasStarted)
        {
            Http.Response.Headers[WireHeaders.AcceptEncoding] = _options.Codecs.AcceptEncoding;
        }
    }

    /// <summary>
    /// Of the status details, the first ones go, and none with success: they would say what the status does not. Details that
    /// are too long for most callers would cost them the status itself.
    /// </summary>
    private void AppendTrailers(IHeaderDictionary target)
    {
        bool hasDetails = _status.StatusCode == StatusCode.OK;
        int room = StatusLimits.RoomForDetails(_trailers);
        for (int index = 0; index < _trailers?.Count; index++)
        {
            var entry = _trailers[index];
            bool isDetails = entry.Key == WireHeaders.StatusDetails;
            if (isDetails && StatusLimits.LengthOf(entry) > room)
            {
                Log.DetailsDropped(_runtime.Log, _method.FullName, StatusLimits.LengthOf(entry));
            }
            else if (!isDetails || !hasDetails)
            {
                Append(target, entry);
            }

            hasDetails |= isDetails;
        }
    }

    private void Append(IHeaderDictionary target, Metadata.Entry entry)
    {
        if (!WireMetadata.CanTravel(entry))
        {
            Log.MetadataDropped(_runtime.Log, _method.FullName, entry.Key); // the call's answer matters more
        }
        else if (!WireHeaders.IsReserved(entry.Key))
        {
            target.Append(entry.Key, WireMetadata.HeaderValue(entry));
        }
    }

    private static string CodeText(StatusCode code) =>
        code == StatusCode.OK ? "0" : ((int)code).ToString(CultureInfo.InvariantCulture);
}
