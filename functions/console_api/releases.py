"""Releases on the console: a detective asks, a supervisor who is somebody else decides (P3.4)."""

from __future__ import annotations

from functions.console_api.release_shapes import AgencyReply, NewRelease, ReleaseReply, release_reply
from rtcc.access.model import Action
from rtcc.foundation import clock
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Body, Instant, Reply, Text
from rtcc.http.visit import Visit
from rtcc.release import agencies, renewal, service
from rtcc.release.drafting import Terms
from rtcc.release.model import MOST_ITEMS

door = Door("console", "releases")


class Why(Body):
    """Why not."""

    why: Text


class Nothing(Body):
    """An empty body."""


class Approval(Body):
    """A yes. A program among the items leaves only when whoever approves says that they know (abuse 19)."""

    with_programs: bool = False


class Releases(Reply):
    """Releases, newest first; who may receive; the most items that one carries; the time at the center."""

    releases: list[ReleaseReply]
    agencies: list[AgencyReply]
    most_items: int
    now: Instant


@door.route(
    "POST",
    "/releases",
    action=Action.ASK_RELEASE,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=NewRelease,
    reply=ReleaseReply,
)
def ask(visit: Visit, *, body: NewRelease) -> tuple[ReleaseReply, int]:
    """Ask for a release."""
    visit.reason = body.case
    one, new = service.ask(visit.actor, key=body.key, item_ids=body.item_ids, terms=_terms(body))
    return release_reply(one), 201 if new else 200


@door.route("GET", "/releases", action=Action.LIST_RELEASES, sign_in=SignIn.STAFF, record=Record.WATCH, reply=Releases)
def newest(_visit: Visit) -> Releases:
    """The newest releases, and who may receive evidence."""
    return Releases(
        releases=[release_reply(one) for one in service.releases()],
        agencies=[AgencyReply(ori=one.ori, name=one.name, kind=one.kind.value) for one in agencies.agencies()],
        most_items=MOST_ITEMS,
        now=clock.now(),
    )


@door.route(
    "GET",
    "/releases/{release_id}",
    action=Action.READ_RELEASE,
    sign_in=SignIn.STAFF,
    record=Record.READ,
    reply=ReleaseReply,
)
def read(visit: Visit, release_id: str) -> ReleaseReply:
    """One release."""
    one = service.release(release_id)
    visit.reason = one.case
    return release_reply(one)


@door.route(
    "POST",
    "/releases/{release_id}/approval",
    action=Action.APPROVE_RELEASE,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=Approval,
    reply=ReleaseReply,
)
def approve(visit: Visit, release_id: str, *, body: Approval) -> ReleaseReply:
    """Approve what somebody else asked for."""
    return release_reply(service.approve(visit.actor, release_id, with_programs=body.with_programs))


@door.route(
    "POST",
    "/releases/{release_id}/denial",
    action=Action.DENY_RELEASE,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=Why,
    reply=ReleaseReply,
)
def deny(visit: Visit, release_id: str, *, body: Why) -> ReleaseReply:
    """Say no, and why."""
    return release_reply(service.deny(visit.actor, release_id, why=body.why))


@door.route(
    "POST",
    "/releases/{release_id}/renewal",
    action=Action.RENEW_RELEASE,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=Nothing,
    reply=ReleaseReply,
)
def renew_release(visit: Visit, release_id: str, *, body: Nothing) -> ReleaseReply:  # noqa: ARG001 declared and checked
    """Give its recipient more time; a package that is no longer kept is made anew."""
    return release_reply(renewal.renew(visit.actor, release_id))


def _terms(body: NewRelease) -> Terms:
    return Terms(body.ori, body.recipient, body.case, body.reason, method=body.method, limits=body.limits)
