"""The draw itself: the same for everybody who makes it, and nobody's looks change another's chance (abuse 41)."""

import hashlib
from dataclasses import replace

from rtcc.access.model import Action
from rtcc.custody import service as custody
from rtcc.sample import lot
from tests.unit.city import ANALYST

SEED = hashlib.sha256(b"a root").digest()


def line(n, actor=ANALYST):
    """A look's line, without a table."""
    return custody.line(actor, Action.READ_PREVIEW, f"evi_{n:026d}", reason="26-1").after(None)


def people(count):
    return [replace(ANALYST, id=f"usr_{n}", badge=str(n)) for n in range(count)]


def test_the_same_log_draws_the_same_looks_in_whatever_order_they_come():
    lines = [line(n) for n in range(200)]

    first = lot.draw(lines, SEED, one_in=5)

    assert {one.hash for one in lot.draw(lines[::-1], SEED, one_in=5)} == {one.hash for one in first}
    assert 10 < len(first) < 80
    assert {one.hash for one in lot.draw(lines, hashlib.sha256(SEED).digest(), one_in=5)} != {one.hash for one in first}
    for one in lines:
        number = int.from_bytes(hashlib.sha256(SEED + bytes.fromhex(one.hash)).digest(), "big")
        assert (one in first) == (number * 5 < 2**256)


def test_one_look_that_is_another_changes_nothing_for_anybody_else():
    lines = [line(n, who) for who in people(20) for n in range(10)]
    before = {one.hash for one in lot.draw(lines, SEED, one_in=5)}

    for at in (0, 57, 199):
        changed = [*lines[:at], replace(lines[at], reason="26-2").sealed(), *lines[at + 1 :]]
        after = {one.hash for one in lot.draw(changed, SEED, one_in=5)}
        others = {one.hash for one in lines if one.badge != lines[at].badge}
        assert before & others == after & others


def test_of_everybody_who_looked_at_least_one_look_is_drawn_and_the_least():
    lines = [line(n, who) for who in people(30) for n in range(3)]

    chosen = lot.draw(lines, SEED, one_in=10**9)

    assert [one.badge for one in chosen] == [str(n) for n in range(30)]
    for one in chosen:
        assert lot.lot(one, SEED) == min(lot.lot(each, SEED) for each in lines if each.badge == one.badge)
