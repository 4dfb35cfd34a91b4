"""The first head after a moment: found in any log, never before it is there."""

from datetime import timedelta

import pytest

from rtcc.custody import first_head, log
from rtcc.foundation import clock
from tests.unit.test_custody_tree import ENTRIES, plain_root


@pytest.fixture
def heads(city, later):
    """A log of some batches, one an hour; when each was sealed, and its head."""
    made, at = [], 0
    for size in (1, 3, 252, 1, 300, 2, 7):
        made.append((clock.now(), log.seal(ENTRIES[at : at + size])))
        at += size
        later(hours=1)
    return made


def test_an_empty_log_has_none(city):
    assert first_head.after(clock.now() - timedelta(days=1)) is None


def test_it_is_the_first_that_was_sealed_after_the_moment(heads):
    for sealed_at, head in heads:
        found = first_head.after(sealed_at - timedelta(minutes=30))
        assert (found.size, found.root) == (head.size, plain_root(ENTRIES[: head.size]))


def test_what_is_sealed_later_changes_nothing(heads):
    sealed_at, head = heads[-1]
    log.seal(ENTRIES[head.size : head.size + 5])

    assert first_head.after(sealed_at - timedelta(minutes=30)).root == head.root


def test_nobody_knows_a_head_before_it_is_sealed(heads):
    assert first_head.after(clock.now()) is None


def test_it_finds_it_in_a_few_questions(heads, monkeypatch):
    asked, ask = [], first_head._from
    monkeypatch.setattr(first_head, "_from", lambda size: asked.append(size) or ask(size))

    first_head.after(heads[2][0] - timedelta(minutes=30))

    assert len(asked) <= heads[-1][1].size.bit_length() + 2
