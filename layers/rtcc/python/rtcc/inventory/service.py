"""Taking stock: what a sweep counted, and every stored object, a page at a time, beside the act that made it (P3.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rtcc.aws import listing, settings
from rtcc.aws.listing import Place
from rtcc.aws.table import transact
from rtcc.foundation import clock
from rtcc.foundation.errors import Invalid
from rtcc.inventory import acts, store
from rtcc.inventory.model import Discrepancy, Held, Stock
from rtcc.sweep.model import Amiss, Finding
from rtcc.vault.model import Item, State

PAGE = 25
_MOST_FOUND = 200  # discrepancies that are kept; the counts tell of all


def take(items: Sequence[Item], findings: Sequence[Finding]) -> Stock:
    """Count what a sweep saw, and keep the count for whoever asks."""
    now = clock.now()
    kept = [one for one in items if one.state in {State.SEALED, State.QUARANTINED}]
    objects = Counter(name for name in (*acts.BUCKETS, "BUCKET_LOG") for _ in listing.versions(settings.need(name)))
    counts = {
        "items": len(items),
        "bytes": sum(one.bytes for one in kept),
        "held": sum(bool(one.holds) for one in kept),
        "due": sum(not one.holds and one.keep_until is not None and one.keep_until <= now for one in kept),
        "quarantined": sum(one.state is State.QUARANTINED for one in items),
        "objects": objects.total(),
        "unspoken": sum(one.amiss is Amiss.UNSPOKEN for one in findings),
        "discrepancies": len(findings),
    }
    found = tuple(Discrepancy(one.amiss.value, one.about, one.subject) for one in findings[:_MOST_FOUND])
    stock = Stock(now, counts, Counter(one.state.value for one in items), found)
    transact(store.keeping(stock))
    return stock


def newest() -> Stock | None:
    """The newest count; None before the first sweep."""
    return store.newest()


def page(place: str = "") -> tuple[list[Held], str]:
    """Some objects, and the place to go on behind; empty at the end. Raises Invalid for what is no place."""
    at, behind = _read(place)
    bucket = settings.need(acts.BUCKETS[at])
    found, following = listing.page(bucket, behind, most=PAGE)
    objects = [acts.held(bucket, one) for one in found]
    if following is not None:
        return objects, f"{at} {following.version_id} {following.key}"
    return objects, f"{at + 1}" if at + 1 < len(acts.BUCKETS) else ""


def _read(place: str) -> tuple[int, Place | None]:
    number, _, rest = place.partition(" ")
    version_id, _, key = rest.partition(" ")
    if not place:
        return 0, None
    if not number.isdecimal() or int(number) >= len(acts.BUCKETS):
        raise Invalid("This cursor is not one of ours. Please begin the list anew.", slug="bad-cursor")
    return int(number), Place(key, version_id) if key else None
