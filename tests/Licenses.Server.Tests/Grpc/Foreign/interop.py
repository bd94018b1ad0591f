"""The gRPC interoperability cases with grpcio as the client; then health and reflection.

usage: interop.py HOST PORT PROTOS [CERTIFICATE KEY]     exit code 1 if any case failed
"""
import os
import sys
import threading
import time
import traceback

sys.dont_write_bytecode = True

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool

from messages import POOL, load, message

HOST, PORT, PROTOS = sys.argv[1], sys.argv[2], sys.argv[3]


def method(channel, full_name):
    """A callable for a method, in its own shape."""
    service, name = full_name.rsplit("/", 1)
    found = POOL.FindServiceByName(service).FindMethodByName(name)
    proto = descriptor_pb2.MethodDescriptorProto()
    found.CopyToProto(proto)
    shape = ("stream" if proto.client_streaming else "unary") + "_" + ("stream" if proto.server_streaming else "unary")
    return getattr(channel, shape)(
        "/" + full_name, request_serializer=lambda request: request.SerializeToString(),
        response_deserializer=message(found.output_type.full_name).FromString)


def open_channel():
    if len(sys.argv) < 6:
        return grpc.insecure_channel(f"{HOST}:{PORT}")
    with open(sys.argv[4], "rb") as certificate, open(sys.argv[5], "rb") as key:
        chain, secret = certificate.read(), key.read()
    return grpc.secure_channel(f"{HOST}:{PORT}", grpc.ssl_channel_credentials(chain, secret, chain))


load(PROTOS, "grpc/testing/test.proto", "grpc/health/v1/health.proto",
     "grpc/reflection/v1/reflection.proto", "grpc/reflection/v1alpha/reflection.proto")
CHANNEL = open_channel()
Empty, SimpleRequest = message("grpc.testing.Empty"), message("grpc.testing.SimpleRequest")
InputRequest, OutputRequest = message("grpc.testing.StreamingInputCallRequest"), message("grpc.testing.StreamingOutputCallRequest")
CASES = []


def call(name):
    return method(CHANNEL, "grpc.testing.TestService/" + name)


def case(run):
    CASES.append(run)
    return run


def fails(code, run):
    try:
        run()
    except grpc.RpcError as error:
        assert error.code() == code, (error.code(), error.details())
        return error
    raise AssertionError(f"no failure, expected {code}")


def zeros(request, size):
    request.payload.body = b"\0" * size
    return request


def wish(answer, size):
    request = zeros(OutputRequest(), size)
    request.response_parameters.add(size=answer)
    return request


@case
def empty_unary():
    assert call("EmptyCall")(Empty()) == Empty()


@case
def large_unary():
    assert len(call("UnaryCall")(zeros(SimpleRequest(response_size=314159), 271828)).payload.body) == 314159


@case
def client_streaming():
    requests = (zeros(InputRequest(), size) for size in (27182, 8, 1828, 45904))
    assert call("StreamingInputCall")(requests).aggregated_payload_size == 74922


@case
def server_streaming():
    request = OutputRequest()
    for size in (31415, 9, 2653, 58979):
        request.response_parameters.add(size=size)
    assert [len(answer.payload.body) for answer in call("StreamingOutputCall")(request)] == [31415, 9, 2653, 58979]


class Pipe:
    """Requests that are sent when the test says so."""

    def __init__(self):
        self.items, self.changed, self.closed = [], threading.Condition(), False

    def put(self, item):
        with self.changed:
            self.items.append(item)
            self.changed.notify()

    def close(self):
        with self.changed:
            self.closed = True
            self.changed.notify()

    def __iter__(self):
        return self

    def __next__(self):
        with self.changed:
            while not self.items and not self.closed:
                self.changed.wait()
            if self.items:
                return self.items.pop(0)
            raise StopIteration


@case
def ping_pong():
    pipe = Pipe()
    answers = call("FullDuplexCall")(pipe)
    for size, answer in ((27182, 31415), (8, 9), (1828, 2653), (45904, 58979)):
        pipe.put(wish(answer, size))
        assert len(next(answers).payload.body) == answer
    pipe.close()
    assert list(answers) == []


@case
def empty_stream():
    assert list(call("FullDuplexCall")(iter(()))) == []


@case
def client_compressed_unary():
    request = zeros(SimpleRequest(response_size=314159), 271828)
    request.expect_compressed.value = True
    fails(grpc.StatusCode.INVALID_ARGUMENT, lambda: call("UnaryCall")(request))
    assert len(call("UnaryCall")(request, compression=grpc.Compression.Gzip).payload.body) == 314159
    assert len(call("UnaryCall")(request, compression=grpc.Compression.Deflate).payload.body) == 314159


@case
def server_compressed_unary():
    for compressed in (True, False):
        request = zeros(SimpleRequest(response_size=314159), 271828)
        request.response_compressed.value = compressed
        assert len(call("UnaryCall")(request).payload.body) == 314159


@case
def client_compressed_streaming():
    def requests():
        for size in (27182, 45904):
            request = zeros(InputRequest(), size)
            request.expect_compressed.value = True
            yield request
    answer = call("StreamingInputCall")(requests(), compression=grpc.Compression.Gzip)
    assert answer.aggregated_payload_size == 73086


@case
def server_compressed_streaming():
    request = OutputRequest()
    for size, compressed in ((31415, True), (92653, False)):
        request.response_parameters.add(size=size).compressed.value = compressed
    assert [len(answer.payload.body) for answer in call("StreamingOutputCall")(request)] == [31415, 92653]


@case
def cancel_after_begin():
    pipe = Pipe()
    future = call("StreamingInputCall").future(pipe)
    future.cancel()
    pipe.close()
    assert future.cancelled() and future.code() == grpc.StatusCode.CANCELLED


@case
def cancel_after_first_response():
    pipe = Pipe()
    answers = call("FullDuplexCall")(pipe)
    pipe.put(wish(31415, 27182))
    next(answers)
    answers.cancel()
    fails(grpc.StatusCode.CANCELLED, lambda: next(answers))
    pipe.close()


@case
def timeout_on_sleeping_server():
    request = wish(31415, 27182)
    request.response_parameters[0].interval_us = 5000000
    fails(grpc.StatusCode.DEADLINE_EXCEEDED, lambda: list(call("FullDuplexCall")(iter([request]), timeout=0.001)))
    began = time.time()
    fails(grpc.StatusCode.DEADLINE_EXCEEDED, lambda: list(call("FullDuplexCall")(iter([request]), timeout=0.3)))
    assert time.time() - began < 2


@case
def custom_metadata():
    metadata = (("x-grpc-test-echo-initial", "test_initial_metadata_value"), ("x-grpc-test-echo-trailing-bin", b"\xab\xab\xab"))
    _, unary = call("UnaryCall").with_call(zeros(SimpleRequest(response_size=314159), 271828), metadata=metadata)
    duplex = call("FullDuplexCall")(iter([wish(314159, 271828)]), metadata=metadata)
    list(duplex)
    for answer in (unary, duplex):
        assert ("x-grpc-test-echo-initial", "test_initial_metadata_value") in answer.initial_metadata()
        assert ("x-grpc-test-echo-trailing-bin", b"\xab\xab\xab") in answer.trailing_metadata()


def status(text):
    unary, stream = SimpleRequest(), OutputRequest()
    for request in (unary, stream):
        request.response_status.code, request.response_status.message = 2, text
    assert fails(grpc.StatusCode.UNKNOWN, lambda: call("UnaryCall")(unary)).details() == text
    assert fails(grpc.StatusCode.UNKNOWN, lambda: list(call("FullDuplexCall")(iter([stream])))).details() == text


@case
def status_code_and_message():
    status("test status message")


@case
def special_status_message():
    status("\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n")


@case
def unimplemented_method():
    fails(grpc.StatusCode.UNIMPLEMENTED, lambda: call("UnimplementedCall")(Empty()))


@case
def unimplemented_service():
    fails(grpc.StatusCode.UNIMPLEMENTED, lambda: method(CHANNEL, "grpc.testing.UnimplementedService/UnimplementedCall")(Empty()))


@case
def health():
    request = message("grpc.health.v1.HealthCheckRequest")
    assert method(CHANNEL, "grpc.health.v1.Health/Check")(request()).status == 1
    fails(grpc.StatusCode.NOT_FOUND, lambda: method(CHANNEL, "grpc.health.v1.Health/Check")(request(service="nobody")))
    watch = method(CHANNEL, "grpc.health.v1.Health/Watch")(request(service="nobody"))
    assert next(watch).status == 3
    watch.cancel()


@case
def reflection():
    for version in ("v1", "v1alpha"):
        request = message(f"grpc.reflection.{version}.ServerReflectionRequest")
        answers = list(method(CHANNEL, f"grpc.reflection.{version}.ServerReflection/ServerReflectionInfo")(
            iter([request(list_services=""), request(file_containing_symbol="grpc.testing.TestService")])))
        names = [service.name for service in answers[0].list_services_response.service]
        assert "grpc.testing.TestService" in names and "grpc.health.v1.Health" in names, names
        pool = descriptor_pool.DescriptorPool()
        for file in reversed(answers[1].file_descriptor_response.file_descriptor_proto):
            pool.Add(descriptor_pb2.FileDescriptorProto.FromString(file))
        assert pool.FindServiceByName("grpc.testing.TestService").FindMethodByName("UnaryCall")


def main():
    failed = 0
    for run in CASES:
        try:
            run()
            print(f"ok    {run.__name__}")
        except Exception:
            failed += 1
            print(f"WRONG {run.__name__}: {traceback.format_exc()}")
    print(f"{len(CASES)} cases, {failed} failed")
    sys.stdout.flush()
    os._exit(1 if failed else 0)


main()
