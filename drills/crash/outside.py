"""Answers for the services that no engine stands in for: keys, providers, broker, streams, queues, places."""

from __future__ import annotations

import base64
import copy
import hashlib
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from urllib.parse import unquote

from botocore.awsrequest import AWSPreparedRequest, AWSResponse

from tests.unit.fakes import Geocoder, Keys, Sent

_HOST = re.compile(r"https://(?:data-ats\.)?([a-z0-9.-]+?)\.us-east-1\.")
_KEPT = ("texts", "mails", "commands", "queues", "streams")
Told = dict[str, Any]


class _Raw:
    """A body as urllib3 would give it."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self, **_: Any) -> list[bytes]:
        """All of it at once."""
        return [self._body]


class Outside:
    """What left the house, and how it was answered. A repeated command to a box is one: boxes know it by its subject.

    `texts` and `mails` are what providers took, `commands` what boxes heard, `queues` what waits somewhere.
    """

    def __init__(self) -> None:
        self._keys: Any = Keys()
        self.geocoder = Geocoder()
        self._services: dict[str, Callable[[str, Told], Told | None]] = {
            "kms": self._kms,
            "email": self._mail,
            "sms-voice": self._text,
            "iot": self._publish,
            "kinesisvideo": self._stream,
            "sqs": self._queue,
            "geo-places.amazonaws": self._place,
            "places.geo": self._place,
            "sts": self._sts,
        }
        self.forget()

    def forget(self) -> None:
        """Nothing left the house."""
        self.texts: list[Sent] = []
        self.mails: list[Sent] = []
        self.commands: set[str] = set()
        self.queues: list[tuple[str, str]] = []
        self.streams: dict[str, str] = {}

    def kept(self) -> dict[str, Any]:
        """What left the house so far, to be put back."""
        return {name: copy.copy(getattr(self, name)) for name in _KEPT}

    def put_back(self, kept: dict[str, Any]) -> None:
        """Let this, and no more, have left the house."""
        for name, value in kept.items():
            setattr(self, name, copy.copy(value))

    def answer(self, request: AWSPreparedRequest) -> AWSResponse | None:
        """The answer of the service that is called; None for one that an engine stands in for."""
        found = _HOST.match(request.url)
        if found is None:
            return None
        target = request.headers.get("X-Amz-Target", b"")
        what = target.decode() if isinstance(target, bytes) else str(target)
        what = what.rpartition(".")[2] or unquote(request.url.partition(".com")[2].partition("?")[0])
        body = request.body if isinstance(request.body, bytes) else str(request.body or "").encode()
        told = self._services[found.group(1)](what, _read(body))
        status, text = (404, {"message": "There is none."}) if told is None else (200, told)
        headers = {"content-type": "application/json"}
        if told is None:
            headers["x-amzn-errortype"] = "ResourceNotFoundException"
        words = text["xml"].encode() if "xml" in text else json.dumps(text).encode()
        return AWSResponse(request.url, status, cast(Any, headers), cast(Any, _Raw(words)))

    def _kms(self, what: str, told: Told) -> Told:
        message = base64.b64decode(told.get("Message", ""))
        if what == "GenerateMac":
            return {"Mac": _spelled(hashlib.sha256(told["KeyId"].encode() + message).digest())}
        if what == "GetPublicKey":
            return {"PublicKey": _spelled(self._keys.public_key())}
        if what == "Verify":
            return {"SignatureValid": self._keys.is_signed(message, base64.b64decode(told["Signature"]))}
        return {"Signature": _spelled(self._keys.sign(message))}

    def _mail(self, _what: str, told: Told) -> Told:
        simple, (to,) = told["Content"]["Simple"], told["Destination"]["ToAddresses"]
        words, mark = simple["Body"]["Text"]["Data"], told["EmailTags"][0]["Value"]
        self.mails.append(Sent(to, words, mark, simple["Subject"]["Data"]))
        return {"MessageId": f"mail-{len(self.mails)}"}

    def _text(self, _what: str, told: Told) -> Told:
        self.texts.append(Sent(told["DestinationPhoneNumber"], told["MessageBody"], told["Context"]["message"]))
        return {"MessageId": f"text-{len(self.texts)}"}

    def _publish(self, what: str, told: Told) -> Told:
        command = json.loads(told["command"]) if isinstance(told.get("command"), str) else told
        self.commands.add(f"{what} {json.dumps(command.get('body', command), sort_keys=True)}")
        return {}

    def _stream(self, what: str, told: Told) -> Told | None:
        name = told.get("StreamName", "")
        arn = f"arn:aws:kinesisvideo:us-east-1:123456789012:stream/{name}/1"
        if what == "/createStream":
            self.streams[arn] = name
            return {"StreamARN": arn}
        if what == "/deleteStream":
            return {} if self.streams.pop(told["StreamARN"], None) else None
        if what == "/listStreams":
            return {"StreamInfoList": [_info(name, arn) for arn, name in self.streams.items()]}
        if arn not in self.streams:
            return None
        return {"StreamInfo": _info(name, arn), "DataEndpoint": "https://media.invalid"}

    def _queue(self, what: str, told: Told) -> Told:
        if what == "GetQueueUrl":
            return {"QueueUrl": f"https://sqs.us-east-1.amazonaws.com/0/{told['QueueName']}"}
        if what == "SendMessage":
            self.queues.append((told["QueueUrl"], told["MessageBody"]))
            digest = hashlib.md5(told["MessageBody"].encode(), usedforsecurity=False).hexdigest()
            return {"MessageId": "m", "MD5OfMessageBody": digest}
        return {}

    def _place(self, _what: str, told: Told) -> Told:
        found = self.geocoder.find(told["QueryText"])
        one = {"PlaceId": "p", "PlaceType": "PointAddress", "Title": found.label}
        return {"ResultItems": [one | {"Position": [found.at.lon, found.at.lat]}]}

    def _sts(self, _what: str, _told: Told) -> Told:
        until = (datetime.now(UTC) + timedelta(minutes=15)).isoformat()
        given = f"<AccessKeyId>a</AccessKeyId><SecretAccessKey>s</SecretAccessKey><Expiration>{until}</Expiration>"
        given = f"<Credentials>{given}<SessionToken>t</SessionToken></Credentials>"
        return {"xml": f"<AssumeRoleResponse><AssumeRoleResult>{given}</AssumeRoleResult></AssumeRoleResponse>"}


def _info(name: str, arn: str) -> Told:
    return {"StreamName": name, "StreamARN": arn, "Status": "ACTIVE", "DataRetentionInHours": 0}


def _spelled(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _read(body: bytes) -> Told:
    try:
        told = json.loads(body)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
