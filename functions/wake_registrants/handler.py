"""Brings registrants back, every hour, whose pause has lasted as long as they wished (P7.4)."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from rtcc.access.model import Action, system
from rtcc.registry import membership

RECORDS = (Action.PAUSE_REGISTRATION,)
_log = Logger()
_self = system("wake_registrants")


def handle(_event: dict[str, Any], _context: LambdaContext) -> None:
    """One round. Whom it does not reach, the next one does."""
    _log.info("pauses ended", registrants=membership.wake(_self))
