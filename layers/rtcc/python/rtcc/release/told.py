"""What the record of custody tells of an item, in words for a court: the fields of a custody report, nothing invented.

Everything is taken from `dossier.account`, the same facts that custody.json holds (NIST SP 800-72, FRE 902).
"""

from __future__ import annotations

from rtcc.release import reading
from rtcc.release.reading import Facts

Told = list[tuple[str, str]]


def identity(item: Facts, zone: str) -> Told:
    """What it is and where it comes from."""
    source, said = item["source"], item["account"]
    facts = reading.admitted(item).get("facts", {})
    if reading.is_clip(item):
        came = [
            ("Camera", str(facts.get("camera", ""))),
            ("Recorded and exported by", "a core box, on order"),
            ("Order", f"{source['clip_id']}, by badge {facts.get('ordered_by', 'not recorded')}"),
        ]
    else:
        came = [
            ("Exported from", str(said.get("source", ""))),
            ("Sent by", f"a registrant, on request {source.get('request_id', '')}"),
            ("Submission", str(source.get("submission_id", ""))),
        ]
        if "trimmed" in said:
            cut = said["trimmed"]
            kept = f"ms {cut['from_ms']} to {cut['to_ms']} of {cut['name']} ({cut['bytes']:,} bytes)"
            came.append(("Cut by its sender", kept))
    received = reading.local(item["received_at"], zone)
    return [("Item", item["id"]), ("Name as received", item["name"]), *came, ("Received", received)]


def times(item: Facts, zone: str) -> Told:
    """When it was recorded, by which clock, and how that clock was checked."""
    facts = reading.admitted(item).get("facts", {})
    if not reading.is_clip(item):
        seen = item["account"].get("clock")
        checked = ""
        if seen:
            off = f"{_off(seen['offset_s'], 's')} true time, as its sender read it"
            checked = f"showed {seen['shown']} at {seen['seen_at']}: {off}"
        return [("Recorded from and to", "not recorded: see the picture itself"), ("The camera's clock", checked)]
    first, last = (reading.local(str(facts[name]), zone) if facts.get(name) else "" for name in _FRAMES)
    boxed = ""
    if "box_ahead_ms" in facts:
        boxed = f"{_off(facts['box_ahead_ms'], 'ms')} the center's, give or take {facts['within_ms']} ms"
    return [
        ("First picture", first),
        ("Last picture", last),
        ("The camera's clock", f"{_off(facts.get('offset_ms', 0), 'ms')} the box's, as the box measured"),
        ("The box's clock", boxed),
        ("Stretches without pictures", str(facts.get("gaps") or "none")),
    ]


_FRAMES = ("first_frame_at", "last_frame_at")


def integrity(item: Facts) -> Told:
    """Size and digests: who computed which, where and when."""
    line = reading.admitted(item)
    declared, same = item["declared"], item["declared"]["sha256"] == item["sha256"]
    told = [
        ("Size", f"{item['bytes']:,} bytes"),
        ("SHA-256", item["sha256"]),
        ("Computed by", f"the center, over the bytes in the vault, at admission ({line.get('at', 'not recorded')})"),
        ("SHA-256 at the source", f"{declared['sha256']} ({'the same' if same else 'ANOTHER'})"),
        ("Computed by", declared["by"]),
        ("Scan for malware", str(line.get("facts", {}).get("scan", ""))),
    ]
    if manifest := line.get("facts", {}).get("manifest"):
        told.append(("Manifest in the clip", f"SHA-256 {manifest}: the clip proves by it what the box recorded"))
    checks = list(reading.done(item, "fixity.check"))
    newest = f"{len(checks)}, the last at {checks[-1]['at']}: {checks[-1]['facts'].get('result', '')}" if checks else ""
    told.append(("Later checks", newest or "none before this package"))
    told.append(("When this was packed", "every byte was read from the vault and hashed again: the same"))
    return told


def acquisition(item: Facts) -> Told:
    """By what right the center has it."""
    facts, signed = reading.admitted(item).get("facts", {}), list(reading.done(item, "statement.sign"))
    call = f"call {item['incident']['number']} ({item['incident']['id']})"
    if reading.is_clip(item):
        case = f"case {facts['case']}" if facts.get("case") else "no case number"
        return [
            ("Reason", f"{call}, {case}"),
            ("Basis", "the owner's grant for this camera, without which its box cuts nothing"),
        ]
    source = item["source"]
    asked = f"request {source.get('request_id', '')} of canvass {source.get('canvass_id', '')}"
    told = [("Reason", call), ("Basis", f"consent: the registrant answered {asked}")]
    for line in signed:
        words = line["facts"]
        kind = "a custodian of records (902(11))" if words.get("kind") == "custodian" else "a household"
        told.append(
            ("Statement of its sender", f"of {kind}, signed {line['at']}, SHA-256 of its words {words.get('text', '')}")
        )
    return told


def storage(item: Facts) -> Told:
    """Where the original lies, which stays where it is."""
    where = item["storage"]
    return [
        ("Bucket and key", f"{where['bucket']} / {where['key']}"),
        ("Version", where["version_id"]),
        ("Locked until", f"{where['locked_until']} or longer; nobody can shorten it"),
    ]


def _off(by: int, unit: str) -> str:
    """By how much a clock is wrong, before the name of the clock that it is held against."""
    return f"{abs(by):,} {unit} {'behind' if by < 0 else 'ahead of'}"
