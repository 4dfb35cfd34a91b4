"""The event functions: what a stream or a queue hands over is done, and what fails comes again."""

import hashlib
import json

import pytest
from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError

from functions.admit_upload import handler as admit_upload
from functions.invite_registrants import handler as invite_registrants
from functions.seal_custody import handler as seal_custody
from functions.send_messages import handler as send_messages
from rtcc.aws import queue
from rtcc.canvass import submissions
from rtcc.canvass.errands import ErrandRow
from rtcc.custody import log
from rtcc.custody.store import LineRow
from rtcc.messages.store import MessageRow
from rtcc.vault import service as vault

BODY = b"video"


def stream(rows):
    """The records that a table's stream carries for these rows."""
    return {
        "Records": [
            {
                "eventID": str(n),
                "eventName": "INSERT",
                "eventSource": "aws:dynamodb",
                "dynamodb": {"NewImage": row.serialize(), "SequenceNumber": str(n)},
            }
            for n, row in enumerate(rows)
        ]
    }


def scan_result(one, version, status="NO_THREATS_FOUND", threats=None):
    """What GuardDuty says of an object, as the queue carries it."""
    what = {"bucketName": "inbox", "objectKey": one.object_key, "versionId": version}
    found = {"scanResultStatus": status, "threats": threats}
    body = json.dumps({"detail": {"s3ObjectDetails": what, "scanResultDetails": found}})
    record = {"messageId": "m1", "receiptHandle": "r1", "body": body, "attributes": {"ApproximateReceiveCount": "2"}}
    return {"Records": [record | {"eventSource": "aws:sqs", "eventSourceARN": "arn:aws:sqs:us-east-1:0:scans"}]}


@pytest.fixture
def submission(city):
    holder, _ = city.asked()
    one, _ = submissions.begin(holder, key="key-00001", name="a.mp4", size=len(BODY))
    city.store.put_part(one.upload_id, 1, BODY)
    return submissions.finish(holder, one.id, sha256=hashlib.sha256(BODY).hexdigest())


def test_a_canvass_that_was_written_down_is_carried_out(city):
    city.resident()
    city.canvass(city.call())

    said = invite_registrants.handle(stream(ErrandRow.scan(ErrandRow.kind == "errand")), None)

    assert said == {"batchItemFailures": []}
    assert [line.event for line in city.lines()].count("canvass.invite") == 1


def test_a_record_that_fails_comes_again_and_the_others_are_done(city, monkeypatch):
    city.sign_up(1)
    city.sign_up(2)
    rows = [row for row in MessageRow.scan() if row.channel.value == "email"]
    broken, handed = rows[1].id, []

    def hand_over(_url, message_id):
        if message_id == broken:
            raise RuntimeError("no answer")
        handed.append(message_id)

    monkeypatch.setenv("QUEUE_MAILS", "https://queue.invalid/mails")
    monkeypatch.setattr(queue, "hand_over", hand_over)

    said = send_messages.handle(stream(rows), None)

    assert said == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    assert handed == [rows[0].id]


def test_new_lines_are_sealed_as_one_batch_and_only_once(city):
    city.call()
    city.call("26-2")
    event = stream(LineRow.scan())

    seal_custody.handle(event, None)
    seal_custody.handle(event, None)

    assert log.head().size == 3  # two lines, and the root of the map of chains behind them


def test_a_scanned_upload_is_admitted(city, submission):
    version = city.store.newest("inbox", submission.object_key)[0]

    said = admit_upload.handle(scan_result(submission, version), None)

    assert said == {"batchItemFailures": []}
    assert vault.item(submissions.number(submission)).state.value == "sealed"


def test_the_threat_that_the_scan_found_is_named_on_the_item(city, submission):
    version = city.store.newest("inbox", submission.object_key)[0]
    city.store.verdicts["inbox", submission.object_key, version] = "THREATS_FOUND"

    admit_upload.handle(scan_result(submission, version, "THREATS_FOUND", [{"name": "EICAR"}]), None)

    assert vault.item(submissions.number(submission)).flaw == "the malware scan found EICAR"


def test_a_scan_that_came_too_early_comes_back_soon(city, monkeypatch):
    holder, _ = city.asked()
    one, _ = submissions.begin(holder, key="key-00001", name="a.mp4", size=len(BODY))
    later = []
    monkeypatch.setattr(queue, "come_back_soon", lambda arn, receipt, *, tries: later.append((receipt, tries)))

    with pytest.raises(BatchProcessingError):  # nothing of the batch was done: all of it comes again
        admit_upload.handle(scan_result(one, "v1"), None)

    assert later == [("r1", 2)]
    assert not city.contents()["vault"]


def test_texts_and_e_mails_wait_their_turn_in_a_queue_each_and_are_sent_from_there(city, monkeypatch):
    city.sign_up()
    waiting = {}
    for name in ("TEXTS", "MAILS"):
        monkeypatch.setenv(f"QUEUE_{name}", name)
    monkeypatch.setattr(queue, "hand_over", waiting.__setitem__)

    send_messages.handle(stream(MessageRow.scan(MessageRow.id.startswith("msg_"))), None)
    assert city.providers.texts == city.providers.mails == []
    for name in ("TEXTS", "MAILS"):
        turn = {"messageId": "m1", "eventSource": "aws:sqs", "body": waiting[name]}
        send_messages.handle({"Records": [turn, turn]}, None)

    assert (len(city.providers.mails), len(city.providers.texts)) == (1, 1)


def test_each_minute_takes_up_what_was_left(city, later):
    city.sign_up()
    later(minutes=6)

    send_messages.handle({"source": "aws.events"}, None)

    assert len(city.providers.texts) == len(city.providers.mails) == 1
