"""How a release ends: a signed receipt, custody that passes once and to an agency alone, a look that leaves no file."""

import json
from dataclasses import replace

import pytest

from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.foundation.errors import Refused
from rtcc.release import shares, store
from rtcc.release.model import Method, State
from rtcc.release.parties import Audience
from rtcc.release.readme import LIMITS
from rtcc.release.store import ReleaseRow
from rtcc.vault import service as vault
from tests.unit.releasing import RECIPIENT, opened, signature

AGENCIES = """[
    {"ori": "TX1", "name": "Bexley County Sheriff"}, {"ori": "LA0", "name": "District Attorney"},
    {"ori": "DEF-1", "name": "Public Defender", "kind": "defense"}
]"""


@pytest.fixture(autouse=True)
def listed(environment, monkeypatch):
    monkeypatch.setenv("AGENCIES", AGENCIES)


def received(center, *items, ori):
    """A release that went to its recipient's end at that agency."""
    actor = type(RECIPIENT)("usr_other", RECIPIENT.role, badge="4411", ori=ori, how="cognito+totp")
    one = center.packed(*items, ori=ori)
    shares.download(actor, one.id)
    return shares.receipt(actor, one.id, signature(one))


def test_the_receipt_bears_what_was_signed_and_the_line_only_its_digest(center):
    one = center.transferred()

    kept, line = store.find(one.id).receipt, custody.last(one.id)
    assert (kept.name, kept.badge, kept.sha256, kept.agent) == ("Recipient 1", "4411", one.package.sha256, "a browser")
    assert LIMITS in kept.words
    assert line.facts["receipt"] == kept.digest
    assert "Recipient 1" not in str(line)


def test_the_limits_that_were_agreed_are_signed_too(center):
    one = center.packed(limits="Not for the press.")
    shares.download(RECIPIENT, one.id)

    after = shares.receipt(RECIPIENT, one.id, signature(one))

    assert after.receipt.words.endswith("Not for the press.")


def test_the_limits_that_were_agreed_travel_in_the_signed_manifest(center):
    one = center.packed(limits="Not for the press.", ori="DEF-1")

    files = opened(center.fetch(one.package))

    told = json.loads(files["release.json"])
    assert [told[name] for name in ("limits", "agreed_limits", "method", "audience")] == [
        LIMITS,
        "Not for the press.",
        "download",
        "defense",
    ]
    assert b"Not for the press." in files["README.txt"]


def test_the_digest_of_a_receipt_does_not_give_a_name_away(center):
    one, at = center.packed(), clock.now()

    same = [signature(one).receipt(one, at=at) for _ in range(2)]

    assert same[0].digest != same[1].digest
    assert replace(same[0], salt="") == replace(same[1], salt="")


def test_the_defense_gets_the_same_evidence_and_custody_stays(center):
    item = center.item()
    one = received(center, item, ori="DEF-1")

    assert (one.audience, one.state, store.find(one.id)) == (Audience.DEFENSE, State.RECEIVED, one)
    assert vault.item(item.id).released_to == ""
    assert (custody.last(item.id).event, custody.last(item.id).facts["custody"]) == ("share.receipt", "stays")


def test_after_custody_passed_the_same_items_go_to_the_defense_as_copies(center):
    item = center.item()
    center.transferred(item)

    received(center, item, ori="DEF-1")

    assert vault.item(item.id).released_to == "TX1"


def test_what_one_agency_has_custody_of_another_gets_as_copies(center):
    item, fresh = center.item(), center.item(b"another")
    center.transferred(item)

    copies, both = received(center, item, ori="LA0"), received(center, item, fresh, ori="LA0")

    assert (copies.state, both.state) == (State.RECEIVED, State.TRANSFERRED)
    assert (vault.item(item.id).released_to, vault.item(fresh.id).released_to) == ("TX1", "LA0")
    assert custody.last(fresh.id).facts["custody"] == "passes"


def test_custody_that_another_receipt_took_a_moment_ago_is_not_given_twice(center, monkeypatch):
    item = center.item()
    one = center.packed(item)
    shares.download(RECIPIENT, one.id)
    before = vault.item(item.id)
    received(center, item, ori="LA0")
    with monkeypatch.context() as fooled:
        fooled.setattr(vault, "item", lambda _: before)
        with pytest.raises(Exception, match="changed"):
            shares.receipt(RECIPIENT, one.id, signature(one))

    assert vault.item(item.id).released_to == "LA0"
    assert store.find(one.id).state is State.PACKED
    assert shares.receipt(RECIPIENT, one.id, signature(one)).state is State.RECEIVED


def test_what_is_for_viewing_only_makes_no_package_and_gives_no_file(center):
    one = center.packed(method=Method.VIEW)

    assert (one.state, one.package, one.expires_at > one.packed_at) == (State.PACKED, None, True)
    for attempt in (
        lambda: shares.download(RECIPIENT, one.id),
        lambda: shares.receipt(RECIPIENT, one.id, signature(center.packed())),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.slug == "view-only"


def test_a_row_from_before_there_were_methods_and_receipts_reads_as_it_was_meant(center):
    one = center.transferred()
    row = ReleaseRow.get(one.id)
    new = ("method", "audience", "inquiry_id", "limits", "receipt", "is_copy", "renewed_by", "renewal_why")
    row.update(actions=[getattr(ReleaseRow, name).remove() for name in new])

    old = store.find(one.id)

    assert (old.method, old.audience, old.settled, old.limits) == (
        Method.DOWNLOAD,
        Audience.AGENCY,
        State.TRANSFERRED,
        "",
    )
