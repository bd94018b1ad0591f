"""The server side of the gRPC interoperability cases with grpcio.

usage: interop_server.py PROTOS [CERTIFICATE KEY]     prints its port and serves until it is killed
"""
import concurrent.futures
import sys
import time

sys.dont_write_bytecode = True

import grpc

from messages import load, message

load(sys.argv[1], "grpc/testing/test.proto")
TESTING = "grpc.testing."
Empty, SimpleRequest, SimpleResponse = (message(TESTING + name) for name in ("Empty", "SimpleRequest", "SimpleResponse"))
InputRequest, InputResponse = (message(TESTING + "StreamingInputCall" + name) for name in ("Request", "Response"))
OutputRequest, OutputResponse = (message(TESTING + "StreamingOutputCall" + name) for name in ("Request", "Response"))


def echo(context):
    for key, value in context.invocation_metadata():
        if key == "x-grpc-test-echo-initial":
            context.send_initial_metadata(((key, value),))
        if key == "x-grpc-test-echo-trailing-bin":
            context.set_trailing_metadata(((key, value),))


def abort_if_asked(request, context):
    if request.response_status.code:
        code = next(code for code in grpc.StatusCode if code.value[0] == request.response_status.code)
        context.abort(code, request.response_status.message)


def empty(request, context):
    echo(context)
    return Empty()


def unary(request, context):
    if request.response_compressed.value:
        context.set_compression(grpc.Compression.Gzip)
    echo(context)
    abort_if_asked(request, context)
    response = SimpleResponse()
    response.payload.body = bytes(request.response_size)
    return response


def collect(requests, context):
    return InputResponse(aggregated_payload_size=sum(len(request.payload.body) for request in requests))


def answers(request, context):
    for wish in request.response_parameters:
        time.sleep(wish.interval_us / 1e6)
        if wish.HasField("compressed") and not wish.compressed.value:
            context.disable_next_message_compression()
        response = OutputResponse()
        response.payload.body = bytes(wish.size)
        yield response


def output(request, context):
    if any(wish.compressed.value for wish in request.response_parameters):
        context.set_compression(grpc.Compression.Gzip)
    yield from answers(request, context)


def duplex(requests, context):
    echo(context)
    for request in requests:
        abort_if_asked(request, context)
        yield from answers(request, context)


def handler(shape, run, request):
    return shape(run, request_deserializer=request.FromString, response_serializer=lambda response: response.SerializeToString())


SERVER = grpc.server(concurrent.futures.ThreadPoolExecutor(max_workers=16))
SERVER.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("grpc.testing.TestService", {
    "EmptyCall": handler(grpc.unary_unary_rpc_method_handler, empty, Empty),
    "UnaryCall": handler(grpc.unary_unary_rpc_method_handler, unary, SimpleRequest),
    "StreamingInputCall": handler(grpc.stream_unary_rpc_method_handler, collect, InputRequest),
    "StreamingOutputCall": handler(grpc.unary_stream_rpc_method_handler, output, OutputRequest),
    "FullDuplexCall": handler(grpc.stream_stream_rpc_method_handler, duplex, OutputRequest),
}),))
if len(sys.argv) < 4:
    PORT = SERVER.add_insecure_port("127.0.0.1:0")
else:
    with open(sys.argv[2], "rb") as certificate, open(sys.argv[3], "rb") as key:
        chain, secret = certificate.read(), key.read()
    PORT = SERVER.add_secure_port("127.0.0.1:0", grpc.ssl_server_credentials([(secret, chain)], chain, True))
SERVER.start()
print(PORT, flush=True)
SERVER.wait_for_termination()
