"""The cameras of this box: where they are and how to sign in. This file never leaves the site (P2.2)."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from edge_greengrass.guard import disk
from edge_greengrass.guard.addresses import Rules
from edge_greengrass.kit import sealing
from edge_greengrass.kit.sealing import Seal
from rtcc.foundation import ids
from rtcc.foundation.errors import Conflict, Field, Invalid, NotFound
from rtcc.grants.model import Grant

LONGEST = 80  # characters of a name, a user, a password


@dataclass(frozen=True, slots=True)
class Camera:
    """One camera, as the recorder needs it. Its representation keeps what is secret to itself."""

    id: str
    name: str
    address: str  # pinned: an IP address, never a name
    user: str = field(repr=False)
    password: str = field(repr=False)
    days_stored: int = Grant().days_stored
    sound: bool = False


class Cameras:
    """The list on disk, in a file that only this component's user may read. Only the guard writes it.

    How to sign in lies sealed in it, bound to the camera and its address: a seal that was moved to another address
    opens nowhere. A list from before there was a seal is sealed at the next start.
    """

    def __init__(self, path: Path, rules: Rules, *, most: int) -> None:
        self._path, self._rules, self.most = path, rules, most
        self._seal = Seal.read(path.parent)
        kept = json.loads(path.read_bytes()) if path.exists() else []
        self._all = {facts["id"]: _opened(facts, self._seal) for facts in kept}
        if any("sealed" not in facts for facts in kept):
            self._write(self._all, rotate=True)

    def all(self) -> list[Camera]:
        """Every camera, oldest first."""
        return list(self._all.values())

    def get(self, camera: str) -> Camera:
        """One camera. Raises NotFound."""
        found = self._all.get(camera)
        if found is None:
            raise NotFound("There is no such camera.")
        return found

    def add(self, *, name: str, address: str, user: str, password: str) -> Camera:
        """A new camera, on which nothing is allowed. Raises Invalid, Conflict, and OSError from the disk."""
        if len(self._all) >= self.most:
            raise Conflict(f"This box carries {self.most} cameras and has them.", slug="model-limit")
        pinned = self.pinned(address)
        if any(camera.address == pinned for camera in self._all.values()):
            raise Conflict("A camera at that address is here already.", slug="known-address")
        camera = Camera(ids.new("cam"), _name(name), pinned, _word("user", user), _word("password", password))
        self.keep(camera)
        return camera

    def pinned(self, address: str) -> str:
        """The address as it is kept. Asks a name server: slow. Raises Invalid."""
        return self._rules.pinned(address)

    def changed(
        self, camera: str, *, name: str | None = None, days_stored: int | None = None, sound: bool | None = None
    ) -> Camera:
        """The camera as it would be, not kept yet. Raises NotFound, Invalid."""
        found = self.get(camera)
        return replace(
            found,
            name=found.name if name is None else _name(name),
            days_stored=found.days_stored if days_stored is None else days_stored,
            sound=found.sound if sound is None else sound,
        )

    def keep(self, camera: Camera) -> None:
        """Put the camera in the list, on disk first. Raises OSError."""
        after = self._all | {camera.id: camera}
        if after != self._all:
            self._write(after)

    def sign_in(self, camera: str, *, user: str, password: str) -> None:
        """How to sign in from now on. All is sealed anew with a fresh key. Raises NotFound, Invalid, OSError."""
        after = replace(self.get(camera), user=_word("user", user), password=_word("password", password))
        self._write(self._all | {camera: after}, rotate=True)

    def remove(self, camera: str) -> None:
        """Take the camera out of the list, and what was sealed of it out of reach. Raises NotFound, OSError."""
        after = {id_: one for id_, one in self._all.items() if id_ != self.get(camera).id}
        self._write(after, rotate=True)

    def _write(self, after: Mapping[str, Camera], *, rotate: bool = False) -> None:
        """The list, and around it the keys: at every moment some key on disk opens what is on disk."""
        seal = self._seal
        if rotate or seal.is_empty:
            seal = self._keep(seal.with_new_key())
        disk.write_whole(self._path, json.dumps([_sealed(one, seal) for one in after.values()]).encode())
        self._all = dict(after)
        if rotate:
            self._keep(seal.with_newest_alone())

    def _keep(self, seal: Seal) -> Seal:
        disk.write_whole(self._path.with_name(sealing.NAME), seal.spelled())
        self._seal = seal
        return seal


def _sealed(camera: Camera, seal: Seal) -> dict[str, Any]:
    facts = asdict(camera)
    secret = {name: str(facts.pop(name)) for name in ("user", "password")}
    return facts | {"sealed": seal.close(secret, bound_to=sealing.bound(camera.id, camera.address))}


def _opened(facts: Mapping[str, Any], seal: Seal) -> Camera:
    open_facts = {name: value for name, value in facts.items() if name != "sealed"}
    if "sealed" in facts:
        open_facts |= seal.open(facts["sealed"], bound_to=sealing.bound(facts["id"], facts["address"]))
    return Camera(**open_facts)


def _name(text: str) -> str:
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not name or len(name) > LONGEST or any(unicodedata.category(char)[0] == "C" for char in name):
        raise Invalid("Give the camera a name.", fields=(Field("name", f"1 to {LONGEST} characters."),))
    return name


def _word(field_name: str, text: str) -> str:
    if len(text) > LONGEST or any(unicodedata.category(char)[0] == "C" for char in text):
        raise Invalid("This cannot be right.", fields=(Field(field_name, f"At most {LONGEST} characters."),))
    return text
