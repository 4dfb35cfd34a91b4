"""What a viewer's page needs to read the one stream of its view, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rtcc.aws import sessions, streams
from rtcc.aws.sessions import Credentials
from rtcc.aws.table import transact
from rtcc.foundation import clock
from rtcc.foundation.errors import Unavailable
from rtcc.live import store
from rtcc.live.model import View

_RENEW_BEFORE_MINUTES = 5


@dataclass(frozen=True, slots=True)
class Media:
    """Where GetMedia is asked for the stream, and what the asking is signed with."""

    stream: str
    region: str
    endpoint: str
    credentials: Credentials


def hand_out(view: View) -> tuple[View, Media]:
    """Credentials for the view's stream as it is now, for 15 minutes.

    Raises Unavailable when it is gone, Conflict when the view ended meanwhile.
    """
    address = streams.find(view.stream)
    if not address:
        raise Unavailable("There is no stream for this view right now. Please try again.", slug="no-stream")
    keys = sessions.viewer(address, session=view.id)
    endpoint = streams.media_endpoint(view.stream)
    after = replace(view, keys_until=clock.cut(keys.expires_at))
    transact(store.changing(view, after))
    return after, Media(view.stream, sessions.region(), endpoint, keys)


def is_due(view: View) -> bool:
    """Whether the newest credentials last less than five minutes more."""
    return view.keys_until is None or view.keys_until < clock.after(clock.now(), minutes=_RENEW_BEFORE_MINUTES)
