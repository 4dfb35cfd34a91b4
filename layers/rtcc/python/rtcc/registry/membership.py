"""One's own registration: changing it, moving, pausing, and coming back (P7.4). Each act has its line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from rtcc.access.model import Action, Actor
from rtcc.aws.table import Put, Write, transact
from rtcc.custody import service as custody
from rtcc.custody.model import Fact, commitment
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, Invalid
from rtcc.foundation.geo import Point
from rtcc.messages import service as messages
from rtcc.messages.model import Channel, Template
from rtcc.registry import atlas, consent, homes, names, naps, store
from rtcc.registry.model import Registrant, State
from rtcc.registry.particulars import Cameras, Channels, Quiet

_WORDS = {
    "safe_word": {"en": "Your safe word is another now", "es": "Su palabra segura es otra ahora"},
    "address": {"en": "The address of your camera is another now", "es": "La dirección de su cámara es otra ahora"},
}


@dataclass(frozen=True, slots=True)
class Changes:
    """What shall be another; what is None stays. `no_quiet` takes quiet hours away."""

    name: str | None = None
    language: str | None = None
    safe_word: str | None = None
    cameras: tuple[Cameras, ...] | None = None
    channels: Channels | None = None
    quiet: Quiet | None = None
    no_quiet: bool = False
    consent: str | None = None


def change(actor: Actor, before: Registrant, changes: Changes) -> Registrant:
    """Change what needs no proof. A new safe word is told to the address that we know.

    Raises Invalid when nothing is named, and for consent to another text than today's.
    """
    if changes == Changes():
        raise Invalid("Nothing is named that should change.")
    after = _changed(before, changes)
    changed = sorted(name for name in _PLAIN if getattr(before, name) != getattr(after, name))
    if not changed:
        return before
    facts: dict[str, Fact] = {"changed": " ".join(changed), "cameras": after.camera_count, "consent": after.consent}
    notices = [_word(after, "safe_word")] if "safe_word" in changed else []
    return _commit(actor, Action.CHANGE_REGISTRATION, before, after, notices, facts=facts)


def move(actor: Actor, before: Registrant, address: str, pin: Point | None) -> Registrant:
    """The cameras are elsewhere now. Raises Invalid as for a sign-up: unknown, outside the city, a pin too far."""
    place = homes.place(address, pin)
    after = replace(before, address=place.label, lat=place.at.lat, lon=place.at.lon)
    if after == before:
        return before
    moved = atlas.moving(before.at, after.at, before.id) if before.state is State.ACTIVE else []
    facts: dict[str, Fact] = {"address": commitment(before.salt, after.address)}
    notices = [*moved, _word(after, "address")]
    return _commit(actor, Action.MOVE_REGISTRATION, before, after, notices, facts=facts)


def pause(actor: Actor, before: Registrant, days: int | None) -> Registrant:
    """Ask for nothing for so many days, or until they come back: off the map in the same transaction."""
    until = clock.after(clock.now(), days=days) if days else None
    after = replace(before, state=State.PAUSED, paused_until=until)
    if after == before:
        return before
    lifted = atlas.lifting(before.at, before.id) if before.state is State.ACTIVE else []
    facts: dict[str, Fact] = {"state": after.state.value, "days": days or 0}
    return _commit(actor, Action.PAUSE_REGISTRATION, before, after, lifted, facts=facts)


def resume(actor: Actor, before: Registrant) -> Registrant:
    """Back on the map, and may be asked again."""
    if before.state is State.ACTIVE:
        return before
    after = replace(before, state=State.ACTIVE, paused_until=None)
    facts: dict[str, Fact] = {"state": after.state.value}
    return _commit(actor, Action.PAUSE_REGISTRATION, before, after, atlas.placing(before.at, before.id), facts=facts)


def wake(actor: Actor) -> int:
    """Bring back everybody whose pause is over; how many. Whoever changes something meanwhile comes the next time."""
    woken = 0
    for registrant_id in naps.over(clock.now()):
        one = store.find(registrant_id)
        if one is not None and one.paused_until is not None and one.paused_until <= clock.now():
            woken += _is_back(actor, one)
    return woken


def _is_back(actor: Actor, one: Registrant) -> bool:
    try:
        resume(actor, one)
    except Conflict:
        return False
    return True


_PLAIN = ("name", "language", "safe_word", "cameras", "channels", "quiet", "consent", "consent_language")


def _changed(before: Registrant, changes: Changes) -> Registrant:
    told = {name: getattr(changes, name) for name in ("name", "language", "safe_word", "cameras", "channels", "quiet")}
    after = replace(before, **{name: value for name, value in told.items() if value is not None})
    if changes.name is not None:
        names.check(changes.name)
    if changes.no_quiet:
        after = replace(after, quiet=None)
    if changes.consent is not None:
        consent.check(changes.consent)
        text = consent.TEXTS[after.language]
        after = replace(
            after,
            consent=changes.consent,
            consent_language=after.language,
            consent_text=text,
            agreed_at=clock.now(),
        )
    return after


def _commit(
    actor: Actor,
    action: Action,
    before: Registrant,
    after: Registrant,
    more: list[Write] | list[Put],
    *,
    facts: Mapping[str, Fact],
) -> Registrant:
    line = custody.line(actor, action, before.id, facts=facts)
    transact(store.changing(before, after), *naps.changing(before, after), *more, line)
    return replace(after, version=before.version + 1)


def _word(one: Registrant, what: str) -> Put:
    return messages.queued(
        Template.CHANGED, Channel.EMAIL, one.email, language=one.language, about=one.id, what=_WORDS[what][one.language]
    )
