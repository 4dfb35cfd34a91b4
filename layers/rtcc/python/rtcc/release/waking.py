"""Releases that must be packed: the table's stream says so, and once more if its word was lost (abuse 88)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import cast

from rtcc.aws.table import touch
from rtcc.foundation import clock
from rtcc.release.model import Release
from rtcc.release.rows import ReleaseRow
from rtcc.release.store import WAKING


def undone() -> Iterator[Release]:
    """Every release that waits to be packed, or to be packed anew."""
    for state in WAKING:
        for row in ReleaseRow.by_state.query(state):
            yield cast(Release, row.to_entity())


def since(one: Release) -> datetime:
    """When it was approved, or given more time."""
    return one.renewed_at or one.decided_at or one.asked_at


def ask_again(one: Release) -> None:
    """Let the stream bring it once more: whoever packs looks for themselves whether it still waits.

    The request names no state, so that whoever asks need not be let write one.
    """
    touch(ReleaseRow(id=one.id), ReleaseRow.asked_again_at.set(clock.now()), ReleaseRow.id.exists())
