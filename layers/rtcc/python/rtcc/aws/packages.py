"""The gate to S3 for what is larger than memory: read in ranges, written as a stream, digested in the same pass."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from types import TracebackType
from typing import Self

from rtcc.aws.blobs import OPAQUE, Stored, stored
from rtcc.aws.clients import client

PART_BYTES = 16 * 2**20  # 10,000 parts of it are 167 GB: more than any package
_PIECE_BYTES = 2**20  # what is held at a time of what is read, however large it is


def pieces(what: Stored) -> Iterator[bytes]:
    """The bytes of one exact version, a range a request: a line that breaks costs one piece and no more.

    A store may answer a range with the whole (RFC 9110, section 14.2): then the whole is taken as it comes.
    """
    for start in range(0, what.bytes, PART_BYTES):
        end = min(start + PART_BYTES, what.bytes)
        answer = client("s3").get_object(
            Bucket=what.bucket, Key=what.key, VersionId=what.version_id, Range=f"bytes={start}-{end - 1}"
        )
        yield from answer["Body"].iter_chunks(_PIECE_BYTES)
        if answer["ContentLength"] > end - start:
            return


class Parcel:
    """An object that is written front to back; nobody sees it before it is whole.

    Used as `with Parcel(…) as parcel: …; kept = parcel.close()`; left by an error, or without `close`, it leaves
    nothing behind. `sha256` (hex) and `bytes` are those of all that was written.
    """

    def __init__(self, bucket: str, key: str, *, name: str) -> None:
        self._where = {"Bucket": bucket, "Key": key}
        answer = client("s3").create_multipart_upload(
            **self._where,
            ChecksumAlgorithm="SHA256",
            ContentType=OPAQUE,
            ContentDisposition=f'attachment; filename="{name}"',
        )
        self._upload = {"UploadId": answer["UploadId"]}
        self._parts: list[dict[str, object]] = []
        self._waiting = bytearray()
        self._flat = hashlib.sha256()
        self._is_closed = False
        self.bytes = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if not self._is_closed:
            client("s3").abort_multipart_upload(**self._where, **self._upload)

    @property
    def sha256(self) -> str:
        """The flat SHA-256 of all bytes so far, hex."""
        return self._flat.hexdigest()

    def write(self, data: bytes) -> int:
        """Take the next bytes; whole parts go out at once."""
        self._flat.update(data)
        self.bytes += len(data)
        self._waiting += data
        while len(self._waiting) >= PART_BYTES:
            self._send(bytes(self._waiting[:PART_BYTES]))
            del self._waiting[:PART_BYTES]
        return len(data)

    def flush(self) -> None:
        """Nothing to do: a part goes out when it is full."""

    def close(self) -> Stored:
        """Join the parts; S3 has checked the SHA-256 of each. Returns the exact version that came of it."""
        if self._waiting or not self._parts:
            self._send(bytes(self._waiting))
        answer = client("s3").complete_multipart_upload(
            **self._where, **self._upload, MultipartUpload={"Parts": self._parts}
        )
        self._is_closed = True
        bucket, key = self._where["Bucket"], self._where["Key"]
        return stored(bucket, key, version_id=answer.get("VersionId"))

    def _send(self, body: bytes) -> None:
        number = len(self._parts) + 1
        checksum = base64.b64encode(hashlib.sha256(body).digest()).decode()
        answer = client("s3").upload_part(
            **self._where, **self._upload, PartNumber=number, Body=body, ChecksumSHA256=checksum
        )
        self._parts.append({"PartNumber": number, "ETag": answer["ETag"], "ChecksumSHA256": checksum})
