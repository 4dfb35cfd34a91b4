"""The box's connection to the city's MQTT broker, by its own certificate; connects again for as long as it lives."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from awscrt import mqtt
from awsiot import mqtt_connection_builder

log = logging.getLogger("nucleus.broker")
MOST_BYTES: Final = 5_000  # a larger message from the broker never reaches a component
_AGAIN: Final = 1.0
_ANSWERS_WITHIN: Final = 5.0

Heard = Callable[[str, bytes], None]


@dataclass(frozen=True)
class Address:
    """Where the broker listens, and what proves who we are and who it is."""

    host: str
    port: int
    certificate: Path
    key: Path
    authority: Path
    keep_alive: int = 10  # seconds


class Broker:
    """One client, whose id is the thing. `heard` is called in the event loop, once a message and filter."""

    def __init__(self, address: Address, *, thing: str, heard: Heard) -> None:
        self._loop = asyncio.get_running_loop()
        self._heard = heard
        self._filters: set[str] = set()
        self._is_cut = False
        self.is_online = False
        self.connections = 0
        self._link: Any = mqtt_connection_builder.mtls_from_path(
            cert_filepath=str(address.certificate),
            pri_key_filepath=str(address.key),
            ca_filepath=str(address.authority),
            endpoint=address.host,
            port=address.port,
            client_id=thing,
            clean_session=True,
            keep_alive_secs=address.keep_alive,
            ping_timeout_ms=min(3_000, 500 * address.keep_alive),
            reconnect_min_timeout_secs=1,
            reconnect_max_timeout_secs=5,
            on_connection_interrupted=lambda **_: self._soon(self._lost),
            on_connection_resumed=lambda **_: self._soon(self._found),
        )
        self._link.on_message(lambda topic, payload, **_: self._soon(self._pass_on, topic, bytes(payload)))

    async def keep(self) -> None:
        """Connect, trying until it is done; the client itself connects again later."""
        while not self._is_cut:
            try:
                await asyncio.wrap_future(self._link.connect())
            except Exception as trouble:  # noqa: BLE001 - whatever it is, the box tries again
                log.warning("no connection to the broker: %s", trouble)
                await asyncio.sleep(_AGAIN)
            else:
                self._found()
                return

    async def cut(self) -> None:
        """Go offline and stay there."""
        self._is_cut, self.is_online = True, False
        await asyncio.wrap_future(self._link.disconnect())

    async def mend(self) -> None:
        """Go online again."""
        self._is_cut = False
        await self.keep()

    def forget(self) -> None:
        """Hear nothing any more, until somebody asks again."""
        self._filters.clear()

    def publish(self, topic: str, payload: bytes, qos: int) -> None:
        """Hand a message over. Whether the broker takes it, nobody hears: so does the real proxy."""
        self._link.publish(topic, payload, mqtt.QoS(qos))

    async def subscribe(self, topic_filter: str) -> None:
        """Hear a filter from now on, and after each new connection. Raises what the client raises when refused."""
        if self.is_online and topic_filter not in self._filters:  # the engine's broker would deliver twice
            await asyncio.wait_for(asyncio.wrap_future(self._ask(topic_filter)), _ANSWERS_WITHIN)
        self._filters.add(topic_filter)

    def _ask(self, topic_filter: str) -> Any:
        return self._link.subscribe(topic_filter, mqtt.QoS.AT_LEAST_ONCE)[0]

    def _lost(self) -> None:
        self.is_online = False
        log.warning("the connection to the broker is lost")

    def _found(self) -> None:
        self.is_online = not self._is_cut
        self.connections += 1
        log.info("connected to the broker")
        for topic_filter in self._filters:
            self._ask(topic_filter)

    def _pass_on(self, topic: str, payload: bytes) -> None:
        if len(payload) <= MOST_BYTES:
            self._heard(topic, payload)
        else:
            log.warning("a message of %d bytes on %s was dropped", len(payload), topic)

    def _soon(self, what: Callable[..., None], *given: Any) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(what, *given)
