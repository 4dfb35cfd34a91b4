"""Queues as they are: the same message twice, the later one first, one that is no message, and redrive (abuse 86)."""

import json

import pytest
from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError

from functions.admit_upload import handler as admit_upload
from functions.hear_provider import handler as hear_provider
from functions.send_messages import handler as send_messages
from rtcc.aws import queue
from rtcc.canvass import submissions
from rtcc.grants.model import Grant, Live, Recall
from rtcc.messages.model import State
from rtcc.sites import service as sites
from rtcc.vault import service as vault
from tests.unit.telling import rows
from tests.unit.test_functions import BODY, scan_result, submission  # noqa: F401 a file that was sent whole


def messages(*bodies):
    """A batch of a queue."""
    return {
        "Records": [
            {
                "messageId": f"m{n}",
                "receiptHandle": f"r{n}",
                "body": body,
                "attributes": {"ApproximateReceiveCount": "1"},
                "eventSource": "aws:sqs",
                "eventSourceARN": "arn:aws:sqs:us-east-1:0:scans",
            }
            for n, body in enumerate(bodies)
        ]
    }


def told(kind, mark):
    """A delivery event of the text provider."""
    return json.dumps({"Message": json.dumps({"eventType": kind, "context": {"message": mark}})})


@pytest.fixture
def later(monkeypatch):
    """What was told to come back."""
    asked = []
    monkeypatch.setattr(queue, "come_back_soon", lambda _arn, receipt, *, tries: asked.append(receipt))
    return asked


@pytest.fixture
def result(city, submission):  # noqa: F811
    """The scan's word of a file that was sent whole."""
    version = city.store.newest("inbox", submission.object_key)[0]
    return scan_result(submission, version)["Records"][0]["body"]


@pytest.fixture
def text(city):
    """A text that a provider has taken."""
    city.sign_up()
    city.deliver()
    return rows("text")[0]


def test_abuse_086_a_message_that_comes_twice_even_in_one_batch_is_done_once(city, submission, result):  # noqa: F811
    assert admit_upload.handle(messages(result, result), None) == {"batchItemFailures": []}
    assert admit_upload.handle(messages(result), None) == {"batchItemFailures": []}

    item = vault.item(submissions.number(submission))
    assert len(city.store.versions["vault", item.key]) == 1
    assert [event for event, _ in city.outcomes(item.id)].count("evidence.admit") == 1


@pytest.mark.parametrize("poison", ["", "{", "[]", "{}", '{"detail": 7}', "\x00" * 50], ids=repr)
def test_abuse_086_what_is_no_message_comes_back_alone_and_the_others_are_done(city, later, result, poison):
    said = admit_upload.handle(messages(poison, result), None)

    assert said == {"batchItemFailures": [{"itemIdentifier": "m0"}]}
    assert later == ["r0"]
    assert city.contents()["vault"]


def test_abuse_086_poison_alone_is_raised_and_changes_nothing_however_often_it_comes(city, later):
    before = city.contents()

    for _ in range(5):
        with pytest.raises(BatchProcessingError):
            admit_upload.handle(messages("{"), None)

    assert city.contents() == before


def test_abuse_086_the_later_word_of_a_provider_stands_though_the_earlier_comes_after_it(city, text):
    for kind in ("TEXT_DELIVERED", "TEXT_SENT", "TEXT_QUEUED", "TEXT_DELIVERED"):
        assert hear_provider.handle(messages(told(kind, text.id)), None) == {"batchItemFailures": []}

    assert rows("text")[0].state is State.DELIVERED
    assert [event for event, _ in city.outcomes(text.about)].count("message.hear") == 1


def test_abuse_086_an_older_grant_of_a_box_does_not_undo_the_newer_one(city):
    city.box()
    city.lease()
    camera = city.shares(Grant(recall=Recall.CASE, depth_hours=24), epoch=2)
    before = sites.camera(camera)

    city.shares(Grant(live=Live.ALWAYS), epoch=1)

    assert sites.camera(camera) == before


def test_abuse_086_a_text_that_stands_in_its_queue_twice_is_sent_once(city):
    city.sign_up()
    (waiting,) = rows("text")

    send_messages.handle(messages(waiting.id, waiting.id), None)
    send_messages.handle(messages(waiting.id), None)

    assert len(city.providers.texts) == 1


def test_abuse_086_what_lay_with_the_dead_letters_is_done_once_when_it_is_sent_again(city, later, submission, result):  # noqa: F811
    """The store confirmed no lock for all five tries; a redrive brings the very same message."""
    city.store.confirms = False
    for _ in range(5):
        with pytest.raises(BatchProcessingError):
            admit_upload.handle(messages(result), None)
    assert not city.contents()["vault"]

    city.store.confirms = True
    for _ in range(2):
        assert admit_upload.handle(messages(result), None) == {"batchItemFailures": []}

    item = vault.item(submissions.number(submission))
    assert (item.state.value, len(city.store.versions["vault", item.key])) == ("sealed", 1)
    assert [event for event, _ in city.outcomes(item.id)].count("evidence.admit") == 1
