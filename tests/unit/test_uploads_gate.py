"""The gate to uploads in parts: what S3 says inside an answer is read, and a look at the object decides."""

import base64
import hashlib

import pytest
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ClientError

from rtcc.aws import uploads
from rtcc.aws.clients import client
from rtcc.aws.uploads import Part
from rtcc.foundation.errors import Unavailable

BODY = b"the street, seen from a porch"
BUCKET = "inbox-of-gates"
ERROR = "<?xml version='1.0'?><Error><Code>{code}</Code><Message>We are sorry.</Message></Error>"


class Wire:
    """What S3 answers to one operation instead of the truth (the deed is done), as often as it was told to."""

    def __init__(self):
        self.lies, self.sent = [], []

    def lie(self, operation, code, *, status=200, times=1):
        client("s3").meta.events.register_first(f"before-send.s3.{operation}", self)
        self.lies += [(status, ERROR.format(code=code).encode())] * times

    def refuse(self, operation, code):
        """S3 does nothing and says why."""
        told = {"Error": {"Code": code, "Message": "No."}, "ResponseMetadata": {"HTTPStatusCode": 400}}
        answer = AWSResponse("", 400, {}, Raw(b"")), told
        client("s3").meta.events.register_first(f"before-call.s3.{operation}", lambda **_more: answer)

    def __call__(self, request, **_more):
        self.sent.append(request)
        if not self.lies:
            return None
        status, body = self.lies.pop(0)
        return AWSResponse(request.url, status, {"content-type": "application/xml"}, Raw(body))


class Raw:
    def __init__(self, body):
        self._body = body

    def stream(self, **_more):
        yield self._body


@pytest.fixture
def wire(environment, tables, monkeypatch):
    """A bucket behind the real gate, over which a test can lie."""
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    client.cache_clear()
    client("s3").meta.events.register("after-call.s3.ListParts", with_checksums)
    if BUCKET not in [one["Name"] for one in client("s3").list_buckets()["Buckets"]]:
        client("s3").create_bucket(Bucket=BUCKET)
        client("s3").put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    yield Wire()
    client.cache_clear()


def with_checksums(parsed, **_more):
    """S3 lists each part's checksum; this stand-in leaves it out."""
    for part in parsed.get("Parts", []):
        part["ChecksumSHA256"] = base64.b64encode(hashlib.sha256(BODY).digest()).decode()


def key_of(request):
    return f"inbox/{request.node.name}"


@pytest.fixture
def begun(wire, request):
    """An upload whose one part has arrived."""
    key = key_of(request)
    upload_id = uploads.begin_upload(BUCKET, key)
    client("s3").upload_part(
        Bucket=BUCKET, Key=key, UploadId=upload_id, PartNumber=1, Body=BODY, ChecksumAlgorithm="SHA256"
    )
    return {"bucket": BUCKET, "key": key, "upload_id": upload_id}


def bytes_of(kept):
    return client("s3").get_object(Bucket=kept.bucket, Key=kept.key, VersionId=kept.version_id)["Body"].read()


def test_abuse_028_an_error_inside_a_200_is_heard_and_asked_again(wire, begun):
    wire.lie("CompleteMultipartUpload", "InternalError", times=2)

    kept = uploads.finish_upload(**begun)

    assert len(wire.sent) == 3
    assert bytes_of(kept) == BODY


def test_abuse_028_an_upload_that_was_joined_although_s3_said_error_is_found_by_looking(wire, begun):
    first = uploads.finish_upload(**begun)
    wire.lie("ListParts", "InternalError", status=500, times=4)

    assert uploads.finish_upload(**begun) == first


def test_abuse_028_an_error_that_stays_is_an_error(wire, begun):
    wire.refuse("CompleteMultipartUpload", "InternalError")

    with pytest.raises(ClientError, match="InternalError"):
        uploads.finish_upload(**begun)


def test_abuse_028_what_we_may_not_list_is_not_there(wire, begun):
    wire.refuse("CompleteMultipartUpload", "InternalError")
    wire.refuse("HeadObject", "403")

    with pytest.raises(ClientError, match="InternalError"):
        uploads.finish_upload(**begun)


def test_abuse_026_the_checksum_of_every_part_is_said_once_more_when_they_are_joined(wire, begun):
    wire.lie("CompleteMultipartUpload", "unused", times=0)

    uploads.finish_upload(**begun)

    checksum = base64.b64encode(hashlib.sha256(BODY).digest())
    assert b"<ChecksumSHA256>" + checksum + b"</ChecksumSHA256>" in wire.sent[-1].body


def test_abuse_026_parts_that_are_not_the_declared_ones_make_no_object(wire, begun):
    wire.refuse("CompleteMultipartUpload", "InvalidPart")

    with pytest.raises(ClientError, match="InvalidPart"):
        uploads.finish_upload(**begun)

    assert uploads.held(BUCKET, begun["key"]) is None


def test_an_upload_without_a_part_becomes_an_empty_object_once(wire, request):
    begun = {"bucket": BUCKET, "key": key_of(request)}
    begun["upload_id"] = uploads.begin_upload(**begun)

    kept = uploads.finish_upload(**begun)

    assert (kept.bytes, uploads.finish_upload(**begun)) == (0, kept)
    assert uploads.parts_of(**begun) is None


@pytest.mark.parametrize("code", ["KMS.DisabledException", "KMS.ThrottlingException", "KMS.KMSInvalidStateException"])
def test_abuse_029_a_key_that_is_off_is_a_clear_no(wire, begun, code):
    wire.refuse("CreateMultipartUpload", code)
    with pytest.raises(Unavailable) as refused:
        uploads.begin_upload(BUCKET, "inbox/other")
    assert refused.value.slug == "store-closed"

    wire.refuse("CompleteMultipartUpload", code)
    with pytest.raises(Unavailable):
        uploads.finish_upload(**begun)
    assert uploads.parts_of(**begun) == [Part(1, len(BODY), hashlib.sha256(BODY).hexdigest())]
