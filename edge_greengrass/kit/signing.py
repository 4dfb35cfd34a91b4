"""Signs requests to AWS (Signature Version 4), and knows where the services are."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, unquote

from edge_greengrass.kit.web import Url, url

UNSIGNED = "UNSIGNED-PAYLOAD"
EMPTY = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the box's role was given, for a while."""

    access_key_id: str
    secret_access_key: str
    session_token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Signer:
    """Whose requests, to which service, where."""

    credentials: Credentials
    region: str
    service: str

    def headers(
        self, method: str, to: Url, headers: Mapping[str, str], *, payload: str, at: datetime | None = None
    ) -> dict[str, str]:
        """The headers to send: those given (all of them signed), date, token and signature added.

        `payload` is the body's SHA-256 in hex, or `UNSIGNED`. The path is signed as it is sent, save that every
        service but S3 has it encoded once more.
        """
        when = (at or datetime.now(UTC)).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        signed = {name.lower(): " ".join(value.split()) for name, value in headers.items()}
        signed |= {"host": to.netloc, "x-amz-date": when, "x-amz-content-sha256": payload}
        if self.credentials.session_token:
            signed["x-amz-security-token"] = self.credentials.session_token
        names = ";".join(sorted(signed))
        path, _, query = to.path.partition("?")
        canonical = [method, self._path(path), _query(query)]
        canonical += [*(f"{name}:{signed[name]}" for name in sorted(signed)), "", names, payload]
        scope = f"{when[:8]}/{self.region}/{self.service}/aws4_request"
        digest = hashlib.sha256("\n".join(canonical).encode()).hexdigest()
        text = f"AWS4-HMAC-SHA256\n{when}\n{scope}\n{digest}"
        signature = hmac.new(self._key(when[:8]), text.encode(), "sha256").hexdigest()
        whose = f"Credential={self.credentials.access_key_id}/{scope}"
        told = f"AWS4-HMAC-SHA256 {whose}, SignedHeaders={names}, Signature={signature}"
        return signed | {"authorization": told}

    def _path(self, path: str) -> str:
        return path if self.service == "s3" else quote(path, safe="/-_.~")

    def _key(self, day: str) -> bytes:
        key = b"AWS4" + self.credentials.secret_access_key.encode()
        for part in (day, self.region, self.service, "aws4_request"):
            key = hmac.new(key, part.encode(), "sha256").digest()
        return key


def endpoint(service: str, region: str) -> Url:
    """Where a service answers: `AWS_ENDPOINT_URL_<SERVICE>` (as the AWS SDKs spell it), else its public name."""
    told = os.environ.get(f"AWS_ENDPOINT_URL_{service.upper().replace('-', '_')}")
    return url(told or f"https://{service.replace('-', '')}.{region}.amazonaws.com")


def object_url(bucket: str, key: str, region: str) -> Url:
    """Where an object lies: below the bucket's own host at AWS, below a path at an endpoint that we were told."""
    path = quote(key, safe="/-_.~")
    if os.environ.get("AWS_ENDPOINT_URL_S3"):
        base = endpoint("s3", region)
        return Url(base.scheme, base.host, base.port, f"/{bucket}/{path}")
    return url(f"https://{bucket}.s3.{region}.amazonaws.com/{path}")


def _query(query: str) -> str:
    pairs = [one.partition("=") for one in query.split("&") if one]
    spelled = [(quote(unquote(name), safe="-_.~"), quote(unquote(value), safe="-_.~")) for name, _, value in pairs]
    return "&".join(f"{name}={value}" for name, value in sorted(spelled))
