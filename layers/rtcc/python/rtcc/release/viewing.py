"""Looking at shared evidence without having it: what was made of an item, under a mark that names who looks (P11.2)."""

from __future__ import annotations

from dataclasses import dataclass

from rtcc.access.model import Action, Actor
from rtcc.aws.table import transact
from rtcc.custody import service as custody
from rtcc.custody.model import Fact
from rtcc.foundation import clock
from rtcc.foundation.errors import NotFound
from rtcc.release import shares
from rtcc.release.model import Release
from rtcc.vault import service as vault
from rtcc.vault.model import Item


@dataclass(frozen=True, slots=True)
class Sight:
    """What is shown of an item: the digest of what was made of it, its size, and whether it is a sheet or a movie."""

    kind: str
    sha256: str
    bytes: int


def must_be_viewable(actor: Actor, release_id: str, item_id: str) -> tuple[Release, Item]:
    """The release and one item of it, which its recipient may look at now.

    Raises NotFound for what was not released to them or is not in it, Gone once its time is over, Conflict or Gone for
    an item that may not leave any more.
    """
    one = shares.share(actor, release_id)
    if item_id not in {piece.id for piece in one.items}:
        raise NotFound("There is no such item in this package.")
    shares.must_be_open(one)
    return one, vault.released(item_id)


def viewed(actor: Actor, one: Release, item: Item, sight: Sight) -> str:
    """Write down the look, on the release's chain and on the item's, before a way is given; the mark to show with it.

    The mark says who looks and when: whoever photographs a screen photographs it too.
    """
    facts: dict[str, Fact] = {"release": one.id, "item": item.id, "made": sight.kind, "sha256": sight.sha256}
    facts["bytes_out"] = sight.bytes
    lines = [custody.line(actor, Action.VIEW_SHARE, about, reason=one.case, facts=facts) for about in (one.id, item.id)]
    transact(*lines)
    return f"{one.recipient} · {one.ori} · {one.id} · {clock.spell(clock.now())}"
