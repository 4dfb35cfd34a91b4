"""A grant: live, recall, directed monitoring and emergency, each its own yes or no, with conditions (P2.1, P9.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rtcc.foundation import clock

LONGEST_VIEW = 60  # minutes
MOST_DAYS = 365
MINUTES_A_DAY = 24 * 60


class Live(StrEnum):
    """When the center may look through a camera."""

    NEVER = "never"
    PRIORITY_1 = "priority_1"  # on a priority-1 call within the radius
    ANY_CALL = "any_call"  # on any open call within the radius
    APPROVED = "approved"  # when the owner approves, each time
    ALWAYS = "always"  # on any open call, however far


class Recall(StrEnum):
    """When the center may fetch what the box recorded."""

    NEVER = "never"
    REQUEST = "request"  # on a request that the owner approves
    CASE = "case"  # on a case number


class Purpose(StrEnum):
    """Why somebody looks. Each is a separate permission of the owner."""

    CALL = "call"  # a call for service (P5.1)
    DIRECTED = "directed"  # looking for crime without a call (P5.2)
    EMERGENCY = "emergency"  # a declared civil emergency (P10.4)


@dataclass(frozen=True, slots=True)
class Hours:
    """A daily window in minutes of the site's own day, 0 to 1439. `start` after `end` goes past midnight."""

    start: int
    end: int

    def holds(self, minute: int) -> bool:
        """Whether the minute of the day lies in the window, its start included and its end not."""
        if self.start < self.end:
            return self.start <= minute < self.end
        return minute >= self.start or minute < self.end


@dataclass(frozen=True, slots=True)
class Grant:
    """What is allowed on one camera. The default allows nothing: deny by default, per camera."""

    live: Live = Live.NEVER
    radius_m: int = 0  # for the two `within R` kinds of live
    most_minutes: int = 10  # of one view
    recall: Recall = Recall.NEVER
    depth_hours: int = 0  # how far back recall reaches
    directed: bool = False
    emergency: bool = False
    hours: Hours | None = None  # None: the whole day; binds live and directed
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    days_stored: int = 3  # how long the box keeps what it records (P9.3)

    @property
    def is_nothing(self) -> bool:
        """Whether the center has no right at all: then it may not even know the camera's name (P2.1)."""
        return self.live is Live.NEVER and self.recall is Recall.NEVER and not self.directed and not self.emergency


@dataclass(frozen=True, slots=True)
class Occasion:
    """One wish to look, as it stands when it is judged."""

    purpose: Purpose
    at: datetime
    minute: int  # of the site's own day
    priority: int = 0  # of the call; 0 when there is none
    distance_m: int = 0  # from the call to the camera
    is_approved: bool = False  # by the owner, for this one view


def why_no_live(grant: Grant, wish: Occasion) -> str:
    """Why the grant does not allow this view, as half a sentence; empty when it does."""
    if why := _why_not_now(grant, wish.at):
        return why
    if grant.hours is not None and wish.purpose is not Purpose.EMERGENCY and not grant.hours.holds(wish.minute):
        return "the owner allows it at other hours only"
    if wish.purpose is Purpose.DIRECTED:
        return "" if grant.directed else "the owner does not allow directed monitoring"
    if wish.purpose is Purpose.EMERGENCY:
        return "" if grant.emergency else "the owner does not allow views in an emergency"
    return _why_no_call(grant, wish)


def why_no_recall(grant: Grant, *, start: datetime, at: datetime, case: str, is_approved: bool = False) -> str:
    """Why the grant does not allow fetching footage from `start` on; empty when it does."""
    if why := _why_not_now(grant, at):
        return why
    if grant.recall is Recall.NEVER:
        return "the owner does not allow footage to be fetched"
    if grant.recall is Recall.REQUEST and not is_approved:
        return "the owner has not approved this request"
    if not case:
        return "it needs a case number"
    if start < clock.after(at, hours=-grant.depth_hours):
        return "it lies further back than the owner allows"
    if grant.starts_at is not None and start < grant.starts_at:
        return "it lies before the grant began"
    return ""


def _why_not_now(grant: Grant, at: datetime) -> str:
    if grant.starts_at is not None and at < grant.starts_at:
        return "the grant has not begun"
    if grant.ends_at is not None and at >= grant.ends_at:
        return "the grant has ended"
    return ""


def _why_no_call(grant: Grant, wish: Occasion) -> str:
    if grant.live is Live.NEVER:
        return "the owner does not allow live views"
    if grant.live is Live.APPROVED and not wish.is_approved:
        return "the owner has not approved this view"
    if not 1 <= wish.priority <= 4:
        return "there is no call"
    if grant.live is Live.PRIORITY_1 and wish.priority != 1:
        return "the owner allows it on priority-1 calls only"
    if grant.live in {Live.PRIORITY_1, Live.ANY_CALL} and wish.distance_m > grant.radius_m:
        return "the call is too far from the camera"
    return ""


def is_no_wider(new: Grant, old: Grant) -> bool:
    """Whether `new` allows nothing that `old` does not: what the cloud alone may ask of a box."""
    if new.is_nothing:
        return new.days_stored <= old.days_stored  # hours, dates and lengths limit what is no longer allowed
    return (
        _live_within(new, old)
        and new.most_minutes <= old.most_minutes
        and list(Recall).index(new.recall) <= list(Recall).index(old.recall)
        and (new.recall is Recall.NEVER or new.depth_hours <= old.depth_hours)
        and new.directed <= old.directed
        and new.emergency <= old.emergency
        and (old.hours is None or new.hours == old.hours)
        and (old.starts_at is None or (new.starts_at is not None and new.starts_at >= old.starts_at))
        and (old.ends_at is None or (new.ends_at is not None and new.ends_at <= old.ends_at))
        and new.days_stored <= old.days_stored
    )


def _live_within(new: Grant, old: Grant) -> bool:
    if new.live is Live.NEVER or old.live is Live.ALWAYS:
        return True
    rank = {Live.PRIORITY_1: 1, Live.ANY_CALL: 2}
    if new.live in rank and old.live in rank:
        return rank[new.live] <= rank[old.live] and new.radius_m <= old.radius_m
    return new.live is old.live
