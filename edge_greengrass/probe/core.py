"""The probe's connection to a nucleus, by AWS's own client alone, and how a check says what it found."""

from __future__ import annotations

import os
import queue
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Final

from awsiot.greengrasscoreipc import connect, model
from awsiot.greengrasscoreipc.clientv2 import GreengrassCoreIPCClientV2

WAIT: Final = 5.0  # seconds for one answer, and for a message to come back from the broker
LOCAL: Final = "rtcc/local/probe"  # the one local topic that the probe's recipe names
ONCE: Final = model.QOS.AT_LEAST_ONCE


class Wrong(Exception):
    """It does not hold; the text says in which way."""


class Untried(Exception):
    """It could not be tried here; the text says why."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to try. Without need, nothing of ours breaks when it does not hold."""

    what: str
    run: Callable[[Core], None]
    is_needed: bool = True


class Core:
    """A nucleus as this component finds it. Where it listens and with which token, the environment says."""

    def __init__(self) -> None:
        self.thing = os.environ["AWS_IOT_THING_NAME"]
        self.open()

    def open(self) -> None:
        """A new connection, beside whatever was there. Raises what the client raises."""
        self.client = GreengrassCoreIPCClientV2(connect(timeout=WAIT), executor=None)

    def close(self) -> None:
        """Hang up."""
        self.client.close()

    def ask(self, how: Callable[[GreengrassCoreIPCClientV2], Future[Any]]) -> Any:
        """One operation's answer. Raises what the nucleus answered, and TimeoutError."""
        return how(self.client).result(WAIT)

    def say(self, body: bytes, *, topic: str = LOCAL) -> None:
        """Tell the other components."""
        message = model.PublishMessage(binary_message=model.BinaryMessage(message=body))
        self.ask(lambda client: client.publish_to_topic_async(topic=topic, publish_message=message))

    def hear(self, topic: str = LOCAL) -> queue.Queue[Any]:
        """Listen to the other components; what comes is put into the queue."""
        inbox: queue.Queue[Any] = queue.Queue()
        self.ask(lambda client: client.subscribe_to_topic_async(topic=topic, **_into(inbox))[0])
        return inbox

    def send(self, topic: str, body: bytes) -> None:
        """Tell the center."""
        self.ask(lambda client: client.publish_to_iot_core_async(topic_name=topic, qos=ONCE, payload=body))

    def hear_center(self, topic: str) -> queue.Queue[Any]:
        """Listen to the center."""
        inbox: queue.Queue[Any] = queue.Queue()
        self.ask(
            lambda client: client.subscribe_to_iot_core_async(topic_name=topic, qos=ONCE, **_into(inbox))[0],
        )
        return inbox

    @property
    def echo(self) -> str:
        """The one topic that a box may both say and hear."""
        return f"rtcc/box/{self.thing}/echo"


def next_of(inbox: queue.Queue[Any], what: str, seconds: float = WAIT) -> Any:
    """The next that comes. Raises Wrong."""
    try:
        return inbox.get(timeout=seconds)
    except queue.Empty:
        raise Wrong(f"{what} did not come within {seconds:.0f} s") from None


def _into(inbox: queue.Queue[Any]) -> dict[str, Any]:
    return {"on_stream_event": inbox.put, "on_stream_error": lambda _: False}
