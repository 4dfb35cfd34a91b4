"""Reading a long version a few ranges ahead, on a real store: every byte once and in order, in rooms used again."""

import hashlib
from uuid import uuid4

import pytest
from botocore.exceptions import IncompleteReadError

from rtcc.aws import blobs
from rtcc.aws.blobs import Stored
from rtcc.aws.clients import client

ROOM = 2**16


@pytest.fixture
def keep(real_s3, monkeypatch):
    """Put bytes into a bucket, and have them read in small ranges."""
    monkeypatch.setattr(blobs, "_READ_BYTES", ROOM)
    monkeypatch.setattr(blobs, "_SIP_BYTES", 1000)
    s3, bucket = real_s3.client("s3"), f"long-{uuid4().hex}"
    s3.create_bucket(Bucket=bucket)
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})

    def put(body):
        version = s3.put_object(Bucket=bucket, Key="a", Body=body)["VersionId"]
        return Stored(bucket, "a", version, len(body))

    return put


def patterned(size):
    """Bytes of which no two ranges are alike."""
    return b"".join(hashlib.sha256(n.to_bytes(4, "big")).digest() for n in range(-(-size // 32)))[:size]


@pytest.mark.parametrize("size", [0, 1, ROOM - 1, ROOM, ROOM + 1, 3 * ROOM, 5 * ROOM + 17, 11 * ROOM])
def test_every_byte_comes_once_and_in_order(keep, size):
    body = patterned(size)
    what = keep(body)

    assert b"".join(bytes(piece) for piece in blobs.ahead(what)) == body
    assert blobs.digest(what) == hashlib.sha256(body).hexdigest()


def test_no_more_rooms_are_used_than_there_are_lanes(keep):
    what = keep(patterned(9 * ROOM))

    rooms = {id(piece.obj) for piece in blobs.ahead(what, lanes=3)}

    assert len(rooms) == 3


def test_a_line_that_ends_too_soon_is_an_error_and_no_other_digest(keep, monkeypatch):
    what = keep(patterned(4 * ROOM))
    real = client("s3").get_object

    def short(**asked):
        answer = real(**asked)
        sips = [100]
        answer["Body"].readinto = lambda _room: sips.pop() if sips else 0
        return answer

    monkeypatch.setattr(client("s3"), "get_object", short)
    with pytest.raises(IncompleteReadError):
        blobs.digest(what)
