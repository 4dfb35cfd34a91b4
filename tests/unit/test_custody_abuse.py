"""What somebody with full rights tries on the record (abuse 33 to 38), and what the city's own judge says of it."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from functions.seal_custody import handler
from rtcc.access.model import Action
from rtcc.aws.table import transact
from rtcc.custody import log, sealing, store
from rtcc.custody import service as custody
from rtcc.custody.model import entry, spelled
from rtcc.custody.proving import Prover
from rtcc.custody.tree import tile_path
from rtcc.foundation import clock, merkle
from rtcc.foundation.errors import Unavailable
from tests.unit.city import ANALYST
from tests.unit.test_functions import stream
from tools import verify_release

SUBJECT = "evi_a"


@pytest.fixture
def written(city):
    """Six lines of one subject, sealed."""
    for n in range(6):
        custody.note(ANALYST, Action.READ_EVIDENCE, SUBJECT, facts={"n": n})
    sealing.seal(custody.lines(SUBJECT))
    return custody.lines(SUBJECT)


def named():
    report = custody.verify()
    return {(fault.subject, fault.seq) for fault in report.faults}, " ".join(fault.what for fault in report.faults)


def put(lines):
    """The table as somebody with full rights leaves it."""
    for row in list(store.LineRow.scan()):
        row.delete()
    for line in lines:
        store.LineRow.of(line).save()


def rewritten(lines):
    """Each line numbered and chained anew, as if it had always been so."""
    made = []
    for n, line in enumerate(lines, 1):
        before = made[-1].hash if made else "0" * 64
        made.append(replace(line, seq=n, previous=before).sealed())
    return made


def test_abuse_033_a_tail_that_was_cut_is_named_by_its_numbers(written):
    put(written[:4])

    assert named() == ({(SUBJECT, 5), (SUBJECT, 6)}, " ".join(["this line was sealed and is gone from the table"] * 2))


def test_abuse_033_a_proof_of_the_whole_chain_refuses_the_shorter_one(written):
    with pytest.raises(ValueError, match="another number of lines"):
        merkle.complete(Prover().chain(SUBJECT), [entry(line) for line in written[:4]])


def test_abuse_033_a_head_that_somebody_kept_is_not_the_beginning_of_a_shorter_log(city, written):
    kept = log.head()
    put(rewritten(written[:2]))
    city.store.versions = {key: found for key, found in city.store.versions.items() if key[0] != "log"}
    sealing.seal(custody.lines(SUBJECT))

    now = log.head()
    assert now.size < kept.size
    assert not merkle.only_grew([], (kept.size, kept.root), (now.size, now.root))
    with pytest.raises(IndexError):
        Prover().consistency(kept.size)


def test_abuse_034_a_tile_of_the_log_that_was_overwritten_is_named(city, written):
    path = tile_path(0, 0, width=log.head().size)
    _, body = city.store.newest("log", path)
    city.store.keep("log", path, bytes([body[0] ^ 1]) + body[1:])

    _, said = named()

    assert f"{path} does not hold the hashes of the entries" in said


def test_abuse_035_a_line_put_in_between_and_lines_that_changed_places_are_named(written):
    inserted = rewritten([*written[:2], written[1], *written[2:]])
    put(inserted)
    assert {(SUBJECT, n) for n in range(3, 7)} <= named()[0]

    put(rewritten([written[1], written[0], *written[2:]]))
    assert {(SUBJECT, 1), (SUBJECT, 2)} <= named()[0]


def test_abuse_036_a_writer_s_clock_that_was_set_back_changes_no_order(city, monkeypatch):
    custody.note(ANALYST, Action.READ_EVIDENCE, SUBJECT)
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() - timedelta(days=400))
    custody.note(ANALYST, Action.DOWNLOAD_EVIDENCE, SUBJECT)
    monkeypatch.setattr(clock, "now", real)
    custody.note(ANALYST, Action.READ_EVIDENCE, SUBJECT)
    sealing.seal(custody.lines(SUBJECT))

    lines = custody.lines(SUBJECT)

    assert [(line.seq, line.event) for line in lines] == [
        (1, "evidence.read"),
        (2, "evidence.download"),
        (3, "evidence.read"),
    ]
    assert lines[1].at < lines[0].at <= lines[2].at
    assert custody.verify().holds
    assert merkle.complete(Prover().chain(SUBJECT), [entry(line) for line in lines])[0] == 3


@pytest.mark.parametrize(("off", "told"), [(-86_400, 1), (86_400, 1), (30, 0)])
def test_abuse_036_a_line_that_bears_another_time_than_the_table_s_wakes_somebody(city, capsys, off, told):
    custody.note(ANALYST, Action.READ_EVIDENCE, SUBJECT)
    line = custody.last(SUBJECT)
    event = stream([store.LineRow.of(line)])
    event["Records"][0]["dynamodb"]["ApproximateCreationDateTime"] = line.at.timestamp() - off

    handler.handle(event, None)

    assert capsys.readouterr().out.count('"ClockOff":[1') == told
    assert log.head().size == 2  # the line, and the root of the map: it is sealed all the same


def test_abuse_036_a_line_of_the_future_does_not_stay_young_for_ever(city, monkeypatch):
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(days=400))
    custody.note(ANALYST, Action.READ_EVIDENCE, SUBJECT)
    monkeypatch.setattr(clock, "now", real)

    assert named() == ({(SUBJECT, 1)}, "this line never came into the log")


def test_abuse_037_an_act_whose_line_cannot_be_written_did_not_happen(city, written, monkeypatch):
    monkeypatch.setattr(store, "last", lambda subject: written[2])  # every number that is tried is taken

    with pytest.raises(Unavailable):
        transact(custody.line(ANALYST, Action.READ_EVIDENCE, SUBJECT), custody.line(ANALYST, Action.READ_SELF, "evi_b"))

    assert custody.lines("evi_b") == []
    assert custody.lines(SUBJECT) == written


NASTY = ['26-1","outcome":"done', "26-1\n\nevi_a 7", "\u202e\x00", '{"seq": 7}', "a\\u0022"]


@settings(max_examples=50, deadline=None)
@given(some.sampled_from(NASTY) | some.text(max_size=40), some.sampled_from(NASTY) | some.text(max_size=40))
def test_abuse_038_no_words_of_a_field_make_another_line(one, other):
    draft = custody.line(ANALYST, Action.READ_EVIDENCE, SUBJECT, reason=one, facts={"why": other})
    swapped = custody.line(ANALYST, Action.READ_EVIDENCE, SUBJECT, reason=other, facts={"why": one})
    at = clock.now()
    line, turned = (replace(each.after(None), at=at).sealed() for each in (draft, swapped))
    verdict = verify_release.Verdict()

    told = json.loads(json.dumps(spelled(line) | {"hash": line.hash}))
    verify_release.judge_chain(SUBJECT, [told], verdict)

    assert verdict.faults == []
    assert (told["reason"], told["facts"]["why"], told["outcome"]) == (one, other, "done")
    assert (line.hash == turned.hash) is (one == other)
