"""What the console's API says in tests of how evidence is kept: schedules, disposals, the inventory, who touched it."""

from __future__ import annotations

from typing import Any

from tests.journeys.vault_items import AT, DISPOSAL, GONE, ITEM, ITEMS, LATER, ORDER, OTHER, PAST, RELEASE, SHA

KINDS = [
    {
        "kind": "homicide",
        "title": "Homicide, or any case without a limit of time",
        "days": 36500,
        "authority": "La. C.Cr.P. art. 571",
    },
    {"kind": "felony", "title": "Felony", "days": 2192, "authority": "La. C.Cr.P. art. 572"},
    {"kind": "misdemeanor", "title": "Misdemeanor", "days": 1096, "authority": "La. R.S. 44:36"},
]
SCHEDULES = {
    "in_force": {"version": 1, "kinds": KINDS, "since": PAST},
    "proposed": {
        "version": 2,
        "kinds": [*KINDS[:2], KINDS[2] | {"days": 730}],
        "why": "The council’s resolution 26-11.",
        "proposed_by": "21",
        "proposed_at": AT,
        "dry_run": {
            "items": 12,
            "bytes": 4_812_331_000,
            "soonest": PAST,
            "held": 3,
            "sample": [
                {
                    "id": OTHER,
                    "incident_number": "26-1",
                    "keep_until_now": LATER,
                    "keep_until_then": PAST,
                    "is_held": True,
                }
            ],
        },
    },
}


def disposal(disposal_id: str, kind: str, state: str, **more: Any) -> dict[str, Any]:
    """One disposal or expunging."""
    return {
        "id": disposal_id,
        "kind": kind,
        "state": state,
        "item_ids": [OTHER],
        "digests": [SHA],
        "why": "Its schedule has ended and no case needs it.",
        "asked_by": "21",
        "asked_at": AT,
        "left": [{"id": OTHER, "why": "its lock runs until November 30"}],
    } | more


DISPOSALS = {
    "due": [
        {
            "id": OTHER,
            "name": "street.mp4",
            "incident_number": "26-1",
            "bytes": 10_000_000,
            "kind": "misdemeanor",
            "keep_until": PAST,
        }
    ],
    "disposals": [
        disposal(DISPOSAL, "disposal", "asked"),
        disposal(ORDER, "expunging", "cooling", court="First District Court", order_number="44-B"),
    ],
    "now": AT,
}
CERTIFICATE = {"text": "Certificate of disposal\nStreet.mp4, asked by badge 21, agreed by badge 8.", "sha256": SHA}
ACT = {"event": "evidence.admit", "at": AT, "actor": "function:admit_upload", "badge": "", "subject": ITEM, "seq": 2}
INVENTORY = {
    "counts": {
        "taken_at": AT,
        "items": 1214,
        "bytes": 1_200_000_000_000,
        "by_state": {"sealed": 1200, "quarantined": 9, "disposed": 4, "expunged": 1},
        "held": 1180,
        "due": 12,
        "quarantined": 9,
        "objects": 9014,
        "unspoken": 1,
        "discrepancies": 1,
    },
    "objects": [
        {
            "bucket": "vault",
            "key": f"evidence/{ITEM}",
            "version_id": "v1",
            "bytes": 48_212_331,
            "written_at": AT,
            "what": "evidence",
            "item_id": ITEM,
            "act": ACT,
        },
        {"bucket": "preview", "key": "strange", "version_id": "v1", "bytes": 9, "written_at": AT, "what": "unknown"},
    ],
    "discrepancies": [{"kind": "unspoken", "about": "strange v1", "subject": "obj_" + "0" * 26, "seen_at": AT}],
    "next": "1.abc",
}
FIXITY = {
    "items": 1209,
    "checked_30_days": 1100,
    "never_checked": 20,
    "oldest_checked_at": PAST,
    "bytes_checked": 900_000_000_000,
    "differs": [
        {"id": GONE, "incident_number": "26-2", "result": "differs", "checked_at": AT, "sha256": SHA, "found": ""}
    ],
}
TRACED = {
    "items": [{k: v for k, v in ITEMS[0].items() if k not in ("state",)} | {"matched": "item"}],
    "releases": [],
}


def did(event: str, count: int = 1, *outcomes: str) -> dict[str, Any]:
    """What somebody did of one kind."""
    return {"event": event, "count": count, "first_at": PAST, "last_at": AT, "outcomes": list(outcomes or ("done",))}


PEOPLE = {
    "people": [
        {"actor": "req_" + "0" * 26, "badge": "", "role": "registrant", "ori": "", "acts": [did("submission.finish")]},
        {
            "actor": "usr_7",
            "badge": "7",
            "role": "analyst",
            "ori": "LA0",
            "acts": [did("evidence.read", 4), did("evidence.download", 1, "refused")],
        },
        {"actor": "usr_r", "badge": "4411", "role": "recipient", "ori": "TX1", "acts": [did("share.receipt")]},
        {"actor": "function:admit_upload", "badge": "", "role": "system", "ori": "", "acts": [did("evidence.admit")]},
    ],
    "chains": [ITEM, RELEASE],
    "lines": 23,
    "proof": {"log_size": 88_120, "unsealed": 1, "holds": True, "faults": []},
}
GLASSES = {
    "glasses": [
        {
            "id": "gls_1",
            "action": "evidence.read",
            "subject": ITEM,
            "why": "A missing child, at night, no supervisor here.",
            "by": "44",
            "opened_at": AT,
            "until": AT,
        }
    ]
}
