"""Says what seaweedfs leaves out of a list of parts: the SHA-256 that S3 checked when each part arrived."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from botocore.awsrequest import AWSPreparedRequest

_PART = re.compile(rb"<PartNumber>(\d+)</PartNumber>")


class Parts:
    """The checksums of the parts that went by, by upload and number."""

    def __init__(self) -> None:
        self._sums: dict[tuple[str, str], bytes] = {}

    def hear(self, request: AWSPreparedRequest, answer: Any) -> Any:
        """The store's answer; that to a question for parts is complete."""
        asked = parse_qs(urlsplit(request.url).query)
        upload = asked.get("uploadId", [""])[0]
        if not upload:
            return answer
        number = asked.get("partNumber", [""])[0]
        said = request.headers.get("x-amz-checksum-sha256")
        if request.method == "PUT" and number and said:
            self._sums[upload, number] = said if isinstance(said, bytes) else str(said).encode()
        elif request.method == "GET" and answer.status_code == 200 and b"ChecksumSHA256" not in answer.content:
            answer._content = _PART.sub(lambda hit: self._whole(upload, hit), answer.content)
        return answer

    def _whole(self, upload: str, hit: re.Match[bytes]) -> bytes:
        known = self._sums.get((upload, hit.group(1).decode()), b"")
        return hit.group() + (b"<ChecksumSHA256>" + known + b"</ChecksumSHA256>" if known else b"")
