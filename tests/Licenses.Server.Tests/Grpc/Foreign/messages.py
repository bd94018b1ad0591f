"""The messages of the .proto files, compiled with this platform's own compiler."""
import os
import subprocess
import sys
import tempfile

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

POOL = descriptor_pool.DescriptorPool()


def load(protos, *names):
    with tempfile.TemporaryDirectory() as folder:
        target = os.path.join(folder, "set.pb")
        subprocess.run(
            [sys.executable, "-m", "grpc_tools.protoc", "-I", protos, "--include_imports", "--descriptor_set_out", target, *names],
            cwd=protos, check=True)
        with open(target, "rb") as file:
            files = descriptor_pb2.FileDescriptorSet.FromString(file.read())
    for file in files.file:
        POOL.Add(file)


def message(name):
    return message_factory.MessageFactory(POOL).GetPrototype(POOL.FindMessageTypeByName(name))
