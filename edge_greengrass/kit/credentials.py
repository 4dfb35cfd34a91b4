"""The box's role credentials, from the nucleus' token exchange, fetched again before they end."""

from __future__ import annotations

import asyncio
import json
import os
from datetime import UTC, datetime, timedelta

from edge_greengrass.kit import web
from edge_greengrass.kit.signing import Credentials
from rtcc.foundation import clock

_EARLY = timedelta(minutes=5)  # before their end, as the AWS SDKs do


class Wallet:
    """Holds the credentials of the moment. Their source is told by `AWS_CONTAINER_CREDENTIALS_FULL_URI`."""

    def __init__(self) -> None:
        self._held: Credentials | None = None
        self._lock = asyncio.Lock()

    async def credentials(self) -> Credentials:
        """Credentials that hold for some minutes yet. Raises OSError when there are none to be had."""
        async with self._lock:
            if self._held is None or datetime.now(UTC) > self._held.expires_at - _EARLY:
                self._held = await self._fetch(self._held)
            return self._held

    def forget(self) -> None:
        """Fetch anew the next time: a service refused what we hold."""
        self._held = None

    async def _fetch(self, held: Credentials | None) -> Credentials:
        try:
            where = web.url(os.environ["AWS_CONTAINER_CREDENTIALS_FULL_URI"])
            token = os.environ.get("AWS_CONTAINER_AUTHORIZATION_TOKEN", "")
            answer = await web.ask("GET", where, {"host": where.netloc, "authorization": token})
            return _read(answer)
        except (OSError, KeyError, ValueError) as failed:
            if held and datetime.now(UTC) < held.expires_at:
                return held
            raise web.Unanswered("the nucleus gives no credentials") from failed


def _read(answer: web.Answer) -> Credentials:
    if answer.status != 200:
        raise ValueError(f"status {answer.status}")
    told = json.loads(answer.body)
    return Credentials(
        access_key_id=str(told["AccessKeyId"]),
        secret_access_key=str(told["SecretAccessKey"]),
        session_token=str(told.get("Token", "")),
        expires_at=clock.read(told["Expiration"]),
    )
