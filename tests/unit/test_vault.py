"""The vault: what is called sealed is scanned, equal, locked and proven; everything else is kept and not shown."""

import hashlib
from dataclasses import replace

import pytest

from rtcc.access.model import system
from rtcc.aws.table import transact
from rtcc.canvass import admission, submissions
from rtcc.canvass.admission import Scanned
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, NotFound, Unavailable
from rtcc.vault import service as vault
from rtcc.vault.model import Origin, State
from tests.unit.city import ANALYST
from tests.unit.fakes import Died

BODY = b"what the camera saw"
SHA = hashlib.sha256(BODY).hexdigest()
SELF = system("admit_upload")
CLEAN = "NO_THREATS_FOUND"


@pytest.fixture
def submission(city):
    return received(city)


def received(city, n=1, declared=SHA):
    """A file that its sender finished."""
    holder, _ = city.asked(n)
    one, _ = submissions.begin(holder, key="key-00001", name="street.mp4", size=len(BODY))
    city.store.put_part(one.upload_id, 1, BODY)
    return submissions.finish(holder, one.id, sha256=declared)


def scanned(city, one, verdict=CLEAN, threats=()):
    version, _ = city.store.newest("inbox", one.object_key)
    city.store.verdicts["inbox", one.object_key, version] = verdict
    return Scanned("inbox", one.object_key, version, verdict, threats)


def admitted(city, one, **scan):
    return admission.admit(SELF, scanned(city, one, **scan))


def test_a_clean_file_with_the_right_digest_is_sealed_and_written_down(city, submission):
    item = admitted(city, submission)

    assert (item.state, item.sha256, item.declared, item.flaw) == (State.SEALED, SHA, SHA, "")
    assert vault.item(item.id) == item
    assert item.id == submissions.number(submission)
    line = custody.last(item.id)
    assert (line.event, line.facts["sha256"], line.facts["version"]) == ("evidence.admit", SHA, item.version_id)
    assert vault.lock_of(item).mode == "COMPLIANCE"


@pytest.mark.parametrize(
    ("scan", "flaw"),
    [
        ({"verdict": "THREATS_FOUND", "threats": ("EICAR",)}, "the malware scan found EICAR"),
        ({"verdict": "UNSUPPORTED"}, "the malware scan ended as UNSUPPORTED"),
        ({"verdict": "FAILED"}, "the malware scan ended as FAILED"),
        ({"verdict": ""}, "the malware scan ended as "),
    ],
)
def test_what_is_not_clean_is_kept_and_never_shown(city, submission, scan, flaw):
    item = admitted(city, submission, **scan)

    assert (item.state, item.flaw) == (State.QUARANTINED, flaw)
    with pytest.raises(Conflict) as refused:
        vault.download(ANALYST, item.id, reason="26-1")
    assert refused.value.slug == "quarantined"
    assert ("evidence.download", "done") not in city.outcomes(item.id)


def test_another_digest_than_the_sender_s_is_a_flaw(city):
    item = admitted(city, received(city, declared="0" * 64))

    assert item.state is State.QUARANTINED
    assert "digest differs" in item.flaw
    assert item.sha256 == SHA


def test_the_same_scan_twice_admits_once(city, submission):
    admitted(city, submission)
    before, kept = city.contents(), dict(city.store.versions)

    assert admitted(city, submission) is None
    assert city.contents() == before
    assert city.store.versions == kept


def test_a_store_that_does_not_confirm_the_lock_has_sealed_nothing(city, submission):
    city.store.confirms = False
    before = city.contents()

    with pytest.raises(Unavailable) as refused:
        admitted(city, submission)

    assert refused.value.slug == "not-sealed"
    assert city.contents() == before


def test_who_dies_after_the_copy_takes_it_up_and_makes_no_second_one(city, submission, monkeypatch):
    with monkeypatch.context() as killed:
        killed.setattr(admission, "transact", lambda *_: (_ for _ in ()).throw(Died))
        with pytest.raises(Died):
            admitted(city, submission)

    item = admitted(city, submission)

    assert len(city.store.versions["vault", item.key]) == 1
    assert item.state is State.SEALED


def test_a_scan_before_the_sender_said_that_is_all_comes_again(city):
    holder, _ = city.asked()
    one, _ = submissions.begin(holder, key="key-00001", name="street.mp4", size=len(BODY))
    city.store.keep("inbox", one.object_key, BODY)

    with pytest.raises(Conflict, match="complete"):
        admitted(city, one)


@pytest.mark.parametrize("key", ["", "inbox", "inbox/a/b", "elsewhere/{request_id}/{id}", "inbox/{request_id}/{id}/x"])
def test_an_object_that_no_submission_speaks_of_is_not_admitted(city, submission, key):
    named = key.format(request_id=submission.request_id, id=submission.id)

    with pytest.raises(NotFound):
        admission.admit(SELF, replace(scanned(city, submission), key=named))


def test_a_later_version_under_the_same_key_is_not_what_was_scanned(city, submission):
    scan = scanned(city, submission)
    city.store.keep("inbox", submission.object_key, b"something else")

    assert admission.admit(SELF, scan).sha256 == SHA


def test_a_download_is_written_down_before_it_is_given(city, submission, monkeypatch):
    item = admitted(city, submission)
    seen = []
    monkeypatch.setattr(
        "rtcc.aws.blobs.download_url", lambda what, **_: seen.append((what, city.outcomes(item.id)[-1])) or "https://x"
    )

    url, _ = vault.download(ANALYST, item.id, reason="case 7")

    assert url == "https://x"
    assert [(what.version_id, line) for what, line in seen] == [(item.version_id, ("evidence.download", "done"))]
    assert custody.last(item.id).reason == "case 7"


def test_nothing_is_downloaded_that_cannot_be_written_down(city, submission, monkeypatch):
    item = admitted(city, submission)
    monkeypatch.setattr(custody, "transact", lambda *_: (_ for _ in ()).throw(Unavailable("busy")))
    monkeypatch.setattr("rtcc.aws.blobs.download_url", lambda *_, **__: pytest.fail("a way to the bytes was made"))

    with pytest.raises(Unavailable):
        vault.download(ANALYST, item.id, reason="case 7")


def test_the_items_of_a_call_are_listed_oldest_first(city, later):
    first = admitted(city, received(city, 1))
    later(seconds=1)
    second = admitted(city, received(city, 2))

    assert [item.id for item in vault.of_incident(first.incident_id)] == [first.id, second.id]


def test_pages_show_every_item_once(city, monkeypatch):
    made = {admitted(city, received(city, n)).id for n in (1, 2, 3)}
    monkeypatch.setattr(vault, "PAGE", 2)
    shown, cursor = [], ""
    for _ in range(3):
        items, cursor = vault.page(cursor)
        shown += [item.id for item in items]
        if not cursor:
            break

    assert sorted(shown) == sorted(made)


def test_an_item_that_does_not_exist_is_not_found(city):
    with pytest.raises(NotFound):
        vault.item("evi_" + "0" * 26)


def test_a_verdict_that_does_not_stand_on_the_version_is_not_believed(city, submission):
    told = scanned(city, submission)
    city.store.verdicts["inbox", submission.object_key, told.version_id] = "THREATS_FOUND"

    with pytest.raises(Conflict, match="verdict"):
        admission.admit(SELF, told)


def test_a_scan_of_another_bucket_is_not_admitted(city, submission):
    with pytest.raises(NotFound):
        admission.admit(SELF, replace(scanned(city, submission), bucket="elsewhere"))


def test_a_clip_s_item_says_which_camera_it_is_of(city):
    source = city.store.keep("inbox", "clips/rtcc-box-1/ord_1.mp4", BODY)
    origin = Origin("inc_1", "26-1", clip_id="ord_1", camera_id="cam_1")
    item = vault.seal(source, origin, name="a.mp4", declared=SHA, flaw="", received_at=clock.now())

    transact(vault.adding(item))

    kept = vault.item(vault.id_for("ord_1"))
    assert (kept.clip_id, kept.camera_id, kept.submission_id) == ("ord_1", "cam_1", "")
    assert (kept.released_to, kept.released_at) == ("", None)


def test_an_item_that_was_written_before_there_were_clips_is_still_read(city, submission):
    item = admitted(city, submission)
    (row,) = city.backend.tables["vault"].all_items()
    for name in ("clip_id", "camera_id", "released_to", "released_at"):
        row.attrs.pop(name, None)

    assert vault.item(item.id) == item
