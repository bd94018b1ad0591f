"""A raw HTTP/2 client for the scripts of this folder: it sends what it is told, rules or no rules."""
import socket
import struct
import time

import h2.config
import h2.connection
import h2.events
import h2.exceptions
import h2.settings

UNARY = "/grpc.testing.TestService/UnaryCall"
EMPTY = "/grpc.testing.TestService/EmptyCall"
INPUT = "/grpc.testing.TestService/StreamingInputCall"
OUTPUT = "/grpc.testing.TestService/StreamingOutputCall"
DUPLEX = "/grpc.testing.TestService/FullDuplexCall"


def frame(payload=b"", flag=0, length=None):
    return struct.pack(">BI", flag, len(payload) if length is None else length) + payload


class Answer:
    """What came back on one stream, or instead of it."""

    def __init__(self):
        self.headers, self.trailers, self.data = {}, {}, b""
        self.reset = self.goaway = None
        self.ended = self.closed = False
        self.seconds = 0.0

    @property
    def http(self):
        return self.headers.get(":status")

    @property
    def grpc(self):
        status = self.trailers.get("grpc-status", self.headers.get("grpc-status"))
        return None if status is None else int(status)

    def __str__(self):
        parts = [f"http={self.http}", f"grpc={self.grpc}"]
        if self.reset is not None:
            parts.append(f"rst={self.reset}")
        if self.goaway is not None:
            parts.append(f"goaway={self.goaway}")
        if self.closed:
            parts.append("closed")
        return " ".join(parts)


class Connection:
    def __init__(self, server, preface=True, window=None):
        self.authority = "%s:%d" % server
        self.socket = socket.create_connection(server, timeout=10)
        config = h2.config.H2Configuration(
            header_encoding="utf-8", validate_outbound_headers=False, normalize_outbound_headers=False)
        self.h2 = h2.connection.H2Connection(config)
        self.answers = {}
        self.acknowledges = True  # False: what comes is not taken
        if preface:
            self.h2.initiate_connection()
            if window is not None:
                self.h2.update_settings({h2.settings.SettingCodes.INITIAL_WINDOW_SIZE: window})
            self.flush()

    def flush(self):
        self.send(self.h2.data_to_send())

    def send(self, data):
        try:
            self.socket.sendall(data)
        except OSError:
            pass  # the server has closed the connection; reading will tell

    def open(self, path=UNARY, method="POST", extra=(), without=(), end=False, **named):
        headers = {":method": method, ":scheme": "http", ":authority": self.authority, ":path": path,
                   "te": "trailers", "content-type": "application/grpc"}
        for name in without:
            headers.pop(name)
        for name, value in named.items():
            headers[name.replace("_", "-")] = value
        stream = self.h2.get_next_available_stream_id()
        self.h2.send_headers(stream, list(headers.items()) + list(extra), end_stream=end)
        self.answers[stream] = Answer()
        self.flush()
        return stream

    def data(self, stream, data, end=False, step=None, pad=None):
        step = step or 16000
        for start in range(0, max(len(data), 1), step):
            last = start + step >= len(data)
            try:
                while self.h2.local_flow_control_window(stream) < step + 256 and not self.answers[stream].closed:
                    self.receive(self.answers[stream], 2.0)
                self.h2.send_data(stream, data[start:start + step], end_stream=end and last, pad_length=pad)
            except h2.exceptions.H2Error:
                break  # the server has ended the stream
            self.flush()

    def read(self, stream, seconds=6.0):
        """Until the stream has ended, the connection has, or time is up."""
        answer, begin = self.answers.setdefault(stream, Answer()), time.time()
        while time.time() - begin < seconds and not (answer.ended or answer.reset is not None or answer.closed):
            self.receive(answer, seconds - (time.time() - begin))
        answer.seconds = time.time() - begin
        return answer

    def receive(self, answer, seconds):
        self.socket.settimeout(max(0.01, seconds))
        try:
            received = self.socket.recv(65536)
        except socket.timeout:
            return
        except OSError:
            received = b""
        if not received:
            for other in self.answers.values():
                other.closed = True
            return
        try:
            events = self.h2.receive_data(received)
        except h2.exceptions.H2Error:
            answer.closed = True
            return
        for event in events:
            self.take(event)
        self.flush()

    def take(self, event):
        if isinstance(event, h2.events.ConnectionTerminated):
            for answer in self.answers.values():
                answer.goaway = int(event.error_code)
            return
        answer = self.answers.get(getattr(event, "stream_id", None))
        if answer is None:
            return
        if isinstance(event, h2.events.ResponseReceived):
            answer.headers = dict(event.headers)
        elif isinstance(event, h2.events.TrailersReceived):
            answer.trailers = dict(event.headers)
        elif isinstance(event, h2.events.DataReceived):
            answer.data += event.data
            if self.acknowledges:
                self.h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        elif isinstance(event, h2.events.StreamEnded):
            answer.ended = True
        elif isinstance(event, h2.events.StreamReset):
            answer.reset = int(event.error_code)

    def close(self):
        self.socket.close()

    def good_call(self):
        stream = self.open()
        self.data(stream, frame(), end=True)
        return self.read(stream)
