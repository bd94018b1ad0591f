"""A department and a center in Python: issues, checks and verifies through grpcio over mutual TLS.

usage: city.py ADDRESS PKI-FOLDER GENERATED-FOLDER   (the folder that protoc --python_out wrote)
Prints one line per service that answered as expected, and ends with 0 only if all did.
"""
import hashlib
import sys

import grpc

address, pki, generated = sys.argv[1:4]
sys.path.insert(0, generated)

from google.rpc import error_details_pb2, status_pb2  # noqa: E402
from licenses.v1 import catalog_pb2, common_pb2, exemption_pb2, issuing_pb2  # noqa: E402
from licenses.v1 import presentation_pb2, revocation_pb2, sealing_pb2, verification_pb2  # noqa: E402

CITIZEN = common_pb2.Subject(kind=common_pb2.SUBJECT_KIND_PERSON, code="110105199003070119", name="样例甲")
for check in range(11):  # find the right check character: the sample number belongs to nobody
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    body = CITIZEN.code[:17]
    CITIZEN.code = body + "10X98765432"[sum(w * int(d) for w, d in zip(weights, body)) % 11]


def channel(client):
    def read(path):
        with open(f"{pki}/{path}", "rb") as file:
            return file.read()
    credentials = grpc.ssl_channel_credentials(
        read("trust/city-root.pem"), read(f"clients/{client}.key.pem"), read(f"clients/{client}.pem"))
    return grpc.secure_channel(address, credentials)


def unary(connection, service, method, request, reply_type, timeout=30):
    call = connection.unary_unary(
        f"/licenses.v1.{service}/{method}", request_serializer=type(request).SerializeToString,
        response_deserializer=reply_type.FromString)
    return call(request, timeout=timeout)


def refused(connection, service, method, request, reply_type):
    try:
        unary(connection, service, method, request, reply_type)
    except grpc.RpcError as error:
        rich = status_pb2.Status.FromString(dict(error.trailing_metadata())["grpc-status-details-bin"])
        for detail in rich.details:
            if detail.Is(error_details_pb2.ErrorInfo.DESCRIPTOR):
                info = error_details_pb2.ErrorInfo()
                detail.Unpack(info)
                return error.code(), info.reason
        return error.code(), None
    raise AssertionError(f"{method} was not refused")


def chunks(first, make, data, size=256 * 1024):
    yield first
    for at in range(0, len(data), size):
        yield make(common_pb2.DocumentChunk(data=data[at:at + size]))


police, center, portal = channel("issuer-police"), channel("center"), channel("holder-portal")

types = unary(police, "CatalogService", "ListLicenseTypes", catalog_pb2.ListLicenseTypesRequest(page_size=200),
              catalog_pb2.ListLicenseTypesReply).license_types
permit = next(t for t in types if t.code == "residence-permit")
print("CatalogService", len(types), "license types")


def sample(field):
    kinds = catalog_pb2
    return {
        kinds.FIELD_KIND_TEXT: "样例"[:field.max_length], kinds.FIELD_KIND_DATE: "2026-01-05",
        kinds.FIELD_KIND_INTEGER: "7", kinds.FIELD_KIND_DECIMAL: "7.50",
        kinds.FIELD_KIND_CITIZEN_NUMBER: CITIZEN.code, kinds.FIELD_KIND_CREDIT_CODE: "91310000MA99000011",
    }.get(field.kind) or field.choices[0]


request = issuing_pb2.IssueRequest(
    request_id="python-issue-1", type_code=permit.code, holder=CITIZEN,
    fields={field.key: sample(field) for field in permit.fields})
issued = unary(police, "IssuingService", "Issue", request, issuing_pb2.IssueReply)
again = unary(police, "IssuingService", "Issue", request, issuing_pb2.IssueReply)
assert again.repeated_request and again.license.number == issued.license.number
request.holder.name = "样例乙"
assert refused(police, "IssuingService", "Issue", request, issuing_pb2.IssueReply) == (
    grpc.StatusCode.FAILED_PRECONDITION, "REQUEST_ID_REUSED")
assert refused(center, "IssuingService", "Issue", request, issuing_pb2.IssueReply)[0] == grpc.StatusCode.PERMISSION_DENIED
parts = list(police.unary_stream(
    "/licenses.v1.IssuingService/GetDocument", request_serializer=issuing_pb2.GetDocumentRequest.SerializeToString,
    response_deserializer=issuing_pb2.GetDocumentReply.FromString)(
        issuing_pb2.GetDocumentRequest(number=issued.license.number), timeout=30))
document = b"".join(part.chunk.data for part in parts[1:])
assert hashlib.sha256(document).digest() == parts[0].info.sha256 and document.startswith(b"%PDF")
print("IssuingService", issued.license.number, len(document), "bytes")


def verify(data):
    call = center.stream_unary(
        "/licenses.v1.VerificationService/Verify", request_serializer=verification_pb2.VerifyRequest.SerializeToString,
        response_deserializer=verification_pb2.VerifyReply.FromString)
    return call(chunks(verification_pb2.VerifyRequest(options=verification_pb2.VerifyOptions()),
                       lambda chunk: verification_pb2.VerifyRequest(chunk=chunk), data), timeout=30)


assert verify(document).verdict == common_pb2.DOCUMENT_VERDICT_PASSED
altered = bytearray(document)
altered[len(altered) // 3] ^= 1
assert verify(bytes(altered)).verdict in (common_pb2.DOCUMENT_VERDICT_FAILED, common_pb2.DOCUMENT_VERDICT_NOT_A_PDF)
assert verify(document[:-1]).verdict in (common_pb2.DOCUMENT_VERDICT_FAILED, common_pb2.DOCUMENT_VERDICT_NOT_A_PDF)
assert verify(b"no pdf at all").verdict == common_pb2.DOCUMENT_VERDICT_NOT_A_PDF
print("VerificationService passed, failed, not a PDF")

case = common_pb2.UseContext(case_number="PY-1", operator="window-1", purpose="入学")
question = exemption_pb2.CheckRequest(item_code="primary-school-enrolment", applicant=CITIZEN, use=case)


def decisions():
    decision = unary(center, "ExemptionService", "Check", question, exemption_pb2.Decision)
    return {row.material_code: row.reason_code for row in decision.materials}, decision


before, filed = decisions()
assert before["residence-permit"] == "E_LICENSE_VERIFIED", before
assert unary(center, "ExemptionService", "GetDecision", exemption_pb2.GetDecisionRequest(decision_id=filed.decision_id),
             exemption_pb2.Decision) == filed
print("ExemptionService", before)

change = revocation_pb2.ChangeStateRequest(
    request_id="python-revoke-1", number=issued.license.number, reason=common_pb2.STATE_REASON_FRAUD)
assert unary(police, "RevocationService", "Revoke", change, revocation_pb2.ChangeStateReply).status.state == common_pb2.LICENSE_STATE_REVOKED
assert decisions()[0]["residence-permit"] == "LICENSE_REVOKED"
assert verify(document).verdict == common_pb2.DOCUMENT_VERDICT_FAILED
print("RevocationService revoked; the next check and verification say so")

seal = police.stream_stream(
    "/licenses.v1.SealingService/Seal", request_serializer=sealing_pb2.SealRequest.SerializeToString,
    response_deserializer=sealing_pb2.SealReply.FromString)
with open(sys.argv[4], "rb") as file:
    contract = file.read()
replies = list(seal(chunks(sealing_pb2.SealRequest(options=sealing_pb2.SealOptions(request_id="python-seal-1")),
                           lambda chunk: sealing_pb2.SealRequest(chunk=chunk), contract), timeout=30))
sealed = b"".join(reply.chunk.data for reply in replies[1:])
assert sealed.startswith(contract) and verify(sealed).verdict == common_pb2.DOCUMENT_VERDICT_PASSED
print("SealingService", replies[0].result.field_name)

held = unary(portal, "PresentationService", "ListLicenses", presentation_pb2.ListLicensesRequest(holder=CITIZEN),
             presentation_pb2.ListLicensesReply).licenses
assert [license.number for license in held] == [issued.license.number]
uses = unary(portal, "PresentationService", "ListUses", presentation_pb2.ListUsesRequest(holder=CITIZEN),
             presentation_pb2.ListUsesReply).uses
assert len(uses) == 2 and uses[0].context.purpose == "入学"
print("PresentationService", len(held), "license,", len(uses), "uses")
