"""From a sealed item to what people look at: made apart, believed only when it is so, written down once."""

import json

import pytest

from functions.admit_preview import handler as admit_preview
from functions.probe_media import handler as probe_media
from rtcc.access.model import system
from rtcc.aws import derivatives
from rtcc.aws.blobs import Stored, digest, stored
from rtcc.aws.clients import client
from rtcc.custody import service as custody
from rtcc.foundation.errors import Conflict, Invalid, NotFound
from rtcc.preview import admission, confinement, making, service
from rtcc.preview.making import key_of, place_of
from rtcc.preview.model import MOVIE, SHEET, TOLD, State, Unreadable
from rtcc.vault import service as vault
from rtcc.vault.store import ItemRow
from tests.unit.hostile import HOSTILE, MP4, PAGE, archive, video
from tests.unit.test_functions import stream

SELF = system("admit_preview")


def left(item):
    """What the probe left for an item: where, and which version."""
    what = stored("preview", key_of(item.id, TOLD))
    return {"bucket": what.bucket, "key": what.key, "version_id": what.version_id}


def probed(center, body, **more):
    """An item that was probed and whose findings were admitted."""
    item = center.item(body, **more)
    making.make(item)
    admission.admit(SELF, **left(item))
    return item


def told_otherwise(one, /, **changes):
    """Findings that somebody else wrote."""
    where = left(one)
    told = json.loads(derivatives.start_of(Stored("preview", where["key"], where["version_id"], 0), 9999))
    body = json.dumps(told | {"preview": told["preview"] | changes.pop("preview", {})} | changes).encode()
    client("s3").put_object(Bucket="preview", Key=where["key"], Body=body)
    return left(one)


def test_a_sealed_video_gets_a_sheet_and_a_movie_and_a_line_of_custody(center):
    item = probed(center, MP4)
    one = service.of(item)

    assert (one.state, one.kind, one.codec, one.width, one.height, one.frames) == (
        *(State.READY, "mp4", "h264", 64, 48),
        12,
    )
    assert {made.name for made in one.derivatives} == {SHEET, MOVIE}
    line = custody.last(item.id)
    assert (line.event, line.reason, line.facts["parent"]) == ("preview.admit", "26-1", item.sha256)
    assert line.facts[SHEET] == one.of(SHEET).sha256
    assert (line.facts[f"{SHEET}.how"], line.facts[f"{MOVIE}.how"]) == ("drawn", "copied")
    movie = {"Bucket": "preview", "Key": place_of(item.id, one.of(MOVIE))}
    kept = client("s3").head_object(**movie)
    assert kept["Metadata"] == {"derivative-of-sha256": item.sha256}
    assert item.sha256.encode() in client("s3").get_object(**movie)["Body"].read()
    assert "PyAV" in line.facts["tool"]
    assert line.facts["confined"] is True


def test_abuse_085_a_probe_that_runs_again_overwrites_nothing_that_the_record_names(center):
    item = probed(center, MP4)
    one = service.of(vault.item(item.id))

    making.make(item)

    for made in one.derivatives:
        head = client("s3").head_object(Bucket="preview", Key=place_of(item.id, made))
        assert head["VersionId"] == made.version_id


@pytest.mark.parametrize("name", [name for name in HOSTILE if name != "empty"])
def test_a_hostile_file_stays_sealed_is_flagged_and_has_nothing_to_show(center, name):
    body, word = HOSTILE[name]
    item = probed(center, body)
    one = service.of(vault.item(item.id))

    assert (one.state, one.derivatives) == (State.NONE, ())
    assert word in one.why
    assert one.flags
    assert digest(vault.stored(item)) == item.sha256
    left = client("s3").list_objects_v2(Bucket="preview", Prefix=key_of(item.id, ""))["Contents"]
    assert [kept["Key"] for kept in left] == [key_of(item.id, TOLD)]
    with pytest.raises(Conflict, match="There is no preview") as refused:
        service.show(item)
    assert refused.value.slug == "no-preview"


def test_abuse_013_a_child_that_dies_leaves_no_preview_and_the_original_as_it_was(center, monkeypatch):
    monkeypatch.setattr(making, "decode", lambda *_, **__: (_ for _ in ()).throw(Unreadable("its video is damaged")))
    item = probed(center, MP4)

    assert service.of(item).why == "its video is damaged"
    assert digest(vault.stored(item)) == item.sha256


def test_abuse_018_an_empty_file_is_kept_and_has_no_preview(center, monkeypatch):
    monkeypatch.setattr(confinement.subprocess, "run", lambda *_, **__: pytest.fail("it was decoded"))

    assert service.of(probed(center, b"")).why == "it is empty"


def test_abuse_019_a_program_is_kept_and_never_opened(center, monkeypatch):
    monkeypatch.setattr(making, "decode", lambda *_, **__: pytest.fail("it was decoded"))

    assert "must not be started" in service.of(probed(center, b"MZ" + b"\0" * 90, name="player.exe")).why


def test_abuse_020_the_same_bytes_twice_are_two_items_with_a_preview_each(center):
    first, second = probed(center, MP4), probed(center, MP4)

    assert first.id != second.id
    assert first.sha256 == second.sha256
    assert service.of(first).state is service.of(second).state is State.READY


@pytest.mark.parametrize(
    ("minutes", "more", "how", "why"),
    [
        (5, {}, "encoded", ""),
        (0, {}, None, "there is no movie: browsers do not play its codec, and it was not encoded again"),
        (5, {"sound": "pcm_s16le"}, "encoded", "it is without the sound, which browsers do not play"),
        (1, {"frames": 15 * 70}, "encoded", "it shows the first 60 seconds only"),
    ],
)
def test_what_browsers_do_not_play_is_encoded_and_what_is_missing_then_is_said(
    center, monkeypatch, minutes, more, how, why
):
    monkeypatch.setenv("PREVIEW_MINUTES", str(minutes))

    one = service.of(probed(center, video("matroska", "mpeg4", **more), name="a.mkv"))

    assert (one.state, one.why) == (State.READY, why)
    assert (one.of(MOVIE).how if how else one.of(MOVIE)) == how


def test_abuse_010_what_is_shown_is_ours_for_five_minutes_as_the_kind_that_we_made(center):
    item = probed(center, video("matroska"), name="a.mkv")

    _, shown, _ = service.show(item)

    for one in shown:
        assert "response-content-disposition=attachment" in one.url
        assert "X-Amz-Expires=300" in one.url
        assert f"/previews/{item.id}/" in one.url
        assert "evidence/" not in one.url
    assert {("image%2Fjpeg" in one.url, "video%2Fmp4" in one.url) for one in shown} == {(True, False), (False, True)}


def test_what_is_in_quarantine_is_not_probed_and_says_why(center, monkeypatch):
    item = center.item(MP4, flaw="the malware scan found EICAR")
    monkeypatch.setattr(making, "make", lambda *_: pytest.fail("it was probed"))

    probe_media.handle(stream([ItemRow.get(item.id)]), None)

    assert "quarantine" in service.of(item).why


def test_what_was_sealed_just_now_is_pending(center):
    assert service.of(center.item(MP4)).state is State.PENDING


def test_an_event_that_names_no_version_means_the_one_there_is(center):
    item = center.item(MP4)
    making.make(item)
    where = left(item)
    what = {"bucket": {"name": where["bucket"]}, "object": {"key": where["key"]}}
    record = {"messageId": "m", "body": json.dumps({"detail": what}), "eventSource": "aws:sqs"}

    assert admit_preview.handle({"Records": [record]}, None) == {"batchItemFailures": []}
    assert service.of(item).state is State.READY


def test_a_new_row_is_probed_and_what_is_left_is_written_down_once(center):
    item = center.item(MP4)
    event = stream([ItemRow.get(item.id)])

    for _ in range(2):
        assert probe_media.handle(event, None) == {"batchItemFailures": []}
    where = left(item)
    what = {"bucket": {"name": where["bucket"]}, "object": {"key": where["key"], "version-id": where["version_id"]}}
    record = {"messageId": "m", "body": json.dumps({"detail": what}), "eventSource": "aws:sqs"}
    for _ in range(2):
        assert admit_preview.handle({"Records": [record]}, None) == {"batchItemFailures": []}

    assert [line.event for line in custody.lines(item.id)].count("preview.admit") == 1
    assert len(client("s3").list_object_versions(Bucket="preview", Prefix=where["key"])["Versions"]) == 1


@pytest.mark.parametrize("body", [PAGE, archive(), b"\xff\xd8\xff other bytes"])
def test_a_derivative_that_is_not_what_was_told_is_not_shown(center, body):
    item = center.item(MP4)
    making.make(item)
    made = json.loads(client("s3").get_object(Bucket="preview", Key=key_of(item.id, TOLD))["Body"].read())
    sheet = next(one for one in made["preview"]["derivatives"] if one["name"] == SHEET)
    key = key_of(item.id, f"{sheet['sha256']}-{SHEET}")
    sheet["version_id"] = client("s3").put_object(Bucket="preview", Key=key, Body=body)["VersionId"]

    with pytest.raises(Invalid):
        admission.admit(SELF, **told_otherwise(item, preview={"derivatives": [sheet]}))


@pytest.mark.parametrize("key", ["", "probe.json", "previews/evi_0/sheet.jpg", "elsewhere/evi_0/probe.json"])
def test_what_belongs_to_no_item_is_not_taken_up(center, key):
    with pytest.raises(NotFound):
        admission.admit(SELF, bucket="preview", key=key, version_id="v")
