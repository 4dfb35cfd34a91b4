"""An auditor's question in court: from the digest of an exhibit to everybody who ever touched it, in three clicks."""

from __future__ import annotations

import hashlib

import pytest
from playwright.sync_api import expect

from local.play.telling import wait_for
from tests import short_clip
from tests.journeys import steps
from tests.journeys.judge import violations
from tests.running import People

# The pages are held by test_vault_pages.py::test_from_a_digest_to_the_people_with_one_paste_and_two_clicks, the search
# on a running city by step 18 of the story (test_play.py).
pytestmark = pytest.mark.slow
_COUNT = "addEventListener('click', () => { window.clicks = (window.clicks ?? 0) + 1 }, true)"


def test_from_a_digest_to_everybody_who_touched_it_in_three_clicks(city, people: People, open_screen, tmp_path):
    # 1. Somebody sends a clip; an analyst opens its page, and somebody else is refused.
    person = people.resident(address="421 Alder St")
    call = people.incident("419 Alder St")
    phone = open_screen("phone")
    phone.page.goto(f"/r#{people.asked(person, call)}")
    clip = short_clip.make(tmp_path / "clip.avi")
    steps.choose(phone, clip)
    expect(phone.page.get_by_text("Custody number").first).to_be_visible(timeout=60_000)
    analyst = people.staff("analyst")
    (item,) = wait_for("the item", lambda: analyst.ask("GET", f"/incidents/{call['id']}/evidence")["items"])
    analyst.ask("GET", f"/evidence/{item['id']}")

    # 2. The auditor has nothing but the exhibit.
    office = open_screen("desk")
    steps.sign_in(office, city["actors"]["auditor"])
    page = office.page
    page.evaluate(_COUNT)
    page.get_by_role("link", name="Trace an exhibit").click()
    page.get_by_label("SHA-256 of the exhibit").fill(hashlib.sha256(clip.read_bytes()).hexdigest())
    page.get_by_role("button", name="Find").click()
    if page.get_by_text("Choose one to see who touched it.").is_visible():  # another test sent the same clip
        page.get_by_role("table", name="Items").get_by_role("link").last.click()

    # 3. Everybody is there, and the record holds.
    expect(page.get_by_text("The record holds")).to_be_visible()
    me = analyst.ask("GET", "/me")
    expect(page.get_by_role("table", name="People").get_by_text(f"Badge {me['badge']}, analyst").first).to_be_visible()
    others = page.get_by_role("table", name="Senders, boxes and functions")
    expect(others.get_by_text("Sender, by their link").first).to_be_visible()
    assert page.evaluate("window.clicks") <= 3
    assert violations(page) == []
    office.shot("auditor-people")

    # 4. The inventory shows the item's object beside the act that made it.
    page.get_by_role("link", name="Inventory").click()
    objects = page.get_by_role("table", name="Stored objects")
    expect(objects.get_by_text("Taken into the vault").first).to_be_visible()
    office.shot("auditor-inventory")
    assert office.fits()
