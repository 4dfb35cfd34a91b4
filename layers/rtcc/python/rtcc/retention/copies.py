"""Every place where the bytes of an item lie, or pictures made of them: what ends must end in all of them."""

from __future__ import annotations

from rtcc.aws import erasing, settings
from rtcc.aws.erasing import erase_all
from rtcc.clips import service as clips
from rtcc.custody import service as custody
from rtcc.preview.making import key_of
from rtcc.preview.marking import places
from rtcc.vault import service as vault
from rtcc.vault.model import Item

_PACKED = {"release.pack", "release.renew", "share.receipt"}  # lines that name a release in which the item left


def erase_beside(item: Item) -> int:
    """Delete what lies beside the vault: pictures of the item, marked or not, and the upload it was copied from.

    Returns what is left. Nothing of it is locked. Doing it twice does no harm.
    """
    pictures = (key_of(item.id, ""), places(item.id))
    left = sum(erase_all(settings.need("BUCKET_PREVIEW"), prefix) for prefix in pictures)
    return left + sum(erase_all(settings.need("BUCKET_INBOX"), key) for key in _uploaded(item))


def erase_packages(item: Item) -> int:
    """Delete the packages that were made with the item in them; what is left. They run out by themselves, later."""
    return sum(erase_all(settings.need("BUCKET_RELEASE"), f"releases/{one}") for one in releases(item.id))


def releases(item_id: str) -> list[str]:
    """The releases in which the item was packed, as its lines tell."""
    told = (line.facts.get("release") for line in custody.lines(item_id) if line.event in _PACKED)
    return sorted({str(one) for one in told if one})


def erase_evidence(item: Item) -> bool:
    """Delete the exact version in the vault; whether the store says that it is gone."""
    return erasing.erase(vault.stored(item))


def _uploaded(item: Item) -> list[str]:
    """Under which key of the inbox the bytes arrived: as its sender or its box was told."""
    if item.submission_id:
        return [f"inbox/{item.request_id}/{item.submission_id}"]
    order = clips.known(item.clip_id)
    return [order.object_key] if order else []
