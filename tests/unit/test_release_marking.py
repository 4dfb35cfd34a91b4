"""A copy for one share: ordered when it begins, made apart, believed only when it is so, written down once."""

import json

import pytest
from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError
from botocore.exceptions import ClientError

from rtcc.access.model import system
from rtcc.aws.blobs import stored
from rtcc.aws.clients import client
from rtcc.aws.table import transact
from rtcc.custody import service as custody
from rtcc.foundation.errors import Conflict, Invalid, NotFound
from rtcc.preview import marking as marker
from rtcc.preview.model import MARKED, MOVIE, State
from rtcc.release import delivery, digests, marking, marks, renewal, service
from rtcc.release import marked as marked_copy
from rtcc.release.model import Method
from rtcc.vault.store import ItemRow
from tests.unit.hostile import PAGE, video
from tests.unit.marked import place, points, seen, some
from tests.unit.releasing import PACKER, SUPERVISOR
from tests.unit.showing import MOVED, admitted, burned, made, marked

SELF = system("admit_preview")


@pytest.fixture
def share(center):
    """An item that was just shared to be looked at."""
    item = center.item()
    return center.packed(item, method=Method.VIEW), item


def versions(item):
    """Every version that lies where the item's marked copies do."""
    found = client("s3").list_object_versions(Bucket="preview", Prefix=marker.places(item.id))
    return sorted(one["Key"].rpartition("/")[2] for one in found.get("Versions", []))


def refused(key):
    """What is said of what lies there."""
    version_id = stored("preview", key).version_id
    with pytest.raises((Conflict, Invalid, NotFound)) as why:
        marked_copy.admit(SELF, bucket="preview", key=key, version_id=version_id)
    return str(why.value)


def test_one_real_copy_goes_the_whole_way_and_bears_badge_agency_share_and_day(center, tmp_path):
    item = center.item(video(), name="a.mp4")
    one = center.packed(item, method=Method.VIEW)
    for key in list(made(center)):
        admitted(key)

    where, copy, missing = marking.shown(one, item)

    body = client("s3").get_object(Bucket=where.bucket, Key=where.key, VersionId=where.version_id)["Body"].read()
    (tmp_path / MOVIE).write_bytes(body)
    words = (f"4411 · TX1 · {one.decided_at:%Y-%m-%d}", one.id)
    marks_, rows = points(640, 480, words), some(tmp_path / MOVIE)[0][2]
    assert seen(rows, marks_, place(rows, marks_)) > 40
    assert (
        f"Shown to {' · '.join(words)}, not the evidence. The evidence has the SHA-256 {item.sha256}".encode() in body
    )
    assert (copy.how, missing, custody.last(item.id).facts["confined"]) == ("encoded", "", True)


def test_it_is_written_down_on_both_chains_beside_the_digest_of_what_it_was_made_of(center, share, monkeypatch):
    one, item = share
    marked(center, monkeypatch, seconds=600)

    _, copy, missing = marking.shown(one, item)

    for subject in (one.id, item.id):
        line = custody.last(subject)
        assert (line.event, line.outcome.value, line.reason) == ("share.mark", "done", one.case)
        assert (line.facts["parent"], line.facts["sha256"], line.facts["release"]) == (item.sha256, copy.sha256, one.id)
        assert line.facts["tool"] == "Open RTCC marker 1, a decoder"
    assert missing == "it shows the first 600 seconds only"
    assert digests.release_of(copy.sha256) == one.id  # whoever finds it somewhere learns for whom it was made


def test_ordered_made_and_told_twice_it_is_one_copy_and_one_line(center, share, monkeypatch):
    one, item = share
    orders = list(center.handed_over)
    marked(center, monkeypatch)
    before = versions(item)
    center.handed_over += orders
    marked(center, monkeypatch)

    assert versions(item) == before == sorted([MARKED, before[0]])
    assert center.outcomes(one.id).count(("share.mark", "done")) == 1


def test_what_cannot_be_marked_says_why_and_leaves_nothing_to_look_at(center, monkeypatch):
    item = center.item(PAGE, name="page.html")
    one = center.packed(item, method=Method.VIEW)
    for key in list(made(center)):
        admitted(key)

    with pytest.raises(Conflict, match="There is nothing to look at: ") as why:
        marking.shown(one, item)

    assert (why.value.slug, versions(item)) == ("no-preview", [MARKED])
    assert center.outcomes(item.id)[-1] == ("share.mark", "failed")


@pytest.mark.parametrize("field", ["item", "parent", "parent_version", "share", "day", "words"])
def test_findings_of_other_bytes_for_another_share_or_with_other_words_are_not_believed(
    center, share, monkeypatch, field
):
    burned(monkeypatch)
    key = next(iter(list(made(center))))
    told = json.loads(client("s3").get_object(Bucket="preview", Key=key)["Body"].read())
    client("s3").put_object(Bucket="preview", Key=key, Body=json.dumps(told | {field: "another"}).encode())

    assert "not made of this item" in refused(key)


@pytest.mark.parametrize(
    "change", [{"how": "copied"}, {"sha256": "0" * 64}, {"name": "sheet.jpg"}, {"name": "probe.json"}, {"bytes": -1}]
)
def test_abuse_013_a_copy_that_is_not_what_is_said_of_it_is_not_believed(center, share, monkeypatch, change):
    one, item = share
    burned(monkeypatch)
    key = next(iter(list(made(center))))
    told = json.loads(client("s3").get_object(Bucket="preview", Key=key)["Body"].read())
    told["preview"]["derivatives"][0] |= change
    client("s3").put_object(Bucket="preview", Key=key, Body=json.dumps(told).encode())

    with pytest.raises((Conflict, Invalid, ClientError)):  # the store's word for "not there" is as good
        marked_copy.admit(SELF, bucket="preview", key=key, version_id="")
    assert marks.find(one.id, item.id) is None


def test_nothing_is_written_of_what_belongs_to_no_share_to_look_at(center, share, monkeypatch):
    one, item = share
    burned(monkeypatch)
    key = next(iter(list(made(center))))
    for other in (center.packed(item).id, center.packed(method=Method.VIEW).id):
        elsewhere = key.replace(one.id, other)
        client("s3").copy_object(Bucket="preview", Key=elsewhere, CopySource={"Bucket": "preview", "Key": key})
        assert "No share speaks" in refused(elsewhere)


def test_of_what_was_expunged_meanwhile_nothing_is_written(center, share, monkeypatch):
    one, item = share
    burned(monkeypatch)
    keys = list(made(center))
    ItemRow(item.id).update(actions=[ItemRow.state.set(type(item.state).EXPUNGED)])
    admitted(keys[0])

    assert marks.find(one.id, item.id) is None


def test_under_a_release_that_failed_nothing_is_shown(center, monkeypatch):
    item = center.item()
    one = center.approved(item, method=Method.VIEW)
    marking.order(one, [item])
    monkeypatch.setenv("AGENCIES", "[]")
    delivery.pack(PACKER, one.id)
    burned(monkeypatch)

    assert "Nothing is shown" in refused(next(iter(list(made(center)))))


def test_an_order_that_is_none_is_refused_and_comes_again(center):
    center.handed_over.append(json.dumps({"mark": {"item_id": "evi_1", "share_id": "x", "day": "y"}}))

    with pytest.raises(BatchProcessingError):
        list(made(center))


def test_more_time_has_it_marked_anew_before_its_bucket_drops_it(center, share, monkeypatch, later):
    one, item = share
    marked(center, monkeypatch)
    first = marking.shown(one, item)[0]
    later(days=13)
    assert renewal.renew(SUPERVISOR, one.id).state.value == "packed"  # the copy lasts longer than that
    later(days=13)
    assert renewal.renew(SUPERVISOR, one.id).state.value == "renewed"
    delivery.pack(PACKER, one.id)
    assert marking.shown(service.release(one.id), item)[0] == first  # until the new one is there

    marked(center, monkeypatch, body=MOVED + b" anew")

    assert marking.shown(service.release(one.id), item)[0] != first
    assert service.release(one.id).state.value == "packed"


def test_what_its_bucket_dropped_is_being_prepared_and_never_a_dead_way(center, share, monkeypatch, later):
    one, item = share
    marked(center, monkeypatch)
    later(days=35)

    with pytest.raises(Conflict) as why:
        marking.shown(one, item)

    assert why.value.slug == "preparing"


def test_a_copy_of_before_is_not_written_over_a_later_one(center, share, monkeypatch):
    one, item = share
    burned(monkeypatch)
    old = next(iter(list(made(center))))
    later_mark = marks.Mark(one.id, item.id, "2999-01-01", one.packed_at, marker.Preview(State.NONE, why="later"))
    transact(marks.marking(later_mark))
    admitted(old)

    assert marks.find(one.id, item.id).day == "2999-01-01"
