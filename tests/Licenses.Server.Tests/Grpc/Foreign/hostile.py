"""Sends malformed and hostile HTTP/2 requests to a gRPC server and judges each answer.

usage: hostile.py HOST PORT      prints one line for each case; exit code 1 if any answer was wrong
The server serves grpc.testing.TestService with a maximum unary duration of about one second.
"""
import gzip
import os
import sys
import zlib

from hyperframe.frame import ContinuationFrame, DataFrame, HeadersFrame, PingFrame, RstStreamFrame, SettingsFrame, WindowUpdateFrame

import raw
from raw import DUPLEX, EMPTY, INPUT, OUTPUT, UNARY, frame

SERVER = (sys.argv[1], int(sys.argv[2]))


def Connection(**options):
    return raw.Connection(SERVER, **options)


CASES = []


def case(name, expect):
    def register(run):
        CASES.append((name, expect, run))
        return run
    return register


def simple(name, expect, body=frame(), path=UNARY, **options):
    """A whole request on a connection of its own."""
    send = {key: options.pop(key) for key in ("step", "pad") if key in options}

    def run():
        connection = Connection()
        stream = connection.open(path, **options)
        connection.data(stream, body, end=True, **send)
        answer = connection.read(stream)
        connection.close()
        return answer
    CASES.append((name, expect, run))


def grpc(code):
    return (f"grpc-status {code}", lambda answer: answer.http == "200" and answer.grpc == code)


def http(code, status=None):
    return (f"HTTP {code}" + (f", grpc-status {status}" if status is not None else ""),
            lambda answer: answer.http == str(code) and answer.grpc == status)


refused = ("stream or connection refused, or HTTP 4xx",
           lambda answer: answer.reset is not None or answer.goaway is not None or answer.closed
           or (answer.http or "").startswith("4"))
soon = lambda code, limit: (f"grpc-status {code} within {limit} s",
                            lambda answer: answer.grpc == code and answer.seconds < limit)

# --- the form of requests
simple("a good request", grpc(0))
simple("no te header", grpc(0), without=("te",))
simple("content-type with suffix", ("grpc-status 0, plain application/grpc back", lambda answer: answer.grpc == 0
       and answer.headers["content-type"] == "application/grpc"), content_type="application/grpc+proto")
simple("content-type in capitals, with parameter", grpc(0), content_type="Application/GRPC;charset=utf-8")
simple("content-type application/json", http(415, 13), content_type="application/json")
simple("content-type application/grpcx", http(415, 13), content_type="application/grpcx")
simple("content-type missing", http(415, 13), without=("content-type",))
simple("GET", ("HTTP 404 or 405", lambda answer: answer.http in ("404", "405")), method="GET")
simple("path in other case", grpc(12), path=UNARY.lower())
simple("unknown method", grpc(12), path="/grpc.testing.TestService/Nothing")
simple("unknown service", grpc(12), path="/no.Such/Call")
simple("path of one segment", http(404), path="/Nothing")
simple("path of three segments", http(404), path="/a/b/c")
simple("no authority", ("HTTP 400 or served", lambda answer: answer.http in ("400", "200")), without=(":authority",))
simple("no path", refused, without=(":path",))
simple("header name in capitals", refused, extra=[("X-Upper", "1")])
simple("connection-specific header", refused, extra=[("connection", "keep-alive")])
simple("60 KiB of headers", refused, extra=[(f"x-{index}", "v" * 1000) for index in range(60)])

simple("the same pseudo-header twice", refused, extra=[(":path", EMPTY)])
simple("content-type application/grpc-web", http(415, 13), content_type="application/grpc-web")
simple("content-type application/grpc+json", grpc(0), content_type="application/grpc+json")
simple("content-type with space before the parameter", http(415, 13), content_type="application/grpc ;x=1")
simple("header value outside of ASCII", ("HTTP 400, or served", lambda answer: answer.http in ("400", "200") or refused[1](answer)),
       extra=[("x-bytes", "\u00ff\u00fe")])
simple("te that is not trailers", ("HTTP 400, or served", lambda answer: answer.grpc == 0 or refused[1](answer)), te="gzip")
simple("path with percent-encoded letters", grpc(12), path=UNARY[:-1] + "%6C")
simple("path with dots", grpc(12), path="/x/.." + UNARY)
simple("path with a query", grpc(12), path=UNARY + "?x=1")
simple("path with a trailing slash", grpc(12), path=UNARY + "/")

# --- framing
simple("no message", grpc(13), body=b"")
simple("three bytes of a frame header", grpc(13), body=b"\0\0\0")
simple("frame cut short", grpc(13), body=frame(b"\x10\x01", length=9))
simple("two messages where one belongs", grpc(13), body=frame() + frame())
simple("one byte after the message", grpc(13), body=frame() + b"\0")
simple("flag 2", grpc(13), body=frame(flag=2))
simple("flag 255", grpc(13), body=frame(flag=255))
simple("declared length 2^32-1", grpc(13), body=frame(length=0xFFFFFFFF))
simple("declared length 2^31-1", grpc(8), body=frame(length=0x7FFFFFFF))
simple("declared length 4 MiB + 1", grpc(8), body=frame(length=4 * 1024 * 1024 + 1))
simple("one byte in each DATA frame", grpc(0), body=frame(b"\x10\x05"), step=1)
simple("padded DATA frames", grpc(0), body=frame(b"\x10\x05"), pad=200)
simple("empty message", grpc(0), path=EMPTY)
simple("bytes that are no protobuf", grpc(13), body=frame(b"\xff\xff\xff\xff"))
simple("protobuf field cut short", grpc(13), body=frame(b"\x1a\x7f"))
simple("invalid UTF-8 in a string is no crash", ("grpc-status 0 or 13", lambda answer: answer.grpc in (0, 13)),
       body=frame(b"\x3a\x04\x12\x02\xff\xfe"))
simple("groups nested 100,000 deep", grpc(13), body=frame(b"\x7b" * 100000))
simple("a stream with a bad second message", grpc(13), path=INPUT, body=frame(b"\x0a\x02\x12\x00") + frame(b"\xff"))
simple("a stream that ends inside a frame", grpc(13), path=INPUT, body=frame() + b"\0\0")

simple("10,000 empty messages on a stream", grpc(0), path=INPUT, body=frame() * 10000)
simple("messages cut anywhere", grpc(0), path=INPUT, body=frame(b"\x0a\x05\x12\x03abc") * 20, step=7)
simple("an empty message after an end of stream that came alone", grpc(0), path=INPUT, body=b"")

# --- compression
packed = gzip.compress(b"\x10\x05")
simple("gzip", grpc(0), body=frame(packed, flag=1), grpc_encoding="gzip")
simple("deflate", grpc(0), body=frame(zlib.compress(b"\x10\x05"), flag=1), grpc_encoding="deflate")
simple("deflate that wants a dictionary", grpc(13), body=frame(b"\x78\xbb\x17\xf5\x04\x6b\xcb\x48\x04\0", flag=1), grpc_encoding="deflate")
simple("compressed without encoding", grpc(13), body=frame(packed, flag=1))
simple("compressed as identity", grpc(13), body=frame(packed, flag=1), grpc_encoding="identity")
simple("compressed in an unknown way", ("grpc-status 12, with what is supported", lambda answer: answer.grpc == 12
       and answer.headers.get("grpc-accept-encoding") == "identity,gzip,deflate"),
       body=frame(packed, flag=1), grpc_encoding="zstd")
simple("unknown encoding, message not compressed", grpc(0), grpc_encoding="zstd")
simple("corrupt gzip", grpc(13), body=frame(b"\x1f\x8b\x08\0nonsense", flag=1), grpc_encoding="gzip")
simple("gzip cut short", grpc(13), body=frame(gzip.compress(os.urandom(500))[:-100], flag=1), grpc_encoding="gzip")
simple("compressed frame of no bytes", grpc(13), body=frame(flag=1), grpc_encoding="gzip")
simple("gzip bomb of 1 GiB", grpc(8), grpc_encoding="gzip",
       body=frame(gzip.compress(b"\0" * (16 << 20)) * 64, flag=1))

simple("inflates to the limit and a byte", grpc(8), grpc_encoding="gzip",
       body=frame(gzip.compress(b"\x1a\xfb\xff\xff\x01" + b"\0" * (4 * 1024 * 1024 - 4)), flag=1))
simple("two members of gzip", grpc(13), body=frame(packed + packed, flag=1), grpc_encoding="gzip")
simple("encoding in capitals", grpc(0), body=frame(packed, flag=1), grpc_encoding="GZIP")
simple("two encodings", grpc(12), body=frame(packed, flag=1), grpc_encoding="gzip,gzip")

# --- metadata and time
simple("binary header that is no base64", grpc(0), extra=[("x-bad-bin", "*** no ***")])
simple("binary header, comma-joined, unpadded", ("grpc-status 0 and the last value echoed",
       lambda answer: answer.grpc == 0 and answer.trailers.get("x-grpc-test-echo-trailing-bin", "").rstrip("=") == "q6s"),
       path=EMPTY, extra=[("x-grpc-test-echo-trailing-bin", "q6ur,q6s")])
simple("timeout that is none", grpc(0), grpc_timeout="abc")
simple("timeout of nine digits", grpc(0), grpc_timeout="999999999m")
simple("negative timeout", grpc(0), grpc_timeout="-1S")
simple("timeout of 1 ns", soon(4, 1), grpc_timeout="1n")
simple("timeout of zero", soon(4, 1), grpc_timeout="0S")
simple("timeout of 0 ns", soon(4, 1), grpc_timeout="0n")
simple("timeout without unit", grpc(0), grpc_timeout="100")
simple("timeout with a space", grpc(0), grpc_timeout=" 1S")
simple("two timeouts", grpc(0), grpc_timeout="1n", extra=[("grpc-timeout", "1n")])
simple("empty timeout", grpc(0), grpc_timeout="")
simple("longest timeout", grpc(0), grpc_timeout="99999999H")
simple("content-length that lies", ("no success", lambda answer: answer.grpc != 0), extra=[("content-length", "100")])


# --- calls that do not end
@case("half-open unary with a deadline", soon(4, 2))
def half_open_deadline():
    connection = Connection()
    stream = connection.open(grpc_timeout="200m")
    connection.data(stream, frame())
    return connection.read(stream)


@case("half-open unary without a deadline", soon(4, 4))
def half_open():
    connection = Connection()
    stream = connection.open()
    connection.data(stream, frame())
    return connection.read(stream)


@case("half-open unary that sends half a message", soon(4, 4))
def half_message():
    connection = Connection()
    stream = connection.open()
    connection.data(stream, frame(length=1000000) + b"x" * 60000)
    return connection.read(stream)


@case("half-open request for a stream of responses", soon(4, 4))
def half_open_output():
    connection = Connection()
    stream = connection.open(OUTPUT)
    connection.data(stream, frame(length=1000000) + b"x" * 60000)
    return connection.read(stream)


@case("quiet client stream with a deadline", soon(4, 2))
def quiet_stream():
    connection = Connection()
    return connection.read(connection.open(INPUT, grpc_timeout="200m"))


@case("reader that takes nothing, past its deadline", ("the stream is reset", lambda answer: answer.reset == 8))
def slow_reader():
    connection = Connection(window=0)
    stream = connection.open(OUTPUT, grpc_timeout="300m")
    connection.data(stream, frame(b"\x12\x04\x08\x80\x80\x40" * 20), end=True)
    return connection.read(stream)


@case("unary response that nobody takes", ("the stream is reset", lambda answer: answer.reset == 8 and answer.seconds < 4))
def unread_response():
    connection = Connection(window=0)
    stream = connection.open()
    connection.data(stream, frame(b"\x10\xc0\x84\x3d"), end=True)  # 1,000,000 bytes, please
    return connection.read(stream)


@case("request trailers after the message", grpc(0))
def request_trailers():
    connection = Connection()
    stream = connection.open()
    connection.data(stream, frame())
    connection.h2.send_headers(stream, [("x-trailer", "1")], end_stream=True)
    connection.flush()
    return connection.read(stream)


@case("reset in the middle of a message", grpc(0))
def reset_midway():
    connection = Connection()
    stream = connection.open()
    connection.data(stream, frame(length=100) + b"x")
    connection.h2.reset_stream(stream, 8)
    connection.flush()
    return connection.good_call()


@case("connection dropped in the middle of a stream", grpc(0))
def dropped():
    connection = Connection()
    stream = connection.open(DUPLEX)
    connection.data(stream, frame(b"\x12\x02\x08\x05"))
    connection.close()
    return Connection().good_call()


@case("500 calls begun and reset", ("served, or GOAWAY", lambda answer: answer.grpc == 0 or answer.goaway is not None or answer.closed))
def rapid_reset():
    connection = Connection()
    for _ in range(500):
        stream = connection.open()
        connection.h2.reset_stream(stream, 8)
        connection.flush()
    return connection.good_call()


@case("more streams at once than allowed", ("101st refused", lambda answer: answer.reset in (7, 1) or answer.goaway is not None))
def too_many_streams():
    connection = Connection()
    connection.h2.remote_settings.max_concurrent_streams = 2 ** 31 - 1
    for _ in range(100):
        connection.open(DUPLEX)
    connection.h2.remote_settings.max_concurrent_streams = 2 ** 31 - 1
    stream = connection.open(DUPLEX)
    answer = connection.read(stream, 2)
    connection.close()
    return answer


# --- below HTTP/2's rules
@case("DATA after the end of the request", ("the request's answer, or connection refused", lambda answer: answer.grpc == 0 or refused[1](answer)))
def data_after_end():
    connection = Connection()
    stream = connection.open(DUPLEX, end=False)
    connection.data(stream, b"", end=True)
    late = DataFrame(stream)
    late.data = frame()
    connection.send(late.serialize())
    return connection.read(stream, 2)


@case("DATA on a stream that was never opened", refused)
def data_on_idle():
    connection = Connection()
    late = DataFrame(9)
    late.data = frame()
    connection.send(late.serialize())
    return connection.read(9, 2)


@case("RST_STREAM on a stream that was never opened", refused)
def reset_on_idle():
    connection = Connection()
    reset = RstStreamFrame(9)
    connection.send(reset.serialize())
    return connection.read(9, 2)


@case("CONTINUATION without end", refused)
def continuation_flood():
    connection = Connection()
    headers = HeadersFrame(1)
    headers.data = connection.h2.encoder.encode([(":method", "POST")])
    connection.send(headers.serialize())
    more = ContinuationFrame(1)
    more.data = b"\0\x03x-y\x7f\x81\x7f" + b"v" * 256
    for _ in range(300):
        connection.send(more.serialize())
    return connection.read(1, 3)


@case("50,000 empty DATA frames", ("served, or refused", lambda answer: answer.grpc == 0 or refused[1](answer)))
def empty_data_flood():
    connection = Connection()
    stream = connection.open(INPUT)
    connection.send(DataFrame(stream).serialize() * 50_000)
    connection.data(stream, frame(), end=True)
    return connection.read(stream)


@case("window update beyond 2^31-1", refused)
def window_overflow():
    connection = Connection()
    stream = connection.open(DUPLEX)
    for _ in range(2):
        update = WindowUpdateFrame(stream)
        update.window_increment = 2 ** 31 - 1
        connection.send(update.serialize())
    return connection.read(stream, 2)


@case("HEADERS on an even stream", refused)
def even_stream():
    connection = Connection()
    headers = HeadersFrame(2)
    headers.data = connection.h2.encoder.encode([(":method", "POST")])
    headers.flags.add("END_HEADERS")
    connection.send(headers.serialize())
    return connection.read(2, 2)


@case("header block that is no HPACK", refused)
def bad_hpack():
    connection = Connection()
    headers = HeadersFrame(1)
    headers.data = b"\xff" * 40
    headers.flags.add("END_HEADERS")
    connection.send(headers.serialize())
    return connection.read(1, 2)


@case("10,000 pings", grpc(0))
def ping_flood():
    connection = Connection()
    ping = PingFrame(0)
    ping.opaque_data = b"12345678"
    for _ in range(100):
        connection.send(ping.serialize() * 100)
    return connection.good_call()


@case("1,000 settings frames", ("served, or GOAWAY", lambda answer: answer.grpc == 0 or answer.goaway is not None or answer.closed))
def settings_flood():
    connection = Connection()
    settings = SettingsFrame(0)
    settings.settings = {4: 65535}
    connection.send(settings.serialize() * 1000)
    return connection.good_call()


@case("an HTTP/1.1 request", ("refused", lambda answer: answer.closed))
def http1():
    connection = Connection(preface=False)
    connection.send(b"POST " + UNARY.encode() + b" HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
    return connection.read(1, 3)


@case("a preface of noise", ("refused", lambda answer: answer.closed or answer.goaway is not None))
def noise():
    connection = Connection(preface=False)
    connection.send(bytes(range(256)) * 4)
    return connection.read(1, 3)


def main():
    wrong = 0
    for name, (expected, judge), run in CASES:
        answer = run()
        good = judge(answer)
        wrong += not good
        print(f"{'ok   ' if good else 'WRONG'} {name}: {answer} {answer.seconds:.2f} s" + ("" if good else f" (expected {expected})"))
    answer = Connection().good_call()
    good = answer.grpc == 0
    print(f"{'ok   ' if good else 'WRONG'} a good request after all of these: {answer}")
    print(f"{len(CASES) + 1} requests, {wrong + (not good)} wrong answers")
    sys.exit(1 if wrong or not good else 0)


main()
