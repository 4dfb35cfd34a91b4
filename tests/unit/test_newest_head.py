"""A package carries a head that its witnesses signed, where they answer soon, and goes out where they do not."""

import json

import pytest

from rtcc.access.model import Action
from rtcc.custody import log, newest, sealing, witnesses
from rtcc.custody import service as custody
from tests.unit.city import ANALYST
from tests.unit.test_verify_release_witnesses import BOARD, CLERK, Outside

URL = "https://clerk.example.gov"


@pytest.fixture
def clerk(city, monkeypatch):
    """A witness that answers when it is asked; a line is sealed, and nobody has asked it yet."""
    one = Outside(CLERK)
    monkeypatch.setenv("WITNESSES", json.dumps([{"key": one.line, "url": URL}]))
    monkeypatch.setattr(witnesses, "_post", lambda _url, body: (200, one.cosign(body.split(b"\n\n")[1] + b"\n")))
    custody.note(ANALYST, Action.READ_EVIDENCE, "evi_a")
    sealing.seal(custody.lines("evi_a"))
    return one


@pytest.fixture
def waited(monkeypatch):
    """What happens while a packer waits; each wait is kept in `waited.times`."""

    class Waited:
        times, then = 0, staticmethod(lambda: None)

    def sleep(_seconds):
        Waited.times += 1
        Waited.then()

    monkeypatch.setattr(newest.time, "sleep", sleep)
    return Waited


def test_the_head_waits_for_its_witness_and_then_bears_its_signature(clerk, waited):
    waited.then = lambda: witnesses.ask(witnesses.configured())

    note = newest.head()

    assert witnesses.cosigned_at(witnesses.configured()[0], note)
    assert waited.times == 1


def test_a_witness_that_is_out_of_reach_holds_up_no_package(clerk, waited):
    assert newest.head() == log.note()
    assert waited.times == 10


def test_one_witness_of_two_is_waited_for(clerk, waited, monkeypatch):
    keys = [clerk.line, Outside(BOARD).line]
    monkeypatch.setenv("WITNESSES", json.dumps([{"key": key, "url": URL} for key in keys]))
    waited.then = lambda: witnesses.ask(witnesses.configured()[:1])

    assert witnesses.cosigned_at(witnesses.configured()[0], newest.head())
    assert waited.times == 10


def test_a_city_without_witnesses_waits_for_nobody(city, waited):
    assert newest.head() is None
    custody.note(ANALYST, Action.READ_EVIDENCE, "evi_a")
    sealing.seal(custody.lines("evi_a"))

    assert newest.head() == log.note()
    assert waited.times == 0
