"""Nothing was left out: proofs that a chain is whole, and a sealer that makes them possible wherever it dies."""

from dataclasses import replace

import pytest

from rtcc.access.model import Action
from rtcc.custody import log, packs, sealing, store
from rtcc.custody import service as custody
from rtcc.custody.model import entry
from rtcc.custody.proving import Prover
from rtcc.foundation import clock, merkle
from tests.unit.city import ANALYST
from tests.unit.fakes import Died
from tests.unit.test_custody_log import in_log
from tests.unit.test_custody_tree import ENTRIES, plain_root


@pytest.fixture
def written(city):
    """Write lines under subjects, as many as are named, and return them."""

    def write(*subjects):
        lines = []
        for subject in subjects:
            custody.note(ANALYST, Action.READ_EVIDENCE, subject)
            lines.append(custody.last(subject))
        return lines

    return write


def lines_of(subject):
    return [entry(line) for line in custody.lines(subject)]


def sealed(*batches):
    for lines in batches:
        sealing.seal(lines)


def test_whoever_holds_all_lines_can_show_that_there_is_no_other(city, written):
    for subjects in (["evi_a"], ["evi_b", "evi_a", "evi_c"], ["evi_a"], ["evi_d", "evi_e"]):
        sealing.seal(written(*subjects))

    for subject, n in {"evi_a": 3, "evi_b": 1, "evi_e": 1}.items():
        count, note = merkle.complete(Prover().chain(subject), lines_of(subject))
        assert (count, note) == (n, log.note())


def test_lines_that_are_too_young_for_the_log_are_counted_apart(city, written):
    sealed(written("evi_a"), written("evi_a"))
    text = Prover().chain("evi_a")
    written("evi_a")

    assert merkle.complete(text, lines_of("evi_a"))[0] == 2


SPOILS = {
    "the first left out": lambda e, other: e[1:],
    "one left out": lambda e, other: [e[0], *e[2:]],
    "the last left out": lambda e, other: e[:-1],
    "one in the place of another": lambda e, other: [e[0], other, *e[2:]],
    "two in each other's place": lambda e, other: [e[1], e[0], *e[2:]],
    "one put in between": lambda e, other: [e[0], e[0], *e[1:]],
    "one changed": lambda e, other: [bytes([e[0][0] ^ 1]) + e[0][1:], *e[1:]],
    "none": lambda e, other: [],
}


@pytest.mark.parametrize("how", SPOILS)
def test_a_chain_that_is_not_whole_is_refused(city, written, how):
    sealed(written("evi_a", "evi_b"), written("evi_a"), written("evi_a"))

    with pytest.raises(ValueError):  # noqa: PT011 which one it is does not matter: it is not taken
        merkle.complete(Prover().chain("evi_a"), SPOILS[how](lines_of("evi_a"), lines_of("evi_b")[0]))


def test_a_proof_with_any_of_its_lines_changed_is_refused(city, written):
    for _ in range(3):
        sealing.seal(written(*[f"evi_{n}" for n in range(6)]))
    text, entries = Prover().chain("evi_3"), lines_of("evi_3")
    lines = text.split(b"\n")
    blank = [n for n, line in enumerate(lines) if not line][1]

    assert merkle.complete(text, entries)[0] == 3
    for n in range(blank + 4):  # behind the head comes its signature, which the checker of signatures judges
        if lines[n] and not lines[n].startswith(b"rtcc"):
            spoiled = [*lines[:n], lines[n][:-2] + (b"7=" if lines[n].endswith(b"=") else b"99"), *lines[n + 1 :]]
            with pytest.raises(ValueError):  # noqa: PT011
                merkle.complete(b"\n".join(spoiled), entries)
            with pytest.raises(ValueError):  # noqa: PT011
                merkle.complete(b"\n".join([*lines[:n], *lines[n + 1 :]]), entries)


@pytest.mark.parametrize("first", [0, 1, 252, 253])
def test_wherever_the_sealer_dies_the_next_one_comes_to_the_same_end(city, written, first):
    """Every write is cut once; around the end of a tile, too."""
    if first:
        log.seal(ENTRIES[:first])
    begun, batch = {key: list(found) for key, found in city.store.versions.items()}, written("evi_a", "evi_b", "evi_a")
    before = city.store.writes
    sealing.seal(batch)
    whole, entries = city.store.writes - before, in_log()

    for n in range(1, whole + 1):
        city.store.versions = {key: list(found) for key, found in begun.items()}
        city.store.dies_at = city.store.writes + n
        with pytest.raises(Died):
            sealing.seal(batch)

        head = sealing.seal(batch)

        assert in_log() == entries, f"died at write {n}"
        assert head.root == plain_root(entries)
        assert merkle.complete(Prover().chain("evi_a"), lines_of("evi_a"))[0] == 2
    assert whole >= 6


def test_whoever_dies_before_the_batch_may_be_followed_by_another_one(city, written):
    one, two = written("evi_a", "evi_b")
    city.store.dies_at = 2  # the map's object is written, the batch is not
    with pytest.raises(Died):
        sealing.seal([one, two])

    sealed([one], [two])

    assert custody.verify().holds
    assert merkle.complete(Prover().chain("evi_b"), lines_of("evi_b"))[0] == 1


def test_a_log_from_before_the_map_catches_up_batch_by_batch(city, written, monkeypatch):
    monkeypatch.setattr(sealing, "MOST", 4)
    old = written(*[f"evi_{n % 3}" for n in range(9)])
    log.seal([entry(line) for line in old])
    assert custody.verify().holds
    with pytest.raises(LookupError):
        Prover().chain("evi_1")

    covered = []
    for _ in range(4):
        sealing.seal(written("evi_1"))
        covered.append(sealing.newest_root(log.head().size)[1])
        assert custody.verify().holds

    assert covered == [4, 8, 12, 16]
    assert merkle.complete(Prover().chain("evi_2"), lines_of("evi_2"))[0] == 3


def test_a_line_that_comes_again_much_later_is_not_sealed_twice(city, written):
    one, two, three = written("evi_a"), written("evi_a"), written("evi_b")
    sealed(one, two, three, one, two)

    assert [kept[64:] for kept in in_log() if kept[32:64] != merkle.MAP] == [n.to_bytes(8, "big") for n in (1, 2, 1)]


def test_abuse_088_a_line_that_the_stream_lost_is_sealed_with_the_next_of_its_chain(city, written):
    one = written("evi_a")
    written("evi_a")
    written("evi_a")
    sealed(one, written("evi_a"))

    assert merkle.complete(Prover().chain("evi_a"), lines_of("evi_a"))[0] == 4
    assert custody.verify().holds


def test_a_chain_that_was_written_anew_and_sealed_again_has_no_proof(city, written):
    """Lines 3 and 4 are written anew over the old 2; the log took the old 3, and takes the new 4."""
    sealed(written("evi_a"), written("evi_a"), written("evi_a"))
    third = custody.last("evi_a")
    other = replace(third, reason="another").sealed()
    row = store.LineRow.get("evi_a", 3)
    row.reason, row.hash = other.reason, other.hash
    row.save()
    sealing.seal([other])
    sealing.seal(written("evi_a"))

    assert not [fault for fault in custody.verify().faults if fault.subject == "log"]
    assert ("evi_a", 3) in {(fault.subject, fault.seq) for fault in custody.verify().faults}
    with pytest.raises(ValueError, match="does not lead"):
        merkle.complete(Prover().chain("evi_a"), lines_of("evi_a"))


def test_a_map_that_leaves_a_line_out_is_found_by_whoever_reads_the_log(city, written):
    first, second = written("evi_a"), written("evi_a")
    sealing.seal(first)
    root, _ = sealing.newest_root(2)
    log.seal([entry(second[0])], closing=lambda begin, fresh: [*fresh, merkle.map_entry(root, begin + 1)])

    told = [(fault.subject, fault.seq, fault.what) for fault in custody.verify().faults]

    assert told == [("log", 3, "the map of chains that was sealed here is not that of the lines before")]


def test_a_map_that_was_exchanged_or_lost_stops_the_sealer(city, written):
    sealing.seal(written("evi_a"))
    key = next(key for key in city.store.versions if key[1].startswith("map/"))
    kept = city.store.versions.pop(key)
    with pytest.raises(ValueError, match="the log lacks map/"):
        sealing.seal(written("evi_a"))
    city.store.versions[key] = [("v", kept[0][1][:8] + b"\1" + kept[0][1][9:])]
    with pytest.raises(ValueError, match="changed after"):
        sealing.seal(written("evi_a"))


def test_a_last_entry_that_was_exchanged_stops_the_sealer(city, written):
    sealing.seal(written("evi_a"))
    ((_, body),) = city.store.versions["log", "tile/entries/000.p/2"]
    city.store.versions["log", "tile/entries/000.p/2"] = [("v", body[:-1] + b"\7")]

    with pytest.raises(ValueError, match="changed after it was sealed"):
        sealing.seal(written("evi_a"))


@pytest.mark.parametrize("forgets", [False, True])
def test_any_line_has_a_proof_that_is_found_by_its_time(city, written, forgets, monkeypatch):
    now = clock.now()
    for minute in range(12):
        monkeypatch.setattr(clock, "now", lambda at=minute: clock.after(now, minutes=5 * at))
        begin = log.head().size if log.head() else 0
        sealing.seal(written("evi_a", f"evi_{minute}"))
        if not forgets:
            city.store.written["log", log.batch_path(begin)] = clock.now()
    prover = Prover()

    for line in city.lines():
        assert merkle.logged(prover.line(line), entry(line)) == log.note()
    with pytest.raises(LookupError):
        prover.line(replace(line, reason="another").sealed())


def test_the_log_only_grew_from_head_to_head(city, written):
    heads = []
    for n in range(5):
        heads.append(sealing.seal(written(*[f"evi_{n}_{m}" for m in range(3 * n + 1)])))

    for old in heads:
        path = Prover().consistency(old.size)
        assert merkle.only_grew(path, (old.size, old.root), (heads[-1].size, heads[-1].root))


def test_where_nothing_is_sealed_there_is_nothing_to_prove(city):
    with pytest.raises(LookupError):
        Prover()
    assert packs.opened(merkle.EMPTY).counts([bytes(32)]) == {bytes(32): 0}
