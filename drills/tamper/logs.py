"""The log itself: entries, tiles, heads and maps overwritten, hidden, rolled back, signed with another key."""

from __future__ import annotations

import os
from datetime import timedelta

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from drills.tamper.model import SEALER, STORE, VERIFY, Tampering
from drills.tamper.place import Place
from rtcc.aws.clients import client
from rtcc.custody import checkpoint
from rtcc.foundation import clock

LOG = "log bucket"


def flipped(body: bytes, at: int) -> bytes:
    """With one bit of it turned."""
    return body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :]


def _overwritten(prefix: str) -> Tampering[Place]:
    """The first object of a kind, with one bit turned, as a newer version on top of the locked one."""

    def do(place: Place) -> None:
        key = max(place.held(prefix), key=_width)
        body = place.get(key)
        place.put(key, flipped(body, min(40, len(body) // 2)))

    return Tampering(f"`{prefix}…` is overwritten with one bit turned", LOG, do, *_NAMED[prefix])


def _width(key: str) -> int:
    """The newest of a tile's several lengths is the longest."""
    return int(key.rpartition(".p/")[2]) if ".p/" in key else 256


_NAMED = {
    "tile/entries/000": ((VERIFY,), "do not give the root that was signed"),
    "tile/0/000": ((VERIFY,), "does not hold the hashes"),
    "tile/0/001": ((VERIFY, SEALER), ""),
    "tile/1/": ((VERIFY, SEALER), ""),
    "checkpoint": ((VERIFY, SEALER), "is not signed by the seal key"),
}


def older_head(place: Place) -> None:
    """The head before the newest, put on top of it."""
    place.put("checkpoint", place.vault.heads[-2])


def older_head_alone(place: Place) -> None:
    """And a delete marker over each batch that was sealed behind it."""
    older_head(place)
    size = checkpoint.read(place.vault.heads[-2])[0].size
    place.mark(*(key for key in place.held("batch/") if int(key.partition("/")[2]) >= size))


def another_key(place: Place) -> None:
    """The newest head, signed with a key of the insider's own."""
    key = ec.generate_private_key(ec.SECP256R1())
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    head, _ = checkpoint.read(place.get("checkpoint"))
    signature = key.sign(head.body(), ec.ECDSA(hashes.SHA256()))
    place.put("checkpoint", checkpoint.note(head, signature=signature, public_key=public))


def newest_map(place: Place) -> None:
    """Every map, also that from which the next sealing begins: its top stands at its end."""
    for key in place.held("map/"):
        body = place.get(key)
        top = len(body) - 4 - int.from_bytes(body[-4:], "big")
        place.put(key, flipped(body, top + 1))


def really_deleted(_place: Place) -> None:
    """The version itself, in the log's own bucket."""
    s3, name = client("s3"), _a_version()
    s3.delete_object(**name, BypassGovernanceRetention=True)


def sooner(_place: Place) -> None:
    """Its retention, shortened by a day."""
    s3, name = client("s3"), _a_version()
    until = s3.get_object_retention(**name)["Retention"]["RetainUntilDate"] - timedelta(days=1)
    s3.put_object_retention(**name, Retention={"Mode": "COMPLIANCE", "RetainUntilDate": until})


def written_again(_place: Place) -> None:
    """A batch, written again the way the product writes it."""
    name = _a_version()
    s3, later = client("s3"), clock.after(clock.now(), days=1)
    lock = {"ObjectLockMode": "COMPLIANCE", "ObjectLockRetainUntilDate": later}
    s3.put_object(Bucket=name["Bucket"], Key=name["Key"], Body=b"other", IfNoneMatch="*", **lock)


def _a_version() -> dict[str, str]:
    """The first batch in the log that was sealed, not in the copy of it that the others are tried on."""
    bucket = os.environ["BUCKET_LOG_TRUE"]
    one = client("s3").list_object_versions(Bucket=bucket, Prefix="batch/")["Versions"][0]
    return {"Bucket": bucket, "Key": one["Key"], "VersionId": one["VersionId"]}


TAMPERINGS: tuple[Tampering[Place], ...] = (
    *(_overwritten(prefix) for prefix in _NAMED),
    Tampering("An older head is put back", LOG, older_head, (VERIFY,), "an older head was put back"),
    Tampering(
        "An older head is put back, and what was sealed behind it is hidden",
        LOG,
        older_head_alone,
        (VERIFY,),
        "never came into the log",
    ),
    Tampering(
        "The newest head is signed with another key", LOG, another_key, (VERIFY,), "is not signed by the seal key"
    ),
    Tampering(
        "A delete marker lies over the newest head",
        LOG,
        lambda place: place.mark("checkpoint"),
        (VERIFY,),
        "an older head was put back",
    ),
    Tampering(
        "Delete markers lie over the entries",
        LOG,
        lambda place: place.mark(*place.held("tile/entries/")),
        (VERIFY,),
        "the log lacks tile/entries/",
    ),
    Tampering(
        "Delete markers lie over the tiles", LOG, lambda place: place.mark(*place.held("tile/0")), (SEALER,), "lacks"
    ),
    Tampering("The maps of chains are overwritten", LOG, newest_map, (SEALER,), "was changed after it was written"),
    Tampering("A version of the log is deleted", LOG, really_deleted, (STORE,), "AccessDenied"),
    Tampering("The retention of the log is shortened", LOG, sooner, (STORE,), ""),
    Tampering("A batch is written a second time", LOG, written_again, (STORE,), "PreconditionFailed"),
)
