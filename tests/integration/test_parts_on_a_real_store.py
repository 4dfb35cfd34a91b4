"""An address for a part takes that part and no other, on a store that enforces what was signed (abuse 21)."""

import base64
import hashlib

import pytest

from rtcc.aws import uploads
from rtcc.aws.uploads import Part
from tests.conformance.arrange import http

BODY = b"the street, seen from a porch" * 100


@pytest.fixture
def begun(real_inbox):
    return {
        "bucket": real_inbox,
        "key": "inbox/req_1/sub_1",
        "upload_id": uploads.begin_upload(real_inbox, "inbox/req_1/sub_1"),
    }


@pytest.fixture
def address(begun):
    part = Part(1, len(BODY), hashlib.sha256(BODY).hexdigest())
    return uploads.part_url(**begun, part=part, seconds=60)


@pytest.mark.parametrize(
    "sent", [b"X" + BODY[1:], BODY[:-1], BODY + b"more", b""], ids=["other", "short", "long", "none"]
)
def test_abuse_021_an_address_takes_its_own_part_and_no_other(begun, address, sent):
    url, headers = address

    assert http("PUT", url, sent, headers).status in {400, 403}
    assert (
        uploads.client("s3")
        .list_parts(Bucket=begun["bucket"], Key=begun["key"], UploadId=begun["upload_id"])
        .get("Parts", [])
        == []
    )
    assert http("PUT", url, BODY, headers).status == 200


def test_abuse_021_another_digest_cannot_be_put_beside_the_signed_one(address):
    url, _ = address
    other = b"X" + BODY[1:]
    lie = {"x-amz-checksum-sha256": base64.b64encode(hashlib.sha256(other).digest()).decode()}

    assert http("PUT", url, other, lie).status == 403


def test_abuse_021_an_address_is_good_for_its_own_part_alone(address):
    url, headers = address

    assert http("PUT", url.replace("partNumber=1", "partNumber=2"), BODY, headers).status == 403
