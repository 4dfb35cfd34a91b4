"""Clips: ordered for an open call within the owner's reach, answered by the box, held against the box's own digest."""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError

from functions.admit_clip import handler as admit_clip
from rtcc.access.model import Action, box, system
from rtcc.aws import queue
from rtcc.clips import admission
from rtcc.clips import service as clips
from rtcc.clips.model import State
from rtcc.custody import service as custody
from rtcc.custody.model import Outcome
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, Invalid, NotFound, Refused, Unavailable
from rtcc.grants.model import Grant, Live, Recall
from rtcc.incidents.model import State as Call
from rtcc.vault import service as vault
from rtcc.vault.model import State as Item
from rtcc.vault.scan import Scanned
from tests.unit.city import ANALYST, THING
from tests.unit.fakes import Died
from tests.unit.watching import ALL, BOX, OTHER, claim, ordered, sent, shared

BODY = b"the ring's clusters, byte for byte"
SHA = hashlib.sha256(BODY).hexdigest()
SELF = system("admit_clip")
CLEAN = "NO_THREATS_FOUND"


@pytest.fixture
def order(city):
    return ordered(city, shared(city))[0]


def cut(order, **more):
    return clips.hear(BOX, THING, claim(order, SHA, len(BODY), **more))


def arrives(city, order, body=BODY, verdict=CLEAN):
    """The object is in the inbox and was scanned."""
    kept = city.store.keep("inbox", order.object_key, body)
    city.store.verdicts["inbox", order.object_key, kept.version_id] = verdict
    return Scanned("inbox", order.object_key, kept.version_id, verdict)


def test_an_order_is_written_down_under_camera_and_order_and_sent_to_the_box(city):
    camera = shared(city)

    order, new = ordered(city, camera)

    assert (new, order.state, order.case, order.badge) == (True, State.ORDERED, "26-000123", "7")
    for subject in (camera, order.id):
        line = custody.last(subject)
        assert (line.event, line.actor, line.reason) == ("clip.order", ANALYST.id, "26-1")
        assert (line.facts["order"], line.facts["case"]) == (order.id, "26-000123")
    assert sent(city, "clip.cut") == [
        {
            "order": order.id,
            "camera": camera,
            "from": clock.spell(order.from_at),
            "to": clock.spell(order.to_at),
            "case": "26-000123",
            "incident": "26-1",
            "badge": "7",
            "bucket": "inbox",
            "key": f"clips/{THING}/{order.id}.mp4",
        }
    ]
    (command,) = city.line.sent
    assert command.not_after - command.at == timedelta(minutes=5)


def test_the_same_key_orders_once_for_one_person(city, order):
    before = city.contents()

    assert ordered(city, order.camera_id, seconds=20) == (clips.of_incident(order.incident_id)[0], False)
    assert city.contents() == before
    assert len(city.line.sent) == 1
    assert ordered(city, order.camera_id, actor=OTHER)[0].id != order.id


def unallowed(city):
    return shared(city, Grant(live=Live.ALWAYS))


def on_request_alone(city):
    return shared(city, Grant(recall=Recall.REQUEST, depth_hours=24))


def hidden(city):
    return shared(city, Grant())


def unknown(city):
    shared(city)
    return "cam_" + "0" * 26


def without_shape(city):
    shared(city)
    return "front door"


def offline(city):
    city.box()
    return city.shares(ALL)


@pytest.mark.parametrize(
    "arrange", [unallowed, on_request_alone, hidden, unknown, without_shape, offline], ids=lambda way: way.__name__
)
def test_who_may_not_fetch_learns_nothing_and_it_is_written_down(city, arrange):
    camera = arrange(city)
    city.call()
    before = city.contents(without=("custody",))

    with pytest.raises(NotFound) as refused:
        ordered(city, camera)

    assert refused.value.detail == "There is no such camera."
    (line,) = [line for line in city.lines() if line.outcome is Outcome.REFUSED]
    assert (line.event, line.facts["asked"]) == ("clip.order", camera)
    assert line.subject == (camera if camera.startswith("cam_") else custody.hourly(ANALYST, Action.ORDER_CLIP))
    assert city.contents(without=("custody",)) == before
    assert city.line.sent == []


def test_what_lies_further_back_than_the_owner_allows_is_not_fetched(city):
    camera = shared(city, Grant(recall=Recall.CASE, depth_hours=1))

    with pytest.raises(Conflict, match="further back") as refused:
        ordered(city, camera, ago=3_700)

    assert refused.value.slug == "out-of-reach"
    assert custody.last(camera).outcome is Outcome.REFUSED
    assert not city.contents()["clips"]


def test_what_lies_before_the_grant_is_not_fetched(city):
    camera = shared(city, replace(ALL, starts_at=clock.cut(clock.now() - timedelta(seconds=30))))

    with pytest.raises(Conflict, match="before the grant"):
        ordered(city, camera, ago=60)
    assert ordered(city, camera, ago=20)[0].state is State.ORDERED


@pytest.mark.parametrize(
    ("stretch", "field"),
    [
        ({"seconds": 0}, "to"),
        ({"seconds": -1}, "to"),
        ({"seconds": 601, "ago": 700}, "to"),
        ({"seconds": 10, "ago": 5}, "to"),
        ({"case": " "}, "case"),
    ],
)
def test_a_stretch_that_cannot_be_is_refused_and_named(city, stretch, field):
    camera = shared(city)

    with pytest.raises(Invalid) as refused:
        ordered(city, camera, **stretch)

    assert [one.name for one in refused.value.fields] == [field]
    assert not city.contents()["clips"]


def test_ten_minutes_are_the_most(city):
    assert ordered(city, shared(city), seconds=600, ago=601)[1]


def test_a_closed_call_is_no_reason(city):
    camera, call = shared(city), city.call(state=Call.CLOSED)
    start = clock.now() - timedelta(minutes=1)

    with pytest.raises(Conflict) as refused:
        clips.order(
            ANALYST,
            camera,
            incident_id=call.id,
            key="key-00001",
            start=start,
            end=start + timedelta(seconds=5),
            case="1",
        )

    assert refused.value.slug == "call-closed"


@pytest.mark.parametrize("kept", ["line", "death"])
def test_what_was_written_down_and_not_sent_is_sent_with_the_same_key(city, monkeypatch, kept):
    camera = shared(city)
    with monkeypatch.context() as broken:
        fault = {"line": Unavailable("Not now."), "death": Died()}[kept]
        broken.setattr("rtcc.clips.service.sites.order", lambda *_, **__: (_ for _ in ()).throw(fault))
        with pytest.raises(type(fault)):
            ordered(city, camera)
    before = city.lines()

    order, new = ordered(city, camera)

    assert (new, len(sent(city, "clip.cut"))) == (False, 1)
    assert city.lines() == before
    assert clips.of_incident(order.incident_id) == [order]


def test_an_order_that_was_not_sent_is_not_sent_when_the_owner_said_no_meanwhile(city):
    camera = shared(city)
    city.line.is_cut = True
    with pytest.raises(Unavailable):
        ordered(city, camera)
    city.line.is_cut = False
    city.shares(Grant(live=Live.ALWAYS), epoch=2)

    with pytest.raises(NotFound):
        ordered(city, camera)
    assert city.line.sent == []


def test_the_box_s_claim_is_kept_once_and_written_down(city, order):
    told = cut(order, gaps=[["2026-11-20T10:00:00Z", "2026-11-20T10:00:01Z"]])
    before = city.contents()
    assert cut(order, gaps=[["2026-11-20T10:00:00Z", "2026-11-20T10:00:01Z"]]) == told

    assert (told.state, told.sha256, told.frames, told.offset_ms) == (State.CUT, SHA, 150, -12)
    assert city.contents() == before
    for subject in (order.id, vault.id_for(order.id)):
        line = custody.last(subject)
        assert (line.event, line.actor, line.facts["declared"]) == ("clip.cut", BOX.id, SHA)
        assert (line.facts["chain_first"], line.facts["chain_last"]) == ("a" * 64, "b" * 64)
        assert line.facts["gaps"] == "2026-11-20T10:00:00.00Z/2026-11-20T10:00:01.00Z"


def test_a_second_claim_that_differs_is_refused(city, order):
    cut(order)
    before = city.contents()

    with pytest.raises(Refused) as refused:
        cut(order, sha256="0" * 64)

    assert refused.value.slug == "digest-differs"
    assert city.contents() == before


@pytest.mark.parametrize("state", ["none", "failed", "refused"])
def test_an_order_without_a_clip_is_answered_with_the_reason_once(city, order, state):
    told = {"order": order.id, "camera": order.camera_id, "state": state, "why": "no recording of that time"}

    clips.hear(BOX, THING, told)
    clips.hear(BOX, THING, told)

    (one,) = clips.of_incident(order.incident_id)
    assert (one.state.value, one.why) == (state, "no recording of that time")
    assert len(city.outcomes(order.id)) == 2
    assert custody.last(order.id).outcome is (Outcome.REFUSED if state == "refused" else Outcome.FAILED)
    with pytest.raises(Refused):
        cut(order)


def test_that_it_was_sent_changes_nothing(city, order):
    cut(order)
    before = city.contents()

    clips.hear(BOX, THING, {"order": order.id, "camera": order.camera_id, "state": "sent"})

    assert city.contents() == before


def test_a_command_that_the_box_refused_ends_the_order(city, order):
    clips.hear_refusal(BOX, THING, {"order": order.id, "verb": "clip.cut", "why": "late"})

    assert clips.of_incident(order.incident_id)[0].state is State.REFUSED
    assert clips.hear_refusal(BOX, THING, {"view": "viw_1", "verb": "view.start", "why": "late"}) is None


def test_a_box_speaks_of_its_own_orders_alone(city, order):
    city.box("rtcc-box-2")
    before, told = city.contents(), claim(order, SHA, len(BODY))

    for thing, more in (
        ("rtcc-box-2", {}),
        (THING, {"camera": "cam_" + "7" * 26}),
        (THING, {"order": "ord_" + "0" * 26}),
    ):
        with pytest.raises(NotFound):
            clips.hear(box(thing), thing, told | more)
    with pytest.raises(NotFound):
        clips.hear_refusal(box("rtcc-box-2"), "rtcc-box-2", {"order": order.id})
    assert city.contents() == before


@pytest.mark.parametrize(
    "more",
    [
        {"state": "burned"},
        {"sha256": "A" * 64},
        {"sha256": 7},
        {"bytes": 0},
        {"bytes": "9"},
        {"frames": True},
        {"frames": 0},
        {"first_frame_at": "yesterday"},
        {"from": None},
        {"chain": None},
        {"chain": {"first": "x", "last": "y"}},
        {"gaps": [["2026-11-20T10:00:00Z"]]},
        {"gaps": [["2026-11-20T10:00:00Z", "2026-11-20T10:00:01Z"]] * 51},
        {"gaps": 7},
        {"offset_ms": 0.5},
    ],
    ids=repr,
)
def test_a_claim_that_cannot_be_read_is_not_believed(city, order, more):
    before = city.contents()

    with pytest.raises(Invalid):
        cut(order, **more)
    assert city.contents() == before


def test_a_clip_with_the_box_s_digest_becomes_evidence(city, order):
    cut(order)

    item = admission.admit(SELF, arrives(city, order))

    assert (item.state, item.sha256, item.declared, item.flaw) == (Item.SEALED, SHA, SHA, "")
    assert (item.id, item.clip_id, item.camera_id) == (vault.id_for(order.id), order.id, order.camera_id)
    assert vault.item(item.id) == item
    assert clips.of_incident(order.incident_id)[0].state is State.ADMITTED
    assert city.outcomes(item.id) == [("clip.cut", "done"), ("clip.admit", "done")]
    facts = custody.last(item.id).facts
    assert (facts["declared"], facts["sha256"], facts["frames"], facts["gaps"]) == (SHA, SHA, 150, "")
    assert (facts["chain_first"], facts["case"], facts["ordered_by"]) == ("a" * 64, "26-000123", "7")
    assert facts["first_frame_at"] == clock.spell(order.from_at + timedelta(milliseconds=40))


def test_other_bytes_than_the_box_hashed_are_kept_and_never_shown(city, order):
    cut(order)

    item = admission.admit(SELF, arrives(city, order, body=b"something else"))

    assert item.state is Item.QUARANTINED
    assert "digest differs" in item.flaw
    assert clips.of_incident(order.incident_id)[0].state is State.QUARANTINED


@pytest.mark.parametrize("verdict", ["THREATS_FOUND", "UNSUPPORTED", "FAILED"])
def test_what_was_not_found_clean_is_quarantined(city, order, verdict):
    cut(order)

    assert admission.admit(SELF, arrives(city, order, verdict=verdict)).state is Item.QUARANTINED


@pytest.mark.parametrize(("end", "shift"), [("first_frame_at", -1), ("last_frame_at", 11)])
def test_frames_that_nobody_ordered_are_not_shown(city, order, end, shift):
    cut(order, **{end: clock.spell(order.from_at + timedelta(seconds=shift))})

    assert admission.admit(SELF, arrives(city, order)).flaw == "it reaches beyond what was ordered"


def test_the_same_scan_twice_admits_once(city, order):
    cut(order)
    scanned = arrives(city, order)
    admission.admit(SELF, scanned)
    before, kept = city.contents(), dict(city.store.versions)

    assert admission.admit(SELF, scanned) is None
    assert (city.contents(), city.store.versions) == (before, kept)


def test_who_dies_after_the_copy_makes_no_second_one(city, order, monkeypatch):
    cut(order)
    scanned = arrives(city, order)
    with monkeypatch.context() as killed:
        killed.setattr(admission, "transact", lambda *_: (_ for _ in ()).throw(Died))
        with pytest.raises(Died):
            admission.admit(SELF, scanned)

    item = admission.admit(SELF, scanned)

    assert len(city.store.versions["vault", item.key]) == 1


def test_a_verdict_that_does_not_stand_on_the_version_is_not_believed(city, order):
    cut(order)
    scanned = arrives(city, order, verdict="THREATS_FOUND")

    with pytest.raises(Conflict, match="verdict"):
        admission.admit(SELF, replace(scanned, verdict=CLEAN))


@pytest.mark.parametrize(
    "key", ["", "clips", "clips/{thing}/x.mp4", "clips/rtcc-box-2/{id}.mp4", "inbox/{thing}/{id}.mp4", "{id}"]
)
def test_an_object_that_no_order_speaks_of_is_not_admitted(city, order, key):
    cut(order)
    scanned = arrives(city, order)

    with pytest.raises(NotFound):
        admission.admit(SELF, replace(scanned, key=key.format(thing=THING, id=order.id)))
    with pytest.raises(NotFound):
        admission.admit(SELF, replace(scanned, bucket="elsewhere"))


def event(scanned):
    """What GuardDuty says of an object, as the queue carries it."""
    what = {"bucketName": scanned.bucket, "objectKey": scanned.key, "versionId": scanned.version_id}
    body = json.dumps({"detail": {"s3ObjectDetails": what, "scanResultDetails": {"scanResultStatus": scanned.verdict}}})
    record = {"messageId": "m1", "receiptHandle": "r1", "body": body, "attributes": {"ApproximateReceiveCount": "2"}}
    return {"Records": [record | {"eventSource": "aws:sqs", "eventSourceARN": "arn:aws:sqs:us-east-1:0:scans"}]}


def test_bytes_that_came_before_the_box_s_word_come_back_soon(city, order, monkeypatch):
    scanned, later = arrives(city, order), []
    monkeypatch.setattr(queue, "come_back_soon", lambda arn, receipt, *, tries: later.append((receipt, tries)))

    with pytest.raises(BatchProcessingError):
        admit_clip.handle(event(scanned), None)
    assert (later, city.contents()["vault"]) == ([("r1", 2)], [])
    assert not [key for bucket, key in city.store.versions if bucket == "vault"]
    cut(order)

    assert admit_clip.handle(event(scanned), None) == {"batchItemFailures": []}
    assert vault.item(vault.id_for(order.id)).state is Item.SEALED


def test_a_box_that_says_nothing_is_said_to_say_nothing(city, order, later):
    assert not clips.is_unanswered(order)
    later(minutes=6)

    assert clips.is_unanswered(order)
    assert not clips.is_unanswered(cut(order))


def test_an_owner_s_clips_are_theirs_alone(city, order):
    assert clips.of_site(order.site_id) == clips.of_incident(order.incident_id) == [order]
    assert clips.of_site("est_" + "0" * 26) == []
