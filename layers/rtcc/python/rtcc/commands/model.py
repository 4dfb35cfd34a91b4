"""A signed command: for one box, once, until a moment; and the window that makes "once" true (abuse 61, 62)."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from rtcc.foundation import canonical, clock, p256

MOST_BYTES = 4096  # a message over about 5,000 bytes never reaches a box: it is refused where it is made
WINDOW = 64  # how many numbers behind the highest may still arrive
LONGEST = timedelta(minutes=5)  # no command is good for longer, whoever signed it
OPEN_ALREADY = "this view is open already"  # a refusal that ends nothing: the center began it twice


class Verb(StrEnum):
    """What the center can ask of a box. Widening is not among it."""

    START_VIEW = "view.start"
    RENEW_VIEW = "view.renew"
    STOP_VIEW = "view.stop"
    START_REVIEW = "review.start"  # play what the box recorded, without taking it (P9.2)
    TURN_REVIEW = "review.turn"  # to another time, another speed, or a halt
    CUT_CLIP = "clip.cut"
    NARROW = "camera.narrow"
    REFRESH = "grants.refresh"  # the center has heard of this box: its grants do not lapse (P4.3)
    TELL_NOTICE = "notice.tell"  # the owner may read of a view whose notice a supervisor delayed (P2.4)


class Kind(StrEnum):
    """What a box tells the center: the last word of its topic `rtcc/box/{thing}/evt/{kind}`."""

    LEASE = "lease"  # I am here, and so are these cameras
    GRANT = "grant"  # what is in force for one camera
    VIEW = "view"  # a view started or ended
    CLIP = "clip"  # a clip was cut, sent, or cannot be had
    REFUSED = "refused"  # a command was not obeyed, and why


class Unacceptable(Exception):
    """A command that is not obeyed; the text is the reason that goes back to the center."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command. `number` counts up for each box; `body` holds text, whole numbers, yes or no."""

    id: str
    box: str  # the thing name
    verb: Verb
    number: int
    at: datetime
    not_after: datetime
    body: Mapping[str, Any]

    @property
    def message(self) -> bytes:
        """What is signed: the canonical spelling of everything."""
        return canonical.spell(self._facts())

    def sealed(self, signature: bytes) -> bytes:
        """What travels. Raises ValueError beyond 4 KB: it would never arrive."""
        sent = json.dumps(self._facts() | {"signature": base64.b64encode(signature).decode()}, separators=(",", ":"))
        if len(sent.encode()) > MOST_BYTES:
            raise ValueError("a command over 4 KB would not reach the box")
        return sent.encode()

    def _facts(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "box": self.box,
            "verb": self.verb.value,
            "number": self.number,
            "at": clock.spell(self.at),
            "not_after": clock.spell(self.not_after),
            "body": dict(self.body),
        }


@dataclass(frozen=True, slots=True)
class Window:
    """The numbers that a box has seen: the highest, and which of the 64 up to it (as RFC 4303, 3.4.3, does it)."""

    highest: int = 0
    seen: int = 0  # bit 0 is the highest itself

    def taking(self, number: int) -> Window:
        """The window after the number. Raises Unacceptable for one seen before, or too far behind to tell."""
        if number > self.highest:
            shift = number - self.highest
            kept = (self.seen << shift) & ((1 << WINDOW) - 1) if shift < WINDOW else 0
            return Window(number, kept | 1)
        behind = self.highest - number
        if behind >= WINDOW or self.seen >> behind & 1:
            raise Unacceptable("replayed")
        return Window(self.highest, self.seen | 1 << behind)


def accept(sent: bytes, *, box: str, now: datetime, key: bytes, window: Window) -> tuple[Command, Window]:
    """The command, and the window after it, if this box must obey it now. Raises Unacceptable with the reason.

    `key` is the public half of the command key (DER SubjectPublicKeyInfo); the window must rest on disk before the
    command is obeyed.
    """
    if len(sent) > MOST_BYTES:
        raise Unacceptable("too large")
    command, signature = read(sent)
    if not p256.is_signed(command.message, signature, key):
        raise Unacceptable("forged")
    if command.box != box:
        raise Unacceptable("for another box")
    if command.not_after - command.at > LONGEST or now > command.not_after:
        raise Unacceptable("late")
    return command, window.taking(command.number)


def read(sent: bytes) -> tuple[Command, bytes]:
    """The command and its signature as they were sent, unchecked. Raises Unacceptable when they cannot be read."""
    try:
        facts = json.loads(sent)
        signature = base64.b64decode(facts["signature"], validate=True)
        command = Command(
            id=_text(facts["id"]),
            box=_text(facts["box"]),
            verb=Verb(facts["verb"]),
            number=_number(facts["number"]),
            at=clock.read(facts["at"]),
            not_after=clock.read(facts["not_after"]),
            body=dict(facts["body"]),
        )
        _ = command.message  # a body that has no canonical spelling was never signed by us
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        raise Unacceptable("unreadable") from None
    return command, signature


def command_topic(thing: str, verb: str = "+") -> str:
    """Where a box's commands arrive."""
    return f"rtcc/box/{thing}/cmd/{verb}"


def event_topic(thing: str, kind: Kind) -> str:
    """Where a box tells of itself."""
    return f"rtcc/box/{thing}/evt/{kind.value}"


def echo_topic(thing: str) -> str:
    """Where a box hears itself, to know that it is not deaf."""
    return f"rtcc/box/{thing}/echo"


def _text(value: Any) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= 200:
        raise TypeError("not a text")
    return value


def _number(value: Any) -> int:
    if type(value) is not int or value < 1:
        raise TypeError("not a counting number")
    return int(value)
