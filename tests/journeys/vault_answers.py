"""What the console's API says in tests of the vault's pages: one item in each state, and everything around it."""

from __future__ import annotations

from typing import Any

ITEM, OTHER, GONE = (f"evi_{name:0>26}" for name in ("a1", "b2", "c3"))
RELEASE, DISPOSAL, ORDER, INQUIRY = "rel_" + "0" * 26, "dsp_" + "0" * 26, "dsp_" + "1" * 26, "inq_" + "0" * 26
SHA = "3f79bb7b435b05321651daefd374cdc681dc06faa65e374e38337b88ca046dea"
AT, LATER, PAST = "2026-11-20T10:00:00.00Z", "2029-11-20T10:00:00.00Z", "2026-01-02T10:00:00.00Z"


def item(item_id: str, name: str, standing: str = "sealed", **more: Any) -> dict[str, Any]:
    """One item of a list."""
    state = "sealed" if standing == "released" else standing
    return {
        "id": item_id,
        "name": name,
        "bytes": 48_212_331,
        "sha256": SHA,
        "declared": SHA,
        "state": state,
        "standing": standing,
        "flaw": "",
        "incident_id": "inc_1",
        "incident_number": "26-117700",
        "received_at": AT,
        "verdict": "accept",
        "kind": "felony",
        "keep_until": LATER,
        "held": True,
    } | more


ITEMS = [
    item(ITEM, "front door 2026-11-19 22-14.mp4"),
    item(OTHER, "street.mp4", "released", held=False, keep_until=PAST),
    item(GONE, "", "expunged", held=False, keep_until=None, kind=""),
]


def line(seq: int, event: str, **more: Any) -> dict[str, Any]:
    """One custody line."""
    return {
        "subject": ITEM,
        "seq": seq,
        "at": AT,
        "event": event,
        "outcome": "done",
        "actor": "usr_7",
        "role": "analyst",
        "badge": "7",
        "ori": "LA0",
        "how": "cognito+totp",
        "reason": "26-117700",
        "facts": {},
        "previous": "0" * 64,
        "hash": SHA,
    } | more


HOLDS = [
    {
        "id": "hld_1",
        "reason": "admission",
        "authority": "The city’s standing order",
        "case": "26-117700",
        "by": "",
        "at": AT,
    },
    {
        "id": "hld_2",
        "reason": "A trial is set for March",
        "authority": "Order 44-B of the First District Court",
        "case": "26-000123",
        "by": "21",
        "at": AT,
        "lift": {"asked_by": "21", "asked_at": AT, "why": "The verdict is final."},
    },
]
WHOLE = item(ITEM, "front door 2026-11-19 22-14.mp4") | {
    "storage": {
        "bucket": "vault",
        "key": f"evidence/{ITEM}",
        "version_id": "3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY",
        "mode": "COMPLIANCE",
        "until": LATER,
        "hold": True,
        "read_at": AT,
    },
    "source": {"kind": "submission", "canvass_id": "can_1", "request_id": "req_1", "submission_id": "sub_1"},
    "account": {"source": "doorbell"},
    "probe": {"state": "none", "why": "it is empty", "flags": []},
    "holds": HOLDS,
    "fixity": {"checked_at": AT, "result": "holds"},
    "custody": [
        line(1, "submission.begin", actor="req_1", role="registrant", badge=""),
        line(
            2,
            "evidence.admit",
            actor="function:admit_upload",
            role="system",
            badge="",
            facts={"sha256": SHA, "hold": True},
        ),
        line(3, "release.ask", facts={"release": RELEASE, "ori": "TX1", "recipient": "4411"}),
        line(4, "evidence.download", outcome="refused", facts={"why": "As auditor you may not do this."}),
    ],
}
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
INQUIRIES = {
    "inquiries": [
        {
            "id": INQUIRY,
            "case": "26-000123",
            "place": "Alder St and 4th",
            "from": AT,
            "to": "2026-11-20T11:30:00.00Z",
            "words": "A gray van with a ladder on its roof.",
            "state": "open",
            "asked_by": "21",
            "asked_at": AT,
        }
    ],
    "agencies": [
        {"ori": "TX1", "name": "Bexley County Sheriff", "kind": "agency"},
        {"ori": "DEF-1", "name": "Public defender", "kind": "defense"},
    ],
    "now": AT,
}
RELEASED = {
    "id": RELEASE,
    "state": "packed",
    "method": "view",
    "audience": "agency",
    "items": [{"id": ITEM, "name": "front door.mp4", "bytes": 48_212_331, "sha256": SHA}],
    "ori": "TX1",
    "agency": "Bexley County Sheriff",
    "recipient": "4411",
    "case": "26-000123",
    "reason": "Charging decision",
    "limits": "Not for the press.",
    "asked_at": AT,
    "asked_by": "21",
    "approved_at": AT,
    "approved_by": "5",
    "packed_at": AT,
    "expires_at": PAST,
    "renewal_asked_at": AT,
    "renewal_why": "The grand jury meets in December.",
    "bytes": 50_000_000,
    "sha256": SHA,
}
RELEASES = {"releases": [RELEASED], "agencies": INQUIRIES["agencies"], "most_items": 49, "now": AT}
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
ANSWERS: dict[str, Any] = {
    "GET /evidence": {"items": ITEMS},
    f"GET /evidence/{ITEM}": WHOLE,
    f"GET /evidence/by-digest/{SHA}": TRACED,
    "GET /evidence/by-digest/.*": {"items": [], "releases": []},
    "GET /evidence/.*/people": PEOPLE,
    "GET /schedules": SCHEDULES,
    "GET /disposals": DISPOSALS,
    f"GET /disposals/{DISPOSAL}": disposal(DISPOSAL, "disposal", "asked", certificate=CERTIFICATE),
    f"GET /disposals/{ORDER}": disposal(ORDER, "expunging", "asked", court="First District Court", order_number="44-B"),
    "GET /inquiries": INQUIRIES,
    f"GET /inquiries/{INQUIRY}": INQUIRIES["inquiries"][0],
    "GET /releases": RELEASES,
    f"GET /releases/{RELEASE}": RELEASED,
    "GET /custody/.*": {"lines": WHOLE["custody"]},
    "GET /inventory": INVENTORY,
    "GET /fixity": FIXITY,
    "GET /glass": GLASSES,
}
