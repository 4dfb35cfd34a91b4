"""A small citizens' door for benches: the shipped handlers and page, over tables in memory and a real S3."""

from __future__ import annotations

import base64
import mimetypes
import os
import re
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from unittest import mock
from uuid import uuid4

from moto import mock_aws
from moto.dynamodb.models import dynamodb_backends

from bench.faults import Quiet
from infrastructure.page_headers import HEADERS, content_security_policy
from rtcc.aws import places, seals, uploads
from rtcc.aws.clients import client
from tests.engines import seaweedfs
from tests.unit.city import ROWS, City
from tests.unit.conftest import ENVIRONMENT
from tests.unit.fakes import Geocoder, Keys, Line, Providers, Store

PAGES = Path(__file__).parent.parent / "web" / "citizen" / "dist"
API = "/api/citizen"


class Door:
    """The running door. `store` is the S3 behind it; `signed` the digest of each part that an address was given for."""

    def __init__(self, city: City, store: str) -> None:
        from functions.citizen_api.app import app

        self.city, self.store, self.app = city, store, app
        self.signed: dict[tuple[str, int], str] = {}
        self.calls = 0
        self._one = threading.Lock()  # as in Lambda: one request a copy
        self._ways = [
            (re.compile("^" + re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", path) + "$"), path, set(methods))
            for path, methods in app.routes.items()
        ]
        self.server = Quiet(("127.0.0.1", 0), _handler(self))
        self.site = f"http://127.0.0.1:{self.server.server_port}"

    def ask(self, n: int) -> str:
        """The token of a link that a new resident got."""
        return str(self.city.asked(n)[1])  # type: ignore[no-untyped-call]

    def serve(self, method: str, path: str, headers: dict[str, str], body: str | None) -> dict[str, Any]:
        """What the shipped app answers, called as API Gateway calls it."""
        found = [(at.match(path), resource) for at, resource, methods in self._ways if method in methods]
        hit, resource = next(((match, resource) for match, resource in found if match), (None, path))
        event = {
            "httpMethod": method,
            "resource": resource,
            "path": path,
            "headers": headers,
            "multiValueHeaders": {},
            "multiValueQueryStringParameters": None,
            "pathParameters": hit.groupdict() if hit else {},
            "body": body,
            "isBase64Encoded": False,
            "stageVariables": None,
            "requestContext": {
                "resourcePath": resource,
                "httpMethod": method,
                "identity": {"sourceIp": "127.0.0.1"},
            },
        }
        with self._one:
            self.calls += 1
            answer: dict[str, Any] = self.app(event, None)
            return answer


def _handler(door: Door) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: Any) -> None:
            pass

        def do_POST(self) -> None:
            self._api(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())

        def do_GET(self) -> None:
            if self.path.startswith(API):
                self._api(None)
            else:
                self._page(self.path.split("?")[0])

        def _api(self, body: str | None) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            answer = door.serve(self.command, self.path.removeprefix(API), headers, body)
            kind = answer["headers"].get("Content-Type", "application/json")
            self._say(answer["statusCode"], kind, answer["body"].encode())

        def _page(self, path: str) -> None:
            file = PAGES / (path.strip("/") if "." in path else f"{path.strip('/') or 'index'}.html")
            if file.is_file():
                self._say(200, mimetypes.guess_type(file.name)[0] or "text/html", file.read_bytes())
            else:
                self._say(404, "text/plain", b"")

        def _say(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            told = {**HEADERS, "Content-Security-Policy": content_security_policy([door.store])}
            for name, value in {**told, "Content-Type": kind, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    return Handler


@contextmanager
def running(through: Callable[[str], str] = str) -> Iterator[Door]:
    """A door over a new store. `through` may put something between: from the store's address to the one to use."""
    with tempfile.TemporaryDirectory() as folder:
        child, account = seaweedfs.start(Path(folder))
        inbox = f"inbox-{uuid4().hex}"
        keys = {"AWS_ACCESS_KEY_ID": account.access_key_id, "AWS_SECRET_ACCESS_KEY": account.secret_access_key}
        told = {
            **ENVIRONMENT,
            **keys,
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ENDPOINT_URL_S3": through(account.endpoint),
        }
        config: Any = {"core": {"mock_credentials": False, "reset_boto3_session": True}}
        try:
            with mock.patch.dict(os.environ, told), mock_aws(config=config):
                os.environ |= {"BUCKET_INBOX": inbox, "SITE_ORIGIN": "http://127.0.0.1"}
                client.cache_clear()
                client("s3").create_bucket(Bucket=inbox)
                client("s3").put_bucket_versioning(Bucket=inbox, VersioningConfiguration={"Status": "Enabled"})
                for row in ROWS:
                    row.create_table(billing_mode="PAY_PER_REQUEST")
                with _standing(told["AWS_ENDPOINT_URL_S3"]) as door:
                    yield door
        finally:
            client.cache_clear()
            child.stop()


@contextmanager
def _standing(store: str) -> Iterator[Door]:
    keys, tables = Keys(), dynamodb_backends["123456789012"]["us-east-1"]  # type: ignore[no-untyped-call]
    in_memory: list[Any] = [Providers(), Geocoder(), keys, Store(), tables, {}, Line(keys)]  # type: ignore[no-untyped-call]
    door = Door(City(*in_memory), store)
    given = uploads.part_url

    def part_url(bucket: str, key: str, *, upload_id: str, part: uploads.Part, seconds: int) -> Any:
        door.signed[upload_id, part.number] = part.sha256
        return given(bucket, key, upload_id=upload_id, part=part, seconds=seconds)

    def with_checksums(parsed: dict[str, Any], **_more: Any) -> None:
        """S3 lists each part's checksum. This store checked it, and does not list it: the signed one stands for it."""
        for part in parsed.get("Parts", []):
            sha256 = door.signed[parsed["UploadId"], part["PartNumber"]]
            part["ChecksumSHA256"] = base64.b64encode(bytes.fromhex(sha256)).decode()

    client("s3").meta.events.register("after-call.s3.ListParts", with_checksums)
    ways: dict[Any, dict[str, Any]] = {uploads: {"part_url": part_url}, places: {"find": door.city.geocoder.find}}
    ways[seals] = {name: getattr(keys, name) for name in ("mac", "sign", "is_signed", "public_key")}
    patches = [mock.patch.object(gate, name, way) for gate, named in ways.items() for name, way in named.items()]
    serving = threading.Thread(target=door.server.serve_forever, daemon=True)
    for patch in patches:
        patch.start()
    serving.start()
    try:
        yield door
    finally:
        door.server.shutdown()
        for patch in patches:
            patch.stop()
