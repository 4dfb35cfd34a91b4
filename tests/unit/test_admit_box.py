"""A machine becomes a box only with a serial number on the city's list, once, under our name for it (abuse 76)."""

import json

import pytest

from functions.admit_box import handler
from rtcc.access.model import Action, system
from rtcc.custody import service as custody
from rtcc.custody.model import Outcome

SERIAL, THING = "C4-0007-2211", "rtcc-box-7"
NO = {"allowProvisioning": False}


@pytest.fixture(autouse=True)
def listed(city, monkeypatch):
    """The city's list."""
    told = {SERIAL: THING, "C4-0007-9999": "center"}
    monkeypatch.setenv("BOX_SERIALS", json.dumps(told))
    return told


def ask(serial=SERIAL, *, certificate="", **more):
    parameters = {"SerialNumber": serial, "AWS::IoT::Certificate::Id": "c1"} | more
    asked = {"claimCertificateId": "x", "certificateId": certificate, "parameters": parameters}
    return handler.handle(asked, None)


def turned_away():
    me = system("admit_box")
    return custody.lines(custody.hourly(me, Action.ENROLL_BOX))


def test_a_serial_on_the_list_becomes_the_thing_that_the_list_says_and_it_is_written_down():
    assert ask(ThingName="rtcc-box-1") == {"allowProvisioning": True, "parameterOverrides": {"ThingName": THING}}

    (line,) = custody.lines(THING)
    assert (line.event, line.outcome, line.facts) == (
        "box.enroll",
        Outcome.DONE,
        {"serial": SERIAL, "thing": THING},
    )


def test_abuse_076_a_serial_that_is_not_on_the_list_is_turned_away_and_it_is_written_down():
    assert ask("C4-0007-2212") == NO

    (line,) = turned_away()
    assert (line.outcome, line.facts) == (
        Outcome.REFUSED,
        {"why": "not on the city's list", "asked": "C4-0007-2212"},
    )


def test_abuse_076_the_same_serial_does_not_become_a_box_twice():
    ask()

    assert ask() == NO
    assert [line.facts["why"] for line in turned_away()] == ["let in before"]
    assert len(custody.lines(THING)) == 1


def test_a_box_that_was_set_up_anew_comes_back_under_a_new_name(listed, monkeypatch):
    ask()
    monkeypatch.setenv("BOX_SERIALS", json.dumps(listed | {SERIAL: "rtcc-box-7b"}))

    assert ask()["parameterOverrides"] == {"ThingName": "rtcc-box-7b"}
    assert ask() == NO


@pytest.mark.parametrize("serial", [None, "", 7, {"a": 1}, "x" * 500, "C4-0007-2211\n", "*", "C4-0007-9999"])
def test_abuse_076_what_is_no_serial_or_would_become_no_box_is_turned_away(serial):
    assert ask(serial) == NO


@pytest.mark.parametrize("event", [{}, {"parameters": None}, {"parameters": []}])
def test_abuse_076_what_is_no_question_is_a_no(event):
    assert handler.handle(event, None) == NO


def test_abuse_076_without_a_list_nobody_comes_in(monkeypatch):
    monkeypatch.setenv("BOX_SERIALS", "{}")
    assert ask() == NO

    monkeypatch.delenv("BOX_SERIALS")
    with pytest.raises(KeyError):  # AWS IoT takes a failure for a no
        ask()


def test_abuse_076_strangers_cannot_fill_the_record():
    for number in range(70):
        ask(f"NONE-{number}")

    assert len(turned_away()) == 60


def test_abuse_085_a_machine_that_never_heard_that_it_was_let_in_asks_again_and_is_let_in_once():
    assert ask(certificate="c1") == ask(certificate="c1") != NO
    assert len(custody.lines(THING)) == 1

    assert ask(certificate="c2") == NO
