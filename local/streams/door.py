"""The HTTP door of the streams: the vendor's addresses, each request judged by the engine before anything happens."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from local import engine_judge
from local.aws import ACCOUNT, REGION
from local.listener import Answering
from local.streams import receiving, sending
from local.streams.limits import ACCOUNT_CALLS
from local.streams.shelf import Shelf, Stream, Trouble

EMPTY = hashlib.sha256(b"").hexdigest()
_ANY = f"arn:aws:kinesisvideo:{REGION}:{ACCOUNT}:stream/"
# What a browser must be told before it sends a signed request to another origin, and may read of the answer.
_CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "POST, OPTIONS",
    "Access-Control-Expose-Headers": "content-type, x-amzn-errortype, x-amzn-requestid",
    "Access-Control-Max-Age": "600",
}
# The producer's two ways of signing what has no end: the hash of nothing, or saying that it is not signed.
_ENDLESS = [EMPTY, "UNSIGNED-PAYLOAD"]


class Door(Answering):
    """One request. What it serves from is set by `door_of`."""

    shelf: Shelf
    engine: str
    longest_connection: float
    whole_fragments: bool

    def do_OPTIONS(self) -> None:
        """Preflight: whatever header it wants to send, it may."""
        wanted = self.headers.get("Access-Control-Request-Headers", "")
        self.answer(204, b"", {**_CORS, "Access-Control-Allow-Headers": wanted})

    def do_POST(self) -> None:
        """One operation by its address."""
        operation = urlsplit(self.path).path.strip("/")
        try:
            if operation == "putMedia":
                self._put_media()
            elif operation == "getMedia":
                self._get_media()
            else:
                self._control(operation)
        except Trouble as refused:
            self._refuse(refused)
        except (ConnectionError, TimeoutError):
            self.close_connection = True

    def _control(self, operation: str) -> None:
        body = self.body()
        serve = _CONTROL.get(operation)
        if serve is None:
            raise Trouble("UnknownOperationException", f"This stand-in does not serve {operation}.", 404)
        asked = _read(body)
        action = f"kinesisvideo:{operation[:1].upper()}{operation[1:]}"
        self._judge(action, _resource(self.shelf, asked), [hashlib.sha256(body).hexdigest()])
        self._count(operation, asked)
        self.answer_json(200, serve(self.shelf, asked), **_CORS)

    def _put_media(self) -> None:
        name = self.headers.get("x-amzn-stream-name", "")
        resource = _resource(self.shelf, {"StreamName": name, "StreamARN": self.headers.get("x-amzn-stream-arn")})
        self.close_connection = True  # whatever happens, no second request follows an endless one
        self._judge("kinesisvideo:PutMedia", resource, _ENDLESS)
        stream = self.shelf.find(name, self.headers.get("x-amzn-stream-arn", ""))
        stream.called("putMedia")
        receiving.receive(self, stream, self.longest_connection)

    def _get_media(self) -> None:
        body = self.body()
        asked = _read(body)
        self._judge("kinesisvideo:GetMedia", _resource(self.shelf, asked), [hashlib.sha256(body).hexdigest()])
        self.close_connection = True
        stream = _found(self.shelf, asked)
        stream.called("getMedia")
        sending.send(self, stream, asked.get("StartSelector", {}), _CORS, whole_fragments=self.whole_fragments)

    def _count(self, operation: str, asked: dict[str, Any]) -> None:
        """Too many calls are refused, of the account or on one stream."""
        self.shelf.called(operation)
        if operation not in ACCOUNT_CALLS:
            _found(self.shelf, asked).called(operation)

    def _judge(self, action: str, resource: str, payloads: list[str]) -> None:
        at = urlsplit(self.path)
        verdict = engine_judge.ask(
            self.engine,
            {
                "method": self.command,
                "path": at.path,
                "query": at.query,
                "headers": dict(self.headers.items()),
                "payload_sha256": payloads,
                "service": "kinesisvideo",
                "action": action,
                "resource": resource,
            },
        )
        if not verdict.get("allowed"):
            why = verdict.get("why", "")
            kind = "AccessDeniedException" if why == "AccessDenied" else why or "AccessDeniedException"
            raise Trouble(kind, str(verdict.get("message", "Not allowed.")), 403)

    def _refuse(self, refused: Trouble) -> None:
        self.close_connection = True
        told = {"Message": refused.sentence, "message": refused.sentence}
        self.answer_json(refused.status, told, **{**_CORS, "x-amzn-ErrorType": refused.kind, "Connection": "close"})


def door_of(shelf: Shelf, engine: str, *, longest_connection: float, whole_fragments: bool) -> type[Door]:
    """The handler of one shelf of streams; `engine` is the address of what judges signatures."""
    told = {
        "shelf": shelf,
        "engine": engine,
        "longest_connection": longest_connection,
        "whole_fragments": whole_fragments,
    }
    return type("DoorOfShelf", (Door,), told)


def _read(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body or b"{}")
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Trouble("InvalidArgumentException", "The body is no JSON object.")
    return found


def _resource(shelf: Shelf, asked: dict[str, Any]) -> str:
    """What a policy must name: the stream if it exists, else the name that was asked for."""
    try:
        return _found(shelf, asked).arn
    except Trouble:
        return str(asked.get("StreamARN") or f"{_ANY}{asked.get('StreamName') or '*'}/0")


def _found(shelf: Shelf, asked: dict[str, Any]) -> Stream:
    return shelf.find(asked.get("StreamName") or "", asked.get("StreamARN") or "")


def _create(shelf: Shelf, asked: dict[str, Any]) -> dict[str, Any]:
    return {"StreamARN": shelf.create(str(asked["StreamName"]), int(asked.get("DataRetentionInHours") or 0)).arn}


def _delete(shelf: Shelf, asked: dict[str, Any]) -> dict[str, Any]:
    shelf.delete(str(asked.get("StreamARN") or ""))
    return {}


def _endpoint(shelf: Shelf, asked: dict[str, Any]) -> dict[str, Any]:
    _found(shelf, asked)
    if asked.get("APIName") not in {"PUT_MEDIA", "GET_MEDIA"}:
        raise Trouble("InvalidArgumentException", "This stand-in has endpoints for PUT_MEDIA and GET_MEDIA only.")
    return {"DataEndpoint": shelf.url}


def _info(stream: Stream) -> dict[str, Any]:
    return {
        "StreamName": stream.name,
        "StreamARN": stream.arn,
        "Status": "ACTIVE",
        "CreationTime": stream.created,
        "DataRetentionInHours": 0,
        "Version": "1",
    }


_CONTROL: dict[str, Callable[[Shelf, dict[str, Any]], dict[str, Any]]] = {
    "createStream": _create,
    "deleteStream": _delete,
    "describeStream": lambda shelf, asked: {"StreamInfo": _info(_found(shelf, asked))},
    "listStreams": lambda shelf, _: {"StreamInfoList": [_info(stream) for stream in shelf.all()]},
    "getDataEndpoint": _endpoint,
}
