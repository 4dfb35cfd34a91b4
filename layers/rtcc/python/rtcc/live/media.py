"""What a viewer's page needs to read the one stream of its view, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rtcc.aws import sessions, streams
from rtcc.aws.sessions import Credentials
from rtcc.aws.table import transact
from rtcc.foundation import clock
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
    """Credentials for the view's stream, for 15 minutes. Raises Conflict when the view ended meanwhile."""
    keys = sessions.viewer(view.stream, session=view.id)
    endpoint = streams.media_endpoint(view.stream)
    after = replace(view, keys_until=clock.cut(keys.expires_at))
    transact(store.changing(view, after))
    return after, Media(view.stream, sessions.region(), endpoint, keys)


def is_due(view: View) -> bool:
    """Whether the newest credentials last less than five minutes more."""
    return view.keys_until is None or view.keys_until < clock.after(clock.now(), minutes=_RENEW_BEFORE_MINUTES)
