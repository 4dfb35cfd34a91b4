"""Steps 17 and 18: what holds an item, and who lets it go; and from an exhibit's digest to everybody who touched it."""

from __future__ import annotations

import uuid
from typing import Any

from local.actors import SECOND
from local.play.proving import change_line, restore_line, sealed
from local.play.recording import CASE
from local.play.telling import see, wait_for
from local.play.world import World


def hold(world: World) -> str:
    """A detective holds the item; who asks to lift that hold does not lift it; the hold of its admission stands."""
    detective, supervisor, second = (world.signed_in(who) for who in ("detective", "supervisor", SECOND))
    item = f"/evidence/{world.item['id']}"
    body = {"reason": "Preservation", "authority": "Preservation letter of the district attorney", "case": CASE}
    mine = detective.ask("POST", f"{item}/holds", body | {"key": str(uuid.uuid4())}, wants=201)
    lifting = f"{item}/holds/{mine['id']}/lifting"
    supervisor.ask("POST", lifting, {"why": "The case is closed"})
    supervisor.ask("POST", f"{lifting}/approval", {}, wants=403)  # whoever asks does not agree
    detective.ask("POST", f"{lifting}/approval", {}, wants=403)
    see(mine["id"] in _held_by(detective, item), "the hold is gone though one person alone asked for it")
    second.ask("POST", f"{lifting}/approval", {})
    if world.sabotage == 17:
        _strike(world)
    left = _held_by(detective, item)
    see(mine["id"] not in left, "the hold that two people lifted is still there")
    see(len(left) == 1, f"{len(left)} holds are left: the one of its admission should be")
    storage = detective.ask("GET", item)["storage"]
    see(storage["hold"], "the store does not hold the item any more, though its first hold was never lifted")
    return "one hold put by one person, lifted by two; the hold of its admission stands, in the row and in the store"


def trace(world: World) -> str:
    """From an exhibit's digest to the item, and from there to everybody who touched it, refused acts with the rest."""
    auditor = world.signed_in("auditor")
    digest = world.item["sha256"]
    found = auditor.ask("GET", f"/evidence/by-digest/{digest}")
    see([one["id"] for one in found["items"]] == [world.item["id"]], f"the digest leads to {found}")
    wait_for("the seal of every line", lambda: sealed(auditor), seconds=40)
    if world.sabotage == 18:
        kept = change_line(world, world.item["id"], 3)
    told = auditor.ask("GET", f"/evidence/{world.item['id']}/people")
    if world.sabotage == 18:
        restore_line(world, kept)
    see(told["proof"]["holds"], f"the record does not hold: {told['proof']['faults'][:2]}")
    roles = {one["role"] for one in told["people"]}
    missing = {"detective", "supervisor", "recipient"} - roles
    see(not missing, f"nobody is named who was {' or '.join(sorted(missing))}")
    refused = [did["event"] for one in told["people"] for did in one["acts"] if "refused" in did["outcomes"]]
    see("hold.lift" in refused, "the refused lifting of step 17 is not told")
    return (
        f"{digest[:16]}… is {world.item['id']}: {len(told['people'])} people, {told['lines']} lines in "
        f"{len(told['chains'])} chains, refused acts with the rest; the record holds"
    )


def _held_by(person: Any, item: str) -> set[str]:
    return {one["id"] for one in person.ask("GET", item)["holds"]}


def _strike(world: World) -> None:
    """The sabotage of step 17: an insider with every right to the table strikes all holds from the row."""
    world.aws("dynamodb").update_item(
        TableName=world.city["tables"]["vault"],
        Key={"id": {"S": world.item["id"]}},
        UpdateExpression="SET holds = :none",
        ExpressionAttributeValues={":none": {"S": "[]"}},
    )
