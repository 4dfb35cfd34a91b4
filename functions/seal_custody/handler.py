"""Seals the custody lines of the last minute into the log that nobody can unwrite."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from rtcc.custody import log, store
from rtcc.custody.model import entry

_log = Logger()


def handle(event: dict[str, Any], _context: LambdaContext) -> None:
    """New lines of the custody table's stream, sealed as one batch: all of them, or the whole batch comes again."""
    lines = [store.from_stream(record["dynamodb"]["NewImage"]) for record in event["Records"]]
    head = log.seal([entry(line) for line in lines])
    _log.info("sealed", lines=len(lines), size=head.size)
