"""The judge of the record: whatever is done to a line, it is named."""

from dataclasses import replace

import pytest

from rtcc.access.model import Action
from rtcc.custody import service as custody
from rtcc.custody.checkpoint import Head
from rtcc.custody.model import Outcome, entry
from rtcc.custody.proof import Report, judge
from rtcc.custody.tree import Edge
from rtcc.foundation import clock
from tests.unit.city import ANALYST


@pytest.fixture
def lines():
    """Two chains of four lines."""
    made = []
    for subject in ("inc_a", "inc_b"):
        before = None
        for n in range(4):
            draft = custody.line(ANALYST, Action.READ_INCIDENT, subject, facts={"n": n})
            before = draft.after(before)
            made.append(before)
    return made


def sealed(lines, *, more=()):
    """The log over those lines, and what the judge says of the table."""
    entries = [entry(line) for line in lines]
    edge = Edge()
    edge.append(entries)
    return {"head": Head("log", edge.size, edge.root()), "entries": entries, "asked_at": clock.now()}


def named(report: Report):
    return {(fault.subject, fault.seq, fault.what) for fault in report.faults}


def test_a_record_that_nobody_touched_holds(lines):
    report = judge(reversed(lines), **sealed(lines))

    assert report.holds
    assert (report.lines, report.subjects, report.log_size, report.unsealed) == (8, 2, 8, 0)


def test_lines_too_young_for_the_log_are_counted_and_are_no_fault(lines):
    report = judge(lines, **sealed(lines[:6]))

    assert report.holds
    assert report.unsealed == 2


CHANGES = {
    "at": clock.read("2020-01-01T00:00:00Z"),
    "event": "evidence.download",
    "outcome": Outcome.REFUSED,
    "actor": "usr_other",
    "role": "supervisor",
    "badge": "8",
    "ori": "TX0",
    "how": "iam",
    "reason": "another",
    "facts": {"n": 9},
    "address": "203.0.113.9",
    "clock": "another",
}


@pytest.mark.parametrize("field", CHANGES)
def test_a_changed_line_is_named_whichever_field_was_changed(lines, field):
    changed = [*lines[:1], replace(lines[1], **{field: CHANGES[field]}), *lines[2:]]

    found = named(judge(changed, head=None, entries=[], asked_at=None))

    assert found == {("inc_a", 2, "this line was changed after it was written")}


def test_a_line_changed_together_with_its_hash_breaks_the_next_and_differs_from_its_seal(lines):
    changed = [*lines[:1], replace(lines[1], reason="another").sealed(), *lines[2:]]

    assert named(judge(changed, **sealed(lines))) == {
        ("inc_a", 3, "this line does not follow from the one before it"),
        ("inc_a", 2, "this line differs from the one that was sealed"),
    }


def test_a_chain_rewritten_to_its_end_is_caught_by_the_log_alone(lines):
    rewritten, before = [], None
    for n in range(4):
        before = custody.line(ANALYST, Action.READ_INCIDENT, "inc_a", facts={"n": n + 1}).after(before)
        rewritten.append(before)
    table = rewritten + lines[4:]

    assert judge(table, head=None, entries=[], asked_at=clock.now()).holds
    assert {where[:2] for where in named(judge(table, **sealed(lines)))} == {("inc_a", n) for n in (1, 2, 3, 4)}


def test_a_missing_line_is_named(lines):
    found = named(judge([*lines[:1], *lines[2:]], **sealed(lines)))

    assert found == {
        ("inc_a", 2, "this line is missing"),
        ("inc_a", 2, "this line was sealed and is gone from the table"),
    }


def test_a_truncated_end_is_named_once_it_was_sealed(lines):
    found = named(judge(lines[:7], **sealed(lines)))

    assert found == {("inc_b", 4, "this line was sealed and is gone from the table")}


def test_a_whole_chain_that_is_gone_is_named_by_the_digest_of_its_subject(lines):
    found = named(judge(lines[:4], **sealed(lines)))

    assert {seq for _, seq, _ in found} == {1, 2, 3, 4}
    assert all(what == "this line was sealed and is gone from the table" for _, _, what in found)


def test_lines_that_changed_places_are_named(lines):
    turned = [lines[0], replace(lines[2], seq=2), replace(lines[1], seq=3), *lines[3:]]

    found = {(seq, what) for _, seq, what in named(judge(turned, head=None, entries=[], asked_at=clock.now()))}

    assert {(n, "this line was changed after it was written") for n in (2, 3)} <= found
    assert (4, "this line does not follow from the one before it") in found


def test_a_line_that_was_put_in_between_is_named(lines):
    extra = custody.line(ANALYST, Action.READ_INCIDENT, "inc_a", facts={"n": 99}).after(lines[1])
    pushed = [replace(line, seq=line.seq + 1).sealed() for line in lines[2:4]]

    found = {(seq, what) for _, seq, what in named(judge([*lines[:2], extra, *pushed, *lines[4:]], **sealed(lines)))}

    assert (3, "this line differs from the one that was sealed") in found
    assert (4, "this line does not follow from the one before it") in found


def test_a_log_whose_entries_do_not_give_the_signed_root_is_named(lines):
    log = sealed(lines)
    log["entries"][5] = entry(replace(lines[5], reason="another").sealed())

    found = {what for _, _, what in named(judge(lines, **log))}

    assert "the entries do not give the root that was signed" in found


def test_entries_without_a_signed_head_are_named(lines):
    log = sealed(lines) | {"head": None}

    assert ("log", 0, "there are entries but no signed head") in named(judge(lines, **log))


def test_a_line_taken_out_and_written_anew_is_named_though_the_log_has_its_new_hash_too(lines):
    forged = replace(lines[3], reason="another reason").sealed()
    told = sealed([*lines, forged])

    report = judge([*lines[:3], forged, *lines[4:]], **told)

    assert {(fault.subject, fault.seq) for fault in report.faults} == {("inc_a", 4)}


def test_a_line_that_never_came_into_the_log_is_named_after_an_hour(lines):
    told = sealed(lines[:7])

    assert judge(lines, **told).holds
    late = judge(lines, **told | {"asked_at": clock.after(clock.now(), minutes=61)})

    assert named(late) == {("inc_b", 4, "this line never came into the log")}
