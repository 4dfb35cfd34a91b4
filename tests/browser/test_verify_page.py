"""verify.html in Chromium, offline: of each spoiled package it says what verify_release.py says, word for word."""

import json
import urllib.parse

import pytest

from drills.tamper import checkers
from drills.tamper.packages import SPOILINGS


@pytest.fixture
def both(page, sample, tmp_path):
    """What page and program say of a package under its own name."""

    def ask(zipped, fingerprint=sample.fingerprint):
        place = tmp_path / f"{sample.name}.zip"
        place.write_bytes(zipped)
        return page.look(place, fingerprint), checkers.court(place, fingerprint)

    return ask


def test_of_a_package_that_nobody_touched_both_say_that_everything_holds(both, sample, page):
    assert both(sample.zipped) == ([], [])
    assert page.page.locator("#verdict").text_content().startswith("EVERYTHING HOLDS.")


def test_there_are_more_than_twenty_ways_to_spoil_one():
    assert len({one.what for one in SPOILINGS}) >= 20


@pytest.mark.parametrize("spoiling", SPOILINGS, ids=lambda one: one.what)
def test_abuse_039_of_a_spoiled_package_both_say_the_same(both, sample, spoiling):
    on_page, by_program = both(spoiling.do(sample))

    assert any(spoiling.says in sentence for sentence in on_page), on_page
    assert alike(on_page) == alike(by_program)


def test_with_another_fingerprint_both_name_the_key(both, sample):
    on_page, by_program = both(sample.zipped, "0" * 64)

    assert alike(on_page) == alike(by_program)
    assert on_page[0].startswith("key.der.b64 is another key")


def test_it_was_opened_from_a_disk_and_asked_nobody(page):
    told = page.page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")

    assert urllib.parse.urlsplit(page.page.url).scheme == "file"
    assert json.dumps(told) == "[]"


def alike(sentences):
    """Without what only one of the two can say: its own name, and what its own reader of ZIPs found."""
    return {
        "cannot be read as a package"
        if "cannot be read as a package" in one
        else one.replace("this page", "this program")
        for one in sentences
    }
