"""Views on the console: open a live one, renew while it is watched, end; a review is read and ended alike (P5.1)."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from rtcc.access.model import Action
from rtcc.aws.sessions import Credentials
from rtcc.grants.model import Purpose
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Body, Instant, Reply, Text
from rtcc.http.visit import Visit
from rtcc.live import service as live
from rtcc.live.media import Media
from rtcc.live.model import View

door = Door("console", "views")


class NewView(Body):
    """Which camera, and what for."""

    camera_id: Text
    purpose: Purpose


class Nothing(Body):
    """An empty body."""


class CredentialsReply(Reply):
    """Credentials that read one stream for a quarter of an hour."""

    access_key_id: str
    secret_access_key: str
    session_token: str
    expires_at: Instant


class MediaReply(Reply):
    """Where GetMedia is asked for the stream."""

    stream: str
    region: str
    endpoint: str
    credentials: CredentialsReply


class ViewReply(Reply):
    """One view. `media` is there when it was opened, and when the credentials had to be new.

    Of a review: `from` is where its viewer last began, `at` what the box played last, both of the recording's own time;
    `refusal` says why the box did not turn it.
    """

    id: str
    camera_id: str
    camera_name: str
    incident_id: str
    incident_number: str
    purpose: str
    state: str
    opened_at: Instant
    lease_until: Instant
    ends_at: Instant
    ended_at: Instant | None = None
    why: str | None = None
    kind: str
    case: str | None = None
    start: Annotated[Instant | None, Field(serialization_alias="from")] = None
    at: Instant | None = None
    speed: int | None = None
    is_paused: bool | None = None
    refusal: str | None = None
    media: MediaReply | None = None


@door.route(
    "POST",
    "/incidents/{incident_id}/views",
    action=Action.VIEW_LIVE,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=NewView,
    reply=ViewReply,
)
def open_view(visit: Visit, incident_id: str, *, body: NewView) -> tuple[ViewReply, int]:
    """Look through one camera, for this call."""
    one, media = live.open_view(visit.actor, body.camera_id, incident_id=incident_id, purpose=body.purpose)
    return reply(one, media), 201


@door.route(
    "GET", "/views/{view_id}", action=Action.READ_VIEW, sign_in=SignIn.STAFF, record=Record.WATCH, reply=ViewReply
)
def read(visit: Visit, view_id: str) -> ViewReply:
    """One view, as it stands."""
    return reply(live.read(visit.actor, view_id))


@door.route(
    "POST",
    "/views/{view_id}/renewal",
    action=Action.RENEW_VIEW,
    sign_in=SignIn.STAFF,
    record=Record.WATCH,
    body=Nothing,
    reply=ViewReply,
)
def renew(visit: Visit, view_id: str, *, body: Nothing) -> ViewReply:  # noqa: ARG001 declared and checked
    """Go on looking: everything that allowed it is asked again."""
    return reply(*live.renew(visit.actor, view_id))


@door.route(
    "POST",
    "/views/{view_id}/end",
    action=Action.END_VIEW,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=Nothing,
    reply=ViewReply,
)
def end(visit: Visit, view_id: str, *, body: Nothing) -> ViewReply:  # noqa: ARG001 declared and checked
    """Look no more."""
    return reply(live.end(visit.actor, view_id))


def reply(one: View, media: Media | None = None) -> ViewReply:
    """A view as its viewer's page is told of it."""
    names = ("id", "camera_id", "camera_name", "incident_id", "incident_number")
    times = ("opened_at", "lease_until", "ends_at", "ended_at")
    return ViewReply(
        **{name: getattr(one, name) for name in names + times},
        **(_recorded(one) if one.is_review else {}),
        purpose=one.purpose.value,
        state=one.state.value,
        why=one.why or None,
        kind=one.kind.value,
        media=_media(media) if media else None,
    )


def _recorded(one: View) -> dict[str, Any]:
    told = {"case": one.case, "start": one.from_at, "at": one.shown_at, "speed": one.speed}
    return told | {"is_paused": one.is_paused, "refusal": one.refusal or None}


def _media(media: Media) -> MediaReply:
    keys: Credentials = media.credentials
    return MediaReply(
        stream=media.stream,
        region=media.region,
        endpoint=media.endpoint,
        credentials=CredentialsReply(
            access_key_id=keys.access_key_id,
            secret_access_key=keys.secret_access_key,
            session_token=keys.session_token,
            expires_at=keys.expires_at,
        ),
    )
