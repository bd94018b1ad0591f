"""The life of an electronic seal in Python, through grpcio over mutual TLS: requested, made, shown to openssl, frozen,
unfrozen, made anew, cancelled; and what is refused on the way.

usage: desk.py ADDRESS PKI-FOLDER GENERATED-FOLDER   (the folder that protoc --python_out wrote)
"""
import hashlib
import subprocess
import sys
import time

import grpc

address, pki, generated = sys.argv[1:4]
sys.path.insert(0, generated)

from google.rpc import error_details_pb2, status_pb2  # noqa: E402
from licenses.v1 import sealing_pb2 as sealing  # noqa: E402

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 42 42"><circle cx="21" cy="21" r="20"/></svg>'


def read(path):
    with open(f"{pki}/{path}", "rb") as file:
        return file.read()


def der(path):
    return subprocess.run(["openssl", "x509", "-in", f"{pki}/{path}", "-outform", "DER"], check=True, capture_output=True).stdout


def caller(client):
    credentials = grpc.ssl_channel_credentials(
        read("trust/city-root.pem"), read(f"clients/{client}.key.pem"), read(f"clients/{client}.pem"))
    connection = grpc.secure_channel(address, credentials)

    def call(method, request, reply_type=sealing.SealRecord):
        return connection.unary_unary(
            f"/licenses.v1.SealingService/{method}", request_serializer=type(request).SerializeToString,
            response_deserializer=reply_type.FromString)(request, timeout=30)
    return call


def refused(call, method, request):
    try:
        call(method, request)
    except grpc.RpcError as error:
        rich = status_pb2.Status.FromString(dict(error.trailing_metadata())["grpc-status-details-bin"])
        for detail in rich.details:
            if detail.Is(error_details_pb2.ErrorInfo.DESCRIPTOR):
                info = error_details_pb2.ErrorInfo()
                detail.Unpack(info)
                return error.code().name, info.reason
    raise AssertionError(f"{method} was not refused")


def make(request_id, **more):
    request = sealing.MakeSealRequest(request_id=request_id, reason="新设", **more, draft=sealing.SealDraft(
        name="样例市公安局电子印章", kind=sealing.SEAL_KIND_OFFICIAL, signers=[der("national/sm2-police.pem")],
        picture=sealing.SealPicture(kind=sealing.SEAL_PICTURE_KIND_SVG, data=SVG, width_mm=42, height_mm=42)))
    request.draft.valid_until.seconds = int(time.time()) + 300 * 86400
    return request


def decide(request_id, seen):
    return sealing.SealDecision(
        request_id=request_id, seal_id=seen.seal_id, expected_revision=seen.revision, reason="同意")


def change(request_id, seal_id, action):
    return sealing.ChangeSealStateRequest(request_id=request_id, seal_id=seal_id, action=action, reason="测试")


police, city, second, auditor = caller("issuer-police"), caller("administrator"), caller("seal-administrator"), caller("auditor")

asked = police("MakeSeal", make("python-make-1"))
assert asked.state == sealing.SEAL_STATE_REQUESTED and asked.pending.wish == sealing.SEAL_WISH_MAKE
assert refused(police, "ApproveSeal", decide("python-approve-0", asked)) == ("PERMISSION_DENIED", "ROLE_NOT_ALLOWED")
made = city("ApproveSeal", decide("python-approve-1", asked))
assert made.state == sealing.SEAL_STATE_ACTIVE and made.version == 1
print("ACTIVE", made.seal_id)

shown = police("GetSeal", sealing.GetSealRequest(seal_id=made.seal_id), sealing.GetSealReply)
assert hashlib.sha256(shown.encoded).digest() == shown.sha256 and shown.draft.picture.data == SVG
parsed = subprocess.run(["openssl", "asn1parse", "-inform", "DER"], input=shown.encoded, check=True, capture_output=True).stdout
assert b"IA5STRING" in parsed and made.seal_id.encode() in parsed
print("openssl asn1parse reads", len(shown.encoded), "bytes")

frozen = police("ChangeSealState", change("python-freeze-1", made.seal_id, sealing.SEAL_ACTION_FREEZE))
assert frozen.state == sealing.SEAL_STATE_FROZEN
assert refused(police, "ChangeSealState", change("python-freeze-2", made.seal_id, sealing.SEAL_ACTION_FREEZE)) == (
    "FAILED_PRECONDITION", "ILLEGAL_TRANSITION")
back = city("ChangeSealState", change("python-unfreeze-1", made.seal_id, sealing.SEAL_ACTION_UNFREEZE))
assert back.state == sealing.SEAL_STATE_FROZEN
assert refused(city, "ApproveSeal", decide("python-approve-2", back)) == ("PERMISSION_DENIED", "SAME_PERSON")
assert second("ApproveSeal", decide("python-approve-3", back)).state == sealing.SEAL_STATE_ACTIVE
print("FROZEN and back")

anew = police("MakeSeal", make("python-make-2", seal_id=made.seal_id))
again = city("ApproveSeal", decide("python-approve-4", anew))
assert (again.seal_id, again.version, again.state) == (made.seal_id, 2, sealing.SEAL_STATE_ACTIVE)

ending = police("ChangeSealState", change("python-cancel-1", made.seal_id, sealing.SEAL_ACTION_CANCEL))
ended = city("ApproveSeal", decide("python-approve-5", ending))
assert ended.state == sealing.SEAL_STATE_CANCELLED
repeated = city("ApproveSeal", decide("python-approve-5", ending))
assert repeated.repeated_request and repeated.revision == ended.revision

listed = auditor("ListSeals", sealing.ListSealsRequest(state=sealing.SEAL_STATE_CANCELLED), sealing.ListSealsReply).seals
assert [seal.seal_id for seal in listed] == [made.seal_id]
uses = auditor("ListSealUses", sealing.ListSealUsesRequest(seal_id=made.seal_id), sealing.ListSealUsesReply).uses
assert len(uses) == 0
history = auditor("GetSeal", sealing.GetSealRequest(seal_id=made.seal_id), sealing.GetSealReply).events
print("CANCELLED", " ".join(step.name for step in history))
