"""A message: what is meant to be said to whom, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Channel(StrEnum):
    """How a message travels."""

    EMAIL = "email"
    TEXT = "text"


class Template(StrEnum):
    """Everything the center ever says. There is no free text."""

    CONFIRM = "confirm"  # the code that proves a channel
    CONFIRM_NEW = "confirm_new"  # the code that proves another address of somebody who is registered
    ALREADY = "already"  # somebody signed up with an address that is registered
    WELCOME = "welcome"  # the consent, as it was shown
    SIGN_IN = "sign_in"  # the link to one's own registration
    CHANGED = "changed"  # something of a registration is another now
    LEFT = "left"  # the last word to somebody who left
    ASK = "ask"  # the request for footage, with its link
    REMIND = "remind"  # the same, once more
    RENEWED = "renewed"  # a new link for one that expired
    THANKS = "thanks"  # we have what we need
    RECEIPT = "receipt"  # what somebody sent, with its digests
    STOPPED = "stopped"  # the one answer to STOP
    STARTED = "started"  # the answer to START
    HELP = "help"  # the answer to HELP


ANSWERS = frozenset({Template.STOPPED, Template.STARTED, Template.HELP})  # texts that answer a word, within minutes
CARRYING_A_REQUEST = frozenset({Template.ASK, Template.REMIND, Template.RENEWED})  # with its link and its code
LAST_WORDS = ANSWERS | {Template.THANKS, Template.RECEIPT, Template.LEFT}  # said though nothing more is asked


class State(StrEnum):
    """What became of a message."""

    QUEUED = "queued"
    CLAIMED = "claimed"  # somebody will send it at its turn; if they die before that, somebody else will
    HANDED = "handed"  # the provider is being told; whoever dies now leaves it to the provider's events
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    REFUSED = "refused"  # ours to refuse: an opt-out, a cap, a country
    CANCELLED = "cancelled"  # what it spoke of was over before its turn
    DOUBTFUL = "doubtful"  # handed, and nobody can say what became of it: never sent again


@dataclass(frozen=True, slots=True)
class Message:
    """One intent to say one thing once. `about` is the thing's id (a registration, a request).

    The row holds no code and no link: both are made from `about` and `issue` by a key in KMS at the moment of sending.
    """

    id: str
    channel: Channel
    template: Template
    to: str
    language: str
    about: str
    issue: int
    words: Mapping[str, str]
    state: State
    queued_at: datetime
    forget_at: int  # epoch seconds; DynamoDB removes the row, the custody line stays
    sent_at: datetime | None = None
    provider_id: str | None = None
    claimed_by: str | None = None  # a mark of the one try that holds it
    lease_until: datetime | None = None
    not_before: datetime | None = None  # its reader sleeps until then

    @property
    def due_at(self) -> datetime:
        """When it may be sent first."""
        return max(self.queued_at, self.not_before or self.queued_at)
