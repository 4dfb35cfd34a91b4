"""Steps 12 and 13: evidence is handed to an agency by two people, and the agency can check it without us."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path
from typing import Any

import httpx

from local.city_file import ROOT
from local.play import packages
from local.play.recording import CASE
from local.play.telling import see, wait_for
from local.play.world import World

_VERIFIER = ROOT / "tools" / "verify_release.py"


def hand_over(world: World) -> str:
    """A detective asks, a supervisor approves, the agency downloads and returns the receipt; custody is transferred."""
    detective, supervisor = world.signed_in("detective"), world.signed_in("supervisor")
    recipient = world.signed_in("recipient")
    items = [world.item["id"], world.clip_item["id"]]
    agency = detective.ask("GET", "/releases")["agencies"][0]
    body = {"item_ids": items, "ori": agency["ori"], "recipient": "D101", "case": CASE, "reason": "Charging decision"}
    asked = detective.ask("POST", "/releases", body | {"key": str(uuid.uuid4())}, wants=201)
    path = f"/releases/{asked['id']}"
    detective.ask("POST", f"{path}/approval", {}, wants=403)  # whoever asks does not approve
    see(not recipient.ask("GET", "/shares")["shares"], "the agency sees a share before it was approved")
    supervisor.ask("POST", f"{path}/approval", {})
    share = wait_for("the package", lambda: _packed(recipient, asked["id"]), seconds=60)
    given = recipient.ask("POST", f"/shares/{share['id']}/download", {})
    world.package = httpx.get(given["url"], timeout=60).raise_for_status().content
    arrived = packages.flip(world.package, len(world.package) // 2) if world.sabotage == 12 else world.package
    digest = hashlib.sha256(arrived).hexdigest()
    signed = {"name": "Recipient 1", "agrees": True}
    wrong = signed | {"sha256": "0" * 64, "bytes": len(world.package)}
    recipient.ask("POST", f"/shares/{share['id']}/receipt", wrong, wants=409)
    receipt = signed | {"sha256": digest, "bytes": len(world.package)}
    done = recipient.ask("POST", f"/shares/{share['id']}/receipt", receipt)
    see(done["state"] == "transferred", f"the share is {done['state']}")
    for item in items:
        events = [line["event"] for line in detective.ask("GET", f"/evidence/{item}")["custody"]]
        see("share.receipt" in events, f"the transfer of {item} does not stand in its custody")
    return (
        f"{len(items)} items to {agency['name']}; {len(world.package):,} bytes, {digest[:16]}… on both sides; a "
        "receipt with another digest was refused; custody is transferred"
    )


def verify(world: World) -> str:
    """The verifier says that all holds; a flipped byte is named; a package signed with another key fails."""
    if world.sabotage == 13:
        names = [name for name in packages.names(world.package) if "/data/" in name]
        world.package = packages.with_flipped(world.package, names[0])
    pinned = world.visitor().ask("GET", "/seal-key")["fingerprint"]
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder) / "package.zip"
        code, said = _verify(at, world.package, pinned)
        see(code == 0, f"the verifier says: {said}")
        names = packages.names(world.package)
        for name in names:
            code, said = _verify(at, packages.with_flipped(world.package, name), pinned)
            see(code == 1, f"a flipped byte in {name} was not noticed")
            see(name.split("/", 1)[1] in said, f"a flipped byte in {name} was noticed, but not named: {said}")
        code, said = _verify(at, packages.signed_anew(world.package), pinned)
        see(code == 1 and "key" in said, f"a package re-made and signed with another key passed: {said}")
    return f"all holds; a flipped byte was named in each of {len(names)} files; signed with another key, it fails"


def _packed(recipient: Any, release_id: str) -> dict[str, Any] | None:
    shares = recipient.ask("GET", "/shares")["shares"]
    return next((one for one in shares if one["id"] == release_id and one["state"] == "packed"), None)


def _verify(at: Path, package: bytes, fingerprint: str) -> tuple[int, str]:
    """Run the tool as a court would: by itself, with Python's standard library and nothing of ours."""
    at.write_bytes(package)
    command = [sys.executable, "-I", str(_VERIFIER), str(at), "--fingerprint", fingerprint]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout + done.stderr
