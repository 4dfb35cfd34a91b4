"""Asks one camera for its pictures over RTSP, interleaved in one TCP connection (RFC 2326)."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import TracebackType

from edge_greengrass.kit import subnet
from edge_greengrass.kit.subnet import Network
from edge_greengrass.recorder import answers, digest, sdp
from edge_greengrass.recorder.digest import Login
from edge_greengrass.recorder.pipe import Pipe, Rhythm
from edge_greengrass.recorder.refusing import Absent, Refusal
from edge_greengrass.recorder.wire import Asked, Basin, Heard, Response, Wire

PATIENCE = 10.0  # seconds for a connection, and for each answer
_MOST_EARLY = 4 << 20  # bytes of pictures that come before the answer that they wait for


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
    keep_alive_s: float = answers.USUAL_TIMEOUT / 2
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
        host, port = answers.host_of(self.address)
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
        self._session, timeout = answers.session_of(ready.one("session"))
        self.keep_alive_s = min(self.keep_alive_s, timeout / 2)
        return answers.channel_of(ready.one("transport"))

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
                raise Refusal(answers.ELSEWHERE)
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
                raise Refusal(answers.WRONG)
            self.login.meet(asked)
            answer = await self._exchange(method, uri, headers)
        if answer.status == 200 or (method == "OPTIONS" and answer.status != 401):
            return answer
        raise answers.refusal(answer.status)

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
