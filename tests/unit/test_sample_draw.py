"""The sample of a day's looks: nobody steers it, nobody foresees it, everybody can check it (abuse 41)."""

import json
from dataclasses import replace

import pytest

from rtcc.access.model import Action
from rtcc.custody import log, sealing, store
from rtcc.custody import service as custody
from rtcc.custody.looks import day_of
from rtcc.custody.model import Outcome
from rtcc.custody.store import LineRow
from rtcc.sample import lot
from rtcc.sample import service as sample
from tests.unit.city import ANALYST
from tests.unit.sampling import SELF, day_now, drawn, looked, looks, next_day, to_noon
from tests.unit.watching import OTHER, ordered, reviewed, shared


@pytest.fixture(autouse=True)
def noon(later):
    to_noon(later)


def test_looks_are_known_by_their_lines(city):
    camera = shared(city)
    city.call()
    reviewed(city, camera)
    ordered(city, camera)
    looked(reason="26-1")
    looked(replace(ANALYST, glass="gls_" + "0" * 26))
    looked(action=Action.LIST_EVIDENCE)
    custody.refuse(ANALYST, Action.READ_PREVIEW, "evi_" + "0" * 26)

    found = looks(day_now())

    assert {one.event for one in found} == {"footage.review", "clip.order", "preview.read"}
    assert len(found) == 3
    assert {one.outcome for one in found} == {Outcome.DONE}
    assert [day_of(one) for one in found] == [day_now()] * 3


def test_a_day_is_drawn_once_when_it_is_over_and_sealed(city, later):
    looked(n=3)
    looked(OTHER)
    day, before = day_now(), looks(day_now())
    sealing.seal(before)
    assert drawn() == {"drawn": 1}  # yesterday, on which nobody looked; today is not over
    assert sample.day(day) is None
    next_day(later)

    assert drawn() == {"drawn": 1}
    one = sample.day(day)
    assert (one.looks, one.one_in, one.digest) == (4, 20, lot.commitment(before))
    assert one.seed == log.root(one.size).hex()
    assert {look.badge for look in sample.looks(day)} == {"7", "8"}
    assert [look.hash for look in sample.looks(day)] == [
        each.hash for each in lot.draw(before, bytes.fromhex(one.seed), one_in=20)
    ]
    kept = city.contents()
    assert drawn() == {"drawn": 0}
    assert city.contents() == kept


def test_the_line_of_a_draw_says_of_what_and_by_which_seed(city, later):
    looked(n=2)
    day = day_now()
    next_day(later)
    drawn()

    (told,) = custody.lines(f"sample-{day}")

    one = sample.day(day)
    assert (told.event, told.actor) == ("sample.draw", "function:draw_sample")
    assert told.facts == {
        **{"day": day, "seed": one.seed, "size": one.size, "one_in": 20, "looks": 2},
        **{"drawn": one.drawn, "digest": one.digest},
    }


def test_a_day_cannot_be_drawn_before_the_log_went_on_after_it(city, later):
    looked()
    day = day_now()
    sealing.seal(looks(day))
    later(days=1)

    assert sample.draw(SELF, day) is None
    assert (sample.day(day), sample.looks(day)) == (None, [])


def test_a_day_cannot_be_drawn_while_it_goes_on_whatever_the_log_says(city):
    looked()
    sealing.seal(looks(day_now()))

    assert sample.draw(SELF, day_now()) is None
    assert day_now() not in sample.days_due()


def test_a_day_is_not_drawn_while_its_last_lines_are_still_on_their_way(city, later):
    looked()
    day = day_now()
    later(hours=12, minutes=30)
    looked()
    sealing.seal(looks(day_now()))

    assert sample.draw(SELF, day) is None
    later(minutes=30)
    assert sample.draw(SELF, day).looks == 1


def test_a_day_that_cannot_be_drawn_wakes_somebody_and_is_drawn_when_it_can_be(city, later):
    looked()
    day = day_now()
    later(hours=25)
    with pytest.raises(RuntimeError, match=f"{day} is not drawn"):
        drawn()
    next_day(later)

    assert drawn() == {"drawn": 2}  # and yesterday, on which nobody looked
    assert (sample.day(day).looks, sample.days_due()[-1] < day) == (1, True)


def test_whoever_dies_on_the_way_leaves_nothing_and_the_next_one_ends_it(city, later, monkeypatch):
    looked(n=12)
    day = day_now()
    next_day(later)
    monkeypatch.setenv("SAMPLE_ONE_IN", "2")
    real, kept = sample._keep, []

    def dies(one, **more):
        if len(kept) == 2:
            raise RuntimeError("killed")
        kept.append(one.id)
        real(one, **more)

    monkeypatch.setattr(sample, "_keep", dies)
    with pytest.raises(RuntimeError, match="killed"):
        drawn()
    assert sample.looks(day) == []
    monkeypatch.setattr(sample, "_keep", real)

    drawn()

    assert sample.day(day).drawn == len(sample.looks(day)) > 2
    assert set(kept) < {one.id for one in sample.looks(day)}
    assert len(custody.lines(f"sample-{day}")) == 1


def test_two_that_draw_at_the_same_moment_draw_once(city, later, monkeypatch):
    looked()
    day = day_now()
    next_day(later)
    first = sample.draw(SELF, day)
    real, asked = sample.store.day, []

    def unseen(of):
        asked.append(of)
        return None if len(asked) == 1 else real(of)

    monkeypatch.setattr(sample.store, "day", unseen)

    assert sample.draw(SELF, day) == first
    assert len(custody.lines(f"sample-{day}")) == 1
    assert sample.store.counts().drawn == 1


def test_a_look_is_told_with_its_call_and_how_far_its_camera_was(city, later):
    camera = shared(city)
    call = city.call()
    reviewed(city, camera)
    looked(reason="no such call")
    day = day_now()
    review = sample.telling.look(looks(day)[0], day)

    assert (review.call_id, review.call_address, review.call_opened_at) == (call.id, call.address, call.opened_at)
    assert (review.camera, review.distance_m, review.facts["case"]) == ("Front door", 0, "26-000123")
    assert review.camera_address == "Corner Store, 410 Alder Street"
    nameless = sample.telling.look(looks(day)[1], day)
    assert (nameless.call_id, nameless.camera, nameless.distance_m) == ("", "", None)


def test_a_line_whose_look_is_not_in_the_list_of_its_day_is_named(city):
    looked()
    (one,) = looks(day_now())
    sealing.seal([one])
    assert custody.verify().faults == ()
    row = LineRow.get(one.subject, one.seq)
    row.look_day = "2020-01-01"
    row.save()

    (fault,) = custody.verify().faults
    assert (fault.subject, fault.seq, "day's looks" in fault.what) == (one.subject, one.seq, True)
    assert next(store.looks_of("2020-01-01")).hash == one.hash


def test_what_waits_too_long_wakes_somebody(city, later, capsys):
    looked()
    next_day(later)
    drawn()
    capsys.readouterr()
    drawn()
    assert "SampleUnjudged" not in capsys.readouterr().out
    later(days=7)
    next_day(later)

    drawn()

    (metric,) = [json.loads(text) for text in capsys.readouterr().out.splitlines() if '"SampleUnjudged":' in text]
    assert metric["SampleUnjudged"] == [1.0]
