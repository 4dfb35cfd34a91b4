"""The custody report: for people, what custody.json holds for machines; the same facts give the same bytes."""

from __future__ import annotations

from datetime import datetime

from rtcc.aws import settings
from rtcc.foundation import clock
from rtcc.release import reading, told
from rtcc.release.paper import Paper
from rtcc.release.reading import Facts

_HEADS = ("No.", "Time (UTC)", "Who", "Act", "Reason", "Outcome, and what was written down")
_WIDTHS = (0.5, 2.6, 2.1, 1.9, 1.3, 3.9)
_HOW = """\
Each piece below is a file in this package, byte by byte as the center received it. The tables give every line that the
center's record holds of it, refused and failed attempts with the rest. Each line holds the digest of the line before
it. The record is in data/custody.json; this report is made of it and of nothing else. The program verify_release.py and
the page verify.html check the whole package: take them, and the fingerprint of the center's key, from the center or the
court, never from whoever handed over the package."""


def custody_report(account: Facts, *, at: datetime) -> bytes:
    """`report/custody.pdf` of the facts that `dossier.account` gives."""
    city, one = settings.city(), account["release"]
    center = f"{city.agency} ({city.ori})"
    paper = Paper(f"Custody report, release {one['id']}", under=f"{city.agency} · case {one['case']}")
    paper.title("Custody report")
    paper.fields(_release(one, center, city.zone, at))
    paper.heading("What this is")
    paper.say(_HOW)
    paper.say(one["limits"])
    paper.heading("What was released")
    rows = [
        (str(n), item["id"], item["name"], f"{item['bytes']:,}", item["sha256"])
        for n, item in enumerate(account["items"], 1)
    ]
    paper.table(("No.", "Item", "Name as received", "Bytes", "SHA-256"), (0.5, 3.3, 2.8, 1.2, 3.8), rows)
    for n, item in enumerate(account["items"], 1):
        _item(paper, n, item, center=center, zone=city.zone)
    paper.heading("The release itself")
    paper.table(_HEADS, _WIDTHS, reading.events(one["chain"]))
    return paper.close(author=city.agency, at=at)


def _release(one: Facts, center: str, zone: str, at: datetime) -> told.Told:
    to = one["to"]
    return [
        ("Release", one["id"]),
        ("Case", one["case"]),
        ("Reason", one["reason"]),
        ("Released by", center),
        ("Released to", f"{to['agency']} ({to['ori']}), badge {to['recipient']}"),
        ("Handed over by", one["method"]),
        ("Asked for", f"by badge {one['asked_by']}, {reading.local(one['asked_at'], zone)}"),
        ("Approved", f"by badge {one['approved_by']}, {reading.local(one['approved_at'], zone)}"),
        ("Report made", reading.local(clock.spell(at), zone)),
    ]


def _item(paper: Paper, number: int, item: Facts, *, center: str, zone: str) -> None:
    paper.heading(f"Item {number}: {item['name']}")
    parts = {
        "Identity": told.identity(item, zone),
        "Time": told.times(item, zone),
        "Integrity": told.integrity(item),
        "Acquisition": told.acquisition(item),
        "Storage": told.storage(item),
    }
    for name, fields in parts.items():
        paper.heading(name, large=False)
        paper.fields(fields)
    paper.heading("Custody", large=False)
    paper.table(("From (UTC)", "With"), (1, 3), reading.custodians(item, center))
    paper.heading("Every line of its record", large=False)
    paper.table(_HEADS, _WIDTHS, reading.events(item["chain"]))
