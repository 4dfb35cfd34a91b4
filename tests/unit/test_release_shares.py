"""What a recipient may do: theirs and nobody else's, for as long as it is theirs, and custody moves with the digest."""

import urllib.parse
from dataclasses import replace

import pytest

from rtcc.custody import service as custody
from rtcc.foundation.errors import Conflict, Gone, NotFound
from rtcc.release import shares, store
from rtcc.release.model import SHARE_DAYS, State
from rtcc.vault import service as vault
from tests.unit.releasing import RECIPIENT, signature

STRANGERS = {
    "another agency": replace(RECIPIENT, ori="LA0"),
    "another person of the same agency": replace(RECIPIENT, badge="4412"),
    "nobody's agency": replace(RECIPIENT, ori=""),
    "no badge": replace(RECIPIENT, badge=""),
}


def receipt(one, actor=RECIPIENT, **more):
    return shares.receipt(actor, one.id, signature(one, **more))


def untouched(center, one, item):
    kept = vault.item(item.id)
    return (kept.released_to, store.find(one.id).state, center.outcomes(item.id)[-1][0]) == (
        "",
        State.PACKED,
        "release.pack",
    )


def test_a_recipient_sees_what_is_packed_for_them_and_nothing_else(center):
    center.asked()
    center.approved()
    center.packed(recipient="4412")
    center.packed(ori="LA0")
    mine = center.packed()

    assert [one.id for one in shares.shares(RECIPIENT)] == [mine.id]
    assert shares.share(RECIPIENT, mine.id) == mine


@pytest.mark.parametrize("who", STRANGERS)
def test_to_everybody_else_the_package_does_not_exist(center, who):
    one, stranger = center.packed(), STRANGERS[who]

    for attempt in (
        lambda: shares.share(stranger, one.id),
        lambda: shares.download(stranger, one.id),
        lambda: receipt(one, stranger),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert shares.shares(stranger) == []
    assert center.outcomes(one.id)[-1] == ("release.pack", "done")


@pytest.mark.parametrize("state", ["asked", "approved"])
def test_what_is_not_packed_does_not_exist_for_its_recipient(center, state):
    one = getattr(center, state)()

    with pytest.raises(NotFound):
        shares.share(RECIPIENT, one.id)


def test_an_agency_that_was_taken_off_the_list_fetches_nothing_more(center, monkeypatch):
    one = center.packed()
    monkeypatch.setenv("AGENCIES", '[{"ori": "LA0", "name": "District Attorney"}]')

    with pytest.raises(NotFound):
        shares.download(RECIPIENT, one.id)
    assert shares.shares(RECIPIENT) == []


def test_a_download_is_written_down_before_the_url_is_given(center, monkeypatch):
    one = center.packed()
    lines = []
    monkeypatch.setattr("rtcc.aws.blobs.download_url", lambda *_, **__: lines.append(custody.last(one.id)) or "u")

    shares.download(RECIPIENT, one.id)

    (line,) = lines
    assert (line.event, line.badge, line.ori, line.facts["version"]) == (
        "share.download",
        "4411",
        "TX1",
        one.package.version_id,
    )


def test_the_url_is_for_the_exact_version_as_an_attachment_for_five_minutes(center):
    one = center.packed()

    url, _, package = shares.download(RECIPIENT, one.id)

    asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query))
    assert asked["versionId"] == package.version_id
    assert asked["response-content-disposition"] == f'attachment; filename="{one.id}.zip"'
    assert int(asked["X-Amz-Expires"]) <= 300


def test_an_expired_share_is_not_fetched(center, later):
    one = center.packed()
    later(days=SHARE_DAYS, minutes=1)

    with pytest.raises(Gone) as refused:
        shares.download(RECIPIENT, one.id)

    assert refused.value.slug == "expired"
    assert center.outcomes(one.id)[-1] == ("release.pack", "done")


def test_the_receipt_moves_custody_of_the_release_and_of_each_item(center):
    items = [center.item(), center.item(b"another")]

    one = center.transferred(*items)

    assert (one.state, store.find(one.id)) == (State.TRANSFERRED, one)
    for item in items:
        kept = vault.item(item.id)
        assert (kept.released_to, kept.released_at) == ("TX1", one.receipted_at)
        line = custody.last(item.id)
        assert (line.event, line.outcome.value, line.reason) == ("share.receipt", "done", "26-000123")
        told = {"release": one.id, "ori": "TX1", "recipient": "4411", "custody": "passes"}
        size = one.package.bytes
        told |= {"sha256": one.package.sha256, "bytes": size, "bytes_out": size, "receipt": one.receipt.digest}
        assert dict(line.facts) == told
    assert center.outcomes(one.id)[-1] == ("share.receipt", "done")


@pytest.mark.parametrize("wrong", [{"sha256": "0" * 64}, {"bytes": 1}])
def test_a_receipt_of_other_bytes_moves_nothing(center, wrong):
    item = center.item()
    one = center.packed(item)
    shares.download(RECIPIENT, one.id)

    with pytest.raises(Conflict) as refused:
        receipt(one, **wrong)

    assert refused.value.slug == "digest-differs"
    assert one.package.sha256 in refused.value.detail
    assert untouched(center, one, item)


def test_what_nobody_downloaded_is_not_receipted(center):
    item = center.item()
    one = center.packed(item)

    with pytest.raises(Conflict) as refused:
        receipt(one)

    assert refused.value.slug == "not-downloaded"
    assert untouched(center, one, item)


def test_the_same_receipt_twice_is_one_receipt(center):
    item = center.item()
    one = center.transferred(item)

    assert receipt(one) == one
    assert center.outcomes(item.id).count(("share.receipt", "done")) == 1


def test_another_receipt_afterward_differs(center):
    one = center.transferred()

    with pytest.raises(Conflict) as refused:
        receipt(one, sha256="0" * 64)

    assert refused.value.slug == "digest-differs"
    assert store.find(one.id) == one


def test_two_receipts_at_the_same_moment_are_one(center, monkeypatch):
    item = center.item()
    one, real = center.packed(item), store.receipting
    shares.download(RECIPIENT, one.id)

    def slow(after):
        monkeypatch.setattr(store, "receipting", real)
        receipt(one)
        return real(after)

    monkeypatch.setattr(store, "receipting", slow)

    assert receipt(one) == store.find(one.id)
    assert center.outcomes(item.id).count(("share.receipt", "done")) == 1


def test_a_receipt_whose_lines_cannot_be_written_moves_nothing(center, monkeypatch):
    item = center.item()
    one = center.packed(item)
    shares.download(RECIPIENT, one.id)
    with monkeypatch.context() as broken:
        broken.setattr("rtcc.custody.store.last", lambda _: (_ for _ in ()).throw(ConnectionError))
        with pytest.raises(ConnectionError):
            receipt(one)

    assert untouched(center, one, item)
