"""Asks one camera for its pictures over RTSP, interleaved in one TCP connection (RFC 2326)."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import TracebackType
from urllib.parse import urlsplit

from edge_greengrass.kit import subnet
from edge_greengrass.kit.subnet import Network
from edge_greengrass.recorder import digest, sdp
from edge_greengrass.recorder.digest import Login
from edge_greengrass.recorder.pipe import Pipe, Rhythm
from edge_greengrass.recorder.refusing import Absent, Refusal
from edge_greengrass.recorder.wire import Asked, Basin, Heard, Response, Wire

PATIENCE = 10.0  # seconds for a connection, and for each answer
_USUAL_TIMEOUT = 60  # seconds a session lives without a word, when the camera does not say (RFC 2326, 12.37)
_MOST_EARLY = 4 << 20  # bytes of pictures that come before the answer that they wait for
_CHANNELS = re.compile(r"interleaved\s*=\s*(\d{1,3})\s*-\s*(\d{1,3})")

_WRONG = "The camera refuses the user name or the password. Check them on the camera and enter them again."
_ELSEWHERE = "The camera sends us to another address. Enter the address of the stream itself."
_REASONS = {
    403: "The camera forbids this user to watch. Give the user the right to view live video.",
    404: "The camera knows no stream at this path. Check the path of its address.",
    453: "The camera has no bandwidth left. Close other viewers, or lower its bit rate.",
    461: "The camera does not send over TCP. Allow RTP over RTSP (TCP) on it.",
}


@dataclass(slots=True)
class Session:
    """One session; use it `async with`. After `play`, `pour` gives what comes.

    `is_watched` says whether somebody waits for each frame.
    """

    address: str
    login: Login
    network: Network
    patience: float = PATIENCE
    wants_sound: bool = False
    sound: sdp.Sound | None = None
    keep_alive_s: float = _USUAL_TIMEOUT / 2
    rhythm: Rhythm = field(default_factory=Rhythm)
    is_watched: Callable[[], bool] = lambda: False
    _wire: Wire = field(default_factory=Wire)
    _early: list[tuple[int, bytes]] = field(default_factory=list)
    _early_bytes: int = 0
    _sequence: int = 0
    _session: str = ""
    _base: str = ""
    _can_get: bool = False
    _pipe: Pipe | None = None
    _keeper: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Session:
        """Connect to the address, which must be one of the camera network. Raises Refusal, Absent."""
        host, port = _host(self.address)
        if not subnet.may_be_camera(host, self.network):
            raise Refusal("The camera's address is not in the camera network of this box. Enter it anew.")
        try:
            async with asyncio.timeout(self.patience):
                self._pipe = await Pipe.open(host, port, rhythm=self.rhythm, is_watched=self.is_watched)
        except OSError:
            raise Absent("The camera does not answer at its address.") from None
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Say goodbye when that is still possible, and hang up."""
        if self._keeper:
            self._keeper.cancel()
        assert self._pipe
        with contextlib.suppress(Refusal):
            if self._session:
                self._send("TEARDOWN", self._base, {})
        self._pipe.close()

    async def play(self) -> sdp.Video:
        """OPTIONS, DESCRIBE, SETUP, PLAY. Raises Refusal with what to set on the camera, or Absent."""
        try:
            async with asyncio.timeout(4 * self.patience):
                return await self._play()
        except TimeoutError:
            raise Absent("The camera takes too long to answer.") from None

    async def _play(self) -> sdp.Video:
        options = await self._ask("OPTIONS", self.address, {})
        self._can_get = "GET_PARAMETER" in options.one("public").upper()
        described = await self._ask("DESCRIBE", self.address, {"Accept": "application/sdp"})
        self._base = described.one("content-base") or described.one("content-location") or self.address
        video = sdp.video(described.body, base=self._base)
        video = replace(video, channel=await self._set_up(video.control, 0))
        if self.wants_sound:
            sound = sdp.sound(described.body, base=self._base)
            self.sound = replace(sound, channel=await self._set_up(sound.control, 2))
        await self._ask("PLAY", self._base, {"Range": "npt=0.000-"})
        self._keeper = asyncio.create_task(self._keep_alive())
        return video

    async def _set_up(self, control: str, channel: int) -> int:
        """Have one track sent over this connection; the channel that the camera chose."""
        wanted = {"Transport": f"RTP/AVP/TCP;unicast;interleaved={channel}-{channel + 1}"}
        ready = await self._ask("SETUP", control, wanted)
        found = _CHANNELS.search(ready.one("transport"))
        if found is None or int(found[2]) != int(found[1]) + 1:
            raise Refusal(_REASONS[461])
        self._session, timeout = _session(ready.one("session"))
        self.keep_alive_s = min(self.keep_alive_s, timeout / 2)
        return int(found[1])

    async def pour(self, into: Basin) -> None:
        """Give the packets as they come. Ends never. Raises Absent when the line breaks, and what `into` raises."""
        early, self._early = self._early, []

        def came(data: bytes) -> None:
            into.begin()
            self._wire.pass_on(data, into.packet, hear=self._hear, sweep=into.sweep)
            into.end()

        into.begin()
        for packet in early:
            into.packet(*packet)
        into.end()
        assert self._pipe
        try:
            await self._pipe.pour(came)
        except ConnectionError:
            raise Absent("The camera closed the connection.") from None

    def _hear(self, heard: Heard) -> None:
        if isinstance(heard, tuple):
            self._early.append(heard)
            self._early_bytes += len(heard[1])
        elif isinstance(heard, Asked):
            if heard.method == "REDIRECT":
                raise Refusal(_ELSEWHERE)
        elif heard.status == 401 and (asked := digest.strongest(heard.all("www-authenticate"))):
            self.login.meet(asked)  # the nonce grew old between two signs of life
        elif heard.status == 454:
            raise Absent("The camera has forgotten the session.")

    async def _ask(self, method: str, uri: str, headers: Mapping[str, str]) -> Response:
        answer = await self._exchange(method, uri, headers)
        if answer.status == 401:
            asked = digest.strongest(answer.all("www-authenticate"))
            if asked is None:
                raise Refusal("The camera asks for a way to sign in that we do not know. Set it to Digest.")
            if self.login.challenge and asked.parameters.get("stale", "").lower() != "true":
                raise Refusal(_WRONG)
            self.login.meet(asked)
            answer = await self._exchange(method, uri, headers)
        if answer.status == 200 or (method == "OPTIONS" and answer.status != 401):
            return answer
        raise _refusal(answer.status)

    async def _exchange(self, method: str, uri: str, headers: Mapping[str, str]) -> Response:
        number = self._send(method, uri, headers)
        async with asyncio.timeout(self.patience):
            while True:
                found: Response | None = None
                for heard in await self._read():
                    if isinstance(heard, Response) and heard.one("cseq") == number:
                        found = heard
                    else:
                        self._hear(heard)
                if found:
                    return found
                if self._early_bytes > _MOST_EARLY:
                    raise Absent("The camera sends pictures and no answer.")

    def _send(self, method: str, uri: str, headers: Mapping[str, str]) -> str:
        self._sequence += 1
        told = {"CSeq": str(self._sequence), **headers, "User-Agent": "open-rtcc"}
        if self._session:
            told["Session"] = self._session
        if answer := self.login.answer(method, uri):
            told["Authorization"] = answer
        lines = [f"{method} {uri} RTSP/1.0", *(f"{name}: {value}" for name, value in told.items())]
        if any("\r" in line or "\n" in line for line in lines):
            raise Refusal("The camera's address or its answer has a line break in it.")
        assert self._pipe
        self._pipe.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        return told["CSeq"]

    async def _read(self) -> list[Heard]:
        assert self._pipe
        try:
            data = await self._pipe.read()
        except OSError:
            data = b""
        if not data:
            raise Absent("The camera closed the connection.")
        return self._wire.feed(data)

    async def _keep_alive(self) -> None:
        while True:
            await asyncio.sleep(self.keep_alive_s)
            self._send("GET_PARAMETER" if self._can_get else "OPTIONS", self._base, {})


def _host(address: str) -> tuple[str, int]:
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port or 554
    except ValueError:
        parts, host, port = None, None, 0
    if parts is None or parts.scheme != "rtsp" or not host:
        raise Refusal("The camera's address does not begin with rtsp:// and a host.")
    return host, port


def _session(told: str) -> tuple[str, int]:
    name, _, rest = told.partition(";")
    timeout = rest.strip().lower().removeprefix("timeout=")
    seconds = int(timeout) if timeout.isascii() and timeout.isdecimal() and len(timeout) < 6 else _USUAL_TIMEOUT
    return name.strip(), max(seconds, 2)


def _refusal(status: int) -> Exception:
    if status == 401:
        return Refusal(_WRONG)
    if 300 <= status < 400:
        return Refusal(_ELSEWHERE)
    if status >= 500:
        return Absent(f"The camera answers with error {status}.")
    return Refusal(_REASONS.get(status, f"The camera refuses with error {status}."))
