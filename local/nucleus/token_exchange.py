"""The token exchange of a box: its role's credentials, over HTTP on loopback, for components that show their token."""

from __future__ import annotations

import hmac
import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from local import aws
from local.listener import Answering, Listener, listen

log = logging.getLogger("nucleus.token_exchange")
PATH = "/2016-11-01/credentialprovider/"
_SECONDS = 3600
_EARLY = timedelta(minutes=5)


class Purse:
    """The role's credentials, fetched again before they end. The session bears the thing's name: policies use it."""

    def __init__(self, endpoint: str, *, role: str, thing: str) -> None:
        self._endpoint, self._role, self._thing = endpoint, role, thing
        self._lock = threading.Lock()
        self._held: dict[str, str] = {}
        self._until = datetime.fromtimestamp(0, UTC)

    def credentials(self) -> dict[str, str]:
        """As the AWS SDKs read them."""
        with self._lock:
            if datetime.now(UTC) > self._until - _EARLY:
                given = aws.client("sts", self._endpoint).assume_role(
                    RoleArn=self._role, RoleSessionName=self._thing, DurationSeconds=_SECONDS
                )["Credentials"]
                self._until = given["Expiration"].astimezone(UTC)
                self._held = {
                    "AccessKeyId": given["AccessKeyId"],
                    "SecretAccessKey": given["SecretAccessKey"],
                    "Token": given["SessionToken"],
                    "Expiration": self._until.strftime("%Y-%m-%dT%H:%M:%SZ"),
                }
            return self._held


def start(purse: Purse, is_token: Callable[[str], bool]) -> Listener:
    """Listen; only GET with a component's token is answered."""

    class Exchange(Answering):
        def do_GET(self) -> None:
            """Give the credentials."""
            if not is_token(self.headers.get("Authorization", "")):
                return self.answer_json(403, {"message": "Not a component of this box."})
            if self.path != PATH:
                return self.answer_json(404, {"message": "There is nothing here."})
            try:
                return self.answer_json(200, purse.credentials())
            except Exception as why:  # noqa: BLE001 - whatever keeps the cloud from answering, a component hears 500
                log.warning("no credentials: %s", why)
                return self.answer_json(500, {"message": "The cloud gives no credentials."})

    return listen(Exchange)


def equals(token: str, other: Any) -> bool:
    """Compare two tokens without telling how much of them is alike."""
    return hmac.compare_digest(token.encode(), str(other).encode())
