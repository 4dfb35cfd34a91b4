"""Steps 4 and 5: the resident uploads a real clip over a line that breaks, and it comes to rest in the vault."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import httpx

from local.play import footage
from local.play.people import Visitor
from local.play.telling import see, wait_for
from local.play.world import World


class Sender:
    """A file on its way, part by part, the way the upload page sends it."""

    def __init__(self, page: Visitor, clip: Path) -> None:
        self.page, self.clip = page, clip
        self.bytes = clip.read_bytes()
        self.sha256 = hashlib.sha256(self.bytes).hexdigest()
        self.sent: list[int] = []
        body = {"key": f"play-{self.sha256[:16]}", "name": clip.name, "bytes": len(self.bytes)}
        answer = page.http.post("/request/files", json=body)
        see(answer.status_code in {200, 201}, f"the file could not be begun: {answer.text[:200]}")
        self.file: dict[str, Any] = answer.json()

    def part(self, number: int) -> bytes:
        """The bytes of one part."""
        size = self.file["part_bytes"]
        return self.bytes[(number - 1) * size : number * size]

    def received(self) -> list[int]:
        """The numbers of the parts that the store holds."""
        found = self.page.ask("GET", f"/request/files/{self.file['id']}")["received"]
        return [part["number"] for part in found]

    def put(self, number: int, *, spoiled: bool = False) -> int:
        """Send one part to the URL that was signed for it; returns the store's status."""
        body = self.part(number)
        told = {"number": number, "bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()}
        signed = self.page.ask("POST", f"/request/files/{self.file['id']}/parts", {"parts": [told]})["urls"][0]
        given = bytes([body[0] ^ 1]) + body[1:] if spoiled else body
        status = httpx.put(signed["url"], content=given, headers=signed["headers"], timeout=60).status_code
        if status == 200:
            self.sent.append(number)
        return status


def upload(world: World) -> str:
    """The resident uploads in parts, is interrupted, resumes, finishes; the receipt has the sender's digest."""
    clip, origin = footage.clip()
    page = world.visitor(world.token)
    request = page.ask("GET", "/request")
    see(request["state"] == "asked", f"the request is {request['state']}")
    first = Sender(page, clip)
    see(first.put(1, spoiled=True) == 400, "the store took a part whose bytes differ from the signed digest")
    see(first.put(1) == 200, "the store did not take the first part")
    page.ask("POST", f"/request/files/{first.file['id']}/finish", {"sha256": first.sha256}, wants=409)
    # The line breaks; the page is loaded anew and knows nothing but the link and the file.
    second = Sender(world.visitor(world.token), clip)
    see(second.file["id"] == first.file["id"], "the file was begun a second time")
    held = [] if world.sabotage == 4 else second.received()
    for number in range(1, second.file["parts"] + 1):
        if number not in held:
            see(second.put(number) == 200, f"the store did not take part {number}")
    done = page.ask("POST", f"/request/files/{first.file['id']}/finish", {"sha256": second.sha256})
    world.receipt = done | {"sender_sha256": second.sha256}
    see(done["sha256"] == second.sha256, "the receipt shows another digest than the sender computed")
    twice = sorted(set(first.sent) & set(second.sent))
    see(not twice, f"parts {twice} were sent twice")
    _sign(world, second.page)
    return (
        f"{len(second.bytes):,} bytes of {origin}; {second.file['parts']} parts, none twice; {done['sha256'][:16]}…; "
        "a statement signed by name, a receipt by e-mail"
    )


def _sign(world: World, page: Visitor) -> None:
    """The resident signs what the software drafted; the receipt comes by e-mail, with digest and custody number."""
    draft = page.ask("GET", "/request")["statement"]
    see(draft["kind"] == "household", f"a household was given the statement of a {draft['kind']}")
    name = world.resident["name"]
    said = {"name": name, "language": "en", "version": draft["version"], "agreed": True}
    signed = page.ask("POST", "/request/statement", said)
    see(
        [one["custody_number"] for one in signed["files"]] == [world.receipt["custody_number"]], "it covers other files"
    )

    def look() -> list[dict[str, str]]:
        letters = world.outbox.to(world.resident["email"])
        return [one for one in letters if world.receipt["custody_number"] in one["text"]]

    receipt = wait_for("the receipt by e-mail", look)[0]
    see(world.receipt["sha256"] in receipt["text"], "the receipt by e-mail does not hold the digest")


def admitted(world: World) -> str:
    """The exact version is locked, held, scanned, its digest equal, its lines in order; a replay makes no second."""
    analyst = world.signed_in("analyst")
    beside = f"/incidents/{world.incident['id']}/evidence"
    wait_for("the evidence item", lambda: analyst.ask("GET", beside)["items"], seconds=40)
    world.item = analyst.ask("GET", f"/evidence/{world.receipt['custody_number']}")
    stored, s3 = world.item["storage"], world.aws("s3")
    name = {"Bucket": stored["bucket"], "Key": stored["key"], "VersionId": stored["version_id"]}
    if world.sabotage == 5:
        s3.put_object_legal_hold(**name, LegalHold={"Status": "OFF"})
    try:
        _look_at_store(world, s3, name)
    finally:
        s3.put_object_legal_hold(**name, LegalHold={"Status": "ON"})
    events = [
        line["event"] for line in world.item["custody"] if line["event"].startswith(("submission", "evidence.ad"))
    ]
    ordered = list(dict.fromkeys(events))
    wanted = ["submission.begin", "submission.sign_parts", "submission.finish", "evidence.admit"]
    see(ordered == wanted and events[-1] == wanted[-1], f"the lines stand in the order {events}")
    _replay(world, analyst)
    until = _accept(world, analyst)
    return (
        f"{stored['mode']} until {stored['until'][:10]}, hold on, digest equal, scan clean, "
        f"{len(world.item['custody'])} lines in order; the replayed link made no second item; "
        f"accepted, locked until {until}, and its sender sees it"
    )


def _accept(world: World, analyst: Any) -> str:
    """The analyst keeps the clip: its lock is prolonged in the store, and the same link tells its sender."""
    number = world.item["id"]
    wait_for("the preview", lambda: analyst.ask("GET", f"/evidence/{number}")["probe"]["state"] == "ready", seconds=120)
    look = analyst.ask("GET", f"/evidence/{number}/preview")
    see(look["parent"] == world.item["sha256"], "the preview names another parent")
    sheet = httpx.get(look["sheet"]["url"], timeout=30)
    see(hashlib.sha256(sheet.content).hexdigest() == look["sheet"]["sha256"], "the contact sheet has another digest")
    analyst.ask("POST", f"/evidence/{number}/triage", {"verdict": "accept"})
    after = analyst.ask("GET", f"/evidence/{number}")["storage"]["until"]
    see(after > world.item["storage"]["until"], f"the lock ends on {after} as before")
    told = world.visitor(world.token).ask("GET", "/request")["files"][0]
    see(told["verdict"] == "accept", f"the sender's page says {told['verdict']}")
    return str(after[:10])


def _look_at_store(world: World, s3: Any, name: dict[str, str]) -> None:
    retention = s3.get_object_retention(**name)["Retention"]
    see(retention["Mode"] == "COMPLIANCE", f"the version's mode is {retention['Mode']}")
    hold = s3.get_object_legal_hold(**name)["LegalHold"]["Status"]
    see(hold == "ON", f"the version's legal hold is {hold}")
    flat = hashlib.sha256(s3.get_object(**name)["Body"].read()).hexdigest()
    see(flat == world.receipt["sender_sha256"] == world.item["sha256"], "the digests differ")
    admit = next(line for line in world.item["custody"] if line["event"] == "evidence.admit")
    see(admit["facts"]["scan"] == "NO_THREATS_FOUND", f"the scan says {admit['facts']['scan']}")
    see(world.item["state"] == "sealed", f"the item is {world.item['state']}: {world.item['flaw']}")


def _replay(world: World, analyst: Any) -> None:
    page = world.visitor(world.token)
    again = page.ask("POST", f"/request/files/{world.receipt['id']}/finish", {"sha256": world.receipt["sha256"]})
    see(again["custody_number"] == world.receipt["custody_number"], "the replay gave another receipt")
    items = analyst.ask("GET", f"/incidents/{world.incident['id']}/evidence")["items"]
    see(len(items) == 1, f"there are {len(items)} items")
    inbox = world.aws("s3").list_object_versions(Bucket=world.city["buckets"]["inbox"])["Versions"]
    see(len(inbox) == 1, f"the inbox holds {len(inbox)} versions")
