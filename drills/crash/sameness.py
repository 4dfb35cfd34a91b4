"""Chance that always falls alike, so that the same ground, made twice, has the same ids; and quiet meanwhile."""

from __future__ import annotations

import io
import logging
import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stdout
from itertools import count
from unittest import mock
from uuid import UUID

from rtcc.foundation import ids
from tests.unit import city


@contextmanager
def alike() -> Iterator[None]:
    """Ids are counted and secrets come from a seed, as long as the ground is made. No run has this."""
    numbers, chance = count(1), random.Random(6)
    with ExitStack() as ends:
        fresh = lambda prefix: f"{prefix}_{ids.spell(next(numbers), length=26)}"  # noqa: E731
        ends.enter_context(mock.patch.object(ids, "new", fresh))
        ends.enter_context(mock.patch("secrets.randbits", chance.getrandbits))
        ends.enter_context(mock.patch("secrets.token_hex", lambda n=32: chance.randbytes(n).hex()))
        ends.enter_context(mock.patch.object(city, "uuid", mock.Mock(uuid4=lambda: UUID(int=chance.getrandbits(128)))))
        yield


@contextmanager
def silence() -> Iterator[None]:
    """What functions log and count is not what a drill tells."""
    with redirect_stdout(io.StringIO()):
        logging.disable(logging.CRITICAL)
        try:
            yield
        finally:
            logging.disable(logging.NOTSET)
