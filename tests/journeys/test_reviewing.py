"""A review through the pages: never to be taken for live, turned by a click and by keys, and on the owner's list."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Page, expect

from local.play.telling import wait_for
from tests.journeys import steps
from tests.journeys.conftest import Screen
from tests.journeys.pictures import Shown, shown
from tests.running import People
from tests.watching import Shop

pytestmark = pytest.mark.alone

CASE = "26-CR-0077"


@pytest.fixture
def call(people: People):
    return people.incident("412 Alder St")


@pytest.fixture
def desk(city, call, shop: Shop, open_screen) -> Screen:
    """An analyst's desk; every view of it has ended when the test has."""
    screen = open_screen("desk")
    steps.sign_in(screen, city["actors"]["analyst"])
    return screen


def pictures(page: Page, *, that, seconds: float = 15) -> Shown:
    """The next picture of which `that` holds."""

    def look() -> Shown | None:
        now = shown(page)
        return now if now and that(now) else None

    return wait_for("the picture", look, seconds=seconds)


def test_what_was_recorded_is_played_turned_halted_and_told_to_the_owner(city, desk: Screen, call, open_screen):
    page = desk.page
    page.get_by_role("link", name=call["number"]).first.click()
    page.get_by_role("button", name="Review Front door").click()
    page.get_by_role("button", name="Play the recording").click()
    expect(page.get_by_text("Write the number of the case.")).to_be_visible()  # no picture without a case
    assert shown(page) is None
    page.get_by_label("Case number").fill(CASE)
    page.get_by_label("Begin").first.click()
    page.get_by_role("option", name="The oldest footage").click()
    page.get_by_role("button", name="Play the recording").click()

    first = pictures(page, that=lambda one: one.behind > 5_000)
    expect(page.get_by_text("RECORDED, not live")).to_be_visible()
    expect(page.get_by_text("Live", exact=True)).to_have_count(0)
    pictures(page, that=lambda one: one.ms >= first.ms + 2_000)
    desk.shot("review", whole=False)

    page.get_by_role("button", name="4×").click()
    expect(page.get_by_text("Playing the recording at 4 times the speed")).to_be_visible()
    began = time.monotonic()
    far = pictures(page, that=lambda one: one.ms >= first.ms + 10_000)
    assert time.monotonic() - began < 8
    page.get_by_role("slider", name="Time of the recording").focus()
    page.keyboard.press("Home")
    pictures(page, that=lambda one: one.ms <= far.ms - 5_000)  # played at 4x, it is soon past its beginning again

    page.keyboard.press("Space")
    expect(page.get_by_text("Halted")).to_be_visible()
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_text("You stopped the review.").first).to_be_visible()
    assert shown(page) is None

    home = open_screen("phone")
    steps.sign_in_at(home, "/owner/", city["actors"]["owner"], heading="Your cameras")
    expect(home.page.get_by_text(f"Reviewed for case {CASE}").first).to_be_visible()
    home.shot("review-owner")
