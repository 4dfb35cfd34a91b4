"""The Chalice app of an audience: what never reaches a view (size, type, unknown path) is a problem+json too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalice.app import Chalice

from rtcc.foundation.errors import NotFound, RtccError
from rtcc.http import problems
from rtcc.http.door import Door

MOST_BODY = 64 * 1024  # bytes; the largest body that we ask for is a list of 20 parts


class Entrance(Chalice):  # type: ignore[misc] # chalice has no types
    """One audience's app, its doors hung."""

    def __init__(self, audience: str, *doors: Door) -> None:
        super().__init__(app_name=f"{audience}_api", configure_logs=False)
        for door in doors:
            self.register_blueprint(door.blueprint)

    def __call__(self, event: dict[str, Any], context: Any) -> Any:
        """Serve one request of API Gateway."""
        early = _refusal(event)
        if early is not None:
            return problems.problem(early).to_dict()
        answer = super().__call__(event, context)
        kind = str(answer.get("headers", {}).get("Content-Type", ""))
        if answer["statusCode"] < 400 or "problem+json" in kind:
            return answer
        return problems.problem(_told(answer["statusCode"])).to_dict()


def _refusal(event: Mapping[str, Any]) -> RtccError | None:
    """What is refused before any view is called."""
    body = event.get("body")
    if not body:
        return None
    if len(body) > MOST_BODY:
        return problems.TooLarge(f"The request is larger than {MOST_BODY // 1024} KB. Files go to the store, not here.")
    given = {name.lower(): value for name, value in (event.get("headers") or {}).items()}.get("content-type", "")
    if given.split(";")[0].strip() != "application/json":
        return problems.WrongType("Please send JSON, and say so in Content-Type.")
    return None


def _told(status: int) -> RtccError:
    """What Chalice itself refused, as a problem."""
    if status in {403, 404, 405}:
        return NotFound("There is nothing at this address.")
    error = RtccError("The request could not be read.", slug="unreadable")
    error.status = status
    return error
