"""Whoever wants to know whether the record was touched finds the newest head, and their browser checks it."""

from __future__ import annotations

import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

from local.play.telling import wait_for
from tests.running import People


def head(city) -> list[str] | None:
    """The lines of the newest head, as the front door shows it to everybody."""
    try:
        with urllib.request.urlopen(f"{city['site']}/log/checkpoint") as answer:
            return answer.read().decode().split("\n")
    except urllib.error.HTTPError:
        return None


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_the_public_sees_the_newest_head_and_that_its_signature_holds(open_screen, people: People, city, size):
    people.incident()  # an act, so that there is something to seal
    known = wait_for("a sealed head", lambda: head(city))
    screen = open_screen(size)
    page = screen.page

    page.goto("/")
    page.get_by_role("link", name="The public log").click()

    expect(page.get_by_role("heading", name="The public log")).to_be_visible()
    expect(page.get_by_text("✓ It holds")).to_be_visible()
    expect(page.get_by_text("No witness is named yet")).to_be_visible()
    assert int(page.locator(".facts dd").first.inner_text().replace(",", "")) >= int(known[1])
    screen.shot("public-log")
    assert screen.fits()


def test_the_log_s_entries_are_not_for_the_public(city):
    for path in ("tile/entries/000", "batch/000000000000", "last/1"):
        with pytest.raises(urllib.error.HTTPError) as no:
            urllib.request.urlopen(f"{city['site']}/log/{path}")
        assert no.value.code == 404
