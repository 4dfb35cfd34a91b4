"""What components may ask of the nucleus: one method an operation of Greengrass IPC."""

from __future__ import annotations

import asyncio
import base64
import logging
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from local.nucleus import recipe, rights
from local.nucleus.line import Line

log = logging.getLogger("nucleus.operations")
MOST_CITY_EARS: Final = 50  # subscriptions to the city's topics; a later one is taken, and hears nothing


class Uplink(Protocol):
    """The way to the city, as far as operations need it."""

    is_online: bool

    def publish(self, topic: str, payload: bytes, qos: int) -> None:
        """Send and forget."""

    async def subscribe(self, topic_filter: str) -> None:
        """Hear from now on."""


@dataclass
class Refusal(Exception):
    """An error of Greengrass' model."""

    error: str
    why: str


@dataclass(eq=False)
class _Ear:
    """One subscription of one component."""

    line: Line
    stream: int
    topic: str
    is_deaf: bool = False


@dataclass
class Operations:
    """The nucleus behind its socket. `configurations` and `states` are by component.

    Faults: `delay` holds each answer up (seconds); `is_deaf` makes new subscriptions to the city deaf, too.
    """

    thing: str
    configurations: dict[str, dict[str, Any]]
    uplink: Uplink | None = None
    states: dict[str, str] = field(default_factory=dict)
    local_ears: list[_Ear] = field(default_factory=list)
    city_ears: list[_Ear] = field(default_factory=list)
    delay: float = 0.0
    is_deaf: bool = False

    async def ask(self, line: Line, stream: int, operation: str, given: dict[str, Any]) -> None:
        """Do one operation and answer it."""
        known: dict[str, Callable[[Line, int, dict[str, Any]], Awaitable[dict[str, Any] | None]]] = {
            "GetConfiguration": self._get_configuration,
            "UpdateConfiguration": self._update_configuration,
            "UpdateState": self._update_state,
            "PublishToTopic": self._publish,
            "SubscribeToTopic": self._subscribe,
            "PublishToIoTCore": self._publish_to_city,
            "SubscribeToIoTCore": self._subscribe_to_city,
        }
        try:
            if operation not in known:
                raise Refusal("ServiceError", f"{operation} is not served.")
            await asyncio.sleep(self.delay)
            answer = await known[operation](line, stream, given)
            if answer is not None:
                line.answer(stream, operation, answer)
        except Refusal as refusal:
            log.warning("%s: %s refused: %s", line.component, operation, refusal.why)
            line.refuse(stream, refusal.error, refusal.why)
        except (KeyError, TypeError, ValueError) as trouble:
            line.refuse(stream, "InvalidArgumentsError", f"{operation}: {trouble!r}")

    async def _get_configuration(self, line: Line, _: int, given: dict[str, Any]) -> dict[str, Any]:
        name, path = given.get("componentName") or line.component, given.get("keyPath") or []
        value: Any = self.configurations[name] if name == line.component else None
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        if value is None:
            raise Refusal("ResourceNotFoundError", f"{name} has no {'/'.join(map(str, path)) or 'configuration'}.")
        return {"componentName": name, "value": value if isinstance(value, dict) else {path[-1]: value}}

    async def _update_configuration(self, line: Line, _: int, given: dict[str, Any]) -> dict[str, Any]:
        if not isinstance(given.get("timestamp"), int | float):
            raise Refusal("InvalidArgumentsError", "UpdateConfiguration needs a timestamp.")
        change = given["valueToMerge"]
        for key in reversed(given.get("keyPath") or []):
            change = {key: change}
        self.configurations[line.component] = recipe.merged(self.configurations[line.component], change)
        return {}

    async def _update_state(self, line: Line, _: int, given: dict[str, Any]) -> dict[str, Any]:
        self.states[line.component] = str(given["state"])
        return {}

    async def _publish(self, line: Line, _: int, given: dict[str, Any]) -> dict[str, Any]:
        topic = self._allowed(line, rights.PUBSUB, "PublishToTopic", given["topic"])
        said = {name: {"message": each["message"], "context": {"topic": topic}} for name, each in _said(given)}
        for ear in [ear for ear in self.local_ears if rights.matches(ear.topic, topic)]:
            ear.line.event(ear.stream, "SubscriptionResponseMessage", said)
        return {}

    async def _subscribe(self, line: Line, stream: int, given: dict[str, Any]) -> None:
        topic = self._allowed(line, rights.PUBSUB, "SubscribeToTopic", given["topic"])
        _listen(self.local_ears, _Ear(line, stream, topic))
        line.answer(stream, "SubscribeToTopic", {"topicName": topic}, goes_on=True)

    async def _publish_to_city(self, line: Line, _: int, given: dict[str, Any]) -> dict[str, Any]:
        topic = self._allowed(line, rights.MQTT, "PublishToIoTCore", given["topicName"])
        if self.uplink is None or not self.uplink.is_online:
            raise Refusal("ServiceError", "The box is offline.")
        self.uplink.publish(topic, base64.b64decode(given.get("payload") or ""), int(given.get("qos") or 0))
        return {}

    async def _subscribe_to_city(self, line: Line, stream: int, given: dict[str, Any]) -> None:
        topic = self._allowed(line, rights.MQTT, "SubscribeToIoTCore", given["topicName"])
        ear = _Ear(line, stream, topic, is_deaf=self.is_deaf or len(self.city_ears) >= MOST_CITY_EARS)
        _listen(self.city_ears, ear)
        try:
            if self.uplink is not None:
                await self.uplink.subscribe(topic)
        except Exception as trouble:
            line.forget(stream)
            raise Refusal("ServiceError", f"The broker does not take {topic}.") from trouble
        line.answer(stream, "SubscribeToIoTCore", {}, goes_on=True)

    def hear_city(self, topic: str, payload: bytes) -> None:
        """Tell every component that listens what came from the city."""
        said = {"message": {"topicName": topic, "payload": base64.b64encode(payload).decode()}}
        for ear in [ear for ear in self.city_ears if not ear.is_deaf and rights.matches(ear.topic, topic)]:
            ear.line.event(ear.stream, "IoTCoreMessage", said)

    def deafen(self, *, always: bool = False) -> None:
        """A fault: who listens to the city now never hears again, and is not told. New ones hear, unless `always`."""
        self.is_deaf = always
        for ear in self.city_ears:
            ear.is_deaf = True

    def _allowed(self, line: Line, service: str, operation: str, topic: str) -> str:
        configuration = self.configurations[line.component]
        if not rights.may(configuration, service, f"aws.greengrass#{operation}", topic, thing=self.thing):
            raise Refusal("UnauthorizedError", f"{line.component} may not {operation} on {topic}.")
        return topic


def _listen(ears: list[_Ear], ear: _Ear) -> None:
    ears.append(ear)
    ear.line.ended[ear.stream] = lambda: ears.remove(ear)


def _said(given: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The message in the form in which it came, as JSON or as bytes."""
    message = given["publishMessage"]
    for name in ("jsonMessage", "binaryMessage"):
        if message.get(name) is not None:
            yield name, message[name]
