"""An S3 for tests that takes objects in parts as AWS does: each part's checksum verified, joined once, in its order."""

from __future__ import annotations

import base64
import hashlib
import re
from urllib.parse import parse_qs, urlsplit

from tests.edge.ordering import Inbox

_PART = re.compile(rb"<PartNumber>(\d+)</PartNumber><ETag>([^<]+)</ETag><ChecksumSHA256>([^<]+)</ChecksumSHA256>")


class S3(Inbox):
    """`said` tells what was asked, in its order; `refuse` names acts that are answered with a status, once each."""

    def __init__(self, **refuse):
        super().__init__()
        self.refuse, self.said, self.objects, self.uploads = refuse, [], {}, {}

    def answer(self, number, asked):
        if asked.method == "GET":
            return super().answer(number, asked)
        where = urlsplit(asked.path)
        query = {name: value[0] for name, value in parse_qs(where.query, keep_blank_values=True).items()}
        act = self._act(asked.method, query)
        self.said.append((act, where.path.rpartition("/")[2]))
        if status := self._refused(act):
            return status, b"<Error>no</Error>"
        assert asked.headers["x-amz-content-sha256"] == hashlib.sha256(asked.body).hexdigest()
        return getattr(self, "_" + act.rstrip("0123456789"))(where.path, query, asked)

    def _act(self, method, query):
        if "partNumber" in query:
            return f"part{query['partNumber']}"
        return {"POST": "join" if "uploadId" in query else "begin", "PUT": "put", "DELETE": "drop"}[method]

    def _refused(self, act):
        told = self.refuse.get(act)
        if callable(told):
            return told()
        return told.pop(0) if told else None

    def _put(self, path, query, asked):
        if path in self.objects:
            return 412, b""
        assert base64.b64decode(asked.headers["x-amz-checksum-sha256"]) == hashlib.sha256(asked.body).digest()
        self.objects[path] = asked.body
        return 200, b""

    def _begin(self, path, query, asked):
        assert asked.headers["x-amz-checksum-algorithm"] == "SHA256"
        name = f"upload&{len(self.said)}/+="  # as hostile as the specification allows
        self.uploads[name] = {}
        return 200, f"<UploadId>{name.replace('&', '&amp;')}</UploadId>".encode()

    def _part(self, path, query, asked):
        if query["uploadId"] not in self.uploads:
            return 404, b"<Error><Code>NoSuchUpload</Code></Error>"
        digest = base64.b64encode(hashlib.sha256(asked.body).digest()).decode()
        assert asked.headers["x-amz-checksum-sha256"] == digest
        self.uploads[query["uploadId"]][query["partNumber"]] = asked.body
        tag = f'"{hashlib.md5(asked.body).hexdigest()}"'
        return f"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nETag: {tag}\r\n\r\n".encode()

    def _join(self, path, query, asked):
        if query["uploadId"] not in self.uploads:
            return 404, b"<Error><Code>NoSuchUpload</Code></Error>"
        if path in self.objects and asked.headers["if-none-match"] == "*":
            return 412, b""
        parts = self.uploads.pop(query["uploadId"])
        told = _PART.findall(asked.body)
        assert [number.decode() for number, _, _ in told] == [str(one + 1) for one in range(len(parts))]
        for number, tag, checksum in told:
            body = parts[number.decode()]
            assert tag.decode().strip('"') == hashlib.md5(body).hexdigest()
            assert base64.b64decode(checksum) == hashlib.sha256(body).digest()
        self.objects[path] = b"".join(parts[number.decode()] for number, _, _ in told)
        return 200, b"<CompleteMultipartUploadResult/>"

    def _drop(self, path, query, asked):
        self.uploads.pop(query["uploadId"], None)
        return 204, b""
