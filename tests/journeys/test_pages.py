"""The pages where things go wrong, and on small screens and keyboards: said kindly, nothing lost, nothing cut off."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.screens import Screen, Screens
from tests.running import People


@pytest.fixture
def open_screen(screens: Screens, city) -> Iterator:
    """Open a page of the city, each test on the screen of the one before: these keep nothing but a session."""
    opened: list[Screen] = []

    def open_at(size: str) -> Screen:
        opened.append(screens.take(size, city["site"]))
        return opened[-1]

    yield open_at
    assert [said for screen in opened for said in screens.give_back(screen)] == []


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_an_empty_form_names_every_field_and_takes_the_reader_there(open_screen, size):
    screen = open_screen(size)
    screen.page.goto("/")

    screen.page.get_by_role("button", name="Register").click()

    faults = screen.page.locator("#faults")
    expect(faults).to_be_visible()
    expect(faults).to_be_focused()
    screen.shot("sign-up-faults")
    assert screen.fits()


def test_what_the_door_refuses_stands_at_its_field(open_screen, people: People):
    screen = open_screen("phone")
    steps.fill_in(screen, people.form(phone="12345"))
    screen.page.get_by_label("I agree to be asked for footage").check()

    screen.page.get_by_role("button", name="Register").click()

    expect(screen.page.locator("#faults")).to_be_visible()
    expect(screen.page.get_by_label("Mobile phone")).to_have_value("12345")
    expect(screen.page.get_by_label("Name", exact=True)).not_to_have_value("")


def test_an_address_outside_the_city_gets_a_kind_page(open_screen, people: People):
    screen = open_screen("phone")
    steps.fill_in(screen, people.form(address="12 Main St, Eastport"))
    screen.page.get_by_label("I agree to be asked for footage").check()

    screen.page.get_by_role("button", name="Register").click()

    expect(screen.page.get_by_role("heading", name="Your address is outside")).to_be_visible()
    screen.shot("outside-city")


def test_the_sign_up_page_speaks_spanish(open_screen):
    screen = open_screen("phone")
    screen.page.goto("/")

    screen.page.get_by_role("button", name="Español").click()

    expect(screen.page.locator("html")).to_have_attribute("lang", "es")
    expect(screen.page.get_by_label("Palabra", exact=False).first).to_be_visible()
    screen.shot("sign-up-spanish")
    assert screen.fits()


def test_one_can_sign_up_with_the_keyboard_alone(open_screen, people: People):
    screen, person = open_screen("desk"), people.form()
    keys = screen.page.keyboard
    screen.page.goto("/")
    screen.page.get_by_label("A resident").focus()

    keys.press("Space")
    for label, text in (
        ("Name", person["name"]),
        ("Email address", person["email"]),
        ("Mobile phone", person["phone"]),
        ("Street address of the camera", person["address"]),
        ("The street", " "),
        ("Safe word", person["safe_word"]),
        ("I agree to be asked for footage as written above.", " "),
    ):
        steps.tab_to(screen, label)
        keys.type(text)
    keys.press("Enter")

    expect(screen.page.get_by_label("Code from the email")).to_be_visible()


def test_a_link_that_opens_nothing_says_so(open_screen):
    screen = open_screen("phone")
    screen.page.goto("/r#" + "0" * 26)

    expect(screen.page.get_by_role("heading", name="We do not know this link")).to_be_visible()
    screen.shot("unknown-link")


def test_saying_no_takes_two_taps_and_gets_thanks(open_screen, people: People):
    person = people.resident(address="823 Hickory St")
    token = people.asked(person, people.incident("827 Hickory St"))
    screen = open_screen("phone")
    screen.page.goto(f"/r#{token}")

    screen.page.get_by_role("button", name="No thanks").click()
    screen.page.get_by_role("button", name="Yes, no thanks").click()

    expect(screen.page.get_by_role("heading", name=re.compile("Thank you for answering"))).to_be_visible()
    screen.shot("declined")


def test_the_link_never_leaves_in_an_address(open_screen, people: People):
    person = people.resident(address="825 Hickory St")
    token = people.asked(person, people.incident("827 Hickory St"))
    screen = open_screen("phone")
    asked: list[str] = []
    screen.page.on("request", lambda request: asked.append(request.url.split("#")[0]))

    screen.page.goto(f"/r#{token}")
    expect(screen.page.get_by_text("800 block of Hickory St").first).to_be_visible()

    assert not [url for url in asked if token in url]


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_every_page_of_the_console_fits_its_screen(city, people: People, open_screen, size):
    people.incident("412 Alder St")
    screen = open_screen(size)
    steps.sign_in(screen, city["actors"]["supervisor"])

    for place, heading in (("", "Open calls"), ("#/evidence", "Evidence"), ("#/custody", "Custody")):
        screen.page.goto(f"/console/{place}")
        expect(screen.page.get_by_role("heading", name=re.compile(heading)).first).to_be_visible()
        screen.shot(f"console-{heading.split()[-1].lower()}")
        assert screen.fits(), heading


def test_no_page_asks_anything_of_a_stranger(city, open_screen):
    screen = open_screen("desk")
    hosts: set[str] = set()
    screen.page.on("request", lambda request: hosts.add(request.url.split("/")[2]))

    for place in ("/", "/r#" + "0" * 26, "/console/", "/outbox"):
        screen.page.goto(place)
        screen.page.wait_for_load_state("networkidle")

    assert {host.split(":")[0] for host in hosts} == {"127.0.0.1"}
