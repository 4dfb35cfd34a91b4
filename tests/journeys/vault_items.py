"""What the console's API says in tests of the vault's pages of its items: one in each state, with all of its facts."""

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
