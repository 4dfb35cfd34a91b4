"""Fixity: what is kept is read again, the longest unread first, and what differs is never shown and never deleted."""

import json
from datetime import timedelta

import pytest
from botocore.exceptions import ClientError

from functions.check_fixity import handler as check_fixity
from rtcc.access.model import system
from rtcc.aws import blobs
from rtcc.aws.table import transact
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict
from rtcc.vault import ending, fixity, fixity_report
from rtcc.vault import service as vault
from rtcc.vault.model import Found, State
from tests.unit.test_vault import ANALYST, BODY, SHA, admitted, received

SELF = system("check_fixity")
HOUR = timedelta(hours=1)


@pytest.fixture
def item(city, later):
    """Evidence that was sealed three weeks ago."""
    one = admitted(city, received(city))
    later(days=21)
    return one


def run():
    return fixity.check_all(SELF, by=clock.now() + HOUR)


def spoil(city, item, body=b"what the camera SAW"):
    city.store.versions[item.bucket, item.key] = [(item.version_id, body)]


def checked(item):
    return [
        (line.facts["result"], line.outcome.value) for line in custody.lines(item.id) if line.event == "fixity.check"
    ]


def test_what_holds_is_written_down_with_its_digest_and_size(item):
    told = run()

    assert (told.held, told.bytes, told.differs) == (1, len(BODY), [])
    kept = vault.item(item.id)
    assert (kept.fixity.result, kept.fixity.sha256, kept.fixity.bytes) == (Found.HOLDS, SHA, len(BODY))
    assert kept.state is State.SEALED
    line = custody.last(item.id)
    assert (line.event, line.facts["sha256"], line.facts["bytes"], line.facts["version"]) == (
        "fixity.check",
        SHA,
        len(BODY),
        item.version_id,
    )


def test_what_was_read_lately_waits_for_its_turn(city, item, later):
    run()
    fresh = admitted(city, received(city, 2))
    later(days=13)
    assert run().held == 0

    later(days=2)
    assert run().held == 2
    assert checked(fresh) == [("holds", "done")]


def test_the_longest_unread_is_read_first_within_a_budget_of_bytes(city, later, monkeypatch):
    monkeypatch.setenv("FIXITY_BYTES", str(len(BODY)))
    items = []
    for n in (1, 2, 3):
        items.append(admitted(city, received(city, n)))
        later(hours=1)
    later(days=21)

    order = []
    for _ in items:
        run()
        order += [one.id for one in items if vault.item(one.id).fixity and one.id not in order]

    assert order == [one.id for one in items]


def test_no_item_is_begun_when_the_time_is_over(item):
    assert fixity.check_all(SELF, by=clock.now()).held == 0


@pytest.mark.parametrize("body", [b"what the camera SAW", BODY + b"!", BODY[:-1], b""])
def test_other_bytes_put_an_item_in_quarantine_and_nobody_is_shown_it(city, item, body, capsys):
    spoil(city, item, body)

    check_fixity.handle({}, None)

    kept = vault.item(item.id)
    assert (kept.state, kept.sha256, kept.fixity.result) == (State.QUARANTINED, SHA, Found.DIFFERS)
    assert "does not have the digest" in kept.flaw
    assert checked(item) == [("differs", "failed")]
    with pytest.raises(Conflict):
        vault.download(ANALYST, item.id, reason="26-1")
    assert city.store.versions[item.bucket, item.key] == [(item.version_id, body)]
    emitted = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line]
    assert [one["FixityDiffers"] for one in emitted] == [[1.0]]


def test_a_version_that_is_gone_is_told_of_and_stays_what_the_record_says(item, monkeypatch):
    def gone(*_, **__):
        raise ClientError({"Error": {"Code": "NoSuchVersion"}}, "HeadObject")

    monkeypatch.setattr(blobs, "stored", gone)

    assert run().differs == [item.id]
    assert vault.item(item.id).state is State.SEALED
    assert checked(item) == [("unreadable", "failed")]


def test_a_store_that_does_not_answer_is_no_finding_and_keeps_nothing_else_unread(city, item, later, monkeypatch):
    other = admitted(city, received(city, 2))
    later(days=21)
    real = blobs.stored

    def silent(bucket, key, **how):
        if key == item.key:
            raise ClientError({"Error": {"Code": "SlowDown"}}, "HeadObject")
        return real(bucket, key, **how)

    monkeypatch.setattr(blobs, "stored", silent)
    with pytest.raises(RuntimeError, match="SlowDown"):
        check_fixity.handle({}, None)

    assert (checked(item), checked(other)) == ([], [("holds", "done")])


def test_what_is_in_quarantine_is_read_too_and_keeps_its_first_flaw(city, later):
    item = admitted(city, received(city), verdict="THREATS_FOUND", threats=("EICAR",))
    later(days=21)
    spoil(city, item)

    run()

    flaw = vault.item(item.id).flaw
    assert flaw.startswith("the malware scan found EICAR; ")
    later(days=21)
    run()
    assert vault.item(item.id).flaw == flaw


def test_what_ended_is_not_read(item):
    transact(ending.expunging(item, disposal_id="dsp_1", at=clock.now()))

    assert (run().held, checked(item)) == (0, [])


def test_what_is_released_while_it_is_read_is_written_down_all_the_same(item, monkeypatch):
    real = fixity._look

    def meanwhile(one):
        transact(ending.expunging(one, disposal_id="dsp_1", at=clock.now()))
        return real(one)

    monkeypatch.setattr(fixity, "_look", meanwhile)

    assert run().failed == []
    assert (vault.known(item.id).state, checked(item)) == (State.EXPUNGED, [])


def test_the_report_says_what_was_read_and_what_differs(city, item, later):
    second = admitted(city, received(city, 2))
    spoil(city, second)
    told = fixity_report.report()
    assert (told.items, told.checked_30_days, told.never_checked, told.differs) == (2, 0, 2, ())
    assert told.oldest_checked_at == item.received_at

    later(days=21)
    run()
    told = fixity_report.report()

    assert (told.items, told.checked_30_days, told.never_checked, told.bytes_checked) == (2, 2, 0, 2 * len(BODY))
    assert [one.id for one in told.differs] == [second.id]
    later(days=31)
    assert fixity_report.report().checked_30_days == 0


def test_the_counts_are_published_in_the_record_when_they_change(city, item, later):
    assert fixity_report.published() == fixity_report.Published()
    check_fixity.handle({}, None)
    published = fixity_report.published()
    assert (published.items, published.checked_30_days, published.differs) == (1, 1, 0)

    later(hours=1)
    check_fixity.handle({}, None)
    assert len(custody.lines(fixity_report.SUBJECT)) == 1

    later(days=21)
    spoil(city, item)
    check_fixity.handle({}, None)
    assert fixity_report.published().differs == 1


def test_an_empty_vault_has_a_report(city):
    told = fixity_report.report()

    assert (told.items, told.oldest_checked_at, told.differs) == (0, None, ())
