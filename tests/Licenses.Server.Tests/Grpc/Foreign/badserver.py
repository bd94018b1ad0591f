"""An HTTP/2 server that misbehaves as told, for the tests of the client.

usage: badserver.py      prints its port; each request's path names the behaviour: /bad.Service/NAME
"""
import gzip
import socket
import struct
import sys
import threading
import time

import h2.config
import h2.connection
import h2.events
from hyperframe.frame import DataFrame, GoAwayFrame, PingFrame, RstStreamFrame

HEADERS = [(":status", "200"), ("content-type", "application/grpc")]
MESSAGE = struct.pack(">BI", 0, 5) + b"hello"
SEEN = {}


def trailers(*more, status="0"):
    return [("grpc-status", status), *more]


class Server:
    def __init__(self, connection):
        self.socket = connection
        self.h2 = h2.connection.H2Connection(h2.config.H2Configuration(
            client_side=False, header_encoding="utf-8", validate_outbound_headers=False, normalize_outbound_headers=False))
        self.names = {}
        self.timeouts = {}
        self.lock = threading.Lock()

    def run(self):
        try:
            self.h2.initiate_connection()
            self.flush()
            while True:
                data = self.socket.recv(65536)
                if not data:
                    return
                with self.lock:
                    for event in self.h2.receive_data(data):
                        self.take(event)
                    self.flush()
        except Exception as error:
            print("connection ended:", error, file=sys.stderr)
        finally:
            self.socket.close()

    def flush(self):
        self.socket.sendall(self.h2.data_to_send())

    def raw(self, frame):
        self.flush()
        self.socket.sendall(frame.serialize())

    def take(self, event):
        if isinstance(event, h2.events.RequestReceived):
            name = dict(event.headers)[":path"].rsplit("/", 1)[1]
            self.names[event.stream_id] = name
            self.timeouts[event.stream_id] = dict(event.headers).get("grpc-timeout")
            SEEN[name] = SEEN.get(name, 0) + 1
            if name.startswith("Early"):
                getattr(self, name)(event.stream_id)
        elif isinstance(event, h2.events.DataReceived):
            self.h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        elif isinstance(event, h2.events.StreamEnded):
            if not self.names[event.stream_id].startswith("Early"):
                getattr(self, self.names[event.stream_id])(event.stream_id)

    def head(self, stream, headers=None, end=False):
        self.h2.send_headers(stream, headers or HEADERS, end_stream=end)

    def good(self, stream):
        self.head(stream)
        self.h2.send_data(stream, MESSAGE)
        self.h2.send_headers(stream, trailers(), end_stream=True)

    def reset(self, stream, code=0):
        frame = RstStreamFrame(stream)
        frame.error_code = code
        self.raw(frame)

    # what the paths name
    def Good(self, stream):
        self.good(stream)

    def Goaway(self, stream):
        self.good(stream)
        frame = GoAwayFrame(0)
        frame.last_stream_id, frame.error_code = stream, 0
        self.raw(frame)

    def GoawayUnprocessed(self, stream):
        if SEEN["GoawayUnprocessed"] > 1:
            return self.good(stream)
        frame = GoAwayFrame(0)
        frame.last_stream_id, frame.error_code = 0, 0
        self.raw(frame)
        self.socket.shutdown(socket.SHUT_RDWR)

    def RefusedAlways(self, stream):
        self.reset(stream, 7)

    def RefusedOnce(self, stream):
        self.reset(stream, 7) if SEEN["RefusedOnce"] == 1 else self.good(stream)

    def ResetAfterHeader(self, stream):
        self.head(stream)
        self.reset(stream)

    def ResetDuringData(self, stream):
        self.head(stream)
        self.h2.send_data(stream, MESSAGE[:7])
        self.reset(stream)

    def ResetAfterData(self, stream):
        self.head(stream)
        self.h2.send_data(stream, MESSAGE)
        self.reset(stream)

    def ResetCancel(self, stream):
        self.reset(stream, 8)

    def ResetCalm(self, stream):
        self.reset(stream, 11)

    def ResetSecurity(self, stream):
        self.reset(stream, 12)

    def Pings(self, stream):
        self.head(stream)
        for index in range(len(MESSAGE)):
            ping = PingFrame(0)
            ping.opaque_data = b"%08d" % index
            self.raw(ping)
            self.h2.send_data(stream, MESSAGE[index:index + 1])
        self.h2.send_headers(stream, trailers(), end_stream=True)

    def Padding(self, stream):
        self.head(stream)
        for index in range(len(MESSAGE)):
            self.h2.send_data(stream, MESSAGE[index:index + 1], pad_length=200)
        self.h2.send_headers(stream, trailers(), end_stream=True)

    def SmallFrames(self, stream):
        self.head(stream)
        body = struct.pack(">BI", 0, 50000) + b"x" * 50000
        for start in range(0, len(body), 5):
            self.h2.send_data(stream, body[start:start + 5])
        self.h2.send_headers(stream, trailers(), end_stream=True)

    def EmptyFrames(self, stream):
        self.head(stream)
        for index in range(len(MESSAGE)):
            self.h2.send_data(stream, b"")
            self.h2.send_data(stream, MESSAGE[index:index + 1])
        self.h2.send_headers(stream, trailers(), end_stream=True)

    def NoStatus(self, stream):
        self.head(stream)
        self.h2.send_data(stream, MESSAGE, end_stream=True)

    def NoMessage(self, stream):
        self.head(stream)
        self.h2.send_headers(stream, trailers(), end_stream=True)

    def TwoMessages(self, stream):
        self.head(stream)
        self.h2.send_data(stream, MESSAGE + MESSAGE)
        self.h2.send_headers(stream, trailers(), end_stream=True)

    def CutShort(self, stream):
        self.head(stream)
        self.h2.send_data(stream, MESSAGE[:-1])
        self.h2.send_headers(stream, trailers(), end_stream=True)

    def BadFlag(self, stream):
        self.head(stream)
        self.h2.send_data(stream, b"\x07" + MESSAGE[1:])
        self.h2.send_headers(stream, trailers(), end_stream=True)

    def UnknownEncoding(self, stream):
        self.head(stream, HEADERS + [("grpc-encoding", "zstd")])
        self.h2.send_data(stream, b"\x01" + MESSAGE[1:])
        self.h2.send_headers(stream, trailers(), end_stream=True)

    def TrailersOnlyOk(self, stream):
        self.head(stream, HEADERS + trailers(), end=True)

    def TrailersOnly(self, stream):
        self.head(stream, HEADERS + trailers(("grpc-message", "g%C3%B6ne%"), ("x-more", "1"), status="5"), end=True)

    def StatusOfNoKind(self, stream):
        self.head(stream, HEADERS + trailers(status="4711"), end=True)

    def StatusThatIsNoNumber(self, stream):
        self.head(stream, HEADERS + trailers(status="OK"), end=True)

    def StatusTwice(self, stream):
        self.head(stream, HEADERS + trailers(("grpc-status", "5")), end=True)

    def Informational(self, stream):
        self.head(stream, [(":status", "103"), ("link", "x")])
        self.good(stream)

    def CompressedWithoutEncoding(self, stream):
        self.head(stream)
        self.h2.send_data(stream, b"\x01" + MESSAGE[1:])
        self.h2.send_headers(stream, trailers(), end_stream=True)

    def Bomb(self, stream):
        self.head(stream, HEADERS + [("grpc-encoding", "gzip")])
        body = gzip.compress(b"\0" * (8 << 20))
        self.h2.send_data(stream, struct.pack(">BI", 1, len(body)) + body)
        self.h2.send_headers(stream, trailers(), end_stream=True)

    def DeclaredTooLong(self, stream):
        self.head(stream)
        self.h2.send_data(stream, b"\0\x7f\xff\xff\xff")
        self.flush()

    def Silent(self, stream):
        self.head(stream)
        self.flush()
        time.sleep(30)  # no answer to anything, pings least of all

    def Html(self, stream):
        self.head(stream, [(":status", "200"), ("content-type", "text/html")])
        self.h2.send_data(stream, b"<html>", end_stream=True)

    def __getattr__(self, name):
        if name.startswith("Http"):
            return lambda stream: self.head(stream, [(":status", name[4:])], end=True)
        raise AttributeError(name)

    def StatusWins(self, stream):
        self.head(stream, [(":status", "503"), ("content-type", "application/grpc")] + trailers(status="9"), end=True)

    def goodbye(self, last, code=0):
        frame = GoAwayFrame(0)
        frame.last_stream_id, frame.error_code = last, code
        return frame.serialize()

    def leave(self, last, code=0):
        """Says why, and goes, in one breath."""
        self.socket.sendall(self.h2.data_to_send() + self.goodbye(last, code))
        self.socket.shutdown(socket.SHUT_RDWR)

    def GoawayBeforeHeaders(self, stream):
        self.leave(stream)

    def GoawayAfterHeader(self, stream):
        self.head(stream)
        self.leave(stream)

    def GoawayDuringData(self, stream):
        self.head(stream)
        self.h2.send_data(stream, MESSAGE[:7])
        self.leave(stream)

    def GoawayInternalError(self, stream):
        self.head(stream)
        self.leave(stream, 2)

    def GoawayCalm(self, stream):
        self.head(stream)
        self.leave(stream, 11)

    def later(self, stream, answer):
        """Answers just after the caller's time is up."""
        def run():
            with self.lock:
                answer()
                self.flush()
        threading.Timer(int(self.timeouts[stream][:-1]) / 1000, run).start()

    def CancelledAtDeadline(self, stream):
        self.later(stream, lambda: self.head(stream, HEADERS + trailers(status="1"), end=True))

    def ResetAtDeadline(self, stream):
        self.later(stream, lambda: self.reset(stream, 8))

    def EarlyEnd(self, stream):
        self.head(stream)
        self.h2.send_data(stream, MESSAGE)
        self.flush()
        time.sleep(0.02)
        self.h2.send_headers(stream, trailers(("grpc-message", "enough"), status="5"), end_stream=True)
        self.h2.reset_stream(stream, 0)
        self.leave(stream)

    def EarlyTrailersOnly(self, stream):
        self.head(stream, HEADERS + trailers(("grpc-message", "enough"), status="5"), end=True)
        self.h2.reset_stream(stream, 0)
        self.leave(stream)

    def EarlyCancel(self, stream):
        self.reset(stream, 8)

    def EarlyCalm(self, stream):
        self.head(stream)
        self.reset(stream, 11)

    def EarlyRefusedOnce(self, stream):
        if SEEN["EarlyRefusedOnce"] > 1:
            self.good(stream)
            return

        def refuse():
            with self.lock:
                self.reset(stream, 7)
                self.flush()

        threading.Timer(0.3, refuse).start()

    def DropConnection(self, stream):
        self.head(stream)
        self.flush()
        self.socket.shutdown(socket.SHUT_RDWR)

    def Garbage(self, stream):
        self.flush()
        self.socket.sendall(b"\xff" * 64)


def main():
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=Server(connection).run, daemon=True).start()


main()
