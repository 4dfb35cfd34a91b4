"""What a box says of a clip: once, of its own orders alone, and before the bytes."""

import pytest

from rtcc.access.model import box
from rtcc.clips import service as clips
from rtcc.clips.model import State
from rtcc.custody import service as custody
from rtcc.custody.model import Outcome
from rtcc.foundation.errors import Invalid, NotFound, Refused
from rtcc.vault import service as vault
from tests.unit.city import THING
from tests.unit.watching import BODY, BOX, SHA, claim, cut, ordered, shared


@pytest.fixture
def order(city):
    return ordered(city, shared(city))[0]


def test_the_box_s_claim_is_kept_once_and_written_down(city, order):
    told = cut(order, gaps=[["2026-11-20T10:00:00Z", "2026-11-20T10:00:01Z"]])
    before = city.contents()
    assert cut(order, gaps=[["2026-11-20T10:00:00Z", "2026-11-20T10:00:01Z"]]) == told

    assert (told.state, told.sha256, told.frames, told.offset_ms) == (State.CUT, SHA, 150, -12)
    assert city.contents() == before
    for subject in (order.id, vault.id_for(order.id)):
        line = custody.last(subject)
        assert (line.event, line.actor, line.facts["declared"]) == ("clip.cut", BOX.id, SHA)
        assert (line.facts["chain_first"], line.facts["chain_last"]) == ("a" * 64, "b" * 64)
        assert line.facts["gaps"] == "2026-11-20T10:00:00.00Z/2026-11-20T10:00:01.00Z"


def test_by_what_a_clip_proves_itself_and_what_the_clocks_were_is_kept(city, order):
    more = {"manifest_sha256": "c" * 64, "codec": "h265", "pre_roll_ms": 480, "box_ahead_ms": -70, "within_ms": 20}

    told = cut(order, **more)

    assert {name: getattr(told, name) for name in more} == more
    facts = custody.last(order.id).facts
    assert (facts["manifest"], facts["pre_roll_ms"], facts["codec"]) == ("c" * 64, 480, "h265")
    assert (facts["box_ahead_ms"], facts["within_ms"]) == (-70, 20)


def test_a_second_claim_that_differs_is_refused(city, order):
    cut(order)
    before = city.contents()

    with pytest.raises(Refused) as refused:
        cut(order, sha256="0" * 64)

    assert refused.value.slug == "digest-differs"
    assert city.contents() == before


@pytest.mark.parametrize("state", ["none", "failed", "refused"])
def test_an_order_without_a_clip_is_answered_with_the_reason_once(city, order, state):
    told = {"order": order.id, "camera": order.camera_id, "state": state, "why": "no recording of that time"}

    clips.hear(BOX, THING, told)
    clips.hear(BOX, THING, told)

    (one,) = clips.of_incident(order.incident_id)
    assert (one.state.value, one.why) == (state, "no recording of that time")
    assert len(city.outcomes(order.id)) == 2
    assert custody.last(order.id).outcome is (Outcome.REFUSED if state == "refused" else Outcome.FAILED)
    with pytest.raises(Refused):
        cut(order)


def test_that_it_was_sent_changes_nothing(city, order):
    cut(order)
    before = city.contents()

    clips.hear(BOX, THING, {"order": order.id, "camera": order.camera_id, "state": "sent"})

    assert city.contents() == before


def test_a_command_that_the_box_refused_ends_the_order(city, order):
    clips.hear_refusal(BOX, THING, {"order": order.id, "verb": "clip.cut", "why": "late"})

    assert clips.of_incident(order.incident_id)[0].state is State.REFUSED
    assert clips.hear_refusal(BOX, THING, {"view": "viw_1", "verb": "view.start", "why": "late"}) is None


def test_a_command_that_came_once_more_and_was_refused_undoes_no_claim(city, order):
    cut(order)
    before = city.contents()

    clips.hear_refusal(BOX, THING, {"order": order.id, "verb": "clip.cut", "why": "replayed"})

    assert city.contents() == before


def test_the_cutter_itself_may_say_after_its_claim_that_nothing_comes(city, order):
    cut(order)

    told = {"order": order.id, "camera": order.camera_id, "state": "refused", "why": "The owner no longer allows it."}
    clips.hear(BOX, THING, told)

    assert clips.of_incident(order.incident_id)[0].state is State.REFUSED


def test_a_box_speaks_of_its_own_orders_alone(city, order):
    city.box("rtcc-box-2")
    before, told = city.contents(), claim(order, SHA, len(BODY))

    for thing, more in (
        ("rtcc-box-2", {}),
        (THING, {"camera": "cam_" + "7" * 26}),
        (THING, {"order": "ord_" + "0" * 26}),
    ):
        with pytest.raises(NotFound):
            clips.hear(box(thing), thing, told | more)
    with pytest.raises(NotFound):
        clips.hear_refusal(box("rtcc-box-2"), "rtcc-box-2", {"order": order.id})
    assert city.contents() == before


@pytest.mark.parametrize(
    "more",
    [
        {"state": "burned"},
        {"sha256": "A" * 64},
        {"sha256": 7},
        {"bytes": 0},
        {"bytes": "9"},
        {"frames": True},
        {"frames": 0},
        {"first_frame_at": "yesterday"},
        {"from": None},
        {"chain": None},
        {"chain": {"first": "x", "last": "y"}},
        {"gaps": [["2026-11-20T10:00:00Z"]]},
        {"gaps": [["2026-11-20T10:00:00Z", "2026-11-20T10:00:01Z"]] * 51},
        {"gaps": 7},
        {"offset_ms": 0.5},
        {"codec": "av1"},
        {"codec": 7},
        {"manifest_sha256": "short"},
        {"pre_roll_ms": -1},
        {"box_ahead_ms": "late"},
        {"within_ms": None},
    ],
    ids=repr,
)
def test_a_claim_that_cannot_be_read_is_not_believed(city, order, more):
    before = city.contents()

    with pytest.raises(Invalid):
        cut(order, **more)
    assert city.contents() == before
