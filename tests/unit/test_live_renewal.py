"""Renewing: everything that allowed a view is asked again, and what no longer holds ends it."""

from datetime import timedelta

import pytest

from rtcc.aws import sessions, streams
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.foundation.errors import Gone
from rtcc.grants.model import Grant, Live
from rtcc.incidents.model import State as Call
from rtcc.live import service as live
from rtcc.live.model import State
from tests.unit.city import ANALYST
from tests.unit.watching import opened, says, sent, shared
from tests.unit.watching import streams as made

NAMELESS = "cam_" + "0" * 26


def test_a_renewal_asks_everything_again_and_tells_the_box(city, later):
    camera = shared(city)
    view, _ = opened(city, camera)
    later(seconds=5)
    city.lease()

    after, media = live.renew(ANALYST, view.id)

    assert media is None
    assert after.lease_until - view.lease_until >= timedelta(seconds=5)
    assert sent(city, "view.renew") == [{"view": view.id, "lease_until": clock.spell(after.lease_until)}]


def test_new_credentials_come_before_the_old_ones_end(city, later):
    camera = shared(city, Grant(live=Live.ALWAYS, most_minutes=60))
    view, media = opened(city, camera)
    given = []
    for _ in range(25):
        later(seconds=25)
        city.lease()
        given.append(live.renew(ANALYST, view.id)[1])

    assert not any(given[:22])  # ten minutes of the fifteen
    assert given[-1].stream == media.stream


def test_credentials_are_for_the_stream_as_it_is_and_not_for_its_name(city, monkeypatch):
    """The next stream of that name is another viewer's."""
    asked, real = [], sessions.viewer
    monkeypatch.setattr(sessions, "viewer", lambda stream, **more: asked.append(stream) or real(stream, **more))

    view, _ = opened(city, shared(city))

    assert asked == [streams.find(view.stream)]


def lease_ran_out(city, camera, later):
    later(seconds=31)
    city.lease()


def call_closed(city, camera, later):
    city.call(state=Call.CLOSED)


def owner_said_no(city, camera, later):
    city.shares(Grant(), epoch=2)


def box_gone(city, camera, later):
    later(seconds=9)


def time_over(city, camera, later):
    for _ in range(3):
        later(seconds=20)
        city.lease()
        if live.open_views()[0].ends_at > clock.now():
            live.renew(ANALYST, live.open_views()[0].id)


def owner_said_shorter(city, camera, later):
    for _ in range(3):
        later(seconds=25)
        city.lease()
        live.renew(ANALYST, live.open_views()[0].id)
    city.shares(Grant(live=Live.ALWAYS, most_minutes=1), epoch=2)


ENDINGS = {
    owner_said_shorter: "its time was over",
    lease_ran_out: "nobody renewed it",
    call_closed: "the call was closed",
    owner_said_no: "the owner allows nothing on this camera",
    box_gone: "the box is not connected",
    time_over: "its time was over",
}


@pytest.mark.parametrize("happens", ENDINGS, ids=lambda way: way.__name__)
def test_what_no_longer_holds_ends_at_the_next_renewal(city, later, happens):
    camera = shared(city, Grant(live=Live.ALWAYS, most_minutes=5 if happens is owner_said_shorter else 1))
    view, _ = opened(city, camera)
    happens(city, camera, later)

    with pytest.raises(Gone, match=ENDINGS[happens]) as gone:
        live.renew(ANALYST, view.id)

    assert gone.value.slug == "ended"
    ended = live.read(ANALYST, view.id)
    assert (ended.state, ended.why) == (State.ENDED, ENDINGS[happens])
    line = custody.last(camera)
    assert (line.event, line.facts["view"], line.facts["why"]) == ("view.end", view.id, ENDINGS[happens])
    assert made() == []
    assert sent(city, "view.stop") == [{"view": view.id, "why": ENDINGS[happens]}]


def test_a_view_that_ended_stays_ended(city):
    camera = shared(city)
    view, _ = opened(city, camera)
    first = live.end(ANALYST, view.id)
    before = city.contents()

    assert live.end(ANALYST, view.id) == first
    with pytest.raises(Gone, match="its viewer closed it"):
        live.renew(ANALYST, view.id)
    assert city.contents() == before
    assert len(sent(city, "view.stop")) == 1


@pytest.mark.parametrize(
    ("word", "why"),
    [("camera", "the camera gave no picture"), ("owner", "the owner no longer allows it")],
)
def test_the_one_word_reasons_of_a_box_are_spelled_out(city, word, why):
    view, _ = opened(city, shared(city))
    says(view, "ended", why=word)

    with pytest.raises(Gone, match=why):
        live.renew(ANALYST, view.id)
