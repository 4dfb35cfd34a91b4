"""The tamper drill as `make drill` runs it: every tampering of the list is named by whoever must name it."""

import pytest

from drills import engines
from drills.tamper import running, vault


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_every_tampering_is_named_on_real_engines():
    said = []

    try:
        rows = running.run(said.append)
    finally:
        engines.forget(*vault.ROWS.values())

    assert [(row.what, row.says) for row in rows if not row.is_caught] == []
    assert len(rows) == len(running.ALL)
    assert said
