"""The one place where a call leaves the house: counts the calls of an act, and kills it at the one that is named."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any
from unittest import mock

from botocore.awsrequest import AWSPreparedRequest
from botocore.endpoint import Endpoint

from drills.crash.parts import Parts

Answer = Callable[[AWSPreparedRequest], Any]


_LOOKS = {"GetItem", "Query", "Scan", "BatchGetItem", "GenerateMac", "GetPublicKey", "Sign", "Verify", "GetQueueUrl"}
_LOOKS |= {"POST describeStream", "POST listStreams", "POST getDataEndpoint", "POST geocode", "POST v2/geocode"}


_TABLE = re.compile(rb'"TableName": ?"([^"]+)"')


class Killed(BaseException):
    """The function died here. Nothing in the product catches it, as nothing catches a plug that is pulled."""


class Side(StrEnum):
    """On which side of the service's work the function dies."""

    BEFORE = "before the service heard of it"
    AFTER = "once the service had done it, before its answer came"


class Wire:
    """Every client of the process, boto3's and PynamoDB's alike, sends through here while it is `laid`.

    `answer` speaks for the services that no engine stands in for; None means: ask the engine. A process that died
    makes no further call: its other threads die at their next one, and what it would tidy up stays as it is.
    """

    def __init__(self, answer: Answer) -> None:
        self._answer, self._parts, self._one = answer, Parts(), threading.Lock()
        self.calls: list[str] = []
        self.touched: set[str] = set()  # the tables that somebody wrote to, or tried to
        self._is_counting, self._is_dead = False, False
        self._at, self._side = 0, Side.BEFORE

    @contextmanager
    def laid(self) -> Iterator[None]:
        """Stand between botocore and the network."""
        endpoints: Any = Endpoint
        send, wire = endpoints._send, self

        def through(endpoint: Endpoint, request: AWSPreparedRequest) -> Any:
            number = wire._number(request)
            wire._die(number, Side.BEFORE)
            answer = wire._answer(request)
            answer = wire._parts.hear(request, send(endpoint, request)) if answer is None else answer
            wire._die(number, Side.AFTER)
            return answer

        with mock.patch.object(Endpoint, "_send", through):
            yield

    @contextmanager
    def counting(self, at: int = 0, side: Side = Side.BEFORE) -> Iterator[None]:
        """Count what is called meanwhile; die at the call of that number (from 1; 0: at none)."""
        self.calls, self._is_dead, self._at, self._side = [], False, at, side
        self._is_counting = True
        try:
            yield
        finally:
            self._is_counting, self._is_dead = False, False

    def _number(self, request: AWSPreparedRequest) -> int:
        with self._one:
            if not is_look(spoken(request)):
                body = request.body if isinstance(request.body, bytes) else b""
                self.touched |= {name.decode() for name in _TABLE.findall(body)}
            if not self._is_counting:
                return -1
            if self._is_dead:
                raise Killed
            self.calls.append(spoken(request))
            return len(self.calls)

    def _die(self, number: int, side: Side) -> None:
        with self._one:
            if number == self._at and side is self._side and self._at:
                self._is_dead = True
            if self._is_dead and number > 0:
                raise Killed


def spoken(request: AWSPreparedRequest) -> str:
    """What a call asks for, in a word or two: `TransactWriteItems`, or `PUT evidence/…?retention`."""
    target = request.headers.get("X-Amz-Target", b"")
    target = target.decode() if isinstance(target, bytes) else str(target)
    if target:
        return target.rpartition(".")[2]
    return f"{request.method} {request.url.split('://', 1)[1].partition('/')[2][:80]}"


def is_look(call: str) -> bool:
    """Whether a call, as `spoken`, changes nothing at its service."""
    return call in _LOOKS or call.startswith(("GET ", "HEAD "))
