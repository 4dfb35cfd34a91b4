"""Every citizens' page, on a telephone and at a desk, in English and Spanish: axe finds nothing, nothing is cut off."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from local.play.people import Outbox, Visitor
from local.play.telling import wait_for
from tests.journeys.conftest import Screen
from tests.journeys.judge import violations
from tests.running import People

_HOMES = iter(("831 Hickory St", "833 Hickory St", "835 Hickory St", "837 Hickory St"))


def judged(screen: Screen, name: str) -> list[str]:
    """What is wrong with the page as it stands, after a picture of it was kept."""
    expect(screen.page.locator("main h1")).to_be_visible()
    screen.shot(f"citizen-{name}")
    cut = [] if screen.fits() else ["something sticks out to the side"]
    return [f"{name}: {said}" for said in violations(screen.page) + cut]


@pytest.mark.parametrize(
    ("size", "locale"),
    [  # made for telephones, and longer in Spanish; the other pairs, which hold the same words or more room: test-all
        ("phone", "es-US"),
        pytest.param("desk", "en-US", marks=pytest.mark.slow),
        pytest.param("phone", "en-US", marks=pytest.mark.slow),
        pytest.param("desk", "es-US", marks=pytest.mark.slow),
    ],
)
def test_no_citizens_page_shuts_anybody_out(open_screen, people: People, city, size, locale):
    language = locale[:2]
    person = people.resident(address=next(_HOMES), language=language)
    token = people.asked(person, people.incident("827 Hickory St"))
    screen = open_screen(size, locale=locale)
    page, wrong = screen.page, []

    for name, place in (
        ("sign-up", "/"),
        ("my", "/my"),
        ("real", "/real"),
        ("faq", "/faq"),
        ("key", "/key"),
        ("log", "/log"),
        ("unknown", "/r#" + "0" * 26),
        ("request", f"/r#{token}"),
    ):
        page.goto("about:blank")  # a change of the fragment alone would not load the page anew
        page.goto(place)
        expect(page.locator("html")).to_have_attribute("lang", language)
        wrong += judged(screen, f"{name}-{language}")

    page.goto(f"/my#{way_in(person, city)}")
    expect(page.get_by_text(person["email"]).first).to_be_visible()
    wrong += judged(screen, f"registration-{language}")
    page.goto("/")
    page.locator("form button[type=submit]").last.click()
    expect(page.locator("#faults")).to_be_focused()
    wrong += judged(screen, f"faults-{language}")
    assert wrong == []


def way_in(person: dict, city) -> str:
    """The token of the link by which somebody signs in to their own registration."""
    Visitor(city).ask("POST", "/my/links", {"email": person["email"]}, wants=202)

    def look() -> str | None:
        found = [re.search(r"/my#([0-9a-z]{26})", message["text"]) for message in Outbox(city).to(person["email"])]
        return next((each[1] for each in found if each), None)

    return wait_for("the way in", look)
