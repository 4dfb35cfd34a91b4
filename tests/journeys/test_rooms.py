"""The rooms beside the console's pages: on a wide window only a person folds them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.screens import SIZES


@pytest.mark.parametrize("narrow", [{"width": 1, "height": 1}, SIZES["phone"]], ids=["nothing", "phone"])
def test_the_rooms_come_back_when_a_window_was_small_for_a_moment(stand, narrow):
    one = stand("desk")
    one.go("#/glass")
    room = one.page.get_by_role("link", name="Inventory")
    expect(room).to_be_visible()

    one.page.set_viewport_size(narrow)
    expect(room).to_be_hidden()
    one.page.set_viewport_size(SIZES["desk"])

    expect(room).to_be_visible()


def test_rooms_that_a_person_folded_stay_folded_until_they_open_them(stand):
    one = stand("desk")
    one.go("#/glass")
    room, page = one.page.get_by_role("link", name="Inventory"), one.page.get_by_role("heading", level=1)
    one.page.get_by_role("button", name="Close the rooms").click()
    expect(room).to_be_hidden()

    one.page.set_viewport_size(SIZES["phone"])
    one.go("#/disposals")
    expect(page).to_have_text("Disposals")
    one.page.set_viewport_size(SIZES["desk"])
    one.go("#/sample")
    expect(page).to_contain_text("Sample")
    expect(room).to_be_hidden()

    one.page.get_by_role("button", name="Open the rooms").press("Enter")
    expect(room).to_be_visible()


def test_on_a_telephone_the_rooms_lie_over_the_page_only_while_they_are_needed(stand):
    one = stand("phone")
    one.go("#/glass")
    room = one.page.get_by_role("link", name="Inventory")
    expect(room).to_be_hidden()

    one.page.get_by_role("button", name="Open the rooms").click()
    room.click()

    expect(one.page.get_by_role("heading", name="Inventory", level=1)).to_be_visible()
    expect(room).to_be_hidden()
