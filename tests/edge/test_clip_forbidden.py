"""Of what the owner allows no more nothing leaves, whoever was away when they said so."""

import asyncio
import time

import pytest

from edge_greengrass.kit import times
from edge_greengrass.recorder.ring import Ring
from rtcc.foundation import ids
from tests.edge import site
from tests.edge.footage import film
from tests.edge.ordering import Inbox, desk, order, word
from tests.edge.site import until

HOUR_MS = 3_600_000


@pytest.fixture
def start():
    """When the recording begins: a minute ago, on a whole hundredth."""
    return int(time.time() * 100) * 10 - 60_000


@pytest.fixture
def camera(tmp_path, start):
    """A camera with eight seconds in its ring."""
    name = ids.new("cam")
    ring = Ring(tmp_path / "ring" / name, 7)
    site.fill(ring, film(120), start)
    ring.close()
    return name


def broken_off(home, facts, monkeypatch):
    """A cutter ends while the inbox does not take what it cut."""
    inbox = Inbox(*[500] * 1000)

    async def go():
        async with desk(home, inbox, monkeypatch) as (opened, _):
            opened.take(facts)
            await until(lambda: inbox.puts)

    asyncio.run(go())


def changed_before_it_was_sent(home, facts, monkeypatch, before, *after):
    """What is told of an order that is cut while the guard says `before`, and asked for again after `after`."""
    inbox = Inbox(*[500] * 1000)

    async def go():
        async with desk(home, inbox, monkeypatch) as (opened, told):
            opened.hear(before)
            opened.take(facts)
            await until(lambda: inbox.puts)
            for said in after:
                opened.hear(said)
            await until(lambda: len(told) == 2)
            await until(lambda: not opened._running and not opened._leaving)
            inbox.statuses.clear()
            opened.take(facts)
            await until(lambda: len(told) == 3)
            return told

    return asyncio.run(go())


def test_what_the_owner_forbids_before_it_is_sent_stays_in_the_box(tmp_path, camera, start, monkeypatch):
    facts = order(camera, start, start + 1000)

    told = changed_before_it_was_sent(tmp_path, facts, monkeypatch, word(camera), word(ids.new("cam")), word())

    assert [one["state"] for one in told] == ["cut", "refused", "refused"]
    assert told[1]["why"] == "The owner no longer allows it."
    assert not list((tmp_path / "orders").glob("*.mp4"))


def test_an_order_that_had_not_begun_when_the_owner_said_no_is_answered_too(tmp_path, camera, start, monkeypatch):
    facts, inbox = order(camera, start, start + 1000), Inbox()

    async def go():
        async with desk(tmp_path, inbox, monkeypatch) as (opened, told):
            opened.hear(word(camera))
            opened.take(facts)
            opened.hear(word())  # before the loop turns
            await until(lambda: told)
            return told

    (told,) = asyncio.run(go())
    assert (told["state"], told["order"], inbox.puts) == ("refused", facts["order"], [])


def test_what_was_forbidden_and_allowed_again_meanwhile_is_not_gone_on_with(tmp_path, camera, start, monkeypatch):
    facts, inbox = order(camera, start, start + 1000), Inbox()

    async def after():
        async with desk(tmp_path, inbox, monkeypatch) as (opened, told):
            opened.hear(word(camera, since=start + 500))
            await until(lambda: told)
            opened.take(facts | {"not_before": times.spell(start + 500)})  # the center asks once more
            await until(lambda: len(told) == 2)
            return told

    broken_off(tmp_path, facts, monkeypatch)
    assert [one["state"] for one in asyncio.run(after())] == ["refused", "refused"]
    assert inbox.puts == []


def test_an_order_of_what_is_allowed_since_is_served(tmp_path, camera, start, monkeypatch):
    facts, inbox = order(camera, start, start + 2000, not_before=times.spell(start + 1000)), Inbox()

    async def go():
        async with desk(tmp_path, inbox, monkeypatch) as (opened, told):
            opened.hear(word(camera, since=start + 1000))
            opened.take(facts)
            opened.take(order(camera, start, start + 900))
            await until(lambda: len(told) == 3)
            return told

    told = asyncio.run(go())
    assert sorted(one["state"] for one in told) == ["cut", "refused", "sent"]
    assert next(one["order"] for one in told if one["state"] == "cut") == facts["order"]


def test_a_guard_that_is_not_sure_of_the_time_lets_nothing_old_go_on(tmp_path, camera, start, monkeypatch):
    facts, inbox = order(camera, start, start + 1000), Inbox()

    async def after():
        async with desk(tmp_path, inbox, monkeypatch) as (opened, told):
            opened.take(facts)  # the guard hands it over before it has said what is allowed
            opened.hear(word(camera, is_sure=False))
            opened.take(facts)
            assert not opened._running
            opened.hear(word(camera))
            await until(lambda: len(told) == 2)
            return told

    broken_off(tmp_path, facts, monkeypatch)
    assert [one["state"] for one in asyncio.run(after())] == ["cut", "sent"]


def test_an_order_that_was_not_sent_and_reaches_further_back_than_is_allowed_now_is_refused(
    tmp_path, camera, start, monkeypatch
):
    facts = order(camera, start, start + 1000, asked_at=times.spell(start + 2 * HOUR_MS))

    told = changed_before_it_was_sent(tmp_path, facts, monkeypatch, word(camera, hours=2), word(camera, hours=1))

    assert [one["state"] for one in told] == ["cut", "refused", "refused"]


@pytest.mark.parametrize(("later", "state"), [(HOUR_MS, "sent"), (HOUR_MS + 10, "refused")])
def test_how_far_back_counts_from_when_it_was_asked_for(tmp_path, camera, start, monkeypatch, later, state):
    async def go():
        async with desk(tmp_path, Inbox(), monkeypatch) as (opened, told):
            opened.hear(word(camera, hours=1))
            opened.take(order(camera, start, start + 1000, asked_at=times.spell(start + later)))
            await until(lambda: told and told[-1]["state"] != "cut")
            return told

    assert asyncio.run(go())[-1]["state"] == state


UNREADABLE = [5, "now", {}, {"from": "now", "hours": 1}, {"from": "1970-01-01T00:00:00Z", "hours": "9"}]


@pytest.mark.parametrize("odd", [None, [], *({"camera": said} for said in UNREADABLE)])
def test_a_word_of_the_guard_that_cannot_be_read_allows_nothing(tmp_path, camera, start, monkeypatch, odd):
    inbox = Inbox()

    async def go():
        async with desk(tmp_path, inbox, monkeypatch) as (opened, told):
            opened.hear({"allowed": {camera: odd["camera"]} if isinstance(odd, dict) else odd})
            opened.take(order(camera, start, start + 1000))
            await until(lambda: told)
            return told

    assert [one["state"] for one in asyncio.run(go())] == ["refused"]
    assert inbox.puts == []


def test_after_a_cut_of_the_power_nothing_is_sent_before_the_guard_has_spoken(tmp_path, camera, start, monkeypatch):
    facts, inbox = order(camera, start, start + 1000), Inbox()

    async def after():
        async with desk(tmp_path, inbox, monkeypatch) as (opened, told):
            opened.hear(word())
            await until(lambda: told)
            return told

    broken_off(tmp_path, facts, monkeypatch)
    assert [one["state"] for one in asyncio.run(after())] == ["refused"]
    assert inbox.puts == []
