"""Sealing: what was written once stays, wherever the sealer died, however often the stream repeats itself."""

import pytest

from rtcc.access.model import Action
from rtcc.custody import log, store
from rtcc.custody import service as custody
from rtcc.custody.model import entry
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict
from tests.unit.city import ANALYST
from tests.unit.fakes import Died
from tests.unit.test_custody_tree import ENTRIES, plain_root


def in_log():
    head = log.head()
    return list(log.entries(head.size)) if head else []


def test_a_sealed_batch_is_in_the_log_under_a_signed_head(city):
    head = log.seal(ENTRIES[:3])

    assert log.head() == head
    assert (head.origin, head.size, head.root) == ("rtcc.example.gov/custody", 3, plain_root(ENTRIES[:3]))
    assert in_log() == ENTRIES[:3]


def test_the_same_batch_twice_is_in_the_log_once(city):
    log.seal(ENTRIES[:3])
    kept = {key: list(found) for key, found in city.store.versions.items()}

    assert log.seal(ENTRIES[:3]).size == 3
    assert city.store.versions == kept


def test_a_batch_that_repeats_the_last_one_and_goes_on_adds_only_what_is_new(city):
    log.seal(ENTRIES[:3])
    log.seal(ENTRIES[1:5])

    assert in_log() == ENTRIES[:5]


def test_the_log_is_that_of_the_standard_over_many_batches(city):
    at = 0
    for size in (1, 2, 252, 1, 1, 300, 7):
        log.seal(ENTRIES[at : at + size])
        at += size

    assert in_log() == ENTRIES[:at]
    assert log.head().root == plain_root(ENTRIES[:at])


@pytest.mark.parametrize("first", [0, 3, 250, 256])
def test_wherever_the_sealer_dies_the_next_one_brings_it_to_its_end(city, first):
    """Every write of a batch of ten is cut once; the log must end as if nothing had happened."""
    if first:
        log.seal(ENTRIES[:first])
    begun, written = {key: list(found) for key, found in city.store.versions.items()}, city.store.writes
    log.seal(ENTRIES[first : first + 10])
    whole = city.store.writes - written

    for n in range(1, whole + 1):
        city.store.versions = {key: list(found) for key, found in begun.items()}
        city.store.dies_at = city.store.writes + n
        with pytest.raises(Died):
            log.seal(ENTRIES[first : first + 10])

        head = log.seal(ENTRIES[first : first + 10])

        assert (head.size, head.root) == (first + 10, plain_root(ENTRIES[: first + 10])), f"died at write {n}"
        assert in_log() == ENTRIES[: first + 10], f"died at write {n}"
    assert whole >= 5


def test_who_dies_and_is_followed_by_another_batch_loses_nothing(city):
    city.store.dies_at = 2
    with pytest.raises(Died):
        log.seal(ENTRIES[:3])

    log.seal(ENTRIES[3:5])

    assert in_log() == ENTRIES[:5]


def test_two_sealers_at_the_same_size_do_not_both_win(city, monkeypatch):
    log.seal(ENTRIES[:3])
    log.seal(ENTRIES[3:5])
    old = city.store.versions["log", "checkpoint"][0][1]
    newest = city.store.fetch
    seen = {"checkpoint": old, "batch/000000000003": None}  # what the other one saw a moment earlier
    monkeypatch.setattr("rtcc.aws.blobs.fetch", lambda b, key: seen[key] if key in seen else newest(b, key))

    with pytest.raises(Conflict):
        log.seal(ENTRIES[5:7])


def test_a_head_that_the_seal_key_did_not_sign_is_no_head(city):
    log.seal(ENTRIES[:3])
    version, text = city.store.newest("log", "checkpoint")
    city.store.versions["log", "checkpoint"].append((version, text.replace(b"\n3\n", b"\n2\n")))

    with pytest.raises(ValueError, match="not signed"):
        log.head()
    assert [fault.what for fault in custody.verify().faults] == ["the newest checkpoint is not signed by the seal key"]


def test_a_tile_that_was_exchanged_stops_the_sealer(city):
    log.seal(ENTRIES[:3])
    key = ("log", "tile/0/000.p/3")
    city.store.versions[key] = [("v", b"\x01" * 96)]

    with pytest.raises(ValueError, match="tiles do not give the root"):
        log.seal(ENTRIES[3:5])


def test_the_whole_record_is_judged_table_against_log(city):
    for n in range(3):
        custody.note(ANALYST, Action.READ_INCIDENT, f"inc_{n}")
    log.seal([entry(line) for line in city.lines()])
    custody.note(ANALYST, Action.READ_INCIDENT, "inc_0")

    report = custody.verify()

    assert report.holds
    assert (report.lines, report.log_size, report.unsealed) == (4, 3, 1)


def test_an_older_head_that_was_put_back_is_a_fault(city):
    log.seal(ENTRIES[:3])
    _, older = city.store.newest("log", "checkpoint")
    log.seal(ENTRIES[3:5])
    city.store.keep("log", "checkpoint", older)
    city.store.written["log", "batch/000000000003"] = clock.after(clock.now(), minutes=-6)

    assert [fault.what for fault in custody.verify().faults] == [
        "the log goes on behind its newest head: an older head was put back"
    ]


def test_a_bundle_that_is_gone_from_the_log_is_a_fault_and_not_a_crash(city):
    log.seal(ENTRIES[:3])
    del city.store.versions["log", "tile/entries/000.p/3"]

    assert [fault.what for fault in custody.verify().faults] == ["the log lacks tile/entries/000.p/3"]


def test_a_log_that_cannot_be_read_does_not_hide_a_changed_line(city):
    for _ in range(3):
        custody.note(ANALYST, Action.READ_INCIDENT, "inc_0")
    log.seal([entry(line) for line in city.lines()])
    city.store.keep("log", "checkpoint", b"no head at all\n0\n\n")
    row = store.LineRow.get("inc_0", 2)
    row.reason = "another"
    row.save()

    report = custody.verify()

    assert report.lines == 3
    assert {(fault.subject, fault.seq) for fault in report.faults} == {("log", 0), ("inc_0", 2)}


def test_a_batch_of_thousands_is_that_of_the_standard_and_one_that_died_in_it_is_finished(city):
    many = [n.to_bytes(72, "big") for n in range(3_000)]
    city.store.dies_at = 8  # among the tiles, which are written beside each other
    with pytest.raises(Died):
        log.seal(many)
    city.store.dies_at = None

    head = log.seal(many)

    assert (head.size, head.root) == (3_000, plain_root(many))
    assert in_log() == many


def test_abuse_034_a_tile_that_was_exchanged_is_named_by_the_judge_though_no_sealing_reads_it(city):
    log.seal(ENTRIES[:300])
    (_, body) = city.store.newest("log", "tile/0/000")
    city.store.keep("log", "tile/0/000", b"\1" + body[1:])

    assert "tile/0/000 does not hold the hashes of the entries" in [fault.what for fault in custody.verify().faults]
    assert log.seal(ENTRIES[300:310]).size == 310
