"""Plays one scene on a raw HTTP/2 connection to a gRPC server and tells what came over the wire.

usage: scenes.py SCENE HOST PORT
sender  a unary request comes a byte at a time, another call passes it on the same connection; both answers are printed
reader  a unary response is left lying, another call passes it, then it is taken; both answers are printed
stop    a unary call is under way when the server is told to stop; the frames are printed as they come, until the answer
"""
import sys
import time

from hyperframe.frame import Frame, GoAwayFrame, HeadersFrame

from raw import UNARY, Connection, frame

SECONDS = 4


def sender(connection):
    slow = connection.open()
    message = frame(b"\x10\x05")
    connection.data(slow, message[:1])
    wait(connection, slow)
    print("passing:", connection.good_call())
    connection.data(slow, message[1:], end=True)
    print("slow:", connection.read(slow))


def reader(connection):
    slow = connection.open()
    connection.data(slow, frame(b"\x10\xc0\x84\x3d"), end=True)
    connection.acknowledges = False
    wait(connection, slow)
    connection.h2.increment_flow_control_window(10_000_000)  # the connection has room, the stream has none
    connection.flush()
    print("passing:", connection.good_call())
    connection.h2.increment_flow_control_window(10_000_000, slow)
    connection.flush()
    answer = connection.read(slow)
    print("slow:", answer, len(answer.data))


def stop(connection):
    connection.data(connection.open(UNARY), frame(), end=True)
    rest = b""
    while True:
        received = connection.socket.recv(65536)
        if not received:
            print("closed")
            return
        rest += received
        while len(rest) >= 9:
            head, length = Frame.parse_frame_header(memoryview(rest[:9]))
            if len(rest) < 9 + length:
                break
            head.parse_body(memoryview(rest[9:9 + length]))
            rest = rest[9 + length:]
            error = f" error {head.error_code}" if isinstance(head, GoAwayFrame) else ""
            ends = " ends" if "END_STREAM" in head.flags else ""
            print(f"{type(head).__name__} {head.stream_id}{error}{ends}")
            if isinstance(head, HeadersFrame) and ends:
                connection.close()  # as a client does that has been told to go; Kestrel would wait for it
                return


def wait(connection, stream):
    begin = time.time()
    while time.time() - begin < SECONDS:
        connection.receive(connection.answers[stream], 0.2)


{"sender": sender, "reader": reader, "stop": stop}[sys.argv[1]](Connection((sys.argv[2], int(sys.argv[3]))))
