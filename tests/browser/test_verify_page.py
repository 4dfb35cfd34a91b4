"""verify.html in Chromium, offline: of each spoiled package it says what verify_release.py says, word for word."""

import json
import urllib.parse

import pytest

from drills.tamper import checkers
from drills.tamper.forging import remade
from drills.tamper.packages import SPOILINGS
from rtcc.custody import checkpoint
from tests.unit.test_verify_release_witnesses import BOARD, CLERK, Outside


@pytest.fixture
def both(page, sample, tmp_path):
    """What page and program say of a package under its own name."""

    def ask(zipped, fingerprint=sample.fingerprint, witness=""):
        place = tmp_path / f"{sample.name}.zip"
        place.write_bytes(zipped)
        page.page.get_by_label("Witnesses (optional)").fill(witness)
        return page.look(place, fingerprint), checkers.court(place, fingerprint, witness=witness)

    return ask


@pytest.fixture
def signed_by(sample):
    """The package under a head that a witness signed as well."""

    def make(witness):
        files = sample.files
        log = json.loads(files["release.json"])["log"]
        old = log["checkpoint"].encode()
        new = old + witness.cosign(checkpoint.read(old)[0].body())
        files |= {path: files[path].replace(old, new) for path in sample.proofs}
        return sample.zip(remade(files, sample.key, log=log | {"checkpoint": new.decode()}))

    return make


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


def test_a_person_who_names_a_witness_reads_when_it_signed(both, signed_by, page):
    clerk = Outside(CLERK)

    assert both(signed_by(clerk), witness=clerk.line) == ([], [])
    sentence = f"The witness {CLERK} signed this head of the log at 2027-01-15 08:00:00Z."
    assert page.page.locator("#said .holds").get_by_text(sentence).is_visible()


@pytest.mark.parametrize("other", [BOARD, CLERK])
def test_abuse_034_of_a_witness_who_did_not_sign_both_say_so(both, signed_by, page, other):
    on_page, by_program = both(signed_by(Outside(CLERK)), witness=Outside(other).line)

    assert on_page == by_program == [f"The witness {other} did not sign the head of the log in this package."]
    assert "A WITNESS THAT YOU NAMED DID NOT SIGN" in page.page.locator("#verdict").text_content()


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
