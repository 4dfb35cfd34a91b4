"""What boxes say reaches its room, and the broker's word of a box that it lost."""

import json

import pytest

from functions.hear_box import handler
from rtcc.aws import streams
from rtcc.commands.model import OPEN_ALREADY
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.grants.model import Grant, Live, Purpose, Recall
from rtcc.grants.spelling import spell
from rtcc.live import service as live
from rtcc.sites import service as sites
from tests.unit.city import ANALYST, THING
from tests.unit.told import hand, say

CAMERA = f"cam_{1:026d}"
WIDE = Grant(live=Live.ALWAYS, recall=Recall.CASE, depth_hours=24)
LEASE = {"boot": "b1", "cameras": 2, "allowed": 1, "states": []}


def lease(thing=THING, **more):
    say("lease", thing, **(LEASE | {"at": clock.spell(clock.now())} | more))


def grant(epoch=1, one=WIDE, thing=THING, **more):
    say("grant", thing, **({"camera": CAMERA, "epoch": epoch, "grant": spell(one), "name": "Front door"} | more))


@pytest.fixture
def box(city):
    return city.box()


@pytest.fixture
def view(city, box, monkeypatch):
    """The analyst looks through the camera."""
    for name, answer in {"create": None, "find": "", "remove": None}.items():
        monkeypatch.setattr(streams, name, lambda *_, answer=answer, **__: answer)
    monkeypatch.setattr("rtcc.live.starting.hand_out", lambda one: (one, None))
    grant()
    lease()
    return live.open_view(ANALYST, CAMERA, incident_id=city.call().id, purpose=Purpose.CALL)[0]


def now(view):
    return live.read(ANALYST, view.id)


def test_a_lease_brings_the_box_here(box):
    lease()

    assert sites.is_online(THING, clock.now())


def test_a_grant_is_in_force_and_ends_what_it_no_longer_allows(view):
    assert sites.camera(CAMERA).grant == WIDE

    grant(2, Grant(recall=Recall.CASE, depth_hours=24))

    assert now(view).why == "the owner does not allow live views"


def test_a_grant_whose_first_hearing_died_halfway_ends_the_view_the_second_time(view, monkeypatch):
    def dies(*_):
        raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(handler.live, "recheck_camera", dies)
        with pytest.raises(RuntimeError):
            grant(2, Grant())
    assert now(view).ended_at is None

    grant(2, Grant())

    assert now(view).ended_at is not None


def test_the_box_s_word_of_a_view_reaches_it(view):
    say("view", view=view.id, camera=CAMERA, state="ended", at=clock.spell(clock.now()), why="switched off", frames=30)

    assert (now(view).frames, now(view).why) == (30, "the box ended it: switched off")


def test_a_view_that_the_box_refused_has_ended_and_both_rooms_wrote_it_down(city, view):
    say("refused", command="cmd_1", verb="view.start", why="no such camera", view=view.id, camera=CAMERA)

    assert now(view).why == "the box refused it: no such camera"
    line = custody.last(THING)
    assert (line.event, line.outcome.value, line.facts["why"]) == ("camera.view_live", "refused", "no such camera")


def test_abuse_085_a_refusal_that_comes_again_has_one_line_and_another_one_has_its_own(city, view):
    told = {"command": "cmd_1", "verb": "view.start", "why": "no such camera", "view": view.id, "camera": CAMERA}
    say("refused", **told)
    before = city.contents()

    say("refused", **told)
    assert city.contents() == before

    say("refused", **(told | {"command": "cmd_2"}))
    assert [event for event, outcome in city.outcomes(THING) if outcome == "refused"] == ["camera.view_live"] * 2


def test_a_box_that_is_told_twice_to_begin_a_view_refuses_and_the_view_goes_on(view):
    say("refused", command="cmd_1", verb="view.start", why=OPEN_ALREADY, view=view.id, camera=CAMERA)

    assert now(view).ended_at is None


def test_an_order_that_the_box_refused_gets_no_clip(city, box, monkeypatch):
    heard = []
    monkeypatch.setattr(handler.clips, "hear_refusal", lambda *told: heard.append(told[1:]))

    say("refused", command="cmd_1", verb="clip.cut", why="late", order="ord_1")

    assert [(thing, event["order"]) for thing, event in heard] == [(THING, "ord_1")]


def test_the_box_s_word_of_a_clip_reaches_it(city, box, monkeypatch):
    heard = []
    monkeypatch.setitem(handler._ROOMS, "clip", (handler._ROOMS["clip"][0], lambda *told: heard.append(told)))

    say("clip", order="ord_1", camera=CAMERA, state="none")

    ((actor, thing, event),) = heard
    assert (actor.id, thing, event["order"]) == (f"box:{THING}", THING, "ord_1")


def test_a_box_that_the_broker_lost_is_gone_and_its_views_have_ended(view):
    say("gone", clientId=THING, timestamp=int(clock.now().timestamp() * 1000), eventType="disconnected")

    assert not sites.is_online(THING, clock.now())
    assert now(view).why == "the box is gone"


def test_news_of_a_loss_that_is_older_than_the_box_s_last_word_ends_nothing(view):
    say("gone", timestamp=int((clock.now().timestamp() - 60) * 1000))

    assert now(view).ended_at is None


@pytest.mark.parametrize("said", [b"", b"[]", b"7", b"{", b"\xff", b"[" * 4000], ids=repr)
def test_what_is_no_object_is_dropped(box, city, said):
    hand(said)

    assert not sites.is_online(THING, clock.now())


def test_a_box_cannot_speak_for_another_whatever_it_writes_into_its_words(city, box):
    other = city.box("rtcc-box-2")
    claim = LEASE | {"at": clock.spell(clock.now()), "thing": "rtcc-box-2", "kind": "gone", "heard_ms": 9**15}
    hand(json.dumps(claim).encode())

    assert other
    assert sites.is_online(THING, clock.now())
    assert not sites.is_online(THING, clock.after(clock.now(), seconds=9))
    assert not sites.is_online("rtcc-box-2", clock.now())


def test_an_event_that_is_not_as_the_rule_gives_it_is_dropped(box):
    lease_as_fields = LEASE | {"at": clock.spell(clock.now()), "thing": THING, "kind": "lease"}
    handler.handle(lease_as_fields, None)
    handler.handle({"said": 7, "thing": THING, "kind": "lease"}, None)

    assert not sites.is_online(THING, clock.now())
