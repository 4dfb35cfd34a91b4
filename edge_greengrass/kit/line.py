"""A component's line to the nucleus: configuration, the other components, the center, over Greengrass IPC.

The client never connects again by itself: after a lost connection every call fails for ever. So this line makes a new
client, and subscribes again to all that was heard before.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any

from awscrt.exceptions import AwsCrtError
from awsiot.eventstreamrpc import LifecycleHandler
from awsiot.greengrasscoreipc import connect, model
from awsiot.greengrasscoreipc.clientv2 import GreengrassCoreIPCClientV2

MOST_BYTES = 8_000  # a message over 10,000 bytes kills the connection, its envelope included
WAIT = 5.0  # seconds for one answer of the nucleus
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds between two tries to connect again

Heard = Callable[[Any], None]  # one message as the client gives it; called in the event loop

log = logging.getLogger(__name__)


class LineDown(Exception):
    """The nucleus did not take it: not connected, offline, or not allowed. Nothing is known to have been sent."""


class Line:
    """One connection to the nucleus, made anew when it is lost. All methods belong to the event loop's thread."""

    def __init__(self) -> None:
        self._client: GreengrassCoreIPCClientV2 | None = None
        self._heard: list[tuple[bool, str, Heard]] = []  # is it from the center; topic; who hears
        self._lost = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()

    async def open(self) -> None:
        """Connect. Raises LineDown; where and with which token, the nucleus says in the environment."""
        loop = asyncio.get_running_loop()
        self._lost.clear()
        watch = _watch(lambda: loop.is_closed() or loop.call_soon_threadsafe(self._lost.set))
        try:
            client = await asyncio.to_thread(connect, lifecycle_handler=watch, timeout=WAIT)
        except Exception as error:  # noqa: BLE001 - the runtime throws its own errors; here all mean: no line
            raise LineDown(type(error).__name__) from None
        self._client = GreengrassCoreIPCClientV2(client, executor=None)

    async def close(self) -> None:
        """Hang up. The line can be opened again."""
        client, self._client = self._client, None
        if client is not None:
            client.close()

    async def keep(self) -> None:
        """Stay on the line for ever: whenever the connection is lost, make a new one. Meant to run as a task."""
        pause = FIRST_PAUSE
        while True:
            await self._lost.wait()
            try:
                await self.renew()
                pause = FIRST_PAUSE
            except LineDown as error:
                log.warning("no line to the nucleus (%s); trying again in %.1f s", error, pause)
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)

    async def renew(self) -> None:
        """A new client, and every subscription again (an MQTT daemon that crashed leaves the old ones deaf)."""
        async with self._one_at_a_time:
            await self.close()
            try:
                await self.open()
                for from_center, topic, heard in self._heard:
                    await self._subscribe(from_center, topic, heard)
            except LineDown:
                self._lost.set()
                raise

    async def configuration(self) -> dict[str, Any]:
        """This component's whole configuration. Scalars from a recipe are text, whatever they looked like there."""
        answer = await self._ask(lambda client: client.get_configuration_async(key_path=[]))
        return dict(answer.value or {})

    async def running(self) -> None:
        """Tell the nucleus that this component is ready."""
        await self._ask(lambda client: client.update_state_async(state=model.ReportedLifecycleState.RUNNING))

    async def publish(self, topic: str, facts: Mapping[str, Any]) -> None:
        """Tell the other components of this box. Raises LineDown, and ValueError for what would kill the line."""
        message = model.PublishMessage(binary_message=model.BinaryMessage(message=_small(json.dumps(facts).encode())))
        await self._ask(lambda client: client.publish_to_topic_async(topic=topic, publish_message=message))

    async def send(self, topic: str, payload: bytes) -> None:
        """Tell the center (MQTT, at least once). Raises LineDown while offline.

        That it raises nothing does not mean that it arrived: the nucleus says yes even when the broker refuses.
        """
        once = model.QOS.AT_LEAST_ONCE
        body = _small(payload)
        await self._ask(lambda client: client.publish_to_iot_core_async(topic_name=topic, qos=once, payload=body))

    async def hear(self, topic: str, heard: Callable[[dict[str, Any]], None]) -> None:
        """Listen to the other components of this box; what is no JSON object is dropped."""
        await self._hear(False, topic, lambda event: _pass_on(event, heard))

    async def hear_center(self, topic: str, heard: Callable[[bytes], None]) -> None:
        """Listen to the center. One wildcard is enough: more than 50 subscriptions fail silently."""
        await self._hear(True, topic, lambda event: heard(bytes(event.message.payload or b"")))

    async def _hear(self, from_center: bool, topic: str, heard: Heard) -> None:
        self._heard.append((from_center, topic, heard))
        try:
            await self._subscribe(from_center, topic, heard)
        except LineDown as error:
            log.warning("cannot listen to %s yet (%s)", topic, error)
            self._lost.set()  # `keep` goes on trying

    async def _subscribe(self, from_center: bool, topic: str, heard: Heard) -> None:
        loop = asyncio.get_running_loop()
        how = {  # the callbacks come in the client's own thread; an error of one message must not end the stream
            "on_stream_event": lambda event: loop.call_soon_threadsafe(heard, event),
            "on_stream_error": lambda _: False,
        }
        if from_center:
            once = model.QOS.AT_LEAST_ONCE
            await self._ask(lambda client: client.subscribe_to_iot_core_async(topic_name=topic, qos=once, **how)[0])
        else:
            await self._ask(lambda client: client.subscribe_to_topic_async(topic=topic, **how)[0])

    async def _ask(self, how: Callable[[GreengrassCoreIPCClientV2], Future[Any]]) -> Any:
        if self._client is None:
            raise LineDown("not connected")
        try:
            answer = asyncio.wrap_future(how(self._client))
            await asyncio.wait({answer}, timeout=WAIT)  # wait_for would cancel what the client's thread still sets
            if not answer.done():
                raise LineDown("no answer")
            return answer.result()
        except (RuntimeError, AwsCrtError) as error:  # the client's errors, and those of the socket below it
            raise LineDown(type(error).__name__) from None


def _watch(lost: Callable[[], object]) -> LifecycleHandler:
    """Tells when the connection is gone; the client itself stays silent about it until the next call."""
    watch = LifecycleHandler()
    watch.on_disconnect = lambda reason: reason is not None and lost()
    return watch


def _small(payload: bytes) -> bytes:
    if len(payload) > MOST_BYTES:
        raise ValueError(f"a message of {len(payload)} bytes would kill the line")
    return payload


def _pass_on(event: Any, heard: Callable[[dict[str, Any]], None]) -> None:
    try:
        if event.json_message is not None:
            facts = event.json_message.message
        else:
            facts = json.loads(event.binary_message.message)
    except (ValueError, AttributeError):
        facts = None
    if isinstance(facts, dict):
        heard(facts)
    else:
        log.warning("a local message that is no JSON object was dropped")
