"""Custody lines edited, deleted, reordered, inserted, truncated, rolled back, forked, left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from drills.tamper.model import VERIFY, WITNESS, WITNESSED, Tampering, Unnamed
from drills.tamper.place import Place, rechained
from rtcc.access.model import Action
from rtcc.aws import blobs
from rtcc.custody import checkpoint, log, sealing
from rtcc.custody.model import Line, entry
from rtcc.custody.store import LineRow
from rtcc.foundation import clock
from rtcc.foundation.merkle import map_entry
from rtcc.release import package

Change = Callable[[list[Line]], list[Line]]
TABLE, LOG = "custody table", "custody table and log"


def edited(lines: list[Line]) -> list[Line]:
    """Another reason for the third line's look."""
    return [*lines[:2], replace(lines[2], reason="26-9999"), *lines[3:]]


def deleted(lines: list[Line]) -> list[Line]:
    """Without the third line."""
    return [*lines[:2], *lines[3:]]


def reordered(lines: list[Line]) -> list[Line]:
    """Two looks, one before the other."""
    return [*lines[:2], lines[3], lines[2], *lines[4:]]


def inserted(lines: list[Line]) -> list[Line]:
    """A look that never was, in between."""
    return [*lines[:2], replace(lines[2], badge="8", actor="usr_another"), *lines[2:]]


def truncated(lines: list[Line]) -> list[Line]:
    """Without the last two lines."""
    return lines[:-2]


CHANGES: tuple[tuple[str, Change], ...] = (
    ("A line is edited", edited),
    ("A line is deleted", deleted),
    ("Two lines change places", reordered),
    ("A line is inserted", inserted),
    ("The end is cut off", truncated),
)
_CLUMSY: dict[Change, str] = {
    edited: "was changed after it was written",
    deleted: "this line is missing",
    reordered: "was changed after it was written",
    inserted: "was changed after it was written",
    truncated: "was sealed and is gone from the table",
}
_REHASHED: dict[Change, str] = {
    edited: "differs from the one that was sealed",
    deleted: "differs from the one that was sealed",
    reordered: "differs from the one that was sealed",
    inserted: "differs from the one that was sealed",
    truncated: "was sealed and is gone from the table",
}


def _clumsily(change: Change) -> Callable[[Place], None]:
    """Change the rows, and nothing but what the change itself needs."""

    def do(place: Place) -> None:
        before = place.chain()
        after = change(before)
        place.remove(*before)
        numbers = [line.seq for line in after] if change is deleted else range(1, len(after) + 1)
        place.write(*(replace(line, seq=number) for number, line in zip(numbers, after, strict=True)))

    return do


def _rehashed(change: Change) -> Callable[[Place], None]:
    return lambda place: place.rewrite(change(place.chain()))


def _forked(change: Change) -> Callable[[Place], None]:
    """All of it: chain hashed anew, every entry, tile, map and head of the log made anew and signed by the true key."""

    def do(place: Place) -> None:
        place.rewrite(change(place.chain()))
        seal_all_anew(place)

    return do


def packed_from_a_fork(place: Place) -> None:
    """A package out of such a log: list, proofs and head all fit, and all are signed by the true key."""
    place.rewrite(edited(place.chain()))
    seal_all_anew(place)
    made = package.write(place.vault.release, place.vault.items[:2])
    place.forged = b"".join(blobs.read(blobs.Stored(made.bucket, made.key, made.version_id, made.bytes)))


def seal_all_anew(place: Place) -> None:
    """A log that says what the table says now, batch by batch, as if it had been so from the beginning."""
    lines = sorted((row.to_entity() for row in LineRow.scan(consistent_read=True)), key=lambda line: line.at)
    place.begin_anew()
    for start in range(0, len(lines), 150):
        sealing.seal(lines[start : start + 150])


def whole_chain(place: Place) -> None:
    """Every line of an item."""
    place.remove(*place.chain())


def back_to(place: Place, *, moment: int = 0) -> None:
    """The table as it was when the log's batch of that number ended: a restored backup."""
    kept = set(log.entries(checkpoint.read(place.vault.heads[moment])[0].size))
    place.remove(*(line for line in _lines() if entry(line) not in kept))


def everything_back(place: Place) -> None:
    """Table and log together: an older head put back, and nothing to be seen of what was sealed behind it."""
    size = checkpoint.read(place.vault.heads[0])[0].size
    back_to(place)
    place.put("checkpoint", place.vault.heads[0])
    place.mark(*(key for key in place.held() if _begins_behind(key, size)))


def never_sealed(place: Place) -> None:
    """A line that the stream lost, or that somebody took out of it."""
    place.write(*_more(place, 1))


def left_out(place: Place) -> None:
    """A sealer of the insider's own seals the newest of two lines and leaves out the one before."""
    first, second = _more(place, 2)
    place.write(first, second)
    log.seal([entry(second)])


def out_of_the_map(place: Place) -> None:
    """A sealer of the insider's own seals a line, and has the map of chains not know of it."""
    (line,) = _more(place, 1)
    place.write(line)
    size = log.head()
    assert size
    root, _ = sealing.newest_root(size.size)
    log.seal([entry(line)], closing=lambda begin, fresh: [*fresh, map_entry(root, begin + len(fresh))])


def out_of_its_day(place: Place) -> None:
    """A download, sealed as it must be, that the list of its day's looks lacks: no sample would ever draw it."""
    chain = place.chain()
    look = replace(chain[-1], event=Action.DOWNLOAD_EVIDENCE.value, at=clock.after(clock.now(), hours=-2))
    line = rechained([*chain, look])[-1]
    LineRow.of(line).save()
    sealing.seal([line])


def _more(place: Place, count: int) -> list[Line]:
    """Further lines of the first item, written two hours ago by now."""
    chain = place.chain()
    new = [replace(chain[-1], at=clock.after(clock.now(), hours=-2)) for _ in range(count)]
    return rechained([*chain, *new])[len(chain) :]


def _lines() -> list[Line]:
    return [row.to_entity() for row in LineRow.scan(consistent_read=True)]


def _begins_behind(key: str, size: int) -> bool:
    kind, _, number = key.partition("/")
    return (kind == "batch" and int(number) >= size) or (kind == "last" and int(number) > size)


TAMPERINGS: tuple[Tampering[Place], ...] = (
    *(Tampering(f"{what}", TABLE, _clumsily(do), (VERIFY,), _CLUMSY[do]) for what, do in CHANGES),
    *(
        Tampering(f"{what}, and the chain is hashed anew", TABLE, _rehashed(do), (VERIFY,), _REHASHED[do])
        for what, do in CHANGES
    ),
    *(
        Tampering(
            f"{what}, and chain and log are made anew and signed with the true key", LOG, _forked(do), (WITNESS,), ""
        )
        for what, do in CHANGES
    ),
    Tampering(
        "A package is made out of such a log",
        LOG,
        packed_from_a_fork,
        (WITNESS, WITNESSED),
        "",
    ),
    Tampering("Every line of an item is deleted", TABLE, whole_chain, (VERIFY,), "sealed and is gone from the table"),
    Tampering("The table is rolled back to a backup", TABLE, back_to, (VERIFY,), "sealed and is gone from the table"),
    Tampering("Table and log are rolled back together", LOG, everything_back, (WITNESS,), ""),
    Tampering("A line is kept out of the log", TABLE, never_sealed, (VERIFY,), "never came into the log"),
    Tampering("A line is left out when the next is sealed", LOG, left_out, (VERIFY,), "never came into the log"),
    Tampering("A line is left out of the map of chains", LOG, out_of_the_map, (VERIFY,), "the map of chains"),
    Tampering("A look is taken out of the list of its day", LOG, out_of_its_day, (VERIFY,), "its day's looks"),
)
UNNAMED = (
    Unnamed(
        "Somebody who may write into the custody table writes a line of something that never happened, as the next of "
        "its chain",
        "It is a line like any other, and sealed like any other. No role but the product's own functions may write "
        "there, and none of them takes a line's words from outside; the account's own trail names who wrote.",
    ),
    Unnamed(
        "Table and log are made anew, or rolled back, together, in a city that named no witness",
        "Inside such a city nothing is left that says otherwise. Every package that was handed out before does: its "
        "head of the log is not one of theirs. So name a witness, and one of another house: none is set by default.",
    ),
)
