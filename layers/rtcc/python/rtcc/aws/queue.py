"""The gate to SQS: what waits its turn, and when a message that failed comes back."""

from __future__ import annotations

from rtcc.aws.clients import client

_STEP_SECONDS = 20


def hand_over(queue_url: str, words: str) -> None:
    """Leave words for whoever works on that queue."""
    client("sqs").send_message(QueueUrl=queue_url, MessageBody=words)


def come_back_soon(queue_arn: str, receipt: str, *, tries: int) -> None:
    """Let a message come back 20 seconds later for every try so far, not only when the function's longest run is over.

    What merely came too early is then done in seconds, and what is broken reaches the dead-letter queue in minutes.
    """
    sqs = client("sqs")
    url = sqs.get_queue_url(QueueName=queue_arn.rsplit(":", 1)[1])["QueueUrl"]
    sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=receipt, VisibilityTimeout=_STEP_SECONDS * tries)
