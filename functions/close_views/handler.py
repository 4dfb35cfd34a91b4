"""Ends, every minute, views that nobody renews and delays that are over; takes away unwatched streams (P4.1)."""

from __future__ import annotations

from functools import partial
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from rtcc.access.model import Action, system
from rtcc.live import notices
from rtcc.live import service as live

RECORDS = (Action.END_VIEW, Action.DELAY_NOTICE)
_log = Logger()
_self = system("close_views")


def handle(_event: dict[str, Any], _context: LambdaContext) -> None:
    """One sweep. What fails spoils nothing else and is tried again in a minute; that it failed is raised at the end."""
    failed = 0
    for look in [partial(live.recheck, _self, view) for view in live.open_views()]:
        failed += not _done(look)
    for tell in [partial(notices.end, _self, incident_id) for incident_id in notices.due()]:
        failed += not _done(tell)
    for take in [partial(live.take_away, arn) for arn in live.left_behind()]:
        failed += not _done(take)
    if failed:
        raise RuntimeError(f"{failed} views, delays or streams could not be closed; the log says why")


def _done(act: partial[Any]) -> bool:
    try:
        act()
    except Exception:  # noqa: BLE001 one view that cannot be closed must not keep the others open
        _log.exception("could not be closed", what=getattr(act.args[-1], "id", act.args[-1]))
        return False
    return True
